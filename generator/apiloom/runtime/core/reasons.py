"""Enums of the documented failures of operations."""

# Private to this module, and out of callers' completion.
# pyright: reportPrivateUsage=false

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from ..types.patterns import search

if TYPE_CHECKING:
    from ..types import JsonValue

_R = TypeVar("_R", bound="ErrorReason")


class Match(NamedTuple):
    """Condition on an error body for one documented case.

    The member at `path` equals `value`, or its text contains `pattern` (a regular
    expression, upper and lower case alike), or, with neither, is there at all.
    """

    path: tuple[str, ...]
    value: object = None
    pattern: str | None = None

    def applies(self, body: JsonValue) -> bool:
        """Return whether this JSON body shows the case."""
        found = member(body, self.path)
        if self.pattern is None:
            return found is not None if self.value is None else same(found, self.value)
        if isinstance(found, str):
            return search(self.pattern, found, ignore_case=True)
        texts = found if isinstance(found, list) else []
        return any(
            isinstance(text, str) and search(self.pattern, text, ignore_case=True)
            for text in texts
        )


def same(one: object, other: object) -> bool:
    """Return whether two values are the same in JSON, where true is not 1."""
    return one == other and isinstance(one, bool) == isinstance(other, bool)


def member(body: JsonValue, path: Sequence[str]) -> JsonValue:
    """Return the value at a path of a JSON body; None where there is none.

    In a list, the first element that has the rest of the path counts.
    """
    for depth, name in enumerate(path):
        if isinstance(body, list):
            rest = path[depth:]
            found = (member(element, rest) for element in body)
            return next((value for value in found if value is not None), None)
        if not isinstance(body, dict):
            return None
        body = body.get(name)
    return body


_ANY = "None"


def _covering(status: int) -> tuple[str, ...]:
    """Return the keys of a specification that cover a status, the best first."""
    keys = (str(status), f"{status // 100}XX", "default")
    # ``default`` stands for failures; for a success it says nothing.
    return keys if status >= 300 else keys[:2]


class ErrorReason(Enum):
    """Base of the enums that list what an operation's documentation says can fail.

    Each member carries the HTTP `status`, a `title` and a `description`.  A member
    for a value of the body's error code has a status if the bodies of only one list it.
    """

    if TYPE_CHECKING:
        # Where members are made of several values, checkers know nothing of this one.
        @property
        def value(self) -> str:
            """The text for the case, such as ``invalid_api_token``."""
            ...

    status: int | None
    title: str
    description: str
    _match: Match | None
    _covers: str
    """The status or range of statuses as the specification writes it."""
    _carried: tuple[str, ...]
    """The statuses whose bodies list an error code, if not all failures do."""

    def __new__(
        cls,
        value: str,
        status: int | str | tuple[str, ...] | None,
        title: str,
        description: str = "",
        match: Match | None = None,
    ) -> ErrorReason:
        reason = object.__new__(cls)
        reason._value_ = value
        reason._carried = status if isinstance(status, tuple) else ()
        if isinstance(status, tuple):
            only = status[0] if len(status) == 1 else ""
            reason.status = int(only) if only.isdecimal() else None
            # Servers also send codes where the specification does not list them.
            reason._covers = _ANY
        else:
            reason.status = status if isinstance(status, int) else None
            reason._covers = str(status)
        reason.title = title
        reason.description = description
        reason._match = match
        return reason


class UndocumentedReason(ErrorReason):
    """Reason of errors from operations whose documentation lists none."""

    UNKNOWN = ("unknown", None, "Unknown", "The documentation does not say.")


def reason_for(reasons: type[_R], status: int, body: JsonValue) -> _R:
    """Return the member that describes a response best.

    A case that matches the body takes precedence over the member for its error code,
    and that over the member for the status; a response that the documentation does not
    mention is ``UNKNOWN``.

    Args:
        reasons: The enum of the operation.
        status: The HTTP status.
        body: The body, in JSON's types.
    """
    general: _R | None = None
    for covers in _covering(status):
        for reason in reasons:
            if reason._covers != covers:
                continue
            if reason._match is None:
                general = general or reason
            elif reason._match.applies(body):
                return reason
        if general is not None:
            break
    if status >= 300:
        for reason in reasons:
            code = reason._match if reason._covers == _ANY else None
            if code is not None and code.applies(body):
                return reason
    return general or reasons["UNKNOWN"]


def raw_reason(reasons: type[ErrorReason], status: int, body: JsonValue) -> JsonValue:
    """Return the value of a body that states the reason, as the server sent it.

    Args:
        reasons: The enum of the operation.
        status: The HTTP status.
        body: The body, in JSON's types.

    Returns:
        The value; None if the body has none where the documentation says to look.
    """
    covering = (*_covering(status), *([_ANY] if status >= 300 else []))
    chosen = reason_for(reasons, status, body)
    matches = [chosen._match] + [
        reason._match for reason in reasons if reason._covers in covering
    ]
    for match in matches:
        found = member(body, match.path) if match is not None else None
        if found is not None:
            return found
    return None
