"""A generated client, ready to be called."""

from __future__ import annotations

import importlib
import pkgutil
import re
import sys
import typing
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import ModuleType
from typing import Any, Final

import httpx2
from pydantic import BaseModel, TypeAdapter

from apiloom.access import Access
from apiloom.config import ClientConfig
from apiloom.document.lint.structure import audit
from apiloom.inspect.model import inspection
from apiloom.pipeline import Client, generate, understand

PACKAGE: Final = "subject_client"
BASE: Final = "http://server.test/base"


@dataclass(slots=True)
class Exchange:
    """What the client sent last, and what it is answered."""

    answer: httpx2.Response = field(default_factory=lambda: httpx2.Response(204))
    _request: httpx2.Request | None = None

    def expect(self, answer: httpx2.Response) -> None:
        """Forget the last request; give this answer to the next."""
        self.answer, self._request = answer, None

    def sent(self) -> httpx2.Request | None:
        """The last request."""
        return self._request

    def handle(self, request: httpx2.Request) -> httpx2.Response:
        """Keep the request; give the answer."""
        request.read()
        self._request = request
        answer = self.answer
        return httpx2.Response(
            answer.status_code, headers=answer.headers, content=answer.content
        )


class Subject:
    """One client: its files, its package, and an instance to call."""

    def __init__(self, spec: Path, folder: Path) -> None:
        """Generate below `folder`; raises what the generator raises."""
        config = ClientConfig(spec=spec.name, package=PACKAGE, client=None)
        # Documents of a corpus may have a folder of their own for what they share.
        access = Access.to([spec.parent.parent])
        self.made: Final[Client] = understand(
            config, spec.parent, access=access, audit=audit
        )
        self.files: Final[Mapping[str, bytes]] = generate(self.made)
        self.inspected: Final[dict[str, Any]] = inspection(self.made.package)
        self.folder: Final = folder
        self.exchange: Final = Exchange()
        for name, content in self.files.items():
            path = folder / PACKAGE / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)

    def uncompilable(self) -> list[str]:
        """The files that are no Python."""
        wrong: list[str] = []
        for name, content in self.files.items():
            if name.endswith(".py"):
                try:
                    compile(content, name, "exec", dont_inherit=True)
                except (SyntaxError, ValueError) as error:
                    wrong.append(f"{name}: {error}")
        return wrong

    def load(self) -> list[str]:
        """Import every module and build every model; what failed, in words."""
        wrong: list[str] = []
        sys.path.insert(0, str(self.folder))
        importlib.invalidate_caches()
        package = importlib.import_module(PACKAGE)
        names = [PACKAGE]
        found = pkgutil.walk_packages(package.__path__, f"{PACKAGE}.")
        names += [one.name for one in found]
        for name in names:
            try:
                self._built(importlib.import_module(name), wrong)
            except Exception as error:  # whatever a generated module does
                wrong.append(f"import {name}: {type(error).__name__}: {error}")
        return wrong

    def _built(self, module: ModuleType, wrong: list[str]) -> None:
        if not f"{module.__name__}.".startswith(f"{PACKAGE}.models."):
            return
        for name, value in list(vars(module).items()):
            if name.startswith("_"):
                continue
            try:
                if isinstance(value, type) and issubclass(value, BaseModel):
                    value.model_rebuild(force=True)
                elif typing.get_origin(value) is not None:
                    TypeAdapter(value)
            except Exception as error:  # whatever pydantic says of it
                text = f"{module.__name__}.{name}: {type(error).__name__}: {error}"
                wrong.append(text[:300])

    def instance(self) -> Any:
        """A client whose every request ends in `exchange`."""
        package = importlib.import_module(PACKAGE)
        credentials: dict[str, str] = {}
        for scheme in self.inspected["auth"]:
            argument = scheme["argument"]
            for name in argument if isinstance(argument, list) else [argument]:
                credentials[name] = "credential"
        transport = httpx2.MockTransport(self.exchange.handle)
        return getattr(package, self.inspected["client"])(
            **credentials,
            base_url=BASE,
            max_retries=0,
            # What fits has to be read without a word; the judge asks for the rest.
            validate_responses="strict",
            http_client=httpx2.Client(transport=transport),
        )

    def method(self, client: Any, operation: Mapping[str, Any]) -> Callable[..., Any]:
        """The method of an operation."""
        resource = self.resource(client, operation)
        method: Callable[..., Any] = getattr(resource, operation["method"])
        return method

    def raw_method(
        self, client: Any, operation: Mapping[str, Any]
    ) -> Callable[..., Any]:
        """The method of an operation that returns the answer as it came."""
        resource = self.resource(client, operation)
        method: Callable[..., Any] = getattr(
            resource.with_raw_response, operation["method"]
        )
        return method

    def resource(self, client: Any, operation: Mapping[str, Any]) -> Any:
        """The resource of an operation."""
        for name in operation["resource"]:
            client = getattr(client, name)
        return client

    def constant(self, client: Any, operation: Mapping[str, Any]) -> Any:
        """What the resource's module knows of an operation."""
        module = sys.modules[type(self.resource(client, operation)).__module__]
        dotted = ".".join([*operation["resource"], operation["method"]])
        for value in vars(module).values():
            # A cached function for each operation, so that they are made but once.
            if hasattr(value, "cache_info") and value.__module__ == module.__name__:
                made = value()
                if type(made).__name__ == "Operation" and made.name == dotted:
                    return made
        return None

    def runtime(self, name: str) -> ModuleType:
        """A module of the client's runtime."""
        return importlib.import_module(f"{PACKAGE}._runtime.{name}")


def words(type_: str) -> set[str]:
    """The names in an annotation."""
    return set(re.findall(r"\w+", type_))
