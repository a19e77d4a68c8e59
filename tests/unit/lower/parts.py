"""Parts that the documents of these tests are put together from."""

from __future__ import annotations

from typing import Any

from apiloom.ir.scalars import Kind
from apiloom.ir.types import Primitive
from tests.workshop import response

TEXT = {"type": "string"}
STRING = Primitive(Kind.STRING)
OK = {"200": response(TEXT)}


def obj(**properties: Any) -> dict[str, Any]:
    return {"type": "object", "properties": properties}


def param(name: str, where: str = "query", **rest: Any) -> dict[str, Any]:
    return {"name": name, "in": where, "schema": TEXT, **rest}
