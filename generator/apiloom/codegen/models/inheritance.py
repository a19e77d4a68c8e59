"""Subclass relations between models: where a schema extends another compatibly.

JSON Schema 2020-12, section 10.2.1.1: ``allOf`` adds assertions, and an assertion may
also narrow what the other schema says.  A class can only add attributes, so a model
that narrows an attribute of the other stands alone.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from apiloom.codegen.models.placement import SHARED, Placement
from apiloom.codegen.views import Attribute
from apiloom.ir.api import Api
from apiloom.ir.types import Model
from apiloom.locations import Pointer
from apiloom.text.code import Python

Attributes = Mapping[str, Attribute]


@dataclass(frozen=True, slots=True)
class Inheritance:
    """Decides the bases of models; `attributes` gives those of a model, by name."""

    api: Api
    placement: Placement
    attributes: Callable[[Model], Attributes]
    _known: dict[Pointer, Attributes] = field(
        default_factory=dict[Pointer, Attributes], init=False
    )

    _bases: dict[Pointer, tuple[Model, ...]] = field(
        default_factory=dict[Pointer, tuple[Model, ...]], init=False
    )

    def bases(self, model: Model) -> tuple[Model, ...]:
        """The models that a model can be a subclass of, in the schema's order."""
        if not model.extends:
            return ()
        if model.pointer not in self._bases:
            self._bases[model.pointer] = self._accepted(model)
        return self._bases[model.pointer]

    def _accepted(self, model: Model) -> tuple[Model, ...]:
        accepted: list[Model] = []
        taken: set[str] = set()
        for pointer in model.extends:
            base = self.api.definitions.get(pointer)
            if not isinstance(base, Model) or not self._fits(model, base):
                continue
            names = self._attributes(base).keys()
            if names and taken.isdisjoint(names):
                accepted.append(base)
                taken |= names
        return tuple(accepted)

    def inherited(self, model: Model) -> frozenset[str]:
        """The attributes that a model has from its bases, word for word."""
        bases = self.bases(model)
        if not bases:
            return frozenset()  # as most models: what it has need not be compared
        own = self._attributes(model)
        return frozenset(
            name
            for base in bases
            for name, attribute in self._attributes(base).items()
            if own[name] == attribute
        )

    def _attributes(self, model: Model) -> Attributes:
        if model.pointer not in self._known:
            self._known[model.pointer] = self.attributes(model)
        return self._known[model.pointer]

    def _fits(self, model: Model, base: Model) -> bool:
        return (
            model.pointer != base.pointer
            and self._is_in_reach(model.pointer, base.pointer)
            and not base.closed
            and base.extra in (None, model.extra)
            and model.pointer not in base.extends
            and self._repeats(self._attributes(model), self._attributes(base))
        )

    def _is_in_reach(self, model: Pointer, base: Pointer) -> bool:
        """Whether the base can be imported, and travels the same ways."""
        modules = self.placement.modules
        if base not in modules or modules[base] not in (modules[model], SHARED):
            return False
        return all(
            (model in used) == (base in used)
            for used in (
                self.placement.sent,
                self.placement.received,
                self.placement.uploaded,
            )
        )

    @staticmethod
    def _repeats(attributes: Attributes, of_base: Attributes) -> bool:
        return all(
            name in attributes
            and _annotation(attributes[name]) == _annotation(attribute)
            for name, attribute in of_base.items()
        )


def _annotation(attribute: Attribute) -> Python:
    """The attribute without a constant: a subtype may have one of its own."""
    return attribute.annotation or attribute.code
