"""Clients made for one test: generated from a document, imported, and taken away."""

from __future__ import annotations

import ast
import importlib
import inspect
import json
import sys
from collections.abc import Iterator, Mapping, Set
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

import httpx2
from anyio.from_thread import BlockingPortal

from apiloom.config import ClientConfig, HttpLibrary
from apiloom.document.lint.structure import audit
from apiloom.pipeline import Client, generate, understand
from tests.blocking import Blocking

__all__ = [
    "Made",
    "Stage",
    "answering",
    "document",
    "forget",
    "imported",
    "make",
    "named",
    "response",
    "understood",
    "written",
]

PACKAGE = "made_client"


@dataclass(frozen=True)
class Made:
    """A client on the disk: `folder` is what has to be on the path to import it."""

    folder: Path
    package: str
    client: Client
    files: Mapping[str, bytes]

    @property
    def lines(self) -> list[str]:
        """The diagnostics, as the command line prints them."""
        return [found.render() for found in self.client.findings()]


def make(
    spec: Path,
    folder: Path,
    *,
    package: str = PACKAGE,
    client: str | None = None,
    http: HttpLibrary = "httpx2",
    testing: bool = False,
) -> Made:
    """Generate a client from a document and write it below `folder`."""
    config = ClientConfig(
        spec=spec.name, package=package, client=client, http=http, testing=testing
    )
    understood = understand(config, spec.parent, audit=audit)
    files = generate(understood)
    for name, content in files.items():
        path = folder / package / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    return Made(folder, package, understood, files)


def written(folder: Path, document: Mapping[str, Any]) -> Path:
    """Write a document into a folder; return where it is."""
    path = folder / "openapi.json"
    path.write_text(json.dumps(document), "utf-8")
    return path


def understood(
    folder: Path,
    document: Mapping[str, Any],
    *,
    client: str | None = None,
    http: HttpLibrary = "httpx2",
) -> Client:
    """Read, lower and name a document, and write nothing."""
    spec = written(folder, document)
    config = ClientConfig(spec=spec.name, package=PACKAGE, client=client, http=http)
    return understand(config, folder, audit=audit)


def document(
    paths: Mapping[str, Any] | None = None,
    schemas: Mapping[str, Any] | None = None,
    **rest: Any,
) -> dict[str, Any]:
    """An OpenAPI document with these paths and schemas; `rest` is added to it."""
    components = {"schemas": schemas or {}, **rest.pop("components", {})}
    return {
        "openapi": "3.1.0",
        "info": {"title": "Shop", "version": "1"},
        "servers": [{"url": "https://api.test/v1"}],
        "paths": paths or {},
        "components": components,
        # Said outright, that nothing has to be said about it.
        **({} if "securitySchemes" in components else {"security": []}),
        **rest,
    }


def response(schema: Any = None, **rest: Any) -> dict[str, Any]:
    """A Response Object with a JSON body of this schema, or without a body."""
    content = {"application/json": {"schema": schema}}
    body = {} if schema is None else {"content": content}
    return {"description": "Answer.", **body, **rest}


@contextmanager
def imported(made: Made) -> Iterator[ModuleType]:
    """Import a generated package; forget all of its modules afterwards."""
    forget(made.package)
    sys.path.insert(0, str(made.folder))
    importlib.invalidate_caches()
    try:
        yield importlib.import_module(made.package)
    finally:
        sys.path.remove(str(made.folder))
        forget(made.package)


def forget(package: str) -> None:
    """Take a generated package out of the modules that are loaded."""
    for name in list(sys.modules):
        if name == package or name.startswith(f"{package}."):
            del sys.modules[name]


def answering(
    *answers: httpx2.Response, requests: list[httpx2.Request] | None = None
) -> httpx2.Client:
    """An HTTP client that gives these answers, the last one again and again."""
    return httpx2.Client(transport=transport(*answers, requests=requests))


def transport(
    *answers: httpx2.Response, requests: list[httpx2.Request] | None = None
) -> httpx2.MockTransport:
    """What gives these answers, the last one again and again."""
    left = list(answers) or [httpx2.Response(204)]

    def handle(request: httpx2.Request) -> httpx2.Response:
        request.read()
        if requests is not None:
            requests.append(request)
        found = left.pop(0) if len(left) > 1 else left[0]
        return httpx2.Response(
            found.status_code, headers=found.headers, content=found.content
        )

    return httpx2.MockTransport(handle)


@dataclass
class Stage:
    """A generated package that was imported, and a server that answers as told."""

    package: ModuleType
    name: str
    portal: BlockingPortal | None = None
    """Where the async client runs, if that is what is to be checked."""

    def __post_init__(self) -> None:
        self.requests: list[httpx2.Request] = []

    @property
    def sent(self) -> httpx2.Request:
        """The last request."""
        return self.requests[-1]

    @property
    def body(self) -> Any:
        """The JSON body of the last request."""
        return json.loads(self.sent.content)

    def client(
        self,
        *answers: httpx2.Response,
        http: Mapping[str, Any] | None = None,
        **options: Any,
    ) -> Any:
        """A client that blocks, in front of a server with these answers.

        It is the sync client, or the async one with somebody who awaits it; `http` is
        what its HTTP client is made with.
        """
        served = transport(*answers, requests=self.requests)
        if self.portal is None:
            blocking = httpx2.Client(transport=served, **(http or {}))
            return getattr(self.package, self.name)(http_client=blocking, **options)
        awaiting = httpx2.AsyncClient(transport=served, **(http or {}))
        made = getattr(self.package, f"Async{self.name}")
        return Blocking(self.portal, made(http_client=awaiting, **options))

    def strict(self, *answers: httpx2.Response, **options: Any) -> Any:
        """The same with responses that do not fit being errors."""
        return self.client(*answers, validate_responses="strict", **options)

    def async_client(self, answer: httpx2.Response, **options: Any) -> Any:
        """The async client, in front of a server with one answer."""

        async def handle(request: httpx2.Request) -> httpx2.Response:
            await request.aread()
            self.requests.append(request)
            return httpx2.Response(
                answer.status_code, headers=answer.headers, content=answer.content
            )

        http = httpx2.AsyncClient(transport=httpx2.MockTransport(handle))
        cls = getattr(self.package, f"Async{self.name}")
        return cls(http_client=http, **options)


def arguments_of(method: Any) -> dict[str, inspect.Parameter]:
    """The arguments of a method that the API has, without the options of each call."""
    return {
        name: one
        for name, one in inspect.signature(method).parameters.items()
        if one.kind is not inspect.Parameter.VAR_KEYWORD
    }


@cache
def named(path: str, text: str) -> Set[str]:
    """Every module of its package that a module names, and names in modules."""
    package = path.split("/")[:-1]
    found: set[str] = set()

    def add(relative: str, names: list[str]) -> None:
        rest = relative.lstrip(".")
        base = package[: len(package) - (len(relative) - len(rest) - 1)]
        base = [*base, *filter(None, rest.split("."))]
        found.update("/".join([*base, name]) for name in ["", *names])

    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.ImportFrom) and node.level:
            module = "." * node.level + (node.module or "")
            add(module, [alias.name for alias in node.names])
        elif isinstance(node, ast.Constant) and str(node.value).startswith("."):
            add(str(node.value), [])
    return {name.rstrip("/") for name in found}
