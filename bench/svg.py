"""Bar charts as SVG: few lines of text, the same bytes for the same numbers.

Legible on light and on dark pages: the colours follow `prefers-color-scheme`, and the
background is the page's own.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final
from xml.etree import ElementTree as ET

WIDTH: Final = 760
_LABELS: Final = 236
_VALUES: Final = 96
_ROOM: Final = WIDTH - _LABELS - _VALUES
_TEXT: Final = 60
_BAR, _STEP, _HEADING = 14, 22, 30

_STYLE: Final = """
text { font: 13px system-ui, -apple-system, "Segoe UI", sans-serif; fill: #1f2328; }
.title { font-size: 16px; font-weight: 600; }
.muted { fill: #59636e; font-size: 12px; }
.group { font-weight: 600; }
.bar { fill: #afb8c1; }
.own { fill: #0969da; }
.spread { stroke: #59636e; stroke-width: 1.5; }
.limit { stroke: #cf222e; stroke-width: 1; stroke-dasharray: 4 3; }
.limit-label { fill: #cf222e; font-size: 12px; }
@media (prefers-color-scheme: dark) {
  text { fill: #e6edf3; }
  .muted { fill: #9198a1; }
  .bar { fill: #545d68; }
  .own { fill: #4493f8; }
  .spread { stroke: #9198a1; }
  .limit { stroke: #f85149; }
  .limit-label { fill: #f85149; }
}
"""


@dataclass(frozen=True, slots=True)
class Bar:
    """A value, the middle half of what was measured, and how to print it."""

    label: str
    value: float
    low: float
    high: float
    text: str
    own: bool = False
    """Whether it is apiloom's, and so drawn in colour."""


@dataclass(frozen=True, slots=True)
class Group:
    """Bars below one heading."""

    heading: str
    bars: tuple[Bar, ...]


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart: its groups, where its axis ends, and the line not to be crossed.

    A bar that is longer than the axis is cut off; its number is still printed.
    """

    title: str
    subtitle: str
    groups: tuple[Group, ...]
    end: float
    limit: float | None = None
    limit_label: str = ""


def drawn(chart: Chart) -> str:
    """The chart as the text of an SVG file."""
    top = 62 + (14 if chart.limit is not None else 0)
    height = top + sum(_HEADING + _STEP * len(one.bars) for one in chart.groups) + 10
    root = ET.Element(
        "svg",
        {
            "xmlns": "http://www.w3.org/2000/svg",
            "viewBox": f"0 0 {WIDTH} {height}",
            "width": str(WIDTH),
            "height": str(height),
            "role": "img",
            "aria-labelledby": "title desc",
        },
    )
    ET.SubElement(root, "title", {"id": "title"}).text = chart.title
    ET.SubElement(root, "desc", {"id": "desc"}).text = described(chart.groups)
    ET.SubElement(root, "style").text = _STYLE
    _text(root, 0, 20, chart.title, "title")
    _text(root, 0, 42, chart.subtitle, "muted")
    y = top
    for group in chart.groups:
        _text(root, 0, y + 18, group.heading, "group")
        y += _HEADING
        for bar in group.bars:
            _row(root, bar, y, chart)
            y += _STEP
    if chart.limit is not None:
        x = _LABELS + _length(chart.limit, chart.end)
        _line(root, (x, top - 2), (x, height - 6), "limit")
        _text(root, x, top - 8, chart.limit_label, "limit-label", anchor="middle")
    ET.indent(root)
    return ET.tostring(root, encoding="unicode") + "\n"


def described(groups: Sequence[Group]) -> str:
    """The numbers as a sentence, for those who cannot see the chart."""
    return ". ".join(
        f"{group.heading}: "
        + ", ".join(f"{bar.label} {bar.text}" for bar in group.bars)
        for group in groups
    )


def _row(root: ET.Element, bar: Bar, y: float, chart: Chart) -> None:
    end = chart.end
    _text(root, _LABELS - 10, y + 11, bar.label, anchor="end")
    length = _length(bar.value, end)
    ET.SubElement(
        root,
        "rect",
        {
            "class": "own" if bar.own else "bar",
            **_numbers(x=_LABELS, y=y, width=max(length, 1), height=_BAR),
            "rx": "2",
        },
    )
    right = length
    if bar.value > end:
        _text(root, _LABELS + length - 16, y + 12, "≫")
    elif bar.high > bar.low:
        low, high = _length(bar.low, end), _length(bar.high, end)
        middle = y + _BAR / 2
        _line(root, (_LABELS + low, middle), (_LABELS + high, middle), "spread")
        right = max(length, high)
    if chart.limit is not None:
        line = _length(chart.limit, end)
        if right < line < right + _TEXT:
            right = line  # the number stands clear of the line
    _text(root, _LABELS + right + 8, y + 11, bar.text)


def _length(value: float, end: float) -> float:
    return _ROOM * min(max(value, 0.0), end) / end


def _text(
    root: ET.Element,
    x: float,
    y: float,
    content: str,
    kind: str = "",
    *,
    anchor: str = "start",
) -> None:
    given = {"class": kind} if kind else {}
    if anchor != "start":
        given["text-anchor"] = anchor
    ET.SubElement(root, "text", {**given, **_numbers(x=x, y=y)}).text = content


def _line(
    root: ET.Element, start: tuple[float, float], end: tuple[float, float], kind: str
) -> None:
    places = _numbers(x1=start[0], y1=start[1], x2=end[0], y2=end[1])
    ET.SubElement(root, "line", {"class": kind, **places})


def _numbers(**values: float) -> dict[str, str]:
    """Coordinates to a tenth of a pixel, without needless zeros."""
    return {name: f"{value:.1f}".removesuffix(".0") for name, value in values.items()}
