"""How much memory a long stream takes."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from bench.loopback import serving
from bench.measurements.packages import package
from bench.process import ROOT, CommandFailed
from bench.results import APILOOM, Comparison, Outcome, Verdict
from bench.rounds import Subject, interleave
from bench.series import Series
from bench.setting import Setting

NAME = "stream"
FLOOR = "httpx2"
LENGTH = 1 << 30
LITTLE = 1 << 20
LIMIT = 50.0
_CALLERS = {FLOOR: "handwritten", APILOOM: "apiloom"}


def measure(setting: Setting) -> Outcome:
    """A gigabyte down, and a gigabyte up."""
    made = package(setting, setting.apiloom, setting.shop)
    folder = setting.room(NAME)
    length = max(4 * LITTLE, round(LENGTH * min(1.0, setting.effort.scale)))
    _hole(folder / "little", LITTLE)
    _hole(folder / "whole", length)
    comparisons: list[Comparison] = []
    with serving() as url:
        for direction in ("down", "up"):

            def grown(module: str, direction: str = direction) -> float:
                arguments = (module, direction, url, str(folder / "whole"))
                path = (ROOT, made.folder)
                cost = setting.python(
                    "-m", "bench.probes.stream", *arguments, path=path
                )
                found = cost.said()
                if "missing" in found:
                    raise CommandFailed(f"not available: {found['missing']}")
                return float(found["grown"]) / 1e6

            readings = interleave(
                [Subject(name, partial(grown, one)) for name, one in _CALLERS.items()],
                setting.effort.seldom(),
            )
            series = {name: Series(tuple(found)) for name, found in readings.of.items()}
            case = f"{length / 1e9:.2g} GB {direction}"
            comparisons.append(
                Comparison(
                    *(NAME, case, "extra memory", "MB", None), series, readings.failed
                )
            )
    (folder / "whole").unlink()
    return Outcome(tuple(comparisons), tuple(map(_verdict, comparisons)))


def _hole(path: Path, length: int) -> None:
    """A file of zeros that takes no room on the disk."""
    with path.open("wb") as file:
        file.truncate(length)


def _verdict(comparison: Comparison) -> Verdict:
    found = comparison.series.get(APILOOM)
    return Verdict(
        f"stream: extra memory of {comparison.case}",
        LIMIT,
        None if found is None else found.summary().median,
        "MB",
        comparison.notes.get(APILOOM, ""),
    )
