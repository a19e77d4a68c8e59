"""Problems with the arguments of a call, collected in one error."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final, NamedTuple

from ..core.errors import RequestValidationError

_SHOWN: Final = 10


class Problem(NamedTuple):
    """One argument, or a value inside of it, that cannot be sent."""

    place: str
    """Where the argument goes: ``path``, ``query``, ``header``, ``cookie``, ``body``"""

    path: tuple[str, ...]
    """The API's name of the argument, and of what is inside of it."""

    message: str

    def __str__(self) -> str:
        if not self.path:
            return f"{self.place}: {self.message}"
        return f"{'.'.join(self.path)} ({self.place}): {self.message}"


def refusal(problems: Iterable[object], operation: str = "") -> RequestValidationError:
    """Return the error for several problems, of which it names the first ten."""
    lines = tuple(dict.fromkeys(map(str, problems)))
    shown = "; ".join(lines[:_SHOWN])
    more = f"; and {len(lines) - _SHOWN} more" if len(lines) > _SHOWN else ""
    start = f"{operation}: " if operation else ""
    error = RequestValidationError(f"{start}{shown}{more}")
    error.problems = lines
    return error


class Problems:
    """Problems of one call, collected from all of its arguments."""

    __slots__ = ("cause", "found")

    def __init__(self) -> None:
        """Start without any."""
        self.found: list[object] = []
        self.cause: BaseException | None = None

    def add(self, error: RequestValidationError) -> None:
        """Keep the problems that an error tells."""
        self.found += error.problems or (str(error),)
        self.cause = self.cause or error.__cause__

    def refuse(self, operation: str) -> None:
        """Raise `RequestValidationError` if there is any problem."""
        if self.found:
            raise refusal(self.found, operation) from self.cause
