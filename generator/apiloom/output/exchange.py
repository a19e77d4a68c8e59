"""Two folders exchanged in one step, where the system has a call for it."""

from __future__ import annotations

import os
import sys
from importlib import import_module
from pathlib import Path
from typing import Any, Final

__all__ = ["exchange", "flush"]

_AT_FDCWD: Final = -100
_RENAME_EXCHANGE: Final = 2
_RENAME_SWAP: Final = 2  # macOS

_RENAMEAT2: Final = {
    "aarch64": 276,
    "ppc64le": 357,
    "riscv64": 276,
    "s390x": 347,
    "x86_64": 316,
}
"""Numbers of the system call, for C libraries that do not wrap it."""


def exchange(one: Path, other: Path) -> bool:
    """Exchange two folders atomically; return whether that was possible.

    Linux: renameat2(2) with RENAME_EXCHANGE. macOS: renamex_np(2) with RENAME_SWAP.
    False means that nothing has changed.
    """
    libc = _libc()
    if libc is None:
        return False
    names = os.fsencode(one), os.fsencode(other)
    if sys.platform == "darwin":
        if not hasattr(libc, "renamex_np"):
            return False
        return bool(libc.renamex_np(*names, _RENAME_SWAP) == 0)
    arguments = _AT_FDCWD, names[0], _AT_FDCWD, names[1], _RENAME_EXCHANGE
    if hasattr(libc, "renameat2"):
        return bool(libc.renameat2(*arguments) == 0)
    number = _RENAMEAT2.get(os.uname().machine)
    if number is None or sys.maxsize < 2**32:
        return False
    return bool(libc.syscall(number, *arguments) == 0)


def flush(folder: Path) -> None:
    """Have the system write to the disk what was written to the file system."""
    libc = _libc()
    if libc is None or not hasattr(libc, "syncfs"):
        if hasattr(os, "sync"):
            os.sync()
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        libc.syncfs(descriptor)
    finally:
        os.close(descriptor)


def _libc() -> Any:
    # Only a run that replaces a package needs it.
    if sys.platform not in ("linux", "darwin"):
        return None
    try:
        return import_module("ctypes").CDLL(None, use_errno=True)
    except (ImportError, OSError):
        return None
