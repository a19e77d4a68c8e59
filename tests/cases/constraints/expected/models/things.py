"""Models of the `things` resource."""

from __future__ import annotations

import builtins
from typing import Annotated, TypeAlias

from .._runtime.types.constraints import Sent
from .._runtime.types.models import Model, Nullable
from .._runtime.types.scalars import JsonNumber

__all__ = ["All", "Limited", "Word"]


class Limited(Model):
    count: Annotated[int, Sent(ge=1)] | None = None
    word: Word | None = None


class All(Model):
    word: Word
    pattern: Annotated[str, Sent(pattern="\\d{3}")] | None = None
    unicode: Annotated[str, Sent(pattern="^\\p{L}+$")] | None = None
    minimum: Annotated[JsonNumber, Sent(ge=1.5)] | None = None
    maximum: Annotated[int, Sent(le=10)] | None = None
    above: Annotated[JsonNumber, Sent(gt=0)] | None = None
    below: Annotated[int, Sent(lt=10)] | None = None
    multiple: Annotated[JsonNumber, Sent(multiple_of=0.1)] | None = None
    list: (
        Annotated[
            builtins.list[Annotated[str, Sent(max_length=2)]],
            Sent(min_length=1, max_length=2),
        ]
        | None
    ) = None
    unique: Annotated[builtins.list[int], Sent(unique_items=True)] | None = None
    map: (
        Annotated[
            dict[str, Annotated[int, Sent(ge=0)]],
            Sent(min_length=1, max_length=2),
        ]
        | None
    ) = None
    optional: Nullable[Annotated[str, Sent(max_length=2)]] = None
    either: Annotated[str, Sent(max_length=2)] | Annotated[int, Sent(le=5)] | None = (
        None
    )
    inner: Limited | None = None


Word: TypeAlias = Annotated[str, Sent(min_length=2, max_length=5)]
