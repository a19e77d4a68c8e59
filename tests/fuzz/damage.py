"""Documents of the cases damaged at random: what is wrong is said with its place."""

from __future__ import annotations

import random
import time

from tests.architecture.test_damage import NAMES, check, damaged


def run(seconds: float, seed: int) -> None:
    """Damage documents until the time is up; AssertionError says which one did it."""
    until = time.monotonic() + seconds
    dice = random.Random(seed)
    while time.monotonic() < until:
        name, number, times = (
            dice.choice(NAMES),
            dice.getrandbits(32),
            dice.randint(1, 9),
        )
        try:
            check(name, damaged(name, number, times))
        except Exception as error:
            raise AssertionError(f"{name}, {number}, {times}: {error!r}") from error
