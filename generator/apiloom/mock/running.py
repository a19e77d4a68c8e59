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
from apiloom.mock.loading import Loaded, UnusableRecording, changed_at, load
from apiloom.mock.recording import Recorder, UnusableURL, origin_of
from apiloom.mock.responder import Responder
from apiloom.mock.server import Responding, serve
from apiloom.text.visible import messages

__all__ = ["Mock", "Settings", "UnusableRecording", "UnusableURL", "run"]

_WATCHED: Final = 0.5
"""How often the document is looked at, in seconds."""


class Settings(NamedTuple):
    """The options of a mock server."""

    host: str
    port: int
    latency: float = 0.0
    fail_rate: float = 0.0
    seed: int = 0
    is_stateful: bool = False
    replayed: Path | None = None
    """The recording to respond with."""
    recorded: str | None = None
    """The URL of the API whose responses are recorded."""
    recording: Path = Path("recording.json")
    """The file that they are written to."""
    keep: tuple[str, ...] = ()
    """The names of what is recorded as it is."""


def run(config: ClientConfig, root: Path, access: Access, settings: Settings) -> None:
    """Serve a document until interrupted.

    Raises:
        UnusableInput: The document cannot be used.
        UnusableRecording: The recording cannot be used.
        UnusableURL: The URL of the real API cannot be used.
        OSError: The port cannot be opened.
    """
    mock = Mock(config, root, access, settings)
    try:
        with suppress(KeyboardInterrupt):
            asyncio.run(mock.run())
    finally:
        for line in mock.report():
            click.echo(messages(line), err=True)
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
        self._recorder: Recorder | None = None
        if settings.recorded is not None:
            self._recorder = Recorder(
                self._responder.loaded,
                origin_of(settings.recorded),
                settings.recording,
                settings.keep,
            )

    @property
    def url(self) -> str:
        """Return the URL of the server; empty before it listens."""
        return self._responder.url

    def _load(self) -> Loaded:
        settings = self._settings
        loaded = load(self._config, self._root, self._access, settings.seed)
        for finding in loaded.findings:
            if finding.severity is Severity.ERROR:
                click.echo(messages(finding.render()), err=True)
        if settings.replayed is not None:
            loaded.replay(settings.replayed)
        if settings.is_stateful and not loaded.keep_objects():
            click.echo(
                "warning: no operations form a life cycle; x-lifecycle declares one",
                err=True,
            )
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
            await serve(self._current, settings.host, settings.port, self._ready)
        finally:
            watching.cancel()
            if self._recorder is not None:
                await self._recorder.close()

    def _current(self) -> Responding:
        return self._recorder or self._responder

    def report(self) -> list[str]:
        """Return what was recorded; nothing if nothing was to be."""
        return self._recorder.report() if self._recorder is not None else []

    def _ready(self, port: int) -> None:
        host = self._settings.host
        shown = f"[{host}]" if ":" in host else host
        self._responder.url = f"http://{shown}:{port}"
        if self._recorder is not None:
            self._recorder.url = self._responder.url
        click.echo(f"Listening on {self._responder.url}", err=True)

    async def _watch(self) -> None:
        while True:
            await asyncio.sleep(_WATCHED)
            changed = changed_at(self._config, self._root)
            if changed in (0.0, self._changed) or self._recorder is not None:
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
