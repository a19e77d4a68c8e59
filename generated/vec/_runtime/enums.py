"""Enums that survive values which the server learned after the client was made."""

from enum import Enum, IntEnum, StrEnum
from typing import TypeVar

_E = TypeVar("_E", bound=Enum)


class OpenStrEnum(StrEnum):
    """A string enum that accepts strings it does not list.

    An unlisted string becomes a member named ``UNKNOWN`` which is not part of the
    enum's members and keeps the string as its value, so that it compares, prints
    and serialises as the server sent it.
    """

    @classmethod
    def _missing_(cls, value: object) -> "OpenStrEnum | None":
        if not isinstance(value, str):
            return None
        return _unlisted(cls, str.__new__(cls, value), value)

    @property
    def is_known(self) -> bool:
        """Whether this client lists the value."""
        return self._value_ in type(self)._value2member_map_


class OpenIntEnum(IntEnum):
    """An integer enum that accepts integers it does not list; see `OpenStrEnum`."""

    @classmethod
    def _missing_(cls, value: object) -> "OpenIntEnum | None":
        if not isinstance(value, int) or isinstance(value, bool):
            return None
        return _unlisted(cls, int.__new__(cls, value), value)

    @property
    def is_known(self) -> bool:
        """Whether this client lists the value."""
        return self._value_ in type(self)._value2member_map_


def _unlisted(cls: type[_E], member: _E, value: object) -> _E:
    member._name_ = "UNKNOWN"
    member._value_ = value
    return member
