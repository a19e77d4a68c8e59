"""The two colours of code: that which awaits, and that which does not."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Color:
    """The words in which sync and async code differ."""

    prefix: str
    define: str
    wait: str
    client: str
    raw: str
    module: str
    streaming: str
    streams: str
    open_stream: str

    @property
    def stream(self) -> str:
        """What iterates over the items of an answer."""
        return f"{self.prefix}Stream"


ASYNC = Color(
    "Async",
    "async def",
    "await ",
    "AsyncAPIClient",
    "async_raw",
    "client.async_client",
    "async_streaming",
    "decoding.async_streams",
    "async_open_stream",
)
SYNC = Color(
    "",
    "def",
    "",
    "APIClient",
    "raw",
    "client.sync_client",
    "streaming",
    "decoding.sync_streams",
    "open_stream",
)
