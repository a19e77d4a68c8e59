"""The clients: `Servers`, and `AsyncServers` for code that awaits."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Literal, TypeAlias

import httpx2

from ._runtime.auth.credentials import Credentials
from ._runtime.client.async_client import AsyncAPIClient
from ._runtime.client.options import (
    DEFAULT_MAX_RETRIES,
    DEFAULT_TIMEOUT,
    Options,
    Timeout,
)
from ._runtime.client.sync_client import APIClient
from ._runtime.core.lazy import Deferred
from ._runtime.core.retries import RetryBudget
from ._runtime.core.servers import one_of, server_url
from ._runtime.decoding.mismatches import Validation
from ._runtime.telemetry.hooks import AsyncHooks, Hooks

if TYPE_CHECKING:
    from . import errors as _errors
    from ._runtime.decoding.limits import ResponseLimits
    from .resources.things import AsyncThingsResource, ThingsResource
else:
    _errors = Deferred(".errors", __package__)

ServerName: TypeAlias = Literal["live", "sandbox"]

SERVERS: dict[ServerName, str] = {
    "live": "https://{region}.api.test:{port}/v{version}/",
    "sandbox": "https://sandbox.api.test",
}
"""Where the API is, by the names of the servers, unless `base_url` says otherwise."""

_USER_AGENT = "case_servers/2024-beta"


def _credentials() -> Credentials:
    return {}


class Servers(APIClient):
    """Client for Servers."""

    def __init__(
        self,
        *,
        server: ServerName = "live",
        region: Literal["eu", "us"] = "eu",
        port: str = "8443",
        version: str = "2",
        base_url: str | None = None,
        timeout: Timeout = DEFAULT_TIMEOUT,
        deadline: float | None = None,
        max_retries: int = DEFAULT_MAX_RETRIES,
        retry_budget: RetryBudget | None = None,
        headers: Mapping[str, str] | None = None,
        follow_redirects: bool | None = None,
        hooks: Hooks | None = None,
        limits: ResponseLimits | None = None,
        validate_responses: Validation = "report",
        validate_requests: bool = True,
        http_client: httpx2.Client | None = None,
    ) -> None:
        """Open nothing yet; the first call does.

        Args:
            server: The server to talk to: `live` is Live.; `sandbox` is To try things
                out.
            region: Where the data is.
            port: A part of the server's URL.
            version: A part of the server's URL.
            base_url: Replaces the URL of the server, path included.
            timeout: Seconds to wait for the server, or an `httpx2.Timeout`: 60 seconds,
                5 to connect, unless `http_client` has another.
            deadline: Seconds that a call may take in all, with repetitions and pauses.
            max_retries: How often a request that may be repeated is repeated.
            retry_budget: How many repetitions there may be in all; a budget of its own
                if left out.
            headers: Sent with every request.
            follow_redirects: Whether `GET` and `HEAD` follow redirects within the
                origin of the API; None for what `http_client` says, which is no by
                default.
            hooks: Functions to call at each request, response and repetition.
            limits: Limits of what is taken from the server: size, time, cookies, pages.
            validate_responses: What happens to a response that does not fit its schema:
                `report` reads it as far as it fits and reports each misfit once,
                `strict` raises `ResponseValidationError`, `off` reads it without
                reporting.
            validate_requests: Whether requests are held to the limits of the
                specification, and to what it requires; if not, to its types alone.
            http_client: The HTTP client to use, with the timeout, headers and redirects
                that you chose for it; it stays yours to close.
        """
        options = Options(
            base_url=server_url(
                base_url,
                SERVERS[one_of("server", server, SERVERS)],
                {
                    "region": one_of("region", region, ("eu", "us")),
                    "port": port,
                    "version": version,
                },
                http_client=http_client,
            ),
            credentials=_credentials(),
            timeout=timeout,
            deadline=deadline,
            max_retries=max_retries,
            headers=headers,
            follow_redirects=follow_redirects,
            hooks=hooks,
            limits=limits,
            validate_responses=validate_responses,
            validate_requests=validate_requests,
            retry_budget=retry_budget or RetryBudget(),
            status_errors=lambda: _errors.STATUS_ERRORS,
            status_bodies=lambda: _errors.STATUS_BODIES,
            user_agent=_USER_AGENT,
        )
        super().__init__(options, http_client)

    @cached_property
    def things(self) -> ThingsResource:
        """Things."""
        from .resources.things import ThingsResource

        return ThingsResource(self)


class AsyncServers(AsyncAPIClient):
    """Async client for Servers."""

    def __init__(
        self,
        *,
        server: ServerName = "live",
        region: Literal["eu", "us"] = "eu",
        port: str = "8443",
        version: str = "2",
        base_url: str | None = None,
        timeout: Timeout = DEFAULT_TIMEOUT,
        deadline: float | None = None,
        max_retries: int = DEFAULT_MAX_RETRIES,
        retry_budget: RetryBudget | None = None,
        headers: Mapping[str, str] | None = None,
        follow_redirects: bool | None = None,
        hooks: Hooks | AsyncHooks | None = None,
        limits: ResponseLimits | None = None,
        validate_responses: Validation = "report",
        validate_requests: bool = True,
        http_client: httpx2.AsyncClient | None = None,
    ) -> None:
        """Open nothing yet; the first call does.

        Args:
            server: The server to talk to: `live` is Live.; `sandbox` is To try things
                out.
            region: Where the data is.
            port: A part of the server's URL.
            version: A part of the server's URL.
            base_url: Replaces the URL of the server, path included.
            timeout: Seconds to wait for the server, or an `httpx2.Timeout`: 60 seconds,
                5 to connect, unless `http_client` has another.
            deadline: Seconds that a call may take in all, with repetitions and pauses.
            max_retries: How often a request that may be repeated is repeated.
            retry_budget: How many repetitions there may be in all; a budget of its own
                if left out.
            headers: Sent with every request.
            follow_redirects: Whether `GET` and `HEAD` follow redirects within the
                origin of the API; None for what `http_client` says, which is no by
                default.
            hooks: Functions to call at each request, response and repetition.
            limits: Limits of what is taken from the server: size, time, cookies, pages.
            validate_responses: What happens to a response that does not fit its schema:
                `report` reads it as far as it fits and reports each misfit once,
                `strict` raises `ResponseValidationError`, `off` reads it without
                reporting.
            validate_requests: Whether requests are held to the limits of the
                specification, and to what it requires; if not, to its types alone.
            http_client: The HTTP client to use, with the timeout, headers and redirects
                that you chose for it; it stays yours to close.
        """
        options = Options(
            base_url=server_url(
                base_url,
                SERVERS[one_of("server", server, SERVERS)],
                {
                    "region": one_of("region", region, ("eu", "us")),
                    "port": port,
                    "version": version,
                },
                http_client=http_client,
            ),
            credentials=_credentials(),
            timeout=timeout,
            deadline=deadline,
            max_retries=max_retries,
            headers=headers,
            follow_redirects=follow_redirects,
            hooks=hooks,
            limits=limits,
            validate_responses=validate_responses,
            validate_requests=validate_requests,
            retry_budget=retry_budget or RetryBudget(),
            status_errors=lambda: _errors.STATUS_ERRORS,
            status_bodies=lambda: _errors.STATUS_BODIES,
            user_agent=_USER_AGENT,
        )
        super().__init__(options, http_client)

    @cached_property
    def things(self) -> AsyncThingsResource:
        """Things."""
        from .resources.things import AsyncThingsResource

        return AsyncThingsResource(self)
