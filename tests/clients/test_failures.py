"""Every documented failure of every operation, and some that nobody documents."""

from __future__ import annotations

import json
import pickle
from typing import Any

import pytest
from pydantic import BaseModel

from tests.clients.apis import APEXVERIFY, EXPERIAN, NHS, SECRET, VEC
from tests.clients.calls import minimal_call
from tests.clients.conftest import local
from tests.clients.reading import assert_read
from tests.clients.samples import Sampler
from tests.clients.server import Answer, answer
from tests.contract.openapi_core.judge import judge
from tests.contract.openapi_core.operations import (
    PHRASES,
    Case,
    Operation,
    Response,
    documented,
    failures,
    operation,
)

HTML = Answer(200, b"<html><p>Oops</p></html>", {"Content-Type": "text/html"})
SCENARIOS = [
    pytest.param(response, case, id=f"{response}-{case.name.lower()}")
    for response in failures()
    for case in response.cases
]
UNREADABLE = [
    pytest.param(one, said, id=f"{one}-{name}")
    for one in documented()
    if one.success.content
    for name, said in {
        "malformed": Answer(200, b'{"status": "ok"'),
        "empty": Answer(200),
        "bytes": Answer(200, b"\xff\xfe"),
        "html": HTML,
        "another type": answer(200, ["a", "list"]),
    }.items()
    # Of one success is only known that it is JSON.
    if "$ref" in one.success.schema or name != "another type"
]
ONE_OF_EACH = {one.operation.api.package: one for one in failures()}.values()
UNFIT = [
    pytest.param(response, body, id=f"{response}-{body.decode()}")
    # Whatever does not fit is read in one place: one kind of it for every failure, and
    # the other kinds for one failure of each API.
    for responses, bodies in (
        (failures(), (b"<html>gone</html>",)),
        (ONE_OF_EACH, (b"", b'{"message": 1', b"[1]")),
    )
    for response in responses
    for body in bodies
]
each_failure = pytest.mark.parametrize("response", list(failures()), ids=str)
each_scenario = pytest.mark.parametrize(("response", "case"), SCENARIOS)
each_operation = pytest.mark.parametrize("one", documented(), ids=str)


def raised(callers, exchange, one: Operation, said: Answer) -> Any:
    """The exception that an answer leads to."""
    exchange.script(said)
    call = minimal_call(one)
    with pytest.raises(getattr(one.api.errors, one.api.error)) as caught:
        callers(one.api)(one.name, *call.args, **call.kwargs)
    return caught.value


def documented_failure(callers, exchange, response: Response, body: Any) -> Any:
    """The exception that a documented body leads to, when the spec allows it."""
    said = answer(response.status, body, response.media_type, X_Request_Id="r-1")
    error = raised(callers, exchange, response.operation, said)
    about = judge(response.operation.api.package).complaints_about
    assert about(local(exchange.received[-1]), exchange.answered[-1]) == []
    return error


def inspected_error(response: Response) -> Any:
    """What `inspect` says about one status."""
    errors = response.operation.inspected["errors"]
    (found,) = (one for one in errors if one["status"] == str(response.status))
    return found


def body_of(response: Response, case: Case) -> Any:
    """The smallest body that shows a case."""
    leaf = case.value if case.pattern is None else case.description
    sampler = Sampler(response.operation.document)
    schema = response.schema
    try:
        body = sampler.along(schema, case.path, leaf)
    except KeyError:
        pytest.fail(f"{response}: {'.'.join(case.path)} is not in the schema")
    if not case.applies(body):
        body = sampler.along(schema, case.path, [leaf])
    return body


def first(response: Response, body: Any) -> str:
    """The case that a body shows; else the one that stands for the status."""
    shown = (case.name for case in response.cases if case.applies(body))
    return next(shown, PHRASES[response.status])


def assert_error(response: Response, error: Any, body: Any) -> None:
    """Assert what holds of every documented failure."""
    one = response.operation
    expected = inspected_error(response)
    assert type(error) is getattr(one.api.errors, expected["exception"])
    assert isinstance(error, one.api.errors.APIStatusError)
    assert error.status_code == response.status
    assert error.headers["x-request-id"] == "r-1"
    assert error.request_id == "r-1"
    assert error.response.json() == body
    assert isinstance(error.body, BaseModel)
    assert type(error.body).__name__ == expected["body"]
    assert expected["body"] == response.schema["$ref"].rpartition("/")[2]
    assert_read(one, response.schema, body, error.body)
    assert error.body.to_dict() == body
    assert str(error) == error.message
    assert "\n" not in error.message
    assert one.name in error.message
    assert str(response.status) in error.message
    assert error.reason.name in expected["cases"]
    assert error.reason.status == response.status
    assert error.reason.title


def assert_pickles(error: Any) -> None:
    """Assert that an error survives being sent to another process."""
    again = pickle.loads(pickle.dumps(error))
    assert type(again) is type(error)
    assert str(again) == str(error)
    assert again.reason is error.reason
    assert again.body == error.body
    assert again.status_code == error.status_code
    assert again.headers == error.headers
    assert again.request_id == error.request_id
    assert again.response.content == error.response.content


@each_scenario
def test_documented_scenario(callers, exchange, response, case):
    body = body_of(response, case)
    assert first(response, body) == case.name, "another case is found before this one"
    error = documented_failure(callers, exchange, response, body)
    assert_error(response, error, body)
    assert error.reason.name == case.name
    assert error.reason.value == case.name.lower()
    assert error.reason.description == case.description
    assert_pickles(error)


@each_failure
def test_documented_status(callers, exchange, response):
    """A body that shows no case has the reason that stands for the status."""
    sampler = Sampler(response.operation.document)
    body = sampler.minimal(response.schema)
    assert not any(case.applies(body) for case in response.cases)
    error = documented_failure(callers, exchange, response, body)
    assert_error(response, error, body)
    assert error.reason.name == PHRASES[response.status]
    assert_pickles(error)


@each_failure
def test_documented_body(callers, exchange, response):
    """Everything that an error body may have is in `error.body`."""
    full = Sampler(response.operation.document).full(response.schema)
    for body in [full, *response.examples]:
        error = documented_failure(callers, exchange, response, body)
        assert_error(response, error, body)
        assert error.reason.name == first(response, body)


@each_failure
def test_reasons_are_those_of_the_operation(response):
    """`inspect`, the enum and the spec agree on what can fail."""
    cases = [case.name for case in response.cases]
    extra = [] if PHRASES[response.status] in cases else [PHRASES[response.status]]
    assert inspected_error(response)["cases"] == cases + extra


@pytest.mark.parametrize(("response", "body"), UNFIT)
def test_an_error_body_that_does_not_fit_does_not_hide_the_error(
    callers, exchange, response, body
):
    said = Answer(response.status, body, {"Content-Type": "text/html"})
    error = raised(callers, exchange, response.operation, said)
    expected = inspected_error(response)
    assert type(error) is getattr(response.operation.api.errors, expected["exception"])
    assert error.reason.name == PHRASES[response.status]
    assert error.raw_body == {b"": None, b"[1]": [1]}.get(body, body.decode())
    documented = getattr(response.operation.api.models, expected["body"])
    assert type(error.body) is documented
    for name in documented.model_fields:
        getattr(error.body, name)
    assert error.response.content == body
    assert_pickles(error)


@pytest.mark.parametrize(
    ("status", "name"),
    [
        (405, "MethodNotAllowedError"),
        (409, "ConflictError"),
        (410, "GoneError"),
        (418, "ClientStatusError"),
        (451, "ClientStatusError"),
        (502, "BadGatewayError"),
        (504, "GatewayTimeoutError"),
        (507, "ServerStatusError"),
        (599, "ServerStatusError"),
    ],
)
@each_operation
def test_undocumented_status(callers, exchange, one, status, name):
    said = answer(status, {"detail": "no\nway"})
    if one.verb == "head":
        said = Answer(status)
    error = raised(callers, exchange, one, said)
    assert type(error) is getattr(one.api.errors, name)
    family = "ClientStatusError" if status < 500 else "ServerStatusError"
    assert isinstance(error, getattr(one.api.errors, family))
    assert error.reason.name == "UNKNOWN"
    assert error.status_code == status
    assert error.body == (None if one.verb == "head" else {"detail": "no\nway"})
    assert "\n" not in error.message
    assert_pickles(error)


@pytest.mark.parametrize("one", [documented()[0], documented()[-1]], ids=str)
@pytest.mark.parametrize("status", [409, 503])
def test_undocumented_status_with_a_text(callers, exchange, one, status):
    said = Answer(status, "Schluß".encode(), {"Content-Type": "text/plain"})
    assert raised(callers, exchange, one, said).body == "Schluß"


@pytest.mark.parametrize("status", [300, 304, 307])
def test_a_redirect_that_is_not_documented_is_an_error(callers, exchange, status):
    said = Answer(status, headers={"Location": "https://elsewhere.example.com/"})
    error = raised(callers, exchange, operation(VEC, "users.get"), said)
    assert type(error) is VEC.errors.APIStatusError
    assert error.status_code == status
    assert len(exchange.received) == 1


UNDECLARED = [
    pytest.param(operation(APEXVERIFY, "batch.status"), 402, id="apexverify-402"),
    pytest.param(operation(NHS, "batch.list"), 400, id="nhs_notify-400"),
    pytest.param(operation(NHS, "batch.list"), 404, id="nhs_notify-404"),
    pytest.param(operation(NHS, "data.get_url"), 500, id="nhs_notify-500"),
    pytest.param(operation(VEC, "users.list"), 404, id="vec-404"),
    pytest.param(operation(EXPERIAN, "batches.list"), 415, id="experian_phone-415"),
]


@pytest.mark.parametrize(("one", "status"), UNDECLARED)
def test_a_status_that_only_other_operations_declare(callers, exchange, one, status):
    """The class says which body it has, so that it has this body here, too."""
    assert status not in [response.status for response in one.responses]
    declared = next(
        response
        for response in failures()
        if response.operation.api is one.api and response.status == status
    )
    body = Sampler(one.document).full(declared.schema)
    error = raised(callers, exchange, one, answer(status, body, declared.media_type))
    name = inspected_error(declared)["exception"]
    assert type(error) is getattr(one.api.errors, name)
    assert error.reason.name == "UNKNOWN"
    assert isinstance(error.body, BaseModel)
    assert error.body.to_dict() == body
    assert type(error.body).__name__ == inspected_error(declared)["body"]
    plain = raised(callers, exchange, one, Answer(status, b"no"))
    assert (type(plain.body), plain.raw_body) == (type(error.body), "no")


@each_operation
def test_the_catalogue_is_complete(one):
    """Each member of the enum of an operation is a documented failure, and back."""
    name = "".join(part.title() for part in one.name.replace("_", ".").split("."))
    cases = [case.name for response in one.responses for case in response.cases]
    cases += [PHRASES[response.status] for response in one.failures]
    if one.success.outcome and not one.success.cases:
        cases.append("REJECTED")
    if not cases:
        assert not hasattr(one.api.errors, f"{name}Rejection")
        return
    enum = getattr(one.api.errors, f"{name}Rejection")
    assert issubclass(enum, one.api.errors.ErrorReason)
    codes = {member for member in enum if member._match and member._covers == "None"}
    assert {member.name for member in {*enum} - codes} == {*cases, "UNKNOWN"}
    for member in codes:
        assert member._match.value in one.api.models.ErrorCode._value2member_map_
    described = {
        case.name: (response.status, case.description)
        for response in one.responses
        for case in response.cases
    }
    for response in one.failures:
        phrase = PHRASES[response.status]
        described.setdefault(phrase, (response.status, response.description))
    for member in enum:
        if member.name not in ("UNKNOWN", "REJECTED") and member not in codes:
            assert (member.status, member.description) == described[member.name]
            assert member.title
    assert enum.UNKNOWN.status is None


# --- successes that cannot be read -------------------------------------------


@pytest.mark.parametrize(("one", "said"), UNREADABLE)
def test_a_success_that_does_not_fit(callers, exchange, one, said):
    said = Answer(one.success.status, said.body, {**said.headers, "x-request-id": "7"})
    error = raised(callers, exchange, one, said)
    assert type(error) is one.api.errors.ResponseValidationError
    assert not isinstance(error, one.api.errors.APIStatusError)
    assert error.status_code == one.success.status
    assert error.response.content == said.body
    assert error.headers["x-request-id"] == "7"
    assert error.request_id == "7"
    assert "\n" not in error.message
    again = pickle.loads(pickle.dumps(error))
    assert (str(again), again.response.content) == (str(error), said.body)


@pytest.mark.parametrize(
    ("one", "value", "place"),
    [
        (operation(VEC, "batches.get"), {"data": {"id": 7}}, "data/id"),
        (operation(VEC, "batches.get"), {"data": {"progress": "half"}}, "progress"),
        (
            operation(EXPERIAN, "batches.list"),
            {"result": {"batches": [{}, {"records": "many"}]}},
            "result/batches/1/records",
        ),
        (operation(NHS, "batch.get"), {"data": {"type": "Batch"}}, "data/id"),
        (
            operation(APEXVERIFY, "batch.details"),
            {"status": "verification_done", "created_at": []},
            "created_at",
        ),
    ],
)
def test_what_does_not_fit_is_named(callers, exchange, one, value, place):
    error = raised(callers, exchange, one, answer(200, value, one.success.media_type))
    assert type(error) is one.api.errors.ResponseValidationError
    assert f"/{place}: expected " in error.message
    assert json.loads(error.response.content) == value


# --- credentials -------------------------------------------------------------


@each_failure
def test_no_error_shows_the_credential(callers, exchange, response):
    body = Sampler(response.operation.document).full(response.schema)
    error = documented_failure(callers, exchange, response, body)
    pickled = pickle.dumps(error)
    for shown in (str(error), repr(error), error.message, repr(vars(error))):
        assert SECRET not in shown
    assert SECRET.encode() not in pickled
