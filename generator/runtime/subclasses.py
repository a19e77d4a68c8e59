"""Objects whose class extends the one that is declared where they stand.

Pydantic writes an object by its declared class, which cuts off what a subclass adds.
Objects are written as what they are: the few values with a subclass in them are written
anew, and all others as pydantic writes them.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, Final, cast, get_args

from pydantic import BaseModel
from pydantic_core import to_json

_SCALARS: Final = frozenset({str, int, float, bool, type(None)})

_ROOTS: Final = (f"{__package__}.", "pydantic.")
"""Where the classes are that have no members of an API."""

_parents: Final[set[type]] = set()
"""The models that others extend."""

_known: Final[dict[object, tuple[int, bool]]] = {}
"""For a type, whether it reaches a parent, and how many of them there were then."""


def note_subclass(model: type[BaseModel]) -> None:
    """Remember which models a new one extends."""
    for base in model.__mro__[1:]:
        if issubclass(base, BaseModel) and not base.__module__.startswith(_ROOTS):
            _parents.add(base)


def reaches_parent(type_: Any) -> bool:
    """Whether a value of a type can have a subclass where its parent is declared."""
    if not _parents:
        return False
    try:
        kept = _known.get(type_)
    except TypeError:  # an annotation that has no hash
        return True
    if kept is None or kept[0] != len(_parents):
        found = any(one in _parents or one is Any for one in _reached(type_, set()))
        kept = _known[type_] = len(_parents), found
    return kept[1]


def _reached(type_: Any, seen: set[int]) -> Iterator[Any]:
    """The models that a type mentions, and those that they mention."""
    named: Any = getattr(type_, "__value__", None)
    if id(type_) in seen:
        return
    seen.add(id(type_))
    if type_ is Any or type_ is object:
        yield Any
    elif isinstance(type_, type) and issubclass(type_, BaseModel):
        yield type_
        for field in type_.model_fields.values():
            yield from _reached(field.annotation, seen)
        extra = type_.__annotations__.get("__pydantic_extra__")
        if extra is not None:
            yield Any
    else:
        arguments: tuple[Any, ...] = get_args(type_)
        for one in arguments:
            yield from _reached(one, seen)
        if named is not None:
            yield from _reached(named, seen)


def is_cut(value: object, *, is_declared: bool = True) -> bool:
    """Whether pydantic may cut something off from a value.

    Of a model that writes itself (`is_declared`), what is inside of it counts.
    """
    pending: list[object] = [value]
    extends = _extends
    while pending:
        one = pending.pop()
        kind = type(one)
        if kind in _SCALARS:
            continue
        if kind is list:
            pending += cast("list[object]", one)
        elif kind is dict:
            pending += cast("dict[object, object]", one).values()
        else:
            known = extends.get(kind)
            if known is None:
                known = extends[kind] = _kind_of(kind)
            if known == _NO_MODEL:
                continue
            if known == _CHILD and not is_declared:
                return True
            model = cast("BaseModel", one)
            pending += model.__dict__.values()
            more = model.__pydantic_extra__
            if more:
                pending += more.values()
        is_declared = False
    return False


_NO_MODEL: Final = 0
_ALONE: Final = 1
_CHILD: Final = 2

_extends: Final[dict[type, int]] = {}
"""Which classes extend a model of the API, and which are models at all."""


def _kind_of(kind: type) -> int:
    if not issubclass(kind, BaseModel):
        return _NO_MODEL
    return _CHILD if any(base in _parents for base in kind.__mro__[1:]) else _ALONE


def uncut(value: object, dumped: Any = None) -> Any:
    """What pydantic wrote of a value, with each model as it writes itself."""
    whole: Any = value
    if isinstance(value, BaseModel):
        # In a string, where what is inside of it is JSON itself.
        if isinstance(dumped, str):
            return to_json(uncut(value)).decode()
        own = value.model_dump(
            mode="json", by_alias=True, exclude_unset=True, warnings=False
        )
        for name, field in type(value).model_fields.items():
            wire = name if field.alias is None else field.alias
            if wire in own:
                own[wire] = uncut(value.__dict__.get(name), own[wire])
        more = value.__pydantic_extra__ or {}
        return own | {name: uncut(item, own.get(name)) for name, item in more.items()}
    if isinstance(value, (list, dict)) and isinstance(dumped, str):
        return to_json(uncut(whole, json.loads(dumped))).decode()
    if isinstance(value, list) and isinstance(dumped, list):
        items = cast("list[object]", value)
        texts = cast("list[object]", dumped)
        return [uncut(one, text) for one, text in zip(items, texts, strict=False)]
    if isinstance(value, dict) and isinstance(dumped, dict):
        members = cast("dict[object, object]", value)
        written = cast("dict[object, Any]", dumped)
        pairs = zip(members.values(), written.items(), strict=False)
        return {key: uncut(item, one) for item, (key, one) in pairs}
    return dumped
