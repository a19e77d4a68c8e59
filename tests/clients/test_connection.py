"""Servers that answer late, not at all, half, or only when they are asked again."""

from __future__ import annotations

import pickle
import time
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import Any

import anyio
import httpx2
import pytest

from tests.clients.apis import APEXVERIFY, APIS, EXPERIAN, NHS, SECRET, VEC, Api
from tests.clients.calls import minimal_call
from tests.clients.conftest import base_url
from tests.clients.driver import driving
from tests.clients.server import Answer, Drop, answer, free_port
from tests.clients.test_success import full_answer
from tests.contract.openapi_core.operations import Operation, documented, operation

BATCH = "a1b2c3d4-e5f6-7890-abcd-ef1234567890"
BUSY = Answer(429, headers={"Retry-After": "0"})
DOWN = Answer(503, headers={"Retry-After": "0"})
READY = answer(200, {"status": "ok"})
GONE = Answer(drop=Drop.BEFORE_ANSWERING)
HALF = Answer(200, b'{"status": "ok"}' * 1000, drop=Drop.WITHIN_THE_BODY)
HASTY = 0.2
"""Seconds in which even a busy machine sends a request."""
IDEMPOTENT = {"get", "head", "put", "delete"}

each_api = pytest.mark.parametrize("api", list(APIS.values()), ids=str)
each_operation = pytest.mark.parametrize("one", documented(), ids=str)


def some_operation(api: Api, verb: str = "get") -> Operation:
    """Any operation of an API that is called with this verb."""
    return next(one for one in documented() if one.api is api and one.verb == verb)


def perform(caller, one: Operation) -> Any:
    """Call an operation."""
    call = minimal_call(one)
    return caller(one.name, *call.args, **call.kwargs)


def assert_no_answer(api: Api, error: Any, url: str) -> None:
    """Assert what holds of every error without an answer."""
    errors = api.errors
    assert isinstance(error, getattr(errors, api.error))
    assert isinstance(error, errors.APIConnectionError)
    assert not hasattr(error, "response")
    assert error.method == "GET"
    assert error.url.startswith(url)
    assert "\n" not in error.message
    assert isinstance(error.__cause__, httpx2.RequestError)
    again = pickle.loads(pickle.dumps(error))
    assert (type(again), str(again)) == (type(error), str(error))
    assert (again.method, again.url) == (error.method, error.url)
    assert SECRET not in f"{error}{error!r}{vars(error)}"
    assert SECRET.encode() not in pickle.dumps(error)


# --- no answer ---------------------------------------------------------------


@each_api
def test_time_out(connect, exchange, server, api):
    one = some_operation(api)
    exchange.script(Answer(200, delay=20))
    with pytest.raises(api.errors.APITimeoutError) as caught:
        perform(connect(api, timeout=HASTY, max_retries=0), one)
    assert "timed out" in caught.value.message
    assert_no_answer(api, caught.value, base_url(server, api))


def test_time_out_as_httpx_has_it(connect, exchange):
    exchange.script(Answer(200, delay=20))
    timeout = httpx2.Timeout(20, read=HASTY)
    with pytest.raises(APEXVERIFY.errors.APITimeoutError):
        connect(APEXVERIFY, timeout=timeout, max_retries=0)("batch.list")


def test_time_out_of_one_call(connect, exchange):
    exchange.script(READY, Answer(200, delay=20), READY)
    caller = connect(APEXVERIFY, max_retries=0)
    assert caller("batch.list") == {"status": "ok"}
    hasty = caller.with_options(timeout=HASTY)
    with pytest.raises(APEXVERIFY.errors.APITimeoutError):
        hasty("batch.list")
    assert exchange.settle(left=1) == 1
    assert caller("batch.list") == {"status": "ok"}


def test_without_a_time_out(connect, exchange):
    exchange.script(Answer(200, b"1", delay=0.5))
    caller = connect(APEXVERIFY, timeout=HASTY, max_retries=0)
    assert caller.with_options(timeout=None)("batch.list") == 1


def test_a_time_out_is_not_an_answer_of_408(callers, exchange):
    exchange.script(answer(408, {"error": {"detail": "timed out"}}))
    with pytest.raises(EXPERIAN.errors.RequestTimeoutError) as caught:
        callers(EXPERIAN)("batches.list")
    assert not isinstance(caught.value, EXPERIAN.errors.APITimeoutError)
    assert caught.value.reason.name == "REQUEST_TIMED_OUT"


@each_api
def test_refused_connection(connect, api):
    url = f"http://127.0.0.1:{free_port()}"
    with pytest.raises(api.errors.APIConnectionError) as caught:
        perform(connect(api, base_url=url, max_retries=0), some_operation(api))
    assert not isinstance(caught.value, api.errors.APITimeoutError)
    assert_no_answer(api, caught.value, url)


@pytest.mark.parametrize("said", [GONE, HALF], ids=["before", "within"])
@each_api
def test_dropped_connection(connect, exchange, server, api, said):
    exchange.script(said)
    with pytest.raises(api.errors.APIConnectionError) as caught:
        perform(connect(api, max_retries=0), some_operation(api))
    assert_no_answer(api, caught.value, base_url(server, api))


def test_a_url_in_an_error_has_no_query(connect, exchange):
    exchange.script(GONE)
    with pytest.raises(VEC.errors.APIConnectionError) as caught:
        connect(VEC, max_retries=0)("users.list", search="jane@example.com")
    assert "jane" not in caught.value.url + caught.value.message


@pytest.mark.parametrize(
    "url", ["https://a:bc", "no url", "http://", "ftp://a.example"]
)
def test_a_url_that_is_none(connect, url):
    """Whatever is wrong, it is one of the client's own errors."""
    with pytest.raises(VEC.errors.VecError):
        connect(VEC, base_url=url, max_retries=0)("users.list")


# --- once more ---------------------------------------------------------------


@each_operation
def test_429_is_repeated_for_every_operation(connect, exchange, one):
    exchange.script(BUSY, BUSY, full_answer(one.success))
    perform(connect(one.api), one)
    assert len(exchange.received) == 3
    bodies = {len(request.body) for request in exchange.received}
    assert len(bodies) == 1
    targets = {request.target for request in exchange.received}
    assert len(targets) == 1


@each_operation
def test_503_is_repeated_where_that_is_safe(connect, exchange, one):
    exchange.script(DOWN)
    if one.verb in IDEMPOTENT:
        exchange.script(full_answer(one.success))
        perform(connect(one.api), one)
        assert len(exchange.received) == 2
        return
    with pytest.raises(one.api.errors.ServiceUnavailableError):
        perform(connect(one.api), one)
    assert len(exchange.received) == 1


@pytest.mark.parametrize("said", [GONE, HALF], ids=["before", "within"])
@pytest.mark.parametrize(
    "one",
    [
        operation(APEXVERIFY, "batch.status"),
        operation(APEXVERIFY, "batch.launch"),
        operation(EXPERIAN, "batches.create"),
        operation(VEC, "batches.create"),
    ],
    ids=str,
)
def test_a_dropped_connection_is_repeated_where_that_is_safe(
    connect, exchange, one, said
):
    """Creating a batch is not idempotent: nobody knows whether it was done."""
    exchange.script(said)
    if one.verb in IDEMPOTENT:
        exchange.script(full_answer(one.success))
        perform(connect(one.api), one)
        return
    with pytest.raises(one.api.errors.APIConnectionError):
        perform(connect(one.api), one)
    assert len(exchange.received) == 1


def test_a_time_out_of_creating_is_not_repeated(connect, exchange):
    exchange.script(Answer(200, delay=20))
    with pytest.raises(EXPERIAN.errors.APITimeoutError):
        perform(
            connect(EXPERIAN, timeout=HASTY, max_retries=5),
            operation(EXPERIAN, "batches.create"),
        )
    assert len(exchange.received) == 1


@pytest.mark.parametrize("retries", [0, 1, 3])
def test_the_number_of_repetitions(connect, exchange, retries):
    exchange.script(*[BUSY] * (retries + 1))
    with pytest.raises(APEXVERIFY.errors.RateLimitError) as caught:
        connect(APEXVERIFY, max_retries=retries)("batch.list")
    assert len(exchange.received) == retries + 1
    assert caught.value.status_code == 429
    assert caught.value.headers["retry-after"] == "0"


def test_repetitions_of_one_call(connect, exchange):
    exchange.script(BUSY, BUSY, READY)
    caller = connect(APEXVERIFY)
    with pytest.raises(APEXVERIFY.errors.RateLimitError):
        caller.with_options(max_retries=0)("batch.list")
    assert caller("batch.list") == {"status": "ok"}
    assert len(exchange.received) == 3


@pytest.mark.parametrize("status", [400, 401, 404, 409, 422, 501])
def test_what_would_be_answered_the_same_is_not_repeated(connect, exchange, status):
    exchange.script(Answer(status))
    with pytest.raises(APEXVERIFY.errors.APIStatusError):
        connect(APEXVERIFY)("batch.list")
    assert len(exchange.received) == 1


@pytest.mark.parametrize("status", [408, 500, 502, 503, 504])
def test_what_may_pass_is_repeated(connect, exchange, status):
    exchange.script(Answer(status, headers={"Retry-After": "0"}), READY)
    assert connect(APEXVERIFY)("batch.list") == {"status": "ok"}


def test_the_wait_that_the_server_asks_for_is_made(connect, exchange):
    exchange.script(Answer(429, headers={"Retry-After": "0.3"}), READY)
    started = time.monotonic()
    connect(APEXVERIFY)("batch.list")
    assert 0.3 <= time.monotonic() - started < 20


def test_a_moment_to_wait_for(connect, exchange, pauses):
    past = format_datetime(datetime.now(UTC) - timedelta(minutes=1), usegmt=True)
    exchange.script(Answer(429, headers={"Retry-After": past}), READY)
    connect(APEXVERIFY)("batch.list")
    assert pauses == [0]


@pytest.mark.parametrize(
    ("headers", "pause"),
    [
        ({"X-RateLimit-Reset": "7"}, 7),
        ({"X-RateLimit-Reset": "7", "X-RateLimit-Remaining": "0"}, 7),
        ({"retry-after-ms": "1500"}, 1.5),
        ({"X-RateLimit-Reset": "7", "Retry-After": "3"}, 3),
        ({"retry-after-ms": "10", "Retry-After": "3"}, 0.01),
        ({"X-RateLimit-Reset": str(int(time.time()) - 60)}, 0),
    ],
)
def test_what_else_says_when_to_come_back(connect, exchange, pauses, headers, pause):
    """ApexVerify's answers have `X-RateLimit-…`; so may its refusals."""
    exchange.script(Answer(429, headers=headers), READY)
    connect(APEXVERIFY)("batch.list")
    assert pauses == [pause]


def test_a_limit_that_is_reset_in_an_hour_is_the_callers_business(
    connect, exchange, pauses
):
    reset = str(int(time.time()) + 3600)
    exchange.script(Answer(429, headers={"X-RateLimit-Reset": reset}))
    with pytest.raises(APEXVERIFY.errors.RateLimitError) as caught:
        connect(APEXVERIFY)("batch.list")
    assert (caught.value.headers["x-ratelimit-reset"], pauses) == (reset, [])


@pytest.fixture
def pauses(monkeypatch):
    """The pauses that are made; no time passes in them."""
    made: list[float] = []

    async def pause(seconds):
        made.append(seconds)

    monkeypatch.setattr("time.sleep", made.append)
    monkeypatch.setattr(anyio, "sleep", pause)
    return made


@pytest.mark.parametrize("wait", ["3600", "Wed, 21 Oct 2065 07:28:00 GMT"])
def test_nobody_waits_for_an_hour(connect, exchange, wait):
    exchange.script(Answer(429, headers={"Retry-After": wait}))
    with pytest.raises(APEXVERIFY.errors.RateLimitError) as caught:
        connect(APEXVERIFY)("batch.list")
    assert caught.value.headers["retry-after"] == wait


def test_a_failure_inside_a_success_is_not_repeated(connect, exchange):
    exchange.script(answer(200, {"error": {"detail": "busy"}}))
    with pytest.raises(EXPERIAN.errors.BatchesListRejected):
        connect(EXPERIAN)("batches.list")
    assert len(exchange.received) == 1


# --- trio --------------------------------------------------------------------


@each_api
def test_with_trio(server, exchange, api):
    one = some_operation(api)
    exchange.script(BUSY, full_answer(one.success), Answer(404))
    with driving("trio") as driver:
        client = driver.construct(
            api, **api.credentials, base_url=base_url(server, api)
        )
        call = minimal_call(one)
        got = driver.call(client, one.name, *call.args, **call.kwargs)
        with pytest.raises(api.errors.NotFoundError):
            driver.call(client, one.name, *call.args, **call.kwargs)
        driver.close(client)
    assert got is not None
    assert len(exchange.received) == 3


def test_a_time_out_with_trio(server, exchange):
    exchange.script(Answer(200, delay=20))
    with driving("trio") as driver:
        client = driver.construct(
            NHS,
            **NHS.credentials,
            base_url=base_url(server, NHS),
            timeout=HASTY,
            max_retries=0,
        )
        with pytest.raises(NHS.errors.APITimeoutError):
            driver.call(client, "batch.list")
        driver.close(client)
