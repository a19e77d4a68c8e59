"""`$ref` into anywhere: other files, YAML and JSON, paths, parts of schemas.

JSON Schema 2020-12, core, 8.2.3.1; RFC 6901, 3 and 6 (escapes, percent-encoding);
OpenAPI 3.1, 4.8.9.1 (path items).
"""

import json
from datetime import date
from typing import Any

import httpx2
import pytest

from tests.workshop import Stage

VALUE: dict[str, Any] = {
    "local": {"word": "w", "inner": {"at": "2024-05-06"}},
    "yaml": {"radius": 1.5, "next": {"side": 1}},
    "json": {"side": 2, "round": {"radius": 3}},
    "whole": {"of": [{"of": []}]},
    "property": {"at": "2024-05-06"},
    "item": {"n": 1},
    "part": {"extra": True},
    "branch": {"a": "x"},
    "escaped": "2024-05-06",
    "percent": {"x": 1},
    "unicode": 1.5,
    "parameter": 5,
    "header": 6,
    "definition": "d",
    "chain": {"word": "c"},
    "siblings": {"word": "s"},
}


def check_every_place_is_found(stage: Stage) -> None:
    client = stage.client(httpx2.Response(200, json=VALUE))
    names = {"property": "property", "json": "json"}
    found = client.things.all(
        **{names.get(key, key): one for key, one in VALUE.items()}
    )
    assert stage.body == VALUE
    assert json.loads(found.to_json()) == VALUE


def check_each_is_typed(stage: Stage) -> None:
    models = stage.package.models
    client = stage.client(httpx2.Response(200, json=VALUE))
    found = client.things.all()
    assert type(found.local) is type(found.chain) is models.Local
    assert (type(found.yaml), type(found.yaml.next)) == (models.Circle, models.Square)
    assert type(found.json_.round) is models.Circle
    assert type(found.whole) is type(found.whole.of[0]) is models.Whole
    assert type(found.property) is type(found.local.inner)
    assert found.property.at == found.escaped == date(2024, 5, 6)
    assert (found.item.n, found.part.extra, found.branch.a, found.percent.x) == (
        (1, True, "x", 1)
    )
    for name in ("parameter", "header"):
        wrong = stage.strict(httpx2.Response(200, json={name: "text"}))
        with pytest.raises(stage.package.errors.ResponseValidationError, match=name):
            wrong.things.all()


def check_siblings_of_a_reference_are_heard(stage: Stage) -> None:
    """JSON Schema 2020-12, core, 7.7.1.1; OpenAPI 3.1 differs from 3.0 here."""
    client = stage.strict(httpx2.Response(200, json={"siblings": {}}))
    with pytest.raises(stage.package.errors.ResponseValidationError, match="word"):
        client.things.all()


def check_path_items_in_other_places(stage: Stage) -> None:
    client = stage.client(httpx2.Response(200, json={"word": "x"}))
    for call, path in (
        (client.things.by_file, "/v1/things/7"),
        (client.things.get_here, "/v1/here/7"),
    ):
        found = call(7)
        assert type(found) is stage.package.models.Local
        assert stage.sent.url.path == path
    client.things.there(7)  # one operationId, in two places
    assert stage.sent.url.path == "/v1/there/7"


def check_responses_in_other_files(stage: Stage) -> None:
    client = stage.client(httpx2.Response(404, json={"detail": "gone"}))
    with pytest.raises(stage.package.errors.NotFoundError) as caught:
        client.things.all()
    assert type(caught.value.body) is stage.package.models.Problem
    assert caught.value.body.detail == "gone"
