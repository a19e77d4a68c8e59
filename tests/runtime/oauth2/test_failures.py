"""Token endpoints that refuse, fail or are not reached."""

from __future__ import annotations

import httpx2
import pytest

from apiloom.runtime.auth.grants import Grant
from apiloom.runtime.auth.token_errors import TokenError
from apiloom.runtime.core.errors import APIConnectionError, APITimeoutError
from tests.runtime.authorizing import Handler
from tests.runtime.oauth2.case import URL, Case, credentials, refreshing


def test_a_token_endpoint_that_fails_in_time_does_no_harm() -> None:
    answers = [httpx2.Response(200, json={"access_token": "t1", "expires_in": 3600})]

    def handler(request: httpx2.Request) -> httpx2.Response:
        return answers.pop() if answers else httpx2.Response(500)

    case = Case(handler, credentials(), max_retries=0)
    case.token()
    case.clock.now += 3599
    assert case.token() == "t1"
    assert len(case.forms) == 2
    case.clock.now += 1
    with pytest.raises(TokenError):
        case.token()


def test_a_refusal_is_not_repeated() -> None:
    body = {"error": "invalid_client"}
    case = Case(lambda _: httpx2.Response(401, json=body), credentials())
    with pytest.raises(TokenError, match="401: invalid_client"):
        case.token()
    assert len(case.forms) == 1


@pytest.mark.parametrize(
    ("grant", "status", "sent"),
    [
        (credentials(), 503, 3),
        (credentials(), 429, 3),
        (refreshing(), 429, 3),
        # The refresh token may have been used up, and the new one lost.
        (refreshing(), 503, 1),
    ],
    ids=["client, 503", "client, 429", "refresh, 429", "refresh, 503"],
)
def test_trouble_is_waited_for_where_that_is_safe(
    grant: Grant, status: int, sent: int
) -> None:
    case = Case(lambda _: httpx2.Response(status), grant)
    with pytest.raises(TokenError, match=str(status)):
        case.token()
    assert len(case.forms) == sent
    assert len(case.scene.pauses) == sent - 1


def failing(error: type[httpx2.RequestError]) -> Handler:
    def handler(request: httpx2.Request) -> httpx2.Response:
        raise error("broken", request=request)

    return handler


@pytest.mark.parametrize(
    ("grant", "error", "sent"),
    [
        (credentials(), httpx2.ReadError, 3),
        (refreshing(), httpx2.ReadError, 1),
        (refreshing(), httpx2.ConnectError, 3),
    ],
)
def test_a_broken_connection(
    grant: Grant, error: type[httpx2.RequestError], sent: int
) -> None:
    case = Case(failing(error), grant)
    with pytest.raises(APIConnectionError) as caught:
        case.token()
    assert (caught.value.method, caught.value.url) == ("POST", URL)
    assert isinstance(caught.value.__cause__, error)
    assert len(case.forms) == sent


def test_the_deadline_of_the_call_holds_for_its_token() -> None:
    case = Case(failing(httpx2.ConnectError), credentials(), deadline=3.0)
    context = case.scene.context()
    case.clock.now += 3.0
    with pytest.raises(APITimeoutError, match="deadline of 3 s"):
        case.scene.authorize([["x"]], {"x": case.oauth}, context)
    assert case.forms == []


def test_those_who_waited_hear_of_the_failure_without_asking_again() -> None:
    case = Case(lambda _: httpx2.Response(400, json={"error": "x"}), credentials())
    context = case.scene.context()
    waiting = case.oauth._renewed((), None, context)
    step = next(waiting)  # this call is about to wait ...
    with pytest.raises(TokenError) as first:
        case.token()  # ... while this one fails
    with pytest.raises(TokenError) as second:
        case.scene.run(step.course())  # type: ignore[union-attr]
    assert str(second.value) == str(first.value)
    assert second.value is not first.value
    assert len(case.forms) == 1
    with pytest.raises(TokenError):
        case.token()  # whoever comes later asks anew
    assert len(case.forms) == 2
