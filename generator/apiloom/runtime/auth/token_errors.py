"""Errors of token endpoints (RFC 6749, section 5.2).

They stand alone, so that the errors of a client load no HTTP library.
"""

from __future__ import annotations

from ..core.errors import APIError
from ..core.reasons import ErrorReason


class TokenErrorReason(ErrorReason):
    """Why a token endpoint gives no token (RFC 6749, section 5.2)."""

    INVALID_REQUEST = (
        "invalid_request",
        400,
        "Invalid request",
        "A parameter of the token request is missing, repeated or not supported.",
    )
    INVALID_CLIENT = (
        "invalid_client",
        401,
        "Invalid client",
        "The client is unknown, or did not authenticate itself as the server wants.",
    )
    INVALID_GRANT = (
        "invalid_grant",
        400,
        "Invalid grant",
        "The user's credentials or the refresh token are invalid, expired or revoked.",
    )
    UNAUTHORIZED_CLIENT = (
        "unauthorized_client",
        400,
        "Unauthorized client",
        "The client may not use this way to get a token.",
    )
    UNSUPPORTED_GRANT_TYPE = (
        "unsupported_grant_type",
        400,
        "Unsupported grant type",
        "The server does not support this way to get a token.",
    )
    INVALID_SCOPE = (
        "invalid_scope",
        400,
        "Invalid scope",
        "A scope is unknown, malformed, or more than the client may have.",
    )
    UNKNOWN = ("unknown", None, "Unknown", "The server does not say why.")


def token_reason(code: str | None) -> TokenErrorReason:
    """Return the member for the ``error`` of a response."""
    return next(
        (reason for reason in TokenErrorReason if reason.value == code),
        TokenErrorReason.UNKNOWN,
    )


class TokenError(APIError):
    """A token endpoint refused an access token (RFC 6749, section 5.2).

    Neither the request nor the response is kept: both have secrets.
    """

    def __init__(
        self,
        message: str,
        *,
        url: str,
        status_code: int,
        reason: TokenErrorReason,
        raw_reason: str | None,
        description: str | None,
        uri: str | None,
    ) -> None:
        super().__init__(message)
        self.url = url
        """The token endpoint."""
        self.status_code = status_code
        """The HTTP status."""
        self.reason = reason
        """The ``error`` of the response, as a member of an enum."""
        self.raw_reason = raw_reason
        """The ``error`` of the response as it came."""
        self.description = description
        """What the server says of it: ``error_description``."""
        self.uri = uri
        """Where more is said of it: ``error_uri``."""
