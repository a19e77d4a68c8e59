"""Answers of every kind, and those that the document does not mention."""

import httpx2
import pytest

from tests.workshop import Stage


def answer(status: int, content: bytes, kind: str) -> httpx2.Response:
    return httpx2.Response(status, content=content, headers={"content-type": kind})


def check_the_content_type_chooses(stage: Stage) -> None:
    thing = stage.package.models.Thing(name="n")
    for content, kind, value in (
        (b'{"name":"n"}', "application/json", thing),
        (b"a,b", "text/csv; charset=utf-8", "a,b"),
        (b"\x89", "image/png", b"\x89"),
    ):
        assert stage.client(answer(200, content, kind)).load.several() == value
    accept = stage.sent.headers["accept"]
    assert accept.startswith("application/json, text/csv, image/*")
    assert "application/problem+json" in accept
    assert stage.client(httpx2.Response(202)).load.several() is None


def check_errors_by_range_and_default(stage: Stage) -> None:
    errors, models = stage.package.errors, stage.package.models
    problem = answer(418, b'{"detail":"short and stout"}', "application/problem+json")
    with pytest.raises(errors.ClientStatusError) as caught:
        stage.client(problem).load.several()
    assert caught.value.body == models.Problem(detail="short and stout")
    assert caught.value.reason.name == "CLIENT_ERROR"
    assert "short and stout" in caught.value.message
    broken = answer(501, b'{"name":"n"}', "application/json")
    with pytest.raises(errors.ServerStatusError) as also:
        stage.client(broken).load.several()
    assert also.value.body == models.Thing(name="n")
    assert also.value.reason.name == "UNEXPECTED"


def check_nothing(stage: Stage) -> None:
    assert stage.client(httpx2.Response(204)).load.nothing() is None
    assert stage.client(httpx2.Response(200, json={"a": 1})).load.nothing() == {"a": 1}


def check_a_redirect_is_the_answer(stage: Stage) -> None:
    there = httpx2.Response(303, headers={"location": "https://files.test/x"})
    assert stage.client(there).load.redirect() == "https://files.test/x"
    assert len(stage.requests) == 1


def check_text_and_bytes(stage: Stage) -> None:
    assert stage.client(httpx2.Response(200, text="ü")).load.text() == "ü"
    assert stage.client(httpx2.Response(200, content=b"%PDF")).load.binary() == b"%PDF"


def check_a_success_that_is_not_documented(stage: Stage) -> None:
    thing = stage.package.models.Thing(name="n")
    body = {"name": "n"}
    for status in (200, 201, 206):
        assert stage.client(httpx2.Response(status, json=body)).load.range() == thing
    assert stage.client(httpx2.Response(201, json=body)).load.integer() == thing
    assert stage.client(httpx2.Response(201, text="made")).load.integer() == "made"


def check_a_default_that_is_the_only_answer(stage: Stage) -> None:
    """OpenAPI 3.1, 4.8.16.1: `default` covers every status that is not declared."""
    found = stage.client(httpx2.Response(200, json={"name": "n"})).load.default()
    assert found == stage.package.models.Thing(name="n")
    with pytest.raises(stage.package.errors.NotFoundError) as caught:
        stage.client(httpx2.Response(404, json={"name": "n"})).load.default()
    assert caught.value.body == found


def check_statuses_written_as_numbers(stage: Stage) -> None:
    found = stage.client(httpx2.Response(200, json={"name": "n"})).load.integer()
    assert found.name == "n"
    with pytest.raises(stage.package.errors.NotFoundError) as caught:
        stage.client(httpx2.Response(404, json={"detail": "d"})).load.integer()
    assert caught.value.body.detail == "d"


def check_raw(stage: Stage) -> None:
    response = httpx2.Response(200, json={"name": "n"}, headers={"x-request-id": "r"})
    raw = stage.client(response).load.with_raw_response.range()
    assert (raw.status_code, raw.request_id) == (200, "r")
    assert raw.parse().name == "n"
