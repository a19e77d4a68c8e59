"""Charts and the published tables, from results."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest

from bench import publication
from bench.charts import charts
from bench.results import APILOOM, Comparison, Outcome, Verdict, document, merged, worst
from bench.series import Series
from bench.svg import Bar, Chart, Group, drawn

SVG = "{http://www.w3.org/2000/svg}"


def comparison(quantity: str = "CPU time", factor: float = 2.0) -> Comparison:
    peer = Series((10.0, 12.0, 11.0))
    mine = Series(tuple(factor * value for value in peer.values))
    return Comparison(
        *("generate", "shop", quantity, "s", "peer"),
        {APILOOM: mine, "peer": peer},
        {"other": "exit code 1: no"},
    )


def results() -> dict[str, Any]:
    found = comparison()
    verdicts = (
        worst("generate: every document", 1.0, [found]),
        Verdict("stream: memory", 50.0, None, "MB", "not available"),
    )
    conditions = {
        "date": "2026-01-02",
        "python": "3.12.0",
        "system": "Linux",
        "machine": "x86_64",
        "processors": 2,
        "documents": {"shop": {"operations": 3, "bytes": 4000}},
    }
    return document([Outcome((found,), verdicts)], conditions)


def test_results_hold_medians_ratios_and_what_failed() -> None:
    (found,) = results()["comparisons"]
    assert found["subjects"][APILOOM]["value"]["median"] == 22.0
    assert found["subjects"][APILOOM]["ratio"]["median"] == 2.0
    assert found["subjects"]["other"] == {"note": "exit code 1: no"}
    assert json.loads(json.dumps(results())) == results()


def test_a_target_is_met_missed_or_not_measured() -> None:
    missed, unknown = results()["targets"]
    assert (missed["measured"], missed["met"]) == (2.0, False)
    assert unknown["met"] is None
    met = worst("generate", 1.0, [comparison(factor=0.5), comparison(factor=0.7)])
    assert met.measured == pytest.approx(0.7)
    assert met.met


def test_the_chart_is_svg_with_a_bar_for_each_subject() -> None:
    (chart,) = charts(results()).values()
    root = ET.fromstring(chart)
    rectangles = root.iter(f"{SVG}rect")
    bars = {one.get("class"): float(one.get("width", 0)) for one in rectangles}
    assert bars["own"] > bars["bar"]
    texts = [one.text for one in root.iter(f"{SVG}text")]
    assert "22.0 s" in texts
    assert "fails" in texts
    assert "prefers-color-scheme: dark" in chart
    assert charts(results()) == charts(results())


def test_a_bar_longer_than_the_axis_stays_on_the_page() -> None:
    bars = (Bar("slow", 88.0, 87.0, 89.0, "88 ×"), Bar("quick", 0.5, 0.5, 0.5, "0.5 ×"))
    chart = drawn(Chart("T", "S", (Group("G", bars),), end=8.0, limit=1.5))
    root = ET.fromstring(chart)
    for one in root.iter(f"{SVG}rect"):
        assert float(one.get("x", 0)) + float(one.get("width", 0)) <= 760
    description = root.find(f"{SVG}desc")
    assert description is not None
    assert description.text == "G: slow 88 ×, quick 0.5 ×"


def test_a_part_can_be_measured_anew() -> None:
    older = results()
    newer = results()
    newer["targets"] = [{**newer["targets"][0], "measured": 0.5}]
    more = {**newer["conditions"]["documents"], "never measured": {}}
    newer["conditions"] = {**newer["conditions"], "documents": more}
    found = merged(older, newer)
    assert [one["target"] for one in found["targets"]] == [
        "stream: memory",
        "generate: every document",
    ]
    assert found["targets"][1]["measured"] == 0.5
    assert len(found["comparisons"]) == 1
    assert set(found["conditions"]["documents"]) == {"shop"}


def test_writing_replaces_what_was_there(tmp_path: Path) -> None:
    (tmp_path / "charts").mkdir()
    (tmp_path / "charts" / "old.svg").write_text("", "utf-8")
    publication.write(results(), tmp_path)
    assert [one.name for one in (tmp_path / "charts").iterdir()] == ["generate.svg"]
    assert json.loads((tmp_path / "results.json").read_text("utf-8")) == results()


def test_a_page_gets_the_table() -> None:
    page = f"before\n{publication.BEGIN}\nold\n{publication.END}\nafter\n"
    renewed = publication.published(page, results())
    assert "old" not in renewed
    assert "| generate: every document (shop) | 2.00 × | ≤ 1.00 × | no |" in renewed
    assert "| stream: memory (not available) | not measured | ≤ 50.0 MB |  |" in renewed
    assert renewed.startswith("before\n")
    assert renewed.endswith("\nafter\n")
    with pytest.raises(ValueError, match="lacks"):
        publication.published("nothing", results())


def test_what_is_published_is_what_was_measured(root: Path) -> None:
    bench = root / "bench"
    found = json.loads((bench / "results.json").read_text("utf-8"))
    committed = {
        one.name: one.read_text("utf-8") for one in (bench / "charts").glob("*.svg")
    }
    assert charts(found) == committed
    page = (root / "docs" / "performance.md").read_text("utf-8")
    assert publication.published(page, found) == page
    readme = (root / "README.md").read_text("utf-8")
    assert publication.compared(readme, found) == readme
    for name in committed:
        assert f"bench/charts/{name}" in page
