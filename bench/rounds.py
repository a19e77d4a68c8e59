"""Runs subjects in turn, round after round, so that no one has the quiet hours."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import Generic, TypeVar

from bench.process import CommandFailed

Reading = TypeVar("Reading")


@dataclass(frozen=True, slots=True)
class Effort:
    """How often a measurement is repeated."""

    rounds: int = 7
    fewest: int = 2
    budget: float = 120.0
    """Seconds for all subjects together, unless the fewest rounds take longer."""
    scale: float = 1.0
    """What the length of a measurement inside a process is multiplied with."""

    def often(self, factor: int) -> Effort:
        """The same for something short: more rounds of it."""
        return replace(self, rounds=self.rounds * factor)

    def seldom(self) -> Effort:
        """The same for something long that hardly varies."""
        return replace(self, rounds=min(self.rounds, 3))

    def times(self, count: int) -> int:
        """How many repetitions inside a process, of `count` in a full run."""
        return max(2, round(count * self.scale))


@dataclass(frozen=True, slots=True)
class Subject(Generic[Reading]):
    """One of those that are compared: its name, and how it is run once."""

    name: str
    once: Callable[[], Reading]


@dataclass(slots=True)
class Readings(Generic[Reading]):
    """What the subjects gave, a reading a round; and why those failed that did."""

    of: dict[str, list[Reading]] = field(default_factory=dict[str, list[Reading]])
    failed: dict[str, str] = field(default_factory=dict[str, str])


def interleave(
    subjects: Sequence[Subject[Reading]], effort: Effort, *, warm: bool = False
) -> Readings[Reading]:
    """Run every subject once a round.

    Each round begins with another subject.  With `warm`, a first round isn't counted,
    for it fills the caches of bytecode (one round alone is a trial, and needs none).
    A subject that fails is not run again; one that takes more than its share of the
    budget is not run more often than it has to be.
    """
    readings: Readings[Reading] = Readings()
    if warm and effort.rounds > 1:
        for subject in subjects:
            _run(subject, readings)
        readings.of.clear()
    share = effort.budget / max(len(subjects), 1)
    took = dict.fromkeys((one.name for one in subjects), 0.0)
    for number in range(effort.rounds):
        shift = number % max(len(subjects), 1)
        for subject in (*subjects[shift:], *subjects[:shift]):
            if number < effort.fewest or took[subject.name] < share:
                began = time.monotonic()
                _run(subject, readings)
                took[subject.name] += time.monotonic() - began
    return readings


def _run(subject: Subject[Reading], readings: Readings[Reading]) -> None:
    if subject.name in readings.failed:
        return
    try:
        reading = subject.once()
    except CommandFailed as error:
        readings.failed[subject.name] = str(error)
        readings.of.pop(subject.name, None)
    else:
        readings.of.setdefault(subject.name, []).append(reading)
