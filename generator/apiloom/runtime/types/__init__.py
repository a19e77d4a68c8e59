"""Types of a client: models, scalars, enums, unions, and their constraints."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias

if TYPE_CHECKING:
    import pydantic

    JsonValue: TypeAlias = pydantic.JsonValue
else:
    # Pydantic's own validates every nested value, and refuses dates and decimals.
    JsonValue = Any
