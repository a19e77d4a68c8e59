"""The pages of the generated clients, read by a Markdown parser that apiloom lacks."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

from markdown_it import MarkdownIt
from markdown_it.token import Token

GENERATED = Path(__file__).resolve().parents[2] / "generated"
_PARSER = MarkdownIt("commonmark").enable("table")


@dataclass(frozen=True)
class Block:
    """A block of Python in a page."""

    page: Page
    line: int
    heading: str
    code: str

    def __str__(self) -> str:
        return f"{self.page}:{self.line}"

    @property
    def is_signature(self) -> bool:
        """Whether it shows how a method is called, not a call."""
        return self.code.startswith("def ")

    @property
    def name(self) -> str:
        """A name for a module with this code."""
        return re.sub(r"\W", "_", f"{self.page}_{self.line}")


class Page:
    """One Markdown file of a client."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.text = path.read_text("utf-8")
        inside = path.is_relative_to(GENERATED)
        self.place = path.relative_to(GENERATED if inside else GENERATED.parent)
        self.package = self.place.parts[0] if inside else ""

    def __str__(self) -> str:
        return self.place.as_posix()

    @cached_property
    def tokens(self) -> list[Token]:
        """What the parser makes of the page."""
        return _PARSER.parse(self.text)

    @property
    def blocks(self) -> Iterator[Block]:
        """The blocks of Python, in order."""
        heading = ""
        for token, following in zip(self.tokens, [*self.tokens[1:], None], strict=True):
            if token.type == "heading_open" and following is not None:
                heading = following.content
            elif token.type == "fence" and token.info == "python":
                line = (token.map or [0])[0] + 2
                yield Block(self, line, heading, token.content)

    @cached_property
    def anchors(self) -> list[str]:
        """The anchors of the headings, as GitHub makes them."""
        found: list[str] = []
        for token, following in zip(self.tokens, self.tokens[1:], strict=False):
            if token.type == "heading_open":
                slug = re.sub(r"[^\w\- ]", "", following.content.lower())
                slug = slug.replace(" ", "-")
                number, anchor = 0, slug
                while anchor in found:
                    number += 1
                    anchor = f"{slug}-{number}"
                found.append(anchor)
        return found

    @property
    def links(self) -> Iterator[str]:
        """Where the links of the page lead."""
        for token in self.tokens:
            for child in token.children or ():
                if child.type == "link_open":
                    yield str(child.attrs["href"])

    @property
    def tables(self) -> Iterator[list[list[str]]]:
        """The tables as the parser reads them: rows of cells, the headings first."""
        rows: list[list[str]] = []
        cell = False
        for token in self.tokens:
            if token.type == "table_open":
                rows = []
            elif token.type == "tr_open":
                rows.append([])
            elif token.type in ("td_open", "th_open"):
                cell = True
            elif token.type == "inline" and cell:
                rows[-1].append(token.content)
                cell = False
            elif token.type == "table_close":
                yield rows


def pages(package: str) -> list[Page]:
    """The pages of one client, sorted."""
    folder = GENERATED / package
    return [page_at(path) for path in sorted(folder.rglob("*.md"))]


@cache
def page_at(path: Path) -> Page:
    """The page of a file; read once."""
    return Page(path)
