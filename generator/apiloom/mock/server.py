"""HTTP/1.1 for a mock server: h11 reads and writes it, asyncio carries it."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from http import HTTPStatus
from typing import Final, Protocol

import h11

from apiloom.mock.responder import Served, failed

_CHUNK: Final = 64 * 1024
_MOST: Final = 64 * 1024 * 1024
"""The largest body of a request, in bytes."""

_IDLE: Final = 75.0
"""How long a connection may be silent, in seconds."""


_REASONS: Final = {one.value: one.phrase.encode("ascii") for one in HTTPStatus}


_WITHOUT_CONTENT: Final = frozenset({204, 205, 304})


class Responding(Protocol):
    """Responds to requests, at once or later."""

    def respond(
        self,
        method: str,
        target: str,
        headers: Sequence[tuple[str, str]],
        content: bytes,
    ) -> Served | Awaitable[Served]:
        """Return the response to a request."""
        ...


class TooLarge(Exception):
    """The body of a request is larger than the server takes."""


async def serve(
    current: Callable[[], Responding],
    host: str,
    port: int,
    ready: Callable[[int], None],
) -> None:
    """Serve until this is cancelled.

    Args:
        current: Returns what responds to a request.
        host: The address to listen on.
        port: The port; 0 for any that is free.
        ready: Called with the port, once the server listens.

    Raises:
        OSError: The port cannot be opened.
    """

    async def connected(
        reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        with suppress(ConnectionError, TimeoutError, asyncio.IncompleteReadError):
            await _Connection(reader, writer, current).run()
        writer.close()

    server = await asyncio.start_server(connected, host, port)
    ready(server.sockets[0].getsockname()[1])
    async with server:
        await server.serve_forever()


class _Connection:
    """One connection, with one request after the other."""

    def __init__(
        self,
        reader: asyncio.StreamReader,
        writer: asyncio.StreamWriter,
        current: Callable[[], Responding],
    ) -> None:
        self._reader: Final = reader
        self._writer: Final = writer
        self._current: Final = current
        self._http: Final = h11.Connection(h11.SERVER)

    async def run(self) -> None:
        http = self._http
        while True:
            try:
                request, content = await self._request()
            except (h11.RemoteProtocolError, TooLarge) as error:
                if http.our_state in (h11.IDLE, h11.SEND_RESPONSE):
                    status = 413 if isinstance(error, TooLarge) else 400
                    await self._send(Served(status, [], b""), closes=True)
                return
            if request is None:
                return
            responded = self._current().respond(
                request.method.decode("ascii"),
                request.target.decode("ascii", "replace"),
                [
                    (name.decode("ascii"), value.decode("latin-1"))
                    for name, value in request.headers
                ],
                content,
            )
            served = responded if isinstance(responded, Served) else await responded
            if served.delay:
                await asyncio.sleep(served.delay)
            await self._send(served)
            if http.our_state is h11.MUST_CLOSE or http.their_state is h11.MUST_CLOSE:
                return
            try:
                http.start_next_cycle()
            except h11.LocalProtocolError:
                return

    async def _request(self) -> tuple[h11.Request | None, bytes]:
        request: h11.Request | None = None
        content = bytearray()
        while True:
            event = self._http.next_event()
            if event is h11.NEED_DATA:
                if self._http.they_are_waiting_for_100_continue:
                    await self._write(
                        h11.InformationalResponse(status_code=100, headers=[])
                    )
                async with asyncio.timeout(_IDLE):
                    self._http.receive_data(await self._reader.read(_CHUNK))
            elif isinstance(event, h11.Request):
                request = event
            elif isinstance(event, h11.Data):
                content += event.data
                if len(content) > _MOST:
                    raise TooLarge
            elif isinstance(event, h11.EndOfMessage):
                return request, bytes(content)
            else:
                return None, b""

    async def _send(self, served: Served, *, closes: bool = False) -> None:
        try:
            response = _head(served, closes=closes)
        except (h11.LocalProtocolError, UnicodeEncodeError) as error:
            served = failed(error)  # a header of the document that HTTP cannot carry
            response = _head(served, closes=closes)
        events = (response, h11.Data(data=_content(served)), h11.EndOfMessage())
        sent = [self._http.send(event) or b"" for event in events]
        self._writer.write(b"".join(sent))
        await self._writer.drain()

    async def _write(self, event: h11.InformationalResponse) -> None:
        self._writer.write(self._http.send(event) or b"")
        await self._writer.drain()


def _content(served: Served) -> bytes:
    """The body of a response, if one with its status has a body (RFC 9110, 6.4.1)."""
    return b"" if served.status in _WITHOUT_CONTENT else served.content


def _head(served: Served, *, closes: bool) -> h11.Response:
    """The head of a response. Raises LocalProtocolError, UnicodeEncodeError."""
    headers = [
        (name.encode("ascii"), value.encode("latin-1", "replace"))
        for name, value in served.headers
        if name.lower() != "content-length"
    ]
    if served.status not in _WITHOUT_CONTENT:
        headers.append((b"content-length", str(len(served.content)).encode()))
    if closes:
        headers.append((b"connection", b"close"))
    return h11.Response(
        status_code=served.status,
        headers=headers,
        reason=_REASONS.get(served.status, b""),
    )
