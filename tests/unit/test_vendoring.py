"""A client receives the modules of the runtime that it can reach, and no others."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from apiloom.pipeline import generate
from apiloom.vendoring import reachable, references, runtime
from tests.workshop import document, named, response, understood


def modules(files: Mapping[str, bytes]) -> dict[str, str]:
    return {
        path: content.decode() for path, content in files.items() if path[-3:] == ".py"
    }


def client(folder: Path, path_item: dict[str, Any], **rest: Any) -> dict[str, str]:
    spec = document({"/things": path_item}, **rest)
    return modules(generate(understood(folder, spec)))


PLAIN: dict[str, Any] = {"get": {"operationId": "load", "responses": {"204": {}}}}


def test_whatever_a_client_names_is_there_and_all_else_is_not(tmp_path: Path) -> None:
    schema = {"type": "object", "properties": {"a": {"type": "string"}}}
    files = client(tmp_path, {"get": {"responses": {"200": response(schema)}}})
    every = {f"_runtime/{path}" for path in runtime()}
    reached: set[str] = set()
    for path, text in files.items():
        for name in named(path, text):
            reached |= {f"{name}.py", f"{name}/__init__.py"} & every
    assert {path for path in reached if path not in files} == set()
    mine = {path for path in files if path.startswith("_runtime/")}
    assert {path for path in mine if not path.endswith("__init__.py")} <= reached


@pytest.mark.parametrize(
    ("path_item", "rest", "prefix"),
    [
        (PLAIN, {"webhooks": {"done": {"post": {
            "requestBody": {"content": {"application/json": {
                "schema": {"type": "object"}}}},
            "responses": {"204": {}}}}}}, "_runtime/decoding/webhooks"),
        (PLAIN, {"components": {"securitySchemes": {
            "o": {"type": "oauth2", "flows": {"clientCredentials": {
                "tokenUrl": "https://a.test/t", "scopes": {}}}}}},
            "security": [{"o": []}]}, "_runtime/auth/oauth2"),
        (PLAIN, {"components": {"securitySchemes": {
            "d": {"type": "http", "scheme": "digest"}}},
            "security": [{"d": []}]}, "_runtime/auth/digest"),
    ],
)  # fmt: skip
def test_a_feature_comes_with_the_api_that_has_it(
    path_item: dict[str, Any], rest: dict[str, Any], prefix: str, tmp_path: Path
) -> None:
    assert not [path for path in client(tmp_path, PLAIN) if path.startswith(prefix)]
    found = client(tmp_path, path_item, **rest)
    assert [path for path in found if path.startswith(prefix)]


def test_text_of_a_document_can_name_no_other_file(tmp_path: Path) -> None:
    told = "._runtime.nowhere ._runtime.../../secret ._runtime.\u00e9 import (x"
    files = client(tmp_path, {"get": {**PLAIN["get"], "description": told}})
    assert set(files) == set(client(tmp_path, PLAIN))


def test_references_of_generated_files() -> None:
    text = b"""\
from .._runtime.types import scalars
from .._runtime.client.options import (
    Options,
    Timeout,
)
x = Deferred(".._runtime.core.lazy", __package__)
"""
    found = set(reachable(frozenset(references(text))))
    assert {
        "types/scalars.py",
        "types/__init__.py",
        "client/options.py",
        "core/lazy.py",
        "__init__.py",
    } <= found
