"""Files of other formats are recognized, and the message says what to do."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from apiloom.cli import main


def as_json(value: object) -> bytes:
    return json.dumps(value).encode()


# File, content, and what the message says: the format, and the hint.
FORMATS: list[tuple[str, bytes, str, str]] = [
    (
        "page.yaml",
        b"<!DOCTYPE html>\n<html><head><title>Sign  in\n</title></head></html>",
        'a web page ("Sign in")',
        "download the document itself",
    ),
    (
        "docs.html",
        b"<html><script>SwaggerUIBundle({url: '/v3/api-docs', dom_id: '#ui'})</script>",
        "a web page",
        "the page refers to /v3/api-docs",
    ),
    (
        "redoc.html",
        b"<!-- x -->\n<html><link href='a.css'><redoc spec-url='https://x.test/o.yaml'>",
        "a web page",
        "the page refers to https://x.test/o.yaml",
    ),
    (
        "postman.json",
        as_json(
            {"info": {"schema": "https://schema.getpostman.com/v2.1.0/"}, "item": []}
        ),
        "a Postman collection",
        "convert it",
    ),
    (
        "wrapped.json",
        as_json({"collection": {"info": {"_postman_id": "1"}, "item": []}}),
        "a Postman collection",
        "convert it",
    ),
    ("insomnia.json", as_json({"__export_format": 4}), "an Insomnia export", "export"),
    (
        "insomnia.yaml",
        b"type: collection.insomnia.rest/5.0\n",
        "an Insomnia export",
        "export",
    ),
    (
        "api.graphql",
        b'"""Docs."""\ntype Query {\n  me(id: ID!): User\n}\n',
        "a GraphQL schema",
        "client of its own",
    ),
    (
        "introspection.json",
        as_json({"data": {"__schema": {"types": []}}}),
        "a GraphQL schema",
        "client of its own",
    ),
    ("async.yaml", b"asyncapi: 3.0.0\n", "an AsyncAPI document", "reads OpenAPI"),
    ("x.har", as_json({"log": {"entries": []}}), "a HAR file", "ask the vendor"),
    ("api.raml", b"#%RAML 1.0\ntitle: X\n", "a RAML document", "convert it"),
    ("api.apib", b"FORMAT: 1A\n\n# X\n", "an API Blueprint", "convert it"),
    (
        "service.wsdl",
        b'<?xml version="1.0"?>\n<definitions'
        b' xmlns="http://schemas.xmlsoap.org/wsdl/"/>',
        "a WSDL document",
        "zeep",
    ),
    ("x.xml", b"<note/>", "an XML document", "JSON or YAML"),
    (
        "x.proto",
        b'// x\nsyntax = "proto3";\n',
        "a Protocol Buffers file",
        "grpcio-tools",
    ),
    ("x.smithy", b'$version: "2.0"\nnamespace a.b\n', "a Smithy model", "plugin"),
    ("main.tsp", b'import "@typespec/http";\n', "TypeSpec source", "tsp compile"),
    (
        "schema.json",
        as_json({"$schema": "https://json-schema.org/draft/2020-12/schema"}),
        "a JSON Schema",
        "describes data",
    ),
    (
        "overlay.yaml",
        b"overlay: 1.0.0\ninfo: {}\nactions: []\n",
        "an OpenAPI Overlay",
        "--overlay",
    ),
    ("arazzo.yaml", b"arazzo: 1.0.1\n", "an Arazzo document", "sourceDescriptions"),
    ("rpc.json", as_json({"openrpc": "1.3.2"}), "an OpenRPC document", "JSON-RPC"),
    (
        "discovery.json",
        as_json({"kind": "discovery#restDescription"}),
        "a Google API discovery document",
        "convert it",
    ),
    ("x.zip", b"PK\x03\x04\x14\x00\xff", "a ZIP archive", "unpack"),
    ("x.json.gz", gzip.compress(b"{}"), "a gzip file", "unpack"),
    ("x.pdf", b"%PDF-1.7\n%\xe2\xe3\xcf\xd3", "a PDF file", "ask the vendor"),
    (
        "lfs.yaml",
        b"version https://git-lfs.github.com/spec/v1\noid sha256:00\n",
        "a Git LFS pointer",
        "git lfs pull",
    ),
    (
        "merge.yaml",
        b"openapi: 3.1.0\n<<<<<<< HEAD\npaths: {}\n=======\n>>>>>>> main\n",
        "a file with merge conflicts",
        "resolve",
    ),
]
SLIPS: list[tuple[str, bytes, str, str]] = [
    (
        "comment.json",
        b'{\n  // the version\n  "openapi": "3.1.0"\n}\n',
        "comment.json:2:3: error: ",
        "JSON does not allow comments",
    ),
    (
        "comma.json",
        b'{\n  "openapi": "3.1.0",\n}\n',
        "comma.json:3:1: error: ",
        "JSON does not allow a comma",
    ),
    (
        "tabs.yaml",
        b"openapi: 3.1.0\ninfo:\n\ttitle: X\n",
        "tabs.yaml:3:1: error: ",
        "YAML does not allow tabs",
    ),
    ("empty.yaml", b"\n# nothing yet\n", "the file is empty", "download"),
    (
        "capitals.yaml",
        b"title: X\nOpenAPI: 3.1.0\n",
        "capitals.yaml:2:1: error: this is not an OpenAPI document",
        'write openapi: instead of "OpenAPI"',
    ),
    (
        "error.json",
        as_json({"message": "Not Found"}),
        "this is not an OpenAPI document",
        'its keys are "message"',
    ),
]


@pytest.mark.parametrize(
    ("file", "content", "message", "hint"),
    [*FORMATS, *SLIPS],
    ids=lambda value: value if isinstance(value, str) and "." in value[-6:] else "",
)
def test_message(
    file: str,
    content: bytes,
    message: str,
    hint: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(tmp_path)
    Path(file).write_bytes(content)
    done = CliRunner().invoke(main, ["lint", file], standalone_mode=False)
    assert (done.exit_code, done.stdout) == (2, "")
    first, second = done.stderr.splitlines()
    assert first.startswith(f"{file}:")
    assert message in first
    assert second.startswith("  hint: ")
    assert hint in second


def test_a_document_without_operations_is_reported(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("empty.yaml").write_text(
        "openapi: 3.1.0\ninfo: {title: X, version: '1'}\npaths: {}\n"
    )
    done = CliRunner().invoke(main, ["lint", "empty.yaml"], standalone_mode=False)
    assert done.exit_code == 1
    assert done.stdout.startswith(
        "empty.yaml:3:1: warning: the document has no operations"
    )


@pytest.mark.parametrize(
    "text",
    [
        "openapi: 3.1.0\ninfo: {title: X, version: '1'}\npaths: {}\n"
        "x-description: |\n  type Query {\n",
        '{"openapi": "3.1.0", "info": {"title": "<html>", "version": "1"},'
        ' "paths": {}}',
    ],
)
def test_openapi_documents_are_never_taken_for_another_format(
    text: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("openapi.yaml").write_text(text)
    done: Any = CliRunner().invoke(
        main, ["lint", "openapi.yaml"], standalone_mode=False
    )
    assert "not-openapi" not in done.output
