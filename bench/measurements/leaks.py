"""Whether calls leave something behind."""

from __future__ import annotations

from functools import partial
from typing import Any

from bench.loopback import serving
from bench.measurements.packages import package
from bench.probes.answers import SMALL
from bench.process import ROOT
from bench.results import APILOOM, Comparison, Outcome, Verdict
from bench.rounds import Subject, interleave
from bench.series import Series
from bench.setting import Setting

NAME = "leak"
FLOOR = "hand-written"
CALLS = 10_000
LEFT, GROWN = "memory left by a call", "growth of the process"
_CALLERS = {FLOOR: "handwritten", APILOOM: "apiloom"}


def measure(setting: Setting) -> Outcome:
    """Ten thousand calls with each client; nothing may add up."""
    made = package(setting, setting.apiloom, setting.shop)
    calls = setting.effort.times(CALLS)

    def found(url: str, module: str) -> Any:
        arguments = (module, f"{url}/order-{SMALL}", str(calls))
        path = (ROOT, made.folder)
        return setting.python("-m", "bench.probes.leak", *arguments, path=path).said()

    with serving() as url:
        readings = interleave(
            [Subject(name, partial(found, url, one)) for name, one in _CALLERS.items()],
            setting.effort.seldom(),
        )
    comparisons = tuple(
        Comparison(
            *(NAME, f"{calls} calls, {way}", quantity, unit, None),
            {
                name: Series(tuple(one[way][key] / scale for one in given))
                for name, given in readings.of.items()
            },
            readings.failed,
        )
        for way in ("sync", "async")
        for quantity, unit, key, scale in (
            (LEFT, "B", "left", 1.0),
            (GROWN, "MB", "resident", 1e6),
        )
    )
    # A leaked object is fifty bytes at the least; a cache that fills adds a few.
    return Outcome(
        comparisons,
        (
            _verdict("leak: memory per call", 10.0, "B", comparisons, LEFT),
            _verdict("leak: growth in 10,000 calls", 2.0, "MB", comparisons, GROWN),
        ),
    )


def _verdict(
    target: str,
    limit: float,
    unit: str,
    comparisons: tuple[Comparison, ...],
    quantity: str,
) -> Verdict:
    values = [
        one.series[APILOOM].summary().median
        for one in comparisons
        if one.quantity == quantity and APILOOM in one.series
    ]
    return Verdict(target, limit, max(values) if values else None, unit)
