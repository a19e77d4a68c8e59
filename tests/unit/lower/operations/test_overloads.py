"""Operations that are several methods."""

from __future__ import annotations

from typing import Any

import pytest

from apiloom.ir.api import Operation
from tests.unit.lower.conftest import Lower

PET = {"type": "object", "properties": {"name": {"type": "string"}}}
JSON, XML = "application/json", "application/xml"
EVENTS = "text/event-stream"


def operations(
    lower: Lower,
    answers: dict[str, list[str]],
    sends: list[str] = (),  # type: ignore[assignment]
    schema: Any = None,
) -> list[Operation]:
    ref = {"$ref": "#/components/schemas/Pet"}
    responses = {
        status: {"description": "D", "content": {one: {"schema": ref} for one in kinds}}
        for status, kinds in answers.items()
    }
    body = {"content": {one: {"schema": ref} for one in sends}}
    more = {"requestBody": body} if sends else {}
    found = lower(
        {"/": {"post": {"responses": responses, **more}}},
        schemas={"Pet": schema or PET},
    )
    return list(found.api.operations)


def media_types(operation: Operation) -> dict[str, list[str]]:
    return {
        one.status: [content.media_type for content in one.contents]
        for one in operation.responses
    }


def test_json_or_a_stream(lower: Lower) -> None:
    plain, stream = operations(lower, {"200": [JSON, EVENTS], "204": [], "400": [JSON]})
    assert (plain.variant_of, plain.is_stream) == (None, False)
    assert (stream.variant_of, stream.variant) == (plain.id, "stream")
    assert stream.is_stream
    assert media_types(plain) == {"200": [JSON], "204": [], "400": [JSON]}
    assert media_types(stream) == {"200": [EVENTS], "400": [JSON]}


@pytest.mark.parametrize(
    "answers",
    [
        {"200": [JSON]},
        {"200": [EVENTS]},
        {"200": [EVENTS, "application/jsonl"], "204": []},
        {"200": [EVENTS], "400": [JSON]},
    ],
)
def test_one_kind_of_answer_is_one_method(
    lower: Lower, answers: dict[str, list[str]]
) -> None:
    [operation] = operations(lower, answers)
    assert operation.variant_of is None


@pytest.mark.parametrize(
    ("flag", "switched"),
    [({"type": "boolean"}, ("stream",)), ({"type": "string"}, ())],
)
def test_the_flag_that_asks_for_a_stream(
    lower: Lower, flag: Any, switched: tuple[str, ...]
) -> None:
    schema = {"type": "object", "properties": {"stream": flag}}
    plain, stream = operations(lower, {"200": [JSON, EVENTS]}, [JSON], schema)
    assert plain.switched_on == ()
    assert stream.switched_on == switched


def test_one_object_with_and_without_fields(lower: Lower) -> None:
    fields, whole = operations(lower, {"204": []}, [JSON, XML, "text/xml"])
    assert fields.body is not None
    assert whole.body is not None
    assert [one.media_type for one in fields.body.contents] == [JSON]
    assert [one.media_type for one in whole.body.contents] == [XML, "text/xml"]
    assert (whole.variant_of, whole.variant) == (fields.id, "with_body")


def test_both_at_once(lower: Lower) -> None:
    made = operations(lower, {"200": [JSON, EVENTS]}, [JSON, XML])
    assert [one.variant for one in made] == ["", "with_body", "stream"]
    assert len({one.id for one in made}) == 3


@pytest.mark.parametrize("sends", [[JSON], [XML], [JSON, "multipart/form-data"]])
def test_one_kind_of_body_is_one_method(lower: Lower, sends: list[str]) -> None:
    [operation] = operations(lower, {"204": []}, sends)
    assert operation.variant_of is None


def test_callbacks_are_those_of_the_first_method(lower: Lower) -> None:
    told = {"/done": {"post": {"responses": {"204": {"description": "D"}}}}}
    answer = {"description": "D", "content": {JSON: {}, EVENTS: {}}}
    found = lower(
        {"/": {"post": {"responses": {"200": answer}, "callbacks": {"done": told}}}}
    )
    plain, stream = found.api.operations
    assert [one.name for one in plain.callbacks] == ["done"]
    assert stream.callbacks == ()


def test_an_object_without_fields_is_one_argument(lower: Lower) -> None:
    anything = {"type": "object", "additionalProperties": {"type": "string"}}
    [operation] = operations(lower, {"204": []}, [JSON, XML], anything)
    assert operation.body is not None
    assert operation.body.is_choice
