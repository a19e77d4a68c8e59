"""OpenAPI documents in the folders of a project."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from apiloom.access import open_regular

__all__ = ["documents_below"]

_SUFFIXES: Final = (".yaml", ".yml", ".json")
_PASSED_OVER: Final = frozenset("node_modules site-packages build dist venv".split())
_DEPTH: Final = 4
_FILES: Final = 2_000
_START: Final = 8_192
_VERSION: Final = re.compile(
    rb"""^[\s{]*(?:"?'?)(?:openapi|swagger)["']?\s*:\s*["']?[23]""", re.MULTILINE
)


def documents_below(folder: Path) -> list[Path]:
    """Return the OpenAPI documents below a folder, sorted.

    Hidden folders and those of installed packages are passed over, and no more than
    2,000 files are opened.
    """
    found: list[Path] = []
    for count, path in enumerate(_candidates(folder, _DEPTH)):
        if count >= _FILES:
            break
        try:
            with open_regular(str(path)) as file:
                start = file.read(_START)
        except (OSError, ValueError):
            continue
        if _VERSION.search(start):
            found.append(path)
    return sorted(found)


def _candidates(folder: Path, depth: int) -> Iterator[Path]:
    try:
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except OSError:
        return
    for entry in entries:
        if entry.name.startswith(".") or entry.name in _PASSED_OVER:
            continue
        if entry.is_dir(follow_symlinks=False):
            if depth:
                yield from _candidates(folder / entry.name, depth - 1)
        elif entry.name.lower().endswith(_SUFFIXES):
            yield folder / entry.name
