"""Holding what a client hands over against the JSON that the server sent."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime
from enum import Enum
from typing import Any
from uuid import UUID

from pydantic import BaseModel

from tests.clients.samples import Sampler, types
from tests.contract.openapi_core.operations import Operation

MOMENT = re.compile(r"\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d(\.\d+)?([Zz]|[+-]\d\d:\d\d)")
PLAIN: dict[str, type[Any]] = {
    "string": str,
    "integer": int,
    "boolean": bool,
    "array": list,
    "null": type(None),
}
FORMATS: dict[str, tuple[type[Any], Callable[[str], Any]]] = {
    "uuid": (UUID, UUID),
    "date-time": (datetime, datetime.fromisoformat),
    "date": (date, date.fromisoformat),
}


def moments(value: Any) -> Any:
    """JSON in which points in time are compared as such, not as text."""
    if isinstance(value, dict):
        return {name: moments(item) for name, item in value.items()}
    if isinstance(value, list):
        return [moments(item) for item in value]
    if isinstance(value, str) and MOMENT.fullmatch(value):
        return datetime.fromisoformat(value)
    return value


def attribute(model: BaseModel, wire: str) -> Any:
    """What a model has for a member, by the name of the member on the wire."""
    declared = type(model).model_fields.items()
    names = [name for name, field in declared if (field.alias or name) == wire]
    assert len(names) == 1, f"{type(model).__name__} declares {wire} {len(names)} times"
    return getattr(model, names[0])


def described(operation: Operation, schema: Any, value: Any) -> Any:
    """The resolved schema of a value; of a union, the one that the value names."""
    sampler = Sampler(operation.document)
    place, *_ = sampler.places(schema, value)
    return place.schema


def assert_read(operation: Operation, schema: Any, sent: Any, got: Any) -> None:
    """Assert that every value that was sent is there, and has its Python type."""
    schema = described(operation, schema, sent)
    kinds = types(schema)
    if sent is None:
        assert got is None
    elif kinds == [""]:
        assert type(got) is type(sent)
        assert got == sent
    elif isinstance(sent, dict):
        _assert_object(operation, schema, sent, got)
    elif isinstance(sent, list):
        assert isinstance(got, list)
        for item_sent, item_got in zip(sent, got, strict=True):
            assert_read(operation, schema["items"], item_sent, item_got)
    elif "enum" in schema:
        assert isinstance(got, Enum)
        assert got.value == sent
        assert got == sent
    elif "number" in kinds:
        assert type(got) is type(sent)
        assert got == sent
    elif schema.get("format") in FORMATS:
        type_, parse = FORMATS[schema["format"]]
        assert isinstance(got, type_)
        assert got == parse(sent)
    else:
        assert type(got) is PLAIN[kinds[0]]
        assert got == sent


def _assert_object(operation: Operation, schema: Any, sent: Any, got: Any) -> None:
    properties = schema.get("properties")
    if not properties:
        extra = schema.get("additionalProperties")
        assert isinstance(got, dict)
        assert set(got) == set(sent)
        for name, item in got.items():
            if isinstance(extra, dict):
                assert_read(operation, extra, sent[name], item)
            else:
                assert item == sent[name]
        return
    assert isinstance(got, BaseModel)
    for name, child in properties.items():
        if name in sent:
            assert_read(operation, child, sent[name], attribute(got, name))
        else:
            assert attribute(got, name) is None
