"""The documented ways in which operations fail, as enums."""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from ..types.patterns import search

if TYPE_CHECKING:
    from ..types import JsonValue

_R = TypeVar("_R", bound="ErrorReason")


class Match(NamedTuple):
    """How an error body shows that one documented case applies.

    The member at `path` equals `value`, or its text contains `pattern` (a regular
    expression, upper and lower case alike), or, with neither, is there at all.
    """

    path: tuple[str, ...]
    value: object = None
    pattern: str | None = None

    def applies(self, body: JsonValue) -> bool:
        """Whether this JSON body shows the case."""
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
    """Whether two values are the same in JSON, where true is not 1."""
    return one == other and isinstance(one, bool) == isinstance(other, bool)


def member(body: JsonValue, path: Sequence[str]) -> JsonValue:
    """The value at a path of a JSON body; None where there is none.

    In a list, the first element that has the rest of the path answers.
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
    """What a specification may write that means this status, the best first."""
    keys = (str(status), f"{status // 100}XX", "default")
    # ``default`` speaks of failures; in an answer of success it says nothing.
    return keys if status >= 300 else keys[:2]


class ErrorReason(Enum):
    """Base of the enums that list what an operation's documentation says can fail.

    Each member carries the HTTP `status`, a `title` and a `description`.  A member
    for a value of the body's error code has no status: the code may come with any.
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
    match: Match | None
    covers: str
    """The status or range of statuses as the specification writes it."""

    def __new__(
        cls,
        value: str,
        status: int | str | None,
        title: str,
        description: str = "",
        match: Match | None = None,
    ) -> ErrorReason:
        reason = object.__new__(cls)
        reason._value_ = value
        reason.status = status if isinstance(status, int) else None
        reason.covers = str(status)
        reason.title = title
        reason.description = description
        reason.match = match
        return reason

    @classmethod
    def for_answer(cls: type[_R], status: int, body: JsonValue) -> _R:
        """The member that fits an answer best.

        A case that the body shows goes before the member for its error code, and that
        before the member that stands for the whole status; an answer that the
        documentation does not mention is ``UNKNOWN``.
        """
        general: _R | None = None
        for covers in _covering(status):
            for reason in cls:
                if reason.covers != covers:
                    continue
                if reason.match is None:
                    general = general or reason
                elif reason.match.applies(body):
                    return reason
            if general is not None:
                break
        if status >= 300:
            for reason in cls:
                code = reason.match if reason.covers == _ANY else None
                if code is not None and code.applies(body):
                    return reason
        return general or cls["UNKNOWN"]

    @classmethod
    def told_by(cls, status: int, body: JsonValue) -> JsonValue:
        """The value of an answer that tells its reason, as the server sent it.

        None if the answer has nothing where the documentation says to look.
        """
        covering = (*_covering(status), *([_ANY] if status >= 300 else []))
        chosen = cls.for_answer(status, body)
        places = [chosen.match] + [one.match for one in cls if one.covers in covering]
        for place in places:
            found = member(body, place.path) if place is not None else None
            if found is not None:
                return found
        return None


class UndocumentedReason(ErrorReason):
    """The reason of errors from operations whose documentation lists none."""

    UNKNOWN = ("unknown", None, "Unknown", "The documentation does not say.")
