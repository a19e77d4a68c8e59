"""Exact types: dates, times, UUIDs, decimals, bytes."""

import datetime
import json
from decimal import Decimal
from typing import Any
from uuid import UUID

import httpx2
import pytest

from tests.workshop import Stage

WIRE: dict[str, Any] = {
    "day": "2024-05-06",
    "at": "2024-05-06T07:08:09Z",
    "id": "00000000-0000-0000-0000-000000000001",
    "sum": "12.30",
    "data": "AP8=",
    "encoded": "aGk=",
    "inside": "text",
    "mail": "a@b.test",
    "count": 9007199254740993,
    "ratio": 100,
    "pair": ["a", 1],
    "anything": {"x": [None]},
}
MOMENT = datetime.datetime(2024, 5, 6, 7, 8, 9, tzinfo=datetime.UTC)
VALUES: dict[str, Any] = {
    "day": MOMENT.date(),
    "at": MOMENT,
    "id": UUID(int=1),
    "sum": Decimal("12.30"),
    "data": b"\x00\xff",
    "encoded": b"hi",
    "inside": "text",
    "mail": "a@b.test",
    "count": 9007199254740993,
    "ratio": 100,
    "pair": ("a", 1),
    "anything": {"x": [None]},
}


def check_answers(stage: Stage) -> None:
    found = stage.client(httpx2.Response(200, json=WIRE)).values.convert(MOMENT.date())
    for name, value in VALUES.items():
        assert getattr(found, name) == value
        assert isinstance(getattr(found, name), type(value))
    assert json.loads(found.to_json()) == WIRE


def check_requests(stage: Stage) -> None:
    client = stage.client(httpx2.Response(200, json={}))
    given = VALUES | {
        "body_day": VALUES["day"],
        "body_at": MOMENT,
        "body_sum": VALUES["sum"],
    }
    del given["day"], given["at"], given["sum"]
    client.values.convert(
        MOMENT.date(), at=MOMENT, sum=Decimal("1.20"), digest=b"\xff\xfe", **given
    )
    assert stage.body == WIRE
    assert stage.sent.url.raw_path == (
        b"/v1/values/2024-05-06?at=2024-05-06T07%3A08%3A09Z&sum=1.20"
    )
    assert stage.sent.headers["digest"] == "//4="


def check_text_will_do(stage: Stage) -> None:
    client = stage.client(httpx2.Response(200, json={}))
    client.values.convert("2024-05-06", id=WIRE["id"], body_day="2024-05-06")
    assert stage.body == {"id": WIRE["id"], "day": "2024-05-06"}
    with pytest.raises(
        stage.package.errors.RequestValidationError,
        match=r": id \(body\): must be a UUID",
    ):
        client.values.convert("2024-05-06", id="no uuid")


def check_numbers_that_are_decimals(stage: Stage) -> None:
    client = stage.client(httpx2.Response(200, content=b'{"price": 0.10}'))
    found = client.values.convert("2024-05-06", price=Decimal("0.10"))
    assert type(found.price) is Decimal
    assert found.price == Decimal("0.1")


def check_what_does_not_fit_is_told(stage: Stage) -> None:
    error = stage.package.errors.ResponseValidationError
    for name, value in (("count", "x"), ("day", 1), ("pair", ["a"]), ("at", "2024")):
        client = stage.strict(httpx2.Response(200, json={name: value}))
        with pytest.raises(error, match=name):
            client.values.convert("2024-05-06")


def check_a_string_without_its_format_stays_a_string(stage: Stage) -> None:
    """`format` describes a string; it is no reason to lose it."""
    for name, value in (("day", "May"), ("id", "x"), ("data", "!"), ("at", "2024")):
        client = stage.client(httpx2.Response(200, json={name: value}))
        found = client.values.convert("2024-05-06")
        assert getattr(found, name) == value
        assert json.loads(found.to_json()) == {name: value}


def check_what_was_read_is_written_back(stage: Stage) -> None:
    """A moment, an identifier or bytes can be written in many ways."""
    answer = {
        "at": "2024-05-06t07:08:09.50+00:00",
        "id": "0000000A-0000-0000-0000-000000000001",
        "data": "_-8",
    }
    client = stage.client(httpx2.Response(200, json=answer))
    found = client.values.convert("2024-05-06")
    assert found.at.microsecond == 500000
    assert found.id == UUID(answer["id"])
    assert found.data == b"\xff\xef"
    assert json.loads(found.to_json()) == answer
