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
    "async_client",
    "async_streaming",
    "async_streaming",
)
SYNC = Color(
    "", "def", "", "APIClient", "raw", "sync_client", "streaming", "sync_streaming"
)
