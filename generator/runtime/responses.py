"""From the bytes of an answer to the type that the operation promises."""

from __future__ import annotations

import json
import re
from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, Final, Generic, TypeVar, cast

from .charsets import text_of
from .deferred import Deferred
from .errors import ResponseValidationError, request_id

if TYPE_CHECKING:
    import httpx2
    import pydantic_core

    from . import lenient, models
    from .json_value import JsonValue
else:
    # What reads bodies is loaded with the first operation that is called.
    pydantic_core = Deferred("pydantic_core")
    lenient = Deferred(".lenient", __package__)
    models = Deferred(".models", __package__)

T_co = TypeVar("T_co", covariant=True)


class Decoder(ABC):
    """Reads the body of one documented response."""

    media_types: tuple[str, ...] = ()

    @abstractmethod
    def decode(self, response: httpx2.Response) -> Any:
        """Return the typed value; raises `ResponseValidationError`."""

    def leniently(self, response: httpx2.Response) -> Any:
        """The same for an answer that may break its specification.

        Raises `ResponseValidationError` for what cannot be read at all.
        """
        return self.decode(response)


class Json(Decoder):
    """A JSON body of a given type, decoded in one pass."""

    def __init__(self, type_: object, *media_types: str) -> None:
        """Take the type of the body and the media types it comes with."""
        self._adapter: Final[models.Adapter[Any]] = models.Adapter(type_)
        self.media_types = media_types or ("application/json",)

    def decode(self, response: httpx2.Response) -> Any:
        """Return the validated value."""
        try:
            return self._adapter.from_json(response.content)
        except pydantic_core.ValidationError as error:
            what = f"{_place(response)} does not fit the specification"
            message = f"{what}: {models.first_problem(error)}"
            raise ResponseValidationError(message, response=response) from error

    def leniently(self, response: httpx2.Response) -> Any:
        """Return the value with what fits, and the rest unchecked."""
        try:
            return self.decode(response)
        except ResponseValidationError as error:
            try:
                plain = json.loads(response.content)
            except (ValueError, RecursionError):
                raise error from error.__cause__
            return lenient.leniently(self._adapter.type, plain)


class Text(Decoder):
    """A body of text."""

    def __init__(self, *media_types: str) -> None:
        """Take the media types it comes with."""
        self.media_types = media_types or ("text/plain",)

    def decode(self, response: httpx2.Response) -> str:
        """Return the text in the charset that the answer names, XML also by itself."""
        return text_of(response)


class Binary(Decoder):
    """A body of bytes."""

    def __init__(self, *media_types: str) -> None:
        """Take the media types it comes with."""
        self.media_types = media_types or ("application/octet-stream",)

    def decode(self, response: httpx2.Response) -> bytes:
        """Return the bytes."""
        return response.content


class Empty(Decoder):
    """A response without a body, or with one that is not described."""

    def decode(self, response: httpx2.Response) -> None:
        """Return nothing."""


class Location(Decoder):
    """A redirect that is itself the answer: the URL it names, not followed."""

    def decode(self, response: httpx2.Response) -> str:
        """Return the URL of the ``Location`` header (RFC 9110, section 10.2.2)."""
        location = response.headers.get("location")
        if location is None:
            raise ResponseValidationError(
                f"{_place(response)} has no Location header", response=response
            )
        return str(response.url.join(location))


class AnyOf(Decoder):
    """A response that comes in several media types; its Content-Type decides."""

    def __init__(self, *decoders: Decoder) -> None:
        """Take the decoders; when no media type fits, the first is used.

        Of an answer that says no more than that it is bytes, a decoder of bytes is.
        """
        self.decoders: Final = decoders
        self.media_types = tuple(
            media_type for decoder in decoders for media_type in decoder.media_types
        )

    def decode(self, response: httpx2.Response) -> Any:
        """Decode as the answer's Content-Type says."""
        return self.chosen(response).decode(response)

    def leniently(self, response: httpx2.Response) -> Any:
        """Decode as the answer's Content-Type says."""
        return self.chosen(response).leniently(response)

    def chosen(self, response: httpx2.Response) -> Decoder:
        """The decoder for the answer's Content-Type."""
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
            for decoder in self.decoders:
                if isinstance(decoder, Binary):
                    return decoder
        return self.decoders[0]


class Undescribed(Decoder):
    """An answer that the specification does not mention: JSON if it is, else text."""

    def decode(self, response: httpx2.Response) -> JsonValue:
        """Return JSON's types, text, or None for an empty body."""
        return loosely(response)


class AsItCame(Decoder):
    """An answer that is wanted as the HTTP library has it."""

    def decode(self, response: httpx2.Response) -> httpx2.Response:
        """Return the response."""
        return response


class RawResponse(Generic[T_co]):
    """An answer as it came, for callers who need more than the parsed body."""

    def __init__(
        self, http_response: httpx2.Response, parse: Callable[[], T_co]
    ) -> None:
        """Take the answer and how to parse it."""
        self.http_response: Final = http_response
        self._parse: Final = parse

    @property
    def status_code(self) -> int:
        """The HTTP status."""
        return self.http_response.status_code

    @property
    def headers(self) -> httpx2.Headers:
        """The headers of the answer."""
        return self.http_response.headers

    @property
    def request_id(self) -> str | None:
        """The server's identifier of this exchange, if it gave one."""
        return request_id(self.headers)

    def parse(self) -> T_co:
        """What the method itself would have returned, or raised."""
        return self._parse()

    def __repr__(self) -> str:
        return f"<RawResponse [{self.status_code}]>"


def loosely(response: httpx2.Response) -> JsonValue:
    """A body as JSON's types if it is JSON, else as text; None if it is empty."""
    if not response.content:
        return None
    try:
        return cast("JsonValue", json.loads(response.content))
    except (ValueError, RecursionError):
        return text_of(response)


def media_type_of(response: httpx2.Response) -> str:
    """The answer's media type, lower case and without parameters."""
    return plain(response.headers.get("content-type", ""))


def plain(content_type: str) -> str:
    """A media type in lower case and without parameters."""
    return content_type.partition(";")[0].strip().lower()


def charset_of(media_type: str, text: str = "") -> str:
    """The charset of a text: by its media type, its XML declaration, or UTF-8."""
    stated = re.search(r"charset\s*=\s*\"?([\w.:-]+)", media_type, re.IGNORECASE)
    if stated is None and "xml" in media_type:
        stated = _XML.match(text)
    return stated[1] if stated is not None else "utf-8"


_XML: Final = re.compile(r"<\?xml[^>]*?\sencoding\s*=\s*[\"']([\w.-]+)[\"']")
"""An XML declaration that names the encoding (XML 1.0, section 4.3.3)."""


def fits(media_type: str, pattern: str) -> bool:
    """Whether a media type is one that a media type range covers (RFC 9110, 12.5.1)."""
    pattern = plain(pattern)
    if pattern in ("*/*", media_type):
        return True
    start, star, end = pattern.partition("*")
    return bool(star) and media_type.startswith(start) and media_type.endswith(end)


def _specificity(pattern: str) -> int:
    return 0 if pattern.startswith("*/*") else 1 if "*" in pattern else 2


def described(status: int, table: Mapping[str, T_co]) -> T_co | None:
    """The entry for a status: itself, its range, else ``default``.

    OpenAPI 3.1, section 4.8.16.2: a status code goes before its range.
    """
    return (
        table.get(str(status))
        or table.get(f"{status // 100}XX")
        or table.get("default")
    )


def _place(response: httpx2.Response) -> str:
    request = response.request
    kind = media_type_of(response) or "no content type"
    return (
        f"{request.method} {request.url.path}: the body of status "
        f"{response.status_code} ({kind})"
    )
