"""What each call accepts besides the arguments of its operation."""

from __future__ import annotations

import inspect
from datetime import date
from typing import Any

import httpx2
import pytest

from tests.workshop import Stage

DONE = httpx2.Response(204)
THING = httpx2.Response(200, json={"state": "done"})
FAILED = httpx2.Response(503, headers={"retry-after": "0"})


def refused(stage: Stage, message: str) -> Any:
    error = stage.package.errors.RequestValidationError
    return pytest.raises(error, match=message)


def check_headers(stage: Stage) -> None:
    client = stage.client(DONE, api_key="secret", headers={"X-Team": "a", "X-B": "b"})
    create = client.things.create
    create(name="a", x_trace="own", extra_headers={"x-trace": "t", "x-team": "z"})
    headers = stage.sent.headers
    assert (headers["x-trace"], headers["x-team"], headers["x-b"]) == ("t", "z", "b")
    assert headers["x-key"] == "secret"
    removed = {"x-trace": None, "X-Team": None, "user-agent": None, "accept": None}
    create(name="a", x_trace="own", extra_headers=removed)
    assert not {*map(str.lower, removed)} & {*stage.sent.headers}
    assert stage.sent.headers["content-length"] == "12"
    create(name="a", extra_headers={"Content-Type": "application/x-own+json"})
    assert stage.sent.headers["content-type"] == "application/x-own+json"
    create(name="a", x_trace="own", extra_headers=None)
    assert stage.sent.headers["x-trace"] == "own"


def check_headers_that_no_request_has(stage: Stage) -> None:
    things = stage.client(THING, api_key="k").things
    for headers, message in (
        ({"X-A": "a\nb"}, r"X-A \(header\): a header can carry ASCII"),
        ({"X A": "a"}, r"things\.status: extra_headers: 'X A' is not the name"),
        ({"X-A": 1}, r"extra_headers: X-A: must be a string or None, not int"),
        ("X-A", r"extra_headers: must be a mapping, not str"),
        ({1: "a"}, r"extra_headers: 1 is not a name"),
    ):
        with refused(stage, message):
            things.status("1", extra_headers=headers)
    assert not stage.requests


def check_credentials_among_them(stage: Stage) -> None:
    """Those of the client give way, may be missing, and are shown nowhere."""
    echo = httpx2.Response(400, json={"message": "no such key: other-secret"})
    client = stage.client(echo, api_key="client-secret")
    with pytest.raises(stage.package.errors.BadRequestError) as caught:
        client.things.status("1", extra_headers={"x-key": "other-secret"})
    assert stage.sent.headers.get_list("x-key") == ["other-secret"]
    assert "other-secret" not in f"{caught.value} {caught.value!r}"
    things = stage.client(THING).things
    with pytest.raises(stage.package.errors.MissingCredentialError):
        things.status("1")
    things.status("1", extra_headers={"X-Key": "other-secret"})
    assert stage.sent.headers["x-key"] == "other-secret"
    things.status("1", extra_headers={"X-Key": None})
    assert "x-key" not in stage.sent.headers
    stage.client(THING, api_key="k").things.status("1", extra_headers={"X-Key": None})
    assert "x-key" not in stage.sent.headers


def check_query(stage: Stage) -> None:
    client = stage.client(THING, api_key="k", default_query={"v": 2, "verbose": "no"})
    status = client.things.status
    status("1")
    assert stage.sent.url.query == b"v=2&verbose=no"
    status("1", verbose=True)
    assert stage.sent.url.query == b"v=2&verbose=true"
    more = {"verbose": "maybe", "a b": ["x&y", 1], "f": {"g": [True]}, "v": None}
    status("1", verbose=True, extra_query=more)
    assert (
        stage.sent.url.query
        == b"verbose=maybe&a%20b=x%26y&a%20b=1&f%5Bg%5D%5B0%5D=true"
    )
    client.with_options(default_query={"w": date(2024, 1, 31)}).things.status("1")
    assert stage.sent.url.query == b"v=2&verbose=no&w=2024-01-31"
    with refused(stage, r"a \(extra_query\): .*finite"):
        status("1", extra_query={"a": float("nan")})


def check_body(stage: Stage) -> None:
    client = stage.client(DONE, api_key="k")
    create = client.things.create
    create(name="a", price=0.1, extra_body={"name": 5, "new": {"at": date(2024, 1, 2)}})
    assert stage.body == {"price": 0.1, "name": 5, "new": {"at": "2024-01-02"}}
    unset = stage.package.UNSET
    create(name="a", at="2024-01-02", extra_body={"name": unset, "null": None})
    assert stage.body == {"at": "2024-01-02", "null": None}
    with refused(stage, "price"):
        create(name="a", price="much", extra_body={"price": 1})
    with refused(stage, r"b.0 \(extra_body\): .*finite"):
        create(name="a", extra_body={"b": [float("inf")]})
    client.things.change("1", extra_body={"only": 1})
    assert stage.body == {"only": 1}
    client.request("POST", "/new", json={"a": 1}, extra_body={"b": 2})
    assert stage.body == {"a": 1, "b": 2}


def check_forms(stage: Stage) -> None:
    bodies = stage.client(DONE, api_key="k").bodies
    bodies.form(a="x", extra_body={"a": "y", "b": [1, 2]})
    assert stage.sent.content == b"a=y&b=1&b=2"
    bodies.form(extra_body={"b": "only"})
    assert stage.sent.content == b"b=only"
    bodies.file(file=b"bytes", extra_body={"note": "n", "second": b"more"})
    content = stage.sent.content
    assert b'name="note"\r\n\r\nn\r\n' in content
    assert b'name="second"; filename="second"' in content
    assert b"bytes" in content


def check_bodies_without_members(stage: Stage) -> None:
    client = stage.client(DONE, api_key="k")
    extra = {"a": 1}
    with refused(stage, r"bodies\.numbers: extra_body: the body is not an object"):
        client.bodies.numbers(body=[1], extra_body=extra)
    with refused(stage, "extra_body: a body of text/plain has no members to add to"):
        client.bodies.text(body="a", extra_body=extra)
    with refused(stage, r"things\.log: extra_body: the operation has no body"):
        client.things.log(extra_body=extra)
    with refused(stage, "extra_body: must be a mapping, not list"):
        client.bodies.form(extra_body=[1])
    assert not stage.requests


def check_timeout_and_retries(stage: Stage) -> None:
    client = stage.client(FAILED, FAILED, THING, api_key="k", timeout=3)
    status = client.things.status
    with pytest.raises(stage.package.errors.ServerStatusError):
        status("1", max_retries=0, timeout=7.5)
    assert len(stage.requests) == 1
    assert stage.sent.extensions["timeout"]["read"] == 7.5
    assert status("1").state == "done"
    assert stage.sent.extensions["timeout"]["read"] == 3
    assert len(stage.requests) == 3


def check_what_is_no_option(stage: Stage) -> None:
    things = stage.client(THING, api_key="k").things
    message = r"things\.status\(\) got an unexpected argument 'verbos'"
    with pytest.raises(TypeError, match=message):
        things.status("1", verbos=True)
    assert not stage.requests


def check_every_page(stage: Stage) -> None:
    pages = [httpx2.Response(200, json=[one]) for one in (1, 2)]
    client = stage.client(*pages, httpx2.Response(200, json=[]), api_key="k")
    found = client.things.list(extra_headers={"X-A": "a"}, extra_query={"b": "c"})
    assert list(found) == [1, 2]
    assert {request.headers["x-a"] for request in stage.requests} == {"a"}
    queries = [request.url.query for request in stage.requests]
    assert queries == [b"b=c", b"page=2&b=c", b"page=3&b=c"]


def check_other_ways_to_call(stage: Stage) -> None:
    pending = httpx2.Response(200, json={"state": "queued"})
    client = stage.client(pending, THING, api_key="k")
    headers = {"X-A": "a"}
    client.things.wait("1", timeout=5, extra_headers=headers)
    assert [request.headers["x-a"] for request in stage.requests] == ["a", "a"]
    client.things.with_raw_response.status("1", extra_headers=headers)
    assert stage.sent.headers["x-a"] == "a"
    with client.things.with_streaming_response.status("1", extra_headers=headers):
        assert stage.sent.headers["x-a"] == "a"
    lines = stage.client(httpx2.Response(200, content=b"1\n2\n"), api_key="k").things
    assert list(lines.log(extra_headers=headers)) == [1, 2]
    assert stage.sent.headers["x-a"] == "a"


def check_arguments_of_the_same_name(stage: Stage) -> None:
    """Those of the API keep it; the options are those of the client."""
    client = stage.client(DONE, api_key="k")
    client.own.start(timeout=5, options="o", extra_body="b", max_retries=0)
    assert stage.sent.url.query == b"timeout=5&options=o"
    assert stage.body == {"extra_body": "b"}
    client.with_options(extra_body={"c": 1}).own.start(extra_body="b")
    assert stage.body == {"extra_body": "b", "c": 1}
    client.with_options(headers={"X-Key": None}).own.start()
    assert "x-key" not in stage.sent.headers
    client.own.every(timeout=1, extra_headers="h")
    assert stage.sent.url.query == b"timeout=1&extra_headers=h"


def check_signatures(stage: Stage) -> None:
    client = getattr(stage.package, stage.name)(api_key="k")
    assert list(inspect.signature(client.things.status).parameters) == [
        "id",
        "verbose",
        "options",
    ]
    assert list(inspect.signature(client.own.start).parameters)[-1] == "options_"
    assert "options" not in inspect.signature(client.own.every).parameters
