"""What may be shown of an exchange that is made of secrets: that with a token endpoint.

The form of a token request has the secrets of a client, the answer has the token; so
those who watch are given copies without either.
"""

from __future__ import annotations

from copy import copy
from typing import Final

import httpx2

from ..core.errors import plain_url

_SECRET: Final = frozenset(
    {b"authorization", b"cookie", b"dpop", b"proxy-authorization", b"set-cookie"}
)
_OF_THE_BODY: Final = frozenset(
    {b"content-encoding", b"content-length", b"transfer-encoding"}
)


def bare_request(request: httpx2.Request) -> httpx2.Request:
    """A request without its body, its credentials, and the query of its URL."""
    url = plain_url(request.url)
    return httpx2.Request(request.method, url, headers=_plain(request.headers))


def bare_response(response: httpx2.Response) -> httpx2.Response:
    """An answer without its body and its cookies."""
    return httpx2.Response(
        response.status_code,
        headers=_plain(response.headers),
        request=bare_request(response.request),
    )


def bare_error(error: httpx2.RequestError | None) -> httpx2.RequestError | None:
    """An error of the HTTP library whose request is a bare one."""
    if error is None:
        return None
    shown = copy(error)
    shown.request = bare_request(error.request)
    return shown


def _plain(headers: httpx2.Headers) -> list[tuple[bytes, bytes]]:
    omitted = _SECRET | _OF_THE_BODY
    pairs = headers.raw
    return [(name, value) for name, value in pairs if name.lower() not in omitted]
