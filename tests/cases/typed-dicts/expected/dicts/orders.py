"""Dicts that may be passed for models of `models.orders`."""

from __future__ import annotations

import builtins
import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Literal, NotRequired, TypedDict

from .. import models

__all__ = ["Address", "Card", "Line", "Odd", "Transfer", "Tree"]


Odd = TypedDict(
    "Odd",
    {"post-code": "str", "class": "int", 'a "b"': "NotRequired[str]"},
)
"""What may be passed for `Odd`."""


Line = TypedDict(
    "Line",
    {
        "id": "NotRequired[str]",
        "sku": "str",
        "quantity": "int",
        "due": "NotRequired[dt.date | str]",
        "state": "NotRequired[models.State | models.StateValue]",
        "labels": "NotRequired[models.Labels | Mapping[str, object]]",
        "list": "NotRequired[Sequence[str]]",
        "Line": "NotRequired[models.Odd | Odd]",
    },
)
"""What may be passed for `Line`."""


class Address(TypedDict):
    """What may be passed for `Address`."""

    street: builtins.str
    zip: NotRequired[builtins.str | None]
    str: NotRequired[builtins.str]


class Card(TypedDict):
    """What may be passed for `Card`."""

    kind: NotRequired[Literal["card"]]
    number: str


class Transfer(TypedDict):
    """What may be passed for `Transfer`."""

    kind: NotRequired[Literal["transfer"]]
    iban: str


class Tree(TypedDict):
    """What may be passed for `Tree`."""

    value: int
    children: NotRequired[Sequence[models.Tree | Tree]]
