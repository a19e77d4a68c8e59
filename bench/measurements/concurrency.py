"""Many calls at the same time through one async client."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from bench.loopback import serving
from bench.measurements.packages import package
from bench.probes.answers import SMALL
from bench.process import ROOT
from bench.results import APILOOM, Comparison, Outcome
from bench.rounds import Subject, interleave
from bench.series import Series
from bench.setting import Setting

NAME = "concurrency"
FLOOR = "httpx2"
CALLS = 1_000
CALLERS: Mapping[str, tuple[str, str]] = {
    FLOOR: ("raw_httpx2", "order"),
    "aiohttp": ("raw_aiohttp", "order"),
    APILOOM: ("apiloom", "order"),
    "openai": ("openai", "models"),
}
MEASURES: Mapping[str, tuple[str, str]] = {
    "cpu": ("CPU time a call", "µs"),
    "median": ("median latency", "ms"),
    "last": ("latency of the slowest", "ms"),
}


def measure(setting: Setting) -> Outcome:
    """Processor time and latency of 1,000 concurrent calls, over loopback."""
    made = package(setting, setting.apiloom, setting.shop)
    calls = setting.effort.times(CALLS)
    with serving() as url:

        def spent(module: str, kind: str) -> dict[str, float]:
            arguments = ("-m", "bench.probes.call_concurrently", module)
            place = f"{url}/{kind}-{SMALL}"
            path = (ROOT, made.folder)
            found: dict[str, float] = setting.python(
                *arguments, place, str(calls), path=path
            ).said()
            return found

        subjects = [
            Subject(name, partial(spent, *how))
            for name, how in CALLERS.items()
            if setting.vendors or name in (FLOOR, APILOOM)
        ]
        readings = interleave(subjects, setting.effort, warm=True)
    comparisons = [
        Comparison(
            NAME,
            f"{calls:,} calls, {what}",
            what,
            unit,
            FLOOR,
            {
                name: Series(tuple(one[key] for one in found))
                for name, found in readings.of.items()
            },
            readings.failed,
        )
        for key, (what, unit) in MEASURES.items()
    ]
    return Outcome(tuple(comparisons), ())
