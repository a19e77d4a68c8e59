"""The clients: `Levels`, and `AsyncLevels` for code that awaits."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Literal, TypeAlias

import httpx2

from ._runtime.auth.credentials import ApiKey, Credentials
from ._runtime.auth.secret import AsyncSecretInput, Secret, SecretInput
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
from ._runtime.core.servers import one_of, server_choice, server_url
from ._runtime.decoding.mismatches import Validation
from ._runtime.telemetry.hooks import AsyncHooks, Hooks

if TYPE_CHECKING:
    from . import errors as _errors
    from ._runtime.decoding.limits import ResponseLimits
    from .resources.files import AsyncFilesResource, FilesResource
    from .resources.things import AsyncThingsResource, ThingsResource
else:
    _errors = Deferred(".errors", __package__)

ServerName: TypeAlias = Literal["live", "sandbox"]

SERVERS: dict[ServerName, str] = {
    "live": "https://{region}.api.test/v1",
    "sandbox": "https://sandbox.api.test/v1",
}
"""Where the API is, by the names of the servers, unless `base_url` says otherwise."""

_USER_AGENT = "case_servers_levels/1"


def _credentials(api_key: AsyncSecretInput | None) -> Credentials:
    return {
        "key": ApiKey(
            Secret(api_key, "api_key", "CASE_SERVERS_LEVELS_API_KEY"),
            "header",
            "X-Key",
        ),
    }


class Levels(APIClient):
    """Client for Levels."""

    def __init__(
        self,
        *,
        api_key: SecretInput | None = None,
        server: ServerName = "live",
        region: Literal["eu", "us"] = "eu",
        version: str | None = None,
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
            api_key: Taken from the environment variable CASE_SERVERS_LEVELS_API_KEY if
                left out.
            server: The server to talk to: `live` is Live.; `sandbox` is To try things
                out.
            region: A part of the server's URL.
            version: A part of the server's URL. Each server has a default of its own.
            base_url: Replaces the URL of the server, path included, also for operations
                that have servers of their own.
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
                {"region": one_of("region", region, ("eu", "us")), "version": version},
                http_client=http_client,
            ),
            credentials=_credentials(api_key),
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
            security=(("key",),),
            servers=server_choice(
                base_url,
                server,
                {"region": region, "version": version},
                http_client=http_client,
            ),
        )
        super().__init__(options, http_client)

    @cached_property
    def files(self) -> FilesResource:
        """Files."""
        from .resources.files import FilesResource

        return FilesResource(self)

    @cached_property
    def things(self) -> ThingsResource:
        """Things."""
        from .resources.things import ThingsResource

        return ThingsResource(self)


class AsyncLevels(AsyncAPIClient):
    """Async client for Levels."""

    def __init__(
        self,
        *,
        api_key: AsyncSecretInput | None = None,
        server: ServerName = "live",
        region: Literal["eu", "us"] = "eu",
        version: str | None = None,
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
            api_key: Taken from the environment variable CASE_SERVERS_LEVELS_API_KEY if
                left out.
            server: The server to talk to: `live` is Live.; `sandbox` is To try things
                out.
            region: A part of the server's URL.
            version: A part of the server's URL. Each server has a default of its own.
            base_url: Replaces the URL of the server, path included, also for operations
                that have servers of their own.
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
                {"region": one_of("region", region, ("eu", "us")), "version": version},
                http_client=http_client,
            ),
            credentials=_credentials(api_key),
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
            security=(("key",),),
            servers=server_choice(
                base_url,
                server,
                {"region": region, "version": version},
                http_client=http_client,
            ),
        )
        super().__init__(options, http_client)

    @cached_property
    def files(self) -> AsyncFilesResource:
        """Files."""
        from .resources.files import AsyncFilesResource

        return AsyncFilesResource(self)

    @cached_property
    def things(self) -> AsyncThingsResource:
        """Things."""
        from .resources.things import AsyncThingsResource

        return AsyncThingsResource(self)
