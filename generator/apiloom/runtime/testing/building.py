"""Models for tests: what a test does not state is filled in."""

from __future__ import annotations

import json
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, Final, TypeVar

from .. import PACKAGE
from ..core.unset import UNSET
from ..encoding.parameters import jsonable
from ..types.models import Adapter
from .problems import InvalidResponse, listed
from .samples import Samples, Unsatisfiable
from .schemas import Schemas, Type, is_members
from .validation import problems

T = TypeVar("T")

SCHEMAS: Final = Schemas(f"{PACKAGE}.testing.schemas")
"""The types of the client's API."""

OMITTED: Final[Any] = UNSET
"""The default of each field of a builder: what is omitted is filled in."""

_SEED: Final[ContextVar[int]] = ContextVar("_SEED", default=0)


@contextmanager
def seeded(seed: int) -> Generator[None]:
    """Build other models: each seed gives its own, and always the same."""
    token = _SEED.set(seed)
    try:
        yield
    finally:
        _SEED.reset(token)


def built(
    model: type[T],
    fields: Mapping[str, object],
    wires: Mapping[str, str] | None = None,
) -> T:
    """Return a model with some fields, and samples for the rest.

    Args:
        model: The model.
        fields: The fields by their names in Python; UNSET for what is omitted.
        wires: The names of fields in the API, where they differ.

    Raises:
        InvalidResponse: The specification does not allow these fields.
    """
    file = model.__module__.rpartition(".")[2]
    value = _filled(f"#{file}.{model.__name__}", fields, wires or {})
    return Adapter[T](model).from_json(json.dumps(value))


def built_variant(
    reference: str,
    union: object,
    fields: Mapping[str, object],
    wires: Mapping[str, str] | None = None,
) -> object:
    """Return an object of a union: the first variant that the fields fit."""
    value = _filled(reference, fields, wires or {})
    return Adapter[object](union).from_json(json.dumps(value))


def _filled(
    reference: str, fields: Mapping[str, object], wires: Mapping[str, str]
) -> Any:
    stated = {
        wires.get(name, name): jsonable(value)
        for name, value in fields.items()
        if value is not UNSET
    }
    samples = Samples(SCHEMAS, _SEED.get())
    wrong: list[tuple[str, str]] = []
    for type_ in _variants(reference):
        try:
            value = {**samples.of(type_), **stated}
        except Unsatisfiable:
            continue
        found = problems(value, reference, SCHEMAS, "response")
        if not found:
            return value
        wrong = wrong or found
    name = reference.rpartition(".")[2]
    start = f"the specification does not allow this {name}:"
    raise InvalidResponse(listed(start, wrong or [("", "it needs itself")]))


def _variants(reference: str) -> list[Type]:
    type_ = SCHEMAS.resolved(reference)
    if is_members(type_) and "anyOf" in type_:
        return list(SCHEMAS.alternatives(reference))
    return [reference]
