"""What a caller can set for a client, or for a copy of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, TypeAlias

import httpx2

from .answers import StatusBodies, StatusErrors
from .auth import Credentials
from .hooks import AnyHooks
from .operations import Security
from .retries import RetryBudget
from .servers import ServerChoice

DEFAULT_TIMEOUT: Final = httpx2.Timeout(60.0, connect=5.0)
DEFAULT_MAX_RETRIES: Final = 2

Timeout: TypeAlias = float | httpx2.Timeout | None


@dataclass(frozen=True, slots=True)
class Options:
    """What a caller can set for a client, or for a copy of it."""

    base_url: str
    credentials: Credentials
    timeout: Timeout
    max_retries: int
    headers: Mapping[str, str] | None
    status_errors: StatusErrors
    status_bodies: StatusBodies
    user_agent: str
    deadline: float | None = None
    retry_budget: RetryBudget = field(default_factory=RetryBudget)
    hooks: AnyHooks | None = None
    validate_responses: bool = True
    security: Security = ()
    """What requests without an operation of their own need, if there is any."""
    servers: ServerChoice | None = None
