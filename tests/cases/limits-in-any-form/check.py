"""Limits mean what JSON Schema says, however their numbers are written."""

from typing import Any

import httpx2
import pytest
from pydantic import ValidationError

from tests.workshop import Stage

LARGE = 2**64
FITS: dict[str, list[Any]] = {
    "unsigned": [0, LARGE - 1],
    "enormous": [-(10**40), 10**40 - 1],
    "between": [11, 12],
    "inside": [11, 12],
    "whole": [3],
    "threes": [0, 3, -6],
    "sixes": [12],
    "tenths": [0.3, 1, 0.7, 1e30, -0.1],
    "steps": [1e-07, 0.0000003, 1],
    "open": [1e-300, 1],
    "zero": [0, -0.0, 0.0],
    "beyond": [1e308, -5],
    "digits": [10**41, 0.5],
    "vast": [0, 10**301],
    "short": ["a", "abc"],
    "endless": ["", "a"],
    "several": [[1]],
    "mapped": [{}, {"a": 1, "b": 2}],
    "listed": [LARGE, -LARGE, 1],
    "named": [LARGE, 1],
    "constant": [2**65],
    "fractions": [0.5, 1, 2.25],
    "fraction": [2.5],
    "integral": [1, 2],
    "wrong": ["", "long"],
    "never": [0.1],
}
BREAKS: dict[str, list[Any]] = {
    "unsigned": [-1, 10 * LARGE],
    "enormous": [-(10**40) - 1, 10**40],
    "between": [10, 13],
    "inside": [10, 13],
    "threes": [1, 2],
    "sixes": [2, 3],
    "tenths": [0.35, 1e-5],
    "steps": [1e-08],
    "open": [0, 1e300, 1e301],
    "zero": [-1e-300],
    "digits": [10**41 + 1],
    "vast": [10**299, 10**401],
    "short": ["", "abcd"],
    "several": [[]],
    "mapped": [{"a": 1, "b": 2, "c": 3}],
    "listed": [2, LARGE + 1],
    "constant": [2**65 + 1],
    "fractions": [2, 0.75],
    "fraction": [1],
}


def check_values_that_fit(stage: Stage) -> None:
    for name, values in FITS.items():
        for value in values:
            client = stage.client(
                httpx2.Response(204), httpx2.Response(200, json={name: value})
            )
            client.things.send(**{name: value})
            assert stage.body == {name: value}
            received = client.things.swap(**{name: value})
            assert stage.body == received.to_dict() == {name: value}


def check_values_that_break_a_limit(stage: Stage) -> None:
    client = stage.client(httpx2.Response(204))
    for name, values in BREAKS.items():
        for value in values:
            for method in (client.things.send, client.things.swap):
                with pytest.raises(stage.package.errors.RequestValidationError):
                    method(**{name: value})
            # What a server sends is read, whatever its documentation says.
            known = stage.client(httpx2.Response(200, json={name: value}))
            assert known.things.swap().to_dict() == {name: value}
    with pytest.raises(ValidationError):
        stage.package.models.Limited.model_validate({"integral": 7})


def check_arguments(stage: Stage) -> None:
    client = stage.client(httpx2.Response(204))
    client.things.ask(tenth=0.3, high=10, half=1.5, large=LARGE)
    assert stage.sent.url.query == b"tenth=0.3&high=10&half=1.5&large=%d" % LARGE
    for given in ({"tenth": 0.35}, {"high": 11}, {"half": 1}, {"large": 2}):
        with pytest.raises(stage.package.errors.RequestValidationError):
            client.things.ask(**given)


def check_values_of_later_versions(stage: Stage) -> None:
    value = {"named": 2**70, "listed": 2**70, "constant": 2**70}
    client = stage.client(httpx2.Response(200, json=value))
    found = client.things.swap()
    assert found.to_dict() == value
    assert not found.named.is_known


def check_what_is_no_number_is_kept(stage: Stage) -> None:
    names = [*stage.package.models.Both.model_fields]
    for odd in ("many", [1], None):
        value = dict.fromkeys(names, odd)
        found = stage.client(httpx2.Response(200, json=value)).things.swap()
        assert found.to_dict() == value
