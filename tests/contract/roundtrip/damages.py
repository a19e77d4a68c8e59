"""Bodies as servers send them that do not follow their document."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final


def damages(value: Any, turn: int) -> Iterator[Any]:
    """The value as it is, and with a kind of damage at each depth, in turns.

    Required members that are null or omitted, values of another type, enumerations
    that grew, dates without a zone.
    """
    yield value
    for depth in range(3):
        damage = _DAMAGES[(turn + depth) % len(_DAMAGES)]
        made = _at(value, depth, damage)
        if made != value:
            yield made


def _at(value: Any, depth: int, damage: Any) -> Any:
    if isinstance(value, list):
        return [_at(item, depth, damage) for item in value]
    if not isinstance(value, dict):
        return value
    if depth:
        return {name: _at(item, depth - 1, damage) for name, item in value.items()}
    return damage(value)


def _nulled(value: dict[str, Any]) -> dict[str, Any]:
    return dict.fromkeys(value)


def _omitted(value: dict[str, Any]) -> dict[str, Any]:
    return {}


def _retyped(value: dict[str, Any]) -> dict[str, Any]:
    return {name: _other(item) for name, item in value.items()}


def _other(value: Any) -> Any:
    if isinstance(value, str):
        return [value, 1]
    if isinstance(value, (list, dict)):
        return "a text"
    return "many" if value is not None else {"any": 1}


def _grown(value: dict[str, Any]) -> dict[str, Any]:
    return {
        name: "2024-05-06T07:08:09" if isinstance(item, str) else item
        for name, item in value.items()
    }


_DAMAGES: Final = (_nulled, _omitted, _retyped, _grown)
