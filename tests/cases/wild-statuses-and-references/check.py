"""What documents do with statuses, references and bodies, and everyone understands.

OpenAPI 3.0.4: 4.7.16 (statuses are strings, ranges upper case), 4.7.10 (an operation is
no Reference Object), 4.7.8 (a body with GET or DELETE has no defined semantics).
"""

import httpx2
import pytest

from tests.workshop import Stage


def check_statuses_as_numbers_and_in_lower_case(stage: Stage) -> None:
    errors, models = stage.package.errors, stage.package.models
    client = stage.client(httpx2.Response(200, json={"name": "x"}))
    assert type(client.things.numbers()) is models.Thing
    for status, error in ((404, errors.NotFoundError), (418, errors.APIStatusError)):
        client = stage.client(httpx2.Response(status, json={"detail": "d"}))
        with pytest.raises(error) as caught:
            client.things.numbers()
        assert type(caught.value.body) is models.Problem
    client = stage.client(httpx2.Response(500, json={"detail": "d"}), max_retries=0)
    with pytest.raises(errors.InternalServerError) as caught:
        client.things.numbers()
    assert type(caught.value.body) is models.Problem


def check_an_operation_that_is_a_reference(stage: Stage) -> None:
    client = stage.client(httpx2.Response(200, json={"name": "x"}))
    found = client.things.referred(part=2)
    assert type(found) is stage.package.models.Thing
    assert (stage.sent.method, stage.sent.url.path) == ("GET", "/v1/referred")
    assert stage.sent.url.query == b"part=2"
    [copied] = [
        getattr(client.things, name)
        for name in dir(client.things)
        if "copied" in name and not name.startswith("_")
    ]
    assert copied().name == "x"
    assert (stage.sent.method, stage.sent.url.path) == ("POST", "/v1/copied")


def check_bodies_where_none_are_expected(stage: Stage) -> None:
    client = stage.client(httpx2.Response(200, json=[{"name": "x"}]))
    [thing] = client.things.search(query="q")
    assert thing.name == "x"
    assert (stage.sent.method, stage.body) == ("GET", {"query": "q"})
    client = stage.client(httpx2.Response(204))
    client.things.purge(ids=[1, 2])
    assert (stage.sent.method, stage.body) == ("DELETE", {"ids": [1, 2]})


def check_a_reference_where_text_stands_brings_none(stage: Stage) -> None:
    assert "Words of another file." not in (stage.package.__doc__ or "") + (
        type(stage.client()).__doc__ or ""
    )
