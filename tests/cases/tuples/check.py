"""Arrays: `prefixItems`, `items`, limits.

JSON Schema 2020-12, core, 10.3.1; `prefixItems` does not require that the items are
there, `minItems` does.
"""

import json
from datetime import date
from typing import Any

import httpx2
import pytest

from tests.workshop import Stage


def echo(stage: Stage, name: str, value: Any) -> Any:
    client = stage.client(httpx2.Response(200, json={name: value}))
    found = client.things.all(**{name: value})
    assert stage.body == {name: value}
    assert json.loads(found.to_json()) == {name: value}
    return getattr(found, name)


def check_what_fits_travels(stage: Stage) -> None:
    for name, values in {
        "closed": [["a", 1]],
        "rest": [["a"], ["a", 1, 2]],
        "open": [["2024-05-06"], ["2024-05-06", 1, None]],
        "any": [[], [1, "x", None, {}]],
        "point": [[1, 2.5]],
        "unique": [[1, 2]],
        "contains": [["a", 1]],
        "nested": [[], [[[[1, 2]], []]]],
    }.items():
        for value in values:
            found = echo(stage, name, value)
            if name not in ("open",):
                assert list(map(plain, found)) == value
    assert echo(stage, "open", ["2024-05-06"])[0] == date(2024, 5, 6)


def plain(value: Any) -> Any:
    return (
        [plain(item) for item in value] if isinstance(value, (list, tuple)) else value
    )


def check_items_of_the_prefix_may_be_missing(stage: Stage) -> None:
    for value in ([], ["a"], ["a", 1]):
        assert plain(echo(stage, "short", value)) == value


def check_a_point(stage: Stage) -> None:
    client = stage.client(httpx2.Response(200, json=[1, 2.5]))
    assert client.things.points(body=(1, 2.5)) == (1, 2.5)
    assert stage.sent.content == b"[1,2.5]"


def check_what_does_not_fit_is_not_sent(stage: Stage) -> None:
    error = stage.package.errors.RequestValidationError
    for name, value in (
        ("closed", ["a"]),
        ("closed", ["a", 1, 2]),
        ("closed", [1, "a"]),
        ("unique", []),
        ("unique", [1, 2, 3, 4]),
        ("unique", [1, 1]),
    ):
        with pytest.raises(error, match=rf": {name}[. ]"):
            stage.client().things.all(**{name: value})


def check_a_server_is_not_held_to_limits(stage: Stage) -> None:
    for name, value in (("unique", [1, 1, 1, 1]), ("unique", []), ("contains", [1])):
        client = stage.client(httpx2.Response(200, json={name: value}))
        assert client.things.all().to_dict() == {name: value}
