"""Objects whose class extends the one that is declared where they stand.

Pydantic writes an object by its declared class, which cuts off what a subclass adds.
Objects are written as what they are: the few values with a subclass in them are written
anew, and all others as pydantic writes them.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import (
    Annotated,
    Any,
    Final,
    Literal,
    NamedTuple,
    cast,
    get_args,
    get_origin,
)

from pydantic import BaseModel
from pydantic_core import to_json

from .. import RUNTIME

_SCALARS: Final = frozenset({str, int, float, bool, type(None)})

_ROOTS: Final = (f"{RUNTIME}.", "pydantic.")
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
            _classes.clear()


def reaches_parent(type_: Any) -> bool:
    """Return whether a type has a place where a subclass can stand for its parent."""
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
    """Return the models that a type mentions, and those that they mention."""
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


def is_cut(value: object, type_: Any) -> bool:
    """Return whether pydantic may cut something off from a value of a type.

    A class that is declared just where its object stands is written as it is.
    """
    pending: list[tuple[object, frozenset[type]]] = [(value, _declared(type_))]
    classes = _classes
    while pending:
        item, declared = pending.pop()
        kind = type(item)
        if kind is list:
            items = cast("list[object]", item)
            pending += [(one, declared) for one in items if type(one) not in _SCALARS]
        elif kind is dict:
            members = cast("dict[object, object]", item).values()
            pending += [(one, declared) for one in members if type(one) not in _SCALARS]
        elif kind not in _SCALARS:
            known = classes.get(kind) or _class(kind)
            if not known.is_model:
                continue
            if known.is_child and kind not in declared:
                return True
            model = cast("BaseModel", item)
            attributes = model.__dict__
            for name, inside in known.members:
                one = attributes.get(name)
                if one is not None:
                    pending.append((one, inside))
            more = model.__pydantic_extra__
            if more:
                pending += [(one, _NOTHING) for one in more.values()]
    return False


class _Class(NamedTuple):
    """Fields of a class that can hold objects of subclasses."""

    is_model: bool
    is_child: bool
    """Whether the class extends a model of the API."""
    members: tuple[tuple[str, frozenset[type]], ...]
    """The attributes in which an object may stand for its parent, and the models that
    each declares."""


_NOTHING: Final[frozenset[type]] = frozenset()

_classes: Final[dict[type, _Class]] = {}

_declarations: Final[dict[object, frozenset[type]]] = {}
"""For a type, the models that are declared for its values and what lists hold."""


def _class(kind: type) -> _Class:
    if not issubclass(kind, BaseModel):
        known = _classes[kind] = _Class(False, False, ())
        return known
    members: list[tuple[str, frozenset[type]]] = []
    is_known = True
    for name, field in kind.model_fields.items():
        declared = _Declared()
        declared.add(field.annotation)
        if declared.is_open or any(map(reaches_parent, declared.models)):
            members.append((name, frozenset(declared.models)))
        is_known = is_known and not declared.is_open
    is_child = any(base in _parents for base in kind.__mro__[1:])
    known = _Class(True, is_child, tuple(members))
    # What stands open may be because pydantic has not yet found all names.
    if is_known or kind.__pydantic_complete__:
        _classes[kind] = known
    return known


def _declared(type_: Any) -> frozenset[type]:
    try:
        known = _declarations.get(type_)
    except TypeError:  # an annotation that has no hash
        return _NOTHING
    if known is None:
        declared = _Declared()
        declared.add(type_)
        known = _declarations[type_] = frozenset(declared.models)
    return known


class _Declared:
    """Models that an annotation names, outside of other models."""

    __slots__ = ("_seen", "is_open", "models")

    def __init__(self) -> None:
        self.models: Final[set[type]] = set()
        self.is_open = False
        """Whether there may be any model."""
        self._seen: Final[set[int]] = set()

    def add(self, type_: Any) -> None:
        if id(type_) in self._seen:
            return
        self._seen.add(id(type_))
        origin = get_origin(type_)
        if origin is Annotated:
            self.add(get_args(type_)[0])
        elif origin is not None:
            if origin is not Literal:
                for one in get_args(type_):
                    self.add(one)
        elif hasattr(type_, "__value__"):
            self.add(type_.__value__)
        elif not isinstance(type_, type) or type_ in _OPEN:
            self.is_open = self.is_open or type_ not in (None, ...)
        elif issubclass(type_, BaseModel):
            self.models.add(type_)


# Since Python 3.11, `Any` is a class as well.
_OPEN: Final = frozenset({Any, object, list, dict, tuple})


def uncut(value: object, dumped: Any = None) -> Any:
    """Return a value as pydantic wrote it, with each model as it writes itself."""
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
