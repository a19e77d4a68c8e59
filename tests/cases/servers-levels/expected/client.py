"""`Levels` and `AsyncLevels`."""

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
"""The URLs of the API by server name; `base_url` replaces them."""

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
            api_key: Default: the environment variable CASE_SERVERS_LEVELS_API_KEY.
            server: The server to use: `live` is Live.; `sandbox` is To try things out.
            region: A variable of the server URL.
            version: A variable of the server URL. The default depends on the server.
            base_url: Replaces the server URL, including its path, also for operations
                with their own servers.
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
                {"region": one_of("region", region, ("eu", "us")), "version": version},
                http_client=http_client,
            ),
            credentials=_credentials(api_key),
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

        return FilesResource(self._calls)

    @cached_property
    def things(self) -> ThingsResource:
        """Things."""
        from .resources.things import ThingsResource

        return ThingsResource(self._calls)


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
            api_key: Default: the environment variable CASE_SERVERS_LEVELS_API_KEY.
            server: The server to use: `live` is Live.; `sandbox` is To try things out.
            region: A variable of the server URL.
            version: A variable of the server URL. The default depends on the server.
            base_url: Replaces the server URL, including its path, also for operations
                with their own servers.
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
                {"region": one_of("region", region, ("eu", "us")), "version": version},
                http_client=http_client,
            ),
            credentials=_credentials(api_key),
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

        return AsyncFilesResource(self._calls)

    @cached_property
    def things(self) -> AsyncThingsResource:
        """Things."""
        from .resources.things import AsyncThingsResource

        return AsyncThingsResource(self._calls)
