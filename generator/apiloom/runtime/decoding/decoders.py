"""Decoders of responses: from bytes to the type that the operation returns."""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, Final, Generic, TypeVar

from ..core.errors import ResponseValidationError, request_id
from ..core.lazy import Deferred
from ..types.response_context import LARGE, OTHER_FORMATS, RESPONSE
from .charsets import text_of
from .mismatches import Mismatches
from .response_info import fits, media_type_of, mismatch_error, place_of, plain

if TYPE_CHECKING:
    import httpx2
    import pydantic_core

    from ..types import models
    from . import error_bodies, lenient, second_reading
else:
    # What reads bodies is loaded with the first operation that is called.
    pydantic_core = Deferred("pydantic_core")
    lenient = Deferred(".lenient", __package__)
    models = Deferred("..types.models", __package__)
    second_reading = Deferred(".second_reading", __package__)
    error_bodies = Deferred(".error_bodies", __package__)

T_co = TypeVar("T_co", covariant=True)


class Decoder(ABC):
    """Reads the body of one documented response."""

    media_types: tuple[str, ...] = ()

    @abstractmethod
    def read(self, response: httpx2.Response, mismatches: Mismatches) -> Any:
        """Return the body as far as it fits, and add what does not to `mismatches`.

        Raises:
            ResponseValidationError: The body cannot be read at all.
        """

    def decode(self, response: httpx2.Response) -> Any:
        """Return the typed value.

        Raises:
            ResponseValidationError: The body does not fit.
        """
        mismatches = Mismatches()
        value = self.read(response, mismatches)
        if mismatches:
            raise mismatch_error(response, [one.plain() for one in mismatches])
        return value

    def without_body(self, response: httpx2.Response) -> Any:
        """Return what is read where HTTP has no body, as with status 204."""
        return None

    def shaped(self, value: Any) -> Any:
        """Return the body of an error so that what is documented can be touched."""
        return value

    def deepened(self, value: Any) -> Any:
        """Return such a body so that this goes for what is inside of it as well."""
        return value


def _unready(content: bytes, **_: object) -> Any:
    """Stand for the reader of a type that has not read anything yet."""
    raise ValueError("not ready")


class Json(Decoder):
    """A JSON body of a given type, decoded in one pass."""

    def __init__(self, type_: object, *media_types: str) -> None:
        """Initialize with the type of the body and the media types it comes with."""
        self._adapter: Final[models.Adapter[Any]] = models.Adapter(type_)
        self._quick: Callable[..., Any] = _unready
        self._is_any: Final = type_ is Any
        self.formats_checked = 0
        self.media_types = media_types or ("application/json",)

    @property
    def adapter(self) -> models.Adapter[Any]:
        """The adapter that validates the body."""
        return self._adapter

    def decode(self, response: httpx2.Response) -> Any:
        """Return the typed value; what fits is read with no more calls than needed.

        Raises:
            ResponseValidationError: The body does not fit.
        """
        content = response.content
        if len(content) < LARGE:
            before = OTHER_FORMATS.number
            try:
                value = self._quick(content, strict=True, context=RESPONSE)
            except ValueError:
                # It is read once more, to say all that is wrong.
                return super().decode(response)
            if OTHER_FORMATS.number == before:
                return value
        return super().decode(response)

    def read(self, response: httpx2.Response, mismatches: Mismatches) -> Any:
        """Return the value with what fits, and the rest as it came."""
        if self._is_any and not _says_json(response):
            return second_reading.any_value(response, self, mismatches)
        content = response.content
        before = OTHER_FORMATS.number
        quick = self._quick
        try:
            if quick is _unready or len(content) >= LARGE:
                value = self._careful(content)
            else:
                value = quick(content, strict=True, context=RESPONSE)
        except pydantic_core.ValidationError as error:
            return second_reading.again(response, self, mismatches, error)
        if OTHER_FORMATS.number != before:
            second_reading.note_formats(response, self, mismatches)
        return value

    def _careful(self, content: bytes) -> Any:
        """Decode what is not left to pydantic alone: long bodies, and the first one."""
        value = self._adapter.from_json(content)
        if not self._is_any:
            self._quick = self._adapter.quick or _unready
        return value

    def shaped(self, value: Any) -> Any:
        """Return the body of an error, with all attributes of the documented model."""
        return lenient.empty(self._adapter.type, value)

    def deepened(self, value: Any) -> Any:
        """Return the body of an error, with the objects and lists that it can have."""
        return error_bodies.deepened(self._adapter.type, value)


class Text(Decoder):
    """A body of text."""

    def __init__(self, *media_types: str) -> None:
        """Initialize with the media types it comes with."""
        self.media_types = media_types or ("text/plain",)

    def read(self, response: httpx2.Response, mismatches: Mismatches) -> Any:
        """Return the text; of a body that comes as JSON, the string that it holds."""
        content_type = response.headers.get("content-type", "")
        if _JSON_OR_BYTES.match(content_type) and not self._covers(content_type):
            return second_reading.instead_of_text(response, mismatches)
        # In the charset that the response names; XML may name its own.
        text = text_of(response)
        if "\ufffd" in text:
            return second_reading.undecoded(response, text, mismatches)
        return text

    def _covers(self, content_type: str) -> bool:
        """Return whether text is documented in just this media type."""
        found = plain(content_type)
        return any(fits(found, one) for one in self.media_types if "*" not in one)


_JSON_OR_BYTES: Final = re.compile(
    r"application/(.+\+)?json|application/(pdf|(x-)?g?zip)|(image/(?!svg)|audio/|video/|font/)",
    re.IGNORECASE,
)
"""Media types of bodies that are no text."""


class Binary(Decoder):
    """A body of bytes."""

    def __init__(self, *media_types: str) -> None:
        """Initialize with the media types it comes with."""
        self.media_types = media_types or ("application/octet-stream",)

    def read(self, response: httpx2.Response, mismatches: Mismatches) -> bytes:
        """Return the bytes."""
        return response.content


class Empty(Decoder):
    """A response without a body, or with one that is not described."""

    def read(self, response: httpx2.Response, mismatches: Mismatches) -> None:
        """Return nothing."""


class Location(Decoder):
    """A redirect that is a result: the URL it names, not followed."""

    def read(self, response: httpx2.Response, mismatches: Mismatches) -> str:
        """Return the URL of the ``Location`` header (RFC 9110, section 10.2.2)."""
        location = response.headers.get("location")
        if location is None:
            raise ResponseValidationError(
                f"{place_of(response)} has no Location header", response=response
            )
        return str(response.url.join(location))

    def without_body(self, response: httpx2.Response) -> str:
        """Return the URL, which is no part of a body."""
        return self.read(response, Mismatches())


class AnyOf(Decoder):
    """A response that comes in several media types; its Content-Type decides."""

    def __init__(self, *decoders: Decoder) -> None:
        """Initialize with the decoders; when no media type fits, the first is used.

        For a response of no more specific type than bytes, a decoder of bytes is.
        """
        self.decoders: Final = decoders
        self.media_types = tuple(
            media_type for decoder in decoders for media_type in decoder.media_types
        )

    def read(self, response: httpx2.Response, mismatches: Mismatches) -> Any:
        """Read as the response's Content-Type says."""
        return self.chosen(response).read(response, mismatches)

    def shaped(self, value: Any) -> Any:
        """Return the body of an error in the shape of one of the documented ones."""
        return self._shaping(value).shaped(value)

    def deepened(self, value: Any) -> Any:
        """Return it with what is inside of the one that it has the shape of."""
        return self._shaping(value).deepened(value)

    def _shaping(self, value: Any) -> Decoder:
        """Return the decoder whose body a value is, else one that can shape it."""
        typed = [one for one in self.decoders if isinstance(one, Json)]
        for decoder in self.decoders:
            if isinstance(decoder, Json):
                is_fitting = decoder.shaped(value) is value
            else:
                wanted = str if isinstance(decoder, Text) else bytes
                is_fitting = isinstance(value, wanted)
            if is_fitting:
                return decoder
        return (*typed, *self.decoders)[0]

    def chosen(self, response: httpx2.Response) -> Decoder:
        """Return the decoder for the response's Content-Type."""
        found = media_type_of(response)
        fitting = [
            (_specificity(pattern), -number)
            for number, decoder in enumerate(self.decoders)
            for pattern in decoder.media_types
            if fits(found, pattern)
        ]
        # OpenAPI 3.1, section 4.8.17: the most specific key applies.
        if fitting:
            return self.decoders[-max(fitting)[1]]
        if found == "application/octet-stream":
            # RFC 9110, section 8.3: the type of what has no better-known one.
            return self._first(Binary)
        if "json" in found:
            return self._first(Json)
        if not found.startswith("text/"):
            return self.decoders[0]
        # Servers call JSON text, and so does what is between them and a client.
        is_read = response.is_closed
        as_json = is_read and second_reading.looks_like_json(response)
        return self._first(Json) if as_json else self._first(Text, "text/")

    def _first(self, kind: type[Decoder], start: str = "") -> Decoder:
        """Return the first decoder of a kind, else the first of all."""
        fitting = (
            decoder
            for decoder in self.decoders
            if isinstance(decoder, kind)
            and any(one.startswith(start) for one in decoder.media_types)
        )
        return next(fitting, self.decoders[0])


class Undescribed(Decoder):
    """A body of which the specification says nothing, or only the media type."""

    def __init__(self, *media_types: str) -> None:
        """Initialize with the media types it comes with, if they are known."""
        self.media_types = media_types

    def read(self, response: httpx2.Response, mismatches: Mismatches) -> Any:
        """Return what the content type says: JSON's types, text, bytes or None."""
        return second_reading.by_content_type(response)


class AsItCame(Decoder):
    """Decoder that returns the response of the HTTP library."""

    def read(
        self, response: httpx2.Response, mismatches: Mismatches
    ) -> httpx2.Response:
        """Return the response."""
        return response

    def without_body(self, response: httpx2.Response) -> httpx2.Response:
        """Return the response."""
        return response


class RawResponse(Generic[T_co]):
    """A response with status and headers, and its body parsed on demand."""

    def __init__(
        self, http_response: httpx2.Response, parse: Callable[[], T_co]
    ) -> None:
        """Initialize with the response and how to parse it."""
        self.http_response: Final = http_response
        self._parse: Final = parse

    @property
    def status_code(self) -> int:
        """The HTTP status."""
        return self.http_response.status_code

    @property
    def headers(self) -> httpx2.Headers:
        """The headers of the response."""
        return self.http_response.headers

    @property
    def request_id(self) -> str | None:
        """The server's identifier of this exchange, if it gave one."""
        return request_id(self.http_response)

    def parse(self) -> T_co:
        """Return the result of the method, or raise its error."""
        return self._parse()

    def __repr__(self) -> str:
        return f"<RawResponse [{self.status_code}]>"


def _says_json(response: httpx2.Response) -> bool:
    """Return whether a response can be JSON, by its Content-Type."""
    found = media_type_of(response)
    return not found or "json" in found


def _specificity(pattern: str) -> int:
    return 0 if pattern.startswith("*/*") else 1 if "*" in pattern else 2


def described(status: int, table: Mapping[str, T_co]) -> T_co | None:
    """Return the entry for a status: itself, its range, else ``default``.

    OpenAPI 3.1, section 4.8.16.2: a status code goes before its range.
    """
    return (
        table.get(str(status))
        or table.get(f"{status // 100}XX")
        or table.get("default")
    )
