"""Every operation that succeeds: what is sent, and what comes back."""

from __future__ import annotations

import json
from typing import Any

import pytest
from pydantic import BaseModel

from tests.clients.apis import APEXVERIFY, NHS, VEC, inspection
from tests.clients.calls import Call, full_call, minimal_call
from tests.clients.conftest import local
from tests.clients.reading import assert_read, described, moments
from tests.clients.samples import Sampler, put
from tests.clients.server import Answer, answer
from tests.contract.openapi_core.judge import judge
from tests.contract.openapi_core.operations import (
    Response,
    documented,
    json_successes,
    operation,
)
from tests.specs.reading import NAMES

LOCATION = "https://files.example.com/data?signature=0123"
NEW = {"a": [1, None, {"b": "ü"}]}

each_operation = pytest.mark.parametrize("one", documented(), ids=str)
each_success = pytest.mark.parametrize("response", list(json_successes()), ids=str)


def documented_answer(response: Response, value: Any) -> Answer:
    """A success as documented, with a body if the documentation has one."""
    if response.status == 303:
        return Answer(303, headers={"Location": LOCATION})
    if not response.content:
        return Answer(response.status)
    return answer(response.status, value, response.media_type)


def full_answer(response: Response) -> Answer:
    """The success with everything in it that is documented."""
    sampler = Sampler(response.operation.document)
    value = sampler.full(response.schema) if response.content else None
    if response.outcome and response.outcome["success"] != "present":
        value[response.outcome["property"]] = response.outcome["success"][0]
    return documented_answer(response, value)


def assert_allowed(exchange, response: Response) -> None:
    """Assert that the test itself answered as the spec says."""
    request = local(exchange.request)
    about = judge(response.operation.api.package).complaints_about
    assert about(request, exchange.answered[0]) == []


def called(callers, exchange, response: Response, value: Any) -> Any:
    """What the client makes of a body."""
    one = response.operation
    exchange.script(documented_answer(response, value))
    call = minimal_call(one)
    return callers(one.api)(one.name, *call.args, **call.kwargs)


def to_json(got: Any) -> Any:
    """The JSON that a result stands for."""
    if isinstance(got, BaseModel):
        return got.to_dict()  # type: ignore[attr-defined]
    if isinstance(got, dict):
        return {name: to_json(item) for name, item in got.items()}
    return got


def assert_call(callers, exchange, call: Call) -> None:
    one = call.operation
    response = one.success
    exchange.script(full_answer(response))
    got = callers(one.api)(one.name, *call.args, **call.kwargs)
    assert_allowed(exchange, response)
    call.arrived(exchange.request)
    assert exchange.request.headers[one.api.credential_header] == one.api.credential
    if response.status == 303:
        assert got == LOCATION
    elif not response.content:
        assert got is None
    else:
        sent = exchange.answered[0].body
        assert_read_back(response, sent, got)


def assert_read_back(response: Response, sent: bytes, got: Any) -> None:
    value = json.loads(sent)
    one = response.operation
    if "$ref" not in response.schema:
        assert one.inspected["returns"] == "JsonValue"
        assert got == value
        return
    assert_read(one, response.schema, value, got)
    assert moments(to_json(got)) == moments(value)
    name = response.schema["$ref"].rpartition("/")[2]
    assert name in one.inspected["returns"].split(" | ")
    model = described(one, response.schema, value)
    assert isinstance(got, BaseModel) == ("properties" in model)


@each_operation
def test_with_every_argument(callers, exchange, one):
    assert_call(callers, exchange, full_call(one))


@each_operation
def test_with_the_required_arguments(callers, exchange, one):
    assert_call(callers, exchange, minimal_call(one))


def bodies(response: Response, *, nulled: bool = False) -> list[Any]:
    """A body for each alternative, complete, of calls that succeeded."""
    sampler = Sampler(response.operation.document)
    made = [sampler.nulled(response.schema, one) if nulled else one
            for one in sampler.variants(response.schema)]  # fmt: skip
    outcome = response.outcome
    if outcome and outcome["success"] != "present":
        for body in made:
            body[outcome["property"]] = outcome["success"][0]
    return made


@each_success
def test_each_alternative_of_the_body(callers, exchange, response):
    for value in bodies(response):
        exchange.received.clear()
        exchange.answered.clear()
        got = called(callers, exchange, response, value)
        assert_allowed(exchange, response)
        assert_read_back(response, exchange.answered[0].body, got)


@each_success
def test_documented_examples(callers, exchange, response):
    for value in response.examples:
        got = called(callers, exchange, response, value)
        assert_read_back(response, json.dumps(value).encode(), got)


@each_success
def test_missing_optional_members_are_none_and_stay_away(callers, exchange, response):
    sampler = Sampler(response.operation.document)
    value = sampler.minimal(response.schema)
    if response.outcome and response.outcome["success"] == "present":
        value[response.outcome["property"]] = {}
    got = called(callers, exchange, response, value)
    assert_allowed(exchange, response)
    assert_read_back(response, exchange.answered[0].body, got)


@each_success
def test_null_is_not_the_same_as_absent(callers, exchange, response):
    for value in bodies(response, nulled=True):
        exchange.received.clear()
        exchange.answered.clear()
        got = called(callers, exchange, response, value)
        assert_allowed(exchange, response)
        assert_read_back(response, exchange.answered[0].body, got)


@each_success
def test_members_that_the_spec_does_not_know_are_kept(callers, exchange, response):
    sampler = Sampler(response.operation.document)
    for value in bodies(response):
        objects = [
            place.path
            for place in sampler.places(response.schema, value)
            if "properties" in place.schema
        ]
        for path in objects:
            put(value, (*path, "x-new"), NEW)
        got = called(callers, exchange, response, value)
        assert moments(to_json(got)) == moments(value)
        if objects and not objects[0]:
            assert getattr(got, "x-new") == NEW


@each_success
def test_values_that_an_enum_does_not_list_are_tolerated(callers, exchange, response):
    sampler = Sampler(response.operation.document)
    outcome = (response.outcome or {}).get("property")
    for value in bodies(response):
        enums = [
            place.path
            for place in sampler.places(response.schema, value)
            if "enum" in place.schema and place.path != (outcome,)
        ]
        for path in enums:
            put(value, path, "from_the_future")
        got = called(callers, exchange, response, value)
        assert_read_back(response, json.dumps(value).encode(), got)


def test_an_unlisted_value_of_an_enum_says_so(callers, exchange):
    progress = operation(VEC, "batches.status").success
    got = called(callers, exchange, progress, {"status": "archived"})
    assert type(got.status) is VEC.models.BatchStatus
    assert got.status == "archived"
    assert not got.status.is_known
    assert got.status not in list(VEC.models.BatchStatus)
    assert VEC.models.BatchStatus.PENDING.is_known


@pytest.mark.parametrize("name", ["batch.status", "batch.details"])
def test_a_union_is_told_apart_by_its_status(callers, exchange, name):
    response = operation(APEXVERIFY, name).success
    union = operation(APEXVERIFY, name).resolved(response.schema)
    assert len(union["discriminator"]["mapping"]) == 5
    for status, reference in union["discriminator"]["mapping"].items():
        got = called(callers, exchange, response, {"status": status, "cost": 3})
        assert type(got).__name__ == reference.rpartition("/")[2]
        assert got.status == status
        assert got.cost == 3


@pytest.mark.parametrize("name", ["batch.status", "batch.details"])
def test_an_unknown_alternative_of_a_union_is_kept(callers, exchange, name):
    response = operation(APEXVERIFY, name).success
    value = {"status": "verification_paused", "until": "tomorrow", "cost": None}
    got = called(callers, exchange, response, value)
    assert type(got) is APEXVERIFY.models.UnknownVariant
    assert got.status == "verification_paused"
    assert got.until == "tomorrow"
    assert got.to_dict() == value


@pytest.mark.parametrize("code", [100, 100.5, 2**53 + 1])
def test_numbers_keep_their_kind(callers, exchange, code):
    response = operation(NHS, "batch.update_status").success
    value = {"data": {"attributes": {"reasonCode": code}}}
    got = called(callers, exchange, response, value)
    assert type(got.data.attributes.reason_code) is type(code)
    assert json.dumps(got.to_dict()) == json.dumps(value)
    assert json.loads(got.to_json()) == value


def test_any_json_is_handed_over_as_it_is(callers, exchange):
    response = operation(APEXVERIFY, "batch.list").success
    for value in ([], {"batches": [1, None]}, "text", 3, None):
        assert called(callers, exchange, response, value) == value


@pytest.mark.parametrize(
    ("export", "media_type", "body", "expected"),
    [
        ("json", "application/json", b'{"a@b.c": {"x": 1}}', {"a@b.c": {"x": 1}}),
        (
            "xlsx",
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            b"PK\x03\x04\x00\xff",
            b"PK\x03\x04\x00\xff",
        ),
    ],
)
def test_the_content_type_decides(
    callers, exchange, export, media_type, body, expected
):
    exchange.script(Answer(200, body, {"Content-Type": media_type}))
    call = minimal_call(operation(APEXVERIFY, "batch.export"))
    got = callers(APEXVERIFY)("batch.export", *call.args, format=export)
    assert got == expected
    assert exchange.request.query == f"format={export}"


def test_a_redirect_is_the_answer_and_is_not_followed(callers, exchange):
    """Following it would hand the token to the host of the file."""
    exchange.script(Answer(303, headers={"Location": LOCATION}))
    assert callers(NHS)("data.get_url", "id") == LOCATION
    assert exchange.request.headers["authorization"] == NHS.credential


def test_a_relative_location_is_made_absolute(callers, exchange, server):
    exchange.script(Answer(303, headers={"Location": "/files/1?x=%2F"}))
    assert callers(NHS)("data.get_url", "id") == f"{server.url}/files/1?x=%2F"


def test_a_redirect_without_a_location_does_not_fit(callers, exchange):
    exchange.script(Answer(303))
    with pytest.raises(NHS.errors.ResponseValidationError) as caught:
        callers(NHS)("data.get_url", "id")
    assert caught.value.status_code == 303


def test_head_answers_like_get_or_with_headers_alone(callers, exchange):
    exchange.script(
        Answer(200, b"", {"Content-Length-Of-File": "12"}),
        Answer(303, headers={"Location": LOCATION}),
    )
    raw = callers(NHS)("data.with_raw_response.head", "id")
    assert raw.parse() is None
    assert raw.headers["content-length-of-file"] == "12"
    assert callers(NHS)("data.head", "id") == LOCATION


def test_a_success_that_is_not_documented_is_read_like_its_sibling(callers, exchange):
    create = operation(VEC, "batches.create")
    value = Sampler(create.document).full(create.success.schema)
    call = minimal_call(create)
    exchange.script(answer(200, value), answer(202, value), answer(202, ["no batch"]))
    exchange.script(Answer(204), Answer(202, b"soon", {"Content-Type": "text/plain"}))
    for _ in range(2):
        got = callers(VEC)(create.name, *call.args, **call.kwargs)
        assert_read(create, create.success.schema, value, got)
    assert callers(VEC)(create.name, *call.args, **call.kwargs) == ["no batch"]
    assert callers(VEC)(create.name, *call.args, **call.kwargs) is None
    assert callers(VEC)(create.name, *call.args, **call.kwargs) == "soon"


@pytest.mark.parametrize("package", NAMES)
def test_every_operation_is_there(package):
    """The tests above take the operations from the spec, not from the client."""
    ids = {one.id for one in documented() if one.api.package == package}
    assert {one["id"] for one in inspection(package)["operations"]} == ids
    for one in documented():
        if one.api.package == package:
            found = one.inspected
            assert ".".join([*found["resource"], found["method"]]) == one.name
