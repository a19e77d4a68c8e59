"""The inline Markdown of a document, written so that every reader takes it alike.

What a page shows is read by GitHub, by tools for static sites, and by their readers'
browsers, and these do not agree about what is code and what is a tag (CommonMark 0.31,
section 6, leaves less open than they do). So nothing is left to their judgement: a code
span begins and ends on its line, or it is none; a tag is one of few, with few
attributes, and is closed; a link leads to the web or to a person; and what templates
of such tools would evaluate is written as entities.
"""

from __future__ import annotations

import html
import re
from typing import Final

from apiloom.text.visible import visible

__all__ = ["Tags", "encoded", "has_blocks", "is_plain", "span", "tamed", "unmatched"]

_ACTIVE: Final = re.compile(r"[\\`<{\]]")
_RUN: Final = re.compile(r"`+")
_TAG: Final = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9]*)([\s/][^<>]*)?>")
_BLOCK: Final = re.compile(
    r"^(?:[ \t>]|[-*+][ \t]|\d{1,9}[.)][ \t])*</?([A-Za-z][A-Za-z0-9]*)", re.MULTILINE
)
_AUTOLINK: Final = re.compile(r"<(?:https?|mailto):[^<>\s`\"'{}|\\]+>", re.IGNORECASE)
_OPENS_TAG: Final = re.compile(r"<(?=[A-Za-z/!?<-])")
_ATTRIBUTE: Final = re.compile(
    r"([A-Za-z-]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'=<>`]+))"
)
_EVALUATED: Final = re.compile(r"\{(?=[{%#:.!<]|\s*[\w.:@-]+\s*=|[\w:+-]+\}`)|8<")
"""What templates of static site tools, and their attribute lists, begin with."""
_SCHEME: Final = re.compile(r"[a-z][a-z0-9+.-]*:")
_IGNORED: Final = re.compile(
    r"[\s\\<\x00-\x20\x7f-\xa0\u00ad\u200b-\u200f\u2028-\u202f]"
)
_SCHEMES: Final = frozenset(("http:", "https:", "mailto:", "tel:", "ftp:", "ftps:"))
_LONGEST: Final = 2000
"""Characters of attributes that are read."""
_LOOK: Final = 400
"""Characters of a link's target that are enough to tell its scheme."""
_SPECIAL: Final = re.compile(r"[|`*_<>&\\\[\]~:@{}\x00-\x1f\x7f]")

_VOID: Final = frozenset(("br", "hr", "img"))
_SPANS: Final = frozenset(
    "a b code del em i ins kbd s small span strong sub sup u".split()
)
_BLOCKS: Final = frozenset(
    "details div li ol p summary table tbody td th thead tr ul".split()
)
_LISTED: Final = _VOID | _SPANS | _BLOCKS
_OPTIONAL: Final = frozenset("li p td th tr".split())
"""Tags that the next of their kind closes."""
_ATTRIBUTES: Final = {
    "a": ("href", "title"),
    "img": ("src", "alt", "title", "width", "height"),
    "td": ("colspan", "rowspan", "align"),
    "th": ("colspan", "rowspan", "align"),
    "ol": ("start",),
}


class Tags:
    """The tags of a text that are open."""

    def __init__(self) -> None:
        self._open: list[str] = []

    def written(self, match: re.Match[str]) -> str | None:
        """Return a tag as it may stand in a page, or None if it may not."""
        tag = match[2].lower()
        if tag not in _LISTED:
            return None
        if match[1]:
            return self._closed(tag)
        if tag in _VOID:
            return f"<{tag}{_attributes(tag, match[3])}>"
        if tag in _OPTIONAL and self._open[-1:] == [tag]:
            self._open.pop()
        if match[3] and match[3].endswith("/"):
            return f"<{tag}></{tag}>"
        self._open.append(tag)
        return f"<{tag}{_attributes(tag, match[3])}>"

    def _closed(self, tag: str) -> str | None:
        if tag not in self._open:
            return None
        found: list[str] = []
        while True:
            last = self._open.pop()
            found.append(f"</{last}>")
            if last == tag:
                return "".join(found)

    def end(self, *, of_spans: bool = False) -> str:
        """Return what closes all open tags, or those inside a paragraph."""
        found: list[str] = []
        while self._open and not (of_spans and self._open[-1] in _BLOCKS):
            found.append(f"</{self._open.pop()}>")
        return "".join(found)


def _attributes(tag: str, text: str | None) -> str:
    """The attributes of a tag that do no harm, quoted."""
    if not text or tag not in _ATTRIBUTES or len(text) > _LONGEST:
        return ""
    found: dict[str, str] = {}
    for match in _ATTRIBUTE.finditer(text):
        key = match[1].lower()
        value = html.unescape(match[2] or match[3] or match[4] or "")
        if key not in _ATTRIBUTES[tag]:
            continue
        if key in ("href", "src") and not is_harmless(value):
            continue
        found.setdefault(key, encoded(visible(value).replace('"', "'")))
    return "".join(f' {key}="{value}"' for key, value in found.items())


def is_plain(text: str) -> bool:
    """Return whether a text has nothing that this module would look at."""
    return _ACTIVE.search(text) is None


def has_blocks(text: str) -> bool:
    """Return whether a block of HTML may begin in a text: where a line does."""
    if "<" not in text:
        return False
    return any(match[1].lower() in _LISTED for match in _BLOCK.finditer(text))


def is_harmless(target: str) -> bool:
    """Return whether a link may lead to a target: to the web, a person, a page."""
    plain = _IGNORED.sub("", html.unescape(target[:_LOOK])).lower()
    scheme = _SCHEME.match(plain)
    return scheme is None or scheme[0] in _SCHEMES


def encoded(text: str) -> str:
    """Return text with an entity for each character that Markdown or HTML reads."""
    return _SPECIAL.sub(_entity, text)


def _entity(match: re.Match[str]) -> str:
    return f"&#{ord(match[0])};"


def span(text: str) -> str:
    """Return a code span as a tag, with entities for what is not text."""
    return f"<code>{encoded(text)}</code>"


def tamed(text: str, tags: Tags, *, in_html: bool) -> str:
    """Return a line of a document's Markdown that is safe in a page.

    `in_html` says that it may be inside a block of HTML: code spans with a ``<`` become
    tags as well then, as nobody reads code spans there.
    """
    match = _ACTIVE.search(text)
    if match is None:
        return text
    closing = _closing(text) if "`" in text else {}
    found: list[str] = []
    start = 0
    while match is not None:
        at = match.start()
        found.append(text[start:at])
        written, start = _PARTS[match[0]](text, at, tags, closing, in_html)
        found.append(written)
        match = _ACTIVE.search(text, start)
    found.append(text[start:])
    return "".join(found)


def unmatched(text: str) -> str:
    """Return the first run of backticks that its line does not close, if any."""
    closing = _closing(text)
    start = 0
    while match := _RUN.search(text, start):
        end = closing.get(match.start())
        at = match.start()
        while at and text[at - 1] == "\\":
            at -= 1
        if end is None and (match.start() - at) % 2 == 0:
            return match[0]
        start = end or match.end()
    return ""


def _closing(text: str) -> dict[int, int]:
    """For each run of backticks, the end of the next run of the same length."""
    last: dict[int, int] = {}
    found: dict[int, int] = {}
    for match in _RUN.finditer(text):
        length = len(match[0])
        if length in last:
            found[last[length]] = match.end()
        last[length] = match.start()
    return found


def _backslash(
    text: str, at: int, tags: Tags, closing: dict[int, int], in_html: bool
) -> tuple[str, int]:
    """A backslash; not every reader takes it for an escape before all of these."""
    after = text[at + 1 : at + 2]
    if after in ("<", "`", "{"):
        return f"&#{ord(after)};", at + 2
    return text[at : at + 2], at + 2


def _backticks(
    text: str, at: int, tags: Tags, closing: dict[int, int], in_html: bool
) -> tuple[str, int]:
    match = _RUN.match(text, at)
    length = len(match[0]) if match is not None else 1
    end = closing.get(at)
    if end is None:
        return "&#96;" * length, at + length
    inside = text[at + length : end - length]
    has_tag = _OPENS_TAG.search(inside) is not None
    if _EVALUATED.search(inside) or (has_tag and (in_html or "|" in inside)):
        is_padded = inside[:1] == inside[-1:] == " " and inside.strip()
        return span(inside[1:-1] if is_padded else inside), end
    return text[at:end], end


def _less_than(
    text: str, at: int, tags: Tags, closing: dict[int, int], in_html: bool
) -> tuple[str, int]:
    link = _AUTOLINK.match(text, at)
    if link is not None:
        return link[0], link.end()
    match = _TAG.match(text, at)
    if match is not None:
        written = tags.written(match)
        if written is not None:
            return written, match.end()
    if text.startswith("8<", max(at - 1, 0)) or _OPENS_TAG.match(text, at):
        return "&lt;", at + 1
    return "<", at + 1


def _brace(
    text: str, at: int, tags: Tags, closing: dict[int, int], in_html: bool
) -> tuple[str, int]:
    return ("&#123;" if _EVALUATED.match(text, at) else "{"), at + 1


def _bracket(
    text: str, at: int, tags: Tags, closing: dict[int, int], in_html: bool
) -> tuple[str, int]:
    """The end of a link's text, if a target follows (CommonMark 0.31, 4.7 and 6.3)."""
    after = text[at + 1 : at + 2]
    if after in ("(", ":"):
        target = text[at + 2 : at + 2 + _LOOK].strip(" \t")
        if not target.startswith("<"):
            target = target.replace("\t", " ").partition(" ")[0]
        # A target may also stand on the next line, where nobody would look at it.
        if not target or not is_harmless(target):
            return f"]\\{after}", at + 2
    return "]", at + 1


_PARTS: Final = {
    "\\": _backslash,
    "`": _backticks,
    "<": _less_than,
    "{": _brace,
    "]": _bracket,
}
