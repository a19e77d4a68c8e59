"""Responses that were recorded: the file that has them, and which one a request gets.

A recording is JSON: ``{"version": 1, "calls": […]}``. Each call has

- ``operation``: its method and path, as the document has them
- ``request``: ``target`` is the path and the query; ``body`` the body, if there is one
- ``response``: ``status``, ``headers`` and ``body``

A body is ``{"json": …}``, ``{"text": …}`` or ``{"base64": …}``. Secrets that were
removed are `REMOVED`, wherever their types allow that.
"""

# The names of a fake are those of an API: all that is its own has an underscore.
# pyright: reportPrivateUsage=false

from __future__ import annotations

import base64
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import parse_qsl, unquote

from .problems import FakeError
from .responses import Parts
from .schemas import is_items, is_members
from .validation import same

if TYPE_CHECKING:
    from .calls import Call

VERSION: Final = 1
REMOVED: Final = "removed"
"""What stands in place of a secret."""


class Recorded:
    """A call that was recorded."""

    def __init__(self, entry: Mapping[str, Any]) -> None:
        """Initialize with the call as the file has it."""
        request, response = entry["request"], entry["response"]
        self.operation: Final[str] = entry["operation"]
        path, _, query = str(request["target"]).partition("?")
        self.path: Final = _segments(path)
        self.query: Final = sorted(parse_qsl(query, keep_blank_values=True))
        self.body: Final[Mapping[str, Any] | None] = request.get("body")
        headers = tuple((str(a), str(b)) for a, b in response["headers"].items())
        self.parts: Final = Parts(
            int(response["status"]), headers, content_of(response.get("body"))
        )

    def is_for(self, path: str, query: Sequence[tuple[str, str]]) -> bool:
        """Return whether this was recorded for a path and a query."""
        return (
            self.path == _segments(path)
            and len(self.query) == len(query)
            and all(
                name == other and fits_recorded(value, sent)
                for (name, value), (other, sent) in zip(self.query, query, strict=True)
            )
        )

    def has_body(self, content_type: str, content: bytes) -> bool:
        """Return whether this was recorded for a body; parts are not compared."""
        if content_type.startswith("multipart/"):
            return True
        sent = body_of(content_type, content)
        if self.body is None or sent is None:
            return self.body is sent
        return fits_recorded(self.body, sent)


class Recording:
    """The calls of a file, and how far each was replayed."""

    def __init__(self, calls: Sequence[Recorded]) -> None:
        """Initialize with the calls, in their order."""
        self._calls: Final[dict[str, list[Recorded]]] = {}
        for one in calls:
            self._calls.setdefault(one.operation, []).append(one)
        self._replayed: Final[dict[int, int]] = {}

    @property
    def operations(self) -> Sequence[str]:
        """The operations that have calls."""
        return list(self._calls)

    def respond(
        self, operation: str, call: Call, prefixes: Sequence[str]
    ) -> Parts | None:
        """Return the response to a call; None if nothing like it was recorded.

        Of several for one request, each is used once, in order, and the last one for
        all that follow.
        """
        request = call._received.request
        raw, _, query = request.url.raw_path.decode("ascii", "replace").partition("?")
        pairs = sorted(parse_qsl(query, keep_blank_values=True))
        paths = [
            raw[len(prefix) :] for prefix in prefixes if raw.startswith(f"{prefix}/")
        ]
        like = [
            one
            for one in self._calls.get(operation, ())
            if any(one.is_for(path, pairs) for path in paths)
        ]
        media_type = request.headers.get("content-type", "")
        content = call._received.content
        exact = [one for one in like if one.has_body(media_type, content)]
        chosen = exact or like
        if not chosen:
            return None
        key = id(chosen[0])
        number = self._replayed.get(key, 0)
        self._replayed[key] = number + 1
        return chosen[min(number, len(chosen) - 1)].parts


def recording_at(path: str | Path) -> Recording:
    """Read a recording.

    Raises:
        FakeError: The file is no recording.
    """
    try:
        data: Any = json.loads(Path(path).read_bytes())
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "is not JSON"
        raise FakeError(f"{path}: {reason}") from None
    version = data.get("version") if is_members(data) else None
    if version != VERSION:
        raise FakeError(f"{path}: must be a recording of version {VERSION}")
    try:
        return Recording([Recorded(entry) for entry in data["calls"]])
    except (KeyError, TypeError, ValueError, AttributeError):
        raise FakeError(f"{path}: a call lacks what a recording has") from None


def _segments(path: str) -> list[str]:
    """Return the parts of a path, however they are percent-encoded."""
    return [unquote(part) for part in path.split("/")]


def body_of(content_type: str, content: bytes) -> dict[str, Any] | None:
    """Return a body as a recording has it; None if it is empty."""
    if not content:
        return None
    plain = content_type.partition(";")[0].strip().lower()
    if plain.endswith("json"):
        try:
            return {"json": json.loads(content)}
        except (ValueError, RecursionError):
            pass
    try:
        return {"text": content.decode("utf-8")}
    except UnicodeDecodeError:
        return {"base64": base64.b64encode(content).decode("ascii")}


def content_of(body: Mapping[str, Any] | None) -> bytes:
    """Return the bytes of a body of a recording."""
    if body is None:
        return b""
    if "json" in body:
        text = json.dumps(body["json"], ensure_ascii=False, separators=(",", ":"))
        return text.encode()
    if "text" in body:
        return str(body["text"]).encode()
    return base64.b64decode(body["base64"])


def fits_recorded(recorded: Any, sent: Any) -> bool:
    """Return whether a value is what was recorded; what was removed may be anything."""
    if recorded == REMOVED:
        return True
    if is_members(recorded) and is_members(sent):
        return recorded.keys() == sent.keys() and all(
            fits_recorded(recorded[name], sent[name]) for name in recorded
        )
    if is_items(recorded) and is_items(sent):
        return len(recorded) == len(sent) and all(map(fits_recorded, recorded, sent))
    return same(recorded, sent)
