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
