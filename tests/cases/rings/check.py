"""Schemas that lead back to themselves at the same place of an instance.

A parent is the union that it states; a child has the keywords of its parent without
the union that lists it; a reference that only leads back adds nothing.
"""

from typing import Any

import httpx2

from tests.workshop import Stage


def answer(value: Any) -> httpx2.Response:
    return httpx2.Response(200, json=value)


def check_a_parent_is_the_union_of_its_children(stage: Stage) -> None:
    models = stage.package.models
    dot = {"kind": "dot", "id": 1, "size": 2.5}
    box = {"kind": "box", "id": 2, "inside": [dot]}
    for value, cls in ((dot, models.Dot), (box, models.Box)):
        found = stage.strict(answer(value)).shapes.draw(body=value)
        assert type(found) is cls
        assert found.id == value["id"]
        assert found.to_dict() == value == stage.body
    assert type(found.inside[0]) is models.Dot
    assert set(models.Dot.model_fields) == {"kind", "id", "size"}
    assert set(models.Box.model_fields) == {"kind", "id", "inside"}


def check_a_child_that_is_not_listed_is_one_of_the_listed_too(stage: Stage) -> None:
    value = {"kind": "dot", "id": 1, "size": 2.5, "frame": "gold"}
    found = stage.strict(answer(value)).slots.list()
    assert (found.frame, found.size) == ("gold", 2.5)
    assert found.to_dict() == value


def check_what_stands_between_parent_and_child(stage: Stage) -> None:
    models = stage.package.models
    value = {"at": "2026-01-02T03:04:05Z", "name": "n", "by": "b"}
    found = stage.strict(answer(value)).events.latest()
    assert type(found) is models.Started
    assert (found.at.year, found.name, found.by) == (2026, "n", "b")


def check_an_object_inside_itself_may_be_null(stage: Stage) -> None:
    value = {"next": {"next": None, "other": {"leaf": "text"}}, "other": "text"}
    found = stage.strict(answer(value)).nodes.tree()
    assert found.next.next is None
    assert (found.other, found.next.other.leaf) == ("text", "text")
    assert found.to_dict() == value
    null = httpx2.Response(200, content=b"null")
    assert stage.strict(null).nodes.tree() is None


def check_unions_that_list_each_other_are_one(stage: Stage) -> None:
    for value in ("text", 7):
        assert stage.strict(answer(value)).texts.either() == value
