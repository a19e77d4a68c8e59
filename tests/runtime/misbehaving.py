"""A server on loopback that breaks the rules of HTTP as a test says, byte by byte."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

Act = Callable[[socket.socket, threading.Event], None]
"""What to do with a connection after its request was read; until the test is over."""


@dataclass
class Misbehaving:
    """The server; `acts` are played one a request, the last again and again."""

    url: str
    acts: list[Act] = field(default_factory=list[Act])
    requests: list[bytes] = field(default_factory=list[bytes])

    def next_act(self) -> Act:
        """What to do with this request."""
        return self.acts.pop(0) if len(self.acts) > 1 else self.acts[0]


def answer(
    body: bytes = b'{"name":"n"}',
    status: str = "200 OK",
    *headers: str,
    length: int | None = None,
    closes: bool = True,
) -> bytes:
    """The bytes of an answer; its length may be a lie, and so may be that it closes."""
    lines = [
        f"HTTP/1.1 {status}",
        "Content-Type: application/json",
        f"Content-Length: {len(body) if length is None else length}",
        *(["Connection: close"] if closes else []),
        *headers,
    ]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


def says(*parts: bytes) -> Act:
    """Send these bytes and hang up."""

    def act(connection: socket.socket, over: threading.Event) -> None:
        for part in parts:
            connection.sendall(part)

    return act


def resets(*parts: bytes) -> Act:
    """Send these bytes and break the connection off."""

    def act(connection: socket.socket, over: threading.Event) -> None:
        for part in parts:
            connection.sendall(part)
        linger = b"\1\0\0\0\0\0\0\0"
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)

    return act


def trickles(head: bytes, every: float) -> Act:
    """Send this at once, and then a byte now and then for as long as it takes."""

    def act(connection: socket.socket, over: threading.Event) -> None:
        connection.sendall(head)
        while not over.wait(every):
            connection.sendall(b" ")

    return act


def stalls(*parts: bytes) -> Act:
    """Send these bytes, and then nothing any more."""

    def act(connection: socket.socket, over: threading.Event) -> None:
        for part in parts:
            connection.sendall(part)
        over.wait(30)

    return act


def _read_request(connection: socket.socket) -> bytes:
    """One request, with the body that its head announces."""
    received = b""
    while b"\r\n\r\n" not in received:
        chunk = connection.recv(65536)
        if not chunk:
            return received
        received += chunk
    head, _, body = received.partition(b"\r\n\r\n")
    length = 0
    for line in head.lower().split(b"\r\n"):
        if line.startswith(b"content-length:"):
            length = int(line.partition(b":")[2])
    while len(body) < length:
        chunk = connection.recv(65536)
        if not chunk:
            break
        body += chunk
    return head + b"\r\n\r\n" + body


@contextmanager
def misbehaving() -> Iterator[Misbehaving]:
    """A server that runs until the block ends."""
    over = threading.Event()
    listener = socket.create_server(("127.0.0.1", 0), backlog=128)
    host, port = listener.getsockname()
    server = Misbehaving(f"http://{host}:{port}")
    threads: list[threading.Thread] = []

    def serve(connection: socket.socket) -> None:
        # The client goes away in the middle of many tests.
        with connection, suppress(OSError):
            request = _read_request(connection)
            if request:
                server.requests.append(request)
                server.next_act()(connection, over)

    def accept() -> None:
        with suppress(OSError):
            while True:
                connection, _ = listener.accept()
                thread = threading.Thread(target=serve, args=(connection,))
                threads.append(thread)
                thread.start()

    accepting = threading.Thread(target=accept)
    accepting.start()
    try:
        yield server
    finally:
        over.set()
        with suppress(OSError):
            listener.shutdown(socket.SHUT_RDWR)
        listener.close()
        accepting.join(5)
        for thread in threads:
            thread.join(5)
