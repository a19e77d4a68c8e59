"""The charts of docs/performance.md, made from published results."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from bench.report import number
from bench.results import APILOOM
from bench.svg import Bar, Chart, Group, drawn

SECONDS: Final = (
    "CPU seconds. *: left operations out. datamodel-code-generator: models only"
)
_CALLS: Final = {
    "order, 2kB, sync": "generated for the same API, sync",
    "order, 2kB, async": "generated for the same API, async",
    "labels, 2kB, sync": "vendors' own, sync: a list of labels",
    "models, 2kB, sync": "vendors' own, sync: a list of models",
}
_READY: Final = "import, construct, one operation"


def charts(results: Mapping[str, Any]) -> dict[str, str]:
    """The charts by file name; those that the results hold something for."""
    made = {
        "generate.svg": generation(results),
        "memory.svg": memory(results),
        "import.svg": imports(results),
        "call.svg": calls(results),
    }
    return {name: drawn(chart) for name, chart in made.items() if chart.groups}


def generation(results: Mapping[str, Any]) -> Chart:
    """How long a client takes, of the largest documents."""
    groups = _by_document(results, "CPU time")
    return Chart("Generating a client", SECONDS, groups, _end(groups))


def memory(results: Mapping[str, Any]) -> Chart:
    """How much memory that takes."""
    groups = _by_document(results, "peak memory")
    return Chart(
        "Memory while generating", "Peak resident memory in MB", groups, _end(groups)
    )


def imports(results: Mapping[str, Any]) -> Chart:
    """What it costs until an operation can be called."""
    groups = tuple(
        Group(_heading(results, one["case"]), tuple(_ratios(one)))
        for one in _of(results, "import", f"CPU time, {_READY}")
    )
    return Chart(
        "Import, construct, first operation ready",
        "CPU time as a multiple of `import httpx2, pydantic`, bare Python subtracted",
        groups,
        8.0,
        1.5,
        "target",
    )


def calls(results: Mapping[str, Any]) -> Chart:
    """What the client adds to a call."""
    groups = tuple(
        Group(_CALLS[one["case"]], tuple(_ratios(one)))
        for one in _of(results, "call", "CPU time")
        if one["case"] in _CALLS
    )
    return Chart(
        "One call, a JSON answer of 2.4 kB",
        "CPU time of the client as a multiple of a client written by hand",
        groups,
        4.0,
        1.0,
        "by hand",
    )


def _by_document(results: Mapping[str, Any], quantity: str) -> tuple[Group, ...]:
    """The largest documents that every generator was asked for; else all."""
    found = {one["case"]: one for one in _of(results, "generate", quantity)}
    sizes = results["conditions"]["documents"]
    full = max((len(one["subjects"]) for one in found.values()), default=0)
    names = [name for name, one in found.items() if len(one["subjects"]) == full]
    names.sort(key=lambda name: -sizes[name]["bytes"])
    return tuple(
        Group(_heading(results, name), tuple(_values(found[name])))
        for name in names[:5]
    )


def _of(
    results: Mapping[str, Any], measurement: str, quantity: str
) -> Iterator[Mapping[str, Any]]:
    for one in results["comparisons"]:
        if one["measurement"] == measurement and one["quantity"] == quantity:
            yield one


def _heading(results: Mapping[str, Any], case: str) -> str:
    document = results["conditions"]["documents"].get(case)
    if document is None:
        return case
    length = document["bytes"]
    size = f"{length / 1e6:.1f} MB" if length > 1e6 else f"{length / 1e3:.0f} kB"
    return f"{case}: {document['operations']:,} operations, {size}"


def _values(comparison: Mapping[str, Any]) -> Iterator[Bar]:
    for name, one in comparison["subjects"].items():
        if "value" not in one:
            yield Bar(name, 0, 0, 0, "fails")
            continue
        value = one["value"]
        text = f"{number(value['median'])} {comparison['unit']}"
        if "note" in one:
            text += " *"
        yield _bar(name, value, text)


def _ratios(comparison: Mapping[str, Any]) -> Iterator[Bar]:
    for name, one in comparison["subjects"].items():
        if name != comparison["baseline"] and "ratio" in one:
            yield _bar(name, one["ratio"], f"{number(one['ratio']['median'])} ×")


def _bar(name: str, summary: Mapping[str, float], text: str) -> Bar:
    middle, low, high = (summary[key] for key in ("median", "low", "high"))
    return Bar(name, middle, low, high, text, own=name == APILOOM)


def _end(groups: tuple[Group, ...]) -> float:
    """Where the axis ends: at the longest bar."""
    values = [bar.value for group in groups for bar in group.bars]
    return max(values, default=0.0) or 1.0
