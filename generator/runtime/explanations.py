"""What pydantic found wrong, in words that say what to pass."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, Final, cast

from .models import FALLBACK_REFUSED

if TYPE_CHECKING:
    from pydantic import ValidationError
    from pydantic_core import ErrorDetails

_WANTED: Final = {
    "string_type": "a string",
    "string_sub_type": "a string",
    "int_type": "an integer",
    "int_parsing": "an integer",
    "int_from_float": "an integer",
    "float_type": "a number",
    "float_parsing": "a number",
    "number": "a number",
    "bool_type": "true or false",
    "bool_parsing": "true or false",
    "list_type": "a list",
    "dict_type": "an object",
    "model_type": "an object",
    "model_attributes_type": "an object",
    "decimal_type": "a decimal",
    "decimal_parsing": "a decimal",
    "bytes_type": "bytes, or their base64 text",
    "none_required": "null",
}
_SENTENCES: Final = {
    "missing": "is required",
    "extra_forbidden": "is not a property of this object",
    "string_unicode": "must be text that UTF-8 can carry; it has half of a surrogate "
    "pair",
    "finite_number": "must be a finite number; JSON has neither NaN nor infinity",
    "recursion_loop": "must not contain itself",
}
_KINDS: Final = frozenset({"wanted", "literal_error", "enum"})
"""Other errors about what kind of thing was passed."""

_START: Final = "Input should be "


def explained(
    error: ValidationError, value: object
) -> Iterator[tuple[tuple[str, ...], str]]:
    """Each place that is wrong, once, and everything that may be passed there."""
    places: dict[tuple[str, ...], dict[str, None]] = {}
    for detail in error.errors(include_url=False):
        if detail["type"] != FALLBACK_REFUSED:
            path = tuple(_path(detail, value))
            places.setdefault(path, {})[_message(detail)] = None
    if not places:
        yield (), "must be one of the objects that are described"
    for path, messages in places.items():
        yield path, _either(list(messages))


def _path(detail: ErrorDetails, value: object) -> Iterator[str]:
    """The members that lead there, without the unions that pydantic names as well."""
    location = detail["loc"]
    for number, part in enumerate(location, 1):
        if isinstance(value, Mapping) and part in value:
            value = cast("Mapping[object, object]", value)[part]
        elif isinstance(value, (list, tuple)) and isinstance(part, int):
            items = cast("list[object]", value)
            value = items[part] if part < len(items) else None
        elif number < len(location) or detail["type"] != "missing":
            continue
        yield str(part)


def _message(detail: ErrorDetails) -> str:
    kind = detail["type"]
    if kind in _SENTENCES:
        return _SENTENCES[kind]
    wish = _WANTED.get(kind)
    if wish is None and detail["msg"].startswith(_START):
        wish = detail["msg"].removeprefix(_START)
    if wish is None:
        return detail["msg"]
    given: Any = detail["input"]
    is_kind = kind in _WANTED or kind in _KINDS
    return f"must be {wish}, not {_kind(given)}" if is_kind else f"must be {wish}"


def _kind(value: object) -> str:
    """What was passed, never the value: it may be secret."""
    return "None" if value is None else type(value).__name__


def _either(messages: list[str]) -> str:
    """The messages of the members of a union as one."""
    wishes = [
        one.rpartition(", not ") for one in messages if one.startswith("must be ")
    ]
    wishes = [one for one in wishes if one[0]]
    others = [one for one in messages if not one.startswith("must be ")]
    if len(wishes) < 2:
        return "; ".join(messages)
    joined = " or ".join(one[0].removeprefix("must be ") for one in wishes)
    return "; ".join([f"must be {joined}, not {wishes[0][2]}", *others])
