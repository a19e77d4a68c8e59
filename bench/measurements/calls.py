"""What the client adds to a call."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from bench.loopback import serving
from bench.measurements.packages import packages
from bench.probes.answers import LARGE, SMALL
from bench.process import ROOT
from bench.results import APILOOM, Comparison, Outcome, worst
from bench.rounds import Readings, Subject, interleave
from bench.series import Series
from bench.setting import Setting

NAME = "call"
FLOOR = "hand-written"
CALLS = {SMALL: 600, LARGE: 80}


@dataclass(frozen=True, slots=True)
class Caller:
    """A client: what it is called here, and its module in `bench.probes.callers`."""

    name: str
    module: str
    asynchronous: bool = True


SHOP_CALLERS = (
    Caller(FLOOR, "handwritten"),
    Caller("httpx2, request prebuilt", "prebuilt"),
    Caller(APILOOM, "apiloom"),
    Caller("openapi-python-client", "openapi_python_client"),
    Caller("openapi-generator", "openapi_generator", asynchronous=False),
)
VENDOR_CALLERS = {
    "labels": (Caller(FLOOR, "handwritten_labels"), Caller("githubkit", "githubkit")),
    "models": (Caller(FLOOR, "handwritten_models"), Caller("openai", "openai")),
}


def measure(setting: Setting) -> Outcome:
    """Sync and async, a small and a large answer, over loopback."""
    makers = [one for one in setting.generators if one.makes_calls]
    made, failed = packages(setting, makers, setting.shop)
    path = (ROOT, *(one.folder for one in made.values()))
    callers = [
        one
        for one in SHOP_CALLERS
        if one.name in made or one.module in ("handwritten", "prebuilt")
    ]
    groups = {"order": (tuple(callers), failed)}
    if setting.vendors:
        groups |= {kind: (found, {}) for kind, found in VENDOR_CALLERS.items()}
    comparisons: list[Comparison] = []
    with serving() as url:
        for kind, (found, missing) in groups.items():
            for size in CALLS:
                for way in ("sync", "async"):
                    readings = called(setting, found, path, f"{url}/{kind}-{size}", way)
                    case = f"{kind}, {size}, {way}"
                    comparisons.append(_comparison(case, readings, missing))
        first = once(setting, callers, path, f"{url}/order-{SMALL}")
    shop = [one for one in comparisons if one.case.startswith("order")]
    verdicts = (
        worst("call: CPU time, sync", 1.0, _of_way(shop, "sync")),
        worst("call: CPU time, async", 1.05, _of_way(shop, "async")),
    )
    return Outcome((*comparisons, first), verdicts)


def called(
    setting: Setting,
    callers: tuple[Caller, ...],
    path: tuple[Path, ...],
    url: str,
    way: str,
) -> Readings[float]:
    """Many calls, one after the other, in a process for each client and round."""
    size = url.rpartition("-")[2]
    calls = setting.effort.times(CALLS[size])
    probe = "bench.probes.call" if way == "sync" else "bench.probes.call_async"

    def spent(caller: Caller) -> float:
        arguments = ("-m", probe, caller.module, url, str(calls), str(calls // 5 + 1))
        found: float = setting.python(*arguments, path=path).said()["microseconds"]
        return found

    subjects = [
        Subject(one.name, partial(spent, one))
        for one in callers
        if way == "sync" or one.asynchronous
    ]
    return interleave(subjects, setting.effort, warm=True)


def once(
    setting: Setting, callers: list[Caller], path: tuple[Path, ...], url: str
) -> Comparison:
    """From the start of Python to the first answer: what a short script pays."""

    def spent(caller: Caller) -> float:
        arguments = ("-m", "bench.probes.call", caller.module, url, "1")
        return setting.python(*arguments, path=path).cpu

    subjects = [Subject(one.name, partial(spent, one)) for one in callers]
    subjects.append(Subject("bare Python", lambda: setting.python("-c", "pass").cpu))
    readings = interleave(subjects, setting.effort.often(2), warm=True)
    times = {
        name: Series(tuple(1000 * one for one in found))
        for name, found in readings.of.items()
    }
    bare = times.pop("bare Python")
    net = {name: series.minus(bare) for name, series in times.items()}
    return Comparison(
        NAME, "first call", "CPU time of the process", "ms", FLOOR, net, readings.failed
    )


def _of_way(comparisons: list[Comparison], way: str) -> list[Comparison]:
    return [one for one in comparisons if one.case.endswith(f", {way}")]


def _comparison(
    case: str, readings: Readings[float], missing: Mapping[str, str]
) -> Comparison:
    series = {name: Series(tuple(found)) for name, found in readings.of.items()}
    notes = {**missing, **readings.failed}
    return Comparison(NAME, case, "CPU time", "µs", FLOOR, series, notes)
