"""The stability policy (docs/stability.md): what a release of apiloom may change.

`releases/` has, for each release, the surface of the client of `spec.yaml` as
`apiloom inspect` saved it, and the extensions that were documented. The surface of the
version in work is written by `REWRITE=1 pytest tests/stability`.
"""

from __future__ import annotations

import json
import os
import re
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from apiloom import __version__
from apiloom.cli import main

HERE = Path(__file__).parent
RELEASES = HERE / "releases"
CURRENT = RELEASES / f"{__version__}.json"
EXTENSIONS = re.compile(r"`(x-[a-z-]+)")


def numbers(version: str) -> tuple[int, int, int]:
    major, minor, patch = (int(part) for part in version.split(".")[:3])
    return major, minor, patch


def allowed(old: str, new: str) -> str:
    """Return what a client may change with an upgrade of apiloom: a semver step.

    Before 1.0, a minor version may do what a major version may.
    """
    before, after = numbers(old), numbers(new)
    if before == after:
        return "none"
    if before[0] != after[0]:
        return "major"
    if before[1] != after[1]:
        return "minor" if after[0] else "major"
    return "patch"


STEPS = ("none", "patch", "minor", "major")


def inspected() -> dict[str, Any]:
    done = CliRunner().invoke(
        main,
        ["inspect", str(HERE / "spec.yaml"), "--package", "music"],
        standalone_mode=False,
    )
    assert done.exception is None, done.output
    data: dict[str, Any] = json.loads(done.stdout)
    return data


def documented() -> list[str]:
    page = (HERE.parents[1] / "docs" / "extensions.md").read_text("utf-8")
    return sorted(set(EXTENSIONS.findall(page)))


def releases() -> list[Path]:
    return sorted(RELEASES.glob("*.json"), key=lambda path: numbers(path.stem))


@pytest.fixture(scope="module", autouse=True)
def current() -> None:
    if os.environ.get("REWRITE"):
        # As `inspect` begins: that is how `diff` recognizes a saved surface.
        data = {**inspected(), "documented-extensions": documented()}
        data["diagnostics"] = []
        RELEASES.mkdir(exist_ok=True)
        text = json.dumps(data, indent=1, ensure_ascii=False)
        CURRENT.write_text(f"{text}\n", "utf-8")


def test_the_version_in_work_has_a_surface() -> None:
    assert CURRENT.is_file(), "REWRITE=1 pytest tests/stability writes it"


@pytest.mark.parametrize("release", releases(), ids=lambda path: path.stem)
def test_an_upgrade_changes_no_more_than_its_step(release: Path) -> None:
    """`apiloom diff` between the surface of a release and that of now."""
    done = CliRunner().invoke(
        main,
        [
            *("diff", str(release), str(HERE / "spec.yaml"), "--package", "music"),
            *("--fail-on", "never", "--format", "json"),
        ],
        standalone_mode=False,
    )
    assert done.exception is None, done.output
    verdict = json.loads(done.stdout)
    step = verdict["step"] or "none"
    most = allowed(release.stem, __version__)
    hint = "REWRITE=1 pytest tests/stability" if most == "none" else "docs/stability.md"
    assert STEPS.index(step) <= STEPS.index(most), f"{hint}\n{done.stdout}"


@pytest.mark.parametrize("release", releases(), ids=lambda path: path.stem)
def test_extensions_keep_their_meaning(release: Path) -> None:
    """An extension goes with a major version only; before 1.0, with a minor one."""
    before = set(json.loads(release.read_text("utf-8"))["documented-extensions"])
    now = set(documented())
    if allowed(release.stem, __version__) != "major":
        assert before <= now, "docs/stability.md; while unreleased, REWRITE=1"


@pytest.mark.parametrize(
    ("old", "new", "step"),
    [
        ("1.2.3", "1.2.3", "none"),
        ("1.2.3", "1.2.4", "patch"),
        ("1.2.3", "1.3.0", "minor"),
        ("1.2.3", "2.0.0", "major"),
        ("0.1.0", "0.1.1", "patch"),
        ("0.1.0", "0.2.0", "major"),
    ],
)
def test_what_is_allowed(old: str, new: str, step: str) -> None:
    assert allowed(old, new) == step


def test_a_changed_surface_is_noticed(tmp_path: Path) -> None:
    """The comparison is not one that always agrees."""
    data = json.loads(CURRENT.read_text("utf-8"))
    method = data["surface"]["methods"][0]
    method["name"] = f"{method['name']}_formerly"
    path = tmp_path / "0.0.1.json"
    path.write_text(json.dumps(data), "utf-8")
    with pytest.raises(AssertionError, match=r"docs/stability\.md"):
        test_an_upgrade_changes_no_more_than_its_step(
            path.rename(path.with_stem("0.1.1"))
        )
