"""What a call makes of the answer."""

from __future__ import annotations

from typing import Any

import httpx2
import pytest

from apiloom.naming.statuses import phrase
from apiloom.runtime.client.async_client import async_raw
from apiloom.runtime.client.sync_client import raw
from apiloom.runtime.core.errors import (
    APIStatusError,
    BadRequestError,
    ClientStatusError,
    InternalServerError,
    NotFoundError,
    RateLimitError,
    ResponseValidationError,
    ServerStatusError,
)
from apiloom.runtime.core.operation import Operation, OutcomeCheck
from apiloom.runtime.core.reasons import UndocumentedReason
from apiloom.runtime.decoding import lenient
from apiloom.runtime.decoding.decoders import Binary, Empty, Json, Location, RawResponse
from tests.runtime.driving import (
    GET,
    PATH,
    Driver,
    OwnConflict,
    Problem,
    Reasons,
    Refused,
    Thing,
    answers,
    drive_sync,
    operation,
    options,
    thing,
)

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


@pytest.mark.parametrize("status", [404, 413, 414, 416, 418, 422, 503])
def test_a_status_has_one_name_whatever_python_calls_it(
    drive: Driver, status: int
) -> None:
    refuse = answers(httpx2.Response(status))
    with pytest.raises(APIStatusError) as caught:
        drive(refuse, GET, path=PATH, options=options(max_retries=0))
    assert str(caught.value).endswith(f": {status} {phrase(str(status))}")


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
    strict = options(validate_responses="strict")
    said = answers(httpx2.Response(200, json={"x": 1}))
    with pytest.raises(
        ResponseValidationError, match="/name: expected a str"
    ) as caught:
        drive(said, GET, path=PATH, options=strict)
    assert drive(said, GET, path=PATH).name is None
    assert caught.value.response.json() == {"x": 1}


def odd(**members: object) -> Problem:
    """A body that has what is documented, though nothing of it came."""
    problem: Problem = lenient.read(Problem, members)[0]
    assert (problem.message, problem.code) == (None, None)
    return problem


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
        (400, {"other": 1}, BadRequestError, odd(other=1), Reasons.BAD_REQUEST),
        (400, "<html>", BadRequestError, odd(), Reasons.BAD_REQUEST),
        (400, "", BadRequestError, odd(), Reasons.BAD_REQUEST),
        (502, "Bad gateway", ServerStatusError, odd(), None),
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
    assert error.raw_body == (content or None)
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
        ({"errors": [{"code": 1}, {"detail": "d"}]}, "d (and 1 more)"),
        ({"message": "  "}, None),
        ({"message": {"a": 1}}, None),
        ([{"message": "m"}], "m"),
        ({"message": "x" * 1000}, f"{'x' * 299}…"),
        ("text", "text"),
        ("<p>for people</p>", None),
        ({"error": "invalid_grant", "error_description": "expired"}, "expired"),
        (
            {
                "detail": [
                    {
                        "type": "missing",
                        "loc": ["body", "items", 0, "name"],
                        "msg": "field required",
                        "input": {"secret": 1},
                    }
                ]
            },
            "body.items[0].name: field required",
        ),
        (
            {"message": "Invalid data.", "errors": {"email": ["taken"], "b": ["c"]}},
            "Invalid data: email: taken (and 1 more)",
        ),
        (
            {"title": "Invalid", "errors": [{"detail": "d", "pointer": "#/a"}]},
            "Invalid: #/a: d",
        ),
        (
            {"errors": [{"title": "t", "source": {"pointer": "/data/a"}}]},
            "/data/a: t",
        ),
        ({"errorMessages": [], "errors": {"summary": "needed"}}, "summary: needed"),
        ({"name": ["This field is required."]}, "name: This field is required."),
        ({"message": {"name": ["Missing data."]}}, "name: Missing data."),
        (
            {
                "exception_message": "Invalid request.",
                "exception_detail": [{"loc": ["body", "name"], "msg": "required"}],
            },
            "Invalid request: body.name: required",
        ),
        ({"error": {"message": "m", "errors": [{"message": "m"}]}}, "m"),
        ({"error": {"code": 1, "details": [{"@type": "x", "reason": "r"}]}}, "r"),
        (
            {"detail": [{"loc": ["a\x1b[2J\u202e"], "msg": "b\x00\nc"}]},
            r"a\x1b[2J\u202e: b\x00 c",
        ),
        ({"detail": [{"loc": ["x" * 900] * 900, "msg": "m"}]}, f"{'x' * 99}…: m"),
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


JUDGED = operation(outcome=OutcomeCheck(("status",), ("ok", "done"), Refused))


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
    judged = operation(outcome=OutcomeCheck(("status",), None, Refused))
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
