"""The action, the hooks and the samples for CI systems, as far as a machine goes."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
import yaml

from apiloom.cli import main
from tests.mutations import MUTATIONS, SHOP

BIN = Path(sys.executable).parent


def git(folder: Path, *arguments: str) -> None:
    who = ("-c", "user.name=A", "-c", "user.email=a@b.test", "-c", "commit.gpgsign=no")
    subprocess.run(("git", *who, *arguments), cwd=folder, check=True)


def script(root: Path, name: str) -> str:
    action: Any = yaml.safe_load((root / "action.yml").read_text("utf-8"))
    steps = {step["name"]: step for step in action["runs"]["steps"]}
    found: str = steps[name]["run"]
    # Text of a pull request reaches a script by the environment alone.
    assert "${{" not in found
    return found


@pytest.mark.parametrize("mutation", ["operation removed", "operation deprecated"])
def test_the_action_reports_what_changes(
    mutation: str, root: Path, tmp_path: Path
) -> None:
    origin, clone = tmp_path / "origin", tmp_path / "clone"
    (origin / "specs").mkdir(parents=True)
    git(origin, "init", "--quiet", "--initial-branch=main")
    spec = origin / "specs/shop.json"
    spec.write_text(json.dumps(SHOP), "utf-8")
    git(origin, "add", ".")
    git(origin, "commit", "--quiet", "--message", "One")
    changed = deepcopy(SHOP)
    MUTATIONS[mutation].edit(changed)
    spec.write_text(json.dumps(changed), "utf-8")
    (origin / "specs/new.json").write_text(json.dumps(SHOP), "utf-8")
    git(origin, "add", ".")
    git(origin, "commit", "--quiet", "--message", "Two")
    base = subprocess.check_output(["git", "rev-parse", "HEAD^"], cwd=origin, text=True)
    git(tmp_path, "clone", "--quiet", "--depth=1", origin.as_uri(), str(clone))
    env = {
        **os.environ,
        "PATH": f"{BIN}{os.pathsep}{os.environ['PATH']}",
        "RUNNER_TEMP": str(tmp_path),
        "GITHUB_OUTPUT": str(tmp_path / "output"),
        "GITHUB_STEP_SUMMARY": str(tmp_path / "summary"),
        "SPECS": "specs/shop.json\nspecs/new.json\n",
        "BASE": base.strip(),
        "FAIL_ON": "breaking",
    }
    done = subprocess.run(
        ["bash", "-e", "-c", script(root, "Say what changes for callers")],
        cwd=clone,
        env=env,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    is_breaking = mutation == "operation removed"
    output = (tmp_path / "output").read_text("utf-8")
    assert f"breaking={str(is_breaking).lower()}" in output
    report = (tmp_path / "apiloom-report.md").read_text("utf-8")
    assert "`pets.get`" in report
    assert "specs/new.json is new" in report
    assert (tmp_path / "summary").read_text("utf-8") == report
    level = "error" if is_breaking else "warning"
    assert done.stdout.startswith(f"::{level} ")


def test_hooks_and_samples_run_commands_that_exist(root: Path) -> None:
    hooks = yaml.safe_load((root / ".pre-commit-hooks.yaml").read_text("utf-8"))
    commands = {hook["entry"].split()[1] for hook in hooks}
    pages = ("github-actions.md", "gitlab.md", "update.md", "pre-commit.md")
    for path in (root / "action.yml", *(root / "docs" / page for page in pages)):
        text = path.read_text("utf-8")
        commands |= set(
            re.findall(r"^\s*(?:- (?:run: )?)?apiloom ([a-z]+) ", text, re.MULTILINE)
        )
    context = main.make_context("apiloom", ["check"], resilient_parsing=True)
    for name in commands:
        assert main.get_command(context, name) is not None, name


def test_the_hooks_are_documented(root: Path) -> None:
    hooks = yaml.safe_load((root / ".pre-commit-hooks.yaml").read_text("utf-8"))
    page = (root / "docs/pre-commit.md").read_text("utf-8")
    assert all(f"| `{hook['id']}` |" in page for hook in hooks)


def test_inputs_and_outputs_are_documented(root: Path) -> None:
    action = yaml.safe_load((root / "action.yml").read_text("utf-8"))
    page = (root / "docs/github-actions.md").read_text("utf-8")
    for name in (*action["inputs"], *action["outputs"]):
        assert f"| `{name}` |" in page


def test_the_workflow_of_update_runs(root: Path, tmp_path: Path) -> None:
    """Its shell has no mistakes; what it calls is stood in for."""
    page = (root / "docs/update.md").read_text("utf-8")
    block = re.findall(r"```yaml\n(.*?)```", page, re.DOTALL)[-1]
    workflow: Any = yaml.safe_load(block)
    last = workflow["jobs"]["update"]["steps"][-1]["run"]
    log = tmp_path / "log"
    for name in ("git", "gh"):
        path = tmp_path / "bin" / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(
            f'#!/bin/sh\necho "{name} $*" >> "{log}"\n'
            'if [ "$1" = status ]; then echo " M specs/shop.yaml"; fi\n'
            'if [ "$1 $2" = "pr edit" ]; then exit 1; fi\n',
            "utf-8",
        )
        path.chmod(0o755)
    env = {"PATH": f"{tmp_path / 'bin'}:{os.environ['PATH']}", "RUNNER_TEMP": "/tmp"}
    subprocess.run(["bash", "-e", "-c", last], env=env, check=True)
    lines = log.read_text("utf-8").splitlines()
    assert lines[-1].startswith("gh pr create ")
    assert "git push --force origin apiloom-update" in lines
