"""The course of a call, the same for all three ways to drive it."""

from __future__ import annotations

import io
import logging
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Annotated, Any, Protocol

import anyio
import httpx2
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydantic import Field

from generator.runtime.async_client import AsyncAPIClient, async_raw
from generator.runtime.auth import ApiKey, Bearer, Credential, Secret
from generator.runtime.bodies import (
    BinaryBody,
    Encoding,
    JsonBody,
    MultipartBody,
    TextBody,
)
from generator.runtime.client import BaseClient, Options, body_of
from generator.runtime.errors import (
    APIConnectionError,
    APIStatusError,
    APITimeoutError,
    BadRequestError,
    ClientStatusError,
    ConflictError,
    InternalServerError,
    MissingCredentialError,
    NotFoundError,
    RateLimitError,
    RejectedError,
    RequestValidationError,
    ResponseValidationError,
    ServerStatusError,
)
from generator.runtime.files import FileField
from generator.runtime.models import Model, Nullable
from generator.runtime.operations import Failure, Operation, Outcome
from generator.runtime.parameters import Style
from generator.runtime.reasons import ErrorReason, Match, UndocumentedReason
from generator.runtime.responses import Binary, Empty, Json, Location, RawResponse
from generator.runtime.sync_client import APIClient, raw
from generator.runtime.unset import UNSET
from tests.runtime.conftest import options


class Thing(Model):
    name: str
    status: Nullable[str] = None


class Problem(Model):
    message: str
    code: Annotated[int | None, Field(alias="errorCode")] = None


class Form(Model):
    file: FileField
    note: str | None = None


class Refused(RejectedError):
    """What one operation raises for a failure inside a success."""


class OwnConflict(ConflictError):
    """What one client raises for 409."""


class Reasons(ErrorReason):
    LIMIT = ("limit", 400, "Limit", "", Match(("message",), pattern="limit"))
    BAD_REQUEST = ("bad_request", 400, "Bad Request")
    WAITING = ("waiting", 200, "Still waiting", "", Match(("status",), value="wait"))
    UNKNOWN = ("unknown", None, "Unknown")


def operation(method: str = "GET", **changes: Any) -> Operation[Any]:
    given: dict[str, Any] = {
        "name": "things.get",
        "method": method,
        "path": "/things/{id}",
        "success": {"200": Json(Thing)},
        "failures": {
            "400": Failure(Json(Problem), BadRequestError),
            "4XX": Failure(Json(Problem)),
            "default": Failure(Json(Problem)),
        },
        "reasons": lambda: Reasons,
    }
    return Operation(**(given | changes))


GET = operation()
POST = operation("POST", body=JsonBody(Thing))
PATH: Mapping[str, object] = {"id": "x"}

Handler = Callable[[httpx2.Request], httpx2.Response]


class Driver(Protocol):
    """Carries out one call with a given server."""

    def __call__(
        self, handler: Handler, operation: Operation[Any], **call: Any
    ) -> Any: ...


def settings_of(call: dict[str, Any]) -> Options:
    given: Options | None = call.pop("options", None)
    return given or options()


def drive_sync(handler: Handler, operation: Operation[Any], **call: Any) -> Any:
    def handle(request: httpx2.Request) -> httpx2.Response:
        request.read()
        return handler(request)

    given = settings_of(call)
    with httpx2.Client(transport=httpx2.MockTransport(handle)) as http:
        client = APIClient(given, http)
        if call.pop("raw", False):
            client = client.answering_raw()
        return client.call(operation, **call)


def drive_async(
    backend: str, handler: Handler, operation: Operation[Any], **call: Any
) -> Any:
    async def handle(request: httpx2.Request) -> httpx2.Response:
        await request.aread()
        return handler(request)

    given = settings_of(call)

    async def main() -> Any:
        transport = httpx2.MockTransport(handle)
        async with httpx2.AsyncClient(transport=transport) as http:
            client = AsyncAPIClient(given, http)
            if call.pop("raw", False):
                client = client.answering_raw()
            return await client.call(operation, **call)

    return anyio.run(main, backend=backend)


@pytest.fixture(params=["sync", "asyncio", "trio"])
def drive(request: pytest.FixtureRequest) -> Driver:
    if request.param == "sync":
        return drive_sync
    backend: str = request.param

    def drive_it(handler: Handler, operation: Operation[Any], **call: Any) -> Any:
        return drive_async(backend, handler, operation, **call)

    return drive_it


@pytest.fixture(autouse=True)
def pauses(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The pauses that were made; none of them takes any time."""
    made: list[float] = []

    async def pause(seconds: float) -> None:
        made.append(seconds)

    monkeypatch.setattr(time, "sleep", made.append)
    monkeypatch.setattr(anyio, "sleep", pause)
    return made


def answers(
    *given: httpx2.Response | Exception, requests: list[httpx2.Request] | None = None
) -> Handler:
    """Give these answers in their order, the last one again and again."""
    left = list(given)

    def handler(request: httpx2.Request) -> httpx2.Response:
        if requests is not None:
            requests.append(request)
        found = left.pop(0) if len(left) > 1 else left[0]
        if isinstance(found, Exception):
            raise found
        return httpx2.Response(
            found.status_code, headers=found.headers, content=found.content
        )

    return handler


def thing(code: int = 200, /, **members: Any) -> httpx2.Response:
    return httpx2.Response(code, json={"name": "n", **members})


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
    assert body_of(fields, required=required) == body


def test_what_cannot_be_sent_is_not_sent(drive: Driver) -> None:
    requests: list[httpx2.Request] = []
    handler = answers(thing(), requests=requests)
    with pytest.raises(RequestValidationError, match=r"id: .*empty"):
        drive(handler, GET, path={"id": ""})
    with pytest.raises(RequestValidationError, match="name: Field required"):
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


def secured(*alternatives: tuple[str, ...]) -> Operation[Any]:
    return operation(security=alternatives)


KEYS: Mapping[str, Credential] = {
    "header": ApiKey(Secret("s3cret", "api_key", "T_KEY"), "header", "X-Key"),
    "query": ApiKey(Secret("s3 cret", "api_key", "T_KEY"), "query", "key"),
    "cookie": ApiKey(Secret("s3cret", "api_key", "T_KEY"), "cookie", "key"),
    "token": Bearer(Secret("s3cret", "access_token", "T_TOKEN")),
    "missing": Bearer(Secret(None, "access_token", "T_MISSING")),
}


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
    caplog.set_level(logging.DEBUG, "generator")
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


# --- answers -----------------------------------------------------------------


def test_other_successes_are_read_like_their_nearest_sibling(drive: Driver) -> None:
    several = operation(success={"200": Json(Thing), "204": Empty()})
    assert drive(answers(thing(201)), several, path=PATH) == Thing(name="n")
    found = drive(answers(httpx2.Response(201, json=[1])), several, path=PATH)
    assert found == [1]
    found = drive(answers(httpx2.Response(202, text="queued")), several, path=PATH)
    assert found == "queued"
    assert drive(answers(httpx2.Response(202)), several, path=PATH) is None
    assert drive(answers(httpx2.Response(205, text="x")), several, path=PATH) == "x"
    assert drive(answers(httpx2.Response(204)), several, path=PATH) is None


def test_ranges_of_success(drive: Driver) -> None:
    ranged = operation(success={"200": Binary(), "2XX": Json(Thing)})
    assert drive(answers(thing(202)), ranged, path=PATH) == Thing(name="n")
    found = drive(answers(httpx2.Response(200, content=b"\0")), ranged, path=PATH)
    assert found == b"\0"


def test_a_redirect_that_is_the_answer_is_not_followed(drive: Driver) -> None:
    requests: list[httpx2.Request] = []
    redirect = httpx2.Response(303, headers={"location": "https://files.test/x?s=1"})
    found = drive(
        answers(redirect, requests=requests),
        operation(success={"303": Location()}),
        path=PATH,
    )
    assert found == "https://files.test/x?s=1"
    assert len(requests) == 1


def test_an_undocumented_redirect_is_an_error(drive: Driver) -> None:
    redirect = httpx2.Response(302, headers={"location": "https://evil.test"})
    with pytest.raises(APIStatusError) as caught:
        drive(answers(redirect), GET, path=PATH)
    assert caught.value.status_code == 302


def test_a_success_that_does_not_fit(drive: Driver) -> None:
    with pytest.raises(ResponseValidationError, match="name: Field required") as caught:
        drive(answers(httpx2.Response(200, json={"x": 1})), GET, path=PATH)
    assert caught.value.response.json() == {"x": 1}


@pytest.mark.parametrize(
    ("status", "content", "cls", "body", "reason"),
    [
        (
            400,
            {"message": "over the LIMIT", "errorCode": 7},
            BadRequestError,
            Problem(message="over the LIMIT", code=7),
            Reasons.LIMIT,
        ),
        (
            400,
            {"message": "m"},
            BadRequestError,
            Problem(message="m"),
            Reasons.BAD_REQUEST,
        ),
        (
            404,
            {"message": "m"},
            NotFoundError,
            Problem(message="m"),
            Reasons.UNKNOWN,
        ),
        (409, {"message": "m"}, OwnConflict, Problem(message="m"), Reasons.UNKNOWN),
        (418, {"message": "m"}, ClientStatusError, Problem(message="m"), None),
        (500, {"message": "m"}, InternalServerError, Problem(message="m"), None),
        (599, {"message": "m"}, ServerStatusError, Problem(message="m"), None),
        (400, {"other": 1}, BadRequestError, {"other": 1}, Reasons.BAD_REQUEST),
        (400, "<html>", BadRequestError, "<html>", Reasons.BAD_REQUEST),
        (400, "", BadRequestError, None, Reasons.BAD_REQUEST),
        (502, "Bad gateway", ServerStatusError, "Bad gateway", None),
    ],
)
def test_statuses_become_errors(
    drive: Driver,
    status: int,
    content: object,
    cls: type[APIStatusError],
    body: object,
    reason: Reasons | None,
) -> None:
    text = isinstance(content, str)
    if isinstance(content, str):
        response = httpx2.Response(status, text=content)
    else:
        headers = {"x-request-id": "r"}
        response = httpx2.Response(status, json=content, headers=headers)
    with pytest.raises(cls) as caught:
        drive(
            answers(response),
            GET,
            path=PATH,
            options=options(max_retries=0, status_errors={409: OwnConflict}),
        )
    error = caught.value
    assert error.status_code == status
    assert error.body == body
    assert type(error.body) is type(body)
    assert error.reason is (reason or Reasons.UNKNOWN)
    assert error.request_id == (None if text else "r")
    assert error.message.startswith(f"things.get: {status} ")
    assert "\n" not in error.message


def test_an_operation_without_documented_errors(drive: Driver) -> None:
    plain: Operation[Any] = Operation(
        name="a.b", method="GET", path="/", success={"200": Empty()}
    )
    with pytest.raises(RateLimitError) as caught:
        drive(
            answers(httpx2.Response(429, json={"error": {"message": "slow\n down"}})),
            plain,
            options=options(max_retries=0),
        )
    error = caught.value
    assert error.body == {"error": {"message": "slow\n down"}}
    assert error.reason is UndocumentedReason.UNKNOWN
    assert error.message == "a.b: 429 Too Many Requests: slow down"


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        ({"message": "m"}, "m"),
        ({"detail": "d", "title": "t"}, "d"),
        ({"title": "t"}, "t"),
        ({"error": "e"}, "e"),
        ({"error": {"detail": "d"}}, "d"),
        ({"errors": [{"code": 1}, {"detail": "d"}]}, "d"),
        ({"message": "  "}, None),
        ({"message": {"a": 1}}, None),
        ([{"message": "m"}], "m"),
        ({"message": "x" * 1000}, "x" * 300),
        ("text", None),
    ],
)
def test_the_message_has_the_sentence_of_the_body(
    body: object, sentence: str | None
) -> None:
    with pytest.raises(BadRequestError) as caught:
        drive_sync(answers(httpx2.Response(400, json=body)), GET, path=PATH)
    expected = "things.get: 400 Bad Request"
    assert caught.value.message == (f"{expected}: {sentence}" if sentence else expected)


# --- failures inside a success -----------------------------------------------

JUDGED = operation(outcome=Outcome(("status",), ("ok", "done"), Refused))


def test_success_inside_a_success(drive: Driver) -> None:
    for status in ("ok", "done"):
        found = drive(answers(thing(status=status)), JUDGED, path=PATH)
        assert found == Thing(name="n", status=status)


@pytest.mark.parametrize(
    ("members", "reason", "raw_reason"),
    [
        ({"status": "wait"}, Reasons.WAITING, "wait"),
        ({"status": "new"}, Reasons.UNKNOWN, "new"),
        ({"status": None}, Reasons.UNKNOWN, None),
        ({}, Reasons.UNKNOWN, None),
    ],
)
def test_failure_inside_a_success(
    drive: Driver, members: dict[str, Any], reason: Reasons, raw_reason: object
) -> None:
    with pytest.raises(Refused) as caught:
        drive(answers(thing(**members)), JUDGED, path=PATH)
    error = caught.value
    assert error.status_code == 200
    assert error.body == Thing(name="n", **members)
    assert error.reason is reason
    assert error.raw_reason == raw_reason
    assert error.message.startswith(f"things.get: {reason.title}: ")


@pytest.mark.parametrize(
    ("members", "succeeds"),
    [({"status": "x"}, True), ({"status": ""}, True), ({"status": None}, False)],
)
def test_success_by_presence(members: dict[str, Any], succeeds: bool) -> None:
    judged = operation(outcome=Outcome(("status",), None, Refused))
    if succeeds:
        drive_sync(answers(thing(**members)), judged, path=PATH)
    else:
        with pytest.raises(Refused):
            drive_sync(answers(thing(**members)), judged, path=PATH)


# --- raw answers -------------------------------------------------------------


def test_raw_answers(drive: Driver) -> None:
    found = drive(answers(thing(status="x")), GET, path=PATH, raw=True)
    assert isinstance(found, RawResponse)
    assert found.status_code == 200
    assert found.parse() == Thing(name="n", status="x")
    broken = drive(answers(httpx2.Response(200, text="<")), GET, path=PATH, raw=True)
    assert broken.http_response.text == "<"
    with pytest.raises(ResponseValidationError):
        broken.parse()
    rejected = drive(answers(thing(status="wait")), JUDGED, path=PATH, raw=True)
    with pytest.raises(Refused):
        rejected.parse()


def test_a_status_error_is_raised_raw_or_not(drive: Driver) -> None:
    response = httpx2.Response(400, json={"message": "m"})
    with pytest.raises(BadRequestError):
        drive(answers(response), GET, path=PATH, raw=True)


def test_typing_a_raw_method_changes_nothing() -> None:
    def method() -> int:
        return 1

    async def slow_method() -> int:
        return 1

    typed: list[object] = [raw(method), async_raw(slow_method)]
    assert typed[0] is method
    assert typed[1] is slow_method


# --- retries -----------------------------------------------------------------


def test_retry_after_too_many_requests(drive: Driver, pauses: list[float]) -> None:
    requests: list[httpx2.Request] = []
    busy = httpx2.Response(429, headers={"retry-after": "3"})
    found = drive(
        answers(busy, busy, thing(), requests=requests),
        POST,
        path=PATH,
        body={"name": "n"},
    )
    assert found == Thing(name="n")
    assert pauses == [3.0, 3.0]
    assert {request.content for request in requests} == {b'{"name":"n"}'}


def test_the_last_answer_is_told(drive: Driver, pauses: list[float]) -> None:
    requests: list[httpx2.Request] = []
    busy = httpx2.Response(503, json={"message": "busy"})
    with pytest.raises(ServerStatusError, match="503 Service Unavailable: busy"):
        drive(answers(busy, requests=requests), GET, path=PATH)
    assert len(requests) == 3
    assert len(pauses) == 2


@pytest.mark.parametrize(
    ("error", "kind", "get", "post"),
    [
        (httpx2.ConnectError("refused"), APIConnectionError, 3, 3),
        (httpx2.ConnectTimeout("slow"), APITimeoutError, 3, 3),
        (httpx2.PoolTimeout("full"), APITimeoutError, 3, 3),
        (httpx2.ReadTimeout("slow"), APITimeoutError, 3, 1),
        (httpx2.WriteTimeout("slow"), APITimeoutError, 3, 1),
        (httpx2.ReadError(""), APIConnectionError, 3, 1),
        (httpx2.RemoteProtocolError("cut off"), APIConnectionError, 3, 1),
    ],
)
def test_failed_exchanges(
    drive: Driver, error: Exception, kind: type[Exception], get: int, post: int
) -> None:
    for called, count in ((GET, get), (POST, post)):
        requests: list[httpx2.Request] = []
        with pytest.raises(kind) as caught:
            drive(
                answers(error, requests=requests),
                called,
                path=PATH,
                body={"name": "n"} if called is POST else UNSET,
            )
        assert len(requests) == count
        assert type(caught.value) is kind
        assert caught.value.__cause__ is error
        assert (str(error) or type(error).__name__) in str(caught.value)


def test_a_failed_exchange_can_succeed_later(drive: Driver) -> None:
    found = drive(answers(httpx2.ReadTimeout("slow"), thing()), GET, path=PATH)
    assert found == Thing(name="n")


@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    st.lists(
        st.sampled_from([200, 400, 429, 500, 503, "connect", "read"]),
        min_size=1,
        max_size=8,
    ),
    st.sampled_from(["GET", "POST"]),
    st.integers(0, 5),
)
def test_no_call_sends_more_than_it_may(
    course: list[int | str], method: str, budget: int
) -> None:
    faults = {"connect": httpx2.ConnectError("x"), "read": httpx2.ReadError("x")}
    requests: list[httpx2.Request] = []
    given = [
        faults[one] if isinstance(one, str) else thing(one, message="m")
        for one in course
    ]
    called = operation(method)
    with suppress(APIStatusError, APIConnectionError):
        drive_sync(
            answers(*given, requests=requests),
            called,
            path=PATH,
            options=options(max_retries=budget),
        )
    assert 1 <= len(requests) <= budget + 1
    if method == "POST":
        seen = [*course, *[course[-1]] * 10][: len(requests)]
        for one in seen[:-1]:
            assert one in (429, "connect"), "repeated what may have been carried out"


# --- files -------------------------------------------------------------------


@pytest.mark.parametrize("form", ["path", "bytes", "buffer", "file"])
@pytest.mark.parametrize("kind", ["binary", "multipart"])
def test_a_file_is_sent_whole_each_time(
    drive: Driver, tmp_path: Path, form: str, kind: str
) -> None:
    path = tmp_path / "x.bin"
    path.write_bytes(b"contents")
    requests: list[httpx2.Request] = []
    busy = httpx2.Response(429, headers={"retry-after": "0"})
    with path.open("rb") as file:
        value: object = {
            "path": path,
            "bytes": b"contents",
            "buffer": io.BytesIO(b"contents"),
            "file": file,
        }[form]
        body = BinaryBody() if kind == "binary" else MultipartBody(Form, MULTIPART)
        drive(
            answers(busy, thing(), requests=requests),
            operation("POST", body=body),
            path=PATH,
            body=value if kind == "binary" else {"file": value, "note": "n"},
        )
        assert not file.closed
    assert len(requests) == 2
    for request in requests:
        if kind == "binary":
            assert request.content == b"contents"
            assert request.headers["content-type"] == "application/octet-stream"
        else:
            assert request.content.count(b"contents") == 1
            assert request.headers["content-type"].startswith("multipart/form-data; b")


MULTIPART = {"file": Encoding(file=True)}


def test_files_that_the_client_opened_are_closed(
    drive: Driver, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "x.bin"
    path.write_bytes(b"contents")
    opened: list[Any] = []
    real = Path.open

    def remember(self: Path, mode: str) -> Any:
        opened.append(real(self, mode))
        return opened[-1]

    monkeypatch.setattr(Path, "open", remember)
    upload = operation("POST", body=MultipartBody(Form, MULTIPART))
    drive(answers(thing()), upload, path=PATH, body={"file": path})
    with suppress(APIConnectionError):
        fails = answers(httpx2.ReadError("x"))
        drive(fails, upload, path=PATH, body={"file": path})
    with pytest.raises(RuntimeError, match="not a matter of HTTP"):
        drive(
            answers(RuntimeError("not a matter of HTTP")),
            upload,
            path=PATH,
            body={"file": path},
        )
    assert len(opened) == 3
    assert all(file.closed for file in opened)


def test_a_body_of_text(drive: Driver) -> None:
    requests: list[httpx2.Request] = []
    drive(
        answers(thing(), requests=requests),
        operation("PUT", body=TextBody("text/csv")),
        path=PATH,
        body="ü,1",
    )
    assert requests[0].content == "ü,1".encode()
    assert requests[0].headers["content-type"] == "text/csv"


# --- options, pools ----------------------------------------------------------


def test_nothing_is_opened_before_the_first_call() -> None:
    client = APIClient(options(), None)
    assert client._pool._http is None
    client.close()
    with APIClient(options(), None) as client:
        http = client._pool.http()
        assert not http.is_closed
    assert http.is_closed


def test_an_http_client_of_the_callers_stays_open() -> None:
    http = httpx2.Client(transport=httpx2.MockTransport(answers(thing())))
    with APIClient(options(), http) as client:
        client.call(GET, path=PATH)
    assert not http.is_closed
    http.close()


@pytest.mark.parametrize("backend", ["asyncio", "trio"])
def test_async_pools(backend: str) -> None:
    async def main() -> None:
        async with AsyncAPIClient(options(), None) as client:
            assert client._pool._http is None
            http = client._pool.http()
            assert client.with_options(timeout=1)._pool.http() is http
        assert http.is_closed
        transport = httpx2.MockTransport(answers(thing()))
        mine = httpx2.AsyncClient(transport=transport)
        async with AsyncAPIClient(options(), mine) as client:
            assert await client.call(GET, path=PATH) == Thing(name="n")
        assert not mine.is_closed
        await mine.aclose()

    anyio.run(main, backend=backend)


def test_a_copy_with_other_options() -> None:
    requests: list[httpx2.Request] = []
    handler = answers(thing(), requests=requests)
    http = httpx2.Client(transport=httpx2.MockTransport(handler))
    client = APIClient(options(headers={"X-A": "1", "X-B": "1"}), http)
    other = client.with_options(
        base_url="https://other.test", timeout=0.5, headers={"X-B": "2", "X-C": "2"}
    )
    assert type(other) is APIClient
    assert other._pool is client._pool
    assert (client.base_url, other.base_url) == (
        "https://api.test/v1",
        "https://other.test",
    )
    other.call(GET, path=PATH)
    client.call(GET, path=PATH)
    second, first = requests
    assert str(second.url) == "https://other.test/things/x"
    assert [second.headers[name] for name in ("x-a", "x-b", "x-c")] == ["1", "2", "2"]
    assert first.headers["x-b"] == "1"
    assert "x-c" not in first.headers
    assert second.extensions["timeout"]["read"] == 0.5
    assert first.extensions["timeout"]["read"] == 5.0
    unlimited = client.with_options(timeout=None)
    unlimited.call(GET, path=PATH)
    assert requests[-1].extensions["timeout"]["read"] is None


def test_retries_can_be_turned_off() -> None:
    requests: list[httpx2.Request] = []
    http = httpx2.Client(
        transport=httpx2.MockTransport(answers(httpx2.Response(503), requests=requests))
    )
    client = APIClient(options(), http).with_options(max_retries=0)
    with pytest.raises(ServerStatusError):
        client.call(GET, path=PATH)
    assert len(requests) == 1


def test_a_client_shows_its_url_and_no_more() -> None:
    client = BaseClient(options(credentials=KEYS, headers={"X-Own": "s3cret"}))
    assert repr(client) == "<BaseClient https://api.test/v1>"
    assert "s3cret" not in repr(client) + str(client)


@pytest.mark.parametrize(
    "base_url", ["api.test", "/v1", "https://a:port", "https://[::1", "ftp://a"]
)
def test_a_base_url_that_cannot_be_used(base_url: str) -> None:
    """Whatever a client raises is under one root."""
    client = APIClient(options(base_url=base_url, max_retries=0), None)
    with pytest.raises((APIConnectionError, RequestValidationError)):
        client.call(GET, path=PATH)


@pytest.mark.parametrize("value", ["s3cret\n", "s3\rcret", "s3crét", "\0s3cret"])
def test_a_credential_that_cannot_be_sent_is_not_shown(value: str) -> None:
    """The commonest mistake: a key read from a file, with its line end."""
    key = ApiKey(Secret(value, "api_key", "T_KEY"), "header", "X-Key")
    given = options(
        base_url="http://127.0.0.1:9", credentials={"k": key}, max_retries=0
    )
    client = APIClient(given, None)
    with pytest.raises((RequestValidationError, MissingCredentialError)) as caught:
        client.call(secured(("k",)), path=PATH)
    assert "s3c" not in str(caught.value)
    assert any(name in str(caught.value) for name in ("api_key", "X-Key"))
