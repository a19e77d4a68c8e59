"""Failures inside a success: answered with 200, raised all the same."""

from __future__ import annotations

import json
import pickle
from typing import Any

import pytest

from tests.clients.apis import APEXVERIFY, EXPERIAN, SECRET
from tests.clients.calls import minimal_call
from tests.clients.conftest import local
from tests.clients.reading import assert_read
from tests.clients.samples import Sampler
from tests.clients.server import answer
from tests.contract.openapi_core.judge import judge
from tests.contract.openapi_core.operations import Response, documented, operation

OUTCOMES = [one.success for one in documented() if one.success.outcome]
BY_VALUE = [one for one in OUTCOMES if one.outcome["success"] != "present"]
BY_PRESENCE = [one for one in OUTCOMES if one.outcome["success"] == "present"]


def rejected(callers, exchange, response: Response, body: Any) -> Any:
    """The exception that a success leads to."""
    one = response.operation
    exchange.script(answer(200, body, response.media_type, X_Request_Id="r-1"))
    call = minimal_call(one)
    with pytest.raises(one.api.errors.RejectedError) as caught:
        callers(one.api)(one.name, *call.args, **call.kwargs)
    return caught.value


def name_of(response: Response) -> str:
    """The first half of the names of what an operation raises."""
    return response.operation.name.title().replace(".", "").replace("_", "")


def assert_rejection(response: Response, error: Any, body: Any) -> None:
    """Assert what holds of every failure inside a success."""
    one = response.operation
    errors = one.api.errors
    assert type(error) is getattr(errors, f"{name_of(response)}Rejected")
    assert isinstance(error, getattr(errors, one.api.error))
    assert not isinstance(error, errors.APIStatusError)
    assert error.status_code == 200
    assert error.request_id == error.headers["x-request-id"] == "r-1"
    assert error.response.json() == body
    assert_read(one, response.schema, body, error.body)
    assert isinstance(error.reason, getattr(errors, f"{name_of(response)}Rejection"))
    assert one.name in error.message
    assert "\n" not in error.message
    pickled = pickle.dumps(error)
    again = pickle.loads(pickled)
    assert type(again) is type(error)
    assert again.reason is error.reason
    assert again.raw_reason == error.raw_reason
    assert again.body == error.body
    assert str(again) == str(error)
    assert SECRET not in f"{error}{error!r}{vars(error)}"
    assert SECRET.encode() not in pickled


@pytest.mark.parametrize(
    ("response", "case"),
    [
        pytest.param(response, case, id=f"{response}-{case.name.lower()}")
        for response in BY_VALUE
        for case in response.cases
    ],
)
def test_documented_value(callers, exchange, response, case):
    sampler = Sampler(response.operation.document)
    body = sampler.along(response.schema, case.path, case.value)
    error = rejected(callers, exchange, response, body)
    about = judge(response.operation.api.package).complaints_about
    assert about(local(exchange.request), exchange.answered[0]) == []
    assert_rejection(response, error, body)
    assert error.reason.name == case.name
    assert error.reason.status == 200
    assert error.reason.description == case.description
    assert error.raw_reason == case.value


@pytest.mark.parametrize("response", BY_VALUE, ids=str)
def test_every_value_but_success_is_documented(response):
    one = response.operation
    outcome = response.outcome
    schema = one.resolved(response.schema)
    values = one.resolved(schema["properties"][outcome["property"]])["enum"]
    failures = [value for value in values if value not in outcome["success"]]
    assert failures == [case.value for case in response.cases]


@pytest.mark.parametrize("response", BY_VALUE, ids=str)
def test_a_value_that_is_not_documented_is_a_failure(callers, exchange, response):
    body = {response.outcome["property"]: "out_of_paper", "why": ["jam"]}
    error = rejected(callers, exchange, response, body)
    assert_rejection(response, error, body)
    assert error.reason.name == "UNKNOWN"
    assert error.raw_reason == "out_of_paper"
    assert "out_of_paper" in error.message
    assert error.body.why == ["jam"]


@pytest.mark.parametrize(
    "error",
    [
        {},
        {"error": None},
        {"result": None},
        {"error": {"title": "Bad Request", "detail": "Your Batch\nhas been started."}},
        {"result": None, "error": {"detail": "older than 28 days"}},
    ],
    ids=json.dumps,
)
@pytest.mark.parametrize("response", BY_PRESENCE, ids=str)
def test_an_envelope_without_a_result(callers, exchange, response, error):
    """No values are documented here, but that the result is missing."""
    caught = rejected(callers, exchange, response, error)
    errors = response.operation.api.errors
    assert type(caught) is getattr(errors, f"{name_of(response)}Rejected")
    assert caught.reason.name == "REJECTED"
    assert caught.reason.status == 200
    assert caught.raw_reason is None
    assert caught.response.json() == error
    assert "\n" not in caught.message
    detail = (error.get("error") or {}).get("detail")
    if detail is None:
        assert caught.body.error is None
    else:
        assert caught.body.error.detail == detail
        assert " ".join(detail.split()) in caught.message
    if None not in error.values():
        assert_rejection(response, caught, error)


@pytest.mark.parametrize("response", BY_PRESENCE, ids=str)
def test_an_empty_result_is_a_result(callers, exchange, response):
    one = response.operation
    call = minimal_call(one)
    exchange.script(answer(200, {"result": {}, "error": {"detail": "warning"}}))
    got = callers(one.api)(one.name, *call.args, **call.kwargs)
    assert got.result.to_dict() == {}
    assert got.error.detail == "warning"


def test_the_pages_operations_can_be_rejected():
    """So that the lists that the tests above go through are not empty."""
    assert operation(APEXVERIFY, "batch.launch").success in BY_VALUE
    assert operation(APEXVERIFY, "batch.upload").success in BY_VALUE
    assert [one.operation.api for one in BY_PRESENCE] == [EXPERIAN] * 6


def test_raw_answers_are_rejected_when_they_are_parsed(callers, exchange):
    launch = operation(APEXVERIFY, "batch.launch")
    exchange.script(answer(200, {"status": "error"}))
    raw = callers(APEXVERIFY)(launch.raw_name, *minimal_call(launch).args)
    assert raw.status_code == 200
    with pytest.raises(APEXVERIFY.errors.BatchLaunchRejected):
        raw.parse()
