"""Constants tell the variants apart where no discriminator is stated."""

import datetime
import json

import httpx2
import pytest

from tests.workshop import Stage

EVENTS = [
    {"type": "created", "id": 1},
    {"type": "deleted", "at": "2024-05-06"},
    {"type": "purged"},
    {"type": "moved", "to": "x"},
]


def check_constants_choose(stage: Stage) -> None:
    found = stage.client(httpx2.Response(200, json=EVENTS)).events.list()
    first, second, third, fourth = found
    assert first.id == 1
    assert second.at == datetime.date(2024, 5, 6)
    assert type(second) is type(third) is not type(first)
    assert type(fourth) is stage.package.models.UnknownVariant
    assert [json.loads(one.to_json()) for one in found] == EVENTS


def check_a_broken_variant_is_told(stage: Stage) -> None:
    broken = [{"type": "created", "id": "one"}]
    with pytest.raises(stage.package.errors.ResponseValidationError, match="id"):
        stage.strict(httpx2.Response(200, json=broken)).events.list()


def check_plain_unions(stage: Stage) -> None:
    for value in ("1", 1, ["a"]):
        found = stage.client(httpx2.Response(200, json=value)).results.list()
        assert found == value
        assert type(found) is type(value)


PAID: dict[str, tuple[object, object]] = {
    "a card": ({"number": 1}, {"object": "card", "number": 1}),
    "an account": (
        {"number": 1, "holder": {"name": "Ada"}},
        {"version": 2, "number": 1, "holder": {"type": "person", "name": "Ada"}},
    ),
    "a voucher": (
        {"code": "x", "count": 1},
        {"is_voucher": True, "code": "x", "count": 1},
    ),
    "as it is": (
        {"object": "card", "number": 1, "more": "x"},
        {"object": "card", "number": 1, "more": "x"},
    ),
    "any other object": ({"code": "x"}, {"code": "x"}),
}


def check_dicts_get_the_constants_of_the_variant_that_they_are(stage: Stage) -> None:
    client = stage.client(httpx2.Response(200, json={}))
    for given, sent in PAID.values():
        client.payments.create(by=given, more=[given])
        assert stage.body == {"by": sent, "more": [sent]}
    # Where there is no union, nothing else can be meant.
    client.payments.create(backup={"number": 1}, tagged={"amount": 1})
    assert stage.body == {
        "backup": {"object": "card", "number": 1},
        "tagged": {"object": "cash", "amount": 1},
    }
    models = stage.package.models
    client.payments.create(by=models.Voucher(code="x", count=1))
    assert stage.body == {"by": {"is_voucher": True, "code": "x", "count": 1}}
    with pytest.raises(stage.package.errors.RequestValidationError, match="by"):
        client.payments.create(by={"number": 1, "object": "cash"})


def check_a_response_without_its_tag(stage: Stage) -> None:
    models = stage.package.models
    for tagged in ({"amount": 1}, {"object": None, "amount": 1}):
        came = httpx2.Response(200, json={"tagged": tagged})
        found = stage.client(came).payments.create().tagged
        assert (type(found), found.object, found.amount) == (models.Cash, None, 1)
        with pytest.raises(
            stage.package.errors.ResponseValidationError, match='"cash", got n'
        ):
            stage.strict(came).payments.create()
    lost = httpx2.Response(200, json={"tagged": {"weight": 1}})
    found = stage.client(lost).payments.create().tagged
    assert type(found) is models.UnknownVariant
    with pytest.raises(
        stage.package.errors.ResponseValidationError,
        match='/tagged/object: expected "card" or "cash", got nothing',
    ):
        stage.strict(lost).payments.create()


def check_constants_choose_from_inside_of_a_variant(stage: Stage) -> None:
    models = stage.package.models
    cell = {"definition": {"type": "list", "rows": []}}
    client = stage.strict(httpx2.Response(200, json={"cell": cell}))
    found = client.payments.create(cell=cell).cell
    assert stage.body == {"cell": cell}
    assert (type(found), found.definition.type) == (models.List, "list")
    assert found.to_dict() == cell
    with pytest.raises(stage.package.errors.RequestValidationError, match="rows"):
        client.payments.create(cell={"definition": {"type": "chart", "rows": []}})
    for definition in ({"type": "list", "rows": 1}, {"type": "table", "rows": []}):
        odd = {"cell": {"definition": definition}}
        found = stage.client(httpx2.Response(200, json=odd)).payments.create()
        assert found.to_dict() == odd
    broken = {"cell": {"definition": {"type": "list", "rows": 1}}}
    broken_one = stage.client(httpx2.Response(200, json=broken)).payments.create()
    assert type(broken_one.cell) is models.List
