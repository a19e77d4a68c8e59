"""Replacing a file whole, or not at all."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from apiloom.build.interrupted import noted, spare_file
from apiloom.output import OutputError

__all__ = ["replace_file"]


def replace_file(path: Path, content: bytes) -> None:
    """Write a file beside its place, and move it there.

    What a killed run leaves behind, the next command removes. Raises OutputError.
    """
    with noted(path.parent):
        spare = spare_file(path)
        try:
            spare.write_bytes(content)
            if path.exists():
                shutil.copymode(path, spare)
            os.replace(spare, path)
        except OSError as error:
            message = f"{path}: cannot be written: {error.strerror or error}"
            raise OutputError(message) from error
        finally:
            spare.unlink(missing_ok=True)
