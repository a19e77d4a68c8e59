"""The only stage that writes: packages are replaced whole, or not at all."""

from __future__ import annotations

import os
from collections.abc import Collection, Generator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

from apiloom.output.errors import OutputError, reason
from apiloom.output.locking import PATIENCE, LockTimeoutError, writing
from apiloom.output.plan import Plan, compare
from apiloom.output.signals import Ended, orderly_end, uninterrupted
from apiloom.output.staging import (
    build,
    finish,
    leftovers,
    new_name,
    refuse_mounts,
    settle,
    swap_all,
)

__all__ = ["apply", "apply_together", "recover"]


def apply(plan: Plan, *, force: bool = False) -> Plan:
    """Make the folder what the plan says: all of it, or, on any failure, nothing.

    What is the same already stays the same file. `force` overwrites files that apiloom
    did not write. Whenever this process is killed, the package is wholly the former or
    wholly the new one, or absent until `recover` restores it where the system cannot
    exchange two folders.

    Returns:
        The plan that was applied: another run may have written since `plan` was made.

    Raises:
        OutputError: Something is in the way, or cannot be written.
    """
    return apply_together([plan], force=force)[0]


def apply_together(plans: Sequence[Plan], *, force: bool = False) -> list[Plan]:
    """Do what `apply` does for packages of one folder that depend on each other.

    All of them are staged before the first is replaced. Should this process be killed
    between two of them, `recover` replaces the others.
    """
    for plan in plans:
        _refuse(plan, force)
    if not any(map(_writes, plans)):
        return [*plans]
    try:
        return _apply(plans, force)
    except Ended as ended:
        os.kill(os.getpid(), ended.number)
        raise SystemExit(128 + ended.number) from None


def _writes(plan: Plan) -> bool:
    return bool(plan.added or plan.changed or plan.stale)


def _apply(plans: Sequence[Plan], force: bool) -> list[Plan]:
    label = ", ".join(plan.label for plan in plans)
    with ExitStack() as undo:
        try:
            folder = _make_folder(plans[0].directory.parent, undo)
            with _exclusive(folder, label):
                _settle_all(folder)
                current = [
                    compare(
                        plan.directory, plan.files, plan.label, is_site=plan.is_site
                    )
                    for plan in plans
                ]
                for plan in current:
                    _refuse(plan, force)
                pending = [plan for plan in current if _writes(plan)]
                for plan in pending:
                    refuse_mounts(plan)
                if pending:
                    _replace(pending, folder)
        except OSError as error:
            message = f"{label}: cannot be written: {reason(error)}"
            raise OutputError(f"{message}; nothing was changed") from error
        undo.pop_all()
    return current


def recover(folder: Path, *, patience: float = PATIENCE) -> None:
    """Finish or undo what killed runs have begun in a folder of packages.

    Raises OutputError when a package cannot be restored.
    """
    if not leftovers(folder):
        return
    try:
        with _exclusive(folder, folder.name or ".", patience):
            _settle_all(folder)
    except OSError as error:
        raise OutputError(
            f"{folder.name or '.'}: an interrupted run left a package that cannot be"
            f" restored: {reason(error)}"
        ) from error


def _refuse(plan: Plan, force: bool) -> None:
    if plan.obstacles:
        name, problem = next(iter(plan.obstacles.items()))
        raise OutputError(f"{plan.path(name)} {problem}{_more(plan.obstacles)}")
    if plan.foreign and not force:
        raise OutputError(
            f"{plan.path(plan.foreign[0])}{_more(plan.foreign)} was not written by"
            " apiloom, so it is not overwritten. Move it, or use --force"
        )


def _more(names: Collection[str]) -> str:
    return f" (and {len(names) - 1} more)" if len(names) > 1 else ""


def _settle_all(folder: Path) -> None:
    for staging in leftovers(folder):
        with uninterrupted():
            finish(staging)
    for staging in leftovers(folder):
        with uninterrupted():
            settle(staging)


def _replace(plans: Sequence[Plan], folder: Path) -> None:
    here = _working_directory()
    staged: dict[Path, Path] = {}
    try:
        with orderly_end():
            for plan in plans:
                target = folder / plan.directory.name
                staging = folder / new_name()
                os.mkdir(staging, 0o700)
                os.mkdir(staging / "new")
                staged[staging] = target
                build(plan, staging / "new" / target.name)
            with uninterrupted():
                swap_all(staged)
    finally:
        with uninterrupted():
            _settle_all(folder)
            if here is not None and any(map(here.is_relative_to, staged.values())):
                with suppress(OSError):  # whoever stood in a package still does
                    os.chdir(here)


def _working_directory() -> Path | None:
    try:
        return Path.cwd()
    except OSError:
        return None


# --- folders -----------------------------------------------------------------------


@contextmanager
def _exclusive(folder: Path, label: str, patience: float = PATIENCE) -> Generator[None]:
    try:
        with writing(folder, patience):
            yield
    except LockTimeoutError:
        raise OutputError(
            f"{label}: another apiloom process is writing there; try again later"
        ) from None


def _make_folder(folder: Path, undo: ExitStack) -> Path:
    missing = [path for path in (folder, *folder.parents) if not path.exists()]
    for path in reversed(missing):
        undo.callback(_remove_empty, path)
        path.mkdir(exist_ok=True)
    return folder.resolve()


def _remove_empty(folder: Path) -> None:
    with suppress(OSError):
        folder.rmdir()
