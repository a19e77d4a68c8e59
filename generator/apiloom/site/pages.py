"""Pages as the site's tool reads them: tabs, folded blocks, and links inside the site.

The pages of a client are CommonMark, for GitHub and for editors. Python-Markdown has
other forms for what is folded, and language tabs, which CommonMark has not.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Final

__all__ = [
    "SitePage",
    "client_files",
    "client_pages",
    "folder_pages",
    "heading",
    "lightened",
]

_OPENED: Final = '<details markdown="1">'
_CLOSED: Final = "</details>"
_SUMMARY: Final = re.compile(r"<summary>(.*)</summary>")
_FENCE: Final = re.compile(r" *(`{3,}|~{3,})")
_USAGE: Final = re.compile(
    r"\n## Usage\n\n(?P<call>(`{3,})python\n.*?\n\2|<pre><code.*?</code></pre>)\n\n"
    r"(?P<signature>```python\ndef .*?\n```)\n\n"
    r"The same request in other languages:\n\n"
    r"(?P<others>(?:<details markdown=\"1\">\n.*?\n</details>\n\n?)+)",
    re.DOTALL,
)
_SAMPLE: Final = re.compile(
    r"<details markdown=\"1\">\n<summary>(.*?)</summary>\n\n(.*?)\n\n</details>\n",
    re.DOTALL,
)
_TARGET: Final = re.compile(r"\]\(((?:\.\./)*)((?:docs/)?)([\w./-]+)?(#[\w-]*)?\)")
_LINK: Final = re.compile(r"\[([^\]]+)\]\((?!https?:|mailto:|#)([^)#\s]+)(#[\w-]*)?\)")
"""A link to another file."""

_UNSEARCHED: Final = "{ data-search-exclude }"
_SENT_BACK: Final = re.compile(r"^(### [1-5](?:\d\d|XX) .*)$", re.MULTILINE)
"""The heading of a documented response."""

_CODE: Final = re.compile(
    r"^(?P<fence> *(?:`{3,}|~{3,}))(?P<language>[\w+-]+)\n(?P<code>.*?\n)(?P=fence)$",
    re.MULTILINE | re.DOTALL,
)
_LONGEST: Final = 8_000
"""As long may code be that is coloured: each word becomes an element."""

_ROW: Final = re.compile(r"^ *\|.*\|$", re.MULTILINE)
_SPAN: Final = re.compile(r"(`+)(.+?)\1")

_HEADING: Final = re.compile(r"^# (.+)$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class SitePage:
    """A page of the site: its path there, its title, and its text."""

    path: str
    title: str
    text: str


def client_pages(pages: Mapping[str, bytes]) -> Iterator[SitePage]:
    """Yield the pages of a client's site: the README is its first page."""
    for path, content in pages.items():
        if not path.endswith(".md") or path == "SKILL.md":
            continue
        inside = path.removeprefix("docs/")
        text = _moved(content.decode(), path)
        target = "index.md" if inside == "README.md" else inside
        title = heading(text) if target != "index.md" else "Overview"
        yield SitePage(target, title, converted(text))


def client_files(pages: Mapping[str, bytes]) -> Iterator[tuple[str, bytes]]:
    """Yield what programs read: every page as Markdown, and the indexes of them."""
    for path, content in pages.items():
        if path.startswith("docs/") or path in ("README.md", "SKILL.md"):
            inside = path.removeprefix("docs/")
            target = "index.md" if inside == "README.md" else inside
            yield target, _moved(content.decode(), path).encode()


def folder_pages(folder: Path) -> Iterator[SitePage]:
    """Yield the pages of a folder of Markdown; its README is the first page.

    Raises:
        OSError: A page cannot be read.
        UnicodeDecodeError: A page is not UTF-8.
    """
    for path in sorted(folder.rglob("*.md")):
        text = _LINK.sub(partial(_inside, path.parent, folder), path.read_text("utf-8"))
        inside = path.relative_to(folder).as_posix()
        target = "index.md" if inside == "README.md" else inside
        yield SitePage(target, heading(text) or path.stem, converted(text))


def _inside(here: Path, folder: Path, match: re.Match[str]) -> str:
    """Return a link to a page of the site; of any other place, its text."""
    text, file, anchor = match.groups()
    target = (here / file).resolve()
    if not target.is_relative_to(folder.resolve()) or target.suffix != ".md":
        return str(text)
    renamed = re.sub(r"\bREADME\.md$", "index.md", file)
    return f"[{text}]({renamed}{anchor or ''})"


def heading(text: str) -> str:
    """Return the first heading of a page as plain text."""
    match = _HEADING.search(text)
    plain = re.sub(r"[`*\\]|<[^>]*>", "", match[1]) if match is not None else ""
    return html.unescape(plain).strip()


def _moved(text: str, path: str) -> str:
    """Return a page with links for a site where ``docs`` is the whole."""
    folder = path.split("/")[1:-1] if path.startswith("docs/") else []

    def written(match: re.Match[str]) -> str:
        above, docs, file, anchor = match.groups()
        if file is None:
            return match[0]
        up = len(above) // 3
        is_root = not path.startswith("docs/") or up > len(folder)
        if is_root and not docs:
            file = "index.md" if file == "README.md" else file
        prefix = "../" * (len(folder) if is_root else up)
        return f"]({prefix}{file}{anchor or ''})"

    return _TARGET.sub(written, text)


def converted(text: str) -> str:
    """Return a page of CommonMark in the forms of the site's tool."""
    # What the specification says is on the page already: nobody searches it twice.
    text = text.replace("\n## OpenAPI\n", f"\n## OpenAPI {_UNSEARCHED}\n")
    text = _ROW.sub(_unescaped, text)
    return _folded(_USAGE.sub(_tabs, text, count=1))


def _unescaped(row: re.Match[str]) -> str:
    """Return a row of a table without backslashes before the bars of its code."""
    return _SPAN.sub(lambda span: span[0].replace("\\|", "|"), row[0])


def lightened(text: str, *, is_large: bool) -> str:
    """Return a page of a site with less to colour, and of a large site less to search.

    The fields of a response are found on the pages of the models, too.
    """

    def written(match: re.Match[str]) -> str:
        is_plain = len(match["code"]) > _LONGEST or (
            is_large and match["language"] != "python"
        )
        if not is_plain:
            return match[0]
        return f"{match['fence']}text\n{match['code']}{match['fence']}"

    if is_large:
        text = _SENT_BACK.sub(rf"\1 {_UNSEARCHED}", text)
    return _CODE.sub(written, text)


def _tabs(match: re.Match[str]) -> str:
    """Return the samples of a call as tabs, the client's own first."""
    shown = [("Python", match["call"])]
    shown += [
        (html.unescape(title), sample)
        for title, sample in _SAMPLE.findall(f"{match['others'].rstrip()}\n")
    ]
    tabs = (f'=== "{title}"\n\n{_indented(sample)}' for title, sample in shown)
    # A word that is found in ten languages is found ten times.
    parts = (f"## Usage {_UNSEARCHED}", *tabs, match["signature"])
    return "\n" + "\n\n".join(parts) + "\n\n"


def _indented(text: str) -> str:
    return "\n".join(f"    {line}" if line else "" for line in text.split("\n"))


def _folded(text: str) -> str:
    """Return a page with its folded blocks as those of the site's tool."""
    lines: list[str] = []
    fence = ""
    depth = 0
    for line in text.split("\n"):
        marks = _FENCE.match(line)
        if fence:
            if marks is not None and line.strip().startswith(fence):
                fence = "" if not line.strip().strip(fence[0]) else fence
        elif marks is not None:
            fence = marks[1]
        elif line == _OPENED:
            continue
        elif (summary := _SUMMARY.fullmatch(line)) is not None:
            title = html.unescape(summary[1]).replace("\\", "\\\\").replace('"', "'")
            lines.append(f'{"    " * depth}??? quote "{title}"')
            depth += 1
            continue
        elif line == _CLOSED and depth:
            depth -= 1
            continue
        lines.append(f"{'    ' * depth}{line}" if line else "")
    return "\n".join(lines)
