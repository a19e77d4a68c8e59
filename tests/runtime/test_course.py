"""The course of a call on its own: a generator that is asked and answered by hand.

Neither a network nor a clock is needed to find out what a call would do.
"""

from __future__ import annotations

import math
from contextlib import suppress
from typing import Any

import httpx2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from apiloom.runtime.client.options import Options
from apiloom.runtime.client.sync_client import APIClient
from apiloom.runtime.core.effects import Pause, Send
from apiloom.runtime.core.errors import (
    APIConnectionError,
    APIStatusError,
    APITimeoutError,
    ServerStatusError,
)
from apiloom.runtime.core.operation import Arguments, Operation
from apiloom.runtime.core.retries import IDEMPOTENT, RetryBudget
from apiloom.runtime.decoding.limits import ResponseLimits
from tests.runtime.driving import GET, PATH, Thing, operation, options, thing

Event = int | type[httpx2.RequestError]

UNSENT: tuple[type[httpx2.RequestError], ...] = (
    httpx2.ConnectError,
    httpx2.ConnectTimeout,
    httpx2.PoolTimeout,
)
SENT: tuple[type[httpx2.RequestError], ...] = (
    httpx2.ReadTimeout,
    httpx2.ReadError,
    httpx2.WriteError,
    httpx2.RemoteProtocolError,
)
EVENTS: tuple[Event, ...] = (200, 400, 408, 425, 429, 500, 502, 503, 504, 501)
ALL: tuple[Event, ...] = (*EVENTS, *UNSENT, *SENT)
HTTP = httpx2.Client(transport=httpx2.MockTransport(lambda _: thing()))
METHODS = ("GET", "HEAD", "PUT", "DELETE", "POST", "PATCH")


class Course:
    """A call that is carried through by hand; time passes as the test says."""

    def __init__(
        self,
        given: Options,
        called: Operation[Any] = GET,
        *,
        headers: dict[str, object] | None = None,
    ) -> None:
        self.now = 0.0
        self.sent: list[httpx2.Request] = []
        self.limits: list[float | None] = []
        self.pauses: list[float] = []
        self.events: list[Event] = []
        self.takes = 0.0
        self._client = APIClient(given, None)
        self._client._calls.clock = lambda: self.now  # type: ignore[method-assign]
        self._called = called
        self._headers = headers

    def run(self, *events: Event, **answer: str) -> Any:
        """Let these things happen in their order, the last again and again."""
        left = list(events)
        arguments = Arguments(path=PATH, header=self._headers, body={})
        steps = self._client._calls.course.steps(HTTP, self._called, arguments)
        try:
            step = next(steps)
            while True:
                if isinstance(step, Pause):
                    self.pauses.append(step.seconds)
                    self.now += step.seconds
                    step = next(steps)
                    continue
                assert isinstance(step, Send)
                self.sent.append(step.request)
                self.limits.append(step.within)
                event = left.pop(0) if len(left) > 1 else left[0]
                self.events.append(event)
                self.now += min(self.takes, step.within or math.inf)
                if isinstance(event, int):
                    found = thing(event, message="m")
                    found.headers.update(answer)
                    found.request = step.request
                    step = steps.send(found)
                else:
                    step = steps.throw(event("broken", request=step.request))
        except StopIteration as stop:
            return stop.value


def keyed(method: str) -> Operation[Any]:
    return operation(method, idempotency_key="Idempotency-Key")


@settings(max_examples=400, deadline=None)
@given(
    events=st.lists(st.sampled_from(ALL), min_size=1, max_size=8),
    method=st.sampled_from(METHODS),
    max_retries=st.integers(0, 6),
    tokens=st.integers(0, 6),
    key=st.booleans(),
)
def test_never_more_than_the_budget_never_an_unsafe_repeat(
    events: list[Event], method: str, max_retries: int, tokens: int, key: bool
) -> None:
    budget = RetryBudget(tokens, 0.0)
    given = options(max_retries=max_retries, retry_budget=budget)
    headers: dict[str, object] | None = {"Idempotency-Key": "k"} if key else None
    course = Course(given, keyed(method), headers=headers)
    with suppress(APIStatusError, APIConnectionError):
        course.run(*events)
    repeated = len(course.sent) - 1
    assert 0 <= repeated <= min(max_retries, tokens)
    assert budget.tokens == tokens - repeated
    assert len(course.pauses) == repeated
    for event in course.events[:-1]:
        unprocessed = event == 429 or event in UNSENT
        assert unprocessed or method in IDEMPOTENT or key
        assert event not in (200, 400, 501)
    assert {one.headers.get("idempotency-key") for one in course.sent} == (
        {"k"} if key else {None}
    )


@settings(max_examples=200, deadline=None)
@given(
    events=st.lists(st.sampled_from(ALL), min_size=1, max_size=8),
    takes=st.floats(0, 4),
    deadline=st.floats(0.5, 12),
    wait=st.none() | st.integers(0, 20),
)
def test_no_call_outlives_its_deadline(
    events: list[Event], takes: float, deadline: float, wait: int | None
) -> None:
    course = Course(options(max_retries=9, deadline=deadline))
    course.takes = takes
    headers = {} if wait is None else {"retry-after": str(wait)}
    with suppress(APIStatusError, APIConnectionError):
        course.run(*events, **headers)
    assert course.now <= deadline + 1e-9
    for limit in course.limits:
        assert limit is not None
        assert 0 < limit <= deadline
    assert course.limits == sorted(course.limits, reverse=True)


def test_a_call_without_a_deadline_has_that_of_the_limits() -> None:
    course = Course(options())
    assert isinstance(course.run(200), Thing)
    assert course.limits == [ResponseLimits().seconds]
    course = Course(options(limits=ResponseLimits(seconds=None)))
    assert isinstance(course.run(503, 200), Thing)
    assert course.limits == [None, None]


def test_a_wait_that_would_outlast_the_deadline_is_not_begun() -> None:
    course = Course(options(deadline=10.0))
    with pytest.raises(ServerStatusError):
        course.run(503, 200, **{"retry-after": "11"})
    assert course.pauses == []


def test_what_times_out_at_the_deadline_says_so() -> None:
    course = Course(options(deadline=2.0))
    course.takes = 5.0
    with pytest.raises(APITimeoutError, match="the deadline of 2 s has passed") as told:
        course.run(httpx2.ReadTimeout)
    assert isinstance(told.value.__cause__, httpx2.ReadTimeout)
    assert told.value.url == "https://api.test/v1/things/x"


def test_a_deadline_of_nothing_sends_nothing() -> None:
    course = Course(options(deadline=0.0))
    with pytest.raises(APITimeoutError, match="the deadline of 0 s has passed"):
        course.run(200)
    assert course.sent == []


def test_calls_share_a_budget_and_answers_give_back() -> None:
    budget = RetryBudget(2, 0.5)
    given = options(max_retries=5, retry_budget=budget)
    for _ in range(3):
        with pytest.raises(ServerStatusError):
            Course(given).run(503)
    assert budget.tokens == 0
    course = Course(given)
    with pytest.raises(ServerStatusError):
        course.run(503, 200)
    assert len(course.sent) == 1
    Course(given).run(200)
    Course(given).run(200)
    assert budget.tokens == 1
    course = Course(given)
    course.run(503, 200)
    assert len(course.sent) == 2


def test_a_budget_is_never_fuller_than_at_first() -> None:
    budget = RetryBudget(3, 2.0)
    assert budget.withdraw()
    for _ in range(5):
        budget.deposit()
    assert budget.tokens == 3
    assert repr(budget) == "RetryBudget(3, 2.0)"
    assert all(RetryBudget(math.inf).withdraw() for _ in range(1000))
    assert not RetryBudget(0).withdraw()


def test_copies_share_the_budget() -> None:
    client = APIClient(options(), None)
    other = client.with_options(max_retries=9, deadline=1.0)
    assert other._calls.options.retry_budget is client._calls.options.retry_budget
    mine = APIClient(options(), None)._calls.options.retry_budget
    assert mine is not other._calls.options.retry_budget


def test_a_key_that_is_empty_is_none() -> None:
    course = Course(options(), keyed("POST"), headers={"Idempotency-Key": ""})
    with pytest.raises(ServerStatusError):
        course.run(503)
    assert len(course.sent) == 1
