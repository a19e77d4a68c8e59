"""What reading an answer costs, without the call.

Two things are asked: what the client adds to the models that it reads, and what these
models cost that keep unknown members and how a value was written, beside plain ones.
"""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from pathlib import Path

from bench.loopback import serving
from bench.measurements.packages import package
from bench.probes.answers import LARGE, SMALL
from bench.process import ROOT
from bench.results import APILOOM, Comparison, Outcome, worst
from bench.rounds import Subject, interleave
from bench.series import Series
from bench.setting import Setting

NAME = "decode"
FLOOR = "model_validate_json, by hand"
BARE = "model_validate_json, generated model"
AGAINST = {
    "hand-written models": FLOOR,
    "the same models": BARE,
}
LIMIT = 1.05
TIMES = {SMALL: 10_000, LARGE: 150}
WAYS = {FLOOR: "by_hand", BARE: "bare", APILOOM: "parsing"}


def measure(setting: Setting) -> Outcome:
    """A small and a large answer."""
    made = package(setting, setting.apiloom, setting.shop)
    with serving() as url:
        comparisons = tuple(
            compared(setting, (ROOT, made.folder), url, size) for size in TIMES
        )
    verdicts = tuple(
        worst(
            f"{NAME}: CPU time, relative to {what}",
            LIMIT,
            (replace(one, baseline=floor),),
        )
        for what, floor in AGAINST.items()
        for one in comparisons
    )
    return Outcome(comparisons, verdicts)


def compared(
    setting: Setting, path: tuple[Path, ...], url: str, size: str
) -> Comparison:
    """The same bytes, by hand and by the client."""
    times = setting.effort.times(TIMES[size])

    def spent(way: str) -> float:
        arguments = (way, url, f"order-{size}", str(times))
        cost = setting.python("-m", "bench.probes.decode", *arguments, path=path)
        found: float = cost.said()["microseconds"]
        return found

    readings = interleave(
        [Subject(name, partial(spent, way)) for name, way in WAYS.items()],
        setting.effort,
        warm=True,
    )
    series = {name: Series(tuple(found)) for name, found in readings.of.items()}
    return Comparison(
        NAME, f"order, {size}", "CPU time", "µs", FLOOR, series, readings.failed
    )
