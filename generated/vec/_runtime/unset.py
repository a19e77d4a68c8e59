"""The value of an argument that the caller left out.

``UNSET`` differs from ``None``: an argument that is left out is not sent, while
``None`` is sent as ``null`` where the API accepts it.
"""

from enum import Enum
from typing import Final, Literal, TypeAlias
from uuid import uuid4


class _Sentinel(Enum):
    """An enum with one member, because type checkers can narrow it away."""

    UNSET = "UNSET"

    def __repr__(self) -> str:
        return "UNSET"

    def __bool__(self) -> Literal[False]:
        return False


Unset: TypeAlias = Literal[_Sentinel.UNSET]
UNSET: Final = _Sentinel.UNSET


def or_uuid4(value: object) -> object:
    """The value, or a new UUID if it was left out."""
    return str(uuid4()) if value is UNSET else value
