"""Markdown: the document's own words made safe to stand in a page, tables, anchors.

Descriptions are CommonMark (OpenAPI 3.1, section 4.7.2) and stay so; what would break
the page around them (headings, fences without an end, rows of a table) is tamed, and
what would do more than show text is left out (`apiloom.docs.inline_markdown`).
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final

from apiloom.codegen.docstrings import clean, sentence
from apiloom.docs.inline_markdown import (
    Tags,
    encoded,
    has_blocks,
    is_harmless,
    is_plain,
    span,
    tamed,
    unmatched,
)
from apiloom.text.code import Python
from apiloom.text.markdown import EMPTY, Markdown, checked, finished, markdown
from apiloom.text.visible import json_text, visible

_HEADING: Final = re.compile(r" {0,3}#{1,6}(?=\s|$)")
_UNDERLINE: Final = re.compile(r" {0,3}(?:=+|-+)$")
_PREFIX: Final = r"(?:\s|>|[-*+](?=\s)|\d{1,9}[.)](?=\s))*"
_FENCE: Final = re.compile(rf"({_PREFIX})(`{{3,}}(?=[^`]*$)|~{{3,}})(.*)")
_MARKED_HEADING: Final = re.compile(rf"({_PREFIX})(#{{1,6}}(?:\s|$).*)")
_LIST_ITEM: Final = re.compile(r"\s*(?:[-*+]|\d+[.)])\s+")
_STARTS_BLOCK: Final = re.compile(
    r"#{1,6}(?=\s|$)|>|[-+*](?=\s|$)|[-=_]{2,}$|~{3}|:{3}|!{3}|\?{3}"
)
_NUMBERED: Final = re.compile(r"(\d{1,9})([.)])(?=\s|$)")
_LANGUAGE: Final = re.compile(r"[\w+#.-]+")
_BACKTICKS: Final = re.compile(r"`{3,}")
_EVALUATED: Final = re.compile(r"\{[{%#!<]|8<")
_PRE: Final = re.compile(r"<pre(?:\s[^<>]*)?>", re.IGNORECASE)
_END_OF_PRE: Final = re.compile(r"</pre\s*>", re.IGNORECASE)
_ANY_PRE: Final = re.compile(r"</?pre(?:\s[^<>]*)?>", re.IGNORECASE)
_ACTIVE_IN_CELL: Final = re.compile(r"[\\`<{\]|]")
_ANY_TAG: Final = re.compile(r"</?[A-Za-z][^<>]*>")
_NOT_IN_SLUG: Final = re.compile(r"[^\w\- ]")
_PIPE: Final = re.compile(r"(\\*)\|")
_GAP: Final = re.compile(r"\n{3,}")
_UNSAFE_IN_CODE: Final = re.compile(r"[|`\x00-\x1f\x7f]|\{[{%#!:<]|8<")
DEPRECATED: Final = markdown("**Deprecated.**")
YES: Final = markdown("yes")
NO: Final = markdown("no")
_REPEATED: Final = 1 << 15
"""Size of the cache: names, types and descriptions are often repeated."""
_JOINED: Final = 4
"""As many lines may a code span be spread over."""


def block(text: str) -> Markdown:
    """A description as paragraphs of a page; its headings become bold lines."""
    plain = clean(text)
    if not plain:
        return EMPTY
    return finished(_Block(plain, has_blocks(plain)).written())


@dataclass(slots=True)
class _Block:
    """Writes a description, line by line."""

    text: str
    in_html: bool
    found: list[str] = field(default_factory=list[str])
    tags: Tags = field(default_factory=Tags)

    def written(self) -> str:
        """Return the lines of the description as they may stand in a page."""
        lines = (
            _spans_joined(self.text.split("\n"))
            if "`" in self.text
            else (self.text.split("\n"))
        )
        number = 0
        in_list = False
        while number < len(lines):
            line = lines[number]
            fence = _FENCE.match(line)
            if fence is not None:
                number = self._fence(lines, number + 1, fence)
                continue
            opened = _PRE.search(line) if "<" in line else None
            if opened is not None and "`" not in line[: opened.start()]:
                number = self._pre(lines, number, opened)
                continue
            is_indented = line.startswith("    ")
            after_blank = number == 0 or not lines[number - 1]
            if is_indented and after_blank and not in_list:
                number = self._indented(lines, number)
                continue
            if line:
                is_item = _LIST_ITEM.match(line) is not None
                in_list = is_item or (in_list and not (after_blank and line[0] != " "))
            self._line(line)
            number += 1
        closing = self.tags.end()
        if closing:
            self._close(closing)
        return _GAP.sub("\n\n", "\n".join(self.found)).strip("\n")

    def _close(self, closing: str) -> None:
        """Write what closes tags, on the last line if that is one of text."""
        if self.found and self.found[-1] and not self.found[-1].startswith("```"):
            self.found[-1] += closing
        else:
            self.found += ["", closing]

    def _line(self, line: str) -> None:
        if not line or _HEADING.match(line) or _LIST_ITEM.match(line):
            self._end_of_paragraph()
        self.found.append(_paragraph_line(line, self.tags, in_html=self.in_html))

    def _end_of_paragraph(self) -> None:
        closing = self.tags.end(of_spans=True)
        if closing:
            self._close(closing)

    def _fence(self, lines: Sequence[str], number: int, opened: re.Match[str]) -> int:
        """Write a fence; returns the number of the line after it.

        CommonMark 0.31, section 4.5: what closes is as long, and nothing follows it.
        """
        prefix, marks = opened[1], opened[2]
        quoted = ">" in prefix
        inside: list[str] = []
        while number < len(lines):
            line = lines[number]
            if quoted:
                if not line.lstrip().startswith(">"):
                    break
                line = line.lstrip().removeprefix(">").removeprefix(" ")
            number += 1
            bare = line.strip()
            if bare.startswith(marks) and not bare.strip(marks[0]):
                break
            inside.append(_dedented(line, len(prefix) if not quoted else 0))
        language = _LANGUAGE.match(opened[3].strip())
        named = language[0] if language is not None else ""
        self._put(_fenced("\n".join(inside), named, marks), apart=bool(prefix))
        return number

    def _pre(self, lines: Sequence[str], number: int, opened: re.Match[str]) -> int:
        """Write ``<pre>`` as a fence; returns the number of the line after it."""
        if before := lines[number][: opened.start()].rstrip():
            self._line(before)
        rest = lines[number][opened.end() :]
        inside: list[str] = []
        while True:
            number += 1
            closed = _END_OF_PRE.search(rest)
            if closed is not None:
                inside.append(rest[: closed.start()])
                rest = rest[closed.end() :]
                break
            inside.append(rest)
            if number >= len(lines):
                rest = ""
                break
            rest = lines[number]
        text = html.unescape(_ANY_TAG.sub("", "\n".join(inside))).strip("\n")
        self._put(_fenced(visible(text), "", "```"), apart=True)
        if rest.strip():
            self._line(rest.strip())
        return number

    def _indented(self, lines: Sequence[str], number: int) -> int:
        """Write indented code, as a fence if others might not see code in it."""
        inside: list[str] = []
        while number < len(lines) and (
            not lines[number] or lines[number].startswith("    ")
        ):
            inside.append(lines[number])
            number += 1
        while not inside[-1]:
            inside.pop()
            number -= 1
        if all(is_plain(line) and not _FENCE.match(line) for line in inside):
            self._end_of_paragraph()
            self.found += inside
        else:
            text = "\n".join(line[4:] for line in inside)
            self._put(_fenced(text, "", "```"), apart=True)
        return number

    def _put(self, fenced: str, *, apart: bool) -> None:
        self._end_of_paragraph()
        # A block of HTML goes on until an empty line (CommonMark 0.31, section 4.6).
        apart = apart or self.in_html
        self.found += ["", fenced, ""] if apart else [fenced]


def _dedented(line: str, columns: int) -> str:
    lead = len(line) - len(line.lstrip(" "))
    return line[min(lead, columns) :]


def _fenced(text: str, language: str, marks: str) -> str:
    """A fence around text, longer than any run of marks in it.

    What static site tools would evaluate even there is written as HTML.
    """
    if _EVALUATED.search(text):
        kind = f' class="language-{language}"' if language.isalnum() else ""
        body = "\n".join(map(encoded, text.split("\n")))
        return f"<pre><code{kind}>{body}\n</code></pre>"
    if marks[0] == "`" and (runs := _BACKTICKS.findall(text)):
        marks = "`" * max(len(marks), 1 + max(map(len, runs)))
    inner = f"{text}\n" if text else ""
    return f"{marks}{language}\n{inner}{marks}"


def fence(code: Python) -> Markdown:
    """Code as a block of its own."""
    return finished(_fenced(code, "python", "```"))


def console(lines: Iterable[str]) -> Markdown:
    """Lines of text as they are, in a block of their own."""
    shown = (visible(one).replace("\n", " ") for one in lines)
    return finished(_fenced("\n".join(shown), "text", "```"))


def source(text: str, language: str) -> Markdown:
    """Text of any language as it is, in a block of its own."""
    return finished(_fenced(visible(text).strip("\n"), language, "```"))


def folded(summary: str, body: Markdown) -> Markdown:
    """Markdown that is shown when its summary, which is plain text, is clicked.

    The attribute is for Python-Markdown; CommonMark and GitHub need none.
    """
    words = encoded(" ".join(visible(summary).split()))
    return markdown(_FOLDED, finished(words), *checked([body]))


_FOLDED: Final = """\
<details markdown="1">
<summary>{}</summary>

{}

</details>"""


def _spans_joined(lines: list[str]) -> list[str]:
    """Lines, of which each closes the code spans that it opens, where that can be."""
    found: list[str] = []
    fence = ""
    number = 0
    while number < len(lines):
        line = lines[number]
        number += 1
        opened = _FENCE.match(line)
        if fence:
            bare = line.strip().lstrip("> ")
            if bare.startswith(fence) and not bare.strip(fence[0]):
                fence = ""
        elif opened is not None:
            fence = opened[2]
        else:
            joined_lines = 1
            while (
                joined_lines < _JOINED
                and "`" in line
                and number < len(lines)
                and _continues(lines[number])
                and (run := unmatched(line))
                and run in lines[number]
            ):
                line = f"{line} {lines[number].lstrip()}"
                number += 1
                joined_lines += 1
        found.append(line)
    return found


def _continues(line: str) -> bool:
    """Whether a line can only go on with the paragraph before it."""
    return bool(line) and not (
        _FENCE.match(line)
        or _LIST_ITEM.match(line)
        or _HEADING.match(line)
        or _UNDERLINE.match(line)
        or line.lstrip().startswith((">", "|"))
    )


def _paragraph_line(line: str, tags: Tags, *, in_html: bool) -> str:
    """A line outside of code; one that would make a heading makes none."""
    if not line:
        return line
    if _HEADING.match(line):
        heading = line.strip().lstrip("#").strip()
        bare = heading.rstrip("#").rstrip()
        return f"\n**{_on_one_line(bare, in_html=in_html)}**\n" if bare else ""
    if _UNDERLINE.match(line):
        return "\n---" if "-" in line else ""
    marked = _MARKED_HEADING.match(line) if "#" in line else None
    if marked is not None and marked[1]:
        line = f"{marked[1]}\\{marked[2]}"
    if line.lstrip().startswith((":::", "!!!", "???")):
        lead = len(line) - len(line.lstrip())
        line = f"{line[:lead]}\\{line[lead:]}"
    if "|" in line:
        return _on_one_line(line, in_html=in_html)
    return tamed(line, tags, in_html=in_html)


def _on_one_line(text: str, *, in_html: bool) -> str:
    """Text whose tags are closed on its line."""
    if is_plain(text):
        return text
    tags = Tags()
    written = tamed(text, tags, in_html=in_html)
    closing = tags.end()
    if closing and "|" in text:
        # What closes them would stand in another cell.
        return tamed(
            _ANY_TAG.sub(lambda tag: f"&lt;{tag[0][1:]}", text), Tags(), in_html=True
        )
    return written + closing


def line(text: str) -> Markdown:
    """A description on one line of a page."""
    plain = _ANY_PRE.sub(" ", clean(text)) if "<" in text else clean(text)
    plain = " ".join(plain.split())
    written = _on_one_line(plain, in_html=has_blocks(plain))
    if _STARTS_BLOCK.match(written):
        return finished(f"\\{written}")
    return finished(
        _NUMBERED.sub(r"\1\\\2", written, count=1)
        if _NUMBERED.match(written)
        else written
    )


def ended(text: Markdown) -> Markdown:
    """Markdown that ends like a sentence."""
    return finished(sentence(text))


@lru_cache(_REPEATED)
def cell(text: str) -> Markdown:
    """A description in a cell of a table: paragraphs and list items by ``<br>``."""
    plain = clean(text)
    if "\n" in plain:
        plain = "".join(_rows(plain.split("\n")))
    plain = " ".join(plain.split())
    if _ACTIVE_IN_CELL.search(plain) is None:
        return finished(plain)
    if "<" in plain:
        plain = " ".join(_ANY_PRE.sub(" ", plain).split())
    tags = Tags()
    plain = tamed(plain, tags, in_html=False) + tags.end()
    return finished(_PIPE.sub(_escaped_pipe, plain) if "|" in plain else plain)


def _escaped_pipe(match: re.Match[str]) -> str:
    # Not every reader sees that two backslashes leave the pipe as it is.
    return r"\|" if len(match[1]) < 2 else f"{match[1]}&#124;"


@lru_cache(_REPEATED)
def said(text: str) -> Markdown:
    """A description in a cell, as a sentence if it ends with a word."""
    written = cell(text)
    is_open = bool(written) and (written[-1].isalnum() or written[-1] == ")")
    return finished(f"{written}.") if is_open else written


def _rows(lines: Iterable[str]) -> Iterator[str]:
    """Pieces of a cell, with what separates them; a fence is a code span there."""
    fenced: list[str] = []
    fence = ""
    gap = ""
    is_first = True
    for row in lines:
        marks = _marks(row, fence)
        if marks:
            if fenced:
                yield gap + code(" ".join(fenced))
                is_first = False
            fence, fenced = "" if fence else marks, []
            gap = "" if is_first else "<br>"
        elif fence:
            fenced.append(row.strip())
        elif not row:
            gap = "" if is_first else "<br>"
        else:
            is_item = _LIST_ITEM.match(row) is not None
            yield ("<br>" if is_item and not is_first else gap) + _cell_line(row)
            is_first = False
            gap = " "
    if fenced:
        yield gap + code(" ".join(fenced))


def _marks(line: str, opened: str) -> str:
    """The marks of a line that opens a fence, or that closes the one that is open."""
    if opened:
        bare = line.strip()
        return bare if bare.startswith(opened) and not bare.strip(opened[0]) else ""
    match = _FENCE.match(line)
    return match[2] if match is not None else ""


def _cell_line(row: str) -> str:
    """A line inside a cell, where a list and a heading are only shown as such."""
    item = _LIST_ITEM.match(row)
    if item is not None:
        is_numbered = item[0].strip()[0].isdigit()
        return row if is_numbered else f"• {row[item.end() :]}"
    if _HEADING.match(row):
        heading = row.strip().lstrip("#").strip().rstrip("#").rstrip()
        return f"**{heading}**" if heading else row
    return row


@lru_cache(_REPEATED)
def code(text: str) -> Markdown:
    """A code span, for a cell as well, whatever is in it."""
    if text.isidentifier():
        return finished(f"`{text}`")
    shown = text if text.isprintable() else visible(text)
    if _UNSAFE_IN_CODE.search(shown):
        return finished(span(shown))
    padded = f" {shown} " if shown != shown.strip() or not shown else shown
    return finished(f"`{padded}`")


def either(texts: Sequence[str], bar: str = "\\|") -> Markdown:
    """Types, one of which a value has, as a code span.

    Only the cell of a table needs an escaped `bar`: elsewhere, a code span would show
    the backslash.
    """
    return _type(" | ".join(texts), bar)


@lru_cache(_REPEATED)
def _type(written: str, bar: str) -> Markdown:
    text = visible(written)
    if "`" in text or "\\" in text or _EVALUATED.search(text):
        return finished(span(text))
    shown = text.replace("|", bar)
    return finished(f"`{shown}`")


def capitalized(text: Markdown) -> Markdown:
    """Markdown whose first letter is a capital."""
    return finished(f"{text[:1].upper()}{text[1:]}")


def comment(text: str) -> Markdown:
    """A comment, which no page shows."""
    plain = " ".join(visible(text).split())
    return finished(f"<!-- {html.escape(plain, quote=False)} -->")


def link(text: Markdown, target: str) -> Markdown:
    """A link to a page of the documentation."""
    return markdown("[{}]({})", text, _target(target))


def front_matter(comment: str, members: Iterable[tuple[str, str]]) -> Markdown:
    """The metadata that a page begins with: a comment, names in lower case, text."""
    lines = (f"{key}: {_scalar(text)}" for key, text in members)
    return finished("\n".join(("---", f"# {comment}", *lines, "---")))


def _scalar(text: str) -> str:
    """Text in quotes for YAML, without what is a tag to readers of Markdown."""
    written = json_text(" ".join(text.split()))
    for character in "<>&`[]":
        written = written.replace(character, f"\\u{ord(character):04x}")
    return written


def web_link(text: Markdown, url: str) -> Markdown:
    """A link to a page of the web; only its text if that is no place to go."""
    is_web = _WEB.fullmatch(url) is not None and is_harmless(url)
    return markdown("[{}]({})", text, finished(url)) if is_web else text


@lru_cache(_REPEATED)
def _target(target: str) -> Markdown:
    if not _TARGET.fullmatch(target):
        raise ValueError(f"no page of the documentation: {target!r:.200}")
    return finished(target)


_WEB: Final = re.compile(r"https?://[\w./#?=&%+,;:~-]+", re.ASCII)
_TARGET: Final = re.compile(r"[\w./#-]+")


def table(headings: Sequence[str], rows: Iterable[Sequence[Markdown]]) -> Markdown:
    """A table; columns in which no row says anything are left out.

    Cells are Markdown that is safe in a table.  Empty if there are no rows.
    """
    listed = list(rows)
    if not listed:
        return EMPTY
    used = [
        index for index in range(len(headings)) if any(row[index] for row in listed)
    ]
    lines = [_row(headings, used), "|" + " --- |" * len(used)]
    lines += [_row(checked(row), used) for row in listed]
    return finished("\n".join(lines))


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
