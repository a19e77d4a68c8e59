"""An HTTP server on loopback whose answers each test writes, and which keeps the
requests.

The server knows no API.  It answers in the order in which a test has said what to
answer; a request that the test did not expect is answered with an error and remembered,
so that the test fails.
"""

from __future__ import annotations

import json
import socket
import threading
import time
from collections import deque
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from enum import Enum
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import urlsplit

UNEXPECTED = 590
"""The status of the answer to a request that the test did not expect."""


class Drop(Enum):
    """When a connection breaks."""

    BEFORE_ANSWERING = "before answering"
    WITHIN_THE_BODY = "within the body"


@dataclass(frozen=True)
class Answer:
    """What the server does with one request."""

    status: int = 200
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)
    delay: float = 0.0
    pause: float = 0.0
    """Seconds between the two halves of the body."""
    drop: Drop | None = None


def answer(
    status: int, value: Any, media_type: str = "application/json", **headers: str
) -> Answer:
    """An answer with a body of JSON; headers are given with `_` for `-`."""
    body = json.dumps(value, ensure_ascii=False).encode()
    named = {name.replace("_", "-"): text for name, text in headers.items()}
    return Answer(status, body, {"Content-Type": media_type, **named})


@dataclass(frozen=True)
class Received:
    """One request, as it was on the wire."""

    method: str
    target: str
    header_list: tuple[tuple[str, str], ...]
    body: bytes
    connection: tuple[str, int]

    @property
    def path(self) -> str:
        """The path, percent-encoded as it came."""
        return urlsplit(self.target).path

    @property
    def query(self) -> str:
        """The query, percent-encoded as it came."""
        return urlsplit(self.target).query

    @property
    def headers(self) -> dict[str, str]:
        """The headers by their names in lower case."""
        return {name.lower(): value for name, value in self.header_list}

    @property
    def media_type(self) -> str:
        """The Content-Type without its parameters; empty if there is none."""
        return self.headers.get("content-type", "").partition(";")[0].strip().lower()

    def json(self) -> Any:
        """The body, read as JSON."""
        return json.loads(self.body)


class Exchange:
    """What one test says to answer, and what it then finds to have been asked."""

    def __init__(self) -> None:
        self._answers: deque[Answer] = deque()
        self._lock = threading.Lock()
        self.over = threading.Event()
        self.received: list[Received] = []
        self.answered: list[Answer] = []
        self.unexpected: list[Received] = []
        self.beyond_the_spec: str | None = None
        """Why this test may ask for what the spec does not allow."""

    def script(self, *answers: Answer) -> None:
        """Say what to answer to the next requests."""
        self._answers.extend(answers)

    def take(self, request: Received) -> Answer:
        """Keep a request and return what to answer to it."""
        with self._lock:
            self.received.append(request)
            if not self._answers:
                self.unexpected.append(request)
                return Answer(UNEXPECTED)
            answered = self._answers.popleft()
            self.answered.append(answered)
            return answered

    def settle(self, left: int = 0, seconds: float = 10.0) -> int:
        """Wait until no more answers are left than that; return how many are.

        A client that did not wait for the answer may be done before the server is.
        """
        deadline = time.monotonic() + seconds
        while len(self._answers) > left and time.monotonic() < deadline:
            time.sleep(0.002)
        return len(self._answers)

    @property
    def request(self) -> Received:
        """The only request."""
        (request,) = self.received
        return request


class Server(ThreadingHTTPServer):
    """The server; `exchange` is the one of the running test."""

    daemon_threads = True
    request_queue_size = 128

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.exchange = Exchange()

    @property
    def url(self) -> str:
        """Where the server listens."""
        return f"http://127.0.0.1:{self.server_address[1]}"

    def begin(self) -> Exchange:
        """Start the exchange of another test."""
        self.exchange.over.set()
        self.exchange = Exchange()
        return self.exchange

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing about clients that went away: some tests make them do so."""


class Handler(BaseHTTPRequestHandler):
    """One connection."""

    server: Server
    protocol_version = "HTTP/1.1"
    timeout = 30
    disable_nagle_algorithm = True
    wbufsize = -1

    def _handle(self) -> None:
        exchange = self.server.exchange
        request = Received(
            method=self.command,
            target=self.path,
            header_list=tuple(self.headers.items()),
            body=self._body(),
            connection=self.client_address,
        )
        said = exchange.take(request)
        if said.delay:
            exchange.over.wait(said.delay)
        if said.drop is Drop.BEFORE_ANSWERING:
            self._hang_up()
            return
        self.send_response(said.status)
        for name, value in said.headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(said.body)))
        self.end_headers()
        if said.drop is Drop.WITHIN_THE_BODY:
            self.wfile.write(said.body[: len(said.body) // 2])
            self._hang_up()
        elif self.command != "HEAD":
            middle = len(said.body) // 2 if said.pause else len(said.body)
            self.wfile.write(said.body[:middle])
            self.wfile.flush()
            if said.pause:
                exchange.over.wait(said.pause)
                self.wfile.write(said.body[middle:])
                self.wfile.flush()

    def __getattr__(self, name: str) -> Any:
        if name.startswith("do_"):  # every verb
            return self._handle
        raise AttributeError(name)

    def _body(self) -> bytes:
        if self.headers.get("Transfer-Encoding", "").lower() == "chunked":
            return b"".join(self._chunks())
        return self.rfile.read(int(self.headers.get("Content-Length", "0")))

    def _chunks(self) -> Iterator[bytes]:
        while size := int(self.rfile.readline().partition(b";")[0], 16):
            yield self.rfile.read(size)
            self.rfile.readline()
        self.rfile.readline()

    def _hang_up(self) -> None:
        self.close_connection = True
        self.wfile.flush()
        self.connection.shutdown(socket.SHUT_RDWR)

    def log_message(self, *args: Any) -> None:
        """Log nothing."""


@contextmanager
def serving() -> Iterator[Server]:
    """A server that runs until the block ends."""
    with Server() as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.02,))
        thread.start()
        try:
            yield server
        finally:
            server.exchange.over.set()
            server.shutdown()
            thread.join()


def free_port() -> int:
    """A port of loopback on which nobody listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
