"""Which model stands in which module."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from generator.python.modules import SHARED, Layout, layout
from tests.workshop import document, response, understood

TEXT = {"type": "string"}


def obj(**properties: Any) -> dict[str, Any]:
    return {"type": "object", "properties": properties}


def ref(name: str) -> dict[str, str]:
    return {"$ref": f"#/components/schemas/{name}"}


def get(resource: str, answer: Any, body: Any = None) -> dict[str, Any]:
    request = {"requestBody": {"content": body}} if body is not None else {}
    return {
        "x-resource": [resource],
        "x-method": "load",
        "responses": {"200": response(answer)},
        **request,
    }


def laid_out(folder: Path, paths: Any, **schemas: Any) -> tuple[Layout, dict[str, str]]:
    client = understood(folder, document(paths, schemas))
    found = layout(client.api, client.names)
    modules = {pointer.name: module for pointer, module in found.modules.items()}
    return found, modules


def test_what_one_resource_uses_is_its_own(tmp_path: Path) -> None:
    found, modules = laid_out(
        tmp_path,
        {"/a": {"get": get("a", ref("A"))}, "/b": {"get": get("b", ref("B"))}},
        A=obj(x=ref("OnlyA"), y=ref("Both")),
        B=obj(y=ref("Both")),
        OnlyA=obj(x=TEXT),
        Both=obj(deep=ref("Deep")),
        Deep=obj(x=TEXT),
        Unused=obj(x=TEXT),
    )
    assert modules == {
        "A": "a",
        "OnlyA": "a",
        "B": "b",
        "Both": SHARED,
        "Deep": SHARED,
    }
    assert found.names == ["a", "b", SHARED]
    assert {pointer.name for pointer in found.members(SHARED)} == {"Deep", "Both"}


def test_a_shared_module_mentions_only_itself(tmp_path: Path) -> None:
    """Else the modules of models would import each other in a circle."""
    schemas = {
        "A": obj(b=ref("B"), s=ref("S")),
        "B": obj(a=ref("A")),
        "S": obj(t=ref("T")),
        "T": obj(s=ref("S")),
    }
    found, modules = laid_out(
        tmp_path,
        {"/a": {"get": get("a", ref("A"))}, "/b": {"get": get("b", ref("S"))}},
        **schemas,
    )
    assert modules == {"A": "a", "B": "a", "S": SHARED, "T": SHARED}
    assert found.names == ["a", SHARED]


def test_directions(tmp_path: Path) -> None:
    form = {"multipart/form-data": {"schema": ref("Form")}}
    found, _ = laid_out(
        tmp_path,
        {"/a": {"post": get("a", ref("Answer"), form)}},
        Form=obj(x=ref("Both"), y=ref("In")),
        Answer=obj(x=ref("Both")),
        Both=obj(x=TEXT),
        In=obj(x=TEXT),
    )
    assert {pointer.name for pointer in found.sent} == {"Form", "Both", "In"}
    assert {pointer.name for pointer in found.received} == {"Answer", "Both"}
    assert {pointer.name for pointer in found.uploaded} == {"Form"}


def test_recursion_ends(tmp_path: Path) -> None:
    _, modules = laid_out(
        tmp_path, {"/a": {"get": get("a", ref("A"))}}, A=obj(a=ref("A"))
    )
    assert modules == {"A": "a"}
