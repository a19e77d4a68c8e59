"""Models with ``readOnly`` properties that are required.

Every response has such a property, and no request needs it (JSON Schema 2020-12,
Validation, section 9.4).
"""

from __future__ import annotations

from functools import cache
from typing import Any, Self

from pydantic import Field, ValidationInfo, model_validator
from pydantic_core import PydanticCustomError

from .constants import READ_ONLY, is_set_by_server, wire_name
from .models import Model
from .response_context import RESPONSE


def read_only() -> Any:
    """Return the default of a member that every response has and no request needs."""
    return Field(default=None, json_schema_extra=READ_ONLY)


class TwoWayModel(Model):
    """An object that is sent and received, with members that only the server sets."""

    @model_validator(mode="after")
    def _check_response(self, info: ValidationInfo) -> Self:
        """Hold responses, and only responses, to the members that the server sets."""
        if info.context is RESPONSE:
            for name, wire in _set_by_server(type(self)):
                if name not in self.model_fields_set:
                    raise PydanticCustomError(
                        "missing", "{name}: Field required", {"name": wire}
                    )
        return self


@cache
def _set_by_server(model: type[Model]) -> tuple[tuple[str, str], ...]:
    """Return the properties set by the server: attribute and wire name."""
    return tuple(
        (name, wire_name(name, field))
        for name, field in model.model_fields.items()
        if is_set_by_server(field)
    )
