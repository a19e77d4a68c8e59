"""The server, the drivers, and the clients that the tests of this folder ask for."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest

from tests.clients.apis import APIS, Api
from tests.clients.driver import Caller, Driver, driving
from tests.clients.server import Exchange, Received, Server, serving
from tests.contract.openapi_core.judge import judge

Connect = Callable[..., Caller]


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    """The server, the same for all tests."""
    with serving() as running:
        yield running


@pytest.fixture
def exchange(server: Server) -> Iterator[Exchange]:
    """What this test answers and is asked.

    After the test, every request has to be one that the test expected and, unless the
    test says why not, one that the spec of its API allows.
    """
    current = server.begin()
    yield current
    assert current.settle() == 0, "the test said more answers than it was asked for"
    assert current.unexpected == [], "the test did not say what to answer to these"
    wrong = [
        complaint
        for request in current.received
        for complaint in judge(api_of(request).package).complaints(local(request))
    ]
    if current.beyond_the_spec is None:
        assert wrong == []
    else:
        assert wrong != [], "the spec allows all of it"


@pytest.fixture(scope="session", params=["sync", "asyncio"])
def driver(request: pytest.FixtureRequest) -> Iterator[Driver]:
    """Calls clients that block, then clients that await."""
    with driving(request.param) as opened:
        yield opened


@pytest.fixture(autouse=True)
def no_credentials(monkeypatch: pytest.MonkeyPatch) -> None:
    """No test depends on the environment it happens to run in."""
    for api in APIS.values():
        for variable in api.environment:
            monkeypatch.delenv(variable, raising=False)


@pytest.fixture(scope="session")
def callers(server: Server, driver: Driver) -> Iterator[Callable[[Api], Caller]]:
    """One strict client for each API, which many tests share; it retries nothing."""
    made: dict[str, Any] = {}

    def of(api: Api) -> Caller:
        if api.package not in made:
            made[api.package] = driver.construct(
                api,
                **api.credentials,
                base_url=base_url(server, api),
                max_retries=0,
                validate_responses="strict",
            )
        return Caller(driver, made[api.package])

    yield of
    for client in made.values():
        driver.close(client)


@pytest.fixture
def connect(server: Server, driver: Driver) -> Iterator[Connect]:
    """Makes clients with options of their own, and closes them after the test."""
    made: list[Any] = []

    def construct(api: Api, **options: Any) -> Caller:
        defaults = {**api.credentials, "base_url": base_url(server, api)}
        made.append(driver.construct(api, **{**defaults, **options}))
        return Caller(driver, made[-1])

    yield construct
    for client in made:
        driver.close(client)


def base_url(server: Server, api: Api) -> str:
    """The URL of one API on the server."""
    return f"{server.url}/{api.package}"


def api_of(request: Received) -> Api:
    """The API that a request is for."""
    return APIS[request.path.split("/")[1]]


def local(request: Received) -> Received:
    """The request, its path without that of the server."""
    prefix = f"/{api_of(request).package}"
    # What goes to a proxy begins with the server (RFC 9112, section 3.2.2).
    return replace(request, target=request.target.partition(prefix)[2])
