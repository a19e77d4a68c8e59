"""Entries of a changelog, added above those that are there."""

from __future__ import annotations

from pathlib import Path

from apiloom.output import OutputError
from apiloom.scaffold.writing import replace_file

__all__ = ["add_entry"]


def add_entry(path: Path, entry: str) -> None:
    """Add an entry to a changelog, below its title, and write one if there is none.

    Raises OutputError if the file cannot be read or written.
    """
    try:
        text = path.read_text(encoding="utf-8") if path.exists() else "# Changelog\n"
    except (OSError, UnicodeDecodeError) as error:
        raise OutputError(f"{path}: cannot be read: {error}") from None
    title, newline, rest = text.partition("\n")
    if not title.startswith("# "):
        title, newline, rest = "", "", text
    above = f"{title}{newline or chr(10)}\n" if title else ""
    below = f"\n{rest.lstrip(chr(10))}" if rest.strip() else ""
    replace_file(path, f"{above}{entry.rstrip()}\n{below}".encode())
