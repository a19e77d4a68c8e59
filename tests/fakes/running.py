"""A mock server that runs in a thread."""

from __future__ import annotations

import asyncio
import threading
from contextlib import suppress
from pathlib import Path
from typing import Any

import httpx2

from apiloom.access import Access
from apiloom.config import ClientConfig
from apiloom.mock.running import Mock, Settings

CASES = Path(__file__).parents[1] / "cases"
SPEC = CASES / "fakes" / "spec.yaml"
KEY = {"X-Key": "k"}


class Running:
    """A mock server in a thread."""

    def __init__(self, folder: Path, **options: Any) -> None:
        folder.mkdir(exist_ok=True)
        self.spec = folder / "openapi.yaml"
        source: Path = options.pop("source", SPEC)
        self.spec.write_text(source.read_text("utf-8"), "utf-8")
        settings = Settings("127.0.0.1", 0, **options)
        config = ClientConfig(spec=self.spec.name, package="mock")
        self.mock = Mock(config, folder, Access.to([folder]), settings)
        self.report: list[str] = []
        self._loop = asyncio.new_event_loop()
        self._task = self._loop.create_task(self.mock.run())
        self._thread = threading.Thread(target=self._run)

    def _run(self) -> None:
        with suppress(asyncio.CancelledError):
            self._loop.run_until_complete(self._task)

    def __enter__(self) -> httpx2.Client:
        self._thread.start()
        while not self.mock.url:
            pass
        return httpx2.Client(base_url=self.mock.url, headers=KEY)

    def __exit__(self, *_: object) -> None:
        self._loop.call_soon_threadsafe(self._task.cancel)
        self._thread.join()
        self._loop.close()
        self.report = self.mock.report()
        self.mock.close()
