"""`OutputError`, and how an error of the system is put into words."""

from __future__ import annotations

import os

__all__ = ["OutputError", "reason"]


class OutputError(Exception):
    """The files cannot be written. Each package on the disk is as it was."""


def reason(error: OSError) -> str:
    """Return what the system says, and the name of the file it is about."""
    name = os.path.basename(str(error.filename)) if error.filename else ""
    return f"{error.strerror or error}" + (f" ({name!a})" if name else "")
