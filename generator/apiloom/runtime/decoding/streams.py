"""Streams of items: from the bytes of a response to items as they arrive.

OpenAPI 3.2, section 4.14.3 (Sequential Media Types).
"""

from __future__ import annotations

import json
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from pydantic import ValidationError

from ..core.errors import ResponseValidationError
from ..core.lazy import Deferred
from ..types.models import Adapter
from ..types.response_context import OTHER_FORMATS
from .decoders import AnyOf, Decoder, described
from .limits import limits_of, too_large
from .mismatches import Deviation, Mismatches, Validation, listed
from .response_info import media_type_of
from .sse import EventParser, ServerSentEvent

if TYPE_CHECKING:
    import httpx2

    from ..core.operation import Operation
    from . import lenient, second_reading
    from .results import Reporting
else:
    lenient = Deferred(".lenient", __package__)
    second_reading = Deferred(".second_reading", __package__)

_RECORD: Final = b"\x1e"
_WHITE: Final = b" \t\r\n"
_DONE: Final = "[DONE]"
"""The data that ends a stream where the document names no other; it is no JSON."""
_BOM: Final = b"\xef\xbb\xbf"


class Reader(ABC):
    """Reads one body, chunk by chunk."""

    last_event: ServerSentEvent | None = None
    """The event that the last item came in, of an event stream."""

    ended: bool = False
    """Whether the end was marked; what follows is not looked at."""

    def __init__(
        self,
        adapter: Adapter[Any],
        response: httpx2.Response,
        mode: Validation,
        tell: Callable[[Mismatches], None] | None,
    ) -> None:
        """Initialize with what reads an item.

        Args:
            adapter: Reads one item.
            response: The response whose body is read.
            mode: What happens to items that do not fit.
            tell: Receives what does not fit.
        """
        self._adapter: Final = adapter
        self._response: Final = response
        self._mode: Final[Validation] = mode
        self._tell: Final = tell
        self._most: Final = limits_of(response).line_bytes
        self._number: int = 0

    @abstractmethod
    def feed(self, chunk: bytes) -> Iterator[Any]:
        """Yield the items that these bytes complete.

        Raises:
            ResponseValidationError: An item does not fit where that is an error.
        """

    def finish(self) -> Iterator[Any]:
        """Yield the item that the end of the body completes, if there is one."""
        yield from ()

    def _item(self, text: bytes | str) -> Any:
        """Return one item, read from JSON text."""
        before = OTHER_FORMATS.number
        try:
            item = self._adapter.from_json(text)
        except ValidationError as error:
            return self._mismatch(text, error)
        if OTHER_FORMATS.number != before and self._mode != "off":
            mismatches = lenient.read(self._adapter.type, json.loads(text))[1]
            self._note(mismatches, None)
        return item

    def _mismatch(self, text: bytes | str, error: ValidationError) -> Any:
        """Return an item as far as it fits; text that is no JSON stays text."""
        try:
            plain = json.loads(text)
        except (ValueError, RecursionError) as unreadable:
            if self._mode == "strict":
                complaint = f"Invalid JSON: {_reason(unreadable)}"
                raise mismatch(complaint, self._number, self._response) from error
            asked = lenient.expected(self._adapter.type)
            self._note([Deviation((), asked, "no JSON")], error)
            return text if isinstance(text, str) else text.decode("utf-8", "replace")
        mismatches = Mismatches()
        mismatches.mode = self._mode
        item = second_reading.leniently(self._adapter, plain, mismatches, error)
        self._note(mismatches, error)
        return item

    def _note(
        self, mismatches: Sequence[Deviation], error: ValidationError | None
    ) -> None:
        """Report what does not fit; a stream is like an array of its items."""
        if not mismatches:
            return
        found = Mismatches()
        found.mode = self._mode
        found += [one.below(self._number - 1) for one in mismatches]
        placed = [one.plain() for one in found]
        try:
            if self._tell is not None:
                self._tell(found)
        except ResponseValidationError as refused:
            placed = list(refused.mismatches)
        if self._mode == "strict":
            raised = mismatch(listed(placed), self._number, self._response)
            raised.mismatches = tuple(placed)
            raise raised from error


class ItemDecoder(Decoder):
    """Reads a body whose items are of one type."""

    def __init__(self, type_: object, media_type: str) -> None:
        """Initialize with the type of an item and the media type."""
        self.adapter: Final[Adapter[Any]] = Adapter(type_)
        self.media_types = (media_type,)

    @abstractmethod
    def reader(
        self,
        response: httpx2.Response,
        mode: Validation = "strict",
        tell: Callable[[Mismatches], None] | None = None,
    ) -> Reader:
        """Return a reader for the body of one response.

        Args:
            response: The response; its body may still arrive.
            mode: What happens to items that do not fit.
            tell: Receives what does not fit.
        """

    def reads(self, response: httpx2.Response) -> bool:
        """Return whether the body can be what is promised, by its media type."""
        return media_type_of(response) not in ("text/event-stream", "text/html")

    def read(self, response: httpx2.Response, mismatches: Mismatches) -> list[Any]:
        """Return all items of a body that has been read already."""
        reader = self.reader(response, mismatches.mode, mismatches.extend)
        return [*reader.feed(response.content), *reader.finish()]


class JsonLines(ItemDecoder):
    """JSON texts on lines of their own (https://jsonlines.org, NDJSON)."""

    def __init__(self, type_: object, media_type: str = "application/jsonl") -> None:
        """Initialize with the type of an item and the media type."""
        super().__init__(type_, media_type)

    def reader(
        self,
        response: httpx2.Response,
        mode: Validation = "strict",
        tell: Callable[[Mismatches], None] | None = None,
    ) -> Reader:
        """Return a reader for the body of one response."""
        return _Separated(self.adapter, response, mode, tell, b"\n")


class JsonSequence(ItemDecoder):
    """JSON texts, each after a record separator (RFC 7464)."""

    def __init__(self, type_: object, media_type: str = "application/json-seq") -> None:
        """Initialize with the type of an item and the media type."""
        super().__init__(type_, media_type)

    def reader(
        self,
        response: httpx2.Response,
        mode: Validation = "strict",
        tell: Callable[[Mismatches], None] | None = None,
    ) -> Reader:
        """Return a reader for the body of one response."""
        return _Separated(self.adapter, response, mode, tell, _RECORD)


class EventStream(ItemDecoder):
    """Server-Sent Events.

    An item is what the data of an event says in JSON; with `whole`, the event as an
    object (OpenAPI 3.2, section 4.14.3.2): its data is text, or with `json_data` maybe
    JSON, or with `embedded` JSON and nothing else (``contentSchema``).
    Without a type, items are `ServerSentEvent`; with type `str`, the data as text.
    """

    def __init__(
        self,
        type_: object = ServerSentEvent,
        media_type: str = "text/event-stream",
        *,
        whole: bool = False,
        json_data: bool = False,
        embedded: bool = False,
        end: str | None = None,
    ) -> None:
        """Initialize with the type of an item.

        Args:
            type_: The type of an item.
            media_type: The media type of the body.
            whole: Whether an item is the event and not its data.
            json_data: Whether the data of a whole event may be JSON.
            embedded: Whether the data of a whole event is JSON and nothing else.
            end: The data that marks the end, if not ``[DONE]``.
        """
        super().__init__(type_, media_type)
        self._whole: Final = whole
        self._json: Final = json_data or embedded
        self._embedded: Final = embedded
        self.end: Final = end

    def reads(self, response: httpx2.Response) -> bool:
        """Return whether the body can be an event stream, by its media type."""
        media_type = media_type_of(response)
        return not media_type.endswith(("json", "html", "xml"))

    def reader(
        self,
        response: httpx2.Response,
        mode: Validation = "strict",
        tell: Callable[[Mismatches], None] | None = None,
    ) -> Reader:
        """Return a reader for the body of one response."""
        return _Events(self, response, mode, tell)

    def text_of(self, event: ServerSentEvent, *, strict: bool) -> str:
        """Return the JSON text of the item that comes with an event.

        Raises:
            ValueError: The data must be JSON, is not, and this is `strict`.
        """
        if not self._whole:
            return event.data
        written = {name: json.dumps(value) for name, value in event.fields().items()}
        if self._json:
            try:
                event.json()
            except ValueError:
                # Else it is text, and the type of the item has the last word.
                if self._embedded and strict:
                    raise
            else:
                written["data"] = event.data
        members = ",".join(f'"{name}":{text}' for name, text in written.items())
        return f"{{{members}}}"


class _Events(Reader):
    def __init__(
        self,
        decoder: EventStream,
        response: httpx2.Response,
        mode: Validation,
        tell: Callable[[Mismatches], None] | None,
    ) -> None:
        super().__init__(decoder.adapter, response, mode, tell)
        self._decoder = decoder
        self._parser = EventParser(self._most)

    def feed(self, chunk: bytes) -> Iterator[Any]:
        if self.ended:
            return
        type_ = self._adapter.type
        for event in self._parser.feed(chunk):
            if event.data == (self._decoder.end or _DONE):
                self.ended = True
                return
            self._number += 1
            self.last_event = event
            if type_ is ServerSentEvent:
                yield event
            elif type_ is str:
                yield event.data
            else:
                yield self._item(self._text_of(event))

    def _text_of(self, event: ServerSentEvent) -> str:
        try:
            return self._decoder.text_of(event, strict=self._mode == "strict")
        except ValueError as error:
            complaint = f"data: it is no JSON: {error}"
            raise mismatch(complaint, self._number, self._response) from error


class _Separated(Reader):
    """JSON texts between separators; what is blank between two is nothing."""

    def __init__(
        self,
        adapter: Adapter[Any],
        response: httpx2.Response,
        mode: Validation,
        tell: Callable[[Mismatches], None] | None,
        separator: bytes,
    ) -> None:
        super().__init__(adapter, response, mode, tell)
        self._separator = separator
        self._is_strict = separator == _RECORD
        self._pending: list[bytes] = []
        self._length = 0

    def feed(self, chunk: bytes) -> Iterator[Any]:
        *complete, rest = chunk.split(self._separator)
        for text in complete:
            self._pending.append(text)
            yield from self.finish()
        self._pending.append(rest)
        self._length += len(rest)
        if self._most is not None and self._length > self._most:
            raise too_large("a line of more bytes", "line_bytes", self._most)

    def finish(self) -> Iterator[Any]:
        text = b"".join(self._pending)
        self._pending.clear()
        self._length = 0
        if self._number == 0:
            text = text.removeprefix(_BOM)
        is_whole = text.endswith((b"\n", b" ", b"\t", b"\r"))
        text = text.strip(_WHITE)
        if text:
            self._number += 1
            if self._is_strict and not is_whole and text[:1] not in (b"{", b"[", b'"'):
                # RFC 7464, section 2.4: it could be the beginning of another value.
                raise mismatch("it was cut off", self._number, self._response)
            yield self._item(text)


class ItemStreams(NamedTuple):
    """Reads the response of a call as a stream of items."""

    stream: Callable[[httpx2.Response, Reader], object]
    """Makes a stream for the sync or the async client."""

    def is_stream(self, operation: Operation[Any], response: httpx2.Response) -> bool:
        """Return whether a response can be a stream, by its status and headers."""
        return sequence_of(operation.success, response) is not None

    def open(
        self, operation: Operation[Any], response: httpx2.Response, reporting: Reporting
    ) -> object:
        """Return the stream of a response.

        Raises:
            ResponseValidationError: The response is of another media type.
        """
        decoder = sequence_of(operation.success, response)
        if decoder is None:
            raise not_a_sequence(operation.accept, response)
        tell = partial(reporting.tell, operation, response)
        return self.stream(response, decoder.reader(response, reporting.mode, tell))


def sequence_of(
    success: Mapping[str, Decoder], response: httpx2.Response
) -> ItemDecoder | None:
    """Return what reads a response that must be a stream; None if it cannot be one.

    A success without a body, and one that is not described, is read like the others.
    """
    decoder = described(response.status_code, success)
    if isinstance(decoder, AnyOf):
        decoder = decoder.chosen(response)
    if not isinstance(decoder, ItemDecoder):
        every = (
            one
            for entry in success.values()
            for one in (entry.decoders if isinstance(entry, AnyOf) else (entry,))
        )
        decoder = next((one for one in every if isinstance(one, ItemDecoder)), None)
    return decoder if decoder is not None and decoder.reads(response) else None


def not_a_sequence(accept: str, response: httpx2.Response) -> ResponseValidationError:
    """Return the error for a response of another media type."""
    request = response.request
    found = media_type_of(response) or "no content type"
    return ResponseValidationError(
        f"{request.method} {request.url.path}: the response is {found}, not {accept}",
        response=response,
    )


def mismatch(
    complaint: str, number: int, response: httpx2.Response
) -> ResponseValidationError:
    """Return the error for an item that does not fit."""
    request = response.request
    return ResponseValidationError(
        f"{request.method} {request.url.path}: item {number} of the stream does not "
        f"fit the specification: {complaint}",
        response=response,
    )


def _reason(error: Exception) -> str:
    """Return why text is no JSON, without a word of the text."""
    return error.msg if isinstance(error, json.JSONDecodeError) else "not readable"
