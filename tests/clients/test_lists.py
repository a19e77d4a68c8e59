"""Lists that come in pages and jobs that are waited for, on the fakes of clients."""

from __future__ import annotations

import pickle
from collections.abc import Callable
from copy import deepcopy
from typing import Any

import httpx2
import pytest

from tests.clients.apis import APIS, NHS, VEC, Api
from tests.clients.calls import minimal_call
from tests.clients.driver import Caller, Driver
from tests.contract.openapi_core.operations import Operation, documented, operation
from tests.fakes.judging import fake_of

PAGED = [one for one in documented() if "x-pagination" in one.node]
WAITED = [one for one in documented() if "x-waiter" in one.node]

each_list = pytest.mark.parametrize("one", PAGED, ids=str)
each_wait = pytest.mark.parametrize("one", WAITED, ids=str)


class Faked:
    """An operation on a fake, and a client in front of it."""

    def __init__(self, driver: Driver, one: Operation) -> None:
        self.one = one
        fake = fake_of(one.api.package)
        self.method = fake._method(one.name)
        self.clock = fake.clock
        is_async = driver.__class__.__name__.startswith("Async")
        client = fake.async_client if is_async else fake.client
        strict = client.with_options(max_retries=0, validate_responses="strict")
        self.caller = Caller(driver, strict)

    def __call__(self, name: str = "", **arguments: Any) -> Any:
        call = minimal_call(self.one)
        return self.caller(
            name or self.one.name, *call.args, **call.kwargs, **arguments
        )

    def walked(self, step: str = "") -> list[Any]:
        """Everything that an iteration gives, from either kind of client."""
        found: list[Any] = self.caller.driver.run(self._walk(step))
        return found

    def _walk(self, step: str) -> Callable[[], Any]:
        found = self.caller.client
        for name in self.one.name.split("."):
            found = getattr(found, name)

        async def asynchronously() -> list[Any]:
            pages = found()
            return [item async for item in (getattr(pages, step)() if step else pages)]

        def at_once() -> list[Any]:
            pages = found()
            return list(getattr(pages, step)() if step else pages)

        is_async = self.caller.client.__class__.__name__.startswith("Async")
        return asynchronously if is_async else at_once

    def pages(self, *pages: tuple[int, ...]) -> None:
        """Respond with pages of items that have these numbers."""
        item = self().data[0].to_dict()
        self.method.resets()
        self.method.pages(
            *([{**item, "id": uuid(number)} for number in page] for page in pages)
        )

    @property
    def queries(self) -> list[str]:
        return [str(one.url.query, "ascii") for one in self.method.requests]


@pytest.fixture
def faked(driver: Driver) -> Callable[[Operation], Faked]:
    return lambda one: Faked(driver, one)


def uuid(number: int) -> str:
    return f"00000000-0000-4000-8000-00000000000{number}"


def test_there_are_lists_and_jobs():
    assert {one.api.package for one in PAGED} == {NHS.package, VEC.package}
    assert {one.api.package for one in WAITED} == set(APIS)


# --- lists ---------------------------------------------------------------------


@each_list
def test_every_item_of_every_page(faked, one):
    listed = faked(one)
    listed.pages((1, 2), (3, 4), (5,))
    assert [str(item.id) for item in listed.walked()] == [*map(uuid, range(1, 6))]
    expected = {
        "page": ["", "page=2", "page=3"],
        "link": ["", "cursor=page-2", "cursor=page-3"],
    }
    assert listed.queries == expected[one.node["x-pagination"]["style"]]


@each_list
def test_page_by_page(faked, one):
    listed = faked(one)
    listed.pages((1, 2), (3, 4))
    first, last = listed.walked("pages")
    assert (first.has_next_page(), last.has_next_page()) == (True, False)
    for found in (first, last):
        assert isinstance(found, getattr(one.api.models, one.inspected["returns"]))
        assert len(found.data) == 2


@each_list
def test_a_list_without_items(faked, one):
    listed = faked(one)
    listed.pages(())
    assert listed.walked() == []


@each_list
def test_the_first_page_is_asked_for_at_once(faked, one):
    listed = faked(one)
    listed.pages((1,), (2,))
    raw = deepcopy(listed()).to_dict()
    assert raw["data"][0]["id"] == uuid(1)
    assert len(listed.method.calls) == 1


@each_list
def test_a_raw_answer_parses_to_a_page(faked, one):
    listed = faked(one)
    listed.pages((1,))
    raw = listed(one.raw_name)
    assert raw.status_code == 200
    assert not raw.parse().has_next_page()


def test_an_error_on_a_later_page_is_raised_there(faked):
    listed = faked(operation(VEC, "batches.list"))
    listed.pages((1,), (2,))
    reason = VEC.errors.BatchesListRejection.FORBIDDEN
    listed.method.then.raises(reason)
    with pytest.raises(VEC.errors.PermissionDeniedError) as caught:
        listed.walked()
    assert caught.value.reason is reason


def test_only_the_cursor_is_taken_from_a_link(faked):
    listed = faked(operation(NHS, "batch.list"))
    body = listed().to_dict()
    links = {**body["links"], "next": "http://elsewhere.example/batch?cursor=c2&a=b"}
    last = {name: link for name, link in links.items() if name != "next"}
    listed.method.resets()
    listed.method.returns({**body, "links": links}, {**body, "links": last})
    assert len(listed.walked()) == 2 * len(body["data"])
    assert listed.queries == ["", "cursor=c2"]
    assert {one.url.host for one in listed.method.requests} == {"fake.test"}
    ids = {one.headers["x-request-id"] for one in listed.method.requests}
    assert len(ids) == 2


# --- jobs ----------------------------------------------------------------------


def waiter_name(one: Operation) -> str:
    resource, _, _ = one.name.rpartition(".")
    return f"{resource}.{one.node['x-waiter'].get('name', 'wait')}"


def error_name(api: Api, name: str) -> Any:
    words = name.replace("_", " ").replace(".", " ").title().replace(" ", "")
    return getattr(api.errors, f"{words}Failed")


def state_of(body: Any, declared: Any) -> Any:
    for name in declared["property"].split("."):
        body = body[name]
    return body


@each_wait
def test_a_job_is_waited_for(faked, one):
    declared = one.node["x-waiter"]
    for state in declared["success"]:
        job = faked(one)
        job.method.states("not_heard_of_yet", "nor_of_this", "not_heard_of_yet", state)
        slow = job.method._steps[1]
        slow.parts = slow.parts._replace(
            headers=(*slow.parts.headers, ("retry-after", "7"))
        )
        seen: list[Any] = []
        at: list[float] = []

        def polled(body: Any, seen=seen, at=at, job=job) -> None:
            seen.append(body)
            at.append(job.clock.now)

        found = job(waiter_name(one), on_poll=polled)
        assert found is seen[-1]
        assert state_of(found.to_dict(), declared) == state
        assert at == [0, 5, 12, 12 + 5 * 1.5**2]
        assert len(job.method.calls) == 4


@each_wait
def test_a_job_that_fails(faked, one):
    declared = one.node["x-waiter"]
    kind = error_name(one.api, waiter_name(one))
    for state in declared["failure"]:
        job = faked(one)
        job.method.states(state)
        with pytest.raises(kind) as caught:
            job(waiter_name(one))
        for error in (caught.value, pickle.loads(pickle.dumps(caught.value))):
            assert isinstance(error, one.api.errors.JobFailed)
            assert isinstance(error, getattr(one.api.errors, one.api.error))
            assert error.state == state
            assert state_of(error.body.to_dict(), declared) == state
            assert error.status_code == 200


@each_wait
def test_a_job_that_takes_too_long(faked, one):
    job = faked(one)
    job.method.states("not_heard_of_yet")
    with pytest.raises(one.api.errors.WaitTimeout) as caught:
        job(waiter_name(one), timeout=20)
    assert (job.clock.slept, len(job.method.calls)) == (20, 4)
    assert caught.value.last_state == "not_heard_of_yet"
    assert isinstance(caught.value, getattr(one.api.errors, one.api.error))


@each_wait
def test_a_wait_that_nobody_limits_ends_after_an_hour(faked, one):
    job = faked(one)
    job.method.states("not_heard_of_yet")
    with pytest.raises(one.api.errors.WaitTimeout):
        job(waiter_name(one))
    assert job.clock.slept == pytest.approx(3600)


@each_wait
def test_documented_failures_end_a_wait(faked, one):
    job = faked(one)
    job.method.responds(httpx2.Response(404, json={}))
    with pytest.raises(one.api.errors.NotFoundError):
        job(waiter_name(one))
