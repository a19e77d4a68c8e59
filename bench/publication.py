"""Writes the results down: for this machine alone, or for the repository."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from bench.charts import charts
from bench.report import number

BEGIN: Final = "<!-- results of bench: begin -->"
END: Final = "<!-- results of bench: end -->"

RESULTS: Final = "results.json"
CHARTS: Final = "charts"


def write(results: Mapping[str, Any], folder: Path) -> None:
    """The results and their charts, in place of those that are there."""
    (folder / CHARTS).mkdir(parents=True, exist_ok=True)
    for old in (folder / CHARTS).glob("*.svg"):
        old.unlink()
    text = json.dumps(results, indent=1, ensure_ascii=False)
    (folder / RESULTS).write_text(f"{text}\n", "utf-8")
    for name, chart in charts(results).items():
        (folder / CHARTS / name).write_text(chart, "utf-8")


def published(readme: str, results: Mapping[str, Any]) -> str:
    """README with the table of targets renewed.

    Raises `ValueError` if README has no place for it.
    """
    before, found, rest = readme.partition(BEGIN)
    _, closed, after = rest.partition(END)
    if not (found and closed):
        raise ValueError(f"README.md lacks {BEGIN} … {END}")
    return f"{before}{BEGIN}\n{targets(results)}{END}{after}"


def targets(results: Mapping[str, Any]) -> str:
    """The targets and what was measured, as Markdown."""
    conditions = results["conditions"]
    lines = [
        f"Measured on {conditions['date']}: Python {conditions['python']}, "
        f"{conditions['system']} on {conditions['machine']}, "
        f"{conditions['processors']} processors.",
        "",
        "| | measured | target | met |",
        "| --- | ---: | ---: | --- |",
    ]
    for one in results["targets"]:
        unit = one["unit"]
        measured = "not measured"
        if one["measured"] is not None:
            measured = f"{number(one['measured'])} {unit}"
        met = {True: "yes", False: "no", None: ""}[one["met"]]
        limit = f"≤ {number(one['limit'])} {unit}"
        # Of how many documents it is the worst, or why there is no number.
        note = f" ({one['note']})" if one["note"] else ""
        lines.append(f"| {one['target']}{note} | {measured} | {limit} | {met} |")
    return "\n".join(lines) + "\n"
