"""Which model stands in which module."""

from __future__ import annotations

from graphlib import TopologicalSorter
from pathlib import Path
from typing import Any

from apiloom.codegen.models.placement import SHARED, Placement, mentioned, placement_of
from apiloom.ir.types import Model
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


def laid_out(
    folder: Path, paths: Any, **schemas: Any
) -> tuple[Placement, dict[str, str]]:
    client = understood(folder, document(paths, schemas))
    found = placement_of(client.api, client.names)
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


def operations(*answers: tuple[str, ...]) -> dict[str, Any]:
    """An operation for each tuple of models, all of one resource."""
    return {
        f"/{number}": {
            "get": get("a", obj(**{name.lower(): ref(name) for name in names}))
            | {"x-method": f"load{number}"}
        }
        for number, names in enumerate(answers)
    }


def many(*others: str) -> dict[str, Any]:
    """So many schemas that a module of them is no longer written as one file."""
    return {name: obj(x=TEXT) for name in (*(f"Z{n}" for n in range(60)), *others)}


def files_of(found: Placement) -> dict[str, str]:
    return {pointer.name: file for pointer, file in found.files.items()}


def test_a_small_module_is_one_file(tmp_path: Path) -> None:
    found, modules = laid_out(
        tmp_path, operations(("A",), ("B",)), A=obj(x=TEXT), B=obj(x=TEXT)
    )
    assert files_of(found) == modules


def test_in_a_large_module_what_is_used_together_stands_together(
    tmp_path: Path,
) -> None:
    every = many("Alone", "Both", "Deep", "One", "Two")
    every["Alone"] = obj(deep=ref("Deep"))
    found, modules = laid_out(
        tmp_path,
        operations(
            tuple(f"Z{n}" for n in range(60)), ("Alone", "One", "Both"), ("Two", "Both")
        ),
        **every,
    )
    files = files_of(found)
    assert set(modules.values()) == {"a"}
    assert files["Alone"] == files["Deep"] == files["One"]
    assert files["Both"] == "a__both"
    assert len({files["Alone"], files["Both"], files["Two"], files["Z1"]}) == 4
    assert all(file.startswith("a__") for file in files.values())
    assert sorted(found.standing) == sorted(set(files.values()))


def test_files_do_not_import_each_other_in_a_circle(tmp_path: Path) -> None:
    """Nor by inheritance, which does not ask who uses a base."""
    every = many("A", "B", "Base", "OfBase", "Derived")
    every["A"] = obj(b=ref("B"))
    every["B"] = obj(a=ref("A"), base=ref("Base"))
    every["Base"] = obj(other=ref("OfBase"))
    every["Derived"] = {"allOf": [ref("Base"), obj(own=TEXT)]}
    client = understood(
        tmp_path,
        document(
            operations(
                tuple(f"Z{n}" for n in range(60)), ("A",), ("Derived",), ("OfBase",)
            ),
            every,
        ),
    )
    found = placement_of(client.api, client.names)
    imports: dict[str, set[str]] = {}
    for pointer, definition in client.api.definitions.items():
        extends = definition.extends if isinstance(definition, Model) else ()
        targets = {found.files[one] for one in (*mentioned(definition), *extends)}
        imports.setdefault(found.files[pointer], set()).update(targets)
    for file, targets in imports.items():
        targets.discard(file)
    assert any(imports.values())
    assert tuple(TopologicalSorter(imports).static_order())


def test_files_whose_names_differ_in_case_alone(tmp_path: Path) -> None:
    every = many("APIKey", "ApiKey")
    found, _ = laid_out(
        tmp_path,
        operations(tuple(f"Z{n}" for n in range(60)), ("APIKey",), ("ApiKey",)),
        **every,
    )
    files = files_of(found)
    assert files["APIKey"].lower() != files["ApiKey"].lower()
