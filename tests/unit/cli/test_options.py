"""What the commands have in common: options, and input that is refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.unit.cli.conftest import Run, tree


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
    assert f"{option[0]} requires a SPEC" in done.stderr
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


def test_a_remote_document_is_only_read_if_allowed(project: Path, run: Run) -> None:
    done = run("lint", "https://specs.test/openapi.yaml")
    assert done.exit_code == 2
    assert "https://specs.test/openapi.yaml" in done.stderr
