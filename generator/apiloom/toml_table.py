"""Tables of a TOML file, with the lines that their keys stand in."""

from __future__ import annotations

import difflib
import keyword
import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeGuard

from apiloom.diagnostics import Code, UnusableInput
from apiloom.locations import Location, Pointer

__all__ = ["Table", "is_table"]

_TYPES: Mapping[type, str] = {
    bool: "a boolean",
    dict: "a table",
    float: "a number",
    int: "a number",
    list: "an array",
    str: "a string",
}


@dataclass(frozen=True, slots=True)
class Table:
    """A table of the file and where it stands; each read gives its type or fails."""

    values: Mapping[str, object]
    path: tuple[str, ...]
    file: str
    source: str

    def __contains__(self, key: str) -> bool:
        return key in self.values

    def only(self, *known: str) -> None:
        for key in self.values:
            if key not in known:
                close = difflib.get_close_matches(key, known, n=1)
                hint = f"did you mean `{close[0]}`?" if close else _any_of(known)
                raise self.error(f"unknown key `{key}`", key, hint=hint)

    def text(self, key: str) -> str:
        value = self.values[key]
        if not isinstance(value, str):
            raise self._type_error(key, value, "a string")
        self._refuse_unusable(value, key)
        return value

    def flag(self, key: str) -> bool:
        value = self.values[key]
        if not isinstance(value, bool):
            raise self._type_error(key, value, "true or false")
        return value

    def texts(self, key: str) -> tuple[str, ...]:
        value = self.values[key]
        if isinstance(value, str):
            raise self._type_error(key, value, f'an array of strings: ["{value}"]')
        if not _is_list(value):
            raise self._type_error(key, value, "an array of strings")
        texts: list[str] = []
        for index, item in enumerate(value):
            if not isinstance(item, str):
                raise self._type_error(f"{key}[{index}]", item, "a string", within=key)
            self._refuse_unusable(item, key)
            texts.append(item)
        return tuple(texts)

    def identifier(self, key: str) -> str:
        value = self.text(key)
        if not value.isidentifier():
            hint = "letters, digits and underscores, no digit first"
            raise self.error(
                f'`{key}`: "{value}" is not a valid Python name', key, hint=hint
            )
        if keyword.iskeyword(value):
            raise self.error(f'`{key}`: "{value}" is a Python keyword', key)
        return value

    def day(self, key: str) -> str:
        value = self.values[key]
        if isinstance(value, date) and not isinstance(value, datetime):
            return value.isoformat()
        if isinstance(value, str):
            try:
                return date.fromisoformat(value).isoformat()
            except ValueError:
                raise self.error(
                    f"`{key}`: {value!r} is not a date", key, hint="2027-01-31"
                ) from None
        raise self._type_error(key, value, "a date, such as 2027-01-31")

    def megabytes(self, key: str) -> int:
        value = self.values[key]
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise self._type_error(key, value, "a number of megabytes")
        if not 0 < value < 1_000_000:
            raise self.error(f"`{key}` must be more than 0 MB", key)
        return int(value * 1_000_000)

    def count(self, key: str) -> int:
        value = self.values[key]
        if isinstance(value, bool) or not isinstance(value, int):
            raise self._type_error(key, value, "an integer")
        if value < 0:
            raise self.error(f"`{key}` must not be negative", key)
        return value

    def choice(self, key: str, known: Collection[str]) -> str:
        value = self.text(key)
        if value in known:
            return value
        hint = _any_of(known)
        raise self.error(f'`{key}`: "{value}" is not supported', key, hint=hint)

    def choices(self, key: str, known: Collection[str]) -> tuple[str, ...]:
        found = self.texts(key)
        for text in found:
            if text not in known:
                close = difflib.get_close_matches(text, known, n=1)
                hint = f"did you mean `{close[0]}`?" if close else _any_of(known)
                message = f'`{key}`: "{text}" is not supported'
                raise self.error(message, key, hint=hint)
        return tuple(dict.fromkeys(found))

    def table(self, key: str) -> Table:
        value = self.values[key]
        if not is_table(value):
            raise self._type_error(key, value, "a table")
        return Table(value, (*self.path, key), self.file, self.source)

    def tables(self, key: str) -> tuple[Table, ...]:
        value = self.values[key]
        header = ".".join((*self.path, key))
        if not _is_list(value):
            raise self._type_error(key, value, f"an array of tables, [[{header}]]")
        tables: list[Table] = []
        for index, item in enumerate(value):
            if not is_table(item):
                raise self._type_error(f"{key}[{index}]", item, "a table", within=key)
            where = (*self.path, key, str(index))
            tables.append(Table(item, where, self.file, self.source))
        return tuple(tables)

    def error(self, message: str, *keys: str, hint: str | None = None) -> UnusableInput:
        return UnusableInput(Code.CONFIG_INVALID, message, self.place(*keys), hint)

    def place(self, *keys: str) -> Location:
        where = (*self.path, *keys)
        line, column = _locate(self.source, where)
        return Location(self.file, line, column, Pointer(tokens=where))

    def _type_error(
        self, name: str, value: object, wanted: str, within: str | None = None
    ) -> UnusableInput:
        given = _TYPES.get(type(value), "a date or time")
        return self.error(f"`{name}` must be {wanted}; this is {given}", within or name)

    def _refuse_unusable(self, value: str, key: str) -> None:
        if not value.strip():
            raise self.error(f"`{key}` is empty", key)
        if not value.isprintable():
            message = f"`{key}` contains a character that cannot be printed"
            raise self.error(message, key)


def _any_of(names: Collection[str]) -> str:
    return "one of " + ", ".join(f"`{name}`" for name in names)


def _is_list(value: object) -> TypeGuard[list[object]]:
    return isinstance(value, list)


def is_table(value: object) -> TypeGuard[dict[str, object]]:
    return isinstance(value, dict)


_HEADER = re.compile(r"\s*(\[\[?)([^\[\]]+)\]")
_KEY = re.compile(r"""\s*((?:[\w.\s-]|"[^"]*"|'[^']*')+?)\s*=""")


def _locate(text: str, path: tuple[str, ...]) -> tuple[int, int]:
    """Return line and column of the deepest part of `path` that is found in `text`.

    tomllib keeps no positions. Headers and keys that begin a line are enough to lead
    a reader to the right one; a value in an inline table is found by its outer key.
    """
    best, depth = (1, 1), 0
    prefix: tuple[str, ...] = ()
    seen: dict[tuple[str, ...], int] = {}
    for number, line in enumerate(text.split("\n"), 1):
        if header := _HEADER.match(line):
            *outer, last = _names(header[2])
            found = (*_in_latest(outer, seen), last)
            column = header.start(1) + 1
            if header[1] == "[[":
                seen[found] = seen.get(found, -1) + 1
            prefix = found = _in_latest(found[-1:], seen, found[:-1])
        elif key := _KEY.match(line):
            found = (*prefix, *_names(key[1]))
            column = key.start(1) + 1
        else:
            continue
        if depth < len(found) and found == path[: len(found)]:
            best, depth = (number, column), len(found)
    return best


def _in_latest(
    names: Iterable[str],
    seen: Mapping[tuple[str, ...], int],
    within: tuple[str, ...] = (),
) -> tuple[str, ...]:
    """Return a path with the index of the latest table of each array on its way."""
    path = within
    for name in names:
        path = (*path, name)
        if path in seen:
            path = (*path, str(seen[path]))
    return path


def _names(dotted: str) -> tuple[str, ...]:
    return tuple(name.strip().strip("\"'") for name in dotted.split("."))
