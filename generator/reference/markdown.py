"""Markdown: the document's own words made safe to stand in a page, tables, anchors.

Descriptions are CommonMark (OpenAPI 3.1, section 4.7.2) and stay so; what would break
the page around them (headings, fences without an end, rows of a table) is tamed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Final

from generator.python.prose import clean

_TICKS_OR_TAG: Final = re.compile(r"`+|<(?=[A-Za-z/!?])")
_KNOWN_TAG: Final = re.compile(
    r"</?(?:a|b|br|code|del|details|div|em|i|img|ins|kbd|li|ol|p|pre|s|small|span"
    r"|strong|sub|summary|sup|table|tbody|td|th|thead|tr|u|ul)(?:\s[^<>]*)?/?>"
    r"|<(?:https?|mailto):[^<>\s]+>",
    re.IGNORECASE,
)
_HEADING: Final = re.compile(r" {0,3}(#+)")
_UNDERLINE: Final = re.compile(r" {0,3}(?:=+|-+)$")
_FENCE: Final = re.compile(r"\s*(`{3,}(?=[^`]*$)|~{3,})")
_LIST_ITEM: Final = re.compile(r"\s*(?:[-*+]|\d+[.)])\s+")
_NOT_IN_SLUG: Final = re.compile(r"[^\w\- ]")
_BARE_PIPE: Final = re.compile(r"(?<!\\)\|")
_GAP: Final = re.compile(r"\n{3,}")
_SPECIAL: Final = re.compile(r"[|`*_<>&\\\[\]~:@\x00-\x1f\x7f]")
_UNSAFE_IN_CODE: Final = re.compile(r"[|`\x00-\x1f\x7f]")


def block(text: str) -> str:
    """A description as paragraphs of a page; its headings become bold lines."""
    lines: list[str] = []
    fence = ""
    for line in clean(text).split("\n"):
        marks = _fence(line, fence)
        if marks:
            fence = "" if fence else marks
            lines.append(line)
        else:
            lines.append(line if fence else _paragraph_line(line))
    if fence:
        lines.append(fence)
    written = _GAP.sub("\n\n", "\n".join(lines)).strip("\n")
    lowered = written.lower()
    # This tag alone goes on until it is closed (CommonMark 0.31, section 4.6).
    is_open = lowered.rfind("<pre") > lowered.rfind("</pre>")
    return f"{written}\n\n</pre>" if is_open else written


def _fence(line: str, opened: str) -> str:
    """The marks of a line that opens a fence, or that closes the one that is open.

    CommonMark 0.31, section 4.5: what closes is as long, and nothing follows it.
    """
    match = _FENCE.match(line)
    if match is None:
        return ""
    marks: str = match[1]
    if not opened:
        return marks
    closes = marks.startswith(opened) and line.strip() == marks
    return marks if closes else ""


def _paragraph_line(line: str) -> str:
    """A line outside of code; one that would make a heading makes none."""
    heading = _heading(line)
    if heading is not None:
        return f"\n**{_tamed(heading)}**\n" if heading else ""
    if _UNDERLINE.match(line):
        return "\n---" if "-" in line else ""
    return _tamed(line)


def _heading(line: str) -> str | None:
    """The text of a heading; None for a line that is none (CommonMark 0.31, 4.2)."""
    marks = _HEADING.match(line)
    if marks is None:
        return None
    rest = line[marks.end() :]
    text = rest.strip()
    if text and (len(marks[1]) > 6 or text[0] == rest[0]):
        return None
    return text.rstrip("#").rstrip()


def line(text: str) -> str:
    """A description on one line of a page."""
    return _tamed(" ".join(clean(text).split()))


def cell(text: str) -> str:
    """A description in a cell of a table: paragraphs and list items by ``<br>``."""
    plain = clean(text)
    if "\n" in plain:
        plain = "".join(_rows(plain.split("\n")))
    plain = _tamed(" ".join(plain.split()))
    return _BARE_PIPE.sub(r"\\|", plain) if "|" in plain else plain


def said(text: str) -> str:
    """A description in a cell, as a sentence if it ends with a word."""
    written = cell(text)
    return f"{written}." if written and written[-1].isalnum() else written


def _rows(lines: Iterable[str]) -> list[str]:
    """Pieces of a cell, with what separates them; a fence is a code span there."""
    pieces: list[str] = []
    fenced: list[str] = []
    fence = ""
    gap = ""
    for row in lines:
        marks = _fence(row, fence)
        if marks:
            if fenced:
                pieces.append(gap + code(" ".join(fenced)))
            fence, fenced = "" if fence else marks, []
            gap = "<br>" if pieces else ""
        elif fence:
            fenced.append(row.strip())
        elif not row:
            gap = "<br>" if pieces else ""
        else:
            is_item = _LIST_ITEM.match(row) is not None
            pieces.append(("<br>" if is_item and pieces else gap) + _cell_line(row))
            gap = " "
    if fenced:
        pieces.append(gap + code(" ".join(fenced)))
    return pieces


def _cell_line(row: str) -> str:
    """A line inside a cell, where a list and a heading are only shown as such."""
    item = _LIST_ITEM.match(row)
    if item is not None:
        is_numbered = item[0].strip()[0].isdigit()
        return row if is_numbered else f"• {row[item.end() :]}"
    heading = _heading(row)
    return f"**{heading}**" if heading else row


def _tamed(text: str) -> str:
    """Text in which ``<name>`` is shown, not taken for a tag that nobody knows."""
    if "<" not in text:
        return text
    marks = [*_TICKS_OR_TAG.finditer(text)]
    # Where backticks stand, by how many: a code span ends at the next as many
    # (CommonMark 0.31, section 6.1).
    ends: dict[str, list[int]] = {}
    for mark in reversed(marks):
        ends.setdefault(mark[0], []).append(mark.end())
    pieces: list[str] = []
    written = after = 0
    for mark in marks:
        if mark.start() < after:
            continue
        if mark[0] == "<":
            if not _KNOWN_TAG.match(text, mark.start()):
                pieces += [text[written : mark.start()], "&lt;"]
                written = mark.end()
            continue
        waiting = ends[mark[0]]
        while waiting and waiting[-1] <= mark.end():
            waiting.pop()
        after = waiting[-1] if waiting else after
    return "".join([*pieces, text[written:]])


def code(text: str) -> str:
    """A code span, for a cell as well, whatever is in it."""
    if text.isidentifier():
        return f"`{text}`"
    if _UNSAFE_IN_CODE.search(text):
        return f"<code>{_SPECIAL.sub(_entity, text)}</code>"
    padded = f" {text} " if text != text.strip() or not text else text
    return f"`{padded}`"


def _entity(match: re.Match[str]) -> str:
    return f"&#{ord(match[0])};"


def link(text: str, target: str) -> str:
    """A link; the text is Markdown already."""
    return f"[{text}]({target})"


def table(headings: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table; columns in which no row says anything are left out.

    Cells are Markdown that is safe in a table.  Empty if there are no rows.
    """
    listed = list(rows)
    if not listed:
        return ""
    used = [
        index for index in range(len(headings)) if any(row[index] for row in listed)
    ]
    lines = [_row(headings, used), "|" + " --- |" * len(used)]
    lines += [_row(row, used) for row in listed]
    return "\n".join(lines)


def _row(cells: Sequence[str], used: Sequence[int]) -> str:
    return "| " + " | ".join([cells[index] for index in used]) + " |"


class Anchors:
    """The anchors of one page, as GitHub makes them of headings."""

    def __init__(self) -> None:
        self._seen: Final[dict[str, int]] = {}

    def add(self, heading: str) -> str:
        """The anchor of the next heading of the page."""
        slug = _NOT_IN_SLUG.sub("", heading.lower()).replace(" ", "-")
        times = self._seen.get(slug, 0)
        self._seen[slug] = times + 1
        if not times:
            return slug
        numbered = f"{slug}-{times}"
        self._seen.setdefault(numbered, 1)
        return numbered
