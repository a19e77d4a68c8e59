"""Unions without a discriminator whose variants have constants.

JSON Schema 2020-12, Validation, section 6.1.3 (``const``).
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Collection, Mapping
from functools import partial
from typing import Any, Final, cast, get_args

from pydantic import GetCoreSchemaHandler, ValidationError
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

from .constants import AsGiven, contradicts, denies_itself, with_constants
from .models import FALLBACK_REFUSED, Model
from .nesting import counted, kept
from .response_context import RESPONSE
from .unions import guarded, models_in, unknown_names


class Untagged:
    """Lets constants choose in a union without a discriminator, and fills them in.

    ``Annotated[Card | Account, Untagged()]`` takes a dict as it is where that is valid.
    Where it is not, and only one variant has its properties, it gets the constants of
    this variant (a required ``const``).  An object with other values than the constants
    of a variant, or of an object in it, is another variant if it fits one.
    """

    def __get_pydantic_core_schema__(
        self, source: Any, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        plain = handler(source)
        models = list(dict.fromkeys(models_in(source)))

        def fill(value: object) -> object:
            model = _clear_model(models, value)
            if model is None:
                raise PydanticCustomError(FALLBACK_REFUSED, "Input may be several")
            return with_constants(model, cast("Mapping[str, Any]", value))

        as_given: list[CoreSchema | tuple[CoreSchema, str]] = [
            guarded(_as_given, handler.generate_schema(member))
            for member in get_args(source)
        ]
        choices: list[CoreSchema | tuple[CoreSchema, str]] = [
            core_schema.union_schema(as_given),
            guarded(fill, plain),
        ]

        def settle(value: object) -> object:
            return _settled(models, value)

        def choose(value: object, handler: Callable[[object], object]) -> object:
            made = counted(value, lambda: handler(value))
            return _settled(models, made, value) if made is not value else made

        either = core_schema.union_schema(choices, mode="left_to_right")
        return core_schema.json_or_python_schema(
            core_schema.no_info_after_validator_function(settle, plain),
            core_schema.no_info_wrap_validator_function(choose, either),
        )


class _Settling(threading.local):
    """Number of unions that are being read again, one within the other."""

    depth = 0


_SETTLING: Final = _Settling()
_MOST_SETTLING: Final = 2
"""How deep unions within unions are read again; each level costs a pass for each."""


def _settled(
    models: Collection[type[Model]], value: object, given: object = None
) -> object:
    """Return an object as the first variant that has its constants.

    `given` is what a caller passed for it; a response is read from what came.
    """
    if not isinstance(value, Model) or not denies_itself(value):
        return value
    if _SETTLING.depth >= _MOST_SETTLING:
        return value
    _SETTLING.depth += 1
    try:
        for model in models:
            if model is type(value):
                continue
            try:
                if isinstance(given, Mapping):
                    other = model.model_validate(given)
                else:
                    text = value.to_json()
                    other = model.model_validate_json(
                        text, strict=True, context=RESPONSE
                    )
            except ValidationError:
                continue
            if not denies_itself(other):
                return other
    finally:
        _SETTLING.depth -= 1
    return value


def _as_given(value: object) -> object:
    if isinstance(value, Mapping) and not isinstance(value, AsGiven):
        return AsGiven(cast("Mapping[str, Any]", value))
    return value


def _clear_model(models: Collection[type[Model]], value: object) -> type[Model] | None:
    """Return the only model that an object is with constants filled in."""
    if not isinstance(value, Mapping) or isinstance(value, AsGiven):
        return None
    fields = cast("Mapping[str, Any]", value)
    ranks: dict[int, list[type[Model]]] = {}
    for model in models:
        rank = unknown_names(model, fields, "")
        if rank is not None and not contradicts(model, fields):
            ranks.setdefault(rank, []).append(model)
    best = ranks[min(ranks)] if ranks else []
    if len(best) > 1:
        best = [
            model
            for model in best
            if kept(model, fields, partial(_is_valid, model, fields))
        ]
    return best[0] if len(best) == 1 else None


def _is_valid(model: type[Model], fields: Mapping[str, Any]) -> bool:
    try:
        model.model_validate(fields)
    except ValidationError:
        return False
    return True
