"""Writes the results down: for this machine alone, or for the repository."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from bench.charts import charts
from bench.report import number
from bench.results import APILOOM

BEGIN: Final = "<!-- results of bench: begin -->"
END: Final = "<!-- results of bench: end -->"
COMPARISON_BEGIN: Final = "<!-- comparison of bench: begin -->"
COMPARISON_END: Final = "<!-- comparison of bench: end -->"

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


def published(page: str, results: Mapping[str, Any]) -> str:
    """Return docs/performance.md with the table of targets renewed.

    Raises `ValueError` if the page has no place for it.
    """
    return _replaced(page, BEGIN, targets(results), END)


def compared(readme: str, results: Mapping[str, Any]) -> str:
    """Return README with the table of other tools renewed.

    Raises `ValueError` if README has no place for it.
    """
    return _replaced(readme, COMPARISON_BEGIN, comparison(results), COMPARISON_END)


def _replaced(page: str, begin: str, text: str, end: str) -> str:
    before, has_begin, rest = page.partition(begin)
    _, has_end, after = rest.partition(end)
    if not (has_begin and has_end):
        raise ValueError(f"the page lacks {begin} … {end}")
    return f"{before}{begin}\n{text}{end}{after}"


TOOLS: Final = (APILOOM, "openapi-python-client", "openapi-generator")
_READY: Final = "import, construct, one operation"
ROWS: Final = (
    ("generate the client, CPU", "generate", "github", "CPU time"),
    ("generate the client, memory", "generate", "github", "peak memory"),
    ("import the client, CPU", "import", "github", "CPU time, import"),
    ("make an operation ready, CPU", "import", "github", f"CPU time, {_READY}"),
    ("make an operation ready, memory", "import", "github", f"peak memory, {_READY}"),
    ("one call, 2.4 kB of JSON, CPU", "call", "order, 2kB, sync", "CPU time"),
    ("one call, 240 kB of JSON, CPU", "call", "order, 240kB, sync", "CPU time"),
)
"""The rows of README's comparison: label, measurement, case and quantity."""


def comparison(results: Mapping[str, Any]) -> str:
    """Return the figures of apiloom and its peers, as Markdown."""
    conditions = results["conditions"]
    versions = [f"{tool} {conditions['versions'].get(tool, '')}" for tool in TOOLS]
    lines = [
        f"Measured on {conditions['date']} with Python {conditions['python']}. "
        "GitHub's API has "
        f"{conditions['documents']['github']['operations']:,} operations.",
        "",
        f"| | {' | '.join(versions)} |",
        "| --- | ---: | ---: | ---: |",
    ]
    measured = {
        (one["measurement"], one["case"], one["quantity"]): one
        for one in results["comparisons"]
    }
    for label, measurement, case, quantity in ROWS:
        found = measured[measurement, case, quantity]
        cells = [_cell(found["subjects"].get(tool), found["unit"]) for tool in TOOLS]
        lines.append(f"| {label} | {' | '.join(cells)} |")
    for document in ("github", "openai", "pagerduty"):
        total = conditions["documents"][document]["operations"]
        subjects = measured["generate", document, "CPU time"]["subjects"]
        cells = [_operations(subjects.get(tool), total) for tool in TOOLS]
        lines.append(f"| operations of {document}, generated | {' | '.join(cells)} |")
    return "\n".join(lines) + "\n"


def _cell(subject: Mapping[str, Any] | None, unit: str) -> str:
    if subject is None or "value" not in subject:
        return "not measured"
    return f"{number(subject['value']['median'])} {unit}"


def _operations(subject: Mapping[str, Any] | None, total: int) -> str:
    """Return how many operations were generated; a note names omitted ones."""
    if subject is None or "value" not in subject:
        return "not measured"
    return str(subject.get("note", f"{total} of {total} operations")).removesuffix(
        " operations"
    )


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
