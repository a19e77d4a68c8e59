"""The clients: `Tokens`, and `AsyncTokens` for code that awaits."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

import httpx2

from ._runtime.auth.credentials import ApiKey, Bearer, Credentials
from ._runtime.auth.discovery import Discovery
from ._runtime.auth.grants import (
    AsyncTokenListener,
    ClientAssertion,
    ClientCredentials,
    ClientSecret,
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
"""Where the API is, unless `base_url` says otherwise."""

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
        follow_redirects: bool | None = None,
        hooks: Hooks | None = None,
        limits: ResponseLimits | None = None,
        validate_responses: Validation = "report",
        validate_requests: bool = True,
        http_client: httpx2.Client | None = None,
    ) -> None:
        """Open nothing yet; the first call does.

        Args:
            api_key: Taken from the environment variable CASE_SECURITY_OAUTH2_API_KEY if
                left out.
            access_token: The token of your application. Taken from the environment
                variable CASE_SECURITY_OAUTH2_ACCESS_TOKEN if left out.
            client_id: Identifies the client where access tokens are fetched. Taken from
                the environment variable CASE_SECURITY_OAUTH2_CLIENT_ID if left out.
            client_secret: Authenticates the client where access tokens are fetched.
                Taken from the environment variable CASE_SECURITY_OAUTH2_CLIENT_SECRET
                if left out.
            refresh_token: Fetches access tokens in the name of a person who agreed.
                Taken from the environment variable CASE_SECURITY_OAUTH2_REFRESH_TOKEN
                if left out.
            signed: A signed JSON Web Token that says who the client is, to fetch access
                tokens with: usually a function that signs a new one. Taken from the
                environment variable CASE_SECURITY_OAUTH2_SIGNED if left out.
            username: The name of a user. Taken from the environment variable
                CASE_SECURITY_OAUTH2_USERNAME if left out.
            password: The password of that user. Taken from the environment variable
                CASE_SECURITY_OAUTH2_PASSWORD if left out.
            token_url: Where access tokens are fetched, if not where the API's
                description says; relative to the server.
            oidc_token_url: Where access tokens are fetched, if not where the API's
                description says; relative to the server.
            scopes: What access tokens are asked for, instead of what each call needs.
            on_refresh_token: Called with the refresh token that replaces yours, for you
                to keep.
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
            follow_redirects=follow_redirects,
            hooks=hooks,
            limits=limits,
            validate_responses=validate_responses,
            validate_requests=validate_requests,
            retry_budget=retry_budget or RetryBudget(),
            status_errors=lambda: _errors.STATUS_ERRORS,
            status_bodies=lambda: _errors.STATUS_BODIES,
            user_agent=_USER_AGENT,
            security=(("app",),),
        )
        super().__init__(options, http_client)

    @cached_property
    def calls(self) -> CallsResource:
        """Calls."""
        from .resources.calls import CallsResource

        return CallsResource(self)


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
        follow_redirects: bool | None = None,
        hooks: Hooks | AsyncHooks | None = None,
        limits: ResponseLimits | None = None,
        validate_responses: Validation = "report",
        validate_requests: bool = True,
        http_client: httpx2.AsyncClient | None = None,
    ) -> None:
        """Open nothing yet; the first call does.

        Args:
            api_key: Taken from the environment variable CASE_SECURITY_OAUTH2_API_KEY if
                left out.
            access_token: The token of your application. Taken from the environment
                variable CASE_SECURITY_OAUTH2_ACCESS_TOKEN if left out.
            client_id: Identifies the client where access tokens are fetched. Taken from
                the environment variable CASE_SECURITY_OAUTH2_CLIENT_ID if left out.
            client_secret: Authenticates the client where access tokens are fetched.
                Taken from the environment variable CASE_SECURITY_OAUTH2_CLIENT_SECRET
                if left out.
            refresh_token: Fetches access tokens in the name of a person who agreed.
                Taken from the environment variable CASE_SECURITY_OAUTH2_REFRESH_TOKEN
                if left out.
            signed: A signed JSON Web Token that says who the client is, to fetch access
                tokens with: usually a function that signs a new one. Taken from the
                environment variable CASE_SECURITY_OAUTH2_SIGNED if left out.
            username: The name of a user. Taken from the environment variable
                CASE_SECURITY_OAUTH2_USERNAME if left out.
            password: The password of that user. Taken from the environment variable
                CASE_SECURITY_OAUTH2_PASSWORD if left out.
            token_url: Where access tokens are fetched, if not where the API's
                description says; relative to the server.
            oidc_token_url: Where access tokens are fetched, if not where the API's
                description says; relative to the server.
            scopes: What access tokens are asked for, instead of what each call needs.
            on_refresh_token: Called with the refresh token that replaces yours, for you
                to keep.
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
            follow_redirects=follow_redirects,
            hooks=hooks,
            limits=limits,
            validate_responses=validate_responses,
            validate_requests=validate_requests,
            retry_budget=retry_budget or RetryBudget(),
            status_errors=lambda: _errors.STATUS_ERRORS,
            status_bodies=lambda: _errors.STATUS_BODIES,
            user_agent=_USER_AGENT,
            security=(("app",),),
        )
        super().__init__(options, http_client)

    @cached_property
    def calls(self) -> AsyncCallsResource:
        """Calls."""
        from .resources.calls import AsyncCallsResource

        return AsyncCallsResource(self)
