"""Files of a project that run apiloom: for make, git, pre-commit and CI.

A file that is there already is only added to where that cannot break it; otherwise the
text to add is returned, for a person to place.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from apiloom import __version__
from apiloom.output import OutputError
from apiloom.scaffold.writing import replace_file

__all__ = ["FILES", "ProjectFile", "Written"]


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
_HOOK: Final = f"""\
  - repo: local
    hooks:
      - id: apiloom-check
        name: apiloom check
        entry: apiloom check
        language: python
        additional_dependencies: ["apiloom=={__version__}"]
        pass_filenames: false
        always_run: true
"""
_GITHUB: Final = f"""\
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
      - run: pip install "apiloom=={__version__}"
      - run: apiloom check
"""
_GITLAB: Final = f"""\
clients:
  image: python:3.13-slim
  script:
    - pip install "apiloom=={__version__}"
    - apiloom check
"""
_TARGET: Final = re.compile(r"^regenerate\s*:", re.MULTILINE)
_JOB: Final = re.compile(r"^clients\s*:", re.MULTILINE)


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
        return Written(path, "exists; add this to its `repos`", _HOOK)
    return _append(path, None, f"repos:\n{_HOOK}", "a hook that runs `apiloom check`")


def _github(folder: Path, output: str) -> Written:
    path = folder / ".github" / "workflows" / "clients.yml"
    if path.exists():
        return Written(path, "exists; left unchanged")
    return _append(path, None, _GITHUB, "a workflow that runs `apiloom check`")


def _gitlab(folder: Path, output: str) -> Written:
    path = folder / ".gitlab-ci.yml"
    before = _read(path)
    if before is not None and _JOB.search(before):
        return Written(path, "has a job `clients` already; left unchanged")
    return _append(path, before, _GITLAB, "a job that runs `apiloom check`")


FILES: Final = (
    ProjectFile(
        "git-attributes", "Mark generated files in .gitattributes", _git_attributes
    ),
    ProjectFile("makefile", "Add a target `regenerate` to the Makefile", _makefile),
    ProjectFile("pre-commit", "Add a pre-commit hook", _pre_commit),
    ProjectFile("github", "Add a workflow of GitHub Actions", _github),
    ProjectFile("gitlab", "Add a job of GitLab CI", _gitlab),
)


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
