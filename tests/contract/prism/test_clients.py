"""The four clients, in front of Prism: every request accepted, every answer read."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from functools import cache
from pathlib import Path
from typing import Final

import pytest

from tests.clients.apis import APIS
from tests.clients.calls import Call, full_call, minimal_call
from tests.clients.driver import Caller, Driver, driving
from tests.contract.openapi_core.operations import Operation, documented
from tests.contract.prism.mock import Mock, mocking, violations
from tests.specs.reading import spec

BEYOND_PRISM: Final = {
    # `style: deepObject` in an Encoding Object (OpenAPI 3.1, 4.8.15.1.2): Prism takes
    # arrays of objects in forms for JSON, whatever the encoding says.
    "vec-batches.create": "Cannot deserialize JSON object array",
}
"""What Prism cannot read, by operation: the words in which it says so."""


@pytest.fixture(scope="module")
def mocks(
    prism: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Callable[[str], Mock]]:
    """A mock server for each of the four APIs, started when it is wanted."""
    folder = tmp_path_factory.mktemp("prism")
    with ExitStack() as running:

        @cache
        def of(package: str) -> Mock:
            path = folder / f"{package}.json"
            path.write_text(json.dumps(spec(package)), "utf-8")
            return running.enter_context(mocking(prism, path))

        yield of


@pytest.fixture(scope="module", params=["sync", "asyncio"])
def driver(request: pytest.FixtureRequest) -> Iterator[Driver]:
    """Calls clients that block, then clients that await."""
    with driving(request.param) as opened:
        yield opened


@pytest.mark.parametrize("one", documented(), ids=str)
def test_every_request_is_accepted(
    mocks: Callable[[str], Mock], driver: Driver, one: Operation
) -> None:
    api = APIS[one.api.package]
    url = mocks(api.package).url
    client = driver.construct(api, **api.credentials, base_url=url, max_retries=0)
    try:
        caller = Caller(driver, client)
        found = [
            complaint
            for call in (full_call(one), minimal_call(one))
            for complaint in _complaints(caller, call)
        ]
    finally:
        driver.close(client)
    if str(one) in BEYOND_PRISM:
        assert BEYOND_PRISM[str(one)] in " ".join(found)
    else:
        assert found == []


def _complaints(caller: Caller, call: Call) -> list[str]:
    """What Prism says of a call; what it answers has to be an answer of the API."""
    one = call.operation
    errors = one.api.errors
    try:
        caller(one.name, *call.args, **call.kwargs)
    except errors.RejectedError:
        return []  # the example that Prism answers with is one of a failure
    except errors.APIStatusError as error:
        found = violations(error.response)
        if not found:
            raise
        return found
    return []
