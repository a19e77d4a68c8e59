"""Files of a project that run apiloom: for make, git, pre-commit and CI.

A file that is there already is only added to where that cannot break it; otherwise the
text to add is returned, for a person to place.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path
from typing import Any, Final

from apiloom import __version__
from apiloom.output import OutputError
from apiloom.scaffold.writing import replace_file

__all__ = ["FILES", "ProjectFile", "Written", "requirement"]


@dataclass(frozen=True, slots=True)
class Written:
    """The result of writing a file: what happened, and what is left to a person."""

    path: Path
    happened: str
    to_add: str = ""


@dataclass(frozen=True, slots=True)
class ProjectFile:
    """A file that `init` writes on request."""

    option: str
    question: str
    write: Callable[[Path, str], Written]
    """Writes it below the folder of the configuration, for a folder of clients."""


_MAKE: Final = """\
.PHONY: regenerate
regenerate:
	apiloom generate
"""
_HOOK: Final = """\
  - repo: local
    hooks:
      - id: apiloom-check
        name: apiloom check
        entry: apiloom check
        language: python
        additional_dependencies: ["{requirement}"]
        pass_filenames: false
        always_run: true
"""
_GITHUB: Final = """\
name: clients
on: [push, pull_request]
permissions:
  contents: read
jobs:
  check:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v4
      - uses: actions/setup-python@v5
        with:
          python-version: "3.13"
      - run: pip install "{requirement}"
      - run: apiloom check
"""
_GITLAB: Final = """\
clients:
  image: python:3.13-slim
  script:
    - pip install "{requirement}"
    - apiloom check
"""
_REPOSITORY: Final = re.compile(r"https?://(?:[^/@\s]*@)?(?P<place>[\w.~:/-]+)")
_COMMIT: Final = re.compile(r"[0-9a-f]{40,64}")
_TARGET: Final = re.compile(r"^regenerate\s*:", re.MULTILINE)
_JOB: Final = re.compile(r"^clients\s*:", re.MULTILINE)


def requirement() -> str:
    """Return the requirement that installs this apiloom in another place.

    It is the commit of the repository that it was installed from, if the installer
    recorded one (PEP 610), without credentials; otherwise the version.
    """
    try:
        recorded = distribution("apiloom").read_text("direct_url.json")
        origin: Any = json.loads(recorded or "{}")
        place = _REPOSITORY.fullmatch(origin["url"])
        commit = origin["vcs_info"]["commit_id"]
    except (PackageNotFoundError, ValueError, KeyError, TypeError):
        return f"apiloom=={__version__}"
    if place is None or not _COMMIT.fullmatch(commit):
        return f"apiloom=={__version__}"
    scheme = origin["url"].partition(":")[0]
    return f"apiloom @ git+{scheme}://{place['place']}@{commit}"


def _with_requirement(text: str) -> str:
    return text.replace("{requirement}", requirement())


def _makefile(folder: Path, output: str) -> Written:
    path = folder / "Makefile"
    before = _read(path)
    if before is not None and _TARGET.search(before):
        return Written(path, "has a target `regenerate` already; left unchanged")
    return _append(path, before, _MAKE, "a target `regenerate`")


def _git_attributes(folder: Path, output: str) -> Written:
    path = folder / ".gitattributes"
    pattern = "**" if output in (".", "") else f"{output.rstrip('/')}/**"
    before = _read(path)
    if before is not None and any(
        line.split()[:1] == [pattern] for line in before.splitlines()
    ):
        return Written(path, f"has a line for {pattern} already; left unchanged")
    text = f"{pattern} -text linguist-generated\n"
    return _append(path, before, text, "the attributes of generated files")


def _pre_commit(folder: Path, output: str) -> Written:
    path = folder / ".pre-commit-config.yaml"
    if path.exists():
        to_add = _with_requirement(_HOOK)
        return Written(path, "exists; add this to its `repos`", to_add)
    text = _with_requirement(f"repos:\n{_HOOK}")
    return _append(path, None, text, _installing("a hook that runs `apiloom check`"))


def _github(folder: Path, output: str) -> Written:
    path = folder / ".github" / "workflows" / "clients.yml"
    if path.exists():
        return Written(path, "exists; left unchanged")
    what = _installing("a workflow that runs `apiloom check`")
    return _append(path, None, _with_requirement(_GITHUB), what)


def _gitlab(folder: Path, output: str) -> Written:
    path = folder / ".gitlab-ci.yml"
    before = _read(path)
    if before is not None and _JOB.search(before):
        return Written(path, "has a job `clients` already; left unchanged")
    what = _installing("a job that runs `apiloom check`")
    return _append(path, before, _with_requirement(_GITLAB), what)


FILES: Final = (
    ProjectFile(
        "git-attributes", "Mark generated files in .gitattributes", _git_attributes
    ),
    ProjectFile("makefile", "Add a target `regenerate` to the Makefile", _makefile),
    ProjectFile("pre-commit", "Add a pre-commit hook", _pre_commit),
    ProjectFile("github", "Add a workflow of GitHub Actions", _github),
    ProjectFile("gitlab", "Add a job of GitLab CI", _gitlab),
)


def _installing(what: str) -> str:
    return f"{what} and installs `{requirement()}`"


def _read(path: Path) -> str | None:
    try:
        return path.read_bytes().decode()
    except FileNotFoundError:
        return None
    except (OSError, UnicodeDecodeError) as error:
        raise OutputError(f"{path}: cannot be read: {error}") from None


def _append(path: Path, before: str | None, text: str, what: str) -> Written:
    """Add text to the end of a file, which keeps its line ends."""
    newline = "\r\n" if before is not None and "\r\n" in before else "\n"
    gap = ""
    if before:
        gap = newline if before.endswith("\n") else newline * 2
    added = f"{before or ''}{gap}{text.replace(chr(10), newline)}"
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        message = f"{path.parent}: cannot be made: {error.strerror or error}"
        raise OutputError(message) from error
    replace_file(path, added.encode())
    return Written(path, f"{what} {'added' if before else 'written'}")
