"""A sample in any language sends the request that the client sends.

All languages that the machine can run are run by ``make samples``; here those that are
always there (Python, Node.js from PyPI) and curl. The rest is parsed.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from apiloom.config import SAMPLES, ClientConfig
from apiloom.docs.samples.languages import LANGUAGES
from apiloom.pipeline import generate, understand
from tests.clients.apis import APIS, SECRET
from tests.docs.languages import (
    RUNNERS,
    Samples,
    Sent,
    differences,
    is_there,
    samples_of,
    sent_by_client,
    write_files,
)
from tests.docs.pages import GENERATED
from tests.workshop import Made, imported, written

NASTY = 'it\'s "quoted" \\ $HOME ${x} #{y} `z` %41 {{a}} \u00e9\u4e2d\U0001f600 \\u0041'
LINES = "one\ntwo\\n\r\n\tthree'''\"\"\"\nJSON\n\u2028\u202e"
TEXT = {"type": "string"}
NAMES = {"type": "array", "items": TEXT}
POINT = {"type": "object", "properties": {"x": {"type": "integer"}, "y": TEXT}}
EVERYWHERE = ("requests", "javascript", "curl")
PARSED = {
    "go": ("tree_sitter_go", "language"),
    "ruby": ("tree_sitter_ruby", "language"),
    "java": ("tree_sitter_java", "language"),
    "php": ("tree_sitter_php", "language_php"),
    "php-curl": ("tree_sitter_php", "language_php"),
    "csharp": ("tree_sitter_c_sharp", "language"),
    "swift": ("tree_sitter_swift", "language"),
}

PARSING = """\
import importlib, json, sys
from tree_sitter import Language, Parser

module, function = sys.argv[1:]
parser = Parser(Language(getattr(importlib.import_module(module), function)()))
trees = [parser.parse(one.encode()) for one in json.load(sys.stdin)]
print([index for index, tree in enumerate(trees) if tree.root_node.has_error])
"""
"""A program that prints the numbers of the samples that have errors."""


def parameter(
    place: str, name: str, schema: Any, example: Any, **rest: Any
) -> dict[str, Any]:
    return {
        "in": place,
        "name": name,
        "required": True,
        "schema": schema,
        "example": example,
        **rest,
    }


def body(media_type: str, schema: Any, example: Any, **rest: Any) -> dict[str, Any]:
    content = {media_type: {"schema": schema, "example": example, **rest}}
    return {"requestBody": {"required": True, "content": content}}


def operation(name: str, security: str = "token", **rest: Any) -> dict[str, Any]:
    return {
        "operationId": name,
        "tags": ["things"],
        "security": [{security: []}],
        "responses": {"200": {"description": "", "content": {"application/json": {}}}},
        **rest,
    }


def object_of(**properties: Any) -> dict[str, Any]:
    return {
        "type": "object",
        "required": list(properties),
        "properties": properties,
    }


LIST = body("application/json", NAMES, [NASTY])
BINARY = {"type": "string", "format": "binary"}
SPEC: dict[str, Any] = {
    "openapi": "3.1.0",
    "info": {"title": "All", "version": "1"},
    "servers": [{"url": "https://api.test/base"}],
    "components": {
        "securitySchemes": {
            "token": {"type": "http", "scheme": "bearer"},
            "login": {"type": "http", "scheme": "basic"},
            "query": {"type": "apiKey", "in": "query", "name": "k[e]y"},
            "cookie": {"type": "apiKey", "in": "cookie", "name": "sid"},
        }
    },
    "paths": {
        "/paths/{a}/{b}/{c}/{d}": {
            "get": operation(
                "paths",
                parameters=[
                    parameter("path", "a", TEXT, NASTY),
                    parameter("path", "b", NAMES, ["x,y", "z"], style="label"),
                    parameter("path", "c", POINT, {"x": 1, "y": "é"}, style="matrix"),
                    parameter("path", "d", NAMES, ["p q", "r"], explode=True),
                ],
            )
        },
        "/queries": {
            "get": operation(
                "queries",
                "query",
                parameters=[
                    parameter("query", "a b", TEXT, NASTY),
                    parameter("query", "many", NAMES, ["x&y", LINES]),
                    parameter("query", "csv", NAMES, ["x", "y"], explode=False),
                    parameter(
                        "query", "pipes", NAMES, ["x", "y"], style="pipeDelimited",
                        explode=False,
                    ),
                    parameter(
                        "query", "deep", POINT, {"x": 1, "y": "$"}, style="deepObject"
                    ),
                    parameter(
                        "query", "free", TEXT, "a/b?c:d@e", allowReserved=True
                    ),
                    parameter("query", "flag", {"type": "boolean"}, True),
                    {
                        **parameter("query", "json", POINT, {"x": 2, "y": "\""}),
                        "content": {"application/json": {"schema": POINT}},
                        "schema": None,
                    },
                ],
            )
        },
        "/headers": {
            "head": operation(
                "headers",
                "cookie",
                parameters=[
                    parameter("header", "X-Text", TEXT, "it's \"q\" \\ $HOME `z` #{y}"),
                    parameter("header", "X-Many", NAMES, ["a", "b"]),
                    parameter("cookie", "crumb", TEXT, "c'd$e"),
                ],
            )
        },
        "/login": {"delete": operation("login", "login")},
        "/json": {
            "post": operation(
                "send_json",
                **body(
                    "application/vnd.api+json",
                    object_of(
                        text=TEXT,
                        lines=TEXT,
                        none={"type": ["string", "null"]},
                        number={"type": "number"},
                        flag={"type": "boolean"},
                        list=NAMES,
                        point=POINT,
                    ),
                    {
                        "text": NASTY,
                        "lines": LINES,
                        "none": None,
                        "number": 1.5,
                        "flag": False,
                        "list": ["`", '"""', '"#', "'''", "\\#(x)", "*/", "<?php ?>"],
                        "point": {"x": 1, "y": "JSON"},
                    },
                ),
            )
        },
        "/form": {
            "patch": operation(
                "send_form",
                **body(
                    "application/x-www-form-urlencoded",
                    {
                        "type": "object",
                        "required": ["a[b]", "lines"],
                        "properties": {"a[b]": TEXT, "lines": TEXT, "many": NAMES},
                    },
                    {"a[b]": NASTY, "lines": LINES, "many": ["x y", "@z=&"]},
                ),
            )
        },
        "/parts": {
            "put": operation(
                "send_parts",
                **body(
                    "multipart/form-data",
                    {
                        "type": "object",
                        "required": ["file", "note", "meta"],
                        "properties": {
                            "file": BINARY,
                            "files": {"type": "array", "items": BINARY},
                            "note": TEXT,
                            "at": TEXT,
                            "meta": POINT,
                        },
                    },
                    {
                        "file": "x",
                        "files": ["y"],
                        "note": NASTY,
                        "at": "@<;type=x",
                        "meta": {"x": 1, "y": 'q"'},
                    },
                    encoding={"file": {"contentType": "text/csv"}},
                ),
            )
        },
        "/fields": {
            "post": operation(
                "send_fields",
                **body(
                    "multipart/form-data",
                    {
                        "type": "object",
                        "required": ["file", "note"],
                        "properties": {"file": BINARY, "note": TEXT},
                    },
                    {"file": "x", "note": "plain"},
                ),
            )
        },
        "/file": {"put": operation("send_file", **body("image/png", BINARY, "x"))},
        "/text": {"post": operation("send_text", **body("text/plain", TEXT, LINES))},
        "/list": {"post": operation("send_list", **LIST)},
    },
}  # fmt: skip


@cache
def of_clients() -> tuple[Samples, ...]:
    """The samples of the four clients."""
    found: list[Samples] = []
    for name in APIS:
        for path in sorted((GENERATED / name / "docs").glob("*/*.md")):
            page = path.read_text("utf-8")
            if "The same request in other languages" in page:
                line = next(one for one in page.splitlines() if "://" in one)
                base = "/".join(line.partition(" ")[2].split("/")[:3])
                title = f"{name}_{path.parent.name}_{path.stem}"
                found.append(samples_of(title, page, base))
    return tuple(found)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Made:
    """The client of everything that a request can have."""
    folder = tmp_path_factory.mktemp("languages")
    spec = written(folder, SPEC)
    config = ClientConfig(spec=spec.name, package="made_all", samples=SAMPLES)
    client = understand(config, folder)
    files = generate(client)
    for name, content in files.items():
        path = folder / "made_all" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    return Made(folder, "made_all", client, files)


@pytest.fixture(scope="module")
def of_everything(made: Made) -> tuple[Samples, ...]:
    """The samples of that client."""
    pages = {
        Path(path).stem: text.decode()
        for path, text in made.files.items()
        if path.startswith("docs/things/")
    }
    return tuple(samples_of(*one, "https://api.test") for one in pages.items())


@pytest.fixture(autouse=True)
def credentials(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The environment that samples run in."""
    for api in APIS.values():
        monkeypatch.setenv(api.env, SECRET)
    for name in ("ACCESS_TOKEN", "API_KEY", "COOKIE", "USERNAME", "PASSWORD"):
        monkeypatch.setenv(f"MADE_ALL_{name}", f"it-is-{name.lower()}")
    monkeypatch.chdir(tmp_path)


def languages() -> list[str]:
    """The languages to run."""
    chosen = RUNNERS if os.environ.get("SAMPLES") == "all" else EVERYWHERE
    return [one for one in chosen if is_there(one)]


def expected(
    samples: Sequence[Samples], monkeypatch: pytest.MonkeyPatch
) -> dict[str, Sent]:
    """What the client sends, by sample."""
    with monkeypatch.context() as patch:
        return {one.name: sent_by_client(one, one.base, patch) for one in samples}


def test_there_is_a_template_for_every_language() -> None:
    assert {"python", *LANGUAGES} == set(SAMPLES)


def test_every_page_has_every_language() -> None:
    assert len(of_clients()) > 15
    assert all(set(one.others) == set(LANGUAGES) for one in of_clients())


@pytest.mark.parametrize("language", languages())
def test_samples_of_the_clients(
    language: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_files(tmp_path, of_clients())
    wanted = expected(of_clients(), monkeypatch)
    assert differences(of_clients(), language, wanted, tmp_path) == {}


@pytest.mark.parametrize("language", languages())
def test_samples_of_everything(
    language: str,
    made: Made,
    of_everything: tuple[Samples, ...],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert len(of_everything) == len(SPEC["paths"])
    assert all(set(one.others) == set(LANGUAGES) for one in of_everything)
    write_files(tmp_path, of_everything)
    with imported(made):
        wanted = expected(of_everything, monkeypatch)
    assert differences(of_everything, language, wanted, tmp_path) == {}


@pytest.mark.parametrize("language", PARSED)
def test_samples_are_programs(
    language: str, of_everything: tuple[Samples, ...]
) -> None:
    samples = [one.others[language] for one in (*of_clients(), *of_everything)]
    # A process of their own: a grammar in C that errs there ends no other test.
    done = subprocess.run(
        [sys.executable, "-c", PARSING, *PARSED[language]],
        input=json.dumps(samples),
        capture_output=True,
        check=False,
        encoding="utf-8",
    )
    assert done.returncode == 0, done.stderr
    wrong = json.loads(done.stdout)
    assert [samples[index] for index in wrong] == []
