"""What arguments become on the wire, and which are refused before anything is sent."""

from __future__ import annotations

from datetime import date
from typing import Any
from urllib.parse import parse_qsl, unquote
from uuid import UUID, uuid4

import pytest

from tests.clients.apis import APEXVERIFY, EXPERIAN, NHS, VEC
from tests.clients.calls import minimal_call
from tests.clients.server import Answer, answer
from tests.contract.openapi_core.operations import documented, operation

BATCH = "a1b2c3d4-e5f6-7890-abcd-ef1234567890"
VND = "application/vnd.api+json"
STATUS = answer(200, {"result": {}})
UPDATED = answer(200, {}, VND)
TEXT_IN_PATH = [one for one in documented() if one.path.endswith(("/{id}", "_id}"))]


# --- left out, None, value ---------------------------------------------------


@pytest.mark.parametrize(
    ("attributes", "sent"),
    [
        ({}, {}),
        ({"reason_text": None}, {"reasonText": None}),
        ({"reason_text": ""}, {"reasonText": ""}),
        (
            {"reason_code": None, "reason_text": "x"},
            {"reasonCode": None, "reasonText": "x"},
        ),
        ({"reason_code": 100}, {"reasonCode": 100}),
        ({"reason_code": 0}, {"reasonCode": 0}),
        ({"reason_code": 1.5}, {"reasonCode": 1.5}),
        ({"status": "ACCEPTED"}, {"status": "ACCEPTED"}),
    ],
    ids=str,
)
def test_left_out_and_none_differ_in_a_model(callers, exchange, attributes, sent):
    exchange.script(UPDATED)
    models = NHS.models
    data = models.BatchUpdateResource(
        id="1", attributes=models.BatchUpdateAttributes(**attributes)
    )
    callers(NHS)("batch.update_status", "1", data=data)
    assert exchange.request.json() == {"data": {"id": "1", "attributes": sent}}


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"id": "1", "attributes": {}},
        {"attributes": {"reasonCode": None}},
        {"attributes": {"status": "REJECTED", "reasonCode": 100, "reasonText": "ü"}},
    ],
    ids=str,
)
def test_a_dict_does_where_a_model_is_expected(callers, exchange, data):
    exchange.script(UPDATED)
    callers(NHS)("batch.update_status", "1", data=data)
    assert exchange.request.json() == {"data": data}


def test_left_out_and_unset_are_the_same(callers, exchange):
    exchange.script(UPDATED, UPDATED)
    callers(NHS)("batch.update_status", "1")
    callers(NHS)("batch.update_status", "1", data=NHS.module.UNSET)
    assert [request.json() for request in exchange.received] == [{}, {}]


def test_defaults_of_the_api_are_not_sent(callers, exchange):
    exchange.script(answer(200, {"status": "ok"}))
    callers(APEXVERIFY)("batch.configure", BATCH, type="email", target_country="NO")
    assert exchange.request.json() == {"type": "email", "target_country": "NO"}


def test_false_and_zero_are_values(callers, exchange):
    exchange.script(answer(200, {"status": "ok"}))
    callers(APEXVERIFY)(
        "batch.configure",
        UUID(BATCH),
        type=APEXVERIFY.models.VerificationType.PHONE,
        target_country=APEXVERIFY.models.CountryCode.NO,
        use_account_cache=False,
    )
    assert exchange.request.json() == {
        "type": "phone",
        "target_country": "NO",
        "use_account_cache": False,
    }


def test_models_and_dicts_mix(callers, exchange):
    exchange.script(answer(200, {"result": {}}))
    callers(EXPERIAN)(
        "batches.create",
        phones=[EXPERIAN.models.PhoneInput(number="1"), {"country_iso": None}],
        defaults={"supplementary_live_status": {"mobile": ["USA"], "landline": None}},
    )
    assert exchange.request.json() == {
        "phones": [{"number": "1"}, {"country_iso": None}],
        "defaults": {
            "supplementary_live_status": {"mobile": ["USA"], "landline": None}
        },
    }


# --- refused before anything is sent -----------------------------------------

PHONE = {"phones": [{"number": "1"}]}
REFUSED: list[Any] = [
    (NHS, "batch.update_status", {"data": {"attributes": "none"}}, "data.attributes"),
    (NHS, "batch.update_status", {"data": ["a"]}, "data"),
    (NHS, "batch.update_status", {"data": None}, "data"),
    (
        NHS,
        "batch.update_status",
        {"data": {"attributes": {"status": None}}},
        "data.attributes.status",
    ),
    (EXPERIAN, "batches.create", {"phones": []}, "phones"),
    (EXPERIAN, "batches.create", {"phones": None}, "phones"),
    (EXPERIAN, "batches.create", {"phones": [{"number": 1}]}, "phones.0.number"),
    (EXPERIAN, "batches.create", {"phones": [{"nummer": "1"}]}, "phones.0.nummer"),
    (EXPERIAN, "batches.create", {**PHONE, "defaults": None}, "defaults"),
    (
        EXPERIAN,
        "batches.create",
        {**PHONE, "defaults": {"country_iso": "GERMANY"}},
        "defaults.country_iso",
    ),
    (
        EXPERIAN,
        "batches.create",
        {**PHONE, "defaults": {"batch_reference_id": "what?"}},
        "defaults.batch_reference_id",
    ),
    (
        EXPERIAN,
        "batches.create",
        {"phones": [{"number": "1"}] * 10_001},
        "phones",
    ),
]
CONFIGURED = {"type": "email", "target_country": "SG"}
REFUSED += [
    (APEXVERIFY, "batch.configure", {**CONFIGURED, **wrong}, next(iter(wrong)))
    for wrong in (
        {"type": None},
        {"target_country": False},
        {"target_audience": 24},
        {"target_audience": "many"},
        {"max_account_cache_backoff": 0},
        {"max_global_cache_backoff": 181},
        {"use_global_cache": None},
        {"use_global_cache": "perhaps"},
    )
]


@pytest.mark.parametrize(
    ("api", "method", "arguments", "place"),
    [
        pytest.param(*one, id=f"{one[0]}-{one[3]}-{index}")
        for index, one in enumerate(REFUSED)
    ],
)
def test_refused_before_sending(callers, exchange, api, method, arguments, place):
    call = minimal_call(operation(api, method))
    with pytest.raises(api.errors.RequestValidationError) as caught:
        callers(api)(method, *call.args, **arguments)
    assert place in caught.value.message
    assert "\n" not in caught.value.message
    assert isinstance(caught.value, getattr(api.errors, api.error))
    assert isinstance(caught.value, ValueError)
    assert exchange.received == []


@pytest.mark.parametrize(
    ("api", "method", "arguments"),
    [
        (APEXVERIFY, "batch.configure", {**CONFIGURED, "type": "fax"}),
        (APEXVERIFY, "batch.configure", {**CONFIGURED, "target_country": "XX"}),
        (
            NHS,
            "batch.update_status",
            {"data": {"id": "1", "attributes": {"status": "LOST"}}},
        ),
    ],
)
def test_a_value_that_an_enum_does_not_list_is_sent(
    callers, exchange, api, method, arguments
):
    """The server may have learned it since; it is the one to refuse it."""
    exchange.beyond_the_spec = "enums are open"
    exchange.script(answer(200, {"status": "ok"}))
    call = minimal_call(operation(api, method))
    callers(api)(method, *call.args, **arguments)
    assert exchange.request.json() == arguments


# --- paths -------------------------------------------------------------------


@pytest.mark.parametrize(
    "value",
    [
        "../x",
        "..%2Fx",
        "a/b",
        "a?b=c#d",
        "ä ö/ü",
        "日本",
        "100%",
        "a;b=c,d",
        "...",
        "~user:x@y",
        "a\nb",
    ],
)
@pytest.mark.parametrize("one", TEXT_IN_PATH, ids=str)
def test_a_value_cannot_leave_its_segment(callers, exchange, one, value):
    call = minimal_call(one)
    exchange.script(Answer(404))
    with pytest.raises(one.api.errors.APIStatusError):
        callers(one.api)(one.name, value, **call.kwargs)
    template = f"/{one.api.package}{one.path}"
    path = exchange.request.path
    assert path.count("/") == template.count("/")
    before, _, after = template.partition("{")
    after = after.partition("}")[2]
    assert unquote(path.removeprefix(before).removesuffix(after)) == value
    assert exchange.request.query == ""


@pytest.mark.parametrize("value", ["", ".", ".."])
@pytest.mark.parametrize(
    "one", [one for one in documented() if "{" in one.path], ids=str
)
def test_a_value_that_is_another_path_is_refused(callers, exchange, one, value):
    """An empty batch would turn a launch into an upload."""
    call = minimal_call(one)
    with pytest.raises(one.api.errors.RequestValidationError, match=r"\(path\): "):
        callers(one.api)(one.name, value, **call.kwargs)
    assert exchange.received == []


def test_a_uuid_is_written_in_its_usual_form(callers, exchange):
    exchange.script(answer(200, {}), answer(200, {}))
    callers(VEC)("batches.status", UUID(BATCH))
    callers(VEC)("batches.status", BATCH)
    first, second = exchange.received
    assert first.path == second.path == f"/vec/business/batches/{BATCH}/status"


# --- query -------------------------------------------------------------------


def test_query_values(callers, exchange):
    exchange.script(answer(200, {}))
    callers(VEC)(
        "certificates.list",
        search="a&b=ü +%",
        batch_id=UUID(BATCH),
        sort_order=VEC.models.SortOrder.DESC,
        status="revoked",
        issue_date_from=date(2024, 2, 29),
        customer_id=7,
    )
    query = parse_qsl(exchange.request.query, strict_parsing=True)
    assert dict(query) == {
        "search": "a&b=ü +%",
        "batch_id": BATCH,
        "sort_order": "desc",
        "status": "revoked",
        "issue_date_from": "2024-02-29",
        "customer_id": "7",
    }
    assert "+" not in exchange.request.query


@pytest.mark.parametrize("cursor", ["", "-1", "2WL5eYSWGzCHlGmzNxuqVusPxDg"])
def test_any_cursor_is_sent_as_it_is(callers, exchange, cursor):
    exchange.script(answer(200, {}, VND))
    callers(NHS)("batch.list", cursor=cursor)
    assert exchange.request.query == f"cursor={cursor}"


def test_without_arguments_there_is_no_query(callers, exchange):
    exchange.script(answer(200, {}))
    callers(VEC)("batches.list")
    assert exchange.request.target == "/vec/business/batches"


# --- headers -----------------------------------------------------------------


@pytest.mark.parametrize(("value", "sent"), [(True, "true"), (False, "false")])
@pytest.mark.parametrize("method", ["batches.status", "batches.results"])
def test_a_boolean_header_is_written_like_in_json(
    callers, exchange, method, value, sent
):
    exchange.script(STATUS)
    callers(EXPERIAN)(method, "1", add_metadata=value)
    assert exchange.request.headers["add-metadata"] == sent


def test_a_header_that_is_left_out_is_not_sent(callers, exchange):
    exchange.script(STATUS)
    callers(EXPERIAN)("batches.status", "1")
    assert "add-metadata" not in exchange.request.headers
    assert "reference-id" not in exchange.request.headers


def test_headers_keep_their_names(callers, exchange):
    exchange.script(STATUS)
    callers(EXPERIAN)(
        "batches.status",
        "1",
        reference_id="order (7): a/b",
    )
    assert ("Reference-Id", "order (7): a/b") in [
        (name.title(), value) for name, value in exchange.request.header_list
    ]


@pytest.mark.parametrize("value", ["a\r\nX-Evil: 1", "a\nb", "a\0b"])
def test_a_header_cannot_bring_another(callers, exchange, value):
    with pytest.raises(EXPERIAN.errors.RequestValidationError, match="Reference-Id"):
        callers(EXPERIAN)("batches.status", "1", reference_id=value)
    assert exchange.received == []


@pytest.mark.parametrize(
    "one", [one for one in documented() if one.api is NHS], ids=str
)
def test_a_request_id_is_made_up_for_each_call(callers, exchange, one):
    call = minimal_call(one)
    assert "x_request_id" not in call.kwargs
    exchange.script(*[Answer(418)] * 3)
    mine = uuid4()
    for kwargs in ({}, {}, {"x_request_id": mine}):
        with pytest.raises(NHS.errors.ClientStatusError):
            callers(NHS)(one.name, *call.args, **{**call.kwargs, **kwargs})
    made = [UUID(request.headers["x-request-id"]) for request in exchange.received]
    assert len(set(made)) == 3
    assert made[2] == mine
    assert {one.version for one in made[:2]} == {4}


def test_a_repeated_request_keeps_its_request_id(connect, exchange):
    exchange.script(Answer(429, headers={"Retry-After": "0"}), answer(200, {}, VND))
    connect(NHS)("batch.list")
    first, second = [one.headers["x-request-id"] for one in exchange.received]
    assert first == second


# --- bodies ------------------------------------------------------------------


def test_the_media_type_is_sent_as_the_spec_has_it(callers, exchange):
    exchange.script(UPDATED)
    callers(NHS)("batch.update_status", "1", data={"type": "Batch"})
    assert exchange.request.headers["content-type"] == VND
    assert exchange.request.headers["accept"] == VND


@pytest.mark.parametrize(
    "one", [one for one in documented() if one.body is None], ids=str
)
def test_without_a_body_there_is_no_content_type(callers, exchange, one):
    call = minimal_call(one)
    exchange.script(Answer(418))
    with pytest.raises(one.api.errors.ClientStatusError):
        callers(one.api)(one.name, *call.args, **call.kwargs)
    assert exchange.request.body == b""
    assert "content-type" not in exchange.request.headers
    assert exchange.request.headers.get("content-length", "0") == "0"


def test_json_is_utf8(callers, exchange):
    exchange.script(UPDATED)
    reason = {"reasonText": "Grüße, 日本 \U0001f600"}
    callers(NHS)("batch.update_status", "1", data={"attributes": reason})
    assert "Grüße, 日本 \U0001f600".encode() in exchange.request.body
