"""The settings and the clock that all parts of a fake share."""

from __future__ import annotations

from collections.abc import Callable
from contextvars import ContextVar
from typing import TYPE_CHECKING, Any, Final

import httpx2

from .clock import FakeClock
from .schemas import schemas_of

if TYPE_CHECKING:
    from ..client.sync_client import APIClient
    from .responses import Parts


class Captured(BaseException):
    """Ends a call whose request was all that was wanted."""


CAPTURED: Final[ContextVar[list[Any] | None]] = ContextVar("CAPTURED", default=None)
"""The fake of a method whose next call is not sent, and then that call."""


class Engine:
    """The settings and the clock of a fake."""

    def __init__(
        self,
        *,
        is_strict: bool,
        seed: int,
        validates: bool,
        client: Callable[[], APIClient],
        package: str,
        fake: Any,
    ) -> None:
        """Initialize with the settings, the sync client, the package and the fake."""
        self.is_strict: Final = is_strict
        self.seed: Final = seed
        self.validates: Final = validates
        self.client: Final = client
        self.fake: Final = fake
        self.clock: Final = FakeClock()
        self.schemas: Final = schemas_of(package)
        self.keeps_calls = True
        self.configured: Final[dict[int, Any]] = {}
        """The fakes of methods that something is configured for."""
        self.states: Final[dict[str, Callable[[Any], Parts | None]]] = {}
        """What responds to methods of a life cycle, by their names."""
        self.store: Any = None
        """The objects that they share."""

    def wait(self, seconds: float, request: httpx2.Request) -> None:
        """Let time pass until a response, as far as the request's timeout goes.

        Raises:
            httpx2.ReadTimeout: The response takes longer.
        """
        limit = request.extensions.get("timeout", {}).get("read")
        if limit is not None and float(limit) < seconds:
            self.clock.advance(float(limit))
            raise httpx2.ReadTimeout("the response of the fake takes longer")
        self.clock.advance(seconds)
