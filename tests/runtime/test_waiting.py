"""The course of a wait, with a clock of its own; and both drivers of it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import anyio
import httpx2
import pytest

from apiloom.runtime.client.async_client import AsyncCalls
from apiloom.runtime.client.async_waiters import async_wait_for
from apiloom.runtime.client.sync_client import Calls
from apiloom.runtime.client.sync_waiters import wait_for
from apiloom.runtime.client.waiters import Poll, Waiter
from apiloom.runtime.core.effects import Pause
from apiloom.runtime.core.errors import JobFailed, NotFoundError, WaitTimeout
from apiloom.runtime.core.unset import UNSET, or_uuid4_each
from apiloom.runtime.decoding.decoders import Json, RawResponse
from tests.runtime.driving import PATH, Thing, answers, operation, options, thing


def waiter(**changes: Any) -> Waiter[Thing]:
    given: dict[str, Any] = {
        "name": "things.wait",
        "path": ("status",),
        "success": ("done",),
        "failure": ("failed",),
        "interval": 1.0,
        "longest": 1.0,
    }
    return Waiter(**(given | changes))


class Clock:
    """Time that passes only in pauses."""

    now = 100.0

    def __call__(self) -> float:
        return self.now


def answered(status: str | None, **headers: str) -> RawResponse[Thing]:
    response = httpx2.Response(
        200, headers=headers, request=httpx2.Request("GET", "https://api.test/v1/x")
    )
    return RawResponse(response, lambda: Thing(name="n", status=status))


def pauses(
    one: Waiter[Thing], said: Iterator[RawResponse[Thing]], timeout: float | None
) -> list[float]:
    """The pauses of a wait, until it ends; what it raises is in `ended`."""
    clock = Clock()
    course = one.course(timeout, None, clock)
    made: list[float] = []
    step = next(course)
    while True:
        try:
            if isinstance(step, Pause):
                made.append(step.seconds)
                clock.now += step.seconds
                step = next(course)
            else:
                assert isinstance(step, Poll)
                step = course.send(next(said))
        except StopIteration:
            return made


def test_pauses_grow_to_the_longest() -> None:
    said = iter([answered(None)] * 5 + [answered("done")])
    grown = pauses(waiter(interval=1.0, backoff=2.0, longest=5.0), said, None)
    assert grown == [1, 2, 4, 5, 5]


def test_an_answer_may_ask_for_another_pause() -> None:
    said = iter([answered("x", **{"retry-after-ms": "250"}), answered("done")])
    assert pauses(waiter(), said, 60) == [0.25]


def test_the_last_look_is_at_the_end_of_the_time() -> None:
    said = iter([answered("x")] * 3 + [answered("done")])
    assert pauses(waiter(interval=4.0, longest=4.0), said, 9) == [4, 4, 1]


@pytest.mark.parametrize(
    ("path", "state", "success"),
    [(("status",), "done", "done"), (("status",), "DONE", "DONE")],
)
def test_states_are_compared_exactly(
    path: tuple[str, ...], state: str, success: str
) -> None:
    one = waiter(path=path, success=(success,))
    assert pauses(one, iter([answered("Done"), answered(state)]), None) == [1]


def test_a_failure_carries_what_is_known() -> None:
    with pytest.raises(JobFailed) as caught:
        pauses(waiter(), iter([answered("failed", **{"x-request-id": "r"})]), None)
    assert (caught.value.state, caught.value.request_id) == ("failed", "r")
    assert caught.value.body == Thing(name="n", status="failed")


def test_a_wait_that_is_too_long() -> None:
    with pytest.raises(WaitTimeout) as caught:
        pauses(waiter(), iter([answered("new")] * 9), 2.5)
    assert caught.value.last_state == "new"
    assert caught.value.message == "things.wait: still 'new' after 2.5 seconds"


def test_a_poll_that_nobody_answers() -> None:
    course = waiter().course(None)
    next(course)
    with pytest.raises(TypeError):
        next(course)


class Failed(JobFailed):
    """What one client raises."""


@pytest.fixture(params=["sync", "asyncio", "trio"])
def wait(request: pytest.FixtureRequest) -> Any:
    def waited(*given: httpx2.Response, **rest: Any) -> Any:
        sent: list[httpx2.Request] = rest.pop("sent", [])
        handler = answers(*given, requests=sent)
        transport = httpx2.MockTransport(handler)
        one = waiter(failed=Failed)
        named: dict[str, Any] = {"timeout": 60.0, "on_poll": None, "path": PATH, **rest}
        get = operation(success={"200": Json(Thing)})
        if request.param == "sync":
            with httpx2.Client(transport=transport) as http:
                return wait_for(Calls(options(), http), one, get, **named)

        async def main() -> Any:
            async with httpx2.AsyncClient(transport=transport) as http:
                calls = AsyncCalls(options(), http)
                return await async_wait_for(calls, one, get, **named)

        return anyio.run(main, backend=request.param)

    return waited


def test_both_drivers_wait(wait: Any, pauses: list[float]) -> None:
    seen: list[Thing] = []
    sent: list[httpx2.Request] = []
    found = wait(
        thing(status="queued"),
        thing(status="unheard of"),
        thing(status="done"),
        on_poll=seen.append,
        headers={"X-Id": or_uuid4_each("mine"), "X-Trace": or_uuid4_each(UNSET)},
        sent=sent,
    )
    assert found == Thing(name="n", status="done")
    assert pauses == [1, 1]
    assert [one.status for one in seen] == ["queued", "unheard of", "done"]
    assert {one.headers["x-id"] for one in sent} == {"mine"}
    assert len({one.headers["x-trace"] for one in sent}) == 3


def test_both_drivers_raise(wait: Any, pauses: list[float]) -> None:
    with pytest.raises(Failed):
        wait(thing(status="failed"))
    with pytest.raises(WaitTimeout):
        wait(thing(status="queued"), timeout=0)
    with pytest.raises(NotFoundError):
        wait(httpx2.Response(404))
    assert pauses == []


def test_what_on_poll_raises_ends_the_wait(wait: Any) -> None:
    def enough(_: Thing) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        wait(thing(status="queued"), on_poll=enough)
