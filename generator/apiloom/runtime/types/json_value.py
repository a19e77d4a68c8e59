"""Any JSON: what documents say no more of."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias

if TYPE_CHECKING:
    import pydantic

    JsonValue: TypeAlias = pydantic.JsonValue
else:
    # Pydantic's own looks at all that is in a value, and refuses moments and decimals.
    JsonValue = Any
