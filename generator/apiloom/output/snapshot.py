"""Snapshots of a folder: its files and their digests."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Final

from apiloom.output.locking import reading

__all__ = [
    "FILE",
    "FOLDER",
    "IGNORED_FOLDERS",
    "LINK",
    "MANIFEST",
    "OTHER",
    "contents",
    "digest",
    "scan",
    "unclaimed",
]

MANIFEST: Final = ".apiloom.json"
"""The file in each generated package that lists what was written, with its hashes."""

IGNORED_FOLDERS: Final = frozenset(
    {".git", "__pycache__", ".mypy_cache", ".pytest_cache", ".ruff_cache"}
)
EXTENSIONS: Final = "extensions"
"""The folder in a generated package that belongs to the user."""

_IGNORED_FILES: Final = frozenset({".DS_Store", "Thumbs.db"})

FILE: Final = "a file"
FOLDER: Final = "a folder"
LINK: Final = "a symbolic link"
OTHER: Final = "neither a file nor a folder"


def digest(content: bytes) -> str:
    """Return the SHA-256 of what a file holds."""
    return hashlib.sha256(content).hexdigest()


def contents(directory: Path) -> Mapping[str, str] | None:
    """Return the SHA-256 of every file below a folder, by its relative path.

    None when something there is no file, or cannot be read.
    """
    try:
        with reading(directory.parent):
            present = scan(directory)
            found = {name for name, kind in present.items() if kind != FOLDER}
            if any(present[name] != FILE for name in found):
                return None
            return {name: _digest_at(f"{directory}/{name}") for name in found}
    except OSError:
        return None


def _digest_at(path: str) -> str:
    # Thousands of small files, each time: neither a `Path` nor a buffer for each.
    with open(path, "rb", buffering=0) as file:
        return digest(file.readall())


def unclaimed(folder: Path, packages: Collection[str]) -> tuple[str, ...]:
    """Return the folders in `folder` that apiloom wrote, for none of `packages`."""
    try:
        names = sorted(entry.name for entry in os.scandir(folder) if entry.is_dir())
    except OSError:
        return ()
    return tuple(
        name
        for name in names
        if name not in packages and (folder / name / MANIFEST).is_file()
    )


def scan(directory: Path, *, has_extensions: bool = True) -> dict[str, str]:
    """Return the kind of everything below `directory`, which itself is called `.`.

    The extensions of a package are not in it: they belong to the user.
    """
    kind = _kind(directory)
    if kind is None:
        return {}
    found = {".": kind}
    folders = [""] if kind == FOLDER else []
    while folders:
        prefix = folders.pop()
        for entry in os.scandir(directory / prefix):
            name = prefix + entry.name
            kind = _kind(entry)
            if kind is None or _is_ignored(entry.name, kind):
                continue
            if has_extensions and name == EXTENSIONS and kind == FOLDER:
                continue
            found[name] = kind
            if kind == FOLDER:
                folders.append(name + "/")
    return found


def _kind(path: Path | os.DirEntry[str]) -> str | None:
    if path.is_symlink():
        return LINK
    if path.is_dir():
        return FOLDER
    if path.is_file():
        return FILE
    return OTHER if isinstance(path, os.DirEntry) or path.exists() else None


def _is_ignored(name: str, kind: str) -> bool:
    if kind == FOLDER:
        return name in IGNORED_FOLDERS
    return name in _IGNORED_FILES or name.endswith((".pyc", ".pyo"))
