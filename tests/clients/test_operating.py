"""Running a client: deadlines, hooks, the log, requests of one's own, four times."""

from __future__ import annotations

import inspect
import json
import logging
import pickle
import time
from typing import Any
from uuid import UUID

import httpx2
import pytest

from tests.clients.apis import APEXVERIFY, APIS, NHS, VEC, Api
from tests.clients.calls import minimal_call
from tests.clients.server import Answer, answer
from tests.clients.test_connection import some_operation
from tests.clients.test_success import full_answer

BATCH = "a1b2c3d4-e5f6-7890-abcd-ef1234567890"

each_api = pytest.mark.parametrize("api", list(APIS.values()), ids=str)


@each_api
def test_a_deadline(connect, exchange, api):
    exchange.script(Answer(200, delay=20))
    one = some_operation(api)
    call = minimal_call(one)
    began = time.monotonic()
    with pytest.raises(api.errors.APITimeoutError, match=r"the deadline of 0\.3 s"):
        connect(api, deadline=0.3)(one.name, *call.args, **call.kwargs)
    assert time.monotonic() - began < 15


@each_api
def test_hooks_and_the_log(connect, exchange, api, caplog):
    caplog.set_level(logging.INFO, logger=api.package)
    seen: list[Any] = []
    hooks = api.module.Hooks(on_response=seen.append, on_retry=seen.append)
    one = some_operation(api)
    call = minimal_call(one)
    fine = full_answer(one.success)
    busy = Answer(429, headers={"Retry-After": "0", "X-Request-ID": "r-1"})
    exchange.script(busy, fine)
    connect(api, hooks=hooks)(one.name, *call.args, **call.kwargs)
    kinds = [type(event).__name__ for event in seen]
    assert kinds == ["ResponseEvent", "RetryEvent", "ResponseEvent"]
    assert {event.operation for event in seen} == {one.name}
    lines = [one.getMessage() for one in caplog.records if one.name == api.package]
    verb = one.verb.upper()
    assert lines[0].startswith(f"{verb} /{api.package}{one.path}: 429 in ")
    assert lines[0].endswith("(attempt 1, request id r-1)")
    assert len(lines) == 3
    for text in (*lines, *map(repr, seen)):
        for secret in api.credentials.values():
            assert secret not in text


@each_api
def test_a_budget_can_be_shared(connect, exchange, api):
    budget = api.module.RetryBudget(1, 0)
    one = some_operation(api)
    call = minimal_call(one)
    busy = Answer(429, headers={"Retry-After": "0"})
    exchange.script(busy, busy, busy)
    for _ in range(2):
        with pytest.raises(api.errors.RateLimitError):
            connect(api, retry_budget=budget)(one.name, *call.args, **call.kwargs)
    assert len(exchange.received) == 3


@each_api
def test_a_request_of_ones_own(connect, exchange, driver, api):
    exchange.beyond_the_spec = "what the spec does not know is the point"
    exchange.script(answer(200, {"a": 1}), Answer(404))
    client = connect(api).client
    found = driver.call(client, "request", "GET", "/not/in/the/spec", params={"q": "x"})
    assert found == {"a": 1}
    assert exchange.request.path == f"/{api.package}/not/in/the/spec"
    assert exchange.request.query == "q=x"
    sent = json.dumps(dict(exchange.request.header_list))
    assert any(secret in sent for secret in api.credentials.values())
    with pytest.raises(api.errors.NotFoundError):
        driver.call(client, "request", "DELETE", "/not/in/the/spec")


def test_an_answer_that_breaks_the_spec_is_read_all_the_same(connect, exchange):
    value = {"data": {"progress": "half", "id": BATCH, "more": [1]}}
    exchange.script(answer(200, value), answer(200, value))
    with pytest.raises(VEC.errors.ResponseValidationError, match="/data/progress"):
        connect(VEC, validate_responses="strict")("batches.get", BATCH)
    found = connect(VEC)("batches.get", BATCH)
    assert type(found) is VEC.models.BatchResponse
    assert type(found.data) is VEC.models.Batch
    assert (found.data.progress, found.data.id) == ("half", UUID(BATCH))
    assert found.to_dict() == value


def test_a_model_that_is_asked_for(connect, exchange, driver):
    exchange.beyond_the_spec = "what the spec does not know is the point"
    exchange.script(answer(200, {"status": "ok"}))
    model = APEXVERIFY.models.BatchActionResponse
    client = connect(APEXVERIFY).client
    found = driver.call(client, "request", "GET", "/v1/new", response_type=model)
    assert type(found) is model


def test_status_errors_say_where_the_request_went(connect, exchange, server):
    exchange.script(Answer(404))
    with pytest.raises(NHS.errors.NotFoundError) as caught:
        connect(NHS)("batch.list")
    assert caught.value.method == "GET"
    assert caught.value.url == f"{server.url}/nhs_notify/batch"


def every_exception() -> list[tuple[Api, str]]:
    return [
        (api, name)
        for api in APIS.values()
        for name in api.errors.__all__
        if inspect.isclass(getattr(api.errors, name))
        and issubclass(getattr(api.errors, name), Exception)
    ]


@pytest.mark.parametrize(
    ("api", "name"),
    every_exception(),
    ids=[f"{api}-{name}" for api, name in every_exception()],
)
def test_every_exception_pickles(api: Api, name: str) -> None:
    """With the answer, where it came with one."""
    cls = getattr(api.errors, name)
    request = httpx2.Request(
        "GET", "https://u:s3cret@a.test/x?key=s3cret", headers={"x-api-key": "s3cret"}
    )
    response = httpx2.Response(400, request=request, json={"a": 1})
    values: dict[str, Any] = {
        "response": response,
        "body": {"a": 1},
        "reason": next(iter(api.errors.ErrorReason.__subclasses__()))["UNKNOWN"],
        "raw_reason": "new",
        "method": "GET",
        "url": "https://a.test/x",
        "state": "stuck",
        "code": "invalid_client",
        "description": "unknown",
        "uri": None,
        "status_code": 401,
    }
    makes = cls.__init__ is not Exception.__init__
    taken = inspect.signature(cls.__init__).parameters.values() if makes else ()
    named = {
        one.name: values[one.name]
        for one in taken
        if one.kind is one.KEYWORD_ONLY and one.name in values
    }
    error = cls("what happened", **named)
    pickled = pickle.dumps(error)
    again = pickle.loads(pickled)
    assert type(again) is cls
    assert (again.message, again.args) == (error.message, error.args)
    assert b"s3cret" not in pickled
    for member in (
        *("body", "reason", "raw_reason", "url", "method", "status_code"),
        *("state", "last_state"),
    ):
        if member != "response":
            assert getattr(again, member, None) == getattr(error, member, None)
    if "response" in named:
        assert again.response.json() == {"a": 1}
        assert error.url == "https://a.test/x"
