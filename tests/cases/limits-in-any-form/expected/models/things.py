"""Models of the `things` resource."""

from __future__ import annotations

from typing import Annotated, Literal

from .._runtime.types.constraints import Sent
from .._runtime.types.enums import OpenIntEnum
from .._runtime.types.models import Model
from .._runtime.types.scalars import JsonNumber

__all__ = ["Both", "BothNamed", "Limited", "LimitedNamed"]


class LimitedNamed(OpenIntEnum):
    LARGE = 18446744073709551616
    SMALL = 1


class BothNamed(OpenIntEnum):
    LARGE = 18446744073709551616
    SMALL = 1


class Limited(Model):
    unsigned: Annotated[int, Sent(ge=0, le=18446744073709552000)] | None = None
    enormous: (
        Annotated[
            int,
            Sent(
                ge=-10000000000000000000000000000000000000000,
                lt=10000000000000000000000000000000000000000,
            ),
        ]
        | None
    ) = None
    between: Annotated[int, Sent(ge=11, le=12)] | None = None
    inside: Annotated[int, Sent(gt=10, lt=13)] | None = None
    whole: int | None = None
    threes: Annotated[int, Sent(multiple_of=3)] | None = None
    sixes: Annotated[int, Sent(multiple_of=6)] | None = None
    tenths: Annotated[JsonNumber, Sent(multiple_of=0.1)] | None = None
    steps: Annotated[JsonNumber, Sent(multiple_of=1e-07)] | None = None
    open: Annotated[JsonNumber, Sent(gt=0, lt=1e300)] | None = None
    zero: Annotated[JsonNumber, Sent(ge=-0.0)] | None = None
    beyond: JsonNumber | None = None
    digits: (
        Annotated[JsonNumber, Sent(le=100000000000000000000000000000000000000000)]
        | None
    ) = None
    vast: (
        Annotated[
            int,
            Sent(
                le=10000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000,
                multiple_of=1000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000,
            ),
        ]
        | None
    ) = None
    short: Annotated[str, Sent(min_length=1, max_length=3)] | None = None
    endless: str | None = None
    several: Annotated[list[int], Sent(min_length=1)] | None = None
    mapped: Annotated[dict[str, int], Sent(max_length=2)] | None = None
    listed: (
        Annotated[int, Sent(one_of=(18446744073709551616, -18446744073709551616, 1))]
        | None
    ) = None
    named: LimitedNamed | None = None
    constant: Annotated[int, Sent(one_of=(36893488147419103232,))] | None = None
    fractions: Annotated[JsonNumber, Sent(one_of=(0.5, 1, 2.25))] | None = None
    fraction: Annotated[JsonNumber, Sent(one_of=(2.5,))] | None = None
    integral: Literal[1, 2] | None = None
    wrong: str | None = None
    never: JsonNumber | None = None


class Both(Model):
    unsigned: Annotated[int, Sent(ge=0, le=18446744073709552000)] | None = None
    enormous: (
        Annotated[
            int,
            Sent(
                ge=-10000000000000000000000000000000000000000,
                lt=10000000000000000000000000000000000000000,
            ),
        ]
        | None
    ) = None
    between: Annotated[int, Sent(ge=11, le=12)] | None = None
    inside: Annotated[int, Sent(gt=10, lt=13)] | None = None
    whole: int | None = None
    threes: Annotated[int, Sent(multiple_of=3)] | None = None
    sixes: Annotated[int, Sent(multiple_of=6)] | None = None
    tenths: Annotated[JsonNumber, Sent(multiple_of=0.1)] | None = None
    steps: Annotated[JsonNumber, Sent(multiple_of=1e-07)] | None = None
    open: Annotated[JsonNumber, Sent(gt=0, lt=1e300)] | None = None
    zero: Annotated[JsonNumber, Sent(ge=-0.0)] | None = None
    beyond: JsonNumber | None = None
    digits: (
        Annotated[JsonNumber, Sent(le=100000000000000000000000000000000000000000)]
        | None
    ) = None
    vast: (
        Annotated[
            int,
            Sent(
                le=10000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000,
                multiple_of=1000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000,
            ),
        ]
        | None
    ) = None
    short: Annotated[str, Sent(min_length=1, max_length=3)] | None = None
    endless: str | None = None
    several: Annotated[list[int], Sent(min_length=1)] | None = None
    mapped: Annotated[dict[str, int], Sent(max_length=2)] | None = None
    listed: (
        Annotated[int, Sent(one_of=(18446744073709551616, -18446744073709551616, 1))]
        | None
    ) = None
    named: BothNamed | None = None
    constant: Annotated[int, Sent(one_of=(36893488147419103232,))] | None = None
    fractions: Annotated[JsonNumber, Sent(one_of=(0.5, 1, 2.25))] | None = None
    fraction: Annotated[JsonNumber, Sent(one_of=(2.5,))] | None = None
    integral: Literal[1, 2] | int | None = None
    wrong: str | None = None
    never: JsonNumber | None = None
