"""Other formats that are mistaken for OpenAPI, and what to do with each."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from apiloom.document.tree import Value

__all__ = ["Foreign", "foreign_bytes", "foreign_data", "foreign_text", "syntax_hint"]

_START: Final = 65_536
"""How many characters of a text are looked at."""


@dataclass(frozen=True, slots=True)
class Foreign:
    """A format that is not OpenAPI: how a message names it, and what to do."""

    name: str
    hint: str | None = None


_VENDOR: Final = "or ask the vendor for its OpenAPI document"


def foreign_bytes(raw: bytes) -> Foreign | None:
    """Return the format of a file that need not be text, by its first bytes."""
    start = raw[:200].decode("latin-1").removeprefix("ï»¿").lstrip(" \t\r\n")
    for begins, foreign in _PREFIXES:
        if start.startswith(begins):
            return foreign
    return None


def foreign_text(text: str) -> Foreign | None:
    """Return the format of a text that is neither JSON nor YAML, by how it begins."""
    start = text[:_START].lstrip("\ufeff \t\r\n")
    if start.startswith("<") and not start.startswith("<<"):
        return _markup(start)
    for pattern, foreign in _PATTERNS:
        if pattern.search(start):
            return foreign
    return None


def foreign_data(root: Mapping[str, Value]) -> Foreign | None:
    """Return the format of a JSON or YAML object without `openapi` or `swagger`."""
    for test, foreign in _OBJECTS:
        if test(root):
            return foreign
    return None


def syntax_hint(text: str, line: int, column: int) -> str | None:
    """Return what to do about a syntax error that is made often, by its place."""
    lines = text.split("\n", line)
    if not 0 < line <= len(lines):
        return None
    before, rest = lines[line - 1][: column - 1], lines[line - 1][column - 1 :]
    if rest.startswith("\t") and not before.strip(" \t-"):
        return "YAML does not allow tabs for indentation; use spaces"
    if rest.lstrip().startswith(("//", "/*")):
        return "JSON does not allow comments; remove them"
    if rest.lstrip()[:1] in ("}", "]"):
        previous = "\n".join((*lines[: line - 1], before)).rstrip()
        if previous.endswith(","):
            return "JSON does not allow a comma before a closing bracket; remove it"
    return None


_PREFIXES: Final = (
    ("PK\x03\x04", Foreign("a ZIP archive", "unpack it first")),
    ("\x1f\x8b", Foreign("a gzip file", "unpack it first")),
    ("%PDF-", Foreign("a PDF file", "ask the vendor for its OpenAPI document")),
    (
        "#%RAML",
        Foreign("a RAML document", f"convert it to OpenAPI, {_VENDOR}"),
    ),
    (
        "FORMAT: 1A",
        Foreign("an API Blueprint", f"convert it to OpenAPI, {_VENDOR}"),
    ),
    (
        "version https://git-lfs.github.com/spec/",
        Foreign("a Git LFS pointer", "run `git lfs pull` to fetch the file itself"),
    ),
    (
        "<<<<<<< ",
        Foreign("a file with merge conflicts", "resolve the conflicts first"),
    ),
)

_GRAPHQL: Final = Foreign(
    "a GraphQL schema",
    "apiloom reads HTTP APIs that OpenAPI describes; GraphQL needs a client of its own",
)

# Each is anchored to the start of a line and has no nested repetition: linear.
_PATTERNS: Final = (
    (
        re.compile(r"^(?:<<<<<<<|>>>>>>>) \S", re.MULTILINE),
        Foreign("a file with merge conflicts", "resolve the conflicts first"),
    ),
    (
        re.compile(r'^syntax *= *["\']proto[23]["\'] *;', re.MULTILINE),
        Foreign("a Protocol Buffers file", "generate a gRPC client with grpcio-tools"),
    ),
    (
        re.compile(r'^\$version *: *"[\d.]+"\s+(?:metadata|namespace|use)\b'),
        Foreign("a Smithy model", "let Smithy's OpenAPI plugin write the document"),
    ),
    (
        re.compile(r'^(?:import +"@typespec/|using +(?:Http|Rest)\b)', re.MULTILINE),
        Foreign(
            "TypeSpec source",
            "`tsp compile . --emit @typespec/openapi3` writes the OpenAPI document",
        ),
    ),
    (
        re.compile(
            r"^(?:type|input|interface|enum|union|scalar|schema|directive|extend)\b"
            r"[^:\n]{0,200}[{=@]|^scalar +\w+ *$|^schema *\{",
            re.MULTILINE,
        ),
        _GRAPHQL,
    ),
)

_TITLE: Final = re.compile(r"<title[^<>]{0,200}>\s*([^<]{1,200})", re.IGNORECASE)
_LINK: Final = re.compile(
    r"""(?:url|spec-url|href|src)["']?\s*[:=]\s*["']([^"'\s<>]{1,500})["']""",
    re.IGNORECASE,
)
_SPEC: Final = re.compile(
    r"(?:openapi|swagger|api-docs|api-json|schema)[^/]*$|\.ya?ml$", re.IGNORECASE
)
_ASSET: Final = re.compile(r"\.(?:js|css|png|svg|ico|html?)(?:[?#]|$)", re.IGNORECASE)


def _markup(start: str) -> Foreign:
    lower = start[:2_000].lower()
    if "schemas.xmlsoap.org/wsdl" in start or "<definitions" in lower:
        return Foreign(
            "a WSDL document", "SOAP needs a client of its own, such as zeep"
        )
    if "wadl.dev.java.net" in start:
        return Foreign("a WADL document", f"convert it to OpenAPI, {_VENDOR}")
    if "<!doctype html" not in lower and "<html" not in lower:
        return Foreign("an XML document", "OpenAPI documents are JSON or YAML")
    title = _TITLE.search(start)
    name = "a web page"
    if title:
        name += f' ("{" ".join(title[1].split())}")'
    for link in _LINK.findall(start):
        if _SPEC.search(link) and not _ASSET.search(link):
            return Foreign(name, f"the page refers to {link}: download that instead")
    return Foreign(
        name,
        "download the document itself: pages often link to openapi.json, openapi.yaml"
        " or swagger.json",
    )


def _has(*keys: str) -> Callable[[Mapping[str, Value]], bool]:
    return lambda root: all(key in root for key in keys)


def _within(value: Value, *keys: str) -> Value:
    for key in keys:
        if not isinstance(value, dict) or key not in value:
            return None
        value = value[key]
    return value


def _is_postman(root: Mapping[str, Value]) -> bool:
    root = _nested(root, "collection")
    schema = _within(root.get("info"), "schema")
    named = isinstance(schema, str) and "postman" in schema
    return "item" in root and (
        named or _within(root.get("info"), "_postman_id") is not None
    )


def _nested(root: Mapping[str, Value], key: str) -> Mapping[str, Value]:
    inner = root.get(key)
    return inner if isinstance(inner, dict) and "info" not in root else root


def _is_insomnia(root: Mapping[str, Value]) -> bool:
    kind = root.get("type")
    return "__export_format" in root or (
        isinstance(kind, str) and ".insomnia.rest/" in kind
    )


def _is_introspection(root: Mapping[str, Value]) -> bool:
    return "__schema" in root or _within(root.get("data"), "__schema") is not None


def _is_json_schema(root: Mapping[str, Value]) -> bool:
    schema = root.get("$schema")
    return isinstance(schema, str) and "json-schema.org" in schema


def _is_discovery(root: Mapping[str, Value]) -> bool:
    kind = root.get("kind")
    return isinstance(kind, str) and kind.startswith("discovery#")


_OBJECTS: Final[tuple[tuple[Callable[[Mapping[str, Value]], bool], Foreign], ...]] = (
    (
        _is_postman,
        Foreign("a Postman collection", f"convert it to OpenAPI, {_VENDOR}"),
    ),
    (
        _is_insomnia,
        Foreign(
            "an Insomnia export",
            "export the OpenAPI text of the design document instead",
        ),
    ),
    (
        _has("asyncapi"),
        Foreign(
            "an AsyncAPI document",
            "apiloom reads OpenAPI, which describes requests and responses over HTTP",
        ),
    ),
    (_is_introspection, _GRAPHQL),
    (
        lambda root: _within(root.get("log"), "entries") is not None,
        Foreign("a HAR file (recorded requests)", _VENDOR.removeprefix("or ")),
    ),
    (
        _has("overlay", "actions"),
        Foreign(
            "an OpenAPI Overlay",
            "pass the document that it changes as SPEC, and this file by --overlay",
        ),
    ),
    (
        _has("arazzo"),
        Foreign(
            "an Arazzo document",
            "generate a client from an OpenAPI document that its sourceDescriptions"
            " name",
        ),
    ),
    (
        _has("openrpc"),
        Foreign("an OpenRPC document", "JSON-RPC needs a client of its own"),
    ),
    (
        _has("smithy", "shapes"),
        Foreign("a Smithy model", "let Smithy's OpenAPI plugin write the document"),
    ),
    (
        _is_discovery,
        Foreign("a Google API discovery document", f"convert it to OpenAPI, {_VENDOR}"),
    ),
    (
        _has("raml"),
        Foreign("a RAML document", f"convert it to OpenAPI, {_VENDOR}"),
    ),
    (
        _has("tool"),
        Foreign("a configuration", "pass it by --config; SPEC is an OpenAPI document"),
    ),
    (
        _is_json_schema,
        Foreign(
            "a JSON Schema",
            "it describes data; an OpenAPI document describes the operations as well",
        ),
    ),
)
