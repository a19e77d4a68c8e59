"""Surfaces that were saved: the output of `apiloom inspect`."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any, Final, cast

from pydantic import TypeAdapter, ValidationError

from apiloom.access import open_regular
from apiloom.compare.surface import VERSION, Surface
from apiloom.diagnostics import Code, UnusableInput
from apiloom.locations import Location, Pointer

__all__ = ["load", "read_surface"]

_START: Final = 4096
_INSPECTED: Final = re.compile(rb'\s*\{\s*"version"\s*:\s*\d+\s*,\s*"package"\s*:')
"""How the output of `apiloom inspect` begins, and no specification does."""


def load(path: Path, max_size: int) -> Surface | None:
    """Return the surface in a file that `apiloom inspect` has written.

    None for any other file. Raises UnusableInput for one that cannot be compared.
    """
    try:
        with open_regular(path) as file:
            start = file.read(_START)
            if not _INSPECTED.match(start):
                return None
            text = start + file.read(max_size - len(start) + 1)
    except (OSError, ValueError):
        return None
    if len(text) > max_size:
        raise _unusable(
            path, Code.TOO_LARGE, "the file is larger than what may be read"
        )
    try:
        data: object = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise _unusable(
            path, Code.SYNTAX_ERROR, f"the file is not JSON: {error}"
        ) from None
    found = (
        cast("dict[str, Any]", data).get("surface") if isinstance(data, dict) else None
    )
    if found is None:
        return None
    return read_surface(found, path)


def read_surface(data: object, path: Path) -> Surface:
    """Return a surface from JSON's types. Raises UnusableInput if it is none."""
    version = (
        cast("dict[str, Any]", data).get("version") if isinstance(data, dict) else None
    )
    if version != VERSION:
        raise _unusable(
            path,
            Code.UNSUPPORTED_VERSION,
            f"the surface has version {version!r}; this apiloom reads {VERSION}",
            "Save it again with `apiloom inspect`",
        )
    try:
        return TypeAdapter(Surface).validate_python(data)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        place = ".".join(map(str, first["loc"]))
        message = f"the surface cannot be read: {place}: {first['msg']}"
        raise _unusable(path, Code.SYNTAX_ERROR, message) from None


def _unusable(
    path: Path, code: Code, message: str, hint: str | None = None
) -> UnusableInput:
    return UnusableInput(
        code, message, Location(path.as_posix(), 1, 1, Pointer()), hint
    )
