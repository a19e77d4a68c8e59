"""Files of a revision in git, without a checkout.

Only the files that are asked for are taken out of git, into a temporary folder. No
shell is involved, git is asked to fetch nothing, and no hook or filter runs: blobs are
read as they are stored.
"""

from __future__ import annotations

import os
import posixpath
import subprocess
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from apiloom.diagnostics import Code, UnusableInput
from apiloom.locations import Location, Pointer

__all__ = ["Revision", "split"]

_TIMEOUT: Final = 60.0
_MOST_LINKS: Final = 10
_ENVIRONMENT: Final = {
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_TERMINAL_PROMPT": "0",
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_NO_REPLACE_OBJECTS": "1",
    "LC_ALL": "C",
}


def split(text: str) -> tuple[str, str] | None:
    """Return revision and path of ``REV:path``; None for anything else."""
    if os.path.exists(text):
        return None
    revision, separator, path = text.partition(":")
    # A drive of Windows, or a URL, is no revision.
    if not separator or not path or len(revision) < 2 or path.startswith("//"):
        return None
    return revision, path


@dataclass(slots=True)
class Revision:
    """A commit, and the folder that its files are written to as they are needed.

    `name` is the revision as the user wrote it, `prefix` the folder of the repository
    that the user is in, `left` the bytes that may still be written.
    """

    name: str
    commit: str
    top: Path
    prefix: str
    folder: Path
    left: int
    _written: set[str] = field(default_factory=set[str])

    @classmethod
    def open(cls, name: str, folder: Path, max_size: int) -> Revision:
        """Find a revision in the repository of the current folder.

        Raises:
            UnusableInput: There is no git, no repository, or no such revision.
        """
        commit = _git(
            [
                "rev-parse",
                "--verify",
                "--quiet",
                "--end-of-options",
                f"{name}^{{commit}}",
            ]
        )
        top = _git(["rev-parse", "--show-toplevel"])
        prefix = _git(["rev-parse", "--show-prefix"])
        if top is None or prefix is None:
            raise _unusable(name, "this is not the folder of a git repository")
        if commit is None:
            raise _unusable(
                name,
                f"there is no revision {name!r}",
                "In CI, fetch it first: a shallow clone has only the last commit",
            )
        return cls(
            name,
            commit.decode().strip(),
            Path(os.fsdecode(top.removesuffix(b"\n"))),
            os.fsdecode(prefix.removesuffix(b"\n")),
            folder,
            max_size,
        )

    def inside(self, path: str) -> str:
        """Return a path of the user as the path inside the repository.

        As in git, it starts from the top of the repository, unless it starts with a
        dot. Raises UnusableInput if it is not inside.
        """
        relative = path.startswith(("./", "../"))
        found = posixpath.normpath(f"{self.prefix}{path}" if relative else path)
        if found.startswith(("../", "/")) or found == "..":
            raise _unusable(f"{self.name}:{path}", "the path is outside the repository")
        return found

    def inside_of(self, path: Path) -> str | None:
        """Return a path of the disk as the path inside the repository, if it is one."""
        real, top = os.path.realpath(path), os.path.realpath(self.top)
        if os.path.commonpath([real, top]) != top:
            return None
        return Path(os.path.relpath(real, top)).as_posix()

    def write(self, path: str) -> Path | None:
        """Write a file of the revision, once; return where, or None without one."""
        place = self.folder / path
        if path in self._written:
            return place
        content = self._read(path, _MOST_LINKS)
        if content is None:
            return None
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(content)
        self._written.add(path)
        return place

    def write_missing(self, paths: Iterable[Path]) -> bool:
        """Write files that a document asked for; return whether there were any."""
        root = os.path.realpath(self.folder)
        is_any = False
        for path in paths:
            real = os.path.realpath(path)
            if not real.startswith(root + os.sep):
                continue
            inside = Path(os.path.relpath(real, root)).as_posix()
            if inside not in self._written and self.write(inside) is not None:
                is_any = True
        return is_any

    def shown(self, file: str) -> str:
        """Return the path of a file in the temporary folder as ``REV:path``."""
        root, real = os.path.realpath(self.folder), os.path.realpath(file)
        if not real.startswith(root + os.sep):
            return file
        return f"{self.name}:{Path(os.path.relpath(real, root)).as_posix()}"

    def _read(self, path: str, links: int) -> bytes | None:
        listed = _git(["ls-tree", "-z", "-l", self.commit, "--", path], self.top)
        entry = (listed or b"").split(b"\0")[0]
        about, _, name = entry.partition(b"\t")
        if os.fsdecode(name) != path:
            return None
        mode, kind, blob, size = about.split()
        if kind != b"blob":
            return None
        self.left -= int(size)
        if self.left < 0:
            raise UnusableInput(
                Code.TOO_LARGE,
                "the files of the revision are larger than what may be read",
                Location(f"{self.name}:{path}", 1, 1, Pointer()),
                "`--max-size` raises the limit",
            )
        content = _git(["cat-file", "blob", blob.decode()], self.top)
        if content is None:
            raise _unusable(f"{self.name}:{path}", "git cannot read the file")
        if mode != b"120000":
            return content
        # A link: what it leads to, as long as that is a file of the repository, too.
        folder = posixpath.dirname(path)
        target = posixpath.normpath(posixpath.join(folder, os.fsdecode(content)))
        if links == 0 or target.startswith(("../", "/")):
            return None
        return self._read(target, links - 1)


def _git(arguments: list[str], folder: Path | None = None) -> bytes | None:
    """Return what git prints; None if it fails. Raises UnusableInput without git."""
    command = ["git", "--literal-pathspecs", *arguments]
    try:
        done = subprocess.run(
            command,
            cwd=folder,
            env={**os.environ, **_ENVIRONMENT},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            check=False,
            timeout=_TIMEOUT,
        )
    except FileNotFoundError:
        raise _unusable("git", "git is not installed") from None
    except subprocess.TimeoutExpired:
        raise _unusable("git", "git does not respond") from None
    if done.returncode and b"dubious ownership" in done.stderr:
        raise _unusable("git", "git refuses to read a repository of another user")
    return done.stdout if done.returncode == 0 else None


def _unusable(name: str, message: str, hint: str | None = None) -> UnusableInput:
    place = Location(name, 1, 1, Pointer())
    return UnusableInput(Code.FILE_NOT_FOUND, message, place, hint)
