"""What pydantic found wrong, in words that say what to pass."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, Final, cast

from ..types.models import FALLBACK_REFUSED, WRONG_TAG

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
            path, tag = _path(detail, value)
            variant = f" (of the variant {tag!r})" if tag is not None else ""
            places.setdefault(path, {})[_message(detail) + variant] = None
    if not places:
        yield (), "must be one of the objects that are described"
    for path, messages in places.items():
        yield path, _either(list(messages))


def _path(
    detail: ErrorDetails, value: object
) -> tuple[tuple[str, ...], int | str | None]:
    """The members that lead there, and the variant that the last tag chose.

    Pydantic also names unions on the way, and the tag after those that have one.
    """
    path: list[str] = []
    tag: int | str | None = None
    location = detail["loc"]
    is_tag = False
    for number, part in enumerate(location, 1):
        if is_tag:
            # Pydantic names true and false as if they were 1 and 0.
            tag, is_tag = None if part in (0, 1) else part, False
            continue
        if isinstance(value, Mapping) and part in value:
            value = cast("Mapping[object, object]", value)[part]
        elif isinstance(value, (list, tuple)) and isinstance(part, int):
            items = cast("list[object]", value)
            value = items[part] if part < len(items) else None
        elif number < len(location) or detail["type"] != "missing":
            is_tag = isinstance(part, str) and part.startswith("tagged-union[")
            continue
        path.append(str(part))
    if detail["type"] == WRONG_TAG:
        path.append(_about(detail)["member"])
    return tuple(path), tag


def _about(detail: ErrorDetails) -> Mapping[str, str]:
    """What an error about a tag says."""
    return cast("Mapping[str, str]", detail.get("ctx", {}))


def _message(detail: ErrorDetails) -> str:
    kind = detail["type"]
    if kind == WRONG_TAG:
        return _about(detail)["message"]
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
