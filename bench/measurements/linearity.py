"""Whether ten times the operations are ten times the work."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from bench.documents import counted, parsed, repeated, tenth, written
from bench.generators import apiloom
from bench.measurements.generation import PACKAGE
from bench.process import Cost, run
from bench.results import APILOOM, Comparison, Outcome, worst
from bench.rounds import Subject, interleave
from bench.series import Series
from bench.setting import Setting

NAME = "linearity"
WHOLE, TENTH, START = "whole", "tenth", "start"
COPIES = 240


def measure(setting: Setting) -> Outcome:
    """The time per operation of a large document and of a tenth of it.

    Without the time that the program takes to start, which would flatter the whole.
    """
    folder = setting.room(NAME)
    shop = parsed(setting.shop.path)
    copies = max(20, round(COPIES * min(1.0, setting.effort.scale)))
    cases = {
        f"shop × {copies}": (
            written("whole", repeated(shop, copies), folder, ".json"),
            written("part", repeated(shop, copies // 10), folder, ".json"),
        )
    }
    for document in setting.largest[:1]:
        content = parsed(document.path)
        whole = written(f"{document.name}-whole", content, folder, ".json")
        cut = written(f"{document.name}-tenth", tenth(content), folder, ".json")
        cases[document.name] = (whole, cut)
    comparisons = tuple(
        compared(setting, case, whole, part) for case, (whole, part) in cases.items()
    )
    verdict = worst(
        "linearity: CPU time per operation, relative to a tenth of the document",
        1.3,
        comparisons,
        WHOLE,
    )
    return Outcome(comparisons, (verdict,))


def compared(setting: Setting, case: str, whole: Path, part: Path) -> Comparison:
    """The time per operation, the start of the program left out of it."""

    def once(spec: Path) -> Cost:
        folder = setting.room(NAME, "out")
        return run(setting.apiloom.command(spec, folder, PACKAGE))

    def start() -> Cost:
        return run(apiloom(setting.room(NAME, "out"), "--version"))

    readings = interleave(
        [
            Subject(WHOLE, partial(once, whole)),
            Subject(TENTH, partial(once, part)),
            Subject(START, start),
        ],
        setting.effort,
        warm=True,
    )
    times = {
        name: Series(tuple(cost.cpu for cost in costs))
        for name, costs in readings.of.items()
    }
    series: dict[str, Series] = {}
    notes = dict(readings.failed)
    for name, spec in ((WHOLE, whole), (TENTH, part)):
        if name in times and START in times:
            operations = counted(parsed(spec))
            net = times[name].minus(times[START]).values
            series[name] = Series(tuple(1000 * one / operations for one in net))
            notes[name] = f"{operations} operations, {spec.stat().st_size / 1e6:.2f} MB"
    title = f"{APILOOM}: CPU time per operation"
    return Comparison(NAME, case, title, "ms", TENTH, series, notes)
