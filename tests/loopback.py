"""A server on loopback that reads and writes bodies as they come, chunk by chunk."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

CHUNK = 65536


@dataclass
class Asked:
    """A request; its body is read while it is iterated, or at once by `body`."""

    method: str
    path: str
    headers: Mapping[str, str]
    chunks: Iterator[bytes]
    _body: bytes | None = None

    @property
    def body(self) -> bytes:
        """The whole body."""
        if self._body is None:
            self._body = b"".join(self.chunks)
        return self._body


@dataclass
class Reply:
    """An answer; a body in parts is sent part by part, and cut off if it `breaks`.

    A body whose `length` is not said is sent in the chunked coding.
    """

    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict[str, str])
    parts: Iterable[bytes] = ()
    length: int | None = None
    breaks: bool = False


@dataclass
class Loopback:
    """A running server."""

    url: str
    asked: list[Asked]
    connections: set[Any]
    gone: threading.Event
    """Set when a client hangs up before a body has been sent."""


@contextmanager
def loopback(answer: Callable[[Asked], Reply]) -> Iterator[Loopback]:
    """Serve until the end of the block; each request is answered by the function."""
    state = Loopback("", [], set(), threading.Event())

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def _serve(self) -> None:
            state.connections.add(self.client_address)
            headers = {key.lower(): value for key, value in self.headers.items()}
            asked = Asked(self.command, self.path, headers, self._read(headers))
            state.asked.append(asked)
            reply = answer(asked)
            for _ in asked.chunks:
                pass  # what the answer did not look at
            self.send_response(reply.status)
            for name, value in reply.headers.items():
                self.send_header(name, value)
            if reply.length is not None:
                self.send_header("Content-Length", str(reply.length))
            elif reply.status not in (204, 304):
                self.send_header("Transfer-Encoding", "chunked")
            self.end_headers()
            try:
                for part in reply.parts:
                    self._write(part, reply.length is None)
                if reply.breaks:
                    self.close_connection = True
                elif reply.length is None and reply.status not in (204, 304):
                    self.wfile.write(b"0\r\n\r\n")
            except OSError:
                self.close_connection = True
                state.gone.set()

        def _write(self, part: bytes, in_chunks: bool) -> None:
            if in_chunks and part:
                self.wfile.write(f"{len(part):x}\r\n".encode() + part + b"\r\n")
            else:
                self.wfile.write(part)
            self.wfile.flush()

        def _read(self, headers: Mapping[str, str]) -> Iterator[bytes]:
            if "chunked" in headers.get("transfer-encoding", ""):
                # Nothing is read from a client that has left in the middle of it.
                while size := int(self.rfile.readline().split(b";")[0] or b"0", 16):
                    yield self.rfile.read(size)
                    self.rfile.readline()
                self.rfile.readline()
                return
            left = int(headers.get("content-length", "0"))
            while left > 0:
                chunk = self.rfile.read(min(left, CHUNK))
                left -= len(chunk)
                if not chunk:
                    return
                yield chunk

        def do_GET(self) -> None:
            self._serve()

        do_POST = do_PUT = do_PATCH = do_DELETE = do_GET  # noqa: N815

        def log_message(self, *_: Any) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    state.url = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        yield state
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
