"""Objects whose class extends the one that is declared where they stand."""

from __future__ import annotations

import json
from typing import Any

import pytest

from apiloom.runtime.types import models as runtime_models
from apiloom.runtime.types.models import Adapter, Model
from apiloom.runtime.types.subclasses import is_cut


class Place(Model):
    city: str | None = None


class Animal(Model):
    name: str
    mate: Animal | None = None
    home: Place | None = None


class Dog(Animal):
    friends: list[Animal] | None = None
    pups: dict[str, list[Dog]] | None = None
    other: Any = None


_DOG = Dog(name="d")
_PUP = Dog(name="p", pups={"a": [Dog(name="q")]}, home=Place(city="c"))


@pytest.mark.parametrize(
    ("value", "type_", "cut"),
    [
        (_DOG, Dog, False),
        (_PUP, Dog, False),
        ([_PUP], list[Dog], False),
        ([_PUP], list[Dog] | list[Animal], False),
        ({"a": [_DOG, None]}, dict[str, list[Dog | None]], False),
        (_DOG, Animal, True),
        ([Animal(name="a"), _DOG], list[Animal], True),
        (Animal(name="a", mate=_DOG), Animal, True),
        (Dog(name="d", friends=[Animal(name="a"), _DOG]), Dog, True),
        (Dog(name="d", pups={"a": [Dog(name="q", mate=_DOG)]}), Dog, True),
        (Dog(name="d", other={"deep": [_DOG]}), Dog, True),
        (Animal.model_validate({"name": "a", "more": _DOG}), Animal, True),
    ],
)
def test_only_what_stands_for_its_parent_is_written_anew(
    value: object, type_: Any, cut: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    adapter = Adapter[Any](type_)
    expected = adapter.to_jsonable(value)
    assert is_cut(value, type_) is cut
    written: list[object] = []
    anew = runtime_models.uncut

    def counted(value: object, dumped: Any = None) -> Any:
        written.append(value)
        return anew(value, dumped)

    monkeypatch.setattr(runtime_models, "uncut", counted)
    assert json.loads(adapter.to_json(value)) == expected
    assert bool(written) is cut
