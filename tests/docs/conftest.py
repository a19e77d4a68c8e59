"""A server on loopback that the samples reach without knowing it."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import httpx2
import pytest

from tests.clients.apis import APIS, SECRET
from tests.clients.server import Answer, Exchange, Server, serving
from tests.docs.pages import Block

Run = Callable[..., Exchange]
_FILE = re.compile(r"\bPath\(\"([^\"]+)\"\)")


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    """The server, the same for all samples."""
    with serving() as running:
        yield running


@pytest.fixture
def rerouted(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every connection leads to the server, whatever host a sample talks to."""
    place = urlsplit(server.url)
    here = {"scheme": "http", "host": place.hostname, "port": place.port}
    send = httpx2.HTTPTransport.handle_request
    send_async = httpx2.AsyncHTTPTransport.handle_async_request

    def handle(self: Any, request: httpx2.Request) -> httpx2.Response:
        request.url = request.url.copy_with(**here)
        return send(self, request)

    async def handle_async(self: Any, request: httpx2.Request) -> httpx2.Response:
        request.url = request.url.copy_with(**here)
        return await send_async(self, request)

    monkeypatch.setattr(httpx2.HTTPTransport, "handle_request", handle)
    monkeypatch.setattr(httpx2.AsyncHTTPTransport, "handle_async_request", handle_async)


@pytest.fixture
def levels() -> Iterator[None]:
    """What a sample sets up to be logged, is logged for that sample alone."""
    loggers = [logging.getLogger(name) for name in (None, *APIS)]
    before = [logger.level for logger in loggers]
    yield
    for logger, level in zip(loggers, before, strict=True):
        logger.setLevel(level)


@pytest.fixture
def run(
    server: Server,
    rerouted: None,
    levels: None,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> Run:
    """Runs a sample as its reader would: with credentials and files at hand."""
    for api in APIS.values():
        for variable in api.environment:
            monkeypatch.delenv(variable, raising=False)
        monkeypatch.setenv(api.env, SECRET)
    monkeypatch.chdir(tmp_path)

    def execute(
        block: Block, *answers: Answer, names: dict[str, Any] | None = None
    ) -> Exchange:
        for name in _FILE.findall(block.code):
            (tmp_path / name).write_bytes(b"jane@example.com\n")
        exchange = server.begin()
        exchange.script(*answers)
        names = {} if names is None else names
        names["__name__"] = "__main__"
        exec(compile(block.code, str(block), "exec"), names)
        if "client" in names:
            names["client"].close()
        assert exchange.unexpected == []
        return exchange

    return execute
