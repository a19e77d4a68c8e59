"""Numbers that were measured again and again, and what to say of them."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import median, quantiles


@dataclass(frozen=True, slots=True)
class Summary:
    """The middle of several values, and where the middle half of them lies."""

    median: float
    low: float
    high: float
    count: int


@dataclass(frozen=True, slots=True)
class Series:
    """One value a round, in the order of the rounds."""

    values: tuple[float, ...]

    def __post_init__(self) -> None:
        """Refuse to speak of nothing.  Raises `ValueError`."""
        if not self.values:
            raise ValueError("a series has at least one value")

    def summary(self) -> Summary:
        """The median and the quartiles."""
        low, high = _quartiles(self.values)
        return Summary(median(self.values), low, high, len(self.values))

    def ratio(self, baseline: Series) -> Summary:
        """How many times the baseline this is, judged round by round.

        The two of a round ran one after the other, so that whatever else the machine
        did at the time weighs on both.
        """
        paired = zip(self.values, baseline.values, strict=False)
        return Series(tuple(mine / its for mine, its in paired)).summary()

    def minus(self, other: Series) -> Series:
        """What remains of each round without the other's part in it."""
        paired = zip(self.values, other.values, strict=False)
        return Series(tuple(mine - its for mine, its in paired))


def geometric_mean(values: Iterable[float]) -> float:
    """The mean of ratios.  Raises `ValueError` if there are none."""
    found = list(values)
    if not found:
        raise ValueError("no ratios")
    return math.exp(sum(map(math.log, found)) / len(found))


def _quartiles(values: Sequence[float]) -> tuple[float, float]:
    if len(values) < 2:
        return values[0], values[0]
    low, _, high = quantiles(values, n=4, method="inclusive")
    return low, high
