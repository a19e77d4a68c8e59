"""Limits of what a client takes from a server."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    import httpx2

_MIB: Final = 1024 * 1024


class ResponseLimits(NamedTuple):
    """Limits of what a client takes from a server; None is no limit.

    A response that exceeds one raises `ResponseValidationError`, or the error of its
    status.  They hold for buffered responses, and for downloads that are read whole;
    of streams and other downloads, which may be as long as they like, only
    `line_bytes` and `header_bytes`.
    """

    body_bytes: int | None = 256 * _MIB
    """Bytes of a buffered body, after it was decompressed."""
    compression_ratio: float | None = 250.0
    """How many times larger decompressing may make a body of more than 10 MiB."""
    header_bytes: int | None = 128 * 1024
    """Bytes of all headers together."""
    line_bytes: int | None = 32 * _MIB
    """Bytes of one event, or of one line of JSON, in a stream."""
    cookies: int | None = 100
    """How many cookies are kept for later requests, of 4 KiB at most each."""
    pages: int | None = 10_000
    """How many pages are requested one after the other."""
    seconds: float | None = 600.0
    """The `deadline` of calls that have none, to the end of a buffered body."""


DEFAULT_LIMITS: Final = ResponseLimits()
"""The limits of a client that has no others."""

LIMITS: Final = "limits"
"""The extension of a response that has the limits it was read with."""

RATIO_FROM: Final = 10 * _MIB
"""Bytes of a body up to which its compression is of no interest."""

COOKIE_BYTES: Final = 4096
"""The size of a cookie that is kept (RFC 6265, section 6.1)."""


def limits_of(response: httpx2.Response) -> ResponseLimits:
    """Return the limits that a response is read with."""
    limits = response.extensions.get(LIMITS)
    return limits if isinstance(limits, ResponseLimits) else DEFAULT_LIMITS


class TooLarge(Exception):
    """A response exceeds one of the limits of the client."""


def too_large(what: str, limit: str, value: float) -> TooLarge:
    """Return the exception for a response that exceeds a limit, by its name."""
    number = f"{value:,.0f}" if value >= 1 else f"{value:g}"
    return TooLarge(
        f"{what} than {number}, the limit; ResponseLimits({limit}=…) sets another"
    )


def refuse_too_large(
    response: httpx2.Response, size: int, limits: ResponseLimits
) -> None:
    """Refuse a buffered body of which so many bytes have come, decompressed.

    Raises:
        TooLarge: They are too many, or too many for what was downloaded.
    """
    most, ratio = limits.body_bytes, limits.compression_ratio
    if most is not None and size > most:
        raise too_large("a body of more bytes", "body_bytes", most)
    if size > RATIO_FROM and ratio is not None:
        loaded = response.num_bytes_downloaded
        if loaded and size > loaded * ratio:
            raise too_large(
                "a body compressed by a larger factor", "compression_ratio", ratio
            )


class Buffer:
    """The body of a streaming response that is read whole after all."""

    __slots__ = ("_chunks", "_limits", "_response", "_size")

    def __init__(self, response: httpx2.Response) -> None:
        """Initialize with the response, whose limits hold."""
        self._response: Final = response
        self._limits: Final = limits_of(response)
        self._chunks: Final[list[bytes]] = []
        self._size = 0

    def add(self, chunk: bytes) -> None:
        """Add a chunk of the body, decompressed.

        Raises:
            TooLarge: The body exceeds a limit.
        """
        self._chunks.append(chunk)
        self._size += len(chunk)
        refuse_too_large(self._response, self._size, self._limits)

    def keep(self) -> None:
        """Let the response have the body, as if the library had read it."""
        vars(self._response)["_content"] = b"".join(self._chunks)
