"""A byte-order mark, keys that occur twice, and what YAML makes of plain words.

YAML 1.2.2, 3.2.1.3 (keys are unique; the last one counts here, with a warning), 10.3.2
(the core schema: `NO` and `2020-01-01` are text); RFC 3629, 6 (the mark).
"""

from typing import Any

import httpx2

from tests.workshop import Stage


def check_the_last_of_two_keys_counts(stage: Stage) -> None:
    client = stage.client(httpx2.Response(200, json={"b": 1, "c": 2, "d": 3}))
    found = client.things.list()
    assert (found.b, found.c, found.d) == (1, 2, 3)
    assert "a" not in type(found).model_fields
    assert type(client).__name__ == "Later"


def check_keys_are_text(stage: Stage) -> None:
    value: dict[str, Any] = {
        "on": True,
        "1": "x",
        "2020-01-01": "y",
        "null": "z",
        "true": "w",
    }
    found = stage.client(httpx2.Response(200, json=value)).things.list()
    assert found.to_dict() == value
    known = {field.alias or name for name, field in type(found).model_fields.items()}
    assert known >= set(value)


def check_values_are_text(stage: Stage) -> None:
    client = stage.client(httpx2.Response(200, json={}))
    for country in ("NO", "SE", "no", "on", "off", "yes"):
        client.things.list(country=country)
        assert stage.sent.url.query == f"country={country}".encode()
    values = [member.value for member in stage.package.models.ThingsListCountry]
    assert values == ["NO", "SE", "no", "on", "off", "yes"]
    values = [member.value for member in stage.package.models.ThingsListSince]
    assert values[:4] == ["2020-01-01", "1.10", "010", "12:30:45"]
