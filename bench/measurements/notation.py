"""What YAML costs over JSON."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from bench.documents import Document, parsed, written
from bench.measurements.generation import PACKAGE
from bench.process import Cost, run
from bench.results import Comparison, Outcome, worst
from bench.rounds import Subject, interleave
from bench.series import Series
from bench.setting import Setting

NAME = "notation"
YAML, JSON = "YAML", "JSON"


def measure(setting: Setting) -> Outcome:
    """The same document in both: the largest of the specs, and of the corpus."""
    by_size = sorted(setting.own, key=lambda one: -one.size)
    large = [one for one in setting.largest if one.path.suffix != ".json"][:1]
    comparisons = tuple(compared(setting, one) for one in (*by_size[:1], *large))
    verdict = worst(
        "notation: CPU time of YAML, relative to JSON", 2.5, comparisons, YAML
    )
    return Outcome(comparisons, (verdict,))


def compared(setting: Setting, document: Document) -> Comparison:
    """The document as it is, and as JSON with the same content."""
    folder = setting.room(NAME)
    as_json = written(document.name, parsed(document.path), folder, ".json")

    def once(spec: Path) -> Cost:
        return run(setting.apiloom.command(spec, setting.room(NAME, "out"), PACKAGE))

    readings = interleave(
        [
            Subject(YAML, partial(once, document.path)),
            Subject(JSON, partial(once, as_json)),
        ],
        setting.effort,
        warm=True,
    )
    series = {
        name: Series(tuple(cost.cpu for cost in costs))
        for name, costs in readings.of.items()
    }
    return Comparison(
        NAME, document.name, "CPU time", "s", JSON, series, readings.failed
    )
