"""Documents that are large in one way each: twice the size is twice the work."""

from __future__ import annotations

import itertools
import json
import random
import time
from collections.abc import Callable, Mapping, Sequence

from tests.growing import SHAPES, SHARED, document, of_text
from tests.limited import GENERATE, Job, costs

_COMMANDS = (GENERATE, ("lint", "{}"), ("inspect", "{}"))
_CHARACTERS = "`[](){}<>&*_|\\#-+=~!\"'.:;,?@$%^/ \n\ta1é"


def run(seconds: float, seed: int) -> None:
    """Double documents of every shape, and of random runs of characters."""
    draw = random.Random(seed)
    until = time.monotonic() + seconds
    for rounds in itertools.count():
        shapes = {**SHAPES, **SHARED}
        names = draw.sample([*shapes], len(shapes))
        for name in names:
            size = min(2_000 * 2**rounds, 32_000)
            for command in _COMMANDS:
                _compare(f"{name} {size} {command[0]}", shapes[name], size, command)
                if time.monotonic() > until:
                    return
            _compare_text(draw)


def _compare_text(draw: random.Random) -> None:
    unit = "".join(draw.choices(_CHARACTERS, k=draw.randint(1, 4)))
    start = "".join(draw.choices(_CHARACTERS, k=draw.randint(0, 4)))
    end = "".join(draw.choices(_CHARACTERS, k=draw.randint(0, 4)))

    def shape(size: int) -> Mapping[str, str]:
        return of_text(start + unit * (size // len(unit)) + end)

    _compare(repr((start, unit, end)), shape, 50_000, GENERATE)


def _compare(
    what: str,
    shape: Callable[[int], Mapping[str, str]],
    size: int,
    command: Sequence[str],
) -> None:
    empty = {"a.json": json.dumps(document())}
    nothing, once, twice = costs(
        Job(files, command, cpu=60) for files in (empty, shape(size), shape(2 * size))
    )
    for cost in (once, twice):
        assert cost.is_clean, f"{what}: {cost.code} {cost.output[-2000:]}"
        assert cost.peak < 1_000_000_000, f"{what}: {cost.peak:,} bytes"
    allowed = 3 * max(once.seconds - nothing.seconds, 0) + 0.5
    grown = twice.seconds - nothing.seconds
    times = f"{once.seconds:.2f} s, then {twice.seconds:.2f} s"
    assert grown <= allowed, f"{what}: {times}"
