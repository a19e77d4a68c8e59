"""Value of an argument that the caller left out.

``UNSET`` differs from ``None``: an argument that is left out is not sent, while
``None`` is sent as ``null`` where the API accepts it.
"""

from collections.abc import Mapping
from enum import Enum
from typing import TYPE_CHECKING, Any, Final, Literal, TypeAlias, cast

from .lazy import Deferred

if TYPE_CHECKING:
    import uuid
else:
    uuid = Deferred("uuid")


class _Sentinel(Enum):
    """An enum with one member, because type checkers can narrow it away."""

    UNSET = "UNSET"

    def __repr__(self) -> str:
        return "UNSET"

    def __bool__(self) -> Literal[False]:
        return False


Unset: TypeAlias = Literal[_Sentinel.UNSET]
UNSET: Final = _Sentinel.UNSET


class Made(str):
    """A value that the caller left out: what is said of the client goes before it."""

    __slots__ = ()


def or_uuid4(value: object) -> object:
    """Return the value, or a new UUID if it was left out."""
    return new_uuid4() if value is UNSET else value


def new_uuid4() -> str:
    """Return a new UUID, as text."""
    return Made(uuid.uuid4())


def or_uuid4_each(value: object) -> object:
    """Return the value, or what makes a new UUID for each request."""
    return new_uuid4 if value is UNSET else value


def settled(arguments: Mapping[str, Any]) -> dict[str, Any]:
    """Return the arguments of a call, with new values for each request."""
    headers = cast("Mapping[str, object] | None", arguments.get("headers"))
    if not headers or new_uuid4 not in headers.values():
        return dict(arguments)
    made = {
        name: new_uuid4() if value is new_uuid4 else value
        for name, value in headers.items()
    }
    return {**arguments, "headers": made}
