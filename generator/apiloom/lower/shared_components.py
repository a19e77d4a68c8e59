"""Components that are referred to in many places, lowered once."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, Generic, TypeVar

from apiloom.locations import Pointer

_Lowered = TypeVar("_Lowered")


class Once(Generic[_Lowered]):
    """Remembers what came of a place, so that its schemas are not lowered again.

    Meant for what means the same wherever it is referred to: a schema that is named
    for the operation around it does not.
    """

    def __init__(self) -> None:
        self._known: Final[dict[Pointer, _Lowered]] = {}

    def get(self, place: Pointer, lower: Callable[[], _Lowered]) -> _Lowered:
        """Return the result of `lower` for `place`, computed once."""
        if place not in self._known:
            self._known[place] = lower()
        return self._known[place]
