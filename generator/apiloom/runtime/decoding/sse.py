"""Server-Sent Events, from bytes to events, without any input or output.

WHATWG HTML, section 9.2 (https://html.spec.whatwg.org/#server-sent-events).
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, cast

from .limits import too_large

if TYPE_CHECKING:
    from ..types import JsonValue

_DIGITS: Final = 18
"""A longer number of milliseconds is none."""

_BOM: Final = b"\xef\xbb\xbf"


@dataclass(frozen=True, slots=True)
class ServerSentEvent:
    """One event of a ``text/event-stream``."""

    data: str
    """The lines of data, joined by line feeds."""

    event: str = "message"
    """The type of the event."""

    id: str = ""
    """The last event id that the stream gave, with this event or before it."""

    retry: int | None = None
    """How many milliseconds to wait before reconnecting, if this event says so."""

    stated: frozenset[str] = frozenset()
    """The fields that the event itself has."""

    def json(self) -> JsonValue:
        """Return the data as JSON's types.  Raises ValueError if it is not JSON."""
        return cast("JsonValue", json.loads(self.data))

    def fields(self) -> dict[str, JsonValue]:
        """Return the event as the object that OpenAPI 3.2 describes (section 4.14.3.2).

        It has the members that the event itself has.
        """
        given = {"data": self.data, "event": self.event, "id": self.id}
        found: dict[str, JsonValue] = {
            name: value for name, value in given.items() if name in self.stated
        }
        if self.retry is not None:
            found["retry"] = self.retry
        return found


class LineSplitter:
    """Cuts bytes into lines that end in CR, LF or CRLF.

    A line is complete as soon as its CR is there: the LF that may follow belongs to
    it, but is not waited for.
    """

    def __init__(self, most: int | None = None) -> None:
        """Start with nothing; `most` is the number of bytes that a line may have."""
        self._most: Final = most
        self._length = 0
        self._pending: list[bytes] = []
        self._after_cr = False

    def feed(self, chunk: bytes) -> list[bytes]:
        """Return the lines that these bytes complete."""
        if self._after_cr and chunk.startswith(b"\n"):
            chunk = chunk[1:]
            self._after_cr = False
        if not chunk:
            return []
        self._after_cr = chunk.endswith(b"\r")
        # Of bytes, these and no others are line ends.
        lines = chunk.splitlines()
        rest = lines.pop() if not chunk.endswith((b"\r", b"\n")) else b""
        if lines:
            if self._pending:
                lines[0] = b"".join((*self._pending, lines[0]))
                self._pending.clear()
            self._length = 0
        if rest:
            self._pending.append(rest)
            self._length += len(rest)
            if self._most is not None and self._length > self._most:
                raise too_large("a line of more bytes", "line_bytes", self._most)
        return lines


class EventParser:
    """Interprets an event stream (section 9.2.6)."""

    def __init__(self, most: int | None = None) -> None:
        """Start a stream; `most` is the number of bytes that an event may have."""
        self._most: Final = most
        self._lines: Final = LineSplitter(most)
        self._is_start = True
        self._id = ""
        self._reset()

    def _reset(self) -> None:
        self._data: list[str] = []
        self._length = 0
        self._event = ""
        self._retry: int | None = None
        self._stated: set[str] = set()

    def feed(self, chunk: bytes) -> Iterator[ServerSentEvent]:
        """Return the events that these bytes complete.

        What is incomplete at the end of the stream is discarded.
        """
        for raw in self._lines.feed(chunk):
            line = raw.removeprefix(_BOM) if self._is_start else raw
            self._is_start = False
            if line:
                self._field(line.decode("utf-8", "replace"))
                continue
            if self._data:
                yield ServerSentEvent(
                    "\n".join(self._data),
                    self._event or "message",
                    self._id,
                    self._retry,
                    frozenset(self._stated),
                )
            self._reset()

    def _field(self, line: str) -> None:
        name, _, value = line.partition(":")
        value = value.removeprefix(" ")
        match name:
            case "data":
                self._data.append(value)
                self._length += len(value) + 1
                if self._most is not None and self._length > self._most:
                    raise too_large("an event of more bytes", "line_bytes", self._most)
            case "event":
                self._event = value
            case "id" if "\0" not in value:
                self._id = value
            case "retry" if (
                value.isascii() and value.isdecimal() and len(value) <= _DIGITS
            ):
                self._retry = int(value)
            case _:
                # A comment has no name; what is unknown is ignored.
                return
        self._stated.add(name)
