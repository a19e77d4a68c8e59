"""A secret outside of what a document may read, and runs that must not reveal it."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from click.testing import CliRunner, Result

from apiloom.access import Access
from apiloom.cli import main
from apiloom.config import ClientConfig
from apiloom.pipeline import Client, generate, understand

CANARY = "CANARY-7f3a"
SECRET = f"""
description: {CANARY}
type: object
properties: {{{CANARY}: {{type: string, description: {CANARY}, default: {CANARY}}}}}
get: {{operationId: leak, description: {CANARY}, responses: {{}}}}
"""


def document(schema: Any, **rest: Any) -> dict[str, Any]:
    content = {"application/json": {"schema": schema}}
    ok = {"description": "OK", "content": content}
    operation = {"operationId": "get", "responses": {"200": ok}}
    return {
        "openapi": "3.1.0",
        "security": [],
        "info": {"title": "T", "version": "1"},
        "servers": [{"url": "https://api.test"}],
        "paths": {"/a": {"get": operation}},
        **rest,
    }


def everywhere(ref: str) -> dict[str, Any]:
    """A document with the reference in every place that may name a file."""
    made = document({"$ref": ref})
    operation = made["paths"]["/a"]["get"]
    operation["parameters"] = [{"$ref": ref}]
    operation["requestBody"] = {"$ref": ref}
    ok = operation["responses"]["200"]
    ok["headers"] = {"X-A": {"$ref": ref}}
    ok["links"] = {"one": {"$ref": ref}, "two": {"operationRef": f"{ref}#/get"}}
    ok["content"]["application/json"]["examples"] = {
        "one": {"$ref": ref},
        "two": {"externalValue": ref},
    }
    operation["responses"]["400"] = {"$ref": ref}
    operation["callbacks"] = {"back": {"$ref": ref}}
    made["paths"]["/b"] = {"$ref": ref}
    made["components"] = {
        "schemas": {
            "Mapped": {
                "oneOf": [{"$ref": "#/components/schemas/Plain"}, {"$ref": ref}],
                "discriminator": {"propertyName": "kind", "mapping": {"x": ref}},
            },
            "Plain": {"type": "object", "properties": {"$ref": ref}},
            "Part": {"allOf": [{"$ref": ref}], "items": {"$dynamicRef": ref}},
        },
        "securitySchemes": {"key": {"$ref": ref}},
    }
    return made


def put(path: Path, content: str | bytes | dict[str, Any]) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    if isinstance(content, dict):
        content = json.dumps(content)
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def made(folder: Path, access: Access | None = None, spec: str = "spec.json") -> Client:
    return understand(ClientConfig(spec=spec, package="p"), folder, access=access)


def codes(client: Client) -> set[str]:
    return {found.code for found in client.diagnostics}


def said(client: Client) -> str:
    lines = [found.render() for found in client.findings()]
    return "\n".join([*lines, *(text.decode() for text in generate(client).values())])


_listeners: list[list[str]] = []


def _note(event: str, arguments: tuple[Any, ...]) -> None:
    if event == "open" and isinstance(arguments[0], str):
        for paths in _listeners:
            paths.append(os.path.realpath(arguments[0]))


sys.addaudithook(_note)


@contextmanager
def opened() -> Iterator[list[str]]:
    """Note every file that is opened, by its real path."""
    found: list[str] = []
    _listeners.append(found)
    try:
        yield found
    finally:
        _listeners.remove(found)


def run(folder: Path, *arguments: str, stdin: bytes | None = None) -> Result:
    """Run a command in a folder; whatever it does, it ends without a traceback."""
    before = os.getcwd()
    os.chdir(folder)
    try:
        result = CliRunner().invoke(main, arguments, input=stdin)
    finally:
        os.chdir(before)
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result
