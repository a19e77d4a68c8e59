"""Packages that are written beside the present ones, before they take their place.

A staging folder stands in the folder of the package, so on the same file system, under
a name that only apiloom gives: a killed run leaves one, and any later run tells it from
a user's own. In it:

    new/<package>    what is staged; after an exchange, the former package
    old/<package>    the former package, where the system cannot exchange folders
    torn/<package>   a copy of the former package, while that cannot even be renamed
    together         the staging folders whose packages are replaced together
    gone-…           what is being removed

`finish` replaces the packages that `together` lists and that are still staged. `settle`
turns each state into a package that is wholly the former or wholly the new
one, and no staging folder.
"""

from __future__ import annotations

import errno
import os
import re
import shutil
import stat
from collections.abc import Iterable, Mapping
from contextlib import suppress
from hashlib import sha256
from pathlib import Path, PurePosixPath
from typing import Final

from apiloom.output.errors import OutputError
from apiloom.output.exchange import exchange, flush
from apiloom.output.plan import STAGING, Plan, recorded
from apiloom.output.snapshot import MANIFEST

__all__ = [
    "build",
    "finish",
    "leftovers",
    "new_name",
    "refuse_mounts",
    "settle",
    "swap_all",
]

_NAME: Final = re.compile(re.escape(STAGING) + r"([0-9a-f]{8})([0-9a-f]{8})", re.ASCII)
_CACHE: Final = "__pycache__"
_TOGETHER: Final = "together"


# --- names --------------------------------------------------------------------


def new_name() -> str:
    """Return a name for a staging folder."""
    number = os.urandom(4).hex()
    return f"{STAGING}{number}{_check(number)}"


def _check(number: str) -> str:
    return sha256(f"apiloom staging {number}".encode()).hexdigest()[:8]


def leftovers(folder: Path) -> list[Path]:
    """Return the staging folders in a folder, of killed runs or of one that writes."""
    try:
        names = sorted(name for name in os.listdir(folder) if name.startswith(STAGING))
    except OSError:
        return []
    found = ((folder / name, _NAME.fullmatch(name)) for name in names)
    return [
        path
        for path, match in found
        if match and match[2] == _check(match[1]) and _is_folder(path)
    ]


def refuse_mounts(plan: Plan) -> None:
    """Raise OutputError if another file system is mounted at the package or below."""
    directory = os.path.realpath(plan.directory)
    try:
        with open("/proc/self/mountinfo", encoding="utf-8", errors="replace") as file:
            places = [_unescape(line.split(" ", 5)[4]) for line in file]
    except (OSError, IndexError):
        places = [directory] if os.path.ismount(directory) else []
    for place in places:
        if place == directory or place.startswith(directory + os.sep):
            name = os.path.relpath(place, directory).replace(os.sep, "/")
            raise OutputError(
                f"{plan.path(name)} is a mount point, so the package cannot be replaced"
                " as a whole; mount the folder above the package instead"
            )


def _unescape(text: str) -> str:
    return re.sub(r"\\([0-7]{3})", lambda match: chr(int(match[1], 8)), text)


# --- staging ------------------------------------------------------------------


def build(plan: Plan, new: Path) -> None:
    """Write the package that `plan` wants to `new`, which does not exist.

    What stays as it is, is the same file (a hard link), not a copy.
    """
    _Stage(plan, new).build()


class _Stage:
    def __init__(self, plan: Plan, new: Path) -> None:
        self.plan = plan
        self.old = plan.directory
        self.new = new
        self.written = {*plan.added, *plan.changed}
        self.listed = recorded(plan.directory)
        outdated = [PurePosixPath(name) for name in (*self.written, *plan.stale)]
        self.outdated = {str(path.with_suffix("")) for path in outdated}
        """Modules whose compiled form is not the one of their new text."""
        self.touched = {str(path.parent) for path in outdated}
        """Folders whose list of names may change, and so their time."""
        self.emptied = _parents(plan.stale)
        self.homes = _parents(plan.files)
        self.folders: dict[str, Path] = {}

    def build(self) -> None:
        # The manifest comes first: what it lists is apiloom's, should this run be
        # killed, and is never taken for a file of the user's.
        self._folder(".")
        self._write(MANIFEST)
        if _is_folder(self.old):
            self._carry("")
        for name in sorted(self.written - {MANIFEST}):
            self._write(name)
        # The deepest first: a folder above it may be read-only.
        for name in sorted(self.folders, key=lambda name: -name.count("/")):
            if name != "." and _is_folder(self.old / name):
                self._restore_state(name)
        if _is_folder(self.old):
            self._restore_state(".")

    def _restore_state(self, name: str) -> None:
        shutil.copystat(self.old / name, self.folders[name])
        if name in self.touched:
            os.utime(self.folders[name])

    def _folder(self, name: str) -> Path:
        if name not in self.folders:
            path = self.new / name
            if name != ".":
                self._folder(str(PurePosixPath(name).parent))
            os.mkdir(path)
            self.folders[name] = path
            if _is_folder(self.old / name):
                _copy_owner(self.old / name, path)
                shutil.copystat(self.old / name, path)
                os.chmod(path, stat.S_IMODE(os.stat(path).st_mode) | stat.S_IRWXU)
        return self.folders[name]

    def _write(self, name: str) -> None:
        if name == MANIFEST and MANIFEST not in self.written:
            _link(self.old / name, self.new / name, movable=False)
            return
        self._folder(str(PurePosixPath(name).parent))
        path = self.new / name
        # Exclusive: "A.py" and "a.py" are the same on some disks.
        _write_file(path, self.plan.files[name])
        if name in self.plan.changed:
            shutil.copymode(self.old / name, path)
            _copy_owner(self.old / name, path)

    def _carry(self, prefix: str) -> bool:
        """Bring over the folder `prefix`; return whether there was anything."""
        carried = False
        with os.scandir(self.old / prefix) as entries:
            # What Python compiled comes last: alone, it does not keep a folder.
            ordered = sorted(entries, key=lambda entry: entry.name == _CACHE)
        for entry in ordered:
            name = f"{prefix}{entry.name}"
            if name == MANIFEST:
                continue
            if entry.is_dir(follow_symlinks=False):
                carried |= self._carry_folder(name, carried)
            elif name in self.plan.files and name in self.plan.changed:
                carried = True
            elif name not in self.plan.stale and not self._is_outdated(name):
                home = self._folder(str(PurePosixPath(name).parent))
                movable = name not in self.plan.files and name not in self.listed
                _link(Path(entry.path), home / entry.name, movable=movable)
                carried = True
        return carried

    def _carry_folder(self, name: str, has_siblings: bool) -> bool:
        parent = str(PurePosixPath(name).parent)
        if name in self.plan.files:
            self._refuse_loss(self.old / name, name)
            return False
        alone = not has_siblings and parent not in self.homes
        if PurePosixPath(name).name == _CACHE and parent in self.emptied and alone:
            return False
        if name not in self.emptied:
            self._folder(name)
        return self._carry(f"{name}/") or name not in self.emptied

    def _is_outdated(self, name: str) -> bool:
        path = PurePosixPath(name)
        if path.suffix != ".pyc" or path.parent.name != _CACHE:
            return False
        module = path.parent.parent / path.name.partition(".")[0]
        return str(module) in self.outdated

    def _refuse_loss(self, folder: Path, name: str) -> None:
        for place, _, files in os.walk(folder):
            for file in files:
                inside = f"{name}/{(Path(place) / file).relative_to(folder).as_posix()}"
                compiled = os.path.basename(place) == _CACHE and file.endswith(".pyc")
                if inside not in self.plan.stale and not compiled:
                    raise OutputError(
                        f"{self.plan.path(name)} is a folder, where a file must be"
                    )


def _parents(names: Iterable[str]) -> set[str]:
    return {str(folder) for name in names for folder in PurePosixPath(name).parents}


def _write_file(path: Path, content: bytes) -> None:
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    descriptor = os.open(path, flags, 0o666)
    try:
        rest = memoryview(content)
        while rest:
            rest = rest[os.write(descriptor, rest) :]
    finally:
        os.close(descriptor)


def _link(source: Path, target: Path, *, movable: bool) -> None:
    """Make `target` the same file as `source`.

    A file that can only be moved is left to `settle`, if it is `movable`; a copy takes
    its place otherwise.
    """
    try:
        os.link(source, target, follow_symlinks=False)
    except FileExistsError as error:
        problem = "there is another file of that name"
        raise FileExistsError(error.errno, problem, str(target)) from error
    except (OSError, NotImplementedError) as error:
        # EPERM: a file of somebody else's, or a file system without hard links.
        allowed = not isinstance(error, PermissionError) or not movable
        mode = os.lstat(source).st_mode
        if stat.S_ISLNK(mode):
            shutil.copy2(source, target, follow_symlinks=False)
        elif stat.S_ISREG(mode) and allowed:
            shutil.copy2(source, target)
        elif not movable:
            raise


def _copy_owner(source: Path, target: Path) -> None:
    if hasattr(os, "chown"):
        now, before = os.stat(target), os.stat(source)
        if (now.st_uid, now.st_gid) != (before.st_uid, before.st_gid):
            with suppress(OSError):
                os.chown(target, before.st_uid, before.st_gid)


# --- replacing ----------------------------------------------------------------


def swap_all(staged: Mapping[Path, Path]) -> None:
    """Put staged packages into the places of others: all of them, or none.

    Raises OSError when that is not possible.

    Args:
        staged: The place of each package, by its staging folder.
    """
    first, *others = staged
    if others:
        # The numbers of the folders tell what is staged from what was exchanged.
        lines = [f"{one.name} {_number(one / 'new')}\n" for one in staged]
        _write_file(first / "draft", "".join(lines).encode())
        flush(first)
        os.rename(first / "draft", first / _TOGETHER)
    replaced: list[Path] = []
    try:
        for staging, target in staged.items():
            replaced.append(staging)
            _swap(staging / "new" / target.name, target)
    except OSError:
        for staging in reversed(replaced[:-1]):
            _undo(staging, staged[staging])
        if others:
            os.unlink(first / _TOGETHER)
        raise
    if others:
        os.unlink(first / _TOGETHER)


def finish(staging: Path) -> None:
    """Replace the packages that a killed run would have replaced with others.

    Raises OSError when that is not possible.
    """
    try:
        lines = (staging / _TOGETHER).read_text().splitlines()
    except OSError:
        return
    for name, number in (line.split(" ") for line in lines):
        other = staging.parent / name
        if _NAME.fullmatch(name) and _is_folder(other):
            _restore(other)
            new = _child(other / "new")
            if new is not None and _number(new.parent) == number:
                _swap(new, staging.parent / new.name)
    os.unlink(staging / _TOGETHER)


def _number(folder: Path) -> str:
    """Return the number that the file system has for the only thing in a folder."""
    staged = _child(folder)
    return "" if staged is None else str(os.lstat(staged).st_ino)


def _undo(staging: Path, target: Path) -> None:
    """Put a package that was replaced back into its place."""
    old, former = _child(staging / "old"), _child(staging / "new")
    if old is not None:
        os.rename(target, staging / "new" / target.name)
        os.rename(old, target)
    elif former is not None:
        exchange(former, target)
    else:
        os.rename(target, staging / "new" / target.name)


def _swap(new: Path, target: Path) -> None:
    """Put the staged package `new` into the place of `target`.

    In one step where the system can. Elsewhere the package is absent for a moment, and
    `settle` restores it should that be the last moment of this process.
    """
    if not os.path.lexists(target):
        os.rename(new, target)
        return
    flush(new)
    if exchange(new, target):
        return
    staging = new.parent.parent
    old = staging / "old"
    os.makedirs(old, exist_ok=True)
    try:
        os.rename(target, old / target.name)
    except OSError as error:
        if error.errno != errno.EXDEV:
            raise
        _replace_piecewise(new, target, staging)
    else:
        os.rename(new, target)


def _replace_piecewise(new: Path, target: Path, staging: Path) -> None:
    # An overlay file system (a layer of a container image) cannot rename the folders
    # of its lower layers. Until "torn" is gone, its copy is the package.
    copy = staging / "copy"
    if os.path.lexists(copy):
        _remove(copy)
    os.mkdir(copy)
    _copy_tree(target, copy / target.name)
    os.rename(copy, staging / "torn")
    _remove(target)
    os.rename(new, target)
    os.rmdir(staging / "old")
    os.rename(staging / "torn", staging / "old")


def _copy_tree(source: Path, target: Path) -> None:
    os.mkdir(target)
    with os.scandir(source) as entries:
        for entry in entries:
            if entry.is_dir(follow_symlinks=False):
                _copy_tree(Path(entry.path), target / entry.name)
            else:
                _link(Path(entry.path), target / entry.name, movable=False)
    _copy_owner(source, target)
    shutil.copystat(source, target)


def settle(staging: Path) -> None:
    """End what a run has begun: finish or undo it, and remove the staging folder.

    Raises OSError when a package must be restored and that is not possible. What
    cannot be removed stays for the next run.
    """
    folder = staging.parent
    _restore(staging)
    for name in ("old", "new"):
        package = _child(staging / name)
        if package is not None:
            target = folder / package.name
            if _is_folder(package) and _is_folder(target):
                _rescue(package, target)
            # From here on it is garbage, and no longer must be complete.
            with suppress(OSError):
                os.rename(staging / name, staging / f"gone-{name}")
    with suppress(OSError):
        _remove(staging)


def _restore(staging: Path) -> None:
    """Put the former package back into its place, unless the new one is there."""
    folder = staging.parent
    torn = _child(staging / "torn")
    if torn is not None:
        target = folder / torn.name
        if os.path.lexists(target):
            _remove(target)
        os.rename(torn, target)
    old = _child(staging / "old")
    if old is not None and not os.path.lexists(folder / old.name):
        os.rename(old, folder / old.name)


def _rescue(package: Path, target: Path) -> None:
    """Move what is the user's out of a package that will be removed.

    That is what came into it while its successor was staged, and what could not be
    linked.
    """
    listed = recorded(package)
    for place, folders, files in os.walk(package):
        inside = os.path.relpath(place, package)
        links = [name for name in folders if os.path.islink(os.path.join(place, name))]
        for file in (*files, *links):
            name = (PurePosixPath(inside.replace(os.sep, "/")) / file).as_posix()
            compiled = os.path.basename(place) == _CACHE and file.endswith(".pyc")
            if name in listed or name == MANIFEST or compiled:
                continue
            if not os.path.lexists(target / name):
                os.makedirs(target / inside, exist_ok=True)
                os.rename(os.path.join(place, file), target / name)


def _child(folder: Path) -> Path | None:
    """Return the only thing in a folder of a staging folder, if there is one."""
    try:
        names = os.listdir(folder)
    except OSError:
        return None
    return folder / names[0] if len(names) == 1 else None


def _remove(path: Path) -> None:
    """Remove a tree, read-only folders included; follow no link."""
    if not _is_folder(path):
        os.unlink(path)
        return
    mode = stat.S_IMODE(os.lstat(path).st_mode)
    if mode & stat.S_IRWXU != stat.S_IRWXU:
        os.chmod(path, mode | stat.S_IRWXU)
    with os.scandir(path) as entries:
        names = [entry.name for entry in entries]
    for name in names:
        _remove(path / name)
    os.rmdir(path)


def _is_folder(path: Path) -> bool:
    try:
        return stat.S_ISDIR(os.lstat(path).st_mode)
    except OSError:
        return False
