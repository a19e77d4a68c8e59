"""The commands, as a person or a CI job runs them."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from generator import __version__, fleet
from generator.cli import main
from generator.config import ClientConfig
from tests.workshop import document, response

TEXT = {"type": "string"}
ESCAPE = "\x1b["

GOOD = document(
    {
        "/pets/{id}": {
            "get": {
                "operationId": "show",
                "tags": ["pets"],
                "parameters": [
                    {"name": "id", "in": "path", "required": True, "schema": TEXT}
                ],
                "responses": {
                    "200": response({"type": "object", "properties": {"name": TEXT}})
                },
            }
        }
    },
    info={"title": "Pet Store", "version": "2"},
)
BROKEN = document(
    {
        "/pets": {
            "get": {
                "operationId": "list",
                "tags": ["pets"],
                "responses": {"200": response({"$ref": "#/components/schemas/Gone"})},
            }
        }
    },
    info={"title": "Pet Store", "version": "2"},
)

CONFIG = """\
[tool.apiloom]
output = "clients"

[[tool.apiloom.client]]
spec = "good.json"
package = "pets"
"""

Run = Callable[..., Result]
Tree = Mapping[str, bytes]


def tree(folder: Path) -> Tree:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a good document, a broken one, and a configuration."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "good.json").write_text(json.dumps(GOOD), "utf-8")
    (tmp_path / "broken.json").write_text(json.dumps(BROKEN, indent=1), "utf-8")
    (tmp_path / "pyproject.toml").write_text(CONFIG, "utf-8")
    return tmp_path


@pytest.fixture
def run() -> Run:
    """Run a command; whatever it does, it does not end in a traceback."""

    def command(*arguments: str, **env: str) -> Result:
        result = CliRunner(env=env).invoke(main, arguments)
        if result.exception is not None and not isinstance(
            result.exception, SystemExit
        ):
            raise result.exception
        return result

    return command


# --- generate ----------------------------------------------------------------


def test_generate_what_is_configured(project: Path, run: Run) -> None:
    done = run("generate")
    assert (done.exit_code, done.stdout) == (0, "")
    assert "clients/pets" in done.stderr
    assert (project / "clients" / "pets" / "client.py").is_file()
    again = run("generate")
    assert again.exit_code == 0
    assert "nothing changed" in again.stderr


def test_generate_one_document(project: Path, run: Run) -> None:
    (project / "pyproject.toml").unlink()
    done = run(
        "generate", "good.json", "--output", "out", "--package", "shop", "--client", "X"
    )
    assert (done.exit_code, done.stdout) == (0, "")
    text = (project / "out" / "shop" / "client.py").read_text("utf-8")
    assert "class X(APIClient)" in text
    assert "class AsyncX(AsyncAPIClient)" in text


def test_generate_without_a_package_name(project: Path, run: Run) -> None:
    done = run("generate", "good.json", "--output", "out")
    assert done.exit_code == 0
    assert [path.name for path in (project / "out").iterdir()] == ["good"]


@pytest.mark.parametrize(
    ("name", "package"),
    [
        ("pets/openapi.yaml", "pets"),
        ("Pet Store.json", "pet_store"),
        ("2nd.json", None),
        ("class.json", None),
        ("名前.json", "名前"),
        ("😀.json", None),
    ],
)
def test_a_package_is_named_after_its_document(
    project: Path, run: Run, name: str, package: str | None
) -> None:
    path = project / name
    path.parent.mkdir(exist_ok=True)
    path.write_text(json.dumps(GOOD), "utf-8")
    assert run("generate", name, "--output", "out").exit_code == 0
    [made] = (project / "out").iterdir()
    assert package is None or made.name == package
    code = f"import {made.name}"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=project / "out", check=False
    )
    assert done.returncode == 0


def test_generate_on_another_library(project: Path, run: Run) -> None:
    run("generate", "good.json", "--output", "out", "--package", "p", "--http", "httpx")
    text = (project / "out" / "p" / "client.py").read_text("utf-8")
    assert "import httpx\n" in text
    for content in tree(project / "out" / "p").values():
        assert b"httpx2" not in content


def test_generate_a_document_that_is_broken_in_places(project: Path, run: Run) -> None:
    done = run("generate", "broken.json", "--output", "out", "--package", "p")
    assert (done.exit_code, done.stdout) == (3, "")
    assert "broken.json:" in done.stderr
    assert "[unresolved-reference]" in done.stderr
    assert "#/paths/~1pets/get/responses/200" in done.stderr
    assert (project / "out" / "p" / "resources" / "pets.py").is_file()


def test_quiet_leaves_out_all_but_errors(project: Path, run: Run) -> None:
    assert run("generate", "--quiet").stderr == ""
    done = run("generate", "broken.json", "--output", "o", "--package", "p", "-q")
    assert done.exit_code == 3
    assert "[unresolved-reference]" in done.stderr
    assert "warning" not in done.stderr
    assert "files" not in done.stderr


def test_files_that_apiloom_did_not_write_are_not_lost(project: Path, run: Run) -> None:
    own = project / "clients" / "pets" / "client.py"
    own.parent.mkdir(parents=True)
    own.write_bytes(b"MINE = 1\n")
    before = tree(project)
    done = run("generate")
    assert done.exit_code == 2
    assert "client.py" in done.stderr
    assert tree(project) == before
    forced = run("generate", "--force")
    assert forced.exit_code == 0
    assert b"MINE" not in own.read_bytes()


def test_a_run_that_fails_writes_nothing(project: Path, run: Run) -> None:
    """Two clients: the second one's document cannot be used."""
    run("generate")
    (project / "good.json").write_text(json.dumps(GOOD | {"info": {}}), "utf-8")
    second = '\n[[tool.apiloom.client]]\nspec = "gone.json"\npackage = "gone"\n'
    (project / "pyproject.toml").write_text(CONFIG + second, "utf-8")
    before = tree(project)
    done = run("generate")
    assert done.exit_code == 2
    assert "gone.json" in done.stderr
    assert tree(project) == before


def test_stale_files_go_and_others_stay(project: Path, run: Run) -> None:
    run("generate")
    folder = project / "clients" / "pets"
    (folder / "notes.txt").write_bytes(b"mine\n")
    other = json.dumps(GOOD).replace("pets", "cats")
    (project / "good.json").write_text(other, "utf-8")
    done = run("generate")
    assert done.exit_code == 0
    assert not (folder / "resources" / "pets.py").exists()
    assert (folder / "resources" / "cats.py").exists()
    assert (folder / "notes.txt").read_bytes() == b"mine\n"
    assert "notes.txt" in done.stderr


@pytest.mark.parametrize(
    "option",
    [
        ("--output", "x"),
        ("--package", "x"),
        ("--overlay", "x"),
        ("--client", "X"),
        ("--http", "httpx"),
    ],
)
def test_options_of_one_document_need_it(
    project: Path, run: Run, option: tuple[str, str]
) -> None:
    done = run("generate", *option)
    assert (done.exit_code, done.stdout) == (2, "")
    assert f"{option[0]} needs a SPEC" in done.stderr
    assert not (project / "clients").exists()


@pytest.mark.parametrize(
    ("option", "value"),
    [
        ("--package", "a-b"),
        ("--package", "a.b"),
        ("--package", "1a"),
        ("--package", "class"),
        ("--package", "../up"),
        ("--client", "a b"),
        ("--client", "class"),
        ("--client", "1"),
        ("--client", "X(object):\n    pass\n#"),
        ("--http", "requests"),
    ],
)
def test_names_that_cannot_be_used(
    project: Path, run: Run, option: str, value: str
) -> None:
    before = tree(project)
    done = run("generate", "good.json", "--output", "out", option, value)
    assert (done.exit_code, done.stdout) == (2, "")
    assert option in done.stderr
    assert tree(project) == before


# --- check -------------------------------------------------------------------


def test_check(project: Path, run: Run) -> None:
    run("generate")
    before = tree(project)
    done = run("check")
    assert (done.exit_code, done.stdout) == (0, "")
    assert run("check", "--quiet").stderr == ""
    path = project / "clients" / "pets" / "client.py"
    path.write_bytes(path.read_bytes() + b"# mine\n")
    changed = tree(project)
    done = run("check")
    assert done.exit_code == 1
    assert "-# mine" in done.stdout
    assert "clients/pets" in done.stdout
    assert tree(project) == changed != before


def test_check_before_anything_was_generated(project: Path, run: Run) -> None:
    done = run("check")
    assert done.exit_code == 1
    assert "client.py" in done.stdout
    assert not (project / "clients").exists()


# --- inspect, lint -----------------------------------------------------------


def test_inspect(project: Path, run: Run) -> None:
    done = run("inspect", "good.json", "--format", "json")
    assert (done.exit_code, done.stderr) == (0, "")
    data = json.loads(done.stdout)
    assert data["version"] == 1
    assert (data["package"], data["client"]) == ("good", "PetStore")
    assert [one["id"] for one in data["operations"]] == ["GET /pets/{id}"]
    named = json.loads(run("inspect", "good.json", "--package", "shop").stdout)
    assert named["package"] == "shop"


def test_inspect_a_broken_document(project: Path, run: Run) -> None:
    done = run("inspect", "broken.json")
    assert done.exit_code == 3
    [found] = [
        one
        for one in json.loads(done.stdout)["diagnostics"]
        if one["severity"] == "error"
    ]
    assert found["code"] == "unresolved-reference"
    assert found["file"].endswith("broken.json")
    assert found["line"] > 1
    assert found["column"] >= 1
    assert found["pointer"].startswith("#/paths/~1pets/get")


def test_lint(project: Path, run: Run) -> None:
    done = run("lint", "broken.json")
    assert done.exit_code == 1
    lines = done.stdout.splitlines()
    assert any(
        "broken.json:" in line and "error:" in line and "[unresolved-ref" in line
        for line in lines
    )
    data = json.loads(run("lint", "broken.json", "--format", "json").stdout)
    assert {"severity", "code", "message", "pointer", "file", "line", "column"} <= set(
        data[0]
    )
    clean = run("lint", "good.json")
    assert (clean.exit_code, clean.stdout) == (0, "")


def test_lint_with_an_overlay(project: Path, run: Run) -> None:
    overlay = {
        "overlay": "1.0.0",
        "info": {"title": "O", "version": "1"},
        "actions": [{"target": "$.paths['/pets'].get.responses", "remove": True}],
    }
    (project / "overlay.json").write_text(json.dumps(overlay), "utf-8")
    done = run("lint", "broken.json", "--overlay", "overlay.json")
    assert "unresolved-reference" not in done.stdout


# --- docs, init --------------------------------------------------------------


def test_docs_write_documentation_only(project: Path, run: Run) -> None:
    done = run("docs", "--output", "manual")
    assert (done.exit_code, done.stdout) == (0, "")
    assert not (project / "clients").exists()
    made = [name for name in tree(project / "manual") if not name.endswith(".json")]
    assert made
    assert all(name.endswith(".md") for name in made)


def test_init(project: Path, run: Run) -> None:
    (project / "pyproject.toml").unlink()
    done = run("init", "good.json", "--package", "shop")
    assert (done.exit_code, done.stdout) == (0, "")
    assert "apiloom generate" in done.stderr
    assert run("generate").exit_code == 0
    assert (project / "generated" / "shop" / "client.py").is_file()
    assert run("check").exit_code == 0


def test_init_adds_to_what_is_there(project: Path, run: Run) -> None:
    assert run("init", "good.json", "--package", "other").exit_code == 0
    assert (project / "pyproject.toml").read_text("utf-8").startswith(CONFIG)
    assert run("generate").exit_code == 0
    assert {path.name for path in (project / "clients").iterdir()} == {"pets", "other"}
    again = run("init", "good.json", "--package", "other")
    assert again.exit_code == 2
    assert "other" in again.stderr


def test_init_beside_another_configuration(project: Path, run: Run) -> None:
    """Paths in a configuration are relative to its own folder."""
    (project / "deep").mkdir()
    config = str(Path("deep") / "pyproject.toml")
    done = run("init", "good.json", "--package", "shop", "--config", config)
    assert done.exit_code == 0
    assert run("generate", "--config", config).exit_code == 0
    assert (project / "deep" / "generated" / "shop" / "client.py").is_file()


def test_init_for_a_document_that_cannot_be_used(project: Path, run: Run) -> None:
    before = tree(project)
    assert run("init", "gone.json").exit_code == 2
    assert tree(project) == before


# --- bad input ---------------------------------------------------------------

MISTAKES: dict[str, tuple[bytes, str]] = {
    "empty": (b"", "empty-document"),
    "a list": (b"[1]", "not-a-mapping"),
    "a scalar": (b"hello", "not-a-mapping"),
    "broken JSON": (b'{"openapi": "3.1.0"', "syntax-error"),
    "broken YAML": (b"openapi: 3.1.0\n  bad: [", "syntax-error"),
    "binary": (b"\x00\x01\x02\xff", "-error"),
    "another format": (b'{"swagger": "1.2"}', "unsupported-version"),
    "no version at all": (b'{"a": 1}', "unsupported-version"),
    "too deep": (b"[" * 50_000, ""),
}


@pytest.mark.parametrize("name", MISTAKES)
@pytest.mark.parametrize(
    "command",
    [
        ("lint",),
        ("inspect",),
        ("generate", "--output", "out", "--package", "p"),
        ("init",),
    ],
    ids=lambda command: command[0],
)
def test_unusable_documents(
    project: Path, run: Run, name: str, command: tuple[str, ...]
) -> None:
    content, code = MISTAKES[name]
    (project / "bad.yaml").write_bytes(content)
    before = tree(project)
    done = run(command[0], "bad.yaml", *command[1:])
    assert (done.exit_code, done.stdout) == (2, "")
    assert "bad.yaml" in done.stderr
    assert code in done.stderr
    assert done.stderr.count("error:") == 1
    assert tree(project) == before


@pytest.mark.parametrize("command", ["lint", "inspect", "generate", "init"])
def test_a_document_that_is_not_there(project: Path, run: Run, command: str) -> None:
    done = run(command, "gone.yaml")
    assert (done.exit_code, done.stdout) == (2, "")
    assert "gone.yaml" in done.stderr
    assert len(done.stderr.strip().splitlines()) <= 2
    folder = run(command, ".")
    assert folder.exit_code == 2


@pytest.mark.parametrize("command", ["generate", "check", "docs"])
@pytest.mark.parametrize(
    "config",
    [None, b"[tool.apiloom\n", b"[project]\n", b"\xff", b"[tool.apiloom]\nx=1\n"],
)
def test_unusable_configurations(
    project: Path, run: Run, command: str, config: bytes | None
) -> None:
    path = project / "pyproject.toml"
    if config is None:
        path.unlink()
    else:
        path.write_bytes(config)
    before = tree(project)
    done = run(command)
    assert (done.exit_code, done.stdout) == (2, "")
    assert "pyproject.toml" in done.stderr
    assert tree(project) == before


@pytest.mark.parametrize(
    "arguments",
    [("frobnicate",), ("lint",), ("check", "--what"), ("inspect", "a", "b")],
)
def test_usage(run: Run, arguments: tuple[str, ...]) -> None:
    done = run(*arguments)
    assert (done.exit_code, done.stdout) == (2, "")
    assert "Usage:" in done.stderr


def test_an_output_that_cannot_be_written(project: Path, run: Run) -> None:
    (project / "out").write_bytes(b"a file, not a folder")
    done = run("generate", "good.json", "--output", "out", "--package", "p")
    assert (done.exit_code, done.stdout) == (2, "")
    assert "out" in done.stderr
    assert (project / "out").read_bytes() == b"a file, not a folder"


def test_a_remote_document_is_only_read_if_allowed(project: Path, run: Run) -> None:
    done = run("lint", "https://specs.test/openapi.yaml")
    assert done.exit_code == 2
    assert "https://specs.test/openapi.yaml" in done.stderr


def test_help_and_version(run: Run) -> None:
    for option in ("-h", "--help"):
        done = run(option)
        assert done.exit_code == 0
        for command in ("generate", "check", "inspect", "lint", "docs", "init"):
            assert command in done.stdout
    assert __version__ in run("--version").stdout


# --- as a process ------------------------------------------------------------


def process(
    project: Path, root: Path, *arguments: str, **env: str
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "generator", *arguments],
        cwd=project,
        env={**os.environ, "PYTHONPATH": str(root), **env},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


def test_the_process(project: Path, root: Path) -> None:
    done = process(project, root, "inspect", "good.json", PYTHONIOENCODING="utf-8")
    assert (done.returncode, done.stderr) == (0, "")
    data: dict[str, Any] = json.loads(done.stdout)
    assert data["operations"]
    bad = process(project, root, "lint", "gone.json")
    assert (bad.returncode, bad.stdout) == (2, "")
    assert "Traceback" not in bad.stderr


def test_nothing_is_coloured_when_piped(project: Path, root: Path) -> None:
    done = process(project, root, "lint", "broken.json")
    assert ESCAPE not in done.stdout + done.stderr


def on_a_terminal(project: Path, root: Path, **env: str) -> tuple[int, str]:
    """Run `generate` on the broken document with stderr on a terminal."""
    pty = pytest.importorskip("pty")
    own, other = pty.openpty()
    inherited = {k: v for k, v in os.environ.items() if k != "NO_COLOR"}
    command = [sys.executable, "-m", "generator", "generate", "broken.json"]
    with subprocess.Popen(
        [*command, "--output", "out", "--package", "p"],
        cwd=project,
        stdout=subprocess.DEVNULL,
        stderr=other,
        env={**inherited, "PYTHONPATH": str(root), "TERM": "xterm", **env},
    ) as running:
        os.close(other)
        shown = b""
        while True:
            try:
                read = os.read(own, 65536)
            except OSError:  # the other end was closed
                break
            if not read:
                break
            shown += read
    os.close(own)
    return running.returncode, shown.decode("utf-8", "replace")


def test_errors_are_red_on_a_terminal(project: Path, root: Path) -> None:
    code, shown = on_a_terminal(project, root)
    assert code == 3
    assert f"{ESCAPE}31m" in shown
    code, shown = on_a_terminal(project, root, NO_COLOR="1")
    assert code == 3
    assert "[unresolved-reference]" in shown
    assert ESCAPE not in shown


# --- nothing changed, many findings, a client that is gone --------------------


def test_nothing_is_made_twice(
    project: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[str] = []
    make = fleet.make

    def counted(config: ClientConfig, root: Path, allow_remote: bool) -> fleet.Made:
        made.append(config.package)
        return make(config, root, allow_remote)

    monkeypatch.setattr(fleet, "make", counted)
    second = '\n[[tool.apiloom.client]]\nspec = "broken.json"\npackage = "second"\n'
    (project / "pyproject.toml").write_text(CONFIG + second, "utf-8")
    first = run("generate")
    assert (first.exit_code, made) == (3, ["pets", "second"])
    again = run("generate")
    assert (again.exit_code, made) == (3, ["pets", "second"])
    assert again.stderr == re.sub(r"\d+ added", "nothing changed", first.stderr)
    assert run("check").exit_code == 0
    assert made == ["pets", "second"]
    # One document has changed: the other client is left alone.
    (project / "broken.json").write_text(json.dumps(BROKEN), "utf-8")
    assert run("generate").exit_code == 3
    assert made == ["pets", "second", "second"]
    # One file was touched.
    path = project / "clients" / "pets" / "client.py"
    path.write_bytes(path.read_bytes() + b"#")
    assert run("check").exit_code == 1
    assert run("generate").exit_code == 3
    assert made[3:] == ["pets", "pets"]
    assert run("check").exit_code == 0
    assert run("check", "--no-cache").exit_code == 0
    assert made[5:] == ["pets", "second"]


def test_quiet_is_quiet_about_what_is_remembered(project: Path, run: Run) -> None:
    (project / "few.yaml").write_text(many_integers(2), "utf-8")
    arguments = ("generate", "few.yaml", "--output", "o", "--package", "p")
    assert "warning" in run(*arguments).stderr
    assert "warning" in run(*arguments).stderr
    assert run(*arguments, "--quiet").stderr == ""


def test_leftovers_are_told_each_time(project: Path, run: Run) -> None:
    run("generate")
    (project / "clients" / "pets" / "notes.txt").write_bytes(b"mine\n")
    for _ in range(2):
        assert "notes.txt" in run("generate").stderr
        assert run("check").exit_code == 1


def many_integers(count: int) -> str:
    """A document in YAML with that many keys of one mistake, and one of another."""
    lines = ["openapi: 3.1.0", "info: {title: T, version: '1'}", "paths:"]
    for number in range(count):
        lines += [f"  /p{number}:", "    get:", f"      operationId: get{number}"]
        lines += ["      responses:", "        200: {description: Good.}"]
    return "\n".join([*lines, "x-odd: !odd 1", ""])


def test_many_findings_of_a_kind_are_one(project: Path, run: Run) -> None:
    (project / "many.yaml").write_text(many_integers(1200), "utf-8")
    arguments = ("generate", "many.yaml", "--output", "o", "--package", "p")
    for _ in range(2):
        shown = run(*arguments).stderr
        assert shown.count("[integer-status-key]") == 2
        assert "many.yaml:8:9: warning" in shown
        assert "and 1,199 more like this [integer-status-key]" in shown
        assert "`apiloom lint many.yaml` tells where" in shown
        assert shown.count("[unknown-tag]") == 1
    assert run("lint", "many.yaml").stdout.count("[integer-status-key]") == 1200


def test_few_findings_of_a_kind_are_told_one_by_one(project: Path, run: Run) -> None:
    (project / "few.yaml").write_text(many_integers(3), "utf-8")
    shown = run("generate", "few.yaml", "--output", "o", "--package", "p").stderr
    assert shown.count("[integer-status-key]") == 3
    assert "more like this" not in shown


def test_no_error_stands_for_another(project: Path, run: Run) -> None:
    gone = response({"$ref": "#/components/schemas/Gone"})
    paths = {f"/p{n}": {"get": {"responses": {"200": gone}}} for n in range(9)}
    (project / "bad.json").write_text(json.dumps(document(paths)), "utf-8")
    done = run("generate", "bad.json", "--output", "o", "--package", "p", "--quiet")
    assert done.exit_code == 3
    assert done.stderr.count("[unresolved-reference]") == 9


def test_a_client_that_is_configured_no_more(project: Path, run: Run) -> None:
    second = '\n[[tool.apiloom.client]]\nspec = "good.json"\npackage = "cats"\n'
    (project / "pyproject.toml").write_text(CONFIG + second, "utf-8")
    (project / "clients" / "mine").mkdir(parents=True)
    (project / "clients" / "mine" / "own.py").write_bytes(b"")
    assert "no client" not in run("generate").stderr
    (project / "pyproject.toml").write_text(CONFIG, "utf-8")
    before = tree(project / "clients")
    for command in ("generate", "check"):
        done = run(command)
        assert done.exit_code == 0
        assert "clients/cats was written by apiloom" in done.stderr
        assert "hint: delete the folder" in done.stderr
        assert "mine" not in done.stderr
    assert tree(project / "clients") == before
