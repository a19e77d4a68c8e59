"""A server that sends whatever it likes: only the client's own errors leave a call.

Neither threads nor open files are left behind, and nothing takes longer than the
deadline of the call.
"""

from __future__ import annotations

import gzip
import os
import random
import tempfile
import threading
import time
import warnings
import zlib
from collections.abc import AsyncIterable, Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any, get_args

import anyio

from apiloom.runtime.auth.credentials import (
    ApiKey,
    Basic,
    Bearer,
    Credential,
)
from apiloom.runtime.auth.digest import Digest
from apiloom.runtime.auth.grants import ClientCredentials, ClientSecret, Discovery
from apiloom.runtime.auth.oauth2 import OAuth2
from apiloom.runtime.auth.secret import Secret
from apiloom.runtime.client.async_client import AsyncAPIClient
from apiloom.runtime.client.options import Options
from apiloom.runtime.client.sync_client import APIClient
from apiloom.runtime.core.errors import APIError
from apiloom.runtime.core.operation import Operation
from apiloom.runtime.decoding.async_streaming_responses import (
    AsyncStreamingCall,
)
from apiloom.runtime.decoding.async_streams import async_open_stream
from apiloom.runtime.decoding.decoders import AnyOf, Binary, Empty, Json, Location, Text
from apiloom.runtime.decoding.mismatches import Validation
from apiloom.runtime.decoding.sse import ServerSentEvent
from apiloom.runtime.decoding.streams import EventStream, JsonLines, JsonSequence
from apiloom.runtime.decoding.sync_streaming_responses import StreamingCall
from apiloom.runtime.decoding.sync_streams import open_stream
from apiloom.runtime.pagination.async_pages import async_first_page
from apiloom.runtime.pagination.strategies import HeaderPages, LinkedPages
from apiloom.runtime.pagination.sync_pages import first_page
from tests.runtime.driving import Thing, operation, options
from tests.runtime.listing import CURSOR, AsyncThingsPage, ThingsPage, listing
from tests.runtime.misbehaving import Act, Misbehaving, misbehaving

SECRET = "s3cret-k3y-0123456789"
"""The value of every credential, which the server knows and sends back."""

DEADLINE = 1.0

Call = Callable[[Any], Any]
"""One use of a client; for the async client, it returns what is to be awaited."""


def secret(name: str = "api_key") -> Secret:
    return Secret(SECRET, name, "T_KEY")


def credentials(url: str) -> dict[str, Credential]:
    """All kinds of credentials, with a token endpoint and a provider at a server."""
    client = ClientSecret(secret("client_id"), secret("client_secret"))

    def tokens(place: str | Discovery) -> OAuth2:
        missing = Secret(None, "access_token", "T_NONE")
        return OAuth2(missing, ClientCredentials(place, None, client))

    return {
        "header": ApiKey(secret(), "header", "X-Key"),
        "query": ApiKey(secret(), "query", "key"),
        "cookie": ApiKey(secret(), "cookie", "key"),
        "bearer": Bearer(secret()),
        "basic": Basic(secret(), secret()),
        "digest": Digest(secret(), secret()),
        "oauth": tokens(f"{url}/token"),
        "oidc": tokens(Discovery(f"{url}/.well-known/openid-configuration")),
    }


DECODERS: dict[str, Any] = {
    "json": Json(Thing),
    "list": Json(list[Thing]),
    "text": Text(),
    "binary": Binary(),
    "empty": Empty(),
    "any": AnyOf(Json(Thing), Text("text/*"), Binary("image/*")),
    "lines": JsonLines(Thing),
    "sequence": JsonSequence(Thing),
    "events": EventStream(Thing),
    "location": Location(),
}


def _operations() -> dict[str, Operation[Any]]:
    made = {
        name: operation(path="/x", success={"2XX": decoder, "3XX": Location()})
        for name, decoder in DECODERS.items()
    }
    for scheme in credentials(""):
        made[f"with {scheme}"] = operation(path="/x", security=((scheme,),))
    return made


OPERATIONS = _operations()

STREAMS = {
    name: operation(path="/x", success={"200": decoder})
    for name, decoder in {
        "events": EventStream(Thing),
        "whole events": EventStream(Thing, whole=True, json_data=True),
        "plain events": EventStream(ServerSentEvent),
        "text events": EventStream(str),
        "lines": JsonLines(Thing),
        "sequence": JsonSequence(Thing),
    }.items()
}

LISTS = {
    "cursor": listing(CURSOR),
    "link": listing(HeaderPages()),
    "linked": listing(LinkedPages(next=("next",))),
}


def sync_calls() -> Iterator[tuple[str, Call]]:
    """Return the ways to use a sync client."""
    for name, called in OPERATIONS.items():
        yield name, partial(_called, called)
        yield f"raw {name}", partial(_parsed, called)
    for name, called in STREAMS.items():
        yield f"stream of {name}", partial(_streamed, called)
    for name, called in LISTS.items():
        yield f"pages by {name}", partial(_paged, called)
    parts: dict[str, Callable[[Any], Any]] = {
        "bytes": lambda response: list(response.iter_bytes()),
        "text": lambda response: list(response.iter_text()),
        "lines": lambda response: list(response.iter_lines()),
        "read": lambda response: response.read(),
        "read text": lambda response: response.text(),
        "parse": lambda response: response.parse(),
        "file": _to_file,
    }
    for name, use in parts.items():

        def download(client: Any, use: Callable[[Any], Any] = use) -> Any:
            call = client._calls.streaming().call
            with StreamingCall[Any](call, (OPERATIONS["json"],), {}) as response:
                return use(response)

        yield f"download as {name}", download


def _called(called: Operation[Any], client: Any) -> Any:
    return client._calls.call(called)


def _parsed(called: Operation[Any], client: Any) -> Any:
    return client._calls.raw().call(called).parse()


def _streamed(called: Operation[Any], client: Any) -> Any:
    return list(open_stream(client._calls, called))


def _paged(called: Operation[Any], client: Any) -> Any:
    return list(first_page(client._calls, ThingsPage, called))


def _to_file(response: Any) -> None:
    with tempfile.TemporaryDirectory() as folder:
        response.stream_to_file(Path(folder, "file"))


def async_calls() -> Iterator[tuple[str, Call]]:
    """Return the ways to use an async client."""
    for name, called in OPERATIONS.items():
        yield name, partial(_called, called)
    for name, called in STREAMS.items():

        async def stream(client: Any, o: Any = called) -> Any:
            return await _all(await async_open_stream(client._calls, o))

        yield f"stream of {name}", stream
    for name, called in LISTS.items():

        async def pages(client: Any, o: Any = called) -> Any:
            return await _all(await async_first_page(client._calls, AsyncThingsPage, o))

        yield f"pages by {name}", pages
    parts: dict[str, Callable[[Any], Any]] = {
        "bytes": lambda response: _all(response.iter_bytes()),
        "text": lambda response: _all(response.iter_text()),
        "lines": lambda response: _all(response.iter_lines()),
        "read": lambda response: response.read(),
        "read text": lambda response: response.text(),
        "parse": lambda response: response.parse(),
    }
    for name, use in parts.items():

        async def download(client: Any, use: Callable[[Any], Any] = use) -> Any:
            call = client._calls.streaming().call
            opened = AsyncStreamingCall[Any](call, (OPERATIONS["json"],), {})
            async with opened as response:
                return await use(response)

        yield f"download as {name}", download


async def _all(items: AsyncIterable[Any]) -> list[Any]:
    return [item async for item in items]


# --- what the server sends ---------------------------------------------------

BODIES: tuple[bytes, ...] = (
    b"",
    b'{"name": "n"}',
    b'[{"name": "n"}]',
    b'{"name": 1, "status": []}',
    b'{"things": [{"name": "a"}], "next": "http://[::1"}',
    b'{"things": [{"name": "a"}], "next": "c"}',
    b'{"things": 7, "next": {"a": 1}}',
    b"[" * 100_000,
    b'{"a":' * 50_000,
    b'{"name": ' + b"9" * 5000 + b"}",
    b'{"name": 1e400, "next": -1e400}',
    b'{"name": "\\ud800"}',
    b'\xef\xbb\xbf{"name": "n"}',
    '{"name": "ü"}'.encode("utf-16"),
    '{"name": "ü"}'.encode("utf-16-be"),
    '{"name": "ü"}'.encode("utf-32"),
    b'{"name": "' + b"\xff\xfe\xfd" * 10 + b'"}',
    b"\x00" * 1000,
    b"<?xml version='1.0' encoding='hex'?><a/>",
    b"<?xml version='1.0' encoding='idna'?><a>\xff</a>",
    b"<?xml " + b" encoding" * 2000,
    b"data: " + b'{"name": "n"}' + b"\n\n" + b"retry: " + b"9" * 5000 + b"\n\n",
    b"data: x\nid: \x00\nevent:\n\n" * 20,
    b"\r\r\r\n\n:comment\ndata\n\n",
    b'{"name": "n"}\n{"name"',
    b'\x1e{"name": "n"}\n\x1e1',
    b'{"message": "' + SECRET.encode() + b'", "detail": "' + SECRET.encode() + b'"}',
    b'{"access_token": "t", "expires_in": ' + b"9" * 400 + b"}",
    b'{"access_token": "t", "expires_in": "nan", "token_type": 7}',
    b'{"access_token": "\xc3\xbc\\n\\u0000", "expires_in": 5}',
    b'{"access_token": ["t"], "error": {"a": 1}}',
    b'{"error": "' + SECRET.encode() + b'", "error_description": "no"}',
    b'{"token_endpoint": "http://[::1"}',
    b'{"token_endpoint": "ftp://x", "token_endpoint_auth_methods_supported": 5}',
)

CHARSETS = (
    "utf-8",
    "idna",
    "hex",
    "rot13",
    "base64",
    "zlib",
    "bz2",
    "punycode",
    "undefined",
    "unicode_escape",
    "utf-16",
    "utf-32",
    "utf-7",
    "mbcs",
    "\x7f",
    "ü",
    "no-such",
    "'utf-8'",
    '"utf-8',
    "utf-8;" * 500,
    "x" * 5000,
)

TYPES = (
    "application/json",
    "text/plain",
    "text/xml",
    "text/event-stream",
    "application/jsonl",
    "application/octet-stream",
    "multipart/mixed",
    ";;;",
    "",
    "/",
    "a" * 2000,
    'text/plain; x="' + ";" * 60_000,
)

HEADERS: tuple[bytes, ...] = (
    b"Location: http://[::1",
    b"Location: \xff\xfe",
    b"Location: //",
    b"Location: http://a:99999999/",
    b"Location: " + b"/" * 60_000,
    b"Location:",
    b"WWW-Authenticate: Digest " + b"a" * 60_000,
    b'WWW-Authenticate: Digest realm="\xc3\xbc", nonce="\xff", qop="auth"',
    b"WWW-Authenticate: Digest " + b'a="\\' * 10_000,
    b"WWW-Authenticate: Digest realm=r, nonce=n, algorithm=MD5-sess, qop=auth-int",
    b"WWW-Authenticate: " + b"Digest " * 8000,
    b'WWW-Authenticate: Digest realm, nonce=, =x, ,,, "' + b"\\" * 5000,
    b"WWW-Authenticate: Digest realm=r, nonce=n, algorithm=\xc3\xbc",
    b"Link: " + b"<" * 60_000,
    b"Link: <http://[::1>; rel=next",
    b"Link: </x>; rel=next; title*=\xff",
    b'Link: </x>; rel="' + b"next " * 10_000,
    b"Link: " + b"<a>;" * 15_000,
    b"Retry-After: " + b"9" * 60_000,
    b"Retry-After: nan",
    b"Retry-After: -1",
    b"Retry-After: " + b"1 " * 30_000,
    b"Retry-After: Mon, 99 Foo 99999 99:99:99 GMT",
    b"Retry-After: 1 Jan 99999999999999999999 00:00:00 +99999999999999999",
    b"X-RateLimit-Reset: 1e308",
    b"Set-Cookie: " + b"a=b; " * 10_000,
    b"Set-Cookie: a=b; expires=" + b"1-" * 30_000,
    b"Set-Cookie: \xff=\xfe; max-age=" + b"9" * 500,
    b'Set-Cookie: a=b; domain=[::1; path=\xff; port="x"',
    b"Content-Encoding: gzip",
    b"Content-Encoding: br",
    b"Content-Encoding: zstd",
    b"Content-Encoding: deflate, gzip, br, zstd, gzip, gzip, gzip",
    b"Content-Encoding: " + b"," * 60_000,
    b"Content-Length: 5",
    b"Content-Length: -5",
    b"Content-Length: " + b"9" * 5000,
    b"Content-Length: 1, 2",
    b"Content-Length: \xd9\xa1",
    b"Transfer-Encoding: gzip, chunked",
    b"Transfer-Encoding: identity",
    b"Connection: upgrade",
    b"X-Request-Id: " + SECRET.encode(),
    b"X: " + b"y" * 120_000,
    b": nothing",
    b"no colon",
    b"Folded: a\r\n b",
    b"\x00: \x00",
    b"A\xff: b",
)

STATUS_LINES: tuple[bytes, ...] = (
    *[b"HTTP/1.1 200 OK"] * 12,
    b"HTTP/1.1 201 ",
    b"HTTP/1.1 204 No Content",
    b"HTTP/1.1 302 Found",
    b"HTTP/1.1 304 Not Modified",
    *[b"HTTP/1.1 401 Unauthorized"] * 3,
    b"HTTP/1.1 400 " + SECRET.encode(),
    b"HTTP/1.1 429 Too Many",
    b"HTTP/1.1 503 Busy",
    b"HTTP/1.1 599 \xff\xfe",
    b"HTTP/1.1 999 What",
    b"HTTP/1.1 101 Switching Protocols",
    b"HTTP/1.1 100 Continue",
    b"HTTP/1.1 000 ",
    b"HTTP/1.1 2000 OK",
    b"HTTP/9.9 200 OK",
    b"HTTP/1.0 200 OK",
    b"ICY 200 " + SECRET.encode(),
    b"\x00\x01\x02",
    b"",
)


def hostile(source: random.Random) -> bytes:
    """Return the bytes of a response, which may be none."""
    body = source.choice(BODIES)
    if source.random() < 0.1:
        body = bytes(source.randrange(256) for _ in range(source.randrange(200)))
    headers: list[bytes] = []
    if source.random() < 0.8:
        kind = source.choice(TYPES)
        if source.random() < 0.5:
            kind += f"; charset={source.choice(CHARSETS)}"
        headers.append(b"Content-Type: " + kind.encode())
    headers += source.sample(HEADERS, source.choice((0, 0, 1, 1, 2, 4)))
    match source.randrange(8):
        case 0:
            headers.append(b"Content-Encoding: gzip")
            body = gzip.compress(body)[: source.choice((None, 5, -1, -8))]
        case 1:
            headers.append(b"Content-Encoding: deflate")
            body = zlib.compress(body)[: source.choice((None, 5, -1, -4))]
        case _:
            pass
    match source.randrange(5):
        case 0:
            headers.append(b"Transfer-Encoding: chunked")
            size = b"%x" % len(body)
            size = source.choice((size, size, size, b"-1", b"f" * 30, b";" * 100, b""))
            body = size + b"\r\n" + body + b"\r\n0\r\n"
            body += source.choice((b"\r\n", b"A: b\r\n\r\n", b"", b"X" * 1000))
        case 1:
            pass
        case _:
            headers.append(b"Content-Length: %d" % len(body))
    source.shuffle(headers)
    made = b"\r\n".join([source.choice(STATUS_LINES), *headers, b"", body])
    match source.randrange(12):
        case 0:
            made = made[: source.randrange(len(made) + 1)]
        case 1:
            at = source.randrange(len(made))
            made = made[:at] + bytes([source.randrange(256)]) + made[at + 1 :]
        case _:
            pass
    return made


def sends(*responses: bytes) -> Act:
    """Send one of these after the other, one a request, and hang up."""
    left = list(responses)

    def act(connection: Any, over: threading.Event) -> None:
        connection.sendall(left.pop(0) if len(left) > 1 else left[0])

    return act


# --- what must not happen ----------------------------------------------------


def check_error(error: BaseException) -> None:
    """Raise AssertionError for an error that is not the client's, or tells a secret."""
    assert isinstance(error, APIError), f"{type(error)}: {error}"
    current: BaseException | None = error
    seen: list[BaseException] = []
    while current is not None and current not in seen:
        seen.append(current)
        for told in (str(current), repr(current)):
            assert SECRET not in told, f"a credential is told: {told[:300]}"
        trace = current.__traceback__
        while trace is not None:
            name = str(trace.tb_frame.f_globals.get("__name__", ""))
            if not name.startswith("tests."):
                shown = repr(dict(trace.tb_frame.f_locals))
                assert SECRET not in shown, f"a frame of {name} tells a credential"
            trace = trace.tb_next
        current = current.__cause__ or current.__context__


def settings(server: Misbehaving, **more: Any) -> Options:
    """Return the options of a client of a server."""
    given: dict[str, Any] = {
        "base_url": server.url,
        "credentials": credentials(server.url),
        "max_retries": 0,
        "deadline": DEADLINE,
        "timeout": DEADLINE,
    }
    return options(**(given | more))


def attack(
    server: Misbehaving,
    source: random.Random,
    calls: int,
    *,
    backend: str = "sync",
    deadline: float = DEADLINE,
) -> None:
    """Make calls to a server that sends random responses.

    Raises AssertionError, with the response, for whatever must not happen.
    """
    ways = list(sync_calls() if backend == "sync" else async_calls())

    def prepare() -> tuple[str, Call, list[bytes], Validation]:
        name, call = source.choice(ways)
        responses = [hostile(source), hostile(source)]
        server.acts = [sends(*responses)]
        return name, call, responses, source.choice(get_args(Validation))

    def judge(error: Exception | None, began: float, what: object) -> None:
        try:
            if error is not None:
                check_error(error)
            taken = time.monotonic() - began
            assert taken < deadline + 5, f"it took {taken:.1f} s"
        except AssertionError as problem:
            raise AssertionError(f"{problem}\n{str(what)[:3000]}") from error

    if backend == "sync":
        for _ in range(calls):
            name, call, responses, mode = prepare()
            began = time.monotonic()
            failed: Exception | None = None
            made = settings(server, deadline=deadline, validate_responses=mode)
            with APIClient(made, None) as client:
                try:
                    call(client)
                except Exception as error:
                    failed = error
            judge(failed, began, (name, mode, responses))
        return

    async def main() -> None:
        for _ in range(calls):
            name, call, responses, mode = prepare()
            began = time.monotonic()
            failed: Exception | None = None
            made = settings(server, deadline=deadline, validate_responses=mode)
            async with AsyncAPIClient(made, None) as client:
                try:
                    await call(client)
                except Exception as error:
                    failed = error
            judge(failed, began, (name, mode, responses))

    anyio.run(main, backend=backend)


def open_files() -> int:
    """Return how many files and connections this process has open."""
    return len(os.listdir("/proc/self/fd"))


def run(seconds: float, seed: int) -> None:
    """Attack clients for so many seconds."""
    end = time.monotonic() + seconds
    source = random.Random(seed)
    warnings.simplefilter("ignore", ResourceWarning)
    with misbehaving() as server:
        attack(server, source, 5)
        time.sleep(0.2)
        threads, files = threading.active_count(), open_files()
        while time.monotonic() < end:
            for backend in ("sync", "asyncio", "trio"):
                attack(server, source, 50, backend=backend)
        for _ in range(50):
            if threading.active_count() <= threads + 2 and open_files() <= files + 4:
                break
            time.sleep(0.1)
        else:
            raise AssertionError(
                f"left behind: {threading.active_count() - threads} threads, "
                f"{open_files() - files} files"
            )
