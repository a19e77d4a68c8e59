"""A document names environment variables of its own package only."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from tests.security.canary import document, put, run


def schemes(env: Any, **rest: Any) -> dict[str, Any]:
    key = {"type": "apiKey", "in": "header", "name": "X-Key", "x-env": env, **rest}
    components = {"securitySchemes": {"key": key}}
    return document({"type": "string"}, components=components, security=[{"key": []}])


def variables(folder: Path, *arguments: str) -> tuple[list[str], str]:
    done = run(folder, "inspect", *arguments)
    data = json.loads(done.stdout)
    found = [one["env"] for one in data["auth"]]
    return found, "\n".join(one["message"] for one in data["diagnostics"])


@pytest.mark.parametrize(
    "env",
    ["AWS_SECRET_ACCESS_KEY", "SHOPKEEPER_KEY", "SHOP", "SHOP_", "shop_key", "PATH"],
)
def test_a_document_names_variables_of_its_own_package(project: Path, env: str) -> None:
    put(project / "spec.json", schemes(env))
    found, messages = variables(project, "spec.json", "--package", "shop")
    assert found == ["SHOP_API_KEY"]
    assert f"the variable {env} is not read" in messages


@pytest.mark.parametrize(
    "env", ["A\nB", "A=B", "A\0", "", 7, {"api_key": ["A"]}, [["A"]]]
)
def test_a_variable_has_a_name_that_variables_have(project: Path, env: Any) -> None:
    put(project / "spec.json", schemes(env))
    found, _ = variables(project, "spec.json", "--package", "shop")
    assert found == ["SHOP_API_KEY"]


def test_only_a_name_that_was_chosen_counts(project: Path) -> None:
    put(project / "aws.json", schemes("AWS_SECRET_ACCESS_KEY"))
    found, messages = variables(project, "aws.json")
    assert found == ["AWS_API_KEY"]
    assert "the package name was not chosen explicitly" in messages
    found, messages = variables(project, "aws.json", "--package", "aws")
    assert found == ["AWS_SECRET_ACCESS_KEY"]
    assert "variable" not in messages


def put_overlay(folder: Path, *actions: Mapping[str, Any]) -> None:
    info = {"title": "O", "version": "1"}
    put(folder / "o.json", {"overlay": "1.1.0", "info": info, "actions": [*actions]})


def test_an_overlay_and_the_configuration_name_any(project: Path) -> None:
    put(project / "spec.json", schemes("AWS_KEY"))
    target = {"target": "$..key", "update": {"x-env": "COMPANY_KEY"}}
    arguments = ["spec.json", "--package=shop", "--overlay=o.json"]
    put_overlay(project, target)
    assert variables(project, *arguments)[0] == ["COMPANY_KEY"]
    # What an overlay copies is still the document's.
    copy = {"target": "$.components.securitySchemes.key", "copy": "$.x-scheme"}
    spec = schemes("SHOP_KEY")
    spec["x-scheme"] = {"x-env": "AWS_KEY"}
    put(project / "spec.json", spec)
    put_overlay(project, copy)
    assert variables(project, *arguments)[0] == ["SHOP_API_KEY"]
    # So is what a document takes from the file of an overlay.
    spec = schemes("SHOP_KEY")
    spec["components"]["securitySchemes"]["key"] = {
        "$ref": "o.json#/actions/0/update/mine"
    }
    put(project / "spec.json", spec)
    key = {"type": "apiKey", "in": "header", "name": "X", "x-env": "COMPANY_KEY"}
    mine = {"target": "$.info", "update": {"mine": key}}
    put_overlay(project, mine)
    assert variables(project, *arguments)[0] == ["SHOP_API_KEY"]
    put(project / "spec.json", schemes("AWS_KEY"))
    put(
        project / "pyproject.toml",
        '[[tool.apiloom.client]]\nspec = "spec.json"\npackage = "shop"\n'
        'env = {key = "COMPANY_KEY"}\n',
    )
    assert run(project, "generate").exit_code == 0
    text = (project / "generated" / "shop" / "client.py").read_text("utf-8")
    assert "COMPANY_KEY" in text
    assert "AWS_KEY" not in text
