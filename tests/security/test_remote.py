"""A remote document reads its own origin alone; size, time, redirects are limited."""

from __future__ import annotations

import gzip
import json
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from apiloom.access import Access
from apiloom.diagnostics import Diagnostics, Severity, UnusableInput
from apiloom.document import read
from tests.security.canary import CANARY, SECRET, document, everywhere, opened, put, run


@dataclass
class Server:
    """A server that sends raw bytes, as slowly and for as long as it likes."""

    replies: dict[str, Callable[[], Iterator[bytes]]] = field(
        default_factory=dict[str, Callable[[], Iterator[bytes]]]
    )
    asked: list[str] = field(default_factory=list[str])
    requests: list[bytes] = field(default_factory=list[bytes])
    url: str = ""

    def on(
        self, path: str, *parts: bytes, again: bytes = b"", pause: float = 0
    ) -> None:
        """Send the parts, then `again` for ever, with a pause before each."""

        def reply() -> Iterator[bytes]:
            yield from parts
            while again:
                time.sleep(pause)
                yield again

        self.replies[path] = reply

    def json(self, path: str, value: Any) -> None:
        self.on(path, response(json.dumps(value).encode()))

    def redirect(self, path: str, target: str) -> None:
        head = f"HTTP/1.1 302 Found\r\nLocation: {target}\r\n"
        self.on(path, f"{head}Content-Length: 0\r\n\r\n".encode())


def response(body: bytes, *headers: str, length: int | None = None) -> bytes:
    size = len(body) if length is None else length
    lines = ["HTTP/1.1 200 OK", f"Content-Length: {size}", *headers, "", ""]
    return "\r\n".join(lines).encode() + body


@contextmanager
def serving() -> Iterator[Server]:
    server = Server()
    listener = socket.create_server(("127.0.0.1", 0))
    server.url = f"http://127.0.0.1:{listener.getsockname()[1]}"
    over = threading.Event()

    def serve(connection: socket.socket) -> None:
        with connection, suppress(OSError):
            request = b""
            while b"\r\n\r\n" not in request:
                part = connection.recv(65536)
                if not part:
                    return
                request += part
            path = request.split(b" ")[1].decode()
            server.asked.append(path)
            server.requests.append(request)
            missing = b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n"
            for part in server.replies.get(path, lambda: iter([missing]))():
                if over.is_set():
                    return
                connection.sendall(part)

    def accept() -> None:
        with suppress(OSError):
            while True:
                connection, _ = listener.accept()
                threading.Thread(target=serve, args=(connection,), daemon=True).start()

    threading.Thread(target=accept, daemon=True).start()
    try:
        yield server
    finally:
        over.set()
        listener.close()


@pytest.fixture
def server() -> Iterator[Server]:
    with serving() as found:
        yield found


@pytest.fixture
def other() -> Iterator[Server]:
    with serving() as found:
        yield found


def fetched(url: str, **options: Any) -> tuple[Diagnostics, Any]:
    found = Diagnostics()
    access = Access(allow_remote=True, **options)
    return found, read(url, (), found, access=access)


def test_a_remote_document_leads_to_its_own_origin(
    project: Path, server: Server, other: Server
) -> None:
    put(project / "part.yaml", SECRET)
    other.json("/o.json", {"description": CANARY, "type": "object"})
    for ref in (
        f"file://{project}/part.yaml",
        f"FILE:{project}/part.yaml",
        "data:application/json,%7B%22description%22:%22CANARY-7f3a%22%7D",
        "ftp://127.0.0.1/part.yaml",
        "gopher://127.0.0.1/x",
        "jar:file:part.yaml!/x",
        f"{other.url}/o.json",
        f"//{other.url[7:]}/o.json",
        f"http://localhost:{server.url.rpartition(':')[2]}/part.yaml",
        "http://169.254.169.254/latest/meta-data/",
        "https://[::1]/o.json",
        "http://127.0.0.1:99999/o.json",
    ):
        server.json("/openapi.json", everywhere(ref))
        server.asked.clear()
        with opened() as paths:
            found, document_ = fetched(f"{server.url}/openapi.json")
        assert not [path for path in paths if str(project) in path], ref
        assert {one.code for one in found if one.severity is Severity.ERROR} == {
            "outside-roots"
        }, ref
        assert list(document_.files) == [""], ref
    assert not other.asked
    # A path is one of the server's, absolute or not.
    server.json("/openapi.json", document({"$ref": f"{project}/part.yaml"}))
    found, _ = fetched(f"{server.url}/openapi.json")
    assert f"{project}/part.yaml" in server.asked
    assert [one.code for one in found] == ["unresolved-reference"]


def test_other_origins_are_named_by_the_user(server: Server, other: Server) -> None:
    server.json("/openapi.json", document({"$ref": f"{other.url}/common/o.json"}))
    other.json("/common/o.json", {"$ref": "../private/p.json"})
    other.json("/private/p.json", {"type": "string"})
    url = f"{server.url}/openapi.json"
    found, _ = fetched(url)
    (one,) = found
    assert one.hint == f"to allow it: --root {other.url}"
    assert not other.asked
    found, _ = fetched(url, urls=(f"{other.url}/common",))
    assert [one.code for one in found] == ["outside-roots"]
    assert other.asked == ["/common/o.json"]
    found, _ = fetched(url, urls=(other.url,))
    assert not [*found]


def test_redirects_are_few_and_judged(server: Server, other: Server) -> None:
    other.json("/o.json", document({"type": "string"}))
    server.redirect("/loop", "/loop")
    server.redirect("/file", "file:///etc/passwd")
    server.redirect("/data", "data:application/json,{}")
    server.redirect("/ftp", "ftp://127.0.0.1/x")
    server.redirect("/broken", "http://[")
    server.redirect("/moved", f"{other.url}/o.json")
    for path, message in {
        "/loop": "redirects more than 5 times",
        "/file": "redirects to file, not to HTTP",
        "/data": "redirects to data, not to HTTP",
        "/ftp": "redirects to ftp, not to HTTP",
        "/broken": "cannot be reached",
    }.items():
        with pytest.raises(UnusableInput, match=message):
            fetched(server.url + path)
    # Where the user's own URL has moved to is the document's origin, too.
    found, _ = fetched(f"{server.url}/moved")
    assert not [*found]
    # A reference has no say in that.
    server.json("/openapi.json", document({"$ref": "moved"}))
    other.asked.clear()
    found, _ = fetched(f"{server.url}/openapi.json")
    (one,) = found
    assert "which the document may not read; name it with --root" in one.message
    assert not other.asked


GZIP = "Content-Encoding: gzip"


def test_what_a_server_sends_is_bounded(server: Server) -> None:
    head = b"HTTP/1.1 200 OK\r\n"
    chunk = b"8000\r\n" + b" " * 0x8000 + b"\r\n"
    bomb = gzip.compress(b" " * 30_000_000)
    server.on("/endless", head + b"\r\n", again=b" " * 65536)
    server.on("/chunks", head + b"Transfer-Encoding: chunked\r\n\r\n", again=chunk)
    server.on("/bomb", response(bomb, GZIP))
    server.on("/claims", response(b"{}", length=10**12))
    server.on("/short", response(b'{"openapi": "3.1.0"', length=1000))
    server.on("/cut", response(gzip.compress(b"{}" * 1000)[:-9], GZIP))
    server.on("/not-gzip", response(b"{}", GZIP))
    server.on("/br", response(b"{}", "Content-Encoding: br"))
    server.on("/noise", b"\x00\xff" * 40_000)
    server.on("/headers", head, again=b"X-A: " + b"a" * 60_000 + b"\r\n")
    server.on("/long", head + b"X-A: ", again=b"a" * 65_000)
    server.on("/closed")
    larger = "with this file the document is larger than 10 MB"
    for path, message in {
        "/endless": larger,
        "/chunks": larger,
        "/bomb": larger,
        "/claims": "ends before it is complete",
        "/short": "ends before it is complete",
        "/cut": "ends before it is complete",
        "/not-gzip": "does not match its Content-Encoding",
        "/br": "an encoding that was not requested",
        "/noise": "does not speak HTTP",
        "/headers": "does not speak HTTP",
        "/long": "does not speak HTTP",
        "/closed": "cannot be reached|does not speak HTTP",
        "/gone": "the server responds 404 Not Found",
    }.items():
        with pytest.raises(UnusableInput, match=message) as raised:
            fetched(server.url + path, max_size=10_000_000, timeout=20)
        assert (message == larger) == (raised.value.diagnostic.code == "too-large")


def test_what_a_server_sends_takes_no_longer_than_agreed(server: Server) -> None:
    head = b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n"
    server.on("/silent", b"", again=b"", pause=1)
    server.on("/body", head, again=b" ", pause=0.05)
    server.on("/head", b"HTTP/1.1 200 OK\r\nX-A: ", again=b"a", pause=0.05)
    server.on("/status", b"HTTP", again=b"/", pause=0.05)
    server.replies["/silent"] = lambda: iter([time.sleep(3) or b""])  # type: ignore[func-returns-value]
    for path in ("/silent", "/body", "/head", "/status"):
        started = time.monotonic()
        with pytest.raises(UnusableInput) as raised:
            fetched(server.url + path, timeout=0.3)
        assert time.monotonic() - started < 10
        assert "fetching the document takes more than 0.3 seconds" in str(raised.value)
        assert "hint: --timeout SECONDS allows more" in str(raised.value)
    # All files together: a document cannot be slow in quick pieces.
    server.json("/openapi.json", document({"$ref": "0.json"}))
    for number in range(100):
        body = json.dumps({"allOf": [{"$ref": f"{number + 1}.json"}]}).encode()
        server.replies[f"/{number}.json"] = lambda body=body: iter(  # type: ignore[misc]
            [response(body) if time.sleep(0.05) is None else b""]  # type: ignore[func-returns-value]
        )
    started = time.monotonic()
    found, _ = fetched(f"{server.url}/openapi.json", timeout=0.5)
    assert time.monotonic() - started < 4
    assert "takes more than 0.5 seconds" in [*found][-1].message


def test_credentials_in_urls_stay_there(
    tmp_path: Path, server: Server, other: Server
) -> None:
    other.json("/o.json", {"type": "string"})
    other.json("/o.json?key=hidden3", {"type": "string"})
    missing = f"{other.url.replace('//', '//user:hidden4@')}/gone.json?key=hidden5"
    refs: list[Any] = [
        {"$ref": "part.json?key=hidden3"},
        {"$ref": missing},
        {"$ref": f"{other.url}/o.json?key=hidden3"},
    ]
    wrong = {"type": "object", "description": 7, "properties": {"a": {"type": "x"}}}
    servers = [{"url": "/v1"}, {"url": ""}, {"url": "../v2"}]
    root = document({"anyOf": refs}, servers=servers)
    server.json("/openapi.json?token=hidden2", root)
    server.json("/part.json?key=hidden3", wrong)
    named = server.url.replace("//", "//user:hidden1@") + "/openapi.json?token=hidden2"
    done = run(
        tmp_path,
        "generate",
        named,
        "--output=out",
        "--allow-remote",
        "--root",
        other.url,
    )
    assert done.exit_code == 3, done.output
    assert "error:" in done.stderr
    assert "hidden" not in done.output
    for path in tmp_path.rglob("*"):
        assert "hidden" not in path.name
        assert path.is_dir() or b"hidden" not in path.read_bytes()
    # They are sent where they belong, and nowhere else.
    authorized = [b"\r\nAuthorization: Basic " in each for each in server.requests]
    assert authorized == [True] * len(server.requests)
    [plain] = [each for each in other.requests if b"/o.json" in each]
    assert b"Authorization" not in plain
    refused = run(tmp_path, "lint", named)
    assert refused.exit_code == 2
    assert "hidden" not in refused.output
