"""Errors without credentials: in messages, in causes, and in the locals of frames."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from typing import TYPE_CHECKING, Final, cast
from urllib.parse import quote, quote_plus

from .. import RUNTIME

if TYPE_CHECKING:
    from types import FrameType, TracebackType

_SHORTEST: Final = 4
"""Of a shorter secret, every other word of a text would look like one."""

_REDACTED: Final = "[redacted]"

_LIBRARIES: Final = sys.stdlib_module_names | {
    "anyio",
    "backports",
    "brotli",
    "brotlicffi",
    "certifi",
    "h11",
    "h2",
    "hpack",
    "httpcore",
    "httpcore2",
    "httpx",
    "httpx2",
    "hyperframe",
    "idna",
    "outcome",
    "pydantic",
    "pydantic_core",
    "sniffio",
    "socksio",
    "trio",
    "truststore",
    "uvloop",
    "winloop",
}
"""The packages that see requests or responses on their way."""


def redact(text: str, secrets: Iterable[str]) -> str:
    """Return a text without secrets, as they are and as they are written in URLs."""
    for secret in secrets:
        if len(secret) < _SHORTEST:
            continue
        for form in _forms(secret):
            text = text.replace(form, _REDACTED)
        text = _without_start(text, secret)
    return text


def _forms(secret: str) -> Iterator[str]:
    """Return the spellings of a secret; the longest first, where one has another."""
    forms = {
        secret,
        quote(secret, safe=""),
        quote_plus(secret),
        json.dumps(secret)[1:-1],
        ascii(secret)[1:-1],
        " ".join(secret.split()),
    }
    return iter(sorted((form for form in forms if form), key=len, reverse=True))


def _without_start(text: str, secret: str) -> str:
    """Return a text without its beginning, if that is the end of a secret."""
    for length in range(min(len(secret), len(text)), _SHORTEST, -1):
        if text.endswith(secret[:length]):
            return text[:-length] + _REDACTED
    return text


def protect(error: BaseException, redact: Callable[[str], str] | None) -> None:
    """Remove credentials from all that an error comes from, and clear its frames.

    Args:
        error: An error of the client, whose own message has none.
        redact: Returns a text without credentials; None if there are none.
    """
    if redact is not None:
        _redact_causes(error, redact)
    clear_frames(error)


def _redact_causes(error: BaseException, redact: Callable[[str], str]) -> None:
    """Redact the causes of an error; one that cannot be changed is dropped."""
    seen: set[int] = set()
    current = error
    while id(current) not in seen:
        seen.add(id(current))
        cause = current.__cause__ or current.__context__
        if cause is None:
            return
        _redact_arguments(cause, redact)
        if _quotes(cause, error, redact):
            current.__cause__ = current.__context__ = None
            return
        current = cause


def _redact_arguments(error: BaseException, redact: Callable[[str], str]) -> None:
    shown = tuple(
        redact(item) if isinstance(item, str) else item for item in error.args
    )
    if shown != error.args:
        error.args = shown


def _quotes(
    cause: BaseException, error: BaseException, redact: Callable[[str], str]
) -> bool:
    """Return whether a cause says more of a response than may be shown."""
    shown = f"{cause} {cause!r}"
    if type(cause).__module__.startswith("pydantic"):
        # Of a long value, it has the beginning and the end.
        body = getattr(getattr(error, "response", None), "_content", b"")
        shown += body.decode("utf-8", "replace") if isinstance(body, bytes) else ""
    return redact(shown) != shown


def clear_frames(error: BaseException) -> None:
    """Clear the local variables of all frames that an error came through.

    Tools that show tracebacks show local variables, and requests have credentials in
    them.  Frames of the caller's, and those that still run, are left as they are.
    """
    seen: set[int] = set()
    pending: list[BaseException | None] = [error]
    while pending:
        current = pending.pop()
        if current is None or id(current) in seen:
            continue
        seen.add(id(current))
        pending += (current.__cause__, current.__context__)
        if isinstance(current, BaseExceptionGroup):
            group = cast("BaseExceptionGroup[BaseException]", current)
            pending += group.exceptions
        _clear(current.__traceback__)


def _clear(trace: TracebackType | None) -> None:
    for frame in _frames(trace):
        if not _is_callers(frame):
            # A frame that still runs is that of the call itself.
            with suppress(RuntimeError):
                frame.clear()


def is_callers(error: BaseException) -> bool:
    """Return whether an error was raised in, or came through, code of the caller's."""
    return any(map(_is_callers, _frames(error.__traceback__)))


def _frames(trace: TracebackType | None) -> Iterator[FrameType]:
    while trace is not None:
        yield trace.tb_frame
        trace = trace.tb_next


_FAKE: Final = f"{RUNTIME}.testing."


def _is_callers(frame: FrameType) -> bool:
    name = str(frame.f_globals.get("__name__", ""))
    root = name.partition(".")[0]
    # The main program has the name of a module of Python's.
    is_library = root in _LIBRARIES and root != "__main__"
    # A fake stands for the server, and what it raises is for the test.
    is_own = name.startswith(f"{RUNTIME}.") and not name.startswith(_FAKE)
    return not is_library and not is_own
