"""Names of what the API sends."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from apiloom.naming.casing import parser_name
from apiloom.naming.webhooks import webhooks_module
from apiloom.pipeline import Client
from tests.workshop import document, response, understood


def sending(**rest: Any) -> dict[str, Any]:
    schema = {"type": "object", "properties": {"a": {"type": "string"}}}
    content = {"application/json": {"schema": schema}}
    return {"requestBody": {"content": content}, "responses": {}, **rest}


def made(folder: Path, paths: Any = None, **rest: Any) -> Client:
    return understood(folder, document(paths, **rest))


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("batch.finished", "parse_batch_finished"),
        ("newPet", "parse_new_pet"),
        ("1st", "parse_1_st"),
        ("!", "parse_not"),
        ("", "parse_empty"),
        ("名前", "parse_名前"),
    ],
)
def test_parsers(text: str, name: str) -> None:
    assert parser_name(text) == name
    assert name.isidentifier()


def test_a_long_name_is_shortened() -> None:
    assert len(parser_name("very " * 60)) <= 80


def test_webhooks_that_want_the_same_name(tmp_path: Path) -> None:
    names = ["a.b", "a-b", "", "any", "named", "by name"]
    hooks = {name: {"post": sending()} for name in names}
    found = made(tmp_path, webhooks=hooks).names
    assert found.webhooks == {
        "a.b": "parse_a_b",
        "a-b": "parse_a_b_2",
        "": "parse_empty",
        "any": "parse_any_2",
        "named": "parse_named_2",
        "by name": "parse_by_name_2",
    }


def test_models_are_called_after_the_webhook(tmp_path: Path) -> None:
    hooks = {"batch.finished": {"post": sending(), "put": sending()}}
    found = made(tmp_path, webhooks=hooks).names
    assert sorted(found.definitions.values()) == [
        "BatchFinishedPayload",
        "BatchFinishedPutPayload",
    ]


def operation(name: str, callbacks: Any) -> dict[str, Any]:
    return {
        "operationId": name,
        "tags": ["jobs"],
        "responses": {"204": response()},
        "callbacks": callbacks,
    }


def test_callbacks_are_called_after_their_operation(tmp_path: Path) -> None:
    own = {"done": {"{$url}": {"post": sending()}}}
    shared = {"done": {"$ref": "#/components/callbacks/JobDone"}}
    paths = {
        "/a": {"post": operation("start", own)},
        "/b": {"post": operation("restart", own)},
        "/c": {"post": operation("wait", shared)},
    }
    components = {"callbacks": {"JobDone": {"{$url}": {"post": sending()}}}}
    found = made(tmp_path, paths, components=components).names
    assert list(found.callbacks.values()) == [
        "parse_jobs_start_done",
        "parse_jobs_restart_done",
        "parse_job_done",
    ]
    assert list(found.definitions.values()) == [
        "JobsStartDonePayload",
        "JobsRestartDonePayload",
        "JobDonePayload",
    ]


def test_another_operation_renames_no_callback(tmp_path: Path) -> None:
    own = {"done": {"{$url}": {"post": sending()}}}
    alone = made(tmp_path, {"/b": {"post": operation("restart", own)}}).names
    both = made(
        tmp_path,
        {
            "/a": {"post": operation("start", own)},
            "/b": {"post": operation("restart", own)},
        },
    ).names
    assert alone.callbacks.items() <= both.callbacks.items()
    assert alone.definitions.items() <= both.definitions.items()


@pytest.mark.parametrize(
    ("modules", "module"),
    [
        (set[str](), "webhooks"),
        ({"things", "web_hooks"}, "webhooks"),
        ({"webhooks"}, "webhooks_"),
        ({"webhooks__deliveries"}, "webhooks_"),
    ],
)
def test_the_module_is_no_resources(modules: set[str], module: str) -> None:
    assert webhooks_module(modules) == module
