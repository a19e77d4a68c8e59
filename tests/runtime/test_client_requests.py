"""What a call sends."""

from __future__ import annotations

import logging
from collections.abc import Mapping

import httpx2
import pytest

from apiloom.runtime.core.errors import (
    APIConnectionError,
    MissingCredentialError,
    RequestValidationError,
)
from apiloom.runtime.core.operation import Arguments
from apiloom.runtime.core.unset import UNSET
from apiloom.runtime.encoding.bodies import JsonBody
from apiloom.runtime.encoding.parameters import Style
from tests.runtime.driving import (
    GET,
    KEYS,
    PATH,
    POST,
    Driver,
    Thing,
    answers,
    operation,
    options,
    secured,
    thing,
)

# --- the request -------------------------------------------------------------


def test_a_request(drive: Driver) -> None:
    requests: list[httpx2.Request] = []
    found = drive(
        answers(thing(), requests=requests),
        operation(
            "POST",
            body=JsonBody(Thing),
            styles={("query", "f"): Style("deepObject", explode=True)},
            accept="application/json, text/plain",
        ),
        path={"id": "a/b"},
        query={"q": [1, 2], "f": {"a": True}, "left": UNSET},
        headers={"X-Flag": True, "X-Left": UNSET},
        cookies={"c": "d e"},
        body={"name": "ü"},
    )
    assert found == Thing(name="n")
    [request] = requests
    assert request.method == "POST"
    assert str(request.url) == (
        "https://api.test/v1/things/a%2Fb?q=1&q=2&f%5Ba%5D=true"
    )
    assert request.content == '{"name":"ü"}'.encode()
    expected = {
        "accept": "application/json, text/plain",
        "content-type": "application/json",
        "cookie": "c=d%20e",
        "user-agent": "tests/1",
        "x-flag": "true",
    }
    assert expected.items() <= dict(request.headers).items()
    assert "x-left" not in request.headers


def test_a_request_without_a_body_has_no_content_type(drive: Driver) -> None:
    requests: list[httpx2.Request] = []
    optional = operation("POST", body=JsonBody(Thing), body_required=False)
    drive(answers(thing(), requests=requests), GET, path=PATH)
    drive(answers(thing(), requests=requests), optional, path=PATH, fields={})
    drive(answers(thing(), requests=requests), optional, path=PATH)
    for request in requests:
        assert request.content == b""
        assert "content-type" not in request.headers


@pytest.mark.parametrize("base_url", ["https://api.test/v1", "https://api.test/v1/"])
def test_the_base_url_may_end_in_a_slash(drive: Driver, base_url: str) -> None:
    requests: list[httpx2.Request] = []
    given = options(base_url=base_url)
    drive(answers(thing(), requests=requests), GET, path=PATH, options=given)
    assert str(requests[0].url) == "https://api.test/v1/things/x"


def test_a_body_by_its_fields(drive: Driver) -> None:
    requests: list[httpx2.Request] = []
    fields = {"name": "n", "status": UNSET}
    drive(answers(thing(), requests=requests), POST, path=PATH, fields=fields)
    fields = {"name": "n", "status": None}
    drive(answers(thing(), requests=requests), POST, path=PATH, fields=fields)
    assert [request.content for request in requests] == [
        b'{"name":"n"}',
        b'{"name":"n","status":null}',
    ]


@pytest.mark.parametrize(
    ("fields", "required", "body"),
    [
        ({}, True, {}),
        ({}, False, UNSET),
        ({"a": UNSET}, True, {}),
        ({"a": UNSET}, False, UNSET),
        ({"a": None}, False, {"a": None}),
        ({"a": 1, "b": UNSET}, True, {"a": 1}),
    ],
)
def test_the_body_of_fields(
    fields: Mapping[str, object], required: bool, body: object
) -> None:
    assert Arguments(fields=fields).whole_body(is_required=required) == body


def test_what_cannot_be_sent_is_not_sent(drive: Driver) -> None:
    requests: list[httpx2.Request] = []
    handler = answers(thing(), requests=requests)
    with pytest.raises(RequestValidationError, match=r"id \(path\): .*empty"):
        drive(handler, GET, path={"id": ""})
    with pytest.raises(
        RequestValidationError, match=r"^things.*: name \(body\): is required$"
    ):
        drive(handler, POST, path=PATH, body={})
    with pytest.raises(RequestValidationError, match="X-A"):
        drive(handler, GET, path=PATH, headers={"X-A": "a\r\nb"})
    assert requests == []


@pytest.mark.parametrize("value", ["naïve — ok", "日本", "\udc80"])
def test_a_header_that_http_cannot_carry_is_refused(drive: Driver, value: str) -> None:
    """RFC 9110, 5.5: a field value is of visible ASCII characters."""
    requests: list[httpx2.Request] = []
    handler = answers(thing(), requests=requests)
    with pytest.raises(RequestValidationError, match="X-A"):
        drive(handler, GET, path=PATH, headers={"X-A": value})
    assert requests == []


# --- headers and credentials -------------------------------------------------


def test_the_headers_of_the_caller_replace_those_of_the_client(drive: Driver) -> None:
    requests: list[httpx2.Request] = []
    mine = {
        "User-Agent": "mine",
        "ACCEPT": "text/x",
        "Content-Type": "application/x",
        "X-Own": "o",
    }
    drive(
        answers(thing(), requests=requests),
        POST,
        path=PATH,
        body={"name": "n"},
        options=options(headers=mine),
    )
    sent = requests[0].headers
    for name, value in mine.items():
        assert sent.get_list(name) == [value]


def test_credentials_are_added(drive: Driver) -> None:
    requests: list[httpx2.Request] = []
    drive(
        answers(thing(), requests=requests),
        secured(("header", "query", "cookie", "token")),
        path=PATH,
        query={"q": 1},
        cookies={"c": 1},
        options=options(credentials=KEYS),
    )
    [request] = requests
    assert request.url.raw_path == b"/v1/things/x?q=1&key=s3%20cret"
    assert request.headers["cookie"] == "c=1; key=s3cret"
    assert request.headers["x-key"] == "s3cret"
    assert request.headers["authorization"] == "Bearer s3cret"


def test_without_a_credential_nothing_is_sent(drive: Driver) -> None:
    requests: list[httpx2.Request] = []
    with pytest.raises(MissingCredentialError, match=r"things\.get needs .*T_MISSING"):
        drive(
            answers(thing(), requests=requests),
            secured(("missing",)),
            path=PATH,
            options=options(credentials=KEYS),
        )
    assert requests == []


def test_connection_errors_and_logs_show_no_credential(
    drive: Driver, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG, "apiloom")
    with pytest.raises(APIConnectionError) as caught:
        drive(
            answers(httpx2.ConnectError("refused")),
            secured(("header", "query")),
            path=PATH,
            options=options(credentials=KEYS, max_retries=0),
        )
    error = caught.value
    assert (error.method, error.url) == ("GET", "https://api.test/v1/things/x")
    assert "cret" not in repr(error) + error.message + caplog.text
