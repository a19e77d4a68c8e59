"""The only stage that writes: generated files against what is on the disk.

`plan` looks and decides, `apply` writes all of it or leaves everything as it was. A
manifest in the package records what apiloom wrote there; what it did not write, it
neither changes nor removes.
"""

from __future__ import annotations

import json
import os
import shutil
import tempfile
import unicodedata
from collections.abc import Collection, Iterable, Mapping
from contextlib import ExitStack, suppress
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import cast

from generator.listing import (
    FILE,
    FOLDER,
    IGNORED_FOLDERS,
    LINK,
    MANIFEST,
    OTHER,
    digest,
    scan,
)

__all__ = [
    "MANIFEST",
    "OutputError",
    "Plan",
    "apply",
    "plan",
]

_STAGING = ".apiloom-tmp-"


class OutputError(Exception):
    """The files cannot be written. Nothing on the disk was changed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What separates a folder on the disk from what was generated for it.

    All names are paths relative to `directory`, with forward slashes, sorted.
    """

    directory: Path
    label: str
    """The folder, as messages call it."""
    files: Mapping[str, bytes] = field(repr=False)
    """Everything that belongs there, the manifest included."""
    before: Mapping[str, bytes] = field(repr=False)
    """The present bytes of what is in `changed`."""

    added: tuple[str, ...]
    """Generated, and not there."""
    changed: tuple[str, ...]
    """There, with other bytes."""
    foreign: tuple[str, ...]
    """Those of `changed` that apiloom did not write: only force overwrites them."""
    stale: tuple[str, ...]
    """Written by a former run, untouched since, no longer generated: removed."""
    kept: tuple[str, ...]
    """The same, but edited since: left to whoever edited them."""
    unexpected: tuple[str, ...]
    """Neither generated nor written by a former run: left alone."""
    obstacles: Mapping[str, str]
    """What stands in the way of a file, whatever the force, and why."""

    @property
    def is_clean(self) -> bool:
        """Whether the folder holds exactly what was generated, and nothing else."""
        leftovers = self.stale or self.kept or self.unexpected
        return not (self.added or self.changed or leftovers or self.obstacles)

    def outcome(self) -> Mapping[str, str] | None:
        """Return what `contents` gives once the plan is applied.

        None where things remain that were not generated.
        """
        if self.kept or self.unexpected or self.obstacles:
            return None
        return {name: digest(content) for name, content in self.files.items()}

    @property
    def summary(self) -> str:
        """What applying it does, in a line."""
        counts = (
            (len(self.added), "added"),
            (len(self.changed), "changed"),
            (len(self.stale), "removed"),
        )
        words = ", ".join(f"{count} {word}" for count, word in counts if count)
        return f"{self.label}: {len(self.files)} files, {words or 'nothing changed'}"

    def path(self, name: str) -> str:
        """The name with its folder, fit for a terminal whatever it is made of."""
        path = self.label if name == "." else f"{self.label}/{name}"
        return path if path.isprintable() else ascii(path)


def plan(
    directory: Path, files: Mapping[str, bytes], *, label: str | None = None
) -> Plan:
    """Compare `files` (relative path → content) with `directory`; touch nothing.

    `label` is what messages call the folder; by default its path, or only its name
    when the path is absolute. Raises OutputError when the names cannot all be files of
    one folder on every system, or when the folder cannot be read.
    """
    _refuse_unusable(files)
    label = label or (
        directory.name if directory.is_absolute() else directory.as_posix()
    )
    wanted = {name: files[name] for name in sorted(files)}
    wanted[MANIFEST] = _manifest(files)
    try:
        return _compare(directory, wanted, label)
    except OSError as error:
        raise OutputError(f"{label}: cannot be read: {_reason(error)}") from error


def _compare(directory: Path, wanted: Mapping[str, bytes], label: str) -> Plan:
    present = scan(directory)
    recorded = _recorded(directory, present)
    stale: set[str] = set()
    kept: set[str] = set()
    for name in recorded.keys() - wanted.keys():
        if present.get(name) == FILE:
            former = digest((directory / name).read_bytes())
            (stale if former == recorded[name] else kept).add(name)

    obstacles = _obstacles(wanted, present, stale)
    added: list[str] = []
    before: dict[str, bytes] = {}
    for name, content in wanted.items():
        if present.get(name) != FILE:
            added.append(name)
        elif (found := (directory / name).read_bytes()) != content:
            before[name] = found
    known = {*wanted, *stale, *kept, *obstacles}
    things = (name for name, kind in present.items() if kind != FOLDER)
    return Plan(
        directory=directory,
        label=label,
        files=wanted,
        before=before,
        added=tuple(sorted(name for name in added if name not in obstacles)),
        changed=tuple(sorted(before)),
        foreign=tuple(sorted(before.keys() - recorded.keys() - {MANIFEST})),
        stale=tuple(sorted(stale)),
        kept=tuple(sorted(kept)),
        unexpected=tuple(sorted(name for name in things if name not in known)),
        obstacles={name: obstacles[name] for name in sorted(obstacles)},
    )


# --- what is in the way -----------------------------------------------------


def _obstacles(
    wanted: Iterable[str], present: Mapping[str, str], stale: set[str]
) -> dict[str, str]:
    # A stale file is gone before the first new one is placed: it is in nobody's way,
    # nor is a folder that held nothing else.
    occupied = {
        str(parent)
        for name, kind in present.items()
        if kind != FOLDER and name not in stale
        for parent in PurePosixPath(name).parents
    }
    found: dict[str, str] = {}
    for name in wanted:
        for folder in map(str, PurePosixPath(name).parents):
            kind = present.get(folder, FOLDER)
            if kind != FOLDER and folder not in stale:
                found[folder] = f"is {kind}, where a folder has to be"
        kind = present.get(name, FILE)
        if kind in (LINK, OTHER) or (kind == FOLDER and name in occupied):
            found[name] = f"is {kind}, where a file has to be"
    return found


# --- the manifest ------------------------------------------------------------


def _manifest(files: Mapping[str, bytes]) -> bytes:
    listed = {name: digest(files[name]) for name in sorted(files)}
    text = json.dumps({"version": 1, "files": listed}, indent=2, ensure_ascii=False)
    return f"{text}\n".encode()


def _recorded(directory: Path, present: Mapping[str, str]) -> Mapping[str, str]:
    """Return what the manifest lists: nothing, unless all of it can be believed."""
    if present.get(MANIFEST) != FILE:
        return {}
    try:
        loaded: object = json.loads((directory / MANIFEST).read_bytes())
        manifest = cast("dict[str, object]", loaded if isinstance(loaded, dict) else {})
        files = manifest.get("files")
        if manifest.get("version") != 1 or not isinstance(files, dict):
            return {}
        listed = cast("dict[str, object]", files)
        _refuse_unusable(listed)
    except (ValueError, RecursionError, OutputError):
        return {}
    return {name: str(digest) for name, digest in listed.items()}


def _refuse_unusable(names: Iterable[str]) -> None:
    """Raise OutputError unless the names can be files of one folder on any system."""
    seen: dict[str, tuple[str, str]] = {}
    for name in names:
        parts = name.split("/")
        if not name.isprintable() or "\\" in name or ":" in name:
            raise OutputError(f"{name!r} is no portable name for a file")
        if any(part in ("", ".", "..", *IGNORED_FOLDERS) for part in parts):
            raise OutputError(f"{name!r} leads to a place that apiloom does not write")
        if parts[0] == MANIFEST or parts[0].startswith(_STAGING):
            raise OutputError(f"{name!r} is a name that apiloom keeps for itself")
        for depth in range(1, len(parts) + 1):
            path = "/".join(parts[:depth])
            kind = FILE if depth == len(parts) else FOLDER
            same = unicodedata.normalize("NFC", path).casefold()
            other, other_kind = seen.setdefault(same, (path, kind))
            if other != path:
                raise OutputError(
                    f"{other!r} and {path!r} are the same where case does not matter"
                )
            if other_kind != kind:
                raise OutputError(f"{path!r} would be both a file and a folder")


# --- writing -----------------------------------------------------------------


def apply(plan: Plan, *, force: bool = False) -> None:
    """Make the folder what the plan says: all of it, or, on any failure, nothing.

    What is the same already is not touched. `force` overwrites files that apiloom did
    not write. Raises OutputError when something is in the way or cannot be written.
    """
    if plan.obstacles:
        name, problem = next(iter(plan.obstacles.items()))
        raise OutputError(f"{plan.path(name)} {problem}{_more(plan.obstacles)}")
    if plan.foreign and not force:
        raise OutputError(
            f"{plan.path(plan.foreign[0])} was not written by apiloom, which therefore"
            f" does not overwrite it{_more(plan.foreign)}: move away what is yours, or"
            " use --force"
        )
    if not (plan.added or plan.changed or plan.stale):
        return
    try:
        with ExitStack() as undo:
            _make_folder(plan.directory, undo)
            staging = Path(tempfile.mkdtemp(prefix=_STAGING, dir=plan.directory))
            undo.callback(shutil.rmtree, staging, ignore_errors=True)
            _replace(plan, staging, undo)
            undo.pop_all()
    except OSError as error:
        message = f"{plan.label}: cannot be written: {_reason(error)}"
        raise OutputError(f"{message}; everything is as it was") from error
    shutil.rmtree(staging, ignore_errors=True)
    _prune(plan)


def _replace(plan: Plan, staging: Path, undo: ExitStack) -> None:
    # Everything is on the disk before the first file is replaced: a full disk is
    # noticed here. What takes something away is told first how to bring it back.
    written = {name: staging / f"new-{i}" for i, name in enumerate(plan.files)}
    for name in (*plan.added, *plan.changed):
        written[name].write_bytes(plan.files[name])
    spare = (staging / f"old-{number}" for number in range(10**9))

    for name in plan.stale:
        _set_aside(plan.directory / name, next(spare), undo)
    for name in plan.changed:
        target, old = plan.directory / name, next(spare)
        shutil.copy2(target, old)
        shutil.copymode(target, written[name])
        undo.callback(os.replace, old, target)
        written[name].replace(target)
    for name in plan.added:
        target = plan.directory / name
        if target.is_dir():
            _set_aside(target, next(spare), undo)
        _make_folder(target.parent, undo)
        if os.path.lexists(target):
            # It came in between, or is the same name but for its case.
            raise FileExistsError(17, "there is another file of that name", str(target))
        undo.callback(target.unlink, missing_ok=True)
        written[name].replace(target)


def _set_aside(target: Path, spare: Path, undo: ExitStack) -> None:
    def bring_back() -> None:
        if os.path.lexists(spare):
            spare.replace(target)

    undo.callback(bring_back)
    target.replace(spare)


def _make_folder(folder: Path, undo: ExitStack) -> None:
    missing = [path for path in (folder, *folder.parents) if not path.exists()]
    for path in reversed(missing):
        path.mkdir(exist_ok=True)
        undo.callback(_remove_empty, path)


def _prune(plan: Plan) -> None:
    """Remove the folders that hold nothing any more, once what they held is stale."""
    emptied = {p for name in plan.stale for p in PurePosixPath(name).parents}
    for folder in sorted(emptied, key=lambda path: len(path.parts), reverse=True):
        path = plan.directory / folder
        if folder.parts and path.is_dir():
            if [entry.name for entry in path.iterdir()] == ["__pycache__"]:
                # Left alone, it would keep a package of that name importable.
                shutil.rmtree(path / "__pycache__", ignore_errors=True)
            _remove_empty(path)


def _remove_empty(folder: Path) -> None:
    with suppress(OSError):
        folder.rmdir()


def _reason(error: OSError) -> str:
    name = Path(str(error.filename)).name if error.filename else ""
    return f"{error.strerror or error}" + (f" ({name!a})" if name else "")


def _more(names: Collection[str]) -> str:
    return f" (and {len(names) - 1} more like it)" if len(names) > 1 else ""
