"""The words of a document as docstrings and Markdown."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from textwrap import dedent
from typing import Final

from apiloom.codegen.formatter import WIDTH
from apiloom.text.code import Python, finished
from apiloom.text.visible import visible

_LIST_ITEM: Final = re.compile(r"([-*+]|\d+[.)])\s+")
_REPEATED: Final = 1 << 13
"""Size of the cache: docstrings of attributes are often repeated."""
_LONGEST_EXAMPLE: Final = 60
"""The most characters of an example in a docstring."""

_VERBATIM: Final = ("    ", "\t", "|", "#", ">", "<", "![")


def clean(text: str) -> str:
    """Text without hidden characters, tabs, trailing blanks or surrounding lines."""
    if text.isprintable():
        return text.strip()  # a single line without any of them, as most are
    plain = visible(text).replace("\xa0", " ").expandtabs(4)
    return dedent("\n".join(line.rstrip() for line in plain.split("\n"))).strip()


def one_line(text: str) -> str:
    """Text on one line."""
    return " ".join(clean(text).split())


def has_list(text: str) -> bool:
    """Return whether a text contains a list, whose lines are kept."""
    return "\n" in text and any(
        _LIST_ITEM.match(line.lstrip()) for line in clean(text).split("\n")
    )


def prose(text: str) -> str:
    """Return a description for a section entry: one line, unless it has a list."""
    return clean(text) if has_list(text) else sentence(one_line(text))


def first_sentence(text: str) -> str:
    """The first sentence of a text, on one line."""
    paragraph = clean(text).split("\n\n")[0]
    line = " ".join(paragraph.split())
    match = re.match(r".+?[.!?](?=\s+[A-Z]|$)", line)
    return match[0] if match else line


def wrapped(text: str, width: int) -> list[str]:
    """Lines of at most `width` characters; lists, tables and code keep their lines."""
    plain = clean(text)
    if plain and len(plain) <= width and plain.isprintable() and "  " not in plain:
        return [plain]  # a line that is filled as it is
    lines: list[str] = []
    for block in _blocks(plain):
        if lines:
            lines.append("")
        lines += block if block[0].startswith("```") else _filled(block, width)
    return lines


def _blocks(text: str) -> Iterator[list[str]]:
    """Paragraphs; a fenced code block is one, whatever is in it."""
    block: list[str] = []
    fenced = False
    for line in text.split("\n"):
        fence = line.lstrip().startswith("```")
        if fence and not fenced and block:
            yield block
            block = []
        if fence:
            fenced = not fenced
        if line or fenced:
            block.append(line)
        if block and (not line or fence) and not fenced:
            yield block
            block = []
    if block:
        yield block


def _filled(block: list[str], width: int) -> Iterator[str]:
    """A paragraph, filled; lines with a meaning of their own start a new line."""
    current: list[str] = []
    indent = ""
    for line in block:
        item = _LIST_ITEM.match(line.lstrip())
        if current and line.startswith("    ") and not item:
            # Indented code cannot interrupt a paragraph (CommonMark 0.31, 4.4).
            current += line.split()
        elif item or line.startswith(_VERBATIM):
            yield from fill(current, width, indent)
            lead = line[: len(line) - len(line.lstrip())]
            if item:
                current = [
                    lead + item[0].rstrip(),
                    *line.lstrip()[item.end() :].split(),
                ]
                indent = lead + " " * len(item[0])
            else:
                yield line
                current, indent = [], ""
        else:
            current += line.split()
    yield from fill(current, width, indent)


def fill(words: Iterable[str], width: int, indent: str = "") -> Iterator[str]:
    """Words in lines of at most `width`; all lines but the first are indented."""
    line = ""
    for word in words:
        if not line:
            line = word
        elif len(line) + 1 + len(word) <= width:
            line = f"{line} {word}"
        else:
            yield line
            line = indent + word
    if line:
        yield line


Section = tuple[str, Sequence[tuple[str, str]]]
"""A part of a docstring: its heading, and names with what is said of them."""


def docstring(text: str, indent: int, sections: Sequence[Section] = ()) -> Python:
    """A docstring, quotes included; its first line is not indented.

    This is the one way from text to a docstring: all that it is given is escaped here.
    """
    if sections:
        return finished(_docstring(text, indent, sections))
    return _without_sections(text, indent)


@lru_cache(_REPEATED)
def _without_sections(text: str, indent: int) -> Python:
    return finished(_docstring(text, indent, ()))


def _docstring(text: str, indent: int, sections: Sequence[Section]) -> str:
    width = WIDTH - indent
    lines = [_escaped(line) for line in _lead(text, width)]
    for heading, entries in sections:
        described = [
            entry for name, about in entries for entry in _entry(name, about, width)
        ]
        if described:
            lines += ["", f"{_escaped(one_line(heading))}:", *map(_escaped, described)]
    if len(lines) == 1:
        return f'"""{_padded(lines[0])}"""'
    if lines[0].startswith('"'):
        lines[0] = " " + lines[0]
    lines[1:] = _dedented(lines[1:])
    margin = " " * indent
    body = "".join(f"{margin}{line}\n" if line else "\n" for line in lines[1:])
    return f'"""{lines[0]}\n{body}{margin}"""'


def _entry(name: str, about: str, width: int) -> Iterator[str]:
    """Yield the lines of a section entry."""
    named = name if name.isidentifier() else one_line(name)
    margin = "        " if named else "    "
    lead, listed = about, ""
    if has_list(about):
        lead, listed = _before_list(clean(about))
    lead = one_line(lead)
    if named:
        lead = f"{named}: {lead}" if lead else named + (":" if listed else "")
    if len(lead) <= width - 4:
        if lead:
            yield f"    {lead}"
    else:
        hanging = "    " if named else ""
        for line in fill(lead.split(), width - 4, hanging):
            yield f"    {line}"
    if listed:
        for line in wrapped(listed, width - len(margin)):
            yield f"{margin}{line}" if line else ""


def _before_list(text: str) -> tuple[str, str]:
    """Split a text before its first list item."""
    lines = text.split("\n")
    first = next(
        index for index, line in enumerate(lines) if _LIST_ITEM.match(line.lstrip())
    )
    return "\n".join(lines[:first]), dedent("\n".join(lines[first:]))


def _dedented(lines: list[str]) -> list[str]:
    """Lines that start at the margin, as Black moves them there anyway."""
    leads = [len(line) - len(line.lstrip()) for line in lines if line]
    common = min(leads, default=0)
    return [line[common:] for line in lines]


def _lead(text: str, width: int) -> list[str]:
    """The lines of a docstring; the first one leaves room for the quotes."""
    lines = wrapped(text, width) or [""]
    # On a line of its own it shares that line with the closing quotes as well.
    quotes = 6 if len(lines) == 1 else 3
    if len(lines[0]) + quotes <= width:
        return lines
    first, _, rest = clean(text).partition("\n\n")
    filled = list(fill(first.split(), width - quotes, ""))
    again = list(fill(" ".join(filled[1:]).split(), width, ""))
    return [filled[0], *again, *(["", *wrapped(rest, width)] if rest else [])]


def _escaped(line: str) -> str:
    return line.replace("\\", "\\\\").replace('"""', '\\"\\"\\"')


def _padded(line: str) -> str:
    if line.startswith('"'):
        line = " " + line
    return f"{line} " if line.endswith('"') else line


def sentence(text: str) -> str:
    """Text that ends like a sentence."""
    stripped = text.rstrip()
    # The end may be marked up or in brackets: "**(Not before Monday.)**"
    ends = stripped.rstrip("*_)\"'").endswith((".", "!", "?", ":", "…"))
    return stripped if ends else f"{stripped}."


def value_notes(default: str | None, example: str | None) -> list[str]:
    """Return sentences about the default of the API and an example, as JSON text.

    An example that is long, is the default or is one of two values says nothing here.
    """
    notes: list[str] = []
    if default is not None and default != "null":
        notes.append(f"Default of the API: `{default}`.")
    if example is not None and len(example) <= _LONGEST_EXAMPLE:
        is_plain = example.isprintable() and "`" not in example
        if is_plain and example not in (default, "true", "false", "null", '""'):
            notes.append(f"Example: `{example}`.")
    return notes


def cell(text: str) -> str:
    """Text for a cell of a Markdown table."""
    return one_line(text).replace("|", "\\|")
