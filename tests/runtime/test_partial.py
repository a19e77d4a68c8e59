"""Values that lack what is required, of types that lead back to themselves."""

from __future__ import annotations

import pytest
from pydantic import ValidationError
from typing_extensions import TypeAliasType

from apiloom.runtime.types.partial import incomplete

Nested = TypeAliasType("Nested", "list[Nested] | list[list[Nested]] | int")


def test_an_alias_that_leads_back_to_itself() -> None:
    assert incomplete(Nested, [[1]]) == [[1]]
    for value in ({}, [{}], "text"):
        with pytest.raises(ValidationError):
            incomplete(Nested, value)
