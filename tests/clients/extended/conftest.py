"""The extended clients, and the drivers that call them."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, TypeAlias

import anyio
import pytest

from tests.clients.apis import Api
from tests.clients.driver import Driver, driving
from tests.clients.extended.apis import EXTENDED, generate
from tests.clients.server import Exchange, Server

Connect: TypeAlias = Callable[..., Any]


@pytest.fixture(scope="session")
def extended(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The folder with the clients, which can be imported."""
    folder = tmp_path_factory.mktemp("extended")
    for api in EXTENDED:
        generate(api, folder)
    sys.path.insert(0, str(folder))
    importlib.invalidate_caches()
    yield folder
    sys.path.remove(str(folder))
    names = {api.package for api in EXTENDED}
    for module in [one for one in sys.modules if one.split(".")[0] in names]:
        del sys.modules[module]


@pytest.fixture(scope="session", params=["sync", "asyncio", "trio"])
def driver(request: pytest.FixtureRequest) -> Iterator[Driver]:
    """Calls clients that block, and clients that await on either library."""
    with driving(request.param) as opened:
        yield opened


@pytest.fixture
def connect(extended: Path, driver: Driver) -> Iterator[Connect]:
    """Makes clients that talk to a URL, used as if they blocked; closes them, too."""
    made: list[Any] = []

    def construct(api: Api, url: str, **options: Any) -> Any:
        made.append(driver.construct(api, base_url=url, **options))
        return driver.blocking(made[-1])

    yield construct
    for client in made:
        driver.close(client)


@pytest.fixture
def exchange(server: Server) -> Iterator[Exchange]:
    """What this test answers and is asked.

    No judge holds the requests against the specs: these operations are not in them.
    """
    current = server.begin()
    yield current
    assert current.settle() == 0, "the test said more answers than it was asked for"
    assert current.unexpected == [], "the test did not say what to answer to these"


@pytest.fixture
def pauses(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The pauses that were made; no time passes in them."""
    made: list[float] = []

    async def pause(seconds: float) -> None:
        made.append(seconds)

    monkeypatch.setattr("time.sleep", made.append)
    monkeypatch.setattr(anyio, "sleep", pause)
    return made


@pytest.fixture(autouse=True)
def no_other_credentials(monkeypatch: pytest.MonkeyPatch) -> None:
    """No test depends on the environment it happens to run in."""
    for api in EXTENDED:
        for name in ("ACCESS_TOKEN", "USERNAME", "PASSWORD", "SESSION", "CLIENT_ID"):
            monkeypatch.delenv(f"{api.package.upper()}_{name}", raising=False)
        monkeypatch.delenv(api.env, raising=False)
