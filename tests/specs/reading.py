"""Reading the specs as the tests of this folder need them.

Independent of apiloom on purpose: what is wrong with the specs must not be hidden by
what is wrong with the code that reads them for the clients.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import jsonpath
import yaml

SPECS = Path(__file__).resolve().parents[2] / "specs"
NAMES = ("apexverify", "experian_phone", "nhs_notify", "vec")
OVERLAYS = {"apexverify": ("overlay.yaml", "lifecycle.yaml")}
METHODS = ("get", "put", "post", "delete", "options", "head", "patch", "trace")


def read(path: Path) -> Any:
    return yaml.safe_load(path.read_text(encoding="utf-8"))


@cache
def spec(name: str) -> Any:
    """The document of one API, with its overlays applied."""
    document = read(SPECS / name / "openapi.yaml")
    for overlay in OVERLAYS.get(name, ()):
        apply_overlay(document, read(SPECS / name / overlay))
    return document


def apply_overlay(document: Any, overlay: Any) -> None:
    for action in overlay["actions"]:
        matches = list(jsonpath.finditer(action["target"], document))
        assert matches, f"{action['target']} selects nothing"
        for match in matches:
            merge(match.obj, action["update"])


def merge(target: Any, update: Any) -> None:
    for key, value in update.items():
        if isinstance(value, dict) and isinstance(target.get(key), dict):
            merge(target[key], value)
        else:
            assert key not in target or key == "title", f"{key} is published already"
            target[key] = value


def resolve(document: Any, node: Any) -> Any:
    """The node itself, or what it refers to with the siblings of the reference."""
    while isinstance(node, dict) and "$ref" in node:
        siblings = {key: value for key, value in node.items() if key != "$ref"}
        found = at(document, node["$ref"])
        node = {**found, **siblings}
    return node


def at(document: Any, pointer: str) -> Any:
    """What a JSON pointer, written as a fragment, points to."""
    node = document
    for step in pointer.removeprefix("#").split("/")[1:]:
        key = step.replace("~1", "/").replace("~0", "~")
        node = node[int(key)] if isinstance(node, list) else node[key]
    return node


def nodes(node: Any, pointer: str = "#") -> Iterator[tuple[str, Any]]:
    """Every node of the document, with its pointer."""
    yield pointer, node
    if isinstance(node, dict):
        children: Iterator[tuple[Any, Any]] = iter(node.items())
    elif isinstance(node, list):
        children = iter(enumerate(node))
    else:
        return
    for key, child in children:
        step = str(key).replace("~", "~0").replace("/", "~1")
        yield from nodes(child, f"{pointer}/{step}")


def operations(document: Any) -> Iterator[tuple[str, str, Any]]:
    for path, item in document["paths"].items():
        for method in METHODS:
            if method in item:
                yield method, path, item[method]


def parameters(document: Any, path: str, method: str) -> dict[str, Any]:
    """The parameters of an operation by name, those of its path among them."""
    item = document["paths"][path]
    declared = [*item.get("parameters", []), *item[method].get("parameters", [])]
    found = [resolve(document, parameter) for parameter in declared]
    return {parameter["name"]: parameter for parameter in found}


def responses(document: Any, path: str, method: str) -> dict[str, Any]:
    declared = document["paths"][path][method]["responses"]
    return {status: resolve(document, node) for status, node in declared.items()}


def schema(document: Any, name: str) -> Any:
    return document["components"]["schemas"][name]
