"""The bodies of errors, so that whatever is documented of them can be touched.

A handler that fails inside of ``except`` hides the error that it is about.  So where an
object or a list is documented and something else came, or nothing where it is
required, there is one without anything in it; a text stays where a list of scalars is
documented.  `raw_body` has what came.
"""

from __future__ import annotations

from collections.abc import Iterator
from types import UnionType
from typing import Annotated, Any, Final, Union, cast, get_args, get_origin

from pydantic import BaseModel

from ..types.unions import opened
from . import lenient

_DEEPEST: Final = 32
"""How deep this goes; what is below is as it came."""

_CONTAINERS: Final = (BaseModel, list, dict, tuple)


def deepened(type_: Any, body: Any) -> Any:
    """Return the body of an error with the documented objects and lists in it."""
    return _Shaper().shape(type_, body, 0)


def _variants(type_: Any) -> Iterator[Any]:
    """The types that a value of a type can have, without metadata and aliases."""
    origin = get_origin(type_)
    if origin is Annotated:
        yield from _variants(get_args(type_)[0])
    elif origin in (Union, UnionType):
        for one in get_args(type_):
            yield from _variants(one)
    elif origin is None and hasattr(type_, "__value__"):
        yield from _variants(opened(type_))
    else:
        yield type_


class _Shaper:
    """Shapes one body; an object that is made is the same wherever it is needed."""

    def __init__(self) -> None:
        self._made: Final[dict[type[BaseModel], BaseModel | None]] = {}

    def shape(self, type_: Any, value: Any, depth: int) -> Any:
        if depth > _DEEPEST or type_ is Any:
            return value
        found: Any = lenient.empty(type_, value)
        shaped: object = found
        if not isinstance(shaped, _CONTAINERS):
            return value
        if isinstance(shaped, BaseModel):
            if shaped is not value:
                return self._empty(shaped, depth)
            self._members(shaped, depth)
        elif isinstance(shaped, (list, dict)):
            return self._items(type_, cast("list[Any] | dict[str, Any]", shaped), depth)
        return found

    def _items(
        self, type_: Any, items: list[Any] | dict[str, Any], depth: int
    ) -> list[Any] | dict[str, Any]:
        """A list or a map with each of its items shaped."""
        for variant in _variants(type_):
            if get_origin(variant) is not type(items):
                continue
            item = get_args(variant)[-1]
            if isinstance(items, list):
                return [self.shape(item, one, depth + 1) for one in items]
            return {key: self.shape(item, it, depth + 1) for key, it in items.items()}
        return items

    def _empty(self, model: BaseModel, depth: int) -> BaseModel | None:
        """An object of which nothing came; None if it would be inside of itself."""
        kind = type(model)
        if kind not in self._made:
            self._made[kind] = None
            self._members(model, depth)
            self._made[kind] = model
        return self._made[kind]

    def _members(self, model: BaseModel, depth: int) -> None:
        fields = type(model).model_fields
        values = vars(model)
        for name, value in list(values.items()):
            field = fields.get(name)
            if field is None:
                continue
            shaped = self.shape(lenient.stated(field), value, depth + 1)
            if shaped is not value:
                values[name] = shaped
