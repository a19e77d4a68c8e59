"""Parameters read from a request: OpenAPI 3.1, section 4.8.12.4, and RFC 6570.

Written without apiloom's encoder in mind: each function takes what was sent and the
value that should be in it, and says what is wrong, or nothing.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any, Final
from urllib.parse import quote, unquote, unquote_plus

from tests.contract.roundtrip.contract import Style
from tests.contract.roundtrip.equality import difference, is_text_of

Pairs = list[tuple[str, str]]

_SEPARATORS: Final = {
    "form": (",",),
    "spaceDelimited": ("%20", "+"),
    "pipeDelimited": ("%7C", "%7c", "|"),
    "tabDelimited": ("%09",),
}


_BETWEEN: Final = {"spaceDelimited": " ", "pipeDelimited": "|", "tabDelimited": "\t"}


def _joined(value: Any, style: Style) -> Any:
    """Lists in a list as the texts that they are written as."""
    if not style.inner or not isinstance(value, list):
        return value
    return [
        style.inner.join(
            item if isinstance(item, str) else json.dumps(item) for item in one
        )
        for one in value
    ]


def raw_pairs(query: str, separators: str = "&") -> Pairs:
    """Names and values as they were sent, still percent-encoded."""
    parts = re.split(f"[{separators}]", query) if query else []
    return [(name, value) for name, _, value in (one.partition("=") for one in parts)]


def take(pairs: Pairs, name: str) -> list[str]:
    """Remove and return the raw values of a name."""
    found = [value for key, value in pairs if unquote_plus(key) == name]
    pairs[:] = [one for one in pairs if unquote_plus(one[0]) != name]
    return found


def query_wrong(
    pairs: Pairs, name: str, value: Any, style: Style, *, form: bool = False
) -> str | None:
    """What is wrong with a query or form parameter; takes its pairs away."""
    value = _joined(value, style)
    if style.name == "deepObject" and isinstance(value, (dict, list)):
        return _deep_wrong(pairs, name, value)
    if isinstance(value, dict) and style.explode and style.name == "form":
        for key, item in value.items():
            found = take(pairs, key)
            if isinstance(item, list):
                wrong = _items_wrong(found, item)
            elif item is None and not found:
                wrong = None
            else:
                wrong = _single_wrong(found, item)
            if wrong:
                return f"form object: {wrong}"
        return None
    found = take(pairs, name)
    if value is None and not found:
        return None
    if isinstance(value, list) and style.explode:
        return _items_wrong(found, value)
    if isinstance(value, (list, dict)):
        if not found:
            return None if not value else "it was not sent"
        if len(found) > 1:
            return "it was sent more than once"
        flat = value if isinstance(value, list) else _flat(value)
        for separator in _SEPARATORS.get(style.name, (",",)):
            parts = found[0].split(separator)
            if _items_wrong(parts, flat) is None:
                return None
            # Many servers decode first: right where no item has the separator.
            parts = unquote_plus(found[0]).split(unquote(separator))
            if form and _items_wrong([quote(one) for one in parts], flat) is None:
                return None
        return f"{style.name} list or object: {found[0]!r} for {_say(value)}"
    return _single_wrong(found, value)


def _single_wrong(found: Sequence[str], value: Any) -> str | None:
    if not found:
        return "it was not sent"
    if len(found) > 1:
        return "it was sent more than once"
    if not is_text_of(unquote_plus(found[0]), value):
        return f"{found[0]!r} is not {_say(value)}"
    return None


def _items_wrong(found: Sequence[str], value: list[Any]) -> str | None:
    if len(found) != len(value):
        return f"list: {len(found)} values for {len(value)} items: {_say(value)}"
    for text, item in zip(found, value, strict=True):
        if not is_text_of(unquote_plus(text), item):
            return f"list: {text!r} is not {_say(item)}"
    return None


def _deep_wrong(pairs: Pairs, name: str, value: Any) -> str | None:
    """`name[key]=…`; a list below it as `[0]`, `[]` or the name again."""
    items = value.items() if isinstance(value, dict) else enumerate(value)
    for key, item in items:
        inner = f"{name}[{key}]"
        if isinstance(item, dict):
            wrong = _deep_wrong(pairs, inner, item)
        elif isinstance(item, list):
            repeated = take(pairs, inner) or take(pairs, f"{inner}[]")
            wrong = (
                _items_wrong(repeated, item)
                if repeated
                else _deep_wrong(pairs, inner, item)
            )
        else:
            found = take(pairs, inner)
            wrong = None if item is None and not found else _single_wrong(found, item)
        if wrong:
            return wrong if wrong.startswith("deepObject") else f"deepObject: {wrong}"
    return None


def _flat(value: Mapping[str, Any]) -> list[Any]:
    return [part for pair in value.items() for part in pair]


def template_pattern(template: str) -> tuple[re.Pattern[str], list[str]]:
    """A path template as a pattern of raw paths, and the names of its groups."""
    names: list[str] = []
    pattern = ""
    for part in re.split(r"(\{[^{}]+\})", template):
        if part.startswith("{") and part.endswith("}") and len(part) > 2:
            names.append(part[1:-1])
            pattern += "([^/?#]*)"
        else:
            pattern += "".join(_either(one) for one in part)
    return re.compile(pattern), names


def _either(character: str) -> str:
    """A character of a path, as it is or percent-encoded."""
    encoded = quote(character, safe="")
    if encoded == character:
        return re.escape(character)
    return f"(?:{re.escape(character)}|(?i:{re.escape(encoded)}))"


def path_wrong(text: str, name: str, value: Any, style: Style) -> str | None:
    """What is wrong with the raw text of a path parameter."""
    value = _joined(value, style)
    if style.name in _BETWEEN and isinstance(value, list):
        parts = unquote(text).split(_BETWEEN[style.name])
        return _plain_wrong([quote(one) for one in parts], value, style)
    prefix, separator = {
        "label": (".", "." if style.explode else ","),
        "matrix": (";", ";" if style.explode else ","),
    }.get(style.name, ("", ","))
    if not text.startswith(prefix):
        return f"{style.name}: {text!r} does not start with {prefix!r}"
    text = text[len(prefix) :]
    if style.name == "matrix":
        if not (style.explode and isinstance(value, (dict, list))):
            if not text.startswith(f"{quote(name, safe='')}="):
                return f"matrix: {text!r} does not name {name}"
            text = text.partition("=")[2]
        elif isinstance(value, list):
            pairs = raw_pairs(text, ";")
            found = take(pairs, name)
            return _items_wrong(found, value) or (pairs and "more was sent") or None
        else:
            return _members_wrong(text.split(";"), value)
    if isinstance(value, dict):
        if style.explode:
            return _members_wrong(text.split(separator), value)
        return _plain_wrong(text.split(separator), _flat(value), style)
    if isinstance(value, list):
        return _plain_wrong(text.split(separator), value, style)
    if not is_text_of(unquote(text), value):
        return f"{style.name}: {text!r} is not {_say(value)}"
    return None


def _members_wrong(parts: Sequence[str], value: Mapping[str, Any]) -> str | None:
    if len(parts) != len(value):
        return f"object: {len(parts)} members for {len(value)}"
    for part, (key, item) in zip(parts, value.items(), strict=True):
        name, _, text = part.partition("=")
        if unquote(name) != key or not is_text_of(unquote(text), item):
            return f"object: {part!r} is not {key}={_say(item)}"
    return None


def _plain_wrong(parts: Sequence[str], items: list[Any], style: Style) -> str | None:
    if len(parts) != len(items):
        return f"{style.name}: {len(parts)} values for {len(items)}: {_say(items)}"
    for text, item in zip(parts, items, strict=True):
        if not is_text_of(unquote(text), item):
            return f"{style.name}: {text!r} is not {_say(item)}"
    return None


def header_wrong(text: str, value: Any, style: Style) -> str | None:
    """What is wrong with a header: simple style, without percent-encoding."""
    value = _joined(value, style)
    if isinstance(value, dict):
        parts = [one.strip() for one in text.split(",")]
        if style.explode:
            for part, (key, item) in zip(parts, value.items(), strict=False):
                name, _, rest = part.partition("=")
                if name != key or not is_text_of(rest, item):
                    return f"header object: {part!r} is not {key}={_say(item)}"
            return None if len(parts) == len(value) else "header object: incomplete"
        flat = _flat(value)
    elif isinstance(value, list):
        between = _BETWEEN.get(style.name, ",")
        parts, flat = [one.strip() for one in text.split(between)], value
    else:
        right = is_text_of(text, value)
        return None if right else f"header: {text!r} is not {_say(value)}"
    if len(parts) != len(flat):
        return f"header list: {len(parts)} values for {len(flat)}"
    for part, item in zip(parts, flat, strict=True):
        if not is_text_of(part, item):
            return f"header list: {part!r} is not {_say(item)}"
    return None


def json_wrong(text: str, value: Any) -> str | None:
    """What is wrong with a parameter whose `content` is JSON."""
    try:
        found = difference(value, json.loads(text))
    except ValueError:
        return f"content: {text!r} is not JSON"
    return f"content: {found.kind} at {found.where}" if found else None


def _say(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)[:120]
