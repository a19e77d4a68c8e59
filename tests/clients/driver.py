"""One way to call both kinds of clients, so that every scenario is written once."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from operator import attrgetter
from typing import Any

import httpx2
from anyio.from_thread import BlockingPortal, start_blocking_portal

from tests.blocking import Blocking
from tests.clients.apis import Api

Respond = Callable[[httpx2.Request], httpx2.Response]


class Driver(ABC):
    """Constructs clients of one kind, and calls them."""

    @abstractmethod
    def construct(self, api: Api, **options: Any) -> Any:
        """A client, with exactly these arguments."""

    @abstractmethod
    def run(self, function: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        """What the function returns, awaited where it is to be awaited."""

    @abstractmethod
    def close(self, client: Any) -> None:
        """Close a client."""

    @abstractmethod
    def blocking(self, client: Any) -> Any:
        """The client, used as if it blocked: what is awaited is there at once."""

    @abstractmethod
    def within(self, client: Any, method: str, *args: Any) -> Any:
        """Call a method inside a `with` block, and return what the block had."""

    @abstractmethod
    def http(self, **options: Any) -> Any:
        """An HTTP client of the kind that the client takes."""

    @abstractmethod
    def close_http(self, http: Any) -> None:
        """Close such an HTTP client."""

    def call(self, client: Any, method: str, *args: Any, **kwargs: Any) -> Any:
        """Call a method by its dotted name, `batch.launch`."""
        return self.run(attrgetter(method)(client), *args, **kwargs)

    def mocked(self, respond: Respond) -> Any:
        """An HTTP client that asks a function instead of a server."""
        return self.http(transport=httpx2.MockTransport(respond))


class SyncDriver(Driver):
    """Calls the clients that block."""

    def construct(self, api: Api, **options: Any) -> Any:
        return getattr(api.module, api.client)(**options)

    def run(self, function: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        return function(*args, **kwargs)

    def close(self, client: Any) -> None:
        client.close()

    def blocking(self, client: Any) -> Any:
        return client

    def within(self, client: Any, method: str, *args: Any) -> Any:
        with client as entered:
            return self.call(entered, method, *args)

    def http(self, **options: Any) -> Any:
        return httpx2.Client(**options)

    def close_http(self, http: Any) -> None:
        http.close()


class AsyncDriver(Driver):
    """Calls the clients that await, in an event loop of its own."""

    def __init__(self, portal: BlockingPortal) -> None:
        self._portal = portal

    def construct(self, api: Api, **options: Any) -> Any:
        return getattr(api.module, f"Async{api.client}")(**options)

    def run(self, function: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        return self._portal.call(partial(function, *args, **kwargs))

    def close(self, client: Any) -> None:
        self._portal.call(client.aclose)

    def blocking(self, client: Any) -> Any:
        return Blocking(self._portal, client)

    def within(self, client: Any, method: str, *args: Any) -> Any:
        async def block() -> Any:
            async with client as entered:
                return await attrgetter(method)(entered)(*args)

        return self._portal.call(block)

    def http(self, **options: Any) -> Any:
        return httpx2.AsyncClient(**options)

    def close_http(self, http: Any) -> None:
        self._portal.call(http.aclose)


@contextmanager
def driving(kind: str) -> Iterator[Driver]:
    """A driver: `sync`, or the name of an async backend, `asyncio` or `trio`."""
    if kind == "sync":
        yield SyncDriver()
        return
    with start_blocking_portal(kind) as portal:
        yield AsyncDriver(portal)


class Caller:
    """One client, called as its driver calls it."""

    def __init__(self, driver: Driver, client: Any) -> None:
        self.driver = driver
        self.client = client

    def __call__(self, method: str, *args: Any, **kwargs: Any) -> Any:
        """Call a method by its dotted name."""
        return self.driver.call(self.client, method, *args, **kwargs)

    def with_options(self, **options: Any) -> Caller:
        """A caller of the copy that `with_options` gives."""
        return Caller(self.driver, self.client.with_options(**options))
