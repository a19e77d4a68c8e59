"""What a client easily gets wrong: each trap of each `ORIGIN.md` has a test."""

from __future__ import annotations

import inspect
import json
from datetime import UTC, datetime
from importlib import import_module
from typing import Any
from uuid import UUID

import pytest

from tests.clients.apis import APEXVERIFY, EXPERIAN, NHS, VEC, inspection
from tests.clients.calls import minimal_call
from tests.clients.server import Answer, answer
from tests.clients.test_uploads import sent_parts
from tests.clients.traps import WATCHED, listed, trap
from tests.contract.openapi_core.operations import documented, operation

BATCH = "a1b2c3d4-e5f6-7890-abcd-ef1234567890"
MICROSECONDS = datetime(2025, 9, 10, 1, 2, 3, 4005, tzinfo=UTC)


def got(callers: Any, exchange: Any, api: Any, method: str, value: Any) -> Any:
    """What a method makes of a body."""
    one = operation(api, method)
    exchange.script(answer(one.success.status, value, one.success.media_type))
    call = minimal_call(one)
    return callers(api)(method, *call.args, **call.kwargs)


def failed(callers: Any, exchange: Any, api: Any, method: str, said: Answer) -> Any:
    """What a method raises."""
    exchange.script(said)
    call = minimal_call(operation(api, method))
    with pytest.raises(api.errors.APIStatusError) as caught:
        callers(api)(method, *call.args, **call.kwargs)
    return caught.value


def test_every_trap_is_watched():
    assert set(WATCHED) == listed()


@pytest.mark.parametrize("test", sorted(set(WATCHED.values())))
def test_what_watches_is_a_test(test):
    module, _, name = test.rpartition(".")
    assert inspect.isfunction(getattr(import_module(module), name))


# --- apexverify --------------------------------------------------------------


@trap("apexverify", "five verbs on one path, POST on two paths")
def test_verbs(callers, exchange):
    verbs = {"status": "GET", "configure": "PUT", "parse": "PATCH", "delete": "DELETE"}
    for method, verb in {**verbs, "launch": "POST", "upload": "POST"}.items():
        value = {"status": "ok" if method != "status" else "parsing_content"}
        got(callers, exchange, APEXVERIFY, f"batch.{method}", value)
        request = exchange.received[-1]
        path = "/apexverify/v1/batch"
        expected = path if method == "upload" else f"{path}/{BATCH}"
        assert (request.method, request.path) == (verb, expected)


@trap("apexverify", "operationIds in kebab-case with path and verb")
@trap("nhs_notify", "operationIds in mixed styles")
def test_method_names_have_no_noise():
    for one in documented():
        *resource, method = one.name.split(".")
        client: Any = getattr(one.api.module, one.api.client)()
        for name in resource:
            client = getattr(client, name)
        ids = one.node["operationId"].replace("-", "_").lower()
        public = [name for name in dir(client) if not name.startswith("_")]
        assert method in public
        assert ids not in public
        assert all(name.isidentifier() and name.islower() for name in public)


@trap("apexverify", "`message` has a default and is not required")
def test_a_decoder_makes_nothing_up(callers, exchange):
    said = answer(400, {})
    error = failed(callers, exchange, APEXVERIFY, "batch.launch", said)
    assert error.body.message is None
    assert error.body.to_dict() == {}


@trap("apexverify", "`input` of any type, empty `ctx`, `loc` of strings and integers")
def test_validation_errors(callers, exchange):
    items: list[Any] = [
        {"loc": ["body", 0, "7", "type"], "msg": "no", "type": "enum"},
        {"loc": [], "msg": "", "type": "", "ctx": {}, "input": None},
        {"loc": [7], "msg": "", "type": "", "ctx": {"a": 1}, "input": {"b": [1.5]}},
    ]
    said = answer(422, {"detail": items})
    error = failed(callers, exchange, APEXVERIFY, "batch.launch", said)
    first, second, third = error.body.detail
    assert first.loc == ["body", 0, "7", "type"]
    assert list(map(type, first.loc)) == [str, int, str, str]
    assert (second.input, third.input) == (None, {"b": [1.5]})
    assert "input" not in first.to_dict()
    assert "input" in second.to_dict()
    assert error.body.to_dict() == {"detail": items}


@trap("apexverify", "names like `Batch_status_v1_batch__batch_uuid__get_Response_200`")
def test_model_names_have_no_noise():
    names = [model["name"] for model in inspection("apexverify")["models"]]
    assert {"BatchStatus", "BatchDetails", "BatchExport"} <= set(names)
    assert not [name for name in names if "_" in name or "200" in name]


@trap("apexverify", "the country `NO` is false in YAML 1.1")
def test_norway(callers, exchange):
    countries = APEXVERIFY.models.CountryCode
    assert countries.NO.value == "NO"
    assert len(countries) == 222
    assert {type(country.value) for country in countries} == {str}
    value = {"status": "verification_done", "parameters": {"target_country": "NO"}}
    details = got(callers, exchange, APEXVERIFY, "batch.details", value)
    assert details.parameters.target_country is countries.NO


@trap("apexverify", "booleans and integers beside a file in a form; a null description")
@pytest.mark.parametrize("description", [None, "", "null"])
def test_a_form_has_no_null(callers, exchange, description):
    """A form can say nothing, or something; `null` is an empty part."""
    exchange.script(answer(200, {"status": "ok"}))
    call = minimal_call(operation(APEXVERIFY, "batch.upload"))
    more = {"description": description, "use_global_cache": False}
    callers(APEXVERIFY)("batch.upload", **call.kwargs, **more)
    found = sent_parts(exchange.request)
    assert found["use_global_cache"].text == "false"
    assert found["description"].text == (description or "")


@trap("apexverify", "402 on launch alone")
def test_402_is_a_reason_of_launch_alone():
    payable = [
        one["method"]
        for one in inspection("apexverify")["operations"]
        if "402" in [error["status"] for error in one["errors"]]
    ]
    assert payable == ["launch"]
    assert hasattr(APEXVERIFY.errors.BatchLaunchRejection, "PAYMENT_REQUIRED")
    assert not hasattr(APEXVERIFY.errors.BatchStatusRejection, "PAYMENT_REQUIRED")


@trap(
    "apexverify",
    "`Retry-After` and `X-RateLimit-…` are nowhere in the published document",
)
def test_limits_can_be_read(callers, exchange):
    limits = {"X_RateLimit_Limit": "180", "X_RateLimit_Remaining": "0"}
    exchange.script(answer(200, {"status": "ok"}, **limits))
    raw = callers(APEXVERIFY)("batch.with_raw_response.launch", BATCH)
    assert raw.headers["x-ratelimit-remaining"] == "0"
    said = answer(429, {"message": "slowly"}, Retry_After="44", **limits)
    error = failed(callers, exchange, APEXVERIFY, "batch.launch", said)
    assert error.headers["retry-after"] == "44"
    assert error.headers["x-ratelimit-limit"] == "180"
    assert error.body.message == "slowly"


# --- experian_phone ----------------------------------------------------------


@trap("experian_phone", "a missing token is a 400")
def test_a_missing_token_is_told_apart(callers, exchange):
    detail = "You didn't provide an authentication token."
    said = answer(400, {"error": {"title": "Bad Request", "detail": detail}})
    for one in documented():
        if one.api is EXPERIAN:
            error = failed(callers, exchange, EXPERIAN, one.name, said)
            assert error.reason.name == "MISSING_TOKEN"
            assert not isinstance(error, EXPERIAN.errors.AuthenticationError)


@trap("experian_phone", "digits, dates and yes/no that are strings")
def test_texts_stay_texts(callers, exchange):
    phone = {
        "number": "0049012",
        "ported_date": "2012-06-27T09:32:09.000Z",
        "disposable_number": "Yes",
        "metadata": {"original_home_network_identity": "302610", "is_ported": "no"},
    }
    value = {"result": {"phones": [phone]}}
    results = got(callers, exchange, EXPERIAN, "batches.results", value)
    (read,) = results.result.phones
    assert read.number == "0049012"
    assert read.ported_date == "2012-06-27T09:32:09.000Z"
    assert read.metadata.original_home_network_identity == "302610"
    assert read.metadata.is_ported == "no"
    assert json.loads(results.to_json()) == value


@trap("experian_phone", "`records` may be null in status, not in list")
def test_records_are_null(callers, exchange):
    value: Any = {"result": {"records": None, "records_processed": 0}}
    status = got(callers, exchange, EXPERIAN, "batches.status", value)
    assert status.result.records is None
    assert status.result.records_processed == 0
    assert status.to_dict() == value


@trap("experian_phone", "`additionalProperties: false` on answers")
def test_a_newer_server_may_say_more(callers, exchange):
    value: Any = {
        "result": {"batches": [{"batch_id": "1", "priority": 3}], "more": False},
        "trace": {"id": "x"},
    }
    batches = got(callers, exchange, EXPERIAN, "batches.list", value)
    assert batches.result.batches[0].priority == 3
    assert batches.to_dict() == value


@trap("experian_phone", "six digits of a second, `Z`")
def test_microseconds(callers, exchange):
    value = {"result": {"date_submitted": "2025-09-10T01:02:03.004005Z"}}
    status = got(callers, exchange, EXPERIAN, "batches.status", value)
    assert status.result.date_submitted == MICROSECONDS
    assert status.result.date_submitted.utcoffset().total_seconds() == 0
    assert status.to_dict() == value


@trap("experian_phone", "a duration that has no format")
def test_a_duration_is_a_text(callers, exchange):
    exchange.script(answer(200, {"result": {}}))
    body = {"phones": [{"number": "1"}], "defaults": {"max_processing_time": "PT25M"}}
    callers(EXPERIAN)("batches.create", **body)
    assert exchange.request.json() == body


@trap("experian_phone", "open sets of values")
def test_any_status_is_a_text(callers, exchange):
    value = {"result": {"status": "Paused By Operator", "reason": "who knows"}}
    status = got(callers, exchange, EXPERIAN, "batches.status", value)
    assert type(status.result.status) is str
    assert status.to_dict() == value


@trap("experian_phone", "results before completion are an empty 200")
def test_results_before_completion(callers, exchange):
    value: Any = {"result": {"status": "processing", "statistics": [], "phones": []}}
    results = got(callers, exchange, EXPERIAN, "batches.results", value)
    assert results.result.status == "processing"
    assert results.result.phones == results.result.statistics == []


@trap(
    "experian_phone",
    "pattern with escapes; an empty string fits the length, not the pattern",
)
@pytest.mark.parametrize(
    ("value", "fits"),
    [("a-b/c:d.e,(f) 7_ü", True), ("", False), ("a?", False), ("x" * 257, False)],
)
def test_the_pattern(callers, exchange, value, fits):
    body = {"phones": [{}], "defaults": {"batch_reference_id": value}}
    if fits:
        exchange.script(answer(200, {"result": {}}))
        callers(EXPERIAN)("batches.create", **body)
        assert exchange.request.json() == body
        return
    with pytest.raises(EXPERIAN.errors.RequestValidationError):
        callers(EXPERIAN)("batches.create", **body)


# --- nhs_notify --------------------------------------------------------------


@trap("nhs_notify", "a property called `self`", "an empty object is a valid page")
def test_self(callers, exchange):
    links = {"self": "http://a", "first": "http://b", "last": "http://c"}
    page = got(callers, exchange, NHS, "batch.list", {"links": links})
    assert page.links.self_ == "http://a"
    assert page.links.to_dict() == links
    assert page.data is page.links.next is None
    empty = got(callers, exchange, NHS, "batch.list", {})
    assert empty.links is empty.data is None
    assert empty.to_dict() == {}


@trap("nhs_notify", "`download` required and not defined")
def test_download(callers, exchange):
    value: Any = {"data": {"type": "Letters", "id": "1", "attributes": {}}}
    batch = got(callers, exchange, NHS, "batch.get", value)
    assert batch.data.attributes.download is None
    value["data"]["attributes"] = {"download": {"url": "http://s3", "size": 7}}
    batch = got(callers, exchange, NHS, "batch.get", value)
    assert batch.data.attributes.download.url == "http://s3"
    assert batch.data.attributes.download.size == 7


@trap("nhs_notify", "envelope of errors")
@pytest.mark.parametrize("inner", [False, True])
def test_both_envelopes(callers, exchange, inner):
    errors = {"errors": [{"code": "NOTIFY_QUOTA", "status": "429"}]}
    said = answer(429, {"data": errors} if inner else errors)
    error = failed(callers, exchange, NHS, "batch.get", said)
    found = error.body.data.errors if inner else error.body.errors
    assert found[0].code is NHS.models.ErrorCode.NOTIFY_QUOTA
    assert error.reason.name == ("TOO_MANY_REQUESTS" if inner else "QUOTA_EXCEEDED")


# --- vec ---------------------------------------------------------------------


@trap("vec", "422 with dynamic keys that have dots in them")
def test_keys_with_dots(callers, exchange):
    wrong = {"signatories.0.index": ["Signatory indices must start from 1."]}
    said = answer(422, {"message": "The given data was invalid.", "errors": wrong})
    error = failed(callers, exchange, VEC, "batches.create", said)
    assert error.body.errors == wrong
    assert error.reason.name == "INVALID_FIRST_SIGNATORY_INDEX"


@trap("vec", "three kinds of envelope", "list items are smaller")
def test_envelopes(callers, exchange):
    value: Any = {"status": "processing", "progress": 50}
    batch = got(callers, exchange, VEC, "batches.get", {"data": value})
    progress = got(callers, exchange, VEC, "batches.status", value)
    user = got(callers, exchange, VEC, "users.get", {"user": {"uuid": BATCH}})
    page = got(callers, exchange, VEC, "batches.list", {"data": [value]})
    assert batch.data.status == progress.status == page.data[0].status == "processing"
    assert user.user.uuid == UUID(BATCH)
    assert type(batch.data) is VEC.models.Batch
    assert type(page.data[0]) is VEC.models.BatchSummary
    assert "template" not in VEC.models.BatchSummary.model_fields


@trap("vec", "`default_signatories` absent, null or array")
@pytest.mark.parametrize(
    "template", [{}, {"default_signatories": None}, {"default_signatories": []}]
)
def test_default_signatories(callers, exchange, template):
    value: Any = {"data": template}
    found = got(callers, exchange, VEC, "certificate_templates.get", value)
    expected = template.get("default_signatories")
    assert found.data.default_signatories == expected
    assert found.to_dict() == value


@trap("vec", "`completion_date` is null at first; dates in three formats")
def test_completion_date(callers, exchange):
    running = {"data": {"completion_date": None}}
    batch = got(callers, exchange, VEC, "batches.get", running)
    assert batch.data.completion_date is None
    assert batch.to_dict() == running
    done = {"data": {"completion_date": "2025-03-14T13:04:03.000000Z"}}
    batch = got(callers, exchange, VEC, "batches.get", done)
    assert batch.data.completion_date == datetime(2025, 3, 14, 13, 4, 3, tzinfo=UTC)


@trap("vec", "a float whose example is an integer", "ids of mixed kind")
@pytest.mark.parametrize("progress", [0, 100, 33.3])
def test_progress(callers, exchange, progress):
    value = {"data": {"id": BATCH, "progress": progress, "template": {}}}
    value["data"]["template"] = {"institution_id": 3}
    batch = got(callers, exchange, VEC, "batches.get", value)
    assert batch.data.progress == progress
    assert json.dumps(batch.to_dict()) == json.dumps(value)
    assert type(batch.data.id) is UUID
    assert type(batch.data.template.institution_id) is int


@trap("vec", "`from` is a keyword")
def test_from(callers, exchange):
    value: Any = {"meta": {"from": 16, "to": None, "total": 16}}
    page = got(callers, exchange, VEC, "users.list", value)
    assert page.meta.from_ == 16
    assert page.meta.to is None
    assert page.to_dict() == value
