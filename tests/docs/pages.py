"""Markdown pages of the clients and of this project, read by an independent parser."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

from markdown_it import MarkdownIt
from markdown_it.token import Token

ROOT = Path(__file__).resolve().parents[2]
GENERATED = ROOT / "generated"
_PARSER = MarkdownIt("commonmark").enable("table")


@dataclass(frozen=True)
class Block:
    """A fenced block of a page, below a heading."""

    page: Page
    line: int
    heading: str
    code: str
    language: str = "python"

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

    @cached_property
    def fences(self) -> list[Block]:
        """The fenced blocks of every language, in order."""
        fences: list[Block] = []
        heading = ""
        for token, following in zip(self.tokens, [*self.tokens[1:], None], strict=True):
            if token.type == "heading_open" and following is not None:
                heading = following.content
            elif token.type == "fence":
                line = (token.map or [0])[0] + 2
                fences.append(Block(self, line, heading, token.content, token.info))
        return fences

    @property
    def blocks(self) -> Iterator[Block]:
        """The blocks of Python, in order."""
        return (block for block in self.fences if block.language == "python")

    def block(self, heading: str, language: str = "python") -> Block:
        """The one block of a language below a heading."""
        (block,) = (
            block
            for block in self.fences
            if (block.heading, block.language) == (heading, language)
        )
        return block

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
                elif child.type == "image":
                    yield str(child.attrs["src"])

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


def project_pages() -> list[Page]:
    """The pages of this project: those that people read before they have a client."""
    paths = [
        *ROOT.glob("*.md"),
        *(ROOT / "docs").rglob("*.md"),
        ROOT / "bench/README.md",
    ]
    return [page_at(path) for path in sorted(paths)]


@cache
def page_at(path: Path) -> Page:
    """The page of a file; read once."""
    return Page(path)
