"""Notes of folders in which a run writes, for the next run, whatever that is about.

A run that is killed while it writes leaves its note. The next command, even one that
knows nothing of that folder, finds it and puts the folder in order.
"""

from __future__ import annotations

import os
from collections.abc import Generator, Iterator
from contextlib import contextmanager, suppress
from hashlib import sha256
from pathlib import Path
from typing import Final

from apiloom.build.cache import cache_folder

__all__ = ["noted", "remove_spares", "spare_file", "unfinished"]


@contextmanager
def noted(folder: Path) -> Generator[None]:
    """Keep a note of a folder; where notes cannot be written, do nothing."""
    place = str(folder.resolve())
    name = sha256(os.fsencode(place)).hexdigest()[:16]
    note = _notes() / f"{name}-{os.getpid()}"
    try:
        with suppress(OSError):
            note.parent.mkdir(parents=True, exist_ok=True)
            note.write_bytes(os.fsencode(place))
        yield
    finally:
        with suppress(OSError):
            note.unlink()


def unfinished() -> Iterator[Path]:
    """Yield the folders that have a note, and remove the note when you go on."""
    try:
        names = sorted(os.listdir(_notes()))
    except OSError:
        return
    for name in names:
        process = name.rpartition("-")[2]
        if process.isdecimal() and not _is_running(int(process)):
            note = _notes() / name
            try:
                folder = Path(os.fsdecode(note.read_bytes()))
            except OSError:
                continue
            if folder.is_absolute():
                yield folder
            with suppress(OSError):
                note.unlink()


def spare_file(path: Path) -> Path:
    """Return where a run writes what is to replace a file."""
    return path.with_name(f".{path.name}.{os.getpid()}{_SPARE}")


def remove_spares(folder: Path) -> None:
    """Remove what killed runs were about to replace files of a folder with."""
    with suppress(OSError):
        for spare in folder.glob(f".*{_SPARE}"):
            process = spare.name.removesuffix(_SPARE).rpartition(".")[2]
            is_dead = process.isdecimal() and not _is_running(int(process))
            if is_dead and spare.is_file() and not spare.is_symlink():
                spare.unlink()


_SPARE: Final = ".apiloom-tmp"


def _notes() -> Path:
    return cache_folder() / "unfinished"


def _is_running(process: int) -> bool:
    if os.name == "nt":  # a signal 0 would end it there
        return False
    try:
        os.kill(process, 0)
    except (ProcessLookupError, OverflowError):
        return False
    except OSError:
        return True
    return True
