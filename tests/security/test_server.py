"""A server that misbehaves in every way, and what a client makes of it.

The long version is the campaign `tests.fuzz.server`.
"""

from __future__ import annotations

import gc
import gzip
import logging
import os
import random
import threading
import time
import traceback
import zlib
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import Any, cast

import anyio
import brotli  # type: ignore[import-untyped]
import httpx2
import pytest

from apiloom.runtime.auth.credentials import Bearer
from apiloom.runtime.auth.secret import Secret
from apiloom.runtime.auth.token_errors import TokenError
from apiloom.runtime.client.async_client import AsyncAPIClient
from apiloom.runtime.client.sync_client import APIClient
from apiloom.runtime.core.errors import (
    APIConnectionError,
    APIError,
    APIStatusError,
    APITimeoutError,
    AuthenticationError,
    ResponseValidationError,
)
from apiloom.runtime.core.header_values import challenges, links
from apiloom.runtime.decoding.limits import ResponseLimits
from apiloom.runtime.encoding.item_streams import JsonLinesBody
from apiloom.runtime.pagination.sync_pages import first_page
from tests.fuzz import server as fuzz
from tests.runtime.driving import GET, PATH, Thing, operation, options
from tests.runtime.listing import CURSOR, ThingsPage, listing
from tests.runtime.misbehaving import (
    Act,
    Misbehaving,
    answer,
    misbehaving,
    says,
    stalls,
)


@pytest.fixture(autouse=True, scope="module")
def one_context() -> Iterator[None]:
    """Loading certificates takes most of the time of a client; none is needed here."""
    context = httpx2.create_ssl_context()
    with pytest.MonkeyPatch.context() as patch:
        place = "httpx2._transports.default.create_ssl_context"
        patch.setattr(place, lambda *_, **__: context)
        yield


BACKENDS = ("sync", "asyncio", "trio")
HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
FINE = answer(closes=False)


@pytest.fixture
def server() -> Iterator[Misbehaving]:
    with misbehaving() as running:
        yield running


def response(
    body: bytes, kind: str = "application/json", *headers: bytes, status: str = "200"
) -> bytes:
    """Return the bytes of a response."""
    lines = [
        f"HTTP/1.1 {status} X".encode(),
        b"Content-Type: " + kind.encode(),
        b"Content-Length: %d" % len(body),
        *headers,
    ]
    return b"\r\n".join(lines) + b"\r\n\r\n" + body


def call(
    server: Misbehaving, name: str, sent: bytes, backend: str = "sync", **more: Any
) -> Any:
    """Make one call of the kind with a name, of a server that sends these bytes."""
    server.acts = [says(sent)]
    made = fuzz.settings(server, **({"deadline": 10.0} | more))
    if backend == "sync":
        with APIClient(made, None) as client:
            return dict(fuzz.sync_calls())[name](client)

    async def main() -> Any:
        async with AsyncAPIClient(made, None) as client:
            return await dict(fuzz.async_calls())[name](client)

    return anyio.run(main, backend=backend)


# --- whatever it sends -------------------------------------------------------


@pytest.mark.parametrize("backend", BACKENDS)
def test_nothing_but_errors_of_the_client(server: Misbehaving, backend: str) -> None:
    source = random.Random(f"server {backend}")
    fuzz.attack(server, source, 60, backend=backend, deadline=0.2)


@pytest.mark.parametrize("charset", fuzz.CHARSETS)
@pytest.mark.parametrize("how", ["text", "download as text", "download as lines"])
def test_a_charset_that_is_none_is_utf_8(
    server: Misbehaving, charset: str, how: str
) -> None:
    body = b"text, in ASCII"
    found = call(server, how, response(body, f"text/plain; charset={charset}"))
    known = how == "text" or not charset.startswith(("utf-16", "utf-32"))
    if known and charset not in ("utf-16", "utf-32"):
        assert "".join(found) == "text, in ASCII"


@pytest.mark.parametrize(
    "encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-8-sig", "cp1252"]
)
def test_real_charsets_are_read(server: Misbehaving, encoding: str) -> None:
    text = "zwölf\r\nBoxkämpfer\njagen"
    sent = response(text.encode(encoding), f'text/plain; charset="{encoding}"')
    assert call(server, "text", sent) == text
    assert "".join(call(server, "download as text", sent)) == text
    assert call(server, "download as lines", sent) == text.splitlines()
    assert call(server, "download as lines", sent, "trio") == text.splitlines()


@pytest.mark.parametrize("encoding", ["hex", "idna", "rot13", "no-such", "utf-16"])
def test_an_xml_declaration_may_say_what_it_likes(
    server: Misbehaving, encoding: str
) -> None:
    body = f"<?xml version='1.0' encoding='{encoding}'?><a>\xfc</a>".encode()
    assert isinstance(call(server, "text", response(body, "text/xml")), str)


def test_a_redirect_to_no_url(server: Misbehaving) -> None:
    for backend in BACKENDS:
        sent = response(b"", "x", b"Location: http://[::1", status="302")
        with pytest.raises(APIError):
            call(server, "json", sent, backend)


def test_an_event_whose_retry_is_no_number(server: Misbehaving) -> None:
    body = b"retry: " + b"9" * 5000 + b'\ndata: {"name":"n"}\n\n'
    sent = response(body, "text/event-stream")
    assert call(server, "stream of events", sent) == [Thing(name="n")]


@pytest.mark.parametrize(
    "body",
    [
        b'{"access_token": "t", "expires_in": ' + b"9" * 400 + b"}",
        b'{"access_token": ' + b"[" * 100_000,
        b'{"access_token": "t\\n", "expires_in": []}',
    ],
    ids=["lifetime", "nested", "line feed"],
)
def test_a_token_endpoint(server: Misbehaving, body: bytes) -> None:
    sent = response(body, "application/json", b"Connection: close")
    for name in ("with oauth", "with oidc"):
        with pytest.raises((TokenError, APIStatusError, ResponseValidationError)):
            call(server, name, sent, validate_responses="strict")


def test_a_digest_challenge_that_is_not_ascii(server: Misbehaving) -> None:
    """The realm is sent back as it came."""
    challenge = 'WWW-Authenticate: Digest realm="ü", nonce="ö", qop="auth"'.encode()
    closing = b"Connection: close"  # the server hangs up after each response
    refusal = response(b"{}", "x", challenge, closing, status="401")
    with pytest.raises(AuthenticationError):
        call(server, "with digest", refusal)
    assert 'realm="ü"'.encode() in server.requests[1]


# --- parsers of headers ------------------------------------------------------

LONG = 128 * 1024


@pytest.mark.parametrize(
    "header",
    [
        "Digest " + "a" * LONG,
        "Digest " + "a " * (LONG // 2),
        "Digest a=" * (LONG // 9),
        'Digest a="' + "\\" * LONG,
        "Digest " + '"a' * (LONG // 2),
        "=" * LONG,
        "<" * LONG,
        "<a>;" * (LONG // 4),
        "<a>" + ";" * LONG,
        '<a>; rel="' + "," * LONG,
        "<a>; rel" + " " * LONG + "x",
    ],
    ids=lambda header: header[:12],
)
def test_parsers_of_headers_are_linear(header: str) -> None:
    began = time.process_time()
    list(challenges(header))
    list(links(header))
    # A tenth of a second; a quadratic parser takes more than forty.
    assert time.process_time() - began < 10


def test_what_parsers_of_headers_read() -> None:
    found = challenges(
        'Basic realm="a", Digest realm="b\\"c", qop=auth , Negotiate x=='
    )
    assert [(one.scheme, one.parameters) for one in found] == [
        ("basic", {"realm": "a"}),
        ("digest", {"realm": 'b"c', "qop": "auth"}),
        ("negotiate", {}),
    ]
    found_links = links('</a,b>; title="x, <y>"; rel="prev next", <c>;rel=last')
    assert [(one.target, one.parameters) for one in found_links] == [
        ("/a,b", {"title": "x, <y>", "rel": "prev next"}),
        ("c", {"rel": "last"}),
    ]


@pytest.mark.parametrize(
    "header",
    [
        b'Content-Type: text/plain; x="' + b";" * 60_000,
        b"Content-Type: " + b"charset " * 8000,
        b"WWW-Authenticate: Digest " + b"a" * 60_000,
        b"Retry-After: " + b"1 " * 30_000,
        b"Set-Cookie: a=b; expires=" + b"1-" * 30_000,
        b"Content-Disposition: attachment; filename=" + b'"\\' * 30_000,
        b"Cache-Control: " + b"max-age=" * 8000,
        b"Link: " + b"<a>;" * 15_000,
    ],
    ids=lambda header: header[:16].decode(),
)
def test_no_header_takes_time(server: Misbehaving, header: bytes) -> None:
    sent = b"HTTP/1.1 401 X\r\n" + header + b"\r\nContent-Length: 2\r\n\r\n{}"
    for name in ("with digest", "text", "pages by link"):
        began = time.process_time()
        with pytest.raises(APIError):
            call(server, name, sent)
        assert time.process_time() - began < 10


# --- time --------------------------------------------------------------------


def trickles(head: bytes, piece: bytes) -> Act:
    """Send this, and then a piece every now and then."""

    def act(connection: Any, over: threading.Event) -> None:
        connection.sendall(head)
        while not over.wait(0.01):
            connection.sendall(piece)

    return act


TRICKLES = {
    "head": trickles(b"HTTP/1.1 200 OK\r\nA: ", b"a"),
    "informational": trickles(b"", b"HTTP/1.1 100 Continue\r\n\r\n"),
    "body": trickles(HEAD + b"Content-Length: 99999\r\n\r\n", b" "),
    "chunk": trickles(HEAD + b"Transfer-Encoding: chunked\r\n\r\n1;", b"a"),
    "trailer": trickles(HEAD + b"Transfer-Encoding: chunked\r\n\r\n0\r\nA: ", b"a"),
}


@pytest.mark.parametrize("act", TRICKLES.values(), ids=TRICKLES)
@pytest.mark.parametrize("is_own", [True, False], ids=["own", "http_client"])
@pytest.mark.parametrize("backend", BACKENDS)
def test_a_deadline_closes_the_connection(
    server: Misbehaving, act: Act, is_own: bool, backend: str
) -> None:
    """No thread and no connection is left, of however many calls."""
    server.acts = [act]
    made = fuzz.settings(server, deadline=0.05, timeout=None)
    pool = httpx2.Limits(max_connections=1)
    calls = 2

    def check(error: APIError, began: float) -> None:
        assert str(error).endswith("timed out: the deadline of 0.05 s has passed")
        assert time.monotonic() - began < 10

    if backend == "sync":
        http = None if is_own else httpx2.Client(limits=pool)
        client = APIClient(made, http)
        client._calls.pool.http()
        threads = {thread.name for thread in threading.enumerate()}
        files = fuzz.open_files()
        for _ in range(calls):
            began = time.monotonic()
            with pytest.raises(APITimeoutError) as caught:
                client._calls.call(GET, path=PATH)
            check(caught.value, began)
        now = threading.enumerate()
        ours = [thread for thread in now if "serve" not in thread.name]
        assert {thread.name for thread in ours} <= threads
        client.close()
    else:

        async def main() -> int:
            http = None if is_own else httpx2.AsyncClient(limits=pool)
            async with AsyncAPIClient(made, http) as client:
                client._calls.pool.http()
                files = fuzz.open_files()
                for _ in range(calls):
                    began = time.monotonic()
                    with pytest.raises(APITimeoutError) as caught:
                        await client._calls.call(GET, path=PATH)
                    check(caught.value, began)
                return files

        files = anyio.run(main, backend=backend)
    for _ in range(100):
        gc.collect()
        if fuzz.open_files() <= files:
            return
        time.sleep(0.02)
    raise AssertionError(f"{fuzz.open_files() - files} files are open")


def test_a_slow_reader_of_a_large_body(server: Misbehaving) -> None:
    """A request is limited while it is written as well."""
    server.acts = [stalls()]
    made = fuzz.settings(server, deadline=0.2, timeout=None)

    def parts() -> Iterator[bytes]:
        while True:
            yield b" " * 1_000_000

    lines = operation("POST", path="/x", body=JsonLinesBody(str))
    with APIClient(made, None) as client, pytest.raises(APITimeoutError):
        client._calls.call(lines, body=iter(parts()))


def test_a_call_without_a_deadline_has_one(server: Misbehaving) -> None:
    server.acts = [TRICKLES["body"]]
    made = fuzz.settings(server, deadline=None, limits=ResponseLimits(seconds=0.1))
    with pytest.raises(APITimeoutError), APIClient(made, None) as client:
        client._calls.call(GET, path=PATH)


# --- size --------------------------------------------------------------------

BOMB = gzip.compress(b"0" * 50_000_000)


@pytest.mark.parametrize("backend", BACKENDS)
@pytest.mark.parametrize(
    ("sent", "limits", "told"),
    [
        (response(b" " * 2000), ResponseLimits(body_bytes=1000), "body_bytes"),
        (
            HEAD + b"Connection: close\r\n\r\n" + b" " * 2000,
            ResponseLimits(body_bytes=1000),
            "body_bytes",
        ),
        (
            response(BOMB, "x/y", b"Content-Encoding: gzip"),
            None,
            "compression_ratio",
        ),
        (
            response(BOMB, "x/y", b"Content-Encoding: gzip"),
            ResponseLimits(compression_ratio=None, body_bytes=1_000_000),
            "body_bytes",
        ),
        (
            response(b"{}", "x/y", b"X: " + b"y" * 5000),
            ResponseLimits(header_bytes=4000),
            "header_bytes",
        ),
    ],
    ids=["length", "no length", "bomb", "large", "headers"],
)
def test_what_is_too_large(
    server: Misbehaving,
    backend: str,
    sent: bytes,
    limits: ResponseLimits | None,
    told: str,
) -> None:
    with pytest.raises(ResponseValidationError, match=told) as caught:
        call(server, "binary", sent, backend, limits=limits)
    assert caught.value.status_code == 200


@pytest.mark.parametrize(
    ("name", "kind", "body"),
    [
        ("stream of events", "text/event-stream", b"data: " + b"x" * 3000),
        ("stream of events", "text/event-stream", b"data: x\n" * 1000),
        ("stream of lines", "application/jsonl", b"[" * 3000),
        ("stream of sequence", "application/json-seq", b"\x1e" + b"[" * 3000),
        ("download as lines", "text/plain", b"x" * 3000),
    ],
)
def test_a_line_that_is_too_long(
    server: Misbehaving, name: str, kind: str, body: bytes
) -> None:
    with pytest.raises(ResponseValidationError, match="line_bytes"):
        call(server, name, response(body, kind), limits=ResponseLimits(line_bytes=1000))


@pytest.mark.parametrize("backend", BACKENDS)
@pytest.mark.parametrize(
    ("coding", "compressed"),
    [
        ("gzip", gzip.compress(b'{"name":"n"}' * 100)),
        ("deflate", zlib.compress(b'{"name":"n"}' * 100)),
        ("br", brotli.compress(b'{"name":"n"}' * 100)),
        ("deflate, gzip", gzip.compress(zlib.compress(b'{"name":"n"}' * 100))),
    ],
    ids=["gzip", "deflate", "br", "deflate, gzip"],
)
def test_a_compressed_body_that_is_cut_off(
    server: Misbehaving, backend: str, coding: str, compressed: bytes
) -> None:
    header = f"Content-Encoding: {coding}".encode()
    whole = response(compressed, "x/y", header)
    cut = response(compressed[:-2], "x/y", header)
    assert call(server, "binary", whole, backend) == b'{"name":"n"}' * 100
    for name in ("binary", "download as bytes", "download as read"):
        with pytest.raises((ResponseValidationError, APIConnectionError)):
            call(server, name, cut, backend)


@pytest.mark.parametrize("backend", BACKENDS)
def test_a_download_that_is_read_whole(server: Misbehaving, backend: str) -> None:
    sent = response(BOMB, "x/y", b"Content-Encoding: gzip")
    with pytest.raises(ResponseValidationError, match="compression_ratio"):
        call(server, "download as read", sent, backend)


def test_cookies_that_are_kept(server: Misbehaving) -> None:
    cookies = [b"Set-Cookie: c%d=v" % number for number in range(300)]
    cookies.append(b"Connection: close")  # the server hangs up after each response
    server.acts = [says(response(b'{"name":"n"}', "application/json", *cookies))]
    with APIClient(fuzz.settings(server), None) as client:
        client._calls.call(GET, path=PATH)
        client._calls.call(GET, path=PATH)
        assert len(client._calls.pool.http().cookies) == ResponseLimits().cookies


@pytest.mark.filterwarnings("error")
def test_ages_of_cookies_that_no_clock_has(server: Misbehaving) -> None:
    cookies = [b"Set-Cookie: a=b; max-age=" + b"9" * 500, b"Set-Cookie: c=d; max-age=9"]
    cookies.append(b"Connection: close")  # the server hangs up after each response
    server.acts = [says(response(b'{"name":"n"}', "application/json", *cookies))]
    with APIClient(fuzz.settings(server), None) as client:
        client._calls.call(GET, path=PATH)
        client._calls.call(GET, path=PATH)
        assert dict(client._calls.pool.http().cookies) == {"c": "d"}


def test_pages_that_never_end() -> None:
    number = 0

    def endless(request: httpx2.Request) -> httpx2.Response:
        nonlocal number
        number += 1
        things = [{"name": "n"}]
        return httpx2.Response(200, json={"things": things, "next": str(number)})

    http = httpx2.Client(transport=httpx2.MockTransport(endless))
    client = APIClient(options(limits=ResponseLimits(pages=20)), http)
    with pytest.raises(ResponseValidationError, match=r"ResponseLimits\(pages=…\)"):
        list(first_page(client._calls, ThingsPage, listing(CURSOR)))
    assert number == 20


# --- processes and event loops -----------------------------------------------


def next_request(connection: Any, over: threading.Event) -> bytes:
    """Wait for a request for as long as the server runs."""
    while not over.is_set():
        with suppress(TimeoutError):
            return cast("bytes", connection.recv(65536))
    return b""


def whose(server: Misbehaving) -> Callable[[bytes], bytes]:
    """Make a server say in each response which request it answers."""

    def act(connection: Any, over: threading.Event) -> None:
        request = server.requests[-1]
        connection.settimeout(0.05)
        while request:
            path = request.split(b" ")[1]
            body = b'{"name": "%s"}' % path
            connection.sendall(response(body))
            request = next_request(connection, over)

    server.acts = [act]
    return lambda path: b'{"name": "%s"}' % path


@pytest.mark.skipif(not hasattr(os, "fork"), reason="processes do not fork here")
@pytest.mark.filterwarnings("ignore:This process:DeprecationWarning")
def test_a_forked_process_has_connections_of_its_own(server: Misbehaving) -> None:
    whose(server)
    with APIClient(fuzz.settings(server), None) as client:
        assert client.request("GET", "/first") == {"name": "/first"}
        children: list[int] = []
        for number in range(4):
            child = os.fork()
            if not child:
                wrong = 0
                for step in range(20):
                    path = f"/{number}/{step}"
                    wrong += client.request("GET", path) != {"name": path}
                os._exit(wrong)
            children.append(child)
        for step in range(20):
            assert client.request("GET", f"/{step}") == {"name": f"/{step}"}
        assert [os.waitpid(child, 0)[1] for child in children] == [0] * 4


@pytest.mark.skipif(not hasattr(os, "fork"), reason="processes do not fork here")
@pytest.mark.filterwarnings("ignore:This process:DeprecationWarning")
def test_an_http_client_of_the_callers_in_a_forked_process(
    server: Misbehaving,
) -> None:
    whose(server)
    with httpx2.Client() as http:
        client = APIClient(fuzz.settings(server), http)
        client.request("GET", "/first")
        child = os.fork()
        if not child:
            try:
                client.request("GET", "/second")
            except APIConnectionError as error:
                os._exit(0 if "before a fork" in str(error) else 1)
            os._exit(2)
        assert os.waitpid(child, 0)[1] == 0
        assert client.request("GET", "/third") == {"name": "/third"}


@pytest.mark.filterwarnings("ignore::ResourceWarning")
def test_an_event_loop_has_connections_of_its_own(server: Misbehaving) -> None:
    whose(server)
    made = fuzz.settings(server, credentials={"bearer": Bearer(Secret("t", "t", "T"))})
    client = AsyncAPIClient(made, None)

    async def main() -> None:
        for number in range(3):
            path = f"/{number}"
            assert await client.request("GET", path) == {"name": path}

    for backend in ("asyncio", "asyncio", "trio", "trio", "asyncio"):
        anyio.run(main, backend=backend)


@pytest.mark.filterwarnings("ignore::ResourceWarning")
def test_an_http_client_of_the_callers_in_another_event_loop(
    server: Misbehaving,
) -> None:
    whose(server)
    client = AsyncAPIClient(fuzz.settings(server), httpx2.AsyncClient())

    async def main() -> object:
        return await client.request("GET", "/x")

    anyio.run(main)
    with pytest.raises(APIConnectionError, match="another event loop"):
        anyio.run(main)


# --- credentials -------------------------------------------------------------


@pytest.mark.parametrize("name", [f"with {scheme}" for scheme in fuzz.credentials("")])
@pytest.mark.parametrize(
    "sent",
    [
        response(b'{"message": "%s"}' % fuzz.SECRET.encode(), status="400"),
        response(b'{"detail": "%s"}' % fuzz.SECRET.encode(), status="401"),
        response(b'{"name": {"a": "%s"}}' % fuzz.SECRET.encode()),
        b"HTTP/1.1 2 " + fuzz.SECRET.encode() + b"\r\n\r\n",
        b"",
    ],
    ids=["message", "unauthorized", "mismatch", "status line", "nothing"],
)
def test_nothing_tells_a_credential(
    server: Misbehaving, name: str, sent: bytes, caplog: pytest.LogCaptureFixture
) -> None:
    """Messages, causes, local variables of frames, and the log; nor a traceback."""
    caplog.set_level(logging.DEBUG, "apiloom.runtime")
    caplog.set_level(logging.WARNING, "httpx2")
    caplog.set_level(logging.WARNING, "httpcore2")
    for backend in ("sync", "asyncio"):
        with pytest.raises(APIError) as caught:
            call(server, name, sent, backend, validate_responses="strict")
        fuzz.check_error(caught.value)
        assert fuzz.SECRET not in "".join(traceback.format_exception(caught.value))
    assert fuzz.SECRET not in caplog.text


def test_a_url_with_a_password() -> None:
    url = "https://user:p4ssw0rd@api.test/v1?key=p4ssw0rd"
    client = APIClient(options(base_url=url), None)
    assert repr(client) == "<APIClient https://api.test/v1>"
    assert "p4ssw0rd" not in repr(client._calls.options)
    with pytest.raises(APIError) as caught:
        APIClient(options(base_url="user:p4ssw0rd@x"), None)._calls.call(GET, path=PATH)
    assert "p4ssw0rd" not in str(caught.value)
    broken = options(base_url="https://user:p4ssw0rd@x:port:7/")
    with pytest.raises(APIError) as caught:
        APIClient(broken, None)._calls.call(GET, path=PATH)
    assert "p4ssw0rd" not in str(caught.value)


def test_the_callers_own_exceptions_are_left_as_they_are(server: Misbehaving) -> None:
    """The caller's functions and files may raise what they like."""

    def fail() -> str:
        raise LookupError("no key today")

    key = {"bearer": Bearer(Secret(fail, "token", "T_KEY"))}
    client = APIClient(fuzz.settings(server, credentials=key), None)
    with pytest.raises(LookupError, match="no key today"):
        client._calls.call(fuzz.OPERATIONS["with bearer"])

    def hook(response: httpx2.Response) -> None:
        response.read()
        response.raise_for_status()

    server.acts = [says(response(b"", "x/y", status="404"))]
    with httpx2.Client(event_hooks={"response": [hook]}) as http:
        client = APIClient(fuzz.settings(server), http)
        with pytest.raises(httpx2.HTTPStatusError):
            client._calls.call(GET, path=PATH)


@pytest.mark.parametrize(
    "value", ["\ud800", object(), float("inf"), {"a": {1: object()}}, b"\xff"]
)
def test_arguments_that_cannot_be_sent(value: object) -> None:
    client = APIClient(options(base_url="http://127.0.0.1:1", max_retries=0), None)
    for place in ("params", "json"):
        given: dict[str, Any] = {place: {"a": value}}
        with pytest.raises(APIError):
            client.request("POST", "/x", **given)
