"""A mock server that runs, and reads its document again when that changes."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from pathlib import Path
from typing import Final, NamedTuple

import click

from apiloom.access import Access
from apiloom.config import ClientConfig
from apiloom.diagnostics import Severity, UnusableInput
from apiloom.mock.loading import Loaded, changed_at, load
from apiloom.mock.responder import Responder
from apiloom.mock.server import serve
from apiloom.text.visible import messages

_WATCHED: Final = 0.5
"""How often the document is looked at, in seconds."""


class Settings(NamedTuple):
    """The options of a mock server."""

    host: str
    port: int
    latency: float
    fail_rate: float
    seed: int


def run(config: ClientConfig, root: Path, access: Access, settings: Settings) -> None:
    """Serve a document until interrupted.

    Raises:
        UnusableInput: The document cannot be used.
        OSError: The port cannot be opened.
    """
    mock = Mock(config, root, access, settings)
    try:
        with suppress(KeyboardInterrupt):
            asyncio.run(mock.run())
    finally:
        mock.close()


class Mock:
    """A server, and the document that it serves now."""

    def __init__(
        self, config: ClientConfig, root: Path, access: Access, settings: Settings
    ) -> None:
        """Initialize with a document, which is read at once."""
        self._config: Final = config
        self._root: Final = root
        self._access: Final = access
        self._settings: Final = settings
        self._changed = changed_at(config, root)
        self._responder = self._responder_of(self._load())

    @property
    def url(self) -> str:
        """Return the URL of the server; empty before it listens."""
        return self._responder.url

    def _load(self) -> Loaded:
        loaded = load(self._config, self._root, self._access, self._settings.seed)
        for finding in loaded.findings:
            if finding.severity is Severity.ERROR:
                click.echo(messages(finding.render()), err=True)
        return loaded

    def _responder_of(self, loaded: Loaded, url: str = "") -> Responder:
        settings = self._settings
        return Responder(
            loaded, settings.latency, settings.fail_rate, settings.seed, url
        )

    def close(self) -> None:
        """Remove what was generated."""
        self._responder.loaded.close()

    async def run(self) -> None:
        """Serve, and watch the document."""
        settings = self._settings
        watching = asyncio.create_task(self._watch())
        try:
            await serve(
                lambda: self._responder, settings.host, settings.port, self._ready
            )
        finally:
            watching.cancel()

    def _ready(self, port: int) -> None:
        host = self._settings.host
        shown = f"[{host}]" if ":" in host else host
        self._responder.url = f"http://{shown}:{port}"
        click.echo(f"Listening on {self._responder.url}", err=True)

    async def _watch(self) -> None:
        while True:
            await asyncio.sleep(_WATCHED)
            changed = changed_at(self._config, self._root)
            if changed in (0.0, self._changed):
                continue
            self._changed = changed
            former = self._responder
            try:
                loaded = self._load()
            except UnusableInput as error:
                click.echo(messages(str(error)), err=True)
                continue
            self._responder = self._responder_of(loaded, former.url)
            former.loaded.close()
            click.echo("Reloaded", err=True)
