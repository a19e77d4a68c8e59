"""References lead to what the user allows, and nowhere else.

The canary is text in a file outside of the roots. It must not be opened, and must not
be in any output.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest

from apiloom import access as access_module
from apiloom.diagnostics import Severity
from tests.security.canary import (
    CANARY,
    SECRET,
    codes,
    document,
    everywhere,
    made,
    opened,
    put,
    run,
    said,
)


@pytest.mark.parametrize(
    "ref",
    [
        "../secret.yaml",
        "../" * 50_000 + "secret.yaml",
        "./sub/../../secret.yaml",
        "sub/../sub/../../secret.yaml",
        "%2e%2e/secret.yaml",
        "%2E%2E%2Fsecret.yaml",
        "%252e%252e/secret.yaml",
        "%252e%252e%252fsecret.yaml",
        "..\\secret.yaml",
        "..%5csecret.yaml",
        "{}/secret.yaml",
        "file://{}/secret.yaml",
        "FILE://LOCALHOST{}/secret.yaml",
        "file:{}/secret.yaml",
        "file%3A//{}/secret.yaml",
        "link.yaml",
        "up/secret.yaml",
        "sub/chain.yaml",
        "up/project/../secret.yaml",
        "//127.0.0.1{}/secret.yaml",
        "\\\\127.0.0.1\\c$\\secret.yaml",
        "C:\\secret.yaml",
        "C%3A/secret.yaml",
        "\\\\?\\C:\\secret.yaml",
        "../secret.yaml%00",
        "data:application/json,{{}}",
        "ftp://127.0.0.1/secret.yaml",
        "/proc/self/environ",
    ],
)
def test_references_stay_inside_the_roots(project: Path, ref: str) -> None:
    ref = ref.format(project.parent)
    put(project / "spec.json", everywhere(ref))
    with opened() as paths:
        client = made(project)
        text = said(client)
    # Links of code generation itself aside, only the project is read for a document.
    assert str(project.parent / "secret.yaml") not in paths
    assert not [path for path in paths if path.startswith("/proc/")]
    assert CANARY not in text
    errors = [one for one in client.diagnostics if one.severity is Severity.ERROR]
    assert {one.code for one in errors} <= {"outside-roots", "unresolved-reference"}
    assert errors


def test_the_error_names_the_option_and_the_option_helps(project: Path) -> None:
    spec = document({"$ref": "../secret.yaml"})
    put(project / "spec.json", spec)
    refused = run(project, "lint", "spec.json")
    assert refused.stdout.count("[outside-roots]") == 1
    assert refused.exit_code == 1
    assert 'hint: to allow it: --root .., or roots = [".."]' in (refused.stdout)
    assert CANARY not in refused.output
    for root in ("..", str(project.parent), "../secret.yaml"):
        assert (
            "outside-roots"
            not in run(project, "lint", "spec.json", f"--root={root}").output
        )
    config = (
        '[tool.apiloom]\n{}[[tool.apiloom.client]]\nspec="spec.json"\npackage="p"\n'
    )
    put(project / "pyproject.toml", config.format('roots = [".."]\n'))
    assert run(project, "generate").exit_code == 0
    # What was made with more roots is not served to a run with fewer.
    assert run(project, "check").exit_code == 0
    put(project / "pyproject.toml", config.format(""))
    again = run(project, "check")
    assert again.exit_code == 1
    assert "[outside-roots]" in again.stderr
    assert run(project, "generate").exit_code == 3
    assert run(project, "generate", "--root", "..").exit_code == 0
    assert "[outside-roots]" in run(project, "generate").stderr


def test_a_spec_on_the_command_line_reads_the_current_folder_or_its_own(
    project: Path,
) -> None:
    put(project / "sub" / "spec.json", document({"$ref": "../part.yaml"}))
    put(project / "part.yaml", "type: string")
    assert run(project, "lint", "sub/spec.json").exit_code == 0
    for folder in (project / "sub", project.parent / "elsewhere"):
        folder.mkdir(exist_ok=True)
        spec = os.path.relpath(project / "sub" / "spec.json", folder)
        refused = run(folder, "lint", spec)
        assert "[outside-roots]" in refused.stdout, folder
        put(project / "sub" / "own.json", document({"$ref": "part.yaml"}))
        put(project / "sub" / "part.yaml", "type: string")
        own = os.path.relpath(project / "sub" / "own.json", folder)
        assert run(folder, "lint", own).exit_code == 0


def test_what_the_user_names_may_be_anywhere(project: Path) -> None:
    put(project.parent / "else" / "spec.json", document({"type": "string"}))
    overlay = {
        "overlay": "1.0.0",
        "info": {"title": "O", "version": "1"},
        "extends": "../secret.yaml",
        "actions": [
            {"target": "$.info", "update": {"x-a": {"$ref": "../secret.yaml"}}}
        ],
    }
    put(project.parent / "more" / "overlay.json", overlay)
    named = ["../else/spec.json", "--overlay", "../more/overlay.json"]
    with opened() as paths:
        assert run(project, "lint", *named).exit_code == 0
    assert str(project.parent / "secret.yaml") not in paths


def test_what_an_overlay_refers_to_stays_inside_the_roots(project: Path) -> None:
    update = {"schema": {"$ref": "../secret.yaml"}}
    overlay = {
        "overlay": "1.0.0",
        "info": {"title": "O", "version": "1"},
        "actions": [{"target": "$..['application/json']", "update": update}],
    }
    put(project / "overlay.json", overlay)
    put(project / "spec.json", document({}))
    found = run(project, "lint", "spec.json", "--overlay", "overlay.json")
    assert "[outside-roots]" in found.stdout


def test_a_swagger_document_stays_inside_the_roots(project: Path) -> None:
    ref = {"$ref": "../secret.yaml"}
    responses = {"200": {"description": "OK", "schema": ref}, "400": ref}
    get = {"parameters": [ref], "responses": responses}
    spec = {
        "swagger": "2.0",
        "info": {"title": "T", "version": "1"},
        "paths": {"/a": {"get": get}, "/b": ref},
        "parameters": {"A": ref},
        "responses": {"A": ref},
        "definitions": {"A": ref},
    }
    put(project / "spec.json", spec)
    with opened() as paths:
        client = made(project)
        assert CANARY not in said(client)
    assert str(project.parent / "secret.yaml") not in paths
    assert "outside-roots" in codes(client)


def test_a_link_that_changes_while_it_is_judged(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The file is judged again once it is open: what counts is what was opened."""
    part = put(project / "part.yaml", "type: string")
    put(project / "spec.json", document({"$ref": "part.yaml"}))
    system = os.open

    def swapped(path: Any, flags: int, *rest: Any, **options: Any) -> int:
        if os.fspath(path).endswith("part.yaml") and not part.is_symlink():
            part.unlink()
            part.symlink_to(project.parent / "secret.yaml")
        return system(path, flags, *rest, **options)

    monkeypatch.setattr(access_module.os, "open", swapped)
    client = made(project)
    assert part.is_symlink()
    assert CANARY not in said(client)
    assert codes(client) == {"outside-roots"}


@pytest.mark.parametrize("version", ["3.0.3", "3.1.0"])
def test_a_reference_counts_only_where_openapi_has_one(
    project: Path, version: str
) -> None:
    ref = {"$ref": "inside.yaml"}
    put(project / "inside.yaml", SECRET)
    schema = {
        "type": "object",
        "title": ref,
        "description": ref,
        "default": {"a": ref},
        "example": ref,
        "x-data": ref,
        "properties": {
            "a": {"enum": [ref, "x"], "example": ref},
            "b": {"const": ref, "examples": [ref]},
            "c": {"type": "string", "pattern": ref, "format": ref, "default": ref},
        },
    }
    spec = document(schema, openapi=version)
    spec["info"]["description"] = spec["x-more"] = ref
    operation = spec["paths"]["/a"]["get"]
    operation["summary"] = operation["description"] = ref
    operation["x-code-samples"] = [{"lang": "py", "source": ref}]
    operation["parameters"] = [
        {"name": "q", "in": "query", "description": ref, "schema": {"type": "string"}}
    ]
    content = operation["responses"]["200"]["content"]["application/json"]
    content["example"] = ref
    content["examples"] = {"one": {"value": ref, "externalValue": "inside.yaml"}}
    spec["tags"] = [{"name": "t", "description": ref}]
    put(project / "spec.json", spec)
    with opened() as paths:
        client = made(project)
        assert CANARY not in said(client)
    assert str(project / "inside.yaml") not in paths
    assert list(client.document.files) == [""]
    messages = [one.message for one in client.diagnostics if one.code == "wrong-type"]
    assert "description must be a string, not a reference" in messages
    assert "summary must be a string, not a reference" in messages
