"""Several documented successes, ranges, and `default`: OpenAPI 3.1, 4.8.16.

A status goes before its range, a range before `default` (4.8.16.2).
"""

from typing import Any

import httpx2
import pytest

from tests.workshop import Stage


def check_each_success_is_of_its_type(stage: Stage) -> None:
    models = stage.package.models

    def create(*args: Any, **kwargs: Any) -> Any:
        return stage.client(httpx2.Response(*args, **kwargs)).things.create()

    assert type(create(200, json={"found": "x"})) is models.Found
    assert type(create(201, json={"made": 1})) is models.Made
    plain = create(201, content=b"text", headers={"content-type": "text/plain"})
    assert plain == "text"
    assert create(202) is None
    assert create(204) is None
    binary = {"content-type": "application/octet-stream"}
    assert create(206, content=b"\x00", headers=binary) == b"\x00"


def check_the_annotation_names_them_all(stage: Stage) -> None:
    resource = type(stage.client().things)
    words = str(resource.create.__annotations__["return"])
    for name in ("Found", "Made", "str", "bytes", "None"):
        assert name in words
    assert str(resource.cached.__annotations__["return"]) == "models.Found"


def check_a_status_goes_before_its_range(stage: Stage) -> None:
    errors, models = stage.package.errors, stage.package.models
    for status, error, body in (
        (409, errors.ConflictError, models.Made),
        (418, errors.APIStatusError, models.Problem),
        (400, errors.BadRequestError, models.Problem),
    ):
        client = stage.client(httpx2.Response(status, json={"made": 1}))
        with pytest.raises(error) as caught:
            client.things.create()
        assert type(caught.value.body) is body
        assert caught.value.status_code == status
    client = stage.client(httpx2.Response(503), max_retries=0)
    with pytest.raises(errors.APIStatusError) as caught:
        client.things.create()
    assert caught.value.body is None


def check_ranges_of_successes(stage: Stage) -> None:
    client = stage.client(httpx2.Response(299, json={"found": "x"}))
    assert client.things.ranges().found == "x"
    [made] = stage.client(httpx2.Response(207, json=[{"made": 1}])).things.ranges()
    assert type(made) is stage.package.models.Made


def check_not_modified_is_no_value(stage: Stage) -> None:
    """304 answers a condition of the caller (RFC 9110, 15.4.5): there is no body."""
    assert stage.client(httpx2.Response(200, json={"found": "x"})).things.cached().found
    with pytest.raises(stage.package.errors.NotModifiedError) as caught:
        stage.client(httpx2.Response(304)).things.cached()
    assert caught.value.status_code == 304
