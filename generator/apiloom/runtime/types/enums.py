"""Enums that survive values which the server learned after the client was made."""

from enum import Enum, IntEnum, StrEnum
from typing import TYPE_CHECKING, Any, TypeVar

from ..core.lazy import Deferred

if TYPE_CHECKING:
    from pydantic import GetCoreSchemaHandler
    from pydantic_core import CoreSchema, core_schema
else:
    core_schema = Deferred("pydantic_core.core_schema")

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

    @classmethod
    def __get_pydantic_core_schema__(
        cls, source: Any, handler: "GetCoreSchemaHandler"
    ) -> "CoreSchema":
        """Describe the enum to pydantic.

        Its own enums hold no more than 64 bits, and take ``true`` for 1.
        """
        if all(map(_is_small, cls)):
            plain = handler(source)
            exact = core_schema.chain_schema([core_schema.int_schema(), plain])
            return core_schema.json_or_python_schema(exact, plain)
        return core_schema.no_info_after_validator_function(
            cls,
            core_schema.int_schema(),
            serialization=core_schema.plain_serializer_function_ser_schema(_plain),
        )


def _plain(value: object) -> object:
    """Return the integer of a member; what did not fit is written as it came."""
    return int(value) if isinstance(value, OpenIntEnum) else value


def _is_small(value: int) -> bool:
    return -(2**63) <= value < 2**63


def _unlisted(cls: type[_E], member: _E, value: object) -> _E:
    member._name_ = "UNKNOWN"
    member._value_ = value
    return member
