"""The two modes of generated code: sync and async."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Mode:
    """The names that differ between sync and async code."""

    prefix: str
    define: str
    wait: str
    client: str
    calls: str
    raw: str
    module: str
    streaming: str
    streams: str
    open_stream: str

    @property
    def stream(self) -> str:
        """The class that iterates over the items of a response."""
        return f"{self.prefix}Stream"


ASYNC = Mode(
    "Async",
    "async def",
    "await ",
    "AsyncAPIClient",
    "AsyncCalls",
    "async_raw",
    "client.async_client",
    "async_streaming",
    "decoding.async_streams",
    "async_open_stream",
)
SYNC = Mode(
    "",
    "def",
    "",
    "APIClient",
    "Calls",
    "raw",
    "client.sync_client",
    "streaming",
    "decoding.sync_streams",
    "open_stream",
)
