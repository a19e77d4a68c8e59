"""Pages made from small documents, and how their parts are found."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import black

from apiloom.pipeline import documentation
from tests.workshop import response, understood

MODE = black.Mode(target_versions={black.TargetVersion.PY311})
JSON = "application/json"


def pages_of(folder: Path, spec: dict[str, Any]) -> dict[str, str]:
    """The pages of a client, by path; all of its Python is looked at."""
    files = documentation(understood(folder, spec, client="Shop"))
    pages = {path: text.decode() for path, text in files.items()}
    for path, text in pages.items():
        for code in re.findall(r"```python\n(.*?)```", text, re.DOTALL):
            assert code == black.format_str(code, mode=MODE), path
    return pages


def operation(resource: str, method: str, **rest: Any) -> dict[str, Any]:
    answers = {"200": response({"type": "string"})}
    return {
        "x-resource": resource.split("."),
        "x-method": method,
        "responses": answers,
        **rest,
    }


def section(text: str, heading: str) -> str:
    _, found, rest = text.partition(f"\n{heading}\n")
    assert found, heading
    return re.split(r"\n#{1,3} ", rest)[0]
