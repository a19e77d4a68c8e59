"""Models for tests: what a test does not state is filled in."""

from __future__ import annotations

import json
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, Final, TypeVar

from ..core.unset import UNSET
from ..encoding.parameters import jsonable
from ..types.models import Adapter
from .problems import InvalidResponse, listed
from .samples import Samples, Unsatisfiable
from .schemas import Schemas, Type, is_members, schemas_of
from .validation import problems

T = TypeVar("T")

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
    package, _, file = model.__module__.rpartition(".")
    schemas = schemas_of(f"{package.rpartition('.')[0]}.testing")
    value = _filled(f"#{file}.{model.__name__}", fields, wires or {}, schemas)
    return Adapter[T](model).from_json(json.dumps(value))


def built_variant(
    reference: str,
    union: object,
    fields: Mapping[str, object],
    wires: Mapping[str, str] | None = None,
    *,
    builders: str,
) -> object:
    """Return an object of a union: the first variant that the fields fit.

    `builders` is the package of the generated builders.
    """
    schemas = schemas_of(builders.rpartition(".")[0])
    value = _filled(reference, fields, wires or {}, schemas)
    return Adapter[object](union).from_json(json.dumps(value))


def _filled(
    reference: str,
    fields: Mapping[str, object],
    wires: Mapping[str, str],
    schemas: Schemas,
) -> Any:
    stated = {
        wires.get(name, name): jsonable(value)
        for name, value in fields.items()
        if value is not UNSET
    }
    samples = Samples(schemas, _SEED.get())
    wrong: list[tuple[str, str]] = []
    for type_ in _variants(reference, schemas):
        try:
            value = {**samples.of(type_), **stated}
        except Unsatisfiable:
            continue
        found = problems(value, reference, schemas, "response")
        if not found:
            return value
        wrong = wrong or found
    name = reference.rpartition(".")[2]
    start = f"the specification does not allow this {name}:"
    raise InvalidResponse(listed(start, wrong or [("", "it needs itself")]))


def _variants(reference: str, schemas: Schemas) -> list[Type]:
    type_ = schemas.resolved(reference)
    if is_members(type_) and "anyOf" in type_:
        return list(schemas.alternatives(reference))
    return [reference]
