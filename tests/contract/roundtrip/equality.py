"""Whether two values are the same JSON, and if not, where and how they differ."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

ADDED: Final = "a member was added"


@dataclass(frozen=True, slots=True)
class Difference:
    """The first difference: what kind it is, where, and the two values."""

    kind: str
    where: str
    detail: str


def difference(sent: Any, came: Any, where: str = "") -> Difference | None:
    """How two JSON values differ; an integer is not the same as a float.

    What is only written differently is told when nothing else is different.
    """
    mild: Difference | None = None
    for found in _differences(sent, came, where):
        if found.kind not in _MILD:
            return found
        mild = mild or found
    return mild


def _differences(sent: Any, came: Any, where: str) -> Iterator[Difference]:
    if isinstance(sent, dict) and isinstance(came, dict):
        for name, item in sent.items():
            if name not in came:
                yield _made("a member is lost", f"{where}/{name}", item, None)
            else:
                yield from _differences(item, came[name], f"{where}/{name}")
        for name, item in came.items():
            if name not in sent:
                yield _made(ADDED, f"{where}/{name}", None, item)
    elif isinstance(sent, list) and isinstance(came, list):
        if len(sent) != len(came):
            yield _made("a list changed its length", where, sent, came)
        else:
            for index, (one, other) in enumerate(zip(sent, came, strict=True)):
                yield from _differences(one, other, f"{where}/{index}")
    elif isinstance(sent, str) and isinstance(came, str):
        if str(sent) != str(came):
            yield _made(_string_kind(sent, came), where, sent, came)
    elif type(sent) is not type(came):
        yield _made(f"{_kind(sent)} became {_kind(came)}", where, sent, came)
    elif sent != came:
        yield _made(f"{_kind(sent)} has another value", where, sent, came)


_SAME_INSTANT: Final = "a time is written differently, and is the same"
_MILD: Final = (_SAME_INSTANT, ADDED)


def _string_kind(sent: str, came: str) -> str:
    try:
        before, after = datetime.fromisoformat(sent), datetime.fromisoformat(came)
        same = before == after and before.utcoffset() == after.utcoffset()
    except (ValueError, TypeError):
        return "a string has another value"
    return _SAME_INSTANT if same else "a time was changed"


def _kind(value: Any) -> str:
    kinds = {
        "str": "a string",
        "int": "an integer",
        "float": "a float",
        "bool": "a boolean",
        "NoneType": "null",
        "dict": "an object",
        "list": "a list",
    }
    return kinds.get(type(value).__name__, type(value).__name__)


def _made(kind: str, where: str, sent: Any, came: Any) -> Difference:
    return Difference(kind, where or "/", f"{_short(sent)} -> {_short(came)}")


def _short(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, default=repr)[:150]


def is_text_of(text: str, value: Any) -> bool:
    """Whether a text is how a form or a URL writes a value of JSON's types.

    What OpenAPI leaves undefined (objects within lists, say) counts if it is JSON.
    """
    if isinstance(value, str):
        return text == value
    if value is None:
        return text in ("", "null")
    try:
        found = json.loads(text)
    except ValueError:
        return False
    return difference(value, found) is None
