"""Only regular files are read, and only up to a size."""

from __future__ import annotations

import json
import os
import socket
import time
from pathlib import Path

import pytest

from apiloom.access import Access
from tests.security.canary import document, made, put, run


def special(folder: Path) -> dict[str, Path]:
    """Files that are none, by what they are."""
    os.mkfifo(folder / "pipe.yaml")
    (folder / "folder.yaml").mkdir()
    (folder / "zero.yaml").symlink_to("/dev/zero")
    before = os.getcwd()
    os.chdir(folder)  # a path of a socket is short
    try:
        with socket.socket(socket.AF_UNIX) as made_socket:
            made_socket.bind("socket.yaml")
    finally:
        os.chdir(before)
    kinds = {"a pipe": "pipe", "a folder": "folder", "a device": "zero"}
    kinds["a socket"] = "socket"
    return {kind: folder / f"{name}.yaml" for kind, name in kinds.items()}


def test_only_regular_files_are_read(project: Path) -> None:
    everything = Access.to(["/"])
    put(project / "good.json", document({}))
    started = time.monotonic()
    for kind, path in special(project).items():
        put(project / "spec.json", document({"$ref": path.name}))
        client = made(project, everything)
        (found,) = client.diagnostics
        assert found.code == "unresolved-reference"
        assert f"this is {kind}, not a file" in found.message
        for named in (
            ["lint", path.name],
            ["lint", "good.json", "--overlay", path.name],
        ):
            refused = run(project, *named)
            assert (refused.exit_code, refused.stdout) == (2, "")
            assert f"this is {kind}, not a file" in refused.stderr
    assert time.monotonic() - started < 10


def test_a_document_has_a_size_that_was_agreed(project: Path) -> None:
    large = "x: '" + "x" * 600_000 + "'"
    put(project / "large.yaml", large)
    put(project / "larger.yaml", large)
    put(project / "one.json", document({"$ref": "large.yaml#/x"}))
    both = {"allOf": [{"$ref": "large.yaml#/x"}, {"$ref": "larger.yaml#/x"}]}
    put(project / "both.json", document(both))
    within = run(project, "lint", "one.json", "--max-size", "1")
    assert "too large" not in within.output
    assert "larger than" not in within.output
    # All files count together: a document cannot be large in small pieces.
    together = run(project, "lint", "both.json", "--max-size", "1")
    message = "with this file the document is larger than 1 MB"
    assert message in together.stdout
    assert "hint: --max-size MB allows more" in together.stdout
    for arguments in (
        ["lint", "large.yaml", "--max-size", "0.5"],
        ["lint", "one.json", "--overlay", "large.yaml", "--max-size", "0.5"],
    ):
        refused = run(project, *arguments)
        assert refused.exit_code == 2
        assert "larger than 0.5 MB [too-large]" in refused.stderr
    put(
        project / "pyproject.toml",
        "[tool.apiloom]\nmax-size = 0.5\n"
        '[[tool.apiloom.client]]\nspec = "large.yaml"\npackage = "p"\n',
    )
    refused = run(project, "generate")
    assert refused.exit_code == 2
    assert "larger than 0.5 MB [too-large]" in refused.stderr


@pytest.mark.parametrize(
    "text", ['{"x": [' + "[], " * 200_000 + "[]]}", "- a\n" * 200_000]
)
def test_a_document_has_no_more_values_than_fit_its_size(
    project: Path, text: str
) -> None:
    put(project / "spec.yaml", text)
    refused = run(project, "lint", "spec.yaml", "--max-size", "1")
    assert refused.exit_code == 2
    assert "contains more than 100,000 values [too-large]" in refused.stderr
    assert "hint: --max-size MB allows more" in refused.stderr


def test_standard_input_is_a_document_of_that_size(project: Path) -> None:
    put(project / "part.yaml", "type: string")
    spec = json.dumps(document({"$ref": "part.yaml"})).encode()
    assert run(project, "lint", "-", stdin=spec).exit_code == 0
    refused = run(project, "lint", "-", "--max-size", "0.001", stdin=b" " * 2000 + spec)
    assert refused.exit_code == 2
    assert "[too-large]" in refused.stderr
