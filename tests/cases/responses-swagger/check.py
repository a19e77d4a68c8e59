"""What Swagger 2.0 says of bodies: `produces` without a schema, and files."""

from __future__ import annotations

from typing import Any

import httpx2
import pytest

from tests.workshop import Stage


def answered(stage: Stage, content: bytes, kind: str, **options: Any) -> Any:
    headers = {"content-type": kind}
    return stage.client(
        httpx2.Response(200, content=content, headers=headers), **options
    )


def check_produces_says_what_comes(stage: Stage) -> None:
    assert answered(stage, b"\x89PNG", "image/png").x.image() == b"\x89PNG"
    assert stage.sent.headers["accept"] == "image/png"
    assert answered(stage, b"done", "text/plain").x.shared() == "done"
    assert stage.sent.headers["accept"] == "text/plain"
    assert answered(stage, b'{"a":1}', "application/json").x.json() == {"a": 1}
    assert answered(stage, b"text", "text/plain").x.json() == "text"
    assert stage.sent.headers["accept"] == "application/json"


def check_a_body_that_nothing_describes_may_be_missing(stage: Stage) -> None:
    strict = answered(stage, b"", "application/json", validate_responses="strict")
    assert strict.x.json() is None
    assert stage.client(httpx2.Response(204)).x.gone() is None


def check_a_file_is_bytes(stage: Stage) -> None:
    assert answered(stage, b"%PDF", "application/pdf").x.file() == b"%PDF"
    assert answered(stage, b'{"a":1}', "application/json").x.file() == b'{"a":1}'


def check_places_are_those_of_the_file(stage: Stage) -> None:
    client = answered(stage, b'{"id":"x"}', "application/json")
    assert client.x.thing().id == "x"
    strict = answered(
        stage, b'{"id":"x"}', "application/json", validate_responses="strict"
    )
    with pytest.raises(stage.package.errors.ResponseValidationError) as caught:
        strict.x.thing()
    [mismatch] = caught.value.mismatches
    assert mismatch.schema == "#/definitions/Thing/properties/id"
    assert (mismatch.file, mismatch.line) == ("spec.yaml", 28)


def check_json_is_preferred_to_what_cannot_be_decoded(stage: Stage) -> None:
    thing = answered(stage, b'{"id":1}', "application/json").x.forms()
    assert type(thing) is stage.package.models.Thing
    accepted = "application/json, text/csv, application/xml;q=0.5, text/html;q=0.5"
    assert stage.sent.headers["accept"] == accepted
    assert answered(stage, b'{"id":1}', "text/plain").x.forms().id == 1
    assert answered(stage, b"<id>1</id>", "application/xml").x.forms() == "<id>1</id>"
    with pytest.raises(stage.package.errors.BadRequestError) as caught:
        stage.client(httpx2.Response(400, json={"id": 2})).x.forms()
    assert caught.value.body.id == 2
