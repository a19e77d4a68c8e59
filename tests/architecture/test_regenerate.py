"""What is committed is what the specs say; one byte off, and `check` tells."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.architecture.project import Machine, Tree, read_tree


def edit_by_hand(project: Path) -> None:
    path = project / "generated" / "vec" / "client.py"
    path.write_bytes(path.read_bytes() + b"# just this once\n")


def remove_one_byte(project: Path) -> None:
    path = project / "generated" / "apexverify" / "README.md"
    path.write_bytes(path.read_bytes()[:-1])


def leave_a_stale_file(project: Path) -> None:
    (project / "generated" / "nhs_notify" / "leftover.py").write_bytes(b"OLD = 1\n")


def lose_a_file(project: Path) -> None:
    (project / "generated" / "experian_phone" / "errors.py").unlink()


def lose_the_manifest(project: Path) -> None:
    (project / "generated" / "vec" / ".apiloom.json").unlink()


def change_the_manifest(project: Path) -> None:
    path = project / "generated" / "vec" / ".apiloom.json"
    path.write_bytes(path.read_bytes().replace(b'"files"', b'"Files"'))


def change_a_spec(project: Path) -> None:
    path = project / "specs" / "experian_phone" / "openapi.yaml"
    path.write_bytes(path.read_bytes() + b"\nx-changed: true\n")


def change_an_overlay(project: Path) -> None:
    path = project / "specs" / "apexverify" / "overlay.yaml"
    path.write_bytes(path.read_bytes() + b"\n# changed\n")


Change = Callable[[Path], None]

DRIFT: dict[str, dict[Change, tuple[str, ...]]] = {
    "files": {
        edit_by_hand: (
            "--- a/generated/vec/client.py",
            "+++ b/generated/vec/client.py",
            "-# just this once",
            "generated/vec: 1 file differs; run `apiloom generate`",
        ),
        remove_one_byte: (
            "--- a/generated/apexverify/README.md",
            "(no newline at the end)",
            "generated/apexverify: 1 file differs; run `apiloom generate`",
        ),
        leave_a_stale_file: (
            "Not generated: generated/nhs_notify/leftover.py",
            "generated/nhs_notify: 1 file is not part of it; move or delete by hand",
        ),
        lose_a_file: (
            "Missing: generated/experian_phone/errors.py",
            "generated/experian_phone: 1 file is missing; run `apiloom generate`",
        ),
    },
    "inputs": {
        lose_the_manifest: ("Missing: generated/vec/.apiloom.json",),
        change_a_spec: ("--- a/generated/experian_phone/", "run `apiloom generate`"),
        change_an_overlay: ("--- a/generated/apexverify/", "run `apiloom generate`"),
    },
    "manifest": {
        change_the_manifest: ('-  "Files": {', '+  "files": {'),
    },
}
"""Changes of a project that do not touch each other, and what `check` says to each."""


def test_the_clients_are_what_the_specs_say(root: Path, machine: Machine) -> None:
    done = machine.apiloom("check", cwd=root)
    assert (done.returncode, done.stdout) == (0, ""), done.stdout + done.stderr


def test_regenerating_changes_nothing(
    copy: Path, machine: Machine, committed: Tree
) -> None:
    times = {path: path.stat().st_mtime_ns for path in (copy / "generated").rglob("*")}
    done = machine.apiloom("generate", cwd=copy)
    assert done.returncode == 0, done.stderr
    assert read_tree(copy / "generated") == committed
    assert times == {path: path.stat().st_mtime_ns for path in times}


def test_generating_from_nothing_gives_the_same(
    bare_copy: Path, machine: Machine, committed: Tree
) -> None:
    """Whatever the hash seed: what is committed was made with another one."""
    done = machine.apiloom("generate", cwd=bare_copy, PYTHONHASHSEED="0")
    assert done.returncode == 0, done.stderr
    assert read_tree(bare_copy / "generated") == committed


@pytest.mark.parametrize("name", DRIFT)
def test_drift_is_told_and_repaired(copy: Path, machine: Machine, name: str) -> None:
    for change in DRIFT[name]:
        change(copy)
    before = read_tree(copy)
    done = machine.apiloom("check", cwd=copy)
    assert done.returncode == 1, done.stdout + done.stderr
    for lines in DRIFT[name].values():
        for line in lines:
            assert line in done.stdout
    assert "Traceback" not in done.stderr
    assert read_tree(copy) == before, "check touched something"
    (copy / "generated" / "nhs_notify" / "leftover.py").unlink(missing_ok=True)
    done = machine.apiloom("generate", cwd=copy)
    assert done.returncode == 0, done.stdout + done.stderr
    assert machine.apiloom("check", cwd=copy).returncode == 0
