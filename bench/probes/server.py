"""A server that does next to nothing, so that the client is what is measured.

`/NAME/…` is answered with the answer of that name, `/stream-N/…` with N bytes of
nothing, and whatever is uploaded is read and thrown away.  It prints its port, and
ends with its standard input.
"""

from __future__ import annotations

import socket
import sys
import threading
from collections.abc import Mapping
from contextlib import suppress

from bench.probes.answers import answers

_CHUNK = bytes(1 << 16)


def main() -> None:
    """Serve until whoever started this closes the pipe."""
    given = {
        name: _head(200, "application/json", len(body)) + body
        for name, body in answers().items()
    }
    listening = socket.create_server(("127.0.0.1", 0))
    sys.stdout.write(f"{listening.getsockname()[1]}\n")
    sys.stdout.flush()
    threading.Thread(target=accept, args=(listening, given), daemon=True).start()
    sys.stdin.read()


def accept(listening: socket.socket, given: Mapping[str, bytes]) -> None:
    """A thread for each connection."""
    while True:
        connection, _ = listening.accept()
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        threading.Thread(target=serve, args=(connection, given), daemon=True).start()


def serve(connection: socket.socket, given: Mapping[str, bytes]) -> None:
    """Answer one request after the other."""
    buffered = b""
    # Clients that end with many connections open reset them.
    with connection, suppress(ConnectionError):
        while True:
            while b"\r\n\r\n" not in buffered:
                received = connection.recv(1 << 16)
                if not received:
                    return
                buffered += received
            head, _, buffered = buffered.partition(b"\r\n\r\n")
            lines = head.lower().split(b"\r\n")
            if b"transfer-encoding: chunked" in lines:
                buffered = _skip_chunked(connection, buffered)
            else:
                length = [one for one in lines if one.startswith(b"content-length:")]
                left = int(length[0].partition(b":")[2]) if length else 0
                buffered = _skip(connection, buffered, left)
            method, path = head.split(b" ", 2)[:2]
            # What is asked for by its name, is it below another path or not.
            name = path.decode("ascii").split("/")[1].partition("?")[0]
            if method == b"PUT":
                connection.sendall(b"HTTP/1.1 204 No Content\r\n\r\n")
            elif name.startswith("stream-"):
                _stream(connection, int(name.removeprefix("stream-")))
            else:
                connection.sendall(given[name])


def _head(status: int, media_type: str, length: int) -> bytes:
    return (
        f"HTTP/1.1 {status} OK\r\ncontent-type: {media_type}\r\n"
        f"content-length: {length}\r\n\r\n"
    ).encode()


def _stream(connection: socket.socket, length: int) -> None:
    connection.sendall(_head(200, "application/octet-stream", length))
    while length > 0:
        connection.sendall(_CHUNK[:length])
        length -= len(_CHUNK)


def _skip(connection: socket.socket, buffered: bytes, length: int) -> bytes:
    """Throw a body of known length away; return what came after it."""
    while len(buffered) < length:
        length -= len(buffered)
        buffered = connection.recv(1 << 20)
        if not buffered:
            return b""
    return buffered[length:]


def _skip_chunked(connection: socket.socket, buffered: bytes) -> bytes:
    """Throw a body in chunks away (RFC 9112, section 7.1)."""
    while True:
        while b"\r\n" not in buffered:
            buffered += connection.recv(1 << 20)
        size, _, buffered = buffered.partition(b"\r\n")
        length = int(size.partition(b";")[0], 16)
        buffered = _skip(connection, buffered, length + 2)
        if length == 0:
            return buffered


if __name__ == "__main__":
    main()
