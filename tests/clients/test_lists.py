"""Lists that come in pages, and jobs that are waited for, over real HTTP."""

from __future__ import annotations

import pickle
from copy import deepcopy
from dataclasses import replace
from importlib import import_module
from typing import Any

import anyio
import pytest

from tests.clients.apis import APIS, NHS, VEC, Api
from tests.clients.calls import minimal_call
from tests.clients.samples import Sampler, put
from tests.clients.server import Answer, answer
from tests.contract.openapi_core.operations import Operation, documented, operation

PAGED = [one for one in documented() if "x-pagination" in one.node]
WAITED = [one for one in documented() if "x-waiter" in one.node]

each_list = pytest.mark.parametrize("one", PAGED, ids=str)
each_wait = pytest.mark.parametrize("one", WAITED, ids=str)


def test_there_are_lists_and_jobs():
    assert {one.api.package for one in PAGED} == {NHS.package, VEC.package}
    assert {one.api.package for one in WAITED} == set(APIS)


# --- lists ---------------------------------------------------------------------


def place(declared: Any, key: str) -> tuple[str, ...]:
    return tuple(declared[key].split("."))


def page(one: Operation, number: int, pages: int) -> Answer:
    """One of several pages, as the spec describes them, with two items."""
    declared = one.node["x-pagination"]
    body = Sampler(one.document).full(one.success.schema)
    (item,) = body[declared["items"]]
    body[declared["items"]] = [item | {"id": uuid(number, at)} for at in (1, 2)]
    if declared["style"] == "page":
        put(body, place(declared, "last"), pages)
    else:
        following = f"http://elsewhere.example/{one.path}?cursor=c{number + 1}"
        put(body, place(declared, "next"), following if number < pages else None)
    return answer(200, without_null(body), one.success.media_type)


def without_null(value: Any) -> Any:
    if isinstance(value, dict):
        kept = {name: item for name, item in value.items() if item is not None}
        return {name: without_null(item) for name, item in kept.items()}
    return value


def uuid(number: int, at: int) -> str:
    return f"0000000{number}-0000-4000-8000-00000000000{at}"


def walked(caller: Any, one: Operation, step: str = "") -> list[Any]:
    """Everything that an iteration gives, from either kind of client."""
    call = minimal_call(one)

    async def asynchronously(client: Any) -> list[Any]:
        found = method(client, one)(*call.args, **call.kwargs)
        return [item async for item in (getattr(found, step)() if step else found)]

    if caller.client.__class__.__name__.startswith("Async"):
        return caller.driver.run(asynchronously, caller.client)
    found = method(caller.client, one)(*call.args, **call.kwargs)
    return list(getattr(found, step)() if step else found)


def method(client: Any, one: Operation) -> Any:
    for name in one.name.split("."):
        client = getattr(client, name)
    return client


@each_list
def test_every_item_of_every_page(callers, exchange, one):
    exchange.script(*(page(one, number, 3) for number in (1, 2, 3)))
    items = walked(callers(one.api), one)
    assert [str(item.id) for item in items] == [
        uuid(number, at) for number in (1, 2, 3) for at in (1, 2)
    ]
    queries = [request.query for request in exchange.received]
    expected = {
        "page": ["", "page=2", "page=3"],
        "link": ["", "cursor=c2", "cursor=c3"],
    }
    assert queries == expected[one.node["x-pagination"]["style"]]
    for request in exchange.received:
        assert request.headers[one.api.credential_header] == one.api.credential


@each_list
def test_page_by_page(callers, exchange, one):
    exchange.script(*(page(one, number, 2) for number in (1, 2)))
    first, last = walked(callers(one.api), one, "pages")
    assert (first.has_next_page(), last.has_next_page()) == (True, False)
    for found in (first, last):
        assert isinstance(found, getattr(one.api.models, one.inspected["returns"]))
        assert len(found.data) == 2


@each_list
def test_a_list_without_items(callers, exchange, one):
    exchange.script(answer(200, {"data": []}, one.success.media_type))
    assert walked(callers(one.api), one) == []


@each_list
def test_the_first_page_is_asked_for_at_once(callers, exchange, one):
    exchange.script(page(one, 1, 2))
    caller = callers(one.api)
    first = caller(one.name)
    raw = deepcopy(first).to_dict()
    assert raw["data"][0]["id"] == uuid(1, 1)
    assert len(exchange.received) == 1


@each_list
def test_a_raw_answer_parses_to_a_page(callers, exchange, one):
    exchange.script(page(one, 1, 1))
    raw = callers(one.api)(one.raw_name)
    assert raw.status_code == 200
    assert not raw.parse().has_next_page()


def test_an_error_on_a_later_page_is_raised_there(callers, exchange):
    one = operation(VEC, "batches.list")
    refused = answer(403, {"message": "no"})
    exchange.script(page(one, 1, 2), refused)
    with pytest.raises(VEC.errors.PermissionDeniedError):
        walked(callers(VEC), one)


def test_only_the_cursor_is_taken_from_a_link(callers, exchange):
    one = operation(NHS, "batch.list")
    exchange.script(page(one, 1, 2), page(one, 2, 2))
    assert len(walked(callers(NHS), one)) == 4
    assert exchange.received[1].target == "/nhs_notify/batch?cursor=c2"
    ids = {request.headers["x-request-id"] for request in exchange.received}
    assert len(ids) == 2


# --- jobs ----------------------------------------------------------------------


@pytest.fixture(autouse=True)
def pauses(monkeypatch):
    """The pauses that were made; the clocks go on with them, and no time passes."""
    made: list[float] = []

    async def pause(seconds):
        made.append(seconds)

    monkeypatch.setattr("time.sleep", made.append)
    monkeypatch.setattr(anyio, "sleep", pause)
    for one in WAITED:
        module = import_module(f"{one.api.package}._runtime.client.base")
        clock = staticmethod(lambda: sum(made))
        monkeypatch.setattr(module.BaseCalls, "clock", clock)
    return made


def waiter_name(one: Operation) -> str:
    resource, _, _ = one.name.rpartition(".")
    return f"{resource}.{one.node['x-waiter'].get('name', 'wait')}"


def error_name(api: Api, name: str) -> Any:
    words = name.replace("_", " ").replace(".", " ").title().replace(" ", "")
    return getattr(api.errors, f"{words}Failed")


def said(one: Operation, state: str, **headers: str) -> Answer:
    """How the job is doing, as the spec describes it."""
    declared = one.node["x-waiter"]
    schema = one.success.schema
    bodies = [
        body
        for body in Sampler(one.document).variants(schema)
        if state_of(body, declared) == state
    ] or [Sampler(one.document).full(schema)]
    put(bodies[0], place(declared, "property"), state)
    found = answer(200, bodies[0], one.success.media_type)
    return replace(found, headers={**found.headers, **headers})


def state_of(body: Any, declared: Any) -> Any:
    for name in place(declared, "property"):
        body = body[name]
    return body


def wait(callers: Any, one: Operation, **arguments: Any) -> Any:
    call = minimal_call(one)
    return callers(one.api)(waiter_name(one), *call.args, **call.kwargs, **arguments)


@each_wait
def test_a_job_is_waited_for(callers, exchange, one, pauses):
    declared = one.node["x-waiter"]
    for state in declared["success"]:
        pauses.clear()
        exchange.script(
            said(one, "not_heard_of_yet"),
            said(one, "nor_of_this", **{"Retry-After": "7"}),
            said(one, "not_heard_of_yet"),
            said(one, state),
        )
        seen: list[Any] = []
        found = wait(callers, one, on_poll=seen.append)
        assert len(seen) == 4
        assert found is seen[-1]
        assert state_of(found.to_dict(), declared) == state
        assert pauses == [5, 7, 5 * 1.5**2]
    call = minimal_call(one)
    for request in exchange.received:
        call.arrived(request)


@each_wait
def test_a_job_that_fails(callers, exchange, one):
    declared = one.node["x-waiter"]
    kind = error_name(one.api, waiter_name(one))
    for state in declared["failure"]:
        exchange.script(said(one, state))
        with pytest.raises(kind) as caught:
            wait(callers, one)
        for error in (caught.value, pickle.loads(pickle.dumps(caught.value))):
            assert isinstance(error, one.api.errors.JobFailed)
            assert isinstance(error, getattr(one.api.errors, one.api.error))
            assert error.state == state
            assert state_of(error.body.to_dict(), declared) == state
            assert error.status_code == 200


@each_wait
def test_a_job_that_takes_too_long(callers, exchange, one, pauses):
    exchange.script(*[said(one, "not_heard_of_yet")] * 4)
    with pytest.raises(one.api.errors.WaitTimeout) as caught:
        wait(callers, one, timeout=20)
    assert pauses == [5, 7.5, 7.5]
    assert caught.value.last_state == "not_heard_of_yet"
    assert isinstance(caught.value, getattr(one.api.errors, one.api.error))


@each_wait
def test_a_wait_that_nobody_limits_ends_after_an_hour(callers, exchange, one, pauses):
    growing = [5 * 1.5**number for number in range(7)]
    rest = 3600 - sum(growing)
    exchange.script(*[said(one, "not_heard_of_yet")] * (7 + int(rest // 60) + 2))
    with pytest.raises(one.api.errors.WaitTimeout):
        wait(callers, one)
    assert sum(pauses) == pytest.approx(3600)
    assert pauses[:8] == [*growing, 60]


@each_wait
def test_documented_failures_end_a_wait(callers, exchange, one):
    exchange.script(answer(404, {}))
    with pytest.raises(one.api.errors.NotFoundError):
        wait(callers, one)
