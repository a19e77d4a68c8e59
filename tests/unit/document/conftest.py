"""Documents in a folder of their own, read as a caller would."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

from apiloom.diagnostics import Diagnostics
from apiloom.document import Document, read


class Workspace:
    """A folder to write documents into, and to read them from."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.diagnostics = Diagnostics()

    def write(self, name: str, content: str | bytes | dict[str, Any]) -> Path:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if isinstance(content, dict):
            content = json.dumps(content, indent=1)
        data = content if isinstance(content, bytes) else content.encode()
        path.write_bytes(data)
        return Path(name)

    def read(
        self,
        content: str | bytes | dict[str, Any],
        name: str = "openapi.yaml",
        overlays: Sequence[str] = (),
    ) -> Document:
        paths = [
            self.write(f"overlay{index}.yaml", overlay)
            for index, overlay in enumerate(overlays)
        ]
        return read(self.write(name, content), paths, self.diagnostics)

    @property
    def codes(self) -> list[str]:
        return [found.code for found in self.diagnostics]

    def lines(self, document: Document) -> list[str]:
        return [
            found.render(document.locate(found.pointer)) for found in self.diagnostics
        ]


@pytest.fixture
def workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Workspace:
    monkeypatch.chdir(tmp_path)
    return Workspace(tmp_path)


@pytest.fixture
def schema(workspace: Workspace) -> Callable[..., Any]:
    """Upgrade one schema of a document of the given version; return the result."""

    def upgrade(value: dict[str, Any], version: str = "3.0.3") -> Any:
        document = workspace.read(
            {"openapi": version, "components": {"schemas": {"X": value, "Y": {}}}},
            "openapi.json",
        )
        return document.root["components"]["schemas"]["X"].value

    return upgrade
