"""Requests that the specification does not know."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import anyio
import httpx2
import pytest

from apiloom.runtime.client.async_client import AsyncAPIClient
from apiloom.runtime.client.sync_client import APIClient
from apiloom.runtime.core.errors import (
    APIStatusError,
    NotFoundError,
    RequestValidationError,
    ResponseValidationError,
    ServerStatusError,
)
from tests.runtime.driving import KEYS, OwnConflict, Problem, Thing, options, thing


class Ask:
    """Sends one request with each of the clients, and keeps it."""

    def __init__(self, way: str) -> None:
        self._way = way
        self.requests: list[httpx2.Request] = []

    @property
    def sent(self) -> httpx2.Request:
        return self.requests[-1]

    def __call__(
        self, *args: Any, answer: Any = None, given: Any = None, **named: Any
    ) -> Any:
        said = answer if answer is not None else thing()

        def handle(request: httpx2.Request) -> httpx2.Response:
            self.requests.append(request)
            return httpx2.Response(
                said.status_code, headers=said.headers, content=said.content
            )

        settings = given or options()
        if self._way == "sync":
            transport = httpx2.MockTransport(lambda one: (one.read(), handle(one))[1])
            with httpx2.Client(transport=transport) as http:
                return APIClient(settings, http).request(*args, **named)

        async def handle_async(request: httpx2.Request) -> httpx2.Response:
            await request.aread()
            return handle(request)

        async def main() -> Any:
            transport = httpx2.MockTransport(handle_async)
            async with httpx2.AsyncClient(transport=transport) as http:
                return await AsyncAPIClient(settings, http).request(*args, **named)

        return anyio.run(main, backend=self._way)


@pytest.fixture(params=["sync", "asyncio", "trio"])
def ask(request: pytest.FixtureRequest) -> Ask:
    return Ask(request.param)


def test_the_request_is_put_together(ask: Ask) -> None:
    found = ask(
        "post",
        "/new/thing",
        params={"page": 2, "tag": ["a", "b"]},
        json={"name": "n", "thing": Thing(name="t")},
        headers={"X-New": "1"},
        response_type=Thing,
    )
    assert found == Thing(name="n")
    assert ask.sent.method == "POST"
    assert str(ask.sent.url) == "https://api.test/v1/new/thing?page=2&tag=a&tag=b"
    assert ask.sent.content == b'{"name":"n","thing":{"name":"t"}}'
    assert ask.sent.headers["content-type"] == "application/json"
    assert ask.sent.headers["accept"] == "application/json"
    assert ask.sent.headers["x-new"] == "1"


@pytest.mark.parametrize(
    ("body", "headers", "content_type"),
    [
        ("a,b", {}, "text/plain"),
        ("a,b", {"Content-Type": "text/csv"}, "text/csv"),
        (b"a,b", {}, "application/octet-stream"),
        (b"a,b", {"content-type": "image/png"}, "image/png"),
    ],
)
def test_other_bodies(ask: Ask, body: Any, headers: Any, content_type: str) -> None:
    ask("PUT", "/x", body=body, headers=headers)
    assert ask.sent.content == b"a,b"
    assert ask.sent.headers.get_list("content-type") == [content_type]


def test_a_file_is_a_body(ask: Ask, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(b"1,2")
    ask("PUT", "/x", body=path)
    assert ask.sent.content == b"1,2"


def test_the_answer_is_read_as_the_type_says(ask: Ask) -> None:
    numbers = httpx2.Response(200, json=["1", 2])
    text = httpx2.Response(200, text="text")
    assert ask("GET", "/x") == {"name": "n"}
    assert ask("GET", "/x", answer=text) == "text"
    assert ask("GET", "/x", response_type=list[Thing], answer=_json([{"name": "n"}]))
    assert ask("GET", "/x", response_type=list[int], answer=numbers) == ["1", 2]
    assert ask("GET", "/x", response_type=bytes) == b'{"name":"n"}'
    assert ask("GET", "/x", response_type=str, answer=text) == "text"
    assert ask("GET", "/x", response_type=str, answer=_json("json")) == "json"
    assert ask("GET", "/x", response_type=type(None)) is None
    raw = ask("GET", "/x", response_type=httpx2.Response)
    assert raw.json() == {"name": "n"}
    assert ask("GET", "/x", answer=httpx2.Response(204)) is None


def _json(value: Any) -> httpx2.Response:
    return httpx2.Response(200, json=value)


def test_an_answer_of_another_type(ask: Ask) -> None:
    strict = options(validate_responses="strict")
    with pytest.raises(ResponseValidationError) as caught:
        ask("GET", "/x", response_type=list[Thing], given=strict)
    [mismatch] = caught.value.mismatches
    assert mismatch == ("", "an array", "an object", "", "", None)
    assert caught.value.response.json() == {"name": "n"}
    assert ask("GET", "/x", response_type=list[Thing]) == {"name": "n"}


def test_credentials_are_those_of_the_api(ask: Ask) -> None:
    both = (("header", "missing"), ("header", "query"))
    given = options(credentials=KEYS, security=both)
    ask("GET", "/x?a=1", given=given)
    assert ask.sent.headers["x-key"] == "s3cret"
    assert ask.sent.url.query == b"a=1&key=s3%20cret"
    ask("GET", "/x", given=options(credentials=KEYS, security=(("missing",),)))
    assert "authorization" not in ask.sent.headers


def test_errors_are_those_of_the_api(ask: Ask) -> None:
    given = options(
        status_errors={409: OwnConflict}, status_bodies={409: lambda: Problem}
    )
    conflict = httpx2.Response(409, json={"message": "again"})
    with pytest.raises(OwnConflict, match="GET /x: 409 Conflict: again") as caught:
        ask("GET", "/x", answer=conflict, given=given)
    assert caught.value.body == Problem(message="again")
    assert caught.value.reason.name == "UNKNOWN"
    assert caught.value.method == "GET"
    assert caught.value.url == "https://api.test/v1/x"
    with pytest.raises(NotFoundError):
        ask("GET", "/x", answer=httpx2.Response(404))
    with pytest.raises(APIStatusError):
        ask("GET", "/x", answer=httpx2.Response(302))


def test_retries_are_as_for_every_call(ask: Ask) -> None:
    with pytest.raises(ServerStatusError):
        ask("GET", "/x", answer=httpx2.Response(503))
    assert len(ask.requests) == 3
    with pytest.raises(ServerStatusError):
        ask("POST", "/x", answer=httpx2.Response(503))
    assert len(ask.requests) == 4


@pytest.mark.parametrize(
    "path", ["x", "https://evil.test/x", "@evil.test/x", "/a/../b", "/a/./b", ""]
)
def test_a_path_stays_on_the_server(ask: Ask, path: str) -> None:
    """Credentials must not go elsewhere, nor to another resource by mistake."""
    with pytest.raises(RequestValidationError):
        ask("GET", path)
    assert ask.requests == []


@pytest.mark.parametrize("path", ["//evil.test/x", "/\\evil.test", "/%2e%2e/x"])
def test_a_strange_path_stays_on_the_server(ask: Ask, path: str) -> None:
    ask("GET", path)
    assert ask.sent.url.host == "api.test"
    assert ask.sent.url.path.startswith("/v1/")


def test_braces_and_fragments(ask: Ask) -> None:
    ask("GET", "/a/{b}#c")
    assert ask.sent.url.raw_path == b"/v1/a/%7Bb%7D"


def test_one_body_is_enough(ask: Ask) -> None:
    with pytest.raises(RequestValidationError, match="not both"):
        ask("POST", "/x", json={}, body=b"")
    assert ask.requests == []


def test_null_is_a_body(ask: Ask) -> None:
    ask("POST", "/x", json=None)
    assert ask.sent.content == b"null"
