"""In a response, text is no number and a number no boolean; 12.0 is an integer."""

from __future__ import annotations

import datetime as dt
import decimal
from typing import Any

import httpx2
import pytest

from tests.workshop import Stage

RIGHT: dict[str, list[Any]] = {
    "id": [1, -1, 12345678901234567890123],
    "ratio": [1, 1.5, 1.0],
    "wide": [1, 2.5],
    "on": [True, False],
    "name": ["1", ""],
    "level": [1, 2, 3],
    "kind": [7],
    "strict": [True],
    "either": [1, "1", "true"],
    "both": [1, True],
    "maybe": [True, None],
    "numbers": [[1, 2], []],
    "flags": [{"a": True}],
}
WRONG: dict[str, list[Any]] = {
    "id": ["1", True, 1.5, "", None, [1], {"a": 1}],
    "small": ["1", "1.0", True],
    "ratio": ["1.5", True, "NaN", [1.5]],
    "wide": ["2", False],
    "price": ["9.50", True],
    "amount": [9, 9.5, True],
    "on": ["true", "yes", 1, 0, 1.0],
    "name": [1, 1.5, True],
    "level": ["1", True, 1.5],
    "kind": ["7", True],
    "strict": [1, "true"],
    "either": [True, 1.5],
    "both": ["1", "true", 1.5],
    "maybe": ["null", 0],
}
INSIDE: list[tuple[dict[str, Any], str]] = [
    ({"numbers": [1, "2"]}, "/numbers/1"),
    ({"flags": {"a": 1}}, "/flags/a"),
    ({"tagged": {"version": 1, "a": "1"}}, "/tagged/a"),
    ({"inner": {"id": "2"}}, "/inner/id"),
    ({"inner": {"id": 2, "inner": {"id": "3", "on": True}}}, "/inner/inner/id"),
]


def json(value: Any, status: int = 200) -> httpx2.Response:
    return httpx2.Response(status, json=value)


def reading(stage: Stage, value: Any) -> tuple[Any, list[str]]:
    """Return what is read by default, and the places that are reported."""
    found: list[str] = []

    def note(event: Any) -> None:
        found.extend(mismatch.pointer for mismatch in event.mismatches)

    client = stage.client(json(value), hooks=stage.package.Hooks(on_mismatch=note))
    return client.meters.read(1), found


def check_what_has_its_type(stage: Stage) -> None:
    for name, values in RIGHT.items():
        for value in values:
            body = {"id": 1, name: value}
            client = stage.strict(json(body))
            meter = client.meters.read(1)
            assert getattr(meter, name) == value
            assert type(meter.to_dict()[name]) is type(value)
            assert meter.to_dict() == body


def check_what_has_another_type_stays_as_it_came(stage: Stage) -> None:
    for name, values in WRONG.items():
        for value in values:
            body = {"id": 1, name: value}
            meter, reported = reading(stage, body)
            found = getattr(meter, name)
            assert (type(found), found) == (type(value), value)
            assert reported == [f"/{name}"], value
            assert meter.to_dict() == body
            client = stage.client(json(body), validate_responses="off")
            assert getattr(client.meters.read(1), name) == value
            with pytest.raises(stage.package.errors.ResponseValidationError) as caught:
                stage.strict(json(body)).meters.read(1)
            assert [one.pointer for one in caught.value.mismatches] == [f"/{name}"]


def check_inside_of_lists_maps_and_unions(stage: Stage) -> None:
    for part, place in INSIDE:
        body = {"id": 1, **part}
        meter, reported = reading(stage, body)
        assert reported == [place]
        assert meter.to_dict() == body


def check_an_integer_may_be_written_with_a_zero_fraction(stage: Stage) -> None:
    body = {
        **{"id": 12.0, "small": 1e3, "level": 2.0, "kind": 7.0, "either": 5.0},
        **{"numbers": [1.0, 2], "tagged": {"version": 2.0, "b": 3.0}},
    }
    meter = stage.strict(json(body)).meters.read(1)
    assert (meter.id, meter.small, meter.level, meter.either) == (12, 1000, 2, 5)
    assert all(type(one) is int for one in (meter.id, meter.small, *meter.numbers))
    assert type(meter.tagged) is stage.package.models.Two
    assert meter.tagged.b == 3
    listed = stage.strict(json([body, {"id": 1}])).meters.list()
    assert [one.id for one in listed] == [12, 1]
    assert stage.strict(json(3.0)).plain.total() == 3


def check_decimals(stage: Stage) -> None:
    body = {"id": 1, "price": 9.5, "amount": "9.50"}
    meter = stage.strict(json(body)).meters.read(1)
    assert meter.price == decimal.Decimal("9.5")
    assert str(meter.amount) == "9.50"
    assert meter.to_dict() == body


def check_text_carries_numbers(stage: Stage) -> None:
    plain = {"content-type": "text/plain"}
    for text in ("12", " 12\n", "12.0"):
        answer = httpx2.Response(200, text=text, headers=plain)
        assert stage.strict(answer).plain.count() == 12
    answer = httpx2.Response(200, text="true", headers=plain)
    assert stage.strict(answer).plain.ready() is True
    odd = stage.client(httpx2.Response(200, text="soon", headers=plain))
    assert odd.plain.count() == "soon"


def check_the_body_itself(stage: Stage) -> None:
    assert stage.client(json("3")).plain.total() == "3"
    assert stage.client(json(True)).plain.total() is True


def check_errors(stage: Stage) -> None:
    errors = stage.package.errors
    with pytest.raises(errors.NotFoundError) as caught:
        stage.client(json({"code": "7", "detail": 1}, 404)).meters.read(1)
    assert (caught.value.body.code, caught.value.body.detail) == ("7", 1)


def check_a_date_or_a_timestamp(stage: Stage) -> None:
    for text, kind in (("2024-05-06", dt.date), ("2024-05-06T07:08:09Z", dt.datetime)):
        meter = stage.strict(json({"id": 1, "when": text})).meters.read(1)
        assert type(meter.when) is kind
        assert meter.to_dict()["when"] == text
    soon, reported = reading(stage, {"id": 1, "when": "soon"})
    assert (soon.when, reported) == ("soon", ["/when"])


def check_payloads_of_webhooks_are_converted(stage: Stage) -> None:
    webhooks = stage.package.webhooks
    for body, kind in (
        (b'{"value": "1", "fine": "true"}', "application/json"),
        (b"value=1&fine=true", "application/x-www-form-urlencoded"),
    ):
        payload = webhooks.parse_measured(body, kind)
        assert (payload.value, payload.fine) == (1, True)


def check_arguments_are_converted(stage: Stage) -> None:
    client = stage.client(httpx2.Response(204))
    client.meters.replace(1, body_id=2, inner={"id": "3"})
    assert stage.body == {"id": 2, "inner": {"id": 3}}


def check_what_is_nested_deeply_fits(stage: Stage) -> None:
    value: dict[str, Any] = {"equalTo": "a"}
    for _ in range(12):
        value = {"not": {"and": [{"or": [value]}]}}
    found = stage.strict(json(value)).plain.pattern()
    assert type(found) is stage.package.models.Not
    assert found.to_dict() == value
