"""Where the token endpoint of an OpenID provider is (OpenID Connect Discovery 1.0)."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING, Final, NamedTuple, cast

import httpx2

from ..client.options import timeout_for
from ..core.effects import Steps
from .tokens import endpoint, fetched, members, refused

if TYPE_CHECKING:
    from .credentials import AuthContext


class TokenEndpoint(NamedTuple):
    """A token endpoint, and how clients may authenticate there, if that is said."""

    url: httpx2.URL
    methods: Collection[str] | None = None


class Discovery:
    """What a provider says of itself, asked for once (section 4).

    OpenAPI 3.1, section 4.8.27: ``openIdConnectUrl``.
    """

    def __init__(self, url: str) -> None:
        """Take the URL of the provider's configuration; it may be relative."""
        self.url: Final = url
        self._found: TokenEndpoint | None = None

    def token_endpoint(self, context: AuthContext) -> Steps[TokenEndpoint]:
        """Return the token endpoint.

        Raises `TokenError` if the provider names none that can be trusted with secrets,
        `APIConnectionError` if it does not answer.
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
    # Secrets are not sent in the clear because somebody between has said so.
    secure = ("https", response.request.url.scheme)
    if url.scheme not in secure or not url.host:
        raise refused(response, "the token endpoint is not at an https URL")
    methods = stated.get("token_endpoint_auth_methods_supported")
    if not isinstance(methods, list):
        return TokenEndpoint(url)
    known = cast("list[object]", methods)
    return TokenEndpoint(url, tuple(one for one in known if isinstance(one, str)))
