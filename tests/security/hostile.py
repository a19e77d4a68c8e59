"""A document in which every string is chosen by an attacker, and what they write.

`document` has every feature of OpenAPI that apiloom reads; each string that a document
is free to choose goes through one function, keys as well as values. What comes out is
judged by comparing it with what harmless strings give: `shape` is a module without its
constants and its names, `outline` the headings of a page.
"""

from __future__ import annotations

import ast
import builtins
import importlib
import inspect
import re
import sys
from collections.abc import Callable, Iterator, Mapping
from typing import Any
from urllib.parse import urlsplit

import httpx2
from markdown_it import MarkdownIt
from markdown_it.token import Token

from tests.workshop import PACKAGE, Made, forget

Text = Callable[[str], str]
"""Makes a string of a label that says where it stands."""

CANARY = "APILOOM_CANARY"
RUN = f'__import__("builtins").__dict__.__setitem__("{CANARY}",1)'
_STATEMENT = f"\n{RUN}\nimport builtins;builtins.{CANARY}=1\n"

PAYLOADS: Mapping[str, str] = {
    "three quotes": f'"""+{RUN}+"""',
    "three quotes and lines": f'"""\n{_STATEMENT}\nx="""',
    "three single quotes": f"'''+{RUN}+'''",
    "a quote": f'"+{RUN}+"',
    "a single quote": f"'+{RUN}+'",
    "a parenthesis": f'")\n{RUN}\n("',
    "a backslash at the end": f'"""{RUN}\\',
    "backslash and quotes": f'\\"""+{RUN}+\\"""',
    "names of characters": "\\N{QUOTATION MARK}\\x22\\u0022\\",
    "a comment's end": f"#\n{_STATEMENT}#\r{_STATEMENT}\r\n{_STATEMENT}",
    "ends of lines": "".join(
        f"a{end}{RUN}{end}" for end in "\n\r\v\f\x1c\x1d\x1e\x85\u2028\u2029"
    ),
    "templates": "{{ 7*7 }}{% raw %}{# x #}#}{{''.__class__}}{{% if %}}${x}`id`$(id)",
    "an f-string": f"{{{RUN}}}{{0}}{{}}%s%(x)s",
    "hidden": "\x00\x1b[31m\x07\u202e\u2066\u200f\ufeff\u061c\udc80\ud83d\U000e0041",
    "a script": (
        "</script><script>alert(1)</script><img src=x onerror=alert(1)>"
        "<svg/onload=alert(1)><iframe src='javascript:alert(1)'></iframe>"
        "<a href=\"javascript:alert(1)\" onclick='alert(1)'>x</a>"
    ),
    "links": (
        "[x](javascript:alert(1)) ![x](data:text/html,x) <javascript:alert(1)> "
        "[a](&#106;ava&Tab;script&colon;alert(1)) [b](<java\tscript:alert(1)>) "
        "[c]\n\n[c]: vbscript:alert(1)\n\n[d]:\njavascript:alert(1)\n\n[d]"
    ),
    "fences": "```\n\n~~~~\n\n> ```\n\n    ```\n<script>alert(1)</script>\n- ~~~",
    "spans": "\\`<script>alert(1)</script>` ` b\n` <script>alert(1)</script> `",
    "blocks": "<div>\n<details>\n<table><tr><td>\n<!-- x\n<![CDATA[\n<?x\n<pre>\n<b>",
    "a table": "a | b `|` <b>| \\| \\\\| c\n--- | ---\n1 | 2",
    "headings": "# h\n\nh\n===\n\n> # h\n\n- # h\n\n---\n# ",
    "commands": "::error::x\n::warning file=a::b%0A##[error]x\n--8<-- '/etc/passwd'",
    "attributes": "{: onclick='alert(1)' }{ onclick=alert(1) }{{< x >}}{!x!}",
    "a comment of HTML": "--> <script>alert(1)</script> <!-- --!> -->",
    "quotation": '"' * 7 + "'" * 7 + "\\" * 5 + "`" * 7,
}


def combined(number: int) -> Iterator[str]:
    """Yield the payloads, so many at a time."""
    every = list(PAYLOADS.values())
    for start in range(0, len(every), number):
        yield "".join(every[start : start + number])


def harmless(label: str) -> str:
    """Return a string that no language reads anything into, and no name can be."""
    return f"{label}-x y"


def hostile(payload: str) -> Text:
    """Return what appends an attack to each label."""
    return lambda label: f"{label}-x y{payload}"


def document(t: Text, *, version: str = "3.1.0") -> dict[str, Any]:
    """Return a document with every feature, whose strings are made by `t`."""

    def pattern(label: str) -> str:
        return re.sub(r"([^\w\s<>\"'`/:;,%&=!@#])", r"\\\1", t(label))

    def place(label: str) -> str:
        # Braces would be parameters of a URL.
        return re.sub("[{}]", "", t(label))

    def pointer(*tokens: str) -> str:
        escaped = (one.replace("~", "~0").replace("/", "~1") for one in tokens)
        return "#/" + "/".join(re.sub("[%#?]", _percent, one) for one in escaped)

    def ref(kind: str, label: str) -> dict[str, Any]:
        return {"$ref": pointer("components", kind, t(label))}

    def said(label: str) -> dict[str, Any]:
        return {"summary": t(f"{label} sum"), "description": t(f"{label} desc")}

    def body(schema: Any, media: str = "application/json") -> dict[str, Any]:
        return {
            "description": t("body desc"),
            "required": True,
            "content": {media: {"schema": schema, "example": {t("key"): t("example")}}},
        }

    def answer(schema: Any, **rest: Any) -> dict[str, Any]:
        return {
            "description": t("answer desc"),
            "headers": {
                t("X-Head"): {
                    "description": t("head desc"),
                    "schema": {"type": "string"},
                }
            },
            "content": {"application/json": {"schema": schema}},
            **rest,
        }

    def parameter(where: str, label: str, **rest: Any) -> dict[str, Any]:
        return {
            "name": place(label) if where == "path" else t(label),
            "in": where,
            "required": where == "path",
            "description": t(f"{label} desc"),
            "schema": {"type": "string", "default": t(f"{label} default")},
            "example": t(f"{label} example"),
            **rest,
        }

    kinds = {
        t("plain"): {"type": "string", "description": t("plain desc")},
        t("listed"): {"type": "array", "items": ref("schemas", "Color")},
        t("mapped"): {"type": "object", "additionalProperties": {"type": "integer"}},
        t("defaulted"): {"type": "string", "default": t("field default")},
        t("limited"): {"type": "string", "pattern": pattern("pat"), "maxLength": 900},
        t("const"): {"const": t("const value")},
        t("chosen"): {"enum": [t("one"), t("two")], "type": "string"},
        t("inline"): {"type": "object", "properties": {t("deep"): {"type": "string"}}},
        t("day"): {"type": "string", "format": "date", "deprecated": True},
        t("odd"): {"type": "string", "format": t("format"), "title": t("odd title")},
        t("pet"): ref("schemas", "Pet"),
        t("pair"): {
            "type": "array",
            "prefixItems": [{"const": t("tag")}, {"type": "integer"}],
        },
    }
    schemas = {
        t("Thing"): {
            "type": "object",
            "title": t("thing title"),
            "description": t("thing desc"),
            "required": [t("plain")],
            "properties": kinds,
            "example": {t("plain"): t("thing example")},
            t("x-vendor"): t("extension"),
        },
        t("Color"): {
            "type": "string",
            "description": t("color desc"),
            "enum": [t("red"), t("green")],
            "x-enum-varnames": [t("Rouge"), t("Vert")],
            "x-enum-descriptions": [t("red desc"), t("green desc")],
        },
        t("Cat"): _variant(t, "Cat"),
        t("Dog"): _variant(t, "Dog"),
        t("Pet"): {
            "oneOf": [ref("schemas", "Cat"), ref("schemas", "Dog")],
            "discriminator": {
                "propertyName": t("kind"),
                "mapping": {
                    t("cat"): pointer("components", "schemas", t("Cat")),
                    t("dog"): pointer("components", "schemas", t("Dog")),
                },
            },
        },
        t("Names"): {"type": "array", "items": {"type": "string"}},
        t("Page"): {
            "type": "object",
            "required": [t("items")],
            "properties": {
                t("items"): {"type": "array", "items": ref("schemas", "Thing")},
                t("next"): {"type": ["string", "null"]},
            },
        },
        t("Job"): {
            "type": "object",
            "required": [t("state")],
            "properties": {
                t("state"): {
                    "type": "string",
                    "enum": [t("done"), t("failed"), t("going")],
                },
            },
        },
        t("Problem"): {
            "type": "object",
            "properties": {"code": {"type": "string", "enum": [t("bad"), t("worse")]}},
        },
    }
    things = {
        "parameters": [parameter("path", "thing id"), ref("parameters", "Shared")],
        **said("item"),
        "servers": [{"url": "https://own.test/v1", "description": t("own server")}],
        "get": {
            "tags": [t("tag one")],
            "operationId": t("get thing"),
            **said("get"),
            "externalDocs": {"url": "https://docs.test/", "description": t("docs")},
            "parameters": [
                parameter("query", "query"),
                parameter("header", "X-Header", example=t("header example")),
                parameter("cookie", "cookie"),
                parameter(
                    "query",
                    "deep",
                    style="deepObject",
                    explode=True,
                    schema=ref("schemas", "Thing"),
                    deprecated=True,
                ),
                parameter(
                    "query",
                    "limited",
                    schema={"type": "string", "pattern": pattern("arg pattern")},
                ),
            ],
            "security": [{t("key scheme"): []}, {t("oauth"): [t("scope")]}],
            "responses": {
                "200": answer(
                    ref("schemas", "Thing"),
                    links={
                        t("link"): {
                            "operationId": t("make thing"),
                            "description": t("link desc"),
                            "parameters": {
                                t("thing id"): "$response.body#/" + t("plain"),
                                t("other"): t("value"),
                            },
                            "requestBody": {t("a"): t("b")},
                        }
                    },
                    **{"x-outcome": {"property": [t("chosen")], "success": [t("one")]}},
                ),
                "400": answer(
                    ref("schemas", "Problem"),
                    **{
                        "x-error-cases": [
                            {
                                "name": t("case"),
                                "description": t("case desc"),
                                "match": {"property": ["code"], "equals": t("bad")},
                            },
                            {"name": t("other case"), "description": t("other desc")},
                        ]
                    },
                ),
                "404": ref("responses", "Missing"),
                "default": answer(ref("schemas", "Names")),
            },
        },
        "delete": {
            "tags": [t("tag one"), t("tag two")],
            "operationId": t("delete thing"),
            "deprecated": True,
            "responses": {"204": {"description": t("gone")}},
        },
    }
    making = {
        "tags": [t("tag one")],
        "operationId": t("make thing"),
        **said("make"),
        "requestBody": body(ref("schemas", "Thing")),
        "responses": {"201": answer(ref("schemas", "Thing"))},
        "callbacks": {
            t("callback"): {
                "{$request.body#/url}"
                + place("/callback"): {
                    "post": {
                        **said("callback"),
                        "requestBody": body(ref("schemas", "Thing")),
                        "responses": {"200": {"description": t("callback answer")}},
                    }
                }
            }
        },
    }
    listing = {
        "tags": [t("tag two")],
        "operationId": t("list things"),
        **said("list"),
        "parameters": [parameter("query", "cursor"), parameter("query", "size")],
        "x-pagination": {
            "style": "cursor",
            "items": [t("items")],
            "next": [t("next")],
            "parameter": t("cursor"),
            "size": t("size"),
        },
        "responses": {"200": answer(ref("schemas", "Page"))},
    }
    waiting = {
        "tags": [t("tag two")],
        "operationId": t("job state"),
        "x-waiter": {
            "name": t("wait for job"),
            "description": t("waiter desc"),
            "property": [t("state")],
            "success": [t("done")],
            "failure": [t("failed")],
        },
        "responses": {"200": answer(ref("schemas", "Job"))},
    }
    uploading = {
        "tags": [t("tag two")],
        "operationId": t("upload"),
        "requestBody": {
            "description": t("upload desc"),
            "content": {
                "multipart/form-data": {
                    "schema": {
                        "type": "object",
                        "properties": {
                            t("file"): {"type": "string", "format": "binary"},
                            t("meta"): {"type": "object"},
                        },
                    },
                    "encoding": {
                        t("file"): {
                            "contentType": "text/" + t("csv"),
                            "headers": {
                                t("X-Part"): {
                                    "schema": {"type": "string", "default": t("part")}
                                }
                            },
                        }
                    },
                }
            },
        },
        "responses": {
            "200": {
                "description": t("uploaded"),
                "content": {"text/" + t("plain type"): {"schema": {"type": "string"}}},
            }
        },
    }
    streaming = {
        "tags": [t("tag two")],
        "operationId": t("stream"),
        "x-stream-end": t("END"),
        "responses": {
            "200": {
                "description": t("events"),
                "content": {
                    "text/event-stream": {
                        "schema": ref("schemas", "Thing"),
                        "x-stream-end": t("END"),
                    }
                },
            }
        },
    }
    hook = {
        "post": {
            "operationId": t("hook"),
            **said("hook"),
            "tags": [t("tag two")],
            "parameters": [parameter("header", "X-Hook")],
            "requestBody": body(ref("schemas", "Thing")),
            "responses": {"200": {"description": t("hook answer")}},
        }
    }
    flow = {
        "tokenUrl": "https://auth.test/" + t("token"),
        "scopes": {t("scope"): t("scope desc")},
    }
    return {
        "openapi": version,
        "info": {
            "title": t("The Title"),
            "version": t("1.0"),
            "description": t("info desc"),
            "contact": {"name": t("contact"), "email": "a@b.test"},
            "license": {"name": t("license")},
            "termsOfService": "https://terms.test/" + t("terms"),
        },
        "servers": [
            {
                "url": "https://{" + place("region") + "}.test/" + place("path"),
                "description": t("server desc"),
                "variables": {
                    place("region"): {
                        "default": t("eu"),
                        "enum": [t("eu"), t("us")],
                        "description": t("region desc"),
                    }
                },
            },
            {"url": "https://second.test/", "description": t("second server")},
        ],
        "tags": [
            {"name": t("tag one"), "description": t("tag desc")},
            {"name": t("tag two"), "description": t("two desc")},
        ],
        "externalDocs": {"url": "https://docs.test/", "description": t("more docs")},
        "paths": {
            "/things/{" + place("thing id") + "}/" + place("seg"): things,
            "/" + place("things"): {"post": making, "get": listing},
            "/jobs": {"get": waiting},
            "/uploads": {"post": uploading},
            "/streams": {"get": streaming},
        },
        "webhooks": {t("hook one"): hook, t("hook two"): hook},
        "security": [{t("key scheme"): []}],
        "components": {
            "schemas": schemas,
            "parameters": {t("Shared"): parameter("query", "shared")},
            "responses": {
                t("Missing"): {
                    "description": t("missing desc"),
                    "content": {
                        "application/problem+json": {
                            "schema": ref("schemas", "Problem"),
                        }
                    },
                }
            },
            "securitySchemes": {
                t("key scheme"): {
                    "type": "apiKey",
                    "in": "header",
                    "name": t("X-Key"),
                    "description": t("key desc"),
                },
                t("oauth"): {
                    "type": "oauth2",
                    "description": t("oauth desc"),
                    "flows": {"clientCredentials": flow},
                },
                t("basic"): {"type": "http", "scheme": "basic"},
            },
        },
        t("x-anything"): {t("k"): [t("v")]},
    }


def _variant(t: Text, name: str) -> dict[str, Any]:
    return {
        "type": "object",
        "description": t(f"{name} desc"),
        "required": [t("kind")],
        "properties": {
            t("kind"): {"const": t(name.lower())},
            t(f"{name} own"): {"type": "string"},
        },
    }


def _percent(match: re.Match[str]) -> str:
    return f"%{ord(match[0]):02X}"


# --- what came out ------------------------------------------------------------


class _Shape(ast.NodeTransformer):
    """Takes constants and names out of a tree."""

    def visit(self, node: ast.AST) -> Any:
        for name, value in ast.iter_fields(node):
            if isinstance(value, str):
                setattr(node, name, "")
        if isinstance(node, ast.Constant):
            return ast.Constant(type(node.value).__name__)
        if isinstance(node, ast.ClassDef):
            # Whether an attribute has a docstring may depend on how long an example is.
            pairs = zip([None, *node.body], node.body, strict=False)
            node.body = [
                line
                for before, line in pairs
                if not (isinstance(before, ast.AnnAssign) and _is_text(line))
            ]
        return self.generic_visit(node)


def _is_text(node: ast.stmt) -> bool:
    value = node.value if isinstance(node, ast.Expr) else None
    return isinstance(value, ast.Constant) and isinstance(value.value, str)


def shape(module: bytes) -> str:
    """Return a module without what a document may choose: constants and names."""
    return ast.dump(_Shape().visit(ast.parse(module)))


def shapes(files: Mapping[str, bytes]) -> list[str]:
    """Return the shapes of all modules but those of the runtime, sorted."""
    return sorted(
        shape(content)
        for name, content in files.items()
        if name.endswith(".py") and not name.startswith("_runtime/")
    )


HIDDEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"
    "\u2028\u2029\ufeff\ud800-\udfff]"
)
_PARSER = MarkdownIt("commonmark", {"html": True}).enable("table")
_PARSER.validateLink = lambda _: True  # type: ignore[method-assign]  # others do not look
_PLAIN_TAG = re.compile(
    r"</?[a-z][a-z0-9]*(?: (?:href|src|title|alt|width|height|align|colspan|rowspan"
    r"|start|class|markdown)=\"[^\"<>]*\")*>"
)
_TAGS = frozenset("""
    a b br code del details div em hr i img ins kbd li ol p pre s small span strong sub
    summary sup table tbody td th thead tr u ul
    """.split())
_SCHEMES = frozenset(("", "http", "https", "mailto"))


def tokens(page: str) -> Iterator[Token]:
    """Yield the tokens of a page, those inside of others as well."""
    for token in _PARSER.parse(page):
        yield token
        yield from token.children or ()


def dangers(page: str) -> Iterator[str]:
    """Yield what of a page does more than show text."""
    stack: list[str] = []
    for token in tokens(page):
        if token.type in ("html_inline", "html_block"):
            text = re.sub(
                r"^<!-- Generated .*?-->|^<!-- sha256 .*?-->", "", token.content
            )
            text = re.sub(r"<!-- [^<>]* -->", "", text)
            for tag in re.findall(r"<[^<>]*>?", text):
                name = re.sub(r"^</?([A-Za-z0-9]*).*", r"\1", tag, flags=re.DOTALL)
                if name not in _TAGS or not _PLAIN_TAG.fullmatch(tag):
                    yield f"the tag {tag!r}"
                elif name in ("br", "hr", "img"):
                    pass
                elif tag.startswith("</"):
                    if stack[-1:] != [name]:
                        yield f"{tag} closes {stack[-1:]}"
                    else:
                        stack.pop()
                else:
                    stack.append(name)
                for target in re.findall(r'(?:href|src)="([^"]*)"', tag):
                    if urlsplit(target).scheme not in _SCHEMES:
                        yield f"the target {target!r}"
        for name in ("href", "src"):
            target = str(token.attrs.get(name, ""))
            if re.match(r"[\s\x00-\x20]*[A-Za-z][\w+.-]*:", target) and (
                urlsplit(target.strip()).scheme.lower() not in _SCHEMES
            ):
                yield f"the target {target!r}"
    if stack:
        yield f"tags that stay open: {stack}"
    for match in HIDDEN.finditer(page):
        yield f"the character {match[0]!r}"


def outline(page: str) -> list[str]:
    """Return the headings of a page, by their levels."""
    return [token.tag for token in tokens(page) if token.type == "heading_open"]


# --- what it does -------------------------------------------------------------


def exercise(made: Made) -> int:
    """Import every module of a client, and call every method; return how many."""
    vars(builtins).pop(CANARY, None)
    forget(PACKAGE)
    sys.path.insert(0, str(made.folder))
    importlib.invalidate_caches()
    called = 0
    try:
        package = importlib.import_module(PACKAGE)
        for name in made.files:
            if name.endswith(".py") and not name.startswith("_runtime/"):
                module = f"{PACKAGE}.{name.removesuffix('.py').replace('/', '.')}"
                importlib.import_module(module.removesuffix(".__init__"))
        for name in dir(package.models):
            value = getattr(package.models, name)
            if hasattr(value, "model_rebuild"):
                value.model_rebuild()
        transport = httpx2.MockTransport(lambda _: httpx2.Response(400, json={}))
        client = getattr(package, made.client.names.client)(
            http_client=httpx2.Client(transport=transport), max_retries=0
        )
        called += _call_all(client, set())
        for part in ("webhooks", "callbacks"):
            functions = inspect.getmembers(getattr(package, part), inspect.isfunction)
            for _, function in functions:
                if function.__module__ == f"{PACKAGE}.{part}":
                    called += _called(function)
    finally:
        sys.path.remove(str(made.folder))
        forget(PACKAGE)
    assert not hasattr(builtins, CANARY), "text of the document ran"
    return called


def _call_all(holder: Any, seen: set[type]) -> int:
    called = 0
    seen.add(type(holder))
    for name in dir(type(holder)):
        if name.startswith(("_", "with_")) or name in _CLIENT:
            continue
        member = getattr(holder, name)
        if inspect.ismethod(member):
            called += _called(member)
        elif type(member).__module__.startswith(PACKAGE) and type(member) not in seen:
            called += _call_all(member, seen)
    return called


_CLIENT = frozenset("close request base_url".split())


def _called(function: Callable[..., Any]) -> int:
    """Call with as many arguments as there must be; what is raised is not the point."""
    given: list[Any] = []
    named: dict[str, Any] = {}
    for parameter in inspect.signature(function).parameters.values():
        if parameter.kind is parameter.KEYWORD_ONLY:
            if parameter.default is parameter.empty or parameter.name == "timeout":
                named[parameter.name] = 1 if parameter.name == "timeout" else "x"
        elif parameter.default is parameter.empty:
            given.append("{}")
    try:
        function(*given, **named)
    except Exception as error:
        if isinstance(error, NameError | SyntaxError | AttributeError | ImportError):
            raise
    return 1
