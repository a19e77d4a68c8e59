"""`Tokens` and `AsyncTokens`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

import httpx2

from ._runtime.auth.credentials import ApiKey, Bearer, Credentials
from ._runtime.auth.grants import (
    AsyncTokenListener,
    ClientAssertion,
    ClientCredentials,
    ClientSecret,
    Discovery,
    Password,
    RefreshToken,
    TokenListener,
)
from ._runtime.auth.oauth2 import OAuth2
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
from ._runtime.core.servers import server_url
from ._runtime.decoding.mismatches import Validation
from ._runtime.telemetry.hooks import AsyncHooks, Hooks

if TYPE_CHECKING:
    from . import errors as _errors
    from ._runtime.decoding.limits import ResponseLimits
    from .resources.calls import AsyncCallsResource, CallsResource
else:
    _errors = Deferred(".errors", __package__)

SERVER = "https://api.test/v1"
"""The default URL of the API; `base_url` replaces it."""

_USER_AGENT = "case_security_oauth2/1"


def _credentials(
    api_key: AsyncSecretInput | None,
    access_token: AsyncSecretInput | None,
    client_id: AsyncSecretInput | None,
    client_secret: AsyncSecretInput | None,
    refresh_token: AsyncSecretInput | None,
    signed: AsyncSecretInput | None,
    username: AsyncSecretInput | None,
    password: AsyncSecretInput | None,
    token_url: str | None,
    oidc_token_url: str | None,
    scopes: Sequence[str] | None,
    on_refresh_token: AsyncTokenListener | None,
) -> Credentials:
    return {
        "key": ApiKey(
            Secret(api_key, "api_key", "CASE_SECURITY_OAUTH2_API_KEY"),
            "header",
            "X-Key",
        ),
        "app": OAuth2(
            Secret(access_token, "access_token", "CASE_SECURITY_OAUTH2_ACCESS_TOKEN"),
            ClientCredentials(
                "/token",
                token_url,
                ClientSecret(
                    Secret(client_id, "client_id", "CASE_SECURITY_OAUTH2_CLIENT_ID"),
                    Secret(
                        client_secret,
                        "client_secret",
                        "CASE_SECURITY_OAUTH2_CLIENT_SECRET",
                    ),
                ),
            ),
            scopes=scopes,
        ),
        "posting": OAuth2(
            Secret(access_token, "access_token", "CASE_SECURITY_OAUTH2_ACCESS_TOKEN"),
            ClientCredentials(
                "/token",
                token_url,
                ClientSecret(
                    Secret(client_id, "client_id", "CASE_SECURITY_OAUTH2_CLIENT_ID"),
                    Secret(
                        client_secret,
                        "client_secret",
                        "CASE_SECURITY_OAUTH2_CLIENT_SECRET",
                    ),
                    in_body=True,
                ),
            ),
            scopes=scopes,
        ),
        "person": OAuth2(
            Secret(access_token, "access_token", "CASE_SECURITY_OAUTH2_ACCESS_TOKEN"),
            RefreshToken(
                "/token",
                token_url,
                ClientSecret(
                    Secret(client_id, "client_id", "CASE_SECURITY_OAUTH2_CLIENT_ID"),
                    Secret(
                        client_secret,
                        "client_secret",
                        "CASE_SECURITY_OAUTH2_CLIENT_SECRET",
                    ),
                    optional=True,
                ),
                Secret(
                    refresh_token,
                    "refresh_token",
                    "CASE_SECURITY_OAUTH2_REFRESH_TOKEN",
                ),
                on_refresh_token,
            ),
            scopes=scopes,
        ),
        "signed": OAuth2(
            Secret(access_token, "access_token", "CASE_SECURITY_OAUTH2_ACCESS_TOKEN"),
            ClientCredentials(
                "/token",
                token_url,
                ClientAssertion(
                    Secret(signed, "signed", "CASE_SECURITY_OAUTH2_SIGNED"),
                ),
            ),
            scopes=scopes,
        ),
        "login": OAuth2(
            Secret(access_token, "access_token", "CASE_SECURITY_OAUTH2_ACCESS_TOKEN"),
            Password(
                "/token",
                token_url,
                ClientSecret(
                    Secret(client_id, "client_id", "CASE_SECURITY_OAUTH2_CLIENT_ID"),
                    Secret(
                        client_secret,
                        "client_secret",
                        "CASE_SECURITY_OAUTH2_CLIENT_SECRET",
                    ),
                    optional=True,
                ),
                Secret(username, "username", "CASE_SECURITY_OAUTH2_USERNAME"),
                Secret(password, "password", "CASE_SECURITY_OAUTH2_PASSWORD"),
            ),
            scopes=scopes,
        ),
        "implicit": Bearer(
            Secret(access_token, "access_token", "CASE_SECURITY_OAUTH2_ACCESS_TOKEN"),
        ),
        "oidc": OAuth2(
            Secret(access_token, "access_token", "CASE_SECURITY_OAUTH2_ACCESS_TOKEN"),
            ClientCredentials(
                Discovery("https://auth.test/.well-known/openid-configuration"),
                oidc_token_url,
                ClientSecret(
                    Secret(client_id, "client_id", "CASE_SECURITY_OAUTH2_CLIENT_ID"),
                    Secret(
                        client_secret,
                        "client_secret",
                        "CASE_SECURITY_OAUTH2_CLIENT_SECRET",
                    ),
                ),
            ),
            RefreshToken(
                Discovery("https://auth.test/.well-known/openid-configuration"),
                oidc_token_url,
                ClientSecret(
                    Secret(client_id, "client_id", "CASE_SECURITY_OAUTH2_CLIENT_ID"),
                    Secret(
                        client_secret,
                        "client_secret",
                        "CASE_SECURITY_OAUTH2_CLIENT_SECRET",
                    ),
                    optional=True,
                ),
                Secret(
                    refresh_token,
                    "refresh_token",
                    "CASE_SECURITY_OAUTH2_REFRESH_TOKEN",
                ),
                on_refresh_token,
            ),
            scopes=scopes,
        ),
    }


class Tokens(APIClient):
    """Client for Tokens."""

    def __init__(
        self,
        *,
        api_key: SecretInput | None = None,
        access_token: SecretInput | None = None,
        client_id: SecretInput | None = None,
        client_secret: SecretInput | None = None,
        refresh_token: SecretInput | None = None,
        signed: SecretInput | None = None,
        username: SecretInput | None = None,
        password: SecretInput | None = None,
        token_url: str | None = None,
        oidc_token_url: str | None = None,
        scopes: Sequence[str] | None = None,
        on_refresh_token: TokenListener | None = None,
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
            api_key: Default: the environment variable CASE_SECURITY_OAUTH2_API_KEY.
            access_token: The token of your application. Default: the environment
                variable CASE_SECURITY_OAUTH2_ACCESS_TOKEN.
            client_id: Identifies the client to the token endpoint. Default: the
                environment variable CASE_SECURITY_OAUTH2_CLIENT_ID.
            client_secret: Authenticates the client to the token endpoint. Default: the
                environment variable CASE_SECURITY_OAUTH2_CLIENT_SECRET.
            refresh_token: Fetches access tokens on behalf of a user who gave consent.
                Default: the environment variable CASE_SECURITY_OAUTH2_REFRESH_TOKEN.
            signed: A signed JSON Web Token that identifies the client to the token
                endpoint: usually a function that signs a new one. Default: the
                environment variable CASE_SECURITY_OAUTH2_SIGNED.
            username: The name of a user. Default: the environment variable
                CASE_SECURITY_OAUTH2_USERNAME.
            password: The password of that user. Default: the environment variable
                CASE_SECURITY_OAUTH2_PASSWORD.
            token_url: URL of the token endpoint, if it differs from the
                specification's. Relative to the server.
            oidc_token_url: URL of the token endpoint, if it differs from the
                specification's. Relative to the server.
            scopes: Scopes to request; by default, those that the call needs.
            on_refresh_token: Called with each refresh token that replaces yours; store
                it.
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
            base_url=server_url(base_url, SERVER, http_client=http_client),
            credentials=_credentials(
                api_key,
                access_token,
                client_id,
                client_secret,
                refresh_token,
                signed,
                username,
                password,
                token_url,
                oidc_token_url,
                scopes,
                on_refresh_token,
            ),
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
            security=(("app",),),
        )
        super().__init__(options, http_client)

    @cached_property
    def calls(self) -> CallsResource:
        """Calls."""
        from .resources.calls import CallsResource

        return CallsResource(self._calls)


class AsyncTokens(AsyncAPIClient):
    """Async client for Tokens."""

    def __init__(
        self,
        *,
        api_key: AsyncSecretInput | None = None,
        access_token: AsyncSecretInput | None = None,
        client_id: AsyncSecretInput | None = None,
        client_secret: AsyncSecretInput | None = None,
        refresh_token: AsyncSecretInput | None = None,
        signed: AsyncSecretInput | None = None,
        username: AsyncSecretInput | None = None,
        password: AsyncSecretInput | None = None,
        token_url: str | None = None,
        oidc_token_url: str | None = None,
        scopes: Sequence[str] | None = None,
        on_refresh_token: AsyncTokenListener | None = None,
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
            api_key: Default: the environment variable CASE_SECURITY_OAUTH2_API_KEY.
            access_token: The token of your application. Default: the environment
                variable CASE_SECURITY_OAUTH2_ACCESS_TOKEN.
            client_id: Identifies the client to the token endpoint. Default: the
                environment variable CASE_SECURITY_OAUTH2_CLIENT_ID.
            client_secret: Authenticates the client to the token endpoint. Default: the
                environment variable CASE_SECURITY_OAUTH2_CLIENT_SECRET.
            refresh_token: Fetches access tokens on behalf of a user who gave consent.
                Default: the environment variable CASE_SECURITY_OAUTH2_REFRESH_TOKEN.
            signed: A signed JSON Web Token that identifies the client to the token
                endpoint: usually a function that signs a new one. Default: the
                environment variable CASE_SECURITY_OAUTH2_SIGNED.
            username: The name of a user. Default: the environment variable
                CASE_SECURITY_OAUTH2_USERNAME.
            password: The password of that user. Default: the environment variable
                CASE_SECURITY_OAUTH2_PASSWORD.
            token_url: URL of the token endpoint, if it differs from the
                specification's. Relative to the server.
            oidc_token_url: URL of the token endpoint, if it differs from the
                specification's. Relative to the server.
            scopes: Scopes to request; by default, those that the call needs.
            on_refresh_token: Called with each refresh token that replaces yours; store
                it.
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
            base_url=server_url(base_url, SERVER, http_client=http_client),
            credentials=_credentials(
                api_key,
                access_token,
                client_id,
                client_secret,
                refresh_token,
                signed,
                username,
                password,
                token_url,
                oidc_token_url,
                scopes,
                on_refresh_token,
            ),
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
            security=(("app",),),
        )
        super().__init__(options, http_client)

    @cached_property
    def calls(self) -> AsyncCallsResource:
        """Calls."""
        from .resources.calls import AsyncCallsResource

        return AsyncCallsResource(self._calls)
