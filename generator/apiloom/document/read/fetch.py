"""Fetching a file over HTTP: redirects, sizes and times within what was agreed.

A server may be as hostile as a document. Each hop is judged before it is taken, a body
is read in pieces that are counted, also while it is decompressed, and all of it happens
in a thread that is left behind when timed out: neither a name server nor a body
that trickles can hold up the caller.
"""

from __future__ import annotations

import http.client
import ipaddress
import socket
import ssl
import threading
import time
import urllib.request
import zlib
from base64 import b64encode
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from http import HTTPStatus
from typing import Any, Final
from urllib.parse import quote, unquote, urlsplit, urlunsplit

from apiloom.document.read.urls import FetchError, Limits, Remote

__all__ = ["fetch"]

MAX_REDIRECTS: Final = 5
_CHUNK: Final = 65_536
_REDIRECTS: Final = (301, 302, 303, 307, 308)
_ENCODINGS: Final = ("gzip", "x-gzip", "deflate")


@dataclass(slots=True)
class _Watch:
    """The connection of a fetch, and what is known of where it leads."""

    is_named: bool
    is_allowed: Callable[[Remote], bool]
    url: Remote
    connection: socket.socket | None = None
    is_public: bool | None = None
    over: bool = False
    result: tuple[bytes, Remote] | None = None
    failure: BaseException | None = None
    done: threading.Event = field(default_factory=threading.Event)

    def connected(self, to: socket.socket, *, proxied: bool) -> None:
        """Judge where a connection has led, before anything is sent over it."""
        self.connection = to
        if self.over:
            raise FetchError("timed out")
        if proxied:
            return
        address = ipaddress.ip_address(to.getpeername()[0].partition("%")[0])
        if isinstance(address, ipaddress.IPv6Address) and address.ipv4_mapped:
            address = address.ipv4_mapped
        is_private = not address.is_global
        is_first = self.is_public is None
        was_public, self.is_public = self.is_public, not is_private
        if self.is_allowed(self.url) or (is_first and self.is_named):
            return
        if address.is_link_local or (was_public and is_private):
            raise FetchError(
                f"{self.url.as_posix()} leads into a private network; name it with"
                " --root if it may be read"
            )

    def close(self) -> None:
        """Wake up a thread that waits for the server."""
        self.over = True
        if self.connection is not None:
            with suppress(OSError):
                self.connection.shutdown(socket.SHUT_RDWR)


class _Connection(http.client.HTTPConnection):
    def __init__(self, *args: Any, watch: _Watch, proxied: bool, **rest: Any) -> None:
        super().__init__(*args, **rest)
        self._watch = watch
        self._proxied = proxied

    def connect(self) -> None:
        super().connect()
        self._watch.connected(self.sock, proxied=self._proxied)


class _SecureConnection(http.client.HTTPSConnection):
    def __init__(self, *args: Any, watch: _Watch, proxied: bool, **rest: Any) -> None:
        super().__init__(*args, **rest)
        self._watch = watch
        self._proxied = proxied

    def connect(self) -> None:
        super().connect()
        self._watch.connected(self.sock, proxied=self._proxied)


class _Plain(urllib.request.HTTPHandler):
    def __init__(self, watch: _Watch) -> None:
        super().__init__()
        self._watch = watch

    def http_open(self, req: urllib.request.Request) -> http.client.HTTPResponse:
        connect: Any = partial(_Connection, watch=self._watch, proxied=_is_proxied(req))
        return self.do_open(connect, req)


class _Secure(urllib.request.HTTPSHandler):
    def __init__(self, watch: _Watch) -> None:
        super().__init__()
        self._watch = watch

    def https_open(self, req: urllib.request.Request) -> http.client.HTTPResponse:
        connect: Any = partial(
            _SecureConnection, watch=self._watch, proxied=_is_proxied(req)
        )
        return self.do_open(connect, req, context=ssl.create_default_context())


def _is_proxied(request: urllib.request.Request) -> bool:
    return request.host != urlsplit(request.full_url).netloc


def fetch(
    url: Remote,
    limits: Limits,
    *,
    is_named: bool,
    may_redirect: Callable[[Remote], bool],
    is_allowed: Callable[[Remote], bool],
) -> tuple[bytes, Remote]:
    """Fetch a file; return what it holds and where it was at last.

    `is_named` says that the user has named this very URL, `may_redirect` whether it may
    lead to another one, and `is_allowed` that the user has named that origin.

    Raises FetchError.
    """
    if time.monotonic() >= limits.until:
        raise FetchError(limits.too_slow)
    watch = _Watch(is_named, is_allowed, url)
    work = partial(_work, watch, limits, may_redirect)
    threading.Thread(target=work, name="apiloom-fetch", daemon=True).start()
    if not watch.done.wait(max(0.0, limits.until - time.monotonic())):
        watch.close()
        raise FetchError(limits.too_slow)
    if watch.failure is not None:
        raise watch.failure
    assert watch.result is not None
    return watch.result


def _work(
    watch: _Watch, limits: Limits, may_redirect: Callable[[Remote], bool]
) -> None:
    try:
        watch.result = _follow(watch, limits, may_redirect)
    except FetchError as error:
        watch.failure = error
    except (OSError, ValueError, http.client.HTTPException) as error:
        cause = getattr(error, "reason", error)
        is_late = isinstance(cause, TimeoutError)
        watch.failure = FetchError(limits.too_slow if is_late else _reason(cause))
    except BaseException as error:  # for the thread that waits to raise
        watch.failure = error
    finally:
        watch.done.set()


def _follow(
    watch: _Watch, limits: Limits, may_redirect: Callable[[Remote], bool]
) -> tuple[bytes, Remote]:
    opener = urllib.request.OpenerDirector()
    # No other scheme, no redirect and no error is handled but here.
    for handler in (urllib.request.ProxyHandler(), _Plain(watch), _Secure(watch)):
        opener.add_handler(handler)
    home = watch.url.origin
    authorization = _authorization(watch.url)
    for _ in range(MAX_REDIRECTS + 1):
        request = urllib.request.Request(_sendable(watch.url))
        request.add_header("User-Agent", "apiloom")
        if authorization and watch.url.origin == home:
            request.add_unredirected_header("Authorization", authorization)
        timeout = max(0.001, limits.until - time.monotonic())
        with opener.open(request, timeout=timeout) as response:
            target = response.headers.get("Location")
            if response.status not in _REDIRECTS or target is None:
                return _content(response, limits), watch.url
        following = watch.url.joined(target)
        if not following.is_http:
            scheme = following.origin[0]
            raise FetchError(f"the server redirects to {_clean(scheme)}, not to HTTP")
        if not may_redirect(following):
            raise FetchError(
                f"the server redirects to {_clean(following.as_posix())}, which the"
                " document may not read; name it with --root if it may"
            )
        watch.url = following
    raise FetchError(f"the server redirects more than {MAX_REDIRECTS} times")


def _content(response: http.client.HTTPResponse, limits: Limits) -> bytes:
    if response.status not in (200, 203):
        known = {status.value: status.phrase for status in HTTPStatus}
        phrase = known.get(response.status, "")
        raise FetchError(f"the server responds {response.status} {phrase}".rstrip())
    encoding = (response.headers.get("Content-Encoding") or "identity").strip().lower()
    decoder: Any = None
    if encoding in _ENCODINGS:
        decoder = zlib.decompressobj(wbits=47)
    elif encoding != "identity":
        raise FetchError("the response has an encoding that was not requested")
    parts: list[bytes] = []
    size = 0
    while True:
        if time.monotonic() >= limits.until:
            raise FetchError(limits.too_slow)
        part = response.read1(_CHUNK)
        if not part:
            break
        while part:
            if decoder is None:
                decoded, part = part, b""
            else:
                decoded = _decompressed(decoder, part)
                part = decoder.unconsumed_tail
            parts.append(decoded)
            size += len(decoded)
            if size > limits.size:
                raise FetchError(limits.too_large)
    if response.length or (decoder is not None and not decoder.eof):
        raise FetchError("the response ends before it is complete")
    return b"".join(parts)


def _decompressed(decoder: Any, part: bytes) -> bytes:
    try:
        found: bytes = decoder.decompress(part, _CHUNK)
    except zlib.error:
        raise FetchError("the response does not match its Content-Encoding") from None
    return found


def _authorization(url: Remote) -> str:
    """Return what credentials in a URL are sent as (RFC 7617)."""
    user, found, _ = urlsplit(url.url).netloc.rpartition("@")
    if not found:
        return ""
    name, _, password = user.partition(":")
    pair = f"{unquote(name)}:{unquote(password)}"
    return f"Basic {b64encode(pair.encode()).decode()}"


def _sendable(url: Remote) -> str:
    """Return a URL as it can stand in a request: ASCII, no credentials, no fragment."""
    parts = urlsplit(url.url)
    host = parts.netloc.rpartition("@")[2]
    if not host.isascii():
        host = host.encode("idna").decode()
    path = quote(parts.path or "/", safe="/%!$&'()*+,;=:@~")
    query = quote(parts.query, safe="/%!$&'()*+,;=:@~?")
    return urlunsplit((parts.scheme.lower(), host, path, query, ""))


def _reason(cause: object) -> str:
    """Return why a request failed, without anything that the URL holds."""
    if isinstance(cause, http.client.IncompleteRead):
        return "the response ends before it is complete"
    if isinstance(cause, http.client.InvalidURL | UnicodeError):
        return "this URL cannot be fetched"
    if isinstance(cause, ssl.SSLError):
        return f"the connection is not secure: {cause.reason or 'TLS failed'}"
    if isinstance(cause, http.client.HTTPException):
        return "the server does not speak HTTP"
    if isinstance(cause, OSError) and cause.strerror:
        return f"the server cannot be reached: {cause.strerror}"
    return "the server cannot be reached"


def _clean(text: str) -> str:
    """Return text of a server without what a terminal would act on."""
    return "".join(letter for letter in text if letter.isprintable())[:200]
