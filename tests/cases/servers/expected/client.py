"""`Servers` and `AsyncServers`."""

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
"""The URLs of the API by server name; `base_url` replaces them."""

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
        default_query: Mapping[str, object] | None = None,
        follow_redirects: bool | None = None,
        hooks: Hooks | None = None,
        limits: ResponseLimits | None = None,
        validate_responses: Validation = "report",
        validate_requests: bool = True,
        http_client: httpx2.Client | None = None,
    ) -> None:
        """Create a client; it connects on the first call.

        Args:
            server: The server to use: `live` is Live.; `sandbox` is To try things out.
            region: Where the data is.
            port: A variable of the server URL.
            version: A variable of the server URL.
            base_url: Replaces the server URL, including its path.
            timeout: Seconds to wait for the server, or an `httpx2.Timeout`. By default
                60, and 5 to connect, or the timeout of `http_client`.
            deadline: Limit of a whole call in seconds, including retries and waits.
            max_retries: Maximum number of retries of a request that is safe to retry.
            retry_budget: Limit of retries across all calls; by default, a new budget.
            headers: Sent with every request.
            default_query: Query parameters of every request that does not have them.
            follow_redirects: Whether `GET` and `HEAD` follow redirects within the
                origin of the API. None uses the setting of `http_client`, which is
                False by default.
            hooks: Functions to call on each request, response and retry.
            limits: Limits of what the client accepts: size, time, cookies, pages.
            validate_responses: What to do if a response does not match its schema:
                `report` reads what it can and reports each mismatch once, `strict`
                raises `ResponseValidationError`, `off` reads what it can without
                reporting.
            validate_requests: Whether to check required arguments and limits; types are
                always checked.
            http_client: Your own HTTP client, with its timeout, headers and redirects.
                You close it.
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
            default_query=default_query,
            follow_redirects=follow_redirects,
            hooks=hooks,
            limits=limits,
            validate_responses=validate_responses,
            validate_requests=validate_requests,
            retry_budget=retry_budget or RetryBudget(),
            errors=_errors,
            user_agent=_USER_AGENT,
        )
        super().__init__(options, http_client)

    @cached_property
    def things(self) -> ThingsResource:
        """Things."""
        from .resources.things import ThingsResource

        return ThingsResource(self._calls)


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
        default_query: Mapping[str, object] | None = None,
        follow_redirects: bool | None = None,
        hooks: Hooks | AsyncHooks | None = None,
        limits: ResponseLimits | None = None,
        validate_responses: Validation = "report",
        validate_requests: bool = True,
        http_client: httpx2.AsyncClient | None = None,
    ) -> None:
        """Create a client; it connects on the first call.

        Args:
            server: The server to use: `live` is Live.; `sandbox` is To try things out.
            region: Where the data is.
            port: A variable of the server URL.
            version: A variable of the server URL.
            base_url: Replaces the server URL, including its path.
            timeout: Seconds to wait for the server, or an `httpx2.Timeout`. By default
                60, and 5 to connect, or the timeout of `http_client`.
            deadline: Limit of a whole call in seconds, including retries and waits.
            max_retries: Maximum number of retries of a request that is safe to retry.
            retry_budget: Limit of retries across all calls; by default, a new budget.
            headers: Sent with every request.
            default_query: Query parameters of every request that does not have them.
            follow_redirects: Whether `GET` and `HEAD` follow redirects within the
                origin of the API. None uses the setting of `http_client`, which is
                False by default.
            hooks: Functions to call on each request, response and retry.
            limits: Limits of what the client accepts: size, time, cookies, pages.
            validate_responses: What to do if a response does not match its schema:
                `report` reads what it can and reports each mismatch once, `strict`
                raises `ResponseValidationError`, `off` reads what it can without
                reporting.
            validate_requests: Whether to check required arguments and limits; types are
                always checked.
            http_client: Your own HTTP client, with its timeout, headers and redirects.
                You close it.
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
            default_query=default_query,
            follow_redirects=follow_redirects,
            hooks=hooks,
            limits=limits,
            validate_responses=validate_responses,
            validate_requests=validate_requests,
            retry_budget=retry_budget or RetryBudget(),
            errors=_errors,
            user_agent=_USER_AGENT,
        )
        super().__init__(options, http_client)

    @cached_property
    def things(self) -> AsyncThingsResource:
        """Things."""
        from .resources.things import AsyncThingsResource

        return AsyncThingsResource(self._calls)
