"""Schemas and operations, lowered from small documents."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from apiloom.ir.api import Api, Operation
from apiloom.ir.types import Definition, Field, Model, Type
from tests.workshop import document, response, understood


class Lowered:
    """An API made from a document, and what was said about the document."""

    def __init__(self, api: Api, diagnostics: list[tuple[str, str]]) -> None:
        self.api = api
        self.diagnostics = diagnostics

    @property
    def codes(self) -> list[str]:
        return [code for code, _ in self.diagnostics]

    @property
    def operation(self) -> Operation:
        [found] = self.api.operations
        return found

    @property
    def type(self) -> Type:
        """What the schema under test became: the body of the only answer."""
        [content] = self.operation.responses[0].contents
        return content.type

    def definition(self, name: str) -> Definition:
        """A definition by the end of its pointer."""
        [found] = [
            one
            for pointer, one in self.api.definitions.items()
            if str(pointer).endswith(f"/{name}")
        ]
        return found

    def model(self, name: str) -> Model:
        found = self.definition(name)
        assert isinstance(found, Model)
        return found

    def field(self, model: str, wire: str) -> Field:
        [found] = [one for one in self.model(model).fields if one.wire == wire]
        return found


Lower = Callable[..., Lowered]


@pytest.fixture
def lower(tmp_path: Path) -> Lower:
    """Lower the document with these paths, schemas and so on."""

    def made(paths: Any = None, schemas: Any = None, **rest: Any) -> Lowered:
        client = understood(tmp_path, document(paths, schemas, **rest))
        found = [(one.code, one.message) for one in client.diagnostics]
        return Lowered(client.api, found)

    return made


@pytest.fixture
def schema(lower: Lower) -> Lower:
    """Lower one schema, which may refer to others by their names."""

    def made(value: Any, version: str = "3.1.0", **schemas: Any) -> Lowered:
        paths = {"/x": {"get": {"responses": {"200": response(value)}}}}
        return lower(paths, schemas, openapi=version)

    return made
