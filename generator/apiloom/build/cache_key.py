"""The inputs of a client besides its document: this program and its environment."""

from __future__ import annotations

import hashlib
import os
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Final

from apiloom.access import open_regular
from apiloom.render.templates import templates_root

__all__ = ["digest_of", "program"]

_DISTRIBUTIONS: Final = (".dist-info", ".egg-info")


@cache
def program() -> str:
    """Return the digest of everything that decides what is made of a document.

    That is every module and template of the generator, as they stand on the disk (an
    edited checkout is another program), the Python that runs them, and the
    distributions installed for it, whose folders are named after their versions.
    Raises OSError when something of this cannot be read.
    """
    digest = hashlib.sha256(sys.version.encode())
    for name in sorted(set(_installed())):
        digest.update(f"\n{name}".encode())
    for folder, suffix in ((Path(__file__).parents[1], ".py"), (templates_root(), "")):
        for path in sorted(_below(str(folder), suffix)):
            with open(path, "rb") as file:
                content = file.read()
            name = os.path.relpath(path, folder)
            digest.update(f"\n{name} {len(content)}\n".encode())
            digest.update(content)
    return digest.hexdigest()


def digest_of(path: str) -> str | None:
    """Return the SHA-256 of a regular file; None when it cannot be read."""
    try:
        with open_regular(path) as file:
            return hashlib.sha256(file.read()).hexdigest()
    except (OSError, ValueError):
        return None


def _below(folder: str, suffix: str) -> Iterator[str]:
    for entry in os.scandir(folder):
        if entry.is_dir():
            if entry.name != "__pycache__":
                yield from _below(entry.path, suffix)
        elif entry.name.endswith(suffix):
            yield entry.path


def _installed() -> Iterator[str]:
    for folder in sys.path:
        try:
            names = os.listdir(folder or ".")
        except OSError:  # an archive, or not there
            continue
        yield from (name for name in names if name.endswith(_DISTRIBUTIONS))
