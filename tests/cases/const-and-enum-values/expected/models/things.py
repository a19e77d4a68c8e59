"""Models of the `things` resource."""

from __future__ import annotations

import builtins
from typing import Annotated, Literal, TypeAlias

from .._runtime.types import JsonValue
from .._runtime.types.constraints import Sent
from .._runtime.types.enums import OpenStrEnum
from .._runtime.types.models import Model, Nullable
from .._runtime.types.scalars import JsonNumber

__all__ = [
    "Constants",
    "Lists",
    "ListsAnything",
    "ListsAnythingValue",
    "ListsOptional",
    "ListsOptionalValue",
    "ListsText",
    "ListsTextValue",
    "ListsUnlisted",
    "ListsUnlistedValue",
    "Odd",
    "OddBlank",
    "OddBlankValue",
    "OddCases",
    "OddCasesValue",
    "OddFolded",
    "OddFoldedValue",
    "OddNames",
    "OddNamesValue",
    "OddSigns",
    "OddSignsValue",
    "OddTwice",
    "OddTwiceValue",
    "ThingsFindKind",
    "ThingsFindKindValue",
]


class ListsText(OpenStrEnum):
    A = "a"
    B = "b"


ListsTextValue: TypeAlias = Literal["a", "b"]
"""What may be passed for a member of `ListsText`."""


class ListsAnything(OpenStrEnum):
    A = "a"


ListsAnythingValue: TypeAlias = Literal["a"]
"""What may be passed for a member of `ListsAnything`."""


class ListsOptional(OpenStrEnum):
    A = "a"
    B = "b"


ListsOptionalValue: TypeAlias = Literal["a", "b"]
"""What may be passed for a member of `ListsOptional`."""


class ListsUnlisted(OpenStrEnum):
    """The type allows null, the list does not."""

    A = "a"
    B = "b"


ListsUnlistedValue: TypeAlias = Literal["a", "b"]
"""What may be passed for a member of `ListsUnlisted`."""


class OddBlank(OpenStrEnum):
    EMPTY = ""
    SPACE = " "
    MINUS = "-"
    X = "_"


OddBlankValue: TypeAlias = Literal["", " ", "-", "_"]
"""What may be passed for a member of `OddBlank`."""


class OddTwice(OpenStrEnum):
    A = "a"
    B = "b"


OddTwiceValue: TypeAlias = Literal["a", "b"]
"""What may be passed for a member of `OddTwice`."""


class OddCases(OpenStrEnum):
    ACTIVE = "Active"
    ACTIVE_UPPER = "ACTIVE"
    ACTIVE_LOWER = "active"
    A_CTIVE = "aCtive"


OddCasesValue: TypeAlias = Literal["Active", "ACTIVE", "active", "aCtive"]
"""What may be passed for a member of `OddCases`."""


class OddFolded(OpenStrEnum):
    A_B = "a-b"
    A_UNDERSCORE_B = "a_b"
    A_SPACE_B = "a b"
    A_B_MIXED = "aB"


OddFoldedValue: TypeAlias = Literal["a-b", "a_b", "a b", "aB"]
"""What may be passed for a member of `OddFolded`."""


class OddSigns(OpenStrEnum):
    LESS_THAN = "<"
    LESS_THAN_EQUALS = "<="
    GREATER_THAN = ">"
    GREATER_THAN_EQUALS = ">="
    EQUALS = "="
    NOT_EQUALS = "!="
    PLUS_1 = "+1"
    MINUS_1 = "-1"
    VALUE_1 = "1"


OddSignsValue: TypeAlias = Literal["<", "<=", ">", ">=", "=", "!=", "+1", "-1", "1"]
"""What may be passed for a member of `OddSigns`."""


class OddNames(OpenStrEnum):
    NAME = "name"
    VALUE = "value"
    MRO_ = "mro"
    IS_KNOWN = "is_known"
    NONE = "None"
    CLASS = "class"
    INIT = "__init__"
    MISSING = "_missing_"
    名前 = "名前"
    X = "😀"


OddNamesValue: TypeAlias = Literal[
    "name",
    "value",
    "mro",
    "is_known",
    "None",
    "class",
    "__init__",
    "_missing_",
    "名前",
    "😀",
]
"""What may be passed for a member of `OddNames`."""


class ThingsFindKind(OpenStrEnum):
    A = "a"


ThingsFindKindValue: TypeAlias = Literal["a"]
"""What may be passed for a member of `ThingsFindKind`."""


class Constants(Model):
    text: Literal["x"] | str | None = None
    integer: Literal[1] | int | None = None
    float: Annotated[JsonNumber, Sent(one_of=(1.5,))] | None = None
    yes: Literal[True] | bool | None = None
    nothing: Nullable[None] = None
    list: builtins.list[JsonValue] | None = None
    object: dict[str, JsonValue] | None = None
    typed: Literal["y"] | str | None = None


class Lists(Model):
    text: ListsText | None = None
    integers: Literal[1, 2, -3] | int | None = None
    floats: Annotated[JsonNumber, Sent(one_of=(0.5, 1, 2.25))] | None = None
    booleans: bool | None = None
    only: Literal[True] | bool | None = None
    mixed: Nullable[
        bool | Literal["a"] | str | Annotated[int | float, Sent(one_of=(1, 2.5))]
    ] = None
    either: bool | Literal[0, 1, 2] | int | None = None
    lists: list[JsonValue] | None = None
    objects: dict[str, JsonValue] | None = None
    anything: Nullable[ListsAnything | dict[str, JsonValue] | list[JsonValue]] = None
    nothing: Nullable[None] = None
    optional: Nullable[ListsOptional] = None
    unlisted: Nullable[ListsUnlisted] = None
    """The type allows null, the list does not."""


class Odd(Model):
    empty: str | None = None
    blank: OddBlank | None = None
    twice: OddTwice | None = None
    cases: OddCases | None = None
    folded: OddFolded | None = None
    signs: OddSigns | None = None
    names: OddNames | None = None
