"""Streaming responses of the sync client: bodies that are read as they arrive."""

from __future__ import annotations

import os
from collections.abc import Iterator, Callable, Mapping
from pathlib import Path
from types import TracebackType
from typing import Any, Final, Generic, TypeVar, cast

import httpx2

from ..client.sending import broken, check_is_complete
from ..core.errors import request_id
from .charsets import LineReader, TextReader, text_of
from .limits import Buffer

T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)


class StreamingResponse(Generic[T_co]):
    """A response whose body has not been read yet."""

    def __init__(
        self, http_response: httpx2.Response, parse: Callable[[], T_co], is_live: bool
    ) -> None:
        """Initialize with a response.

        Args:
            http_response: The response of the HTTP library.
            parse: Parses the response, which has been read unless it `is_live`.
            is_live: Whether the response is parsed while it arrives.
        """
        self.http_response: Final = http_response
        self._parse: Final = parse
        self._is_live: Final = is_live

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
        """The server's identifier of the request, if it gave one."""
        return request_id(self.http_response)

    def read(self) -> bytes:
        """Return the whole body, and keep it for further calls.

        Raises:
            APIConnectionError: The connection breaks.
        """
        response = self.http_response
        try:
            if not response.is_stream_consumed:
                buffer = Buffer(response)
                for chunk in response.iter_bytes():
                    buffer.add(chunk)
                check_is_complete(response)
                buffer.keep()
            body = response.read()
        except Exception as error:
            failure = broken(error, response)
            raise failure from failure.__cause__
        return body

    def text(self) -> str:
        """Return the whole body, in the charset that the response names."""
        self.read()
        return text_of(self.http_response)

    def parse(self) -> T_co:
        """Return what the method itself would have returned, or raise its error."""
        if not self._is_live:
            self.read()
        return self._parse()

    def iter_bytes(self, chunk_size: int | None = None) -> Iterator[bytes]:
        """Iterate over the decompressed body in chunks.

        Args:
            chunk_size: Bytes of a chunk; None for chunks as they arrive.
        """
        return _guarded(self.http_response.iter_bytes(chunk_size), self.http_response)

    def iter_text(self, chunk_size: int | None = None) -> Iterator[str]:
        """Iterate over the body as text, in the charset that the response names.

        Args:
            chunk_size: Bytes of a part; None for parts as they arrive.
        """
        response = self.http_response
        return _guarded(_texts(response.iter_bytes(chunk_size), response), response)

    def iter_lines(self) -> Iterator[str]:
        """Iterate over the lines of the body, without their ends."""
        response = self.http_response
        texts = _texts(response.iter_bytes(), response)
        return _guarded(_lines(texts, response), response)

    def stream_to_file(
        self, file: str | os.PathLike[str], *, chunk_size: int | None = None
    ) -> None:
        """Write the body to a file as it arrives.

        Of a body that breaks off, nothing is left behind.

        Args:
            file: The path of the file.
            chunk_size: Bytes that are written together; None for chunks as they arrive.

        Raises:
            OSError: The file cannot be written.
            APIConnectionError: The connection breaks.
        """
        path = Path(file)
        with path.open("wb") as target:
            try:
                for chunk in self.iter_bytes(chunk_size):
                    target.write(chunk)
                    del chunk
            except BaseException:
                if path.is_file():
                    path.unlink()
                raise

    def close(self) -> None:
        """Return the connection to the pool; what was not read is lost."""
        self.http_response.close()

    def __repr__(self) -> str:
        return f"<{type(self).__name__} [{self.status_code}]>"


class StreamingCall(Generic[T_co]):
    """A call that is made by ``with``, whose end closes the response."""

    def __init__(
        self,
        method: Callable[..., Any],
        args: tuple[object, ...],
        keywords: Mapping[str, object],
    ) -> None:
        """Initialize with the method and its arguments."""
        self._method: Final = method
        self._args: Final = args
        self._keywords: Final = keywords
        self._response: StreamingResponse[T_co] | None = None

    def __enter__(self) -> StreamingResponse[T_co]:
        self._response = cast(
            "StreamingResponse[T_co]",
            self._method(*self._args, **self._keywords),
        )
        return self._response

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._response is not None:
            self._response.close()


def _guarded(parts: Iterator[T], response: httpx2.Response) -> Iterator[T]:
    """Yield the parts of a body; what breaks becomes an error of this package."""
    try:
        for part in parts:
            yield part
            # What a tool shows of this frame is none of the response.
            del part
        check_is_complete(response)
    except Exception as error:
        failure = broken(error, response)
        raise failure from failure.__cause__


def _texts(chunks: Iterator[bytes], response: httpx2.Response) -> Iterator[str]:
    """Yield the text of a body, chunk by chunk."""
    reader = TextReader(response.headers.get("content-type"))
    for chunk in chunks:
        text = reader.feed(chunk)
        if text:
            yield text
    text = reader.feed(b"", is_end=True)
    if text:
        yield text


def _lines(texts: Iterator[str], response: httpx2.Response) -> Iterator[str]:
    """Yield the lines of a text."""
    reader = LineReader(response)
    for text in texts:
        for line in reader.feed(text):
            yield line
    for line in reader.finish():
        yield line
