"""The pages of this project hold together: links, commands, configuration, YAML."""

from __future__ import annotations

import ast
import os
import re
import shlex
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click
import pytest
import yaml

from apiloom.cli import main
from apiloom.config import ClientConfig, load_config
from apiloom.diagnostics import Code
from apiloom.document.lint.structure import audit
from apiloom.pipeline import understand
from tests.docs.pages import ROOT, Block, Page, page_at, project_pages
from tests.workshop import document

PAGES = project_pages()
GUIDE = [page for page in PAGES if str(page).startswith(("README.md", "docs/"))]
FENCES = [
    block
    for page in PAGES
    if str(page) != "docs/walkthroughs.md"  # tests/architecture runs them
    for block in page.fences
]
FILES = {"pyproject.toml", ".pre-commit-hooks.yaml", "Makefile"}
"""Files of this project that a command of a page may need, besides specs and docs."""

NOT_RUN = ("git", "pip", "pipx", "uv", "python -m pip", ".venv/bin/python -m pytest")
"""Commands that need a network, or minutes."""


def of(language: str) -> list[Block]:
    return [block for block in FENCES if block.language == language]


def test_readme_is_one_page() -> None:
    assert len((ROOT / "README.md").read_text("utf-8").splitlines()) <= 200


def test_every_block_has_a_language_that_is_tested() -> None:
    languages = {"python", "console", "toml", "yaml", "text"}
    assert {block.language for block in FENCES} <= languages


PRIVATE_WORDS = re.compile(
    r"that awaits|goes? before|gives? way|\b(?:is|are) repeated|anew\b|ha(?:s|ve) to be"
    r"|\bas ever\b|\banswers?\b|\banswered (?:with|by)\b|course of a call"
)
"""Phrases where the field has a word: async, takes precedence, retry, response."""


@pytest.mark.parametrize("page", PAGES, ids=str)
def test_the_words_are_those_of_the_field(page: Page) -> None:
    assert PRIVATE_WORDS.findall(page.text) == []


# --- links -------------------------------------------------------------------


@pytest.mark.parametrize("page", PAGES, ids=str)
def test_links_lead_somewhere(page: Page) -> None:
    for link in page.links:
        if re.match(r"https?://", link):
            continue
        file, _, anchor = link.partition("#")
        target = (page.path.parent / file).resolve() if file else page.path
        assert target.exists(), link
        assert target.is_relative_to(ROOT), link
        assert not anchor or anchor in page_at(target).anchors, link


def test_the_table_of_contents_names_every_page() -> None:
    listed = {link.partition("#")[0] for link in page_at(ROOT / "docs/README.md").links}
    pages = {path.name for path in (ROOT / "docs").glob("*.md")} - {"README.md"}
    assert pages <= listed


# --- commands ----------------------------------------------------------------


def commands(block: Block) -> Iterator[tuple[str, str]]:
    """Yield each command of a block, and the output that is shown below it."""
    text = block.code.replace("\\\n", "")
    for part in re.split(r"^\$ ", text, flags=re.MULTILINE)[1:]:
        command, _, output = part.partition("\n")
        yield command, output


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A copy of this project, as far as commands of the pages need it."""
    folder = tmp_path / "project"
    folder.mkdir()
    for name in FILES:
        shutil.copy2(ROOT / name, folder)
    for name in ("specs", "docs"):
        (folder / name).symlink_to(ROOT / name)
    ignored = shutil.ignore_patterns("__pycache__")
    shutil.copytree(ROOT / "generated", folder / "generated", ignore=ignored)
    overlay = page_at(ROOT / "docs/overlays.md").block("Complete example", "yaml")
    (folder / "more.yaml").write_text(overlay.code, "utf-8")
    return folder


@pytest.mark.parametrize("block", of("console"), ids=str)
def test_the_commands_run(block: Block, project: Path) -> None:
    targets = re.findall(r"^(\w+):", (ROOT / "Makefile").read_text(), re.MULTILINE)
    found = list(commands(block))
    assert found
    for command, output in found:
        words = shlex.split(command, comments=True)
        if words[0] == "make":
            assert words[1] in targets, command
            continue
        if command.startswith(NOT_RUN):
            continue
        environment = {**os.environ, "PYTHONPATH": str(ROOT / "generator")}
        while "=" in words[0]:
            name, _, value = words.pop(0).partition("=")
            environment[name] = os.pathsep.join([value, environment.get(name, "")])
        if words[0] == "apiloom":
            words[:1] = ["python", "-m", "apiloom"]
        assert words[0] == "python", command
        ran = subprocess.run(
            [sys.executable, *words[1:]],
            cwd=project,
            env=environment,
            capture_output=True,
            check=False,
            encoding="utf-8",
        )
        assert ran.returncode == 0, command + ran.stderr
        assert not output or ran.stdout == output


def command_line() -> dict[str, click.Command]:
    context = click.Context(main)
    named = {
        name: main.get_command(context, name) for name in main.list_commands(context)
    }
    return {name: command for name, command in named.items() if command is not None}


def options() -> set[str]:
    return {
        option
        for command in (main, *command_line().values())
        for parameter in command.params
        for option in parameter.opts
    }


def test_every_command_is_described() -> None:
    text = page_at(ROOT / "docs/command-line.md").text
    assert set(re.findall(r"^\| `apiloom (\w+)", text, re.MULTILINE)) == {
        *command_line()
    }


@pytest.mark.parametrize("page", GUIDE, ids=str)
def test_the_options_of_apiloom_exist(page: Page) -> None:
    others = {"--strict", "--help"}
    named = set(re.findall(r"`(--[a-z-]+)[` ]", page.text))
    for line in re.findall(
        r"apiloom (?:generate|check|diff|lint|docs|inspect).*", page.text
    ):
        named |= set(re.findall(r"(?<= )--[a-z-]+", line))
    assert named <= options() | others


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_shell_completion(shell: str) -> None:
    page = page_at(ROOT / "docs/command-line.md")
    assert f"_APILOOM_COMPLETE={shell}_source apiloom" in page.text
    program = (
        "import sys; sys.argv = ['apiloom']; from apiloom.__main__ import run; run()"
    )
    ran = subprocess.run(
        [sys.executable, "-c", program],
        env={
            **os.environ,
            "PYTHONPATH": str(ROOT / "generator"),
            "_APILOOM_COMPLETE": f"{shell}_complete",
            "COMP_WORDS": "apiloom gen",
            "COMP_CWORD": "gen" if shell == "fish" else "1",
        },
        capture_output=True,
        check=False,
        encoding="utf-8",
    )
    assert "generate" in ran.stdout, ran.stderr


def test_every_key_of_inspect_is_described() -> None:
    text = page_at(ROOT / "docs/inspect.md").text
    described = set(re.findall(r"`([a-z_]+)`", text))
    source = ast.parse((ROOT / "generator/apiloom/inspect/model.py").read_text("utf-8"))
    keys = {
        key.value
        for node in ast.walk(source)
        if isinstance(node, ast.Dict)
        for key in node.keys
        if isinstance(key, ast.Constant) and isinstance(key.value, str)
        if key.value.islower()
    }
    assert keys - described == {"variant"}


# --- configuration -----------------------------------------------------------


@pytest.mark.parametrize("block", of("toml"), ids=str)
def test_the_configuration_is_valid(block: Block, tmp_path: Path) -> None:
    assert "apiloom" in tomllib.loads(block.code)["tool"]
    (tmp_path / "pyproject.toml").write_text(block.code, "utf-8")
    assert load_config(tmp_path / "pyproject.toml").clients


def test_every_key_of_the_configuration_is_described() -> None:
    """The parser calls `table.only(…)` with all keys that it knows."""
    source = ast.parse((ROOT / "generator/apiloom/config.py").read_text("utf-8"))
    known = {
        argument.value
        for call in ast.walk(source)
        if isinstance(call, ast.Call)
        and isinstance(call.func, ast.Attribute)
        and call.func.attr == "only"
        for argument in call.args
        if isinstance(argument, ast.Constant)
    }
    described: set[str] = set()
    for block in of("toml"):
        if str(block.page) == "docs/configuration.md":
            table = tomllib.loads(block.code)["tool"]["apiloom"]
            client = table["client"][0]
            described |= {*table, *client, *client.get("distribution", {})}
    assert known <= described


# --- YAML --------------------------------------------------------------------


PAGINATED: dict[str, Any] = {
    "operationId": "list",
    "tags": ["batches"],
    "parameters": [
        {"name": name, "in": "query", "schema": {"type": kind}}
        for name, kind in (
            ("page", "integer"),
            ("per_page", "integer"),
            ("starting_after", "string"),
        )
    ],
    "responses": {
        "200": {
            "description": "Batches.",
            "content": {
                "application/json": {
                    "schema": {
                        "type": "object",
                        "properties": {
                            "data": {
                                "type": "array",
                                "items": {
                                    "type": "object",
                                    "properties": {"id": {"type": "string"}},
                                },
                            },
                            "has_more": {"type": "boolean"},
                            "status": {"type": "string"},
                            "result": {
                                "type": "object",
                                "properties": {"status": {"type": "string"}},
                            },
                            "meta": {
                                "type": "object",
                                "properties": {"last_page": {"type": "integer"}},
                            },
                        },
                    }
                }
            },
        },
        "409": {
            "description": "Refused.",
            "content": {
                "application/json": {
                    "schema": {
                        "type": "object",
                        "properties": {
                            "code": {"type": "integer"},
                            "error": {
                                "type": "object",
                                "properties": {"detail": {"type": "string"}},
                            },
                        },
                    }
                }
            },
        },
    },
}
"""An operation that has what the fragments of the pages mention."""

PLACES = {
    "x-pagination": "$.paths['/batches'].get",
    "x-waiter": "$.paths['/batches'].get",
    "x-lifecycle": "$.paths['/batches'].get",
    "x-outcome": "$.paths['/batches'].get.responses['200']",
    "x-error-cases": "$.paths['/batches'].get.responses['409']",
    "x-webhook-signature": "$",
}
"""Where in the document each extension belongs."""


@pytest.mark.parametrize("block", of("yaml"), ids=str)
def test_the_yaml_is_what_it_seems(block: Block, tmp_path: Path) -> None:
    value = yaml.safe_load(block.code)
    if isinstance(value, list):  # steps of a workflow
        check_workflow([str(step.get("run", "")) for step in value])
    elif "jobs" in value:
        [job] = value["jobs"].values()
        if not any("/apiloom@" in str(step.get("uses")) for step in job["steps"]):
            check_workflow([str(step.get("run", "")) for step in job["steps"]])
    elif "script" in value.get("clients", {}):  # of GitLab
        check_workflow(value["clients"]["script"])
    elif "repos" in value:
        hooks = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text("utf-8"))
        offered = {hook["id"] for hook in hooks}
        for repository in value["repos"]:
            assert {hook["id"] for hook in repository["hooks"]} <= offered
    elif "openapi" in value:
        (tmp_path / "openapi.yaml").write_text(block.code, "utf-8")
        assert findings(tmp_path) == []
    elif "overlay" in value:
        # What they do is shown by `test_credentials` and `test_project_samples`.
        assert {action["target"][0] for action in value["actions"]} == {"$"}
    else:
        check_fragment(block.code, [*value], tmp_path)


def check_workflow(runs: list[str]) -> None:
    called = [run.split()[1] for run in runs if run.startswith("apiloom ")]
    assert called
    assert set(called) <= {*command_line()}


def check_fragment(code: str, keys: list[str], folder: Path) -> None:
    """Put extensions where they belong, by an overlay; apiloom must not complain."""
    [key] = keys
    sent = {"post": {"requestBody": {"content": {"application/json": {}}}}}
    spec = document({"/batches": {"get": PAGINATED}}, webhooks={"sent": sent})
    (folder / "openapi.yaml").write_text(yaml.safe_dump(spec), "utf-8")
    indented = "".join(f"      {line}\n" for line in code.splitlines())
    (folder / "overlay.yaml").write_text(
        "overlay: 1.0.0\ninfo: {title: Fragment, version: '1'}\nactions:\n"
        f"  - target: {PLACES[key]}\n    update:\n{indented}",
        "utf-8",
    )
    assert findings(folder, "overlay.yaml") == []


def findings(folder: Path, *overlays: str) -> list[str]:
    """Return every diagnostic of `openapi.yaml`, those of its structure included."""
    config = ClientConfig(spec="openapi.yaml", package="shop", overlays=overlays)
    client = understand(config, folder, audit=audit)
    return [finding.render() for finding in client.findings()]


# --- extensions and diagnostics ----------------------------------------------

NO_EXTENSIONS = {"x-gzip", "x-request-id"}
"""A content coding, and a header."""

INTERNAL = {"x-body-name", "x-webhooks"}
"""Set by the conversion of OpenAPI 2.0; and a keyword before OpenAPI 3.1."""


def test_every_extension_that_apiloom_reads_is_described() -> None:
    text = page_at(ROOT / "docs/extensions.md").text
    described = set(re.findall(r"`(x-[A-Za-z-]+)", text))
    read: set[str] = set()
    for folder in ("lower", "document", "naming", "codegen"):
        for path in (ROOT / "generator/apiloom" / folder).rglob("*.py"):
            read |= set(re.findall(r"\"(x-[A-Za-z-]+)\"", path.read_text("utf-8")))
    assert read - NO_EXTENSIONS - INTERNAL == described - {"x-origin"}


def test_the_codes_of_diagnostics_exist() -> None:
    text = "".join(page.text for page in GUIDE)
    codes = {"missing-security", "outside-roots", "relative-server"}
    codes |= {"too-many-combinations", "too-many-parts"}
    assert all(f"`{code}`" in text for code in codes)
    assert codes <= {str(code) for code in Code}
