"""What a caller can set for a client, or for a copy of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Final, NamedTuple, TypeAlias

import httpx2

from .answers import StatusBodies, StatusErrors
from .auth import Credentials
from .operations import Security
from .retries import RetryBudget
from .servers import ServerChoice

if TYPE_CHECKING:
    from .hooks import AnyHooks

DEFAULT_TIMEOUT: Final = httpx2.Timeout(60.0, connect=5.0)
DEFAULT_MAX_RETRIES: Final = 2

Timeout: TypeAlias = float | httpx2.Timeout | None


class Options(NamedTuple):
    """What a caller can set for a client, or for a copy of it."""

    base_url: str
    credentials: Credentials
    timeout: Timeout
    max_retries: int
    headers: Mapping[str, str] | None
    status_errors: Callable[[], StatusErrors]
    status_bodies: Callable[[], StatusBodies]
    user_agent: str
    retry_budget: RetryBudget
    deadline: float | None = None
    hooks: AnyHooks | None = None
    validate_responses: bool = True
    security: Security = ()
    """What requests without an operation of their own need, if there is any."""
    servers: ServerChoice | None = None
