"""What the repository says to the outside: workflows, issue forms, the image."""

from __future__ import annotations

import os
import re
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

from apiloom import __version__


def steps(root: Path, workflow: str) -> list[dict[str, Any]]:
    text = (root / ".github" / "workflows" / workflow).read_text("utf-8")
    jobs = yaml.safe_load(text)["jobs"].values()
    return [step for job in jobs for step in job["steps"]]


def targets(root: Path) -> set[str]:
    text = (root / "Makefile").read_text("utf-8")
    return set(re.findall(r"^([a-z]+):", text, re.MULTILINE))


@pytest.mark.parametrize("workflow", ["ci.yml", "release.yml"])
def test_workflows_run_what_exists(root: Path, workflow: str) -> None:
    found = steps(root, workflow)
    assert all(("uses" in step) != ("run" in step) for step in found)
    commands = "\n".join(step.get("run", "") for step in found)
    made = set(re.findall(r"\bmake ([a-z]+)", commands))
    assert made
    assert made <= targets(root)


def test_the_release_takes_its_notes_from_the_changelog(root: Path) -> None:
    [script] = [
        step["run"]
        for step in steps(root, "release.yml")
        if "awk" in step.get("run", "")
    ]
    script = script.replace("> changes.md\ntest -s changes.md", "")
    done = subprocess.run(
        ["sh", "-c", script],
        cwd=root,
        env={**os.environ, "GITHUB_REF_NAME": f"v{__version__}"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.strip().startswith("### ")
    assert "## [" not in done.stdout


def test_issue_forms(root: Path) -> None:
    forms = sorted((root / ".github" / "ISSUE_TEMPLATE").glob("*.yml"))
    assert [form.name for form in forms] == ["bug.yml", "config.yml", "feature.yml"]
    for form in forms:
        data = yaml.safe_load(form.read_text("utf-8"))
        fields = data.get("body", [])
        assert len({field["id"] for field in fields}) == len(fields)
        for field in fields:
            assert field["type"] in {"dropdown", "input", "textarea"}
            assert field["attributes"]["label"]


def test_the_image_holds_the_command_and_no_root(root: Path) -> None:
    lines = (root / "Dockerfile").read_text("utf-8").splitlines()
    copied = [
        name
        for line in lines
        if line.startswith("COPY ") and "--from" not in line
        for name in line.split()[1:-1]
    ]
    let_through = (root / ".dockerignore").read_text("utf-8").split()
    assert {f"!{name}" for name in copied} == {
        line for line in let_through if line.startswith("!")
    }
    assert all((root / name).exists() for name in copied)
    assert lines[-1] == 'ENTRYPOINT ["apiloom"]'
    assert "USER apiloom" in lines
