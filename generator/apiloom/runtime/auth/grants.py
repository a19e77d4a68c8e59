"""Grants of access tokens without a person, and discovery of the token endpoint.

RFC 6749, section 4; OpenID Connect Discovery 1.0.
"""

from __future__ import annotations

import base64
from abc import ABC, abstractmethod
from collections.abc import Awaitable, Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Final, NamedTuple, TypeAlias, cast
from urllib.parse import quote_plus

import httpx2

from ..client.options import timeout_for
from ..core.effects import Ask, Steps
from ..core.redaction import redact
from .secret import Secret
from .tokens import endpoint, fetched, members, refused

if TYPE_CHECKING:
    import httpx2

    from .credentials import AuthContext
    from .tokens import Token


TokenListener: TypeAlias = Callable[[str], object]
"""What is told of a new refresh token."""

AsyncTokenListener: TypeAlias = TokenListener | Callable[[str], Awaitable[object]]
"""The same for async clients."""

_BASIC: Final = "client_secret_basic"
_POST: Final = "client_secret_post"
_JWT_BEARER: Final = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"


@dataclass(slots=True, repr=False)
class Form:
    """A token request in the making: its fields, its headers, and what is secret."""

    fields: dict[str, str]
    headers: dict[str, str] = field(default_factory=dict[str, str])
    secrets: list[str] = field(default_factory=list[str])

    def redact(self, text: str) -> str:
        """Return a text without the secrets, in any form they were sent in."""
        return redact(text, self.secrets)


class ClientAuthentication(ABC):
    """Base of client authentication at a token endpoint (section 2.3)."""

    @property
    @abstractmethod
    def secrets(self) -> Sequence[Secret]:
        """Secrets that the caller must pass."""

    @abstractmethod
    def add(
        self, form: Form, context: AuthContext, methods: Collection[str] | None
    ) -> Steps[None]:
        """Add it to a token request; `methods` are those of the server, if known."""


class ClientSecret(ClientAuthentication):
    """An identifier and a secret (section 2.3.1).

    They go into the Authorization header, which every server has to understand, or
    ``in_body`` where a server wants it so, or says that it knows no other way.
    """

    def __init__(
        self,
        client_id: Secret,
        client_secret: Secret,
        *,
        in_body: bool = False,
        optional: bool = False,
    ) -> None:
        """Initialize with both.

        Args:
            client_id: The identifier of the client.
            client_secret: Its secret. A client without one only says its name, in the
                body (section 3.2.1).
            in_body: Send both in the body rather than in the Authorization header.
            optional: Let clients have no secret, or no name.
        """
        self._client_id: Final = client_id
        self._client_secret: Final = client_secret
        self._in_body: Final = in_body
        self._optional: Final = optional

    @property
    def secrets(self) -> Sequence[Secret]:
        """Secrets that the caller must pass."""
        return () if self._optional else (self._client_id, self._client_secret)

    def add(
        self, form: Form, context: AuthContext, methods: Collection[str] | None
    ) -> Steps[None]:
        """Add it to a token request."""
        if not self._client_id.is_present:
            return
        client_id = yield from context.reveal(self._client_id)
        if not self._client_secret.is_present:
            form.fields["client_id"] = client_id
            return
        client_secret = yield from context.reveal(self._client_secret)
        form.secrets.append(client_secret)
        only_in_body = methods is not None and _BASIC not in methods
        if self._in_body or (only_in_body and _POST in (methods or ())):
            form.fields |= {"client_id": client_id, "client_secret": client_secret}
            return
        # Both are form-encoded first, so that neither can hold the colon.
        pair = f"{quote_plus(client_id)}:{quote_plus(client_secret)}"
        encoded = base64.b64encode(pair.encode("ascii")).decode("ascii")
        form.secrets.append(encoded)
        form.headers["authorization"] = f"Basic {encoded}"


class ClientAssertion(ClientAuthentication):
    """A signed JSON Web Token that the caller makes (RFC 7523, section 2.2).

    It lives for minutes, so a function that signs a new one is the usual thing to give.
    """

    def __init__(self, assertion: Secret, *, optional: bool = False) -> None:
        """Initialize with the token, or the function that makes it."""
        self._assertion: Final = assertion
        self._optional: Final = optional

    @property
    def secrets(self) -> Sequence[Secret]:
        """Secrets that the caller must pass."""
        return () if self._optional else (self._assertion,)

    def add(
        self, form: Form, context: AuthContext, methods: Collection[str] | None
    ) -> Steps[None]:
        """Add it to a token request."""
        if not self._assertion.is_present:
            return
        # Asked for each request: an assertion may be used only once.
        assertion = yield from self._assertion.reveal()
        form.secrets.append(assertion)
        form.fields |= {
            "client_assertion_type": _JWT_BEARER,
            "client_assertion": assertion,
        }


class Grant(ABC):
    """One way to be given a token."""

    is_repeatable = True
    """Whether a request that may have been received can be sent again."""

    is_scoped = True
    """Whether the scopes are those of the request, and not agreed on long before."""

    def __init__(
        self,
        token_url: str | Discovery,
        own_url: str | None,
        client: ClientAuthentication,
        *secrets: Secret,
    ) -> None:
        """Initialize with the token endpoint and its authentication.

        The caller's `own_url` replaces the one of the specification.
        """
        self._place: Final = own_url if own_url is not None else token_url
        self._client: Final = client
        self._secrets: Final = secrets

    @property
    def needed(self) -> Sequence[Secret]:
        """Secrets that the caller must pass."""
        return (*self._secrets, *self._client.secrets)

    @property
    def is_complete(self) -> bool:
        """Whether everything is there."""
        return all(secret.is_present for secret in self.needed)

    @property
    def is_argument(self) -> bool:
        """Whether everything is there, and not from the environment alone."""
        needed = self.needed
        return self.is_complete and any(secret.is_argument for secret in needed)

    def target(self, context: AuthContext) -> httpx2.URL:
        """Return the first URL to request: token endpoint or discovery document."""
        place = self._place
        return endpoint(place.url if isinstance(place, Discovery) else place, context)

    def token_endpoint(self, context: AuthContext) -> Steps[TokenEndpoint]:
        """Return the token endpoint, from the provider's configuration if need be."""
        if isinstance(self._place, Discovery):
            return (yield from self._place.token_endpoint(context))
        return TokenEndpoint(endpoint(self._place, context))

    def form(
        self,
        scopes: Iterable[str],
        context: AuthContext,
        methods: Collection[str] | None = None,
    ) -> Steps[Form]:
        """Return the form of a token request with these scopes (section 3.3)."""
        form = Form({})
        yield from self._fill(form, context)
        yield from self._client.add(form, context, methods)
        if scope := " ".join(scopes):
            form.fields["scope"] = scope
        return form

    @abstractmethod
    def _fill(self, form: Form, context: AuthContext) -> Steps[None]:
        """Name the grant and add what it takes."""

    def accept(self, token: Token) -> Steps[None]:
        """Keep the parts of a response that the next request needs."""
        yield from ()


class ClientCredentials(Grant):
    """Grant of client credentials (section 4.4)."""

    def _fill(self, form: Form, context: AuthContext) -> Steps[None]:
        form.fields["grant_type"] = "client_credentials"
        yield from ()


class Password(Grant):
    """Grant of a user's password (section 4.3)."""

    def __init__(
        self,
        token_url: str | Discovery,
        own_url: str | None,
        client: ClientAuthentication,
        username: Secret,
        password: Secret,
    ) -> None:
        """Initialize with the token endpoint, its authentication and the user.

        Args:
            token_url: The token endpoint of the specification, or how it is found.
            own_url: The token endpoint of the caller, which replaces it.
            client: How the client authenticates itself at the endpoint.
            username: The name of the user.
            password: The password of the user.
        """
        super().__init__(token_url, own_url, client, username, password)
        self._username: Final = username
        self._password: Final = password

    def _fill(self, form: Form, context: AuthContext) -> Steps[None]:
        username = yield from context.reveal(self._username)
        password = yield from context.reveal(self._password)
        form.secrets.append(password)
        form.fields |= {
            "grant_type": "password",
            "username": username,
            "password": password,
        }


class RefreshToken(Grant):
    """A user has agreed once, and a refresh token tells of it (section 6).

    The server may replace the refresh token with each use: then the old one is good for
    nothing, and a `listener` is told the new one, to keep it for the next start.
    """

    is_repeatable = False
    is_scoped = False

    def __init__(
        self,
        token_url: str | Discovery,
        own_url: str | None,
        client: ClientAuthentication,
        refresh_token: Secret,
        listener: AsyncTokenListener | None = None,
    ) -> None:
        """Initialize with token endpoint, authentication, token and listener.

        Args:
            token_url: The token endpoint of the specification, or how it is found.
            own_url: The token endpoint of the caller, which replaces it.
            client: How the client authenticates itself at the endpoint.
            refresh_token: The token that the first request is made with.
            listener: Called with each refresh token that replaces the one before.
        """
        super().__init__(token_url, own_url, client, refresh_token)
        self._given: Final = refresh_token
        self._listener: Final = listener
        self._used = ""
        self._replaced: str | None = None

    def _fill(self, form: Form, context: AuthContext) -> Steps[None]:
        current = self._replaced or (yield from context.reveal(self._given))
        self._used = current
        form.secrets.append(current)
        form.fields |= {"grant_type": "refresh_token", "refresh_token": current}

    def accept(self, token: Token) -> Steps[None]:
        """Keep the refresh token that replaces the one that was used."""
        new = token.refresh_token
        if new is None or new == self._used:
            return
        self._replaced = new
        if self._listener is not None:
            yield Ask(partial(self._listener, new))


class TokenEndpoint(NamedTuple):
    """A token endpoint, and how clients may authenticate there, if that is said."""

    url: httpx2.URL
    methods: Collection[str] | None = None


class Discovery:
    """Configuration of a provider, requested once (section 4).

    OpenAPI 3.1, section 4.8.27: ``openIdConnectUrl``.
    """

    def __init__(self, url: str) -> None:
        """Initialize with the URL of the provider's configuration, maybe relative."""
        self.url: Final = url
        self._found: TokenEndpoint | None = None

    def token_endpoint(self, context: AuthContext) -> Steps[TokenEndpoint]:
        """Return the token endpoint.

        Raises `TokenError` if the provider names none that can be trusted with secrets,
        `APIConnectionError` if it does not respond.
        """
        if self._found is None:
            self._found = yield from self._asked(context)
        return self._found

    def _asked(self, context: AuthContext) -> Steps[TokenEndpoint]:
        url = endpoint(self.url, context)

        def build() -> Steps[httpx2.Request]:
            yield from ()
            return context.http.build_request(
                "GET",
                url,
                headers={
                    "accept": "application/json",
                    "user-agent": context.user_agent,
                },
                timeout=timeout_for(context.timeout, context.http),
            )

        response = yield from fetched(build, context)
        return _endpoint(response)


def _endpoint(response: httpx2.Response) -> TokenEndpoint:
    """Return the token endpoint in a provider's configuration (section 3)."""
    stated = members(response)
    found = stated.get("token_endpoint")
    if not response.is_success or not isinstance(found, str) or not found:
        raise refused(response, "no token endpoint is named")
    try:
        url = response.request.url.join(found)
    except httpx2.InvalidURL:
        raise refused(response, "the token endpoint is no URL") from None
    # Secrets are not sent in the clear because an intermediary said so.
    secure = ("https", response.request.url.scheme)
    if url.scheme not in secure or not url.host:
        raise refused(response, "the token endpoint is not at an https URL")
    methods = stated.get("token_endpoint_auth_methods_supported")
    if not isinstance(methods, list):
        return TokenEndpoint(url)
    known = cast("list[object]", methods)
    return TokenEndpoint(url, tuple(one for one in known if isinstance(one, str)))
