"""The exceptions of statuses: what ranges and `default` add to their bodies."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from apiloom.codegen.errors.statuses import Several, Statuses, statuses
from apiloom.ir.scalars import Kind
from apiloom.ir.types import Primitive, Reference, Type, parts
from apiloom.locations import Pointer
from tests.workshop import document, response, understood

OBJECT = {"type": "object", "properties": {"message": {"type": "string"}}}
BROKEN = Reference(Pointer.parse("#/components/schemas/Broken"))
SCHEMAS = {"Problem": OBJECT, "Missing": OBJECT, "Broken": OBJECT}


def told(name: str) -> dict[str, Any]:
    return response({"$ref": f"#/components/schemas/{name}"})


def made(folder: Path, *answers: dict[str, Any], **schemas: dict[str, Any]) -> Statuses:
    """The exceptions of operations that answer with these."""
    paths = {
        f"/{number}": {"get": {"responses": {"204": response(), **given}}}
        for number, given in enumerate(answers)
    }
    client = understood(folder, document(paths, SCHEMAS | schemas))
    return statuses(client.api, client.names)


def names(body: Type | None) -> set[str]:
    """The models that a body can be."""
    found = parts(body) if body is not None else ()
    return {one.target.name for one in found if isinstance(one, Reference)}


def bodies(found: Statuses) -> dict[int, set[str]]:
    errors = (*found.declared, *found.inherited)
    return {one.status: names(one.body) for one in errors}


def test_without_ranges_there_are_no_families(tmp_path: Path) -> None:
    found = made(tmp_path, {"404": told("Missing")})
    assert (found.families, found.inherited) == ((), ())
    assert bodies(found) == {404: {"Missing"}}


@pytest.mark.parametrize("covers", ["4XX", "default"])
def test_a_range_without_a_body_changes_nothing(tmp_path: Path, covers: str) -> None:
    found = made(tmp_path, {covers: response()})
    assert (found.families, found.inherited) == ((), ())


def test_a_range_gives_its_body_to_all_of_its_statuses(tmp_path: Path) -> None:
    found = made(tmp_path, {"4XX": told("Problem"), "404": told("Missing")})
    of = bodies(found)
    assert of[404] == {"Missing"}
    assert of[400] == of[429] == {"Problem"}
    assert of[500] == set()
    families = {one.name: (one.key, names(one.body)) for one in found.families}
    assert families == {
        "APIStatusError": (3, {"Problem", "Missing"}),
        "ClientStatusError": (4, {"Problem", "Missing"}),
        "ServerStatusError": (5, set()),
    }
    assert [one.status for one in found.declared] == [404]


def test_default_is_what_no_range_covers(tmp_path: Path) -> None:
    found = made(tmp_path, {"5XX": told("Broken"), "default": told("Problem")})
    of = bodies(found)
    assert of[400] == {"Problem"}
    assert of[503] == {"Broken"}
    client, server = found.families[1:]
    assert (names(client.body), names(server.body)) == ({"Problem"}, {"Broken"})


def test_each_operation_has_its_say(tmp_path: Path) -> None:
    """One documents a status itself, another leaves it to `default`."""
    found = made(tmp_path, {"404": told("Missing")}, {"default": told("Problem")})
    assert bodies(found)[404] == {"Missing", "Problem"}
    assert [(one.name, one.base) for one in found.bodies] == [
        ("NotFoundMissingError", "NotFoundError")
    ]


@pytest.mark.parametrize(("count", "is_open"), [(12, False), (13, True)])
def test_very_many_bodies_are_anything(
    tmp_path: Path, count: int, is_open: bool
) -> None:
    """Where each operation has an error of its own, no class can name them all."""
    schemas = {f"Problem{number}": OBJECT for number in range(count)}
    found = made(tmp_path, *[{"default": told(name)} for name in schemas], **schemas)
    body = found.families[0].body
    assert (body is Several.BODIES) == is_open
    if not is_open:
        assert names(body) == set(schemas)


@pytest.mark.parametrize(
    ("media_type", "kind"),
    [
        ("text/plain", BROKEN),
        ("text/html", Primitive(Kind.STRING)),
        ("application/pdf", Primitive(Kind.OCTETS)),
        ("application/json", BROKEN),
        ("application/jsonl", Primitive(Kind.STRING)),
    ],
)
def test_a_body_is_what_its_media_type_is_read_as(
    media_type: str, kind: Type, tmp_path: Path
) -> None:
    answer = response()
    answer["content"] = {media_type: {"schema": {"$ref": str(BROKEN.target)}}}
    found = made(tmp_path, {"500": answer})
    assert found.declared[0].body == kind
