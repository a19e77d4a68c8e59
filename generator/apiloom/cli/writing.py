"""Writing packages, and putting in order what killed runs have left."""

from __future__ import annotations

from contextlib import suppress

from apiloom.build.interrupted import noted, remove_spares, unfinished
from apiloom.output import OutputError, Plan, apply_together, recover

__all__ = ["recover_all", "write"]


def write(*plans: Plan, force: bool = False) -> None:
    """Apply the plans of packages that depend on each other.

    Raises OutputError when that is not possible.
    """
    if plans:
        with noted(plans[0].directory.parent):
            apply_together(plans, force=force)


def recover_all() -> None:
    """Finish or undo what killed runs have begun, in whatever folder.

    Folders that cannot be put in order are left to commands that are about them.
    """
    for folder in unfinished():
        remove_spares(folder)
        with suppress(OutputError):
            recover(folder, patience=0)
