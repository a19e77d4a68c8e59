"""A request is the one that the HTTP client would build, only sooner."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import httpx2
import pytest

from apiloom.runtime.auth.credentials import Applied
from apiloom.runtime.client.request_builder import RequestBuilder
from apiloom.runtime.core.operation import Arguments, Operation
from apiloom.runtime.core.unset import UNSET, new_uuid4
from apiloom.runtime.decoding.decoders import Empty
from apiloom.runtime.encoding.bodies import BinaryBody, JsonBody
from tests.runtime.driving import options

Client = httpx2.Client | httpx2.AsyncClient


def operation(method: str = "GET", body: Any = None) -> Operation[None]:
    return Operation(
        name="things.do",
        method=method,
        path="/things/{id}",
        body=body,
        success={"2XX": Empty()},
    )


ARGUMENTS = Arguments(
    {"id": "a b"}, {"q": ["x", "y&z"]}, {"X-Trace": "t"}, {"crumb": "c"}
)


def built(
    http: Client,
    method: str = "GET",
    body: Any = None,
    value: object = UNSET,
    headers: Mapping[str, str] | None = None,
    builder: RequestBuilder | None = None,
) -> httpx2.Request:
    builder = builder or RequestBuilder(options(headers=headers))
    given = ARGUMENTS._replace(body=value)
    applied = Applied(headers={"Authorization": "Bearer t"})
    request, _ = builder.build(http, operation(method, body), given, applied)
    return request


def expected(
    http: Client, method: str, content: bytes | None, more: Mapping[str, str]
) -> httpx2.Request:
    return http.build_request(
        method,
        "https://api.test/v1/things/a%20b?q=x&q=y%26z",
        headers={
            "accept": "application/json",
            "user-agent": "tests/1",
            "Authorization": "Bearer t",
            "X-Trace": "t",
            "cookie": "; ".join(["crumb=c", *map("=".join, http.cookies.items())]),
            **more,
        },
        content=content,
        timeout=5.0,
    )


HTTP: dict[str, Mapping[str, Any]] = {
    "plain": {},
    "headers": {"headers": [("X-Trace", "own"), ("X-A", "1"), ("X-A", "2")]},
    "host": {"headers": {"Host": "other.test"}},
    "params": {"params": {"key": "k"}},
    "cookies": {"cookies": {"session": "s"}},
    "base": {"base_url": "https://elsewhere.test/v9", "timeout": 1.0},
}
BODIES: dict[str, tuple[str, Any, object, bytes | None]] = {
    "get": ("GET", None, UNSET, None),
    "delete": ("DELETE", None, UNSET, None),
    "post nothing": ("POST", None, UNSET, None),
    "put empty": ("PUT", BinaryBody(), b"", b""),
    "post json": ("POST", JsonBody(dict[str, int]), {"a": 1}, b'{"a":1}'),
    "get with body": ("GET", JsonBody(dict[str, int]), {"a": 1}, b'{"a":1}'),
}


@pytest.mark.parametrize("body", BODIES)
@pytest.mark.parametrize("given", HTTP)
@pytest.mark.parametrize("kind", [httpx2.Client, httpx2.AsyncClient])
def test_it_is_the_one_that_the_http_client_would_build(
    kind: type[Client], given: str, body: str
) -> None:
    http = kind(**HTTP[given])
    method, encoder, value, content = BODIES[body]
    more = {} if encoder is None else {"content-type": encoder.media_type}
    wanted = expected(http, method, content, more)
    found = built(http, method, encoder, value)
    if given == "params":
        # By itself, the HTTP client would replace the query of the call.
        assert str(found.url).endswith("/v1/things/a%20b?key=k&q=x&q=y%26z")
    else:
        assert str(found.url) == str(wanted.url)
    assert found.method == wanted.method
    assert sorted(_lower(found)) == sorted(_lower(wanted))
    assert given == "host" or found.headers.raw[0] == (b"Host", b"api.test")
    assert found.extensions == wanted.extensions
    assert found.content == wanted.content


def _lower(request: httpx2.Request) -> list[tuple[bytes, bytes]]:
    return [(name.lower(), value) for name, value in request.headers.raw]


def test_a_cookie_of_the_call_goes_before_that_of_the_http_client() -> None:
    http = httpx2.Client(cookies={"crumb": "old", "session": "s"})
    assert built(http).headers.get_list("cookie") == ["crumb=c; session=s"]


def test_headers_of_the_options_go_before_all_but_arguments_of_the_call() -> None:
    stated = {"AUTHORIZATION": "Basic o", "Accept": "*/*", "x-a": "o"}
    http = httpx2.Client(headers={"X-A": "own"})
    headers = built(http, headers={**stated, "x-trace": "o"}).headers
    assert [headers.get_list(name) for name in stated] == [[v] for v in stated.values()]
    assert headers.get_list("x-trace") == ["t"]


@pytest.mark.parametrize("argument", [UNSET, new_uuid4()], ids=["left out", "made up"])
def test_headers_of_the_options_go_before_what_the_caller_left_out(
    argument: object,
) -> None:
    builder = RequestBuilder(options(headers={"X-TRACE": "o"}))
    given = Arguments({"id": "a"}, header={"X-Trace": argument})
    request, _ = builder.build(httpx2.Client(), operation(), given, Applied())
    assert request.headers.get_list("x-trace") == ["o"]


def test_what_a_caller_changes_on_the_http_client_is_sent() -> None:
    http = httpx2.Client()
    builder = RequestBuilder(options())
    assert "x-new" not in built(http, builder=builder).headers
    http.headers["X-New"] = "1"
    assert built(http, builder=builder).headers["x-new"] == "1"
    http.headers["X-New"] = "2"
    assert built(http, builder=builder).headers["x-new"] == "2"
    del http.headers["X-New"]
    assert "x-new" not in built(http, builder=builder).headers
    http.cookies.set("session", "s")
    request, _ = builder.build(http, operation(), Arguments({"id": 1}), Applied())
    assert request.headers["cookie"] == "session=s"


def test_what_is_done_to_one_request_is_not_done_to_the_next() -> None:
    http = httpx2.Client()
    builder = RequestBuilder(options())
    first = built(http, builder=builder)
    first.headers["accept"] = "text/plain"
    first.extensions["timeout"]["read"] = 0.1
    second = built(http, builder=builder)
    assert second.headers["accept"] == "application/json"
    assert second.extensions["timeout"]["read"] == 5.0


def test_what_is_kept_does_not_grow_with_the_hosts() -> None:
    builder = RequestBuilder(options())
    kept = builder._defaults  # pyright: ignore[reportPrivateUsage]
    http = httpx2.Client()
    for number in range(200):
        linked: Operation[None] = Operation(
            name="things.next",
            method="GET",
            path="/",
            success={"2XX": Empty()},
            url=f"https://host{number}.test/next",
        )
        request, _ = builder.build(http, linked, Arguments(), Applied())
        assert request.headers["host"] == f"host{number}.test"
    assert len(kept) <= 64
