"""Characters that cannot be seen, or that change how others are shown, made visible."""

from __future__ import annotations

import json
import re
from typing import Final

__all__ = ["json_text", "message", "messages", "toml_string", "visible"]

_HIDDEN: Final = re.compile(
    "["
    "\x00-\x08\x0b-\x1f\x7f-\x9f"  # control characters, but for tab and line feed
    "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"  # Bidi_Control
    "\u2028\u2029"  # separators of lines and of paragraphs
    "\u200b\u2060-\u2065\u206a-\u206f\ufeff\ufff9-\ufffb\U000e0000-\U000e007f"
    "\ud800-\udfff"  # half of a character
    "]"
)
_HALF: Final = re.compile("[\ud800-\udfff]")
_LINE_END: Final = re.compile(r"\r\n?")


def visible(text: str) -> str:
    r"""Return text with an escape, such as ``\u202e``, for each hidden character.

    Tabs and line feeds stay; other ends of lines that programs write (CR, CR LF)
    become line feeds.
    """
    if text.isprintable():
        return text
    if "\r" in text:
        text = _LINE_END.sub("\n", text)
    return _HIDDEN.sub(_escape, text)


def message(text: str) -> str:
    r"""Return text for a terminal or a log: on one line, nothing of it a control.

    A line that begins with ``::``, or that has ``##[`` in it, would be a command to
    GitHub Actions, and ``##vso[`` one to Azure Pipelines.
    """
    if text.isprintable() and "##" not in text and not text.lstrip().startswith("::"):
        return text
    shown = visible(text).replace("\n", r"\n").replace("\t", r"\t")
    return _COMMAND.sub(_spaced, shown)


def messages(text: str) -> str:
    """Return several lines of text, each as `message` has it."""
    return "\n".join(map(message, visible(text).split("\n")))


def quantity(number: int, noun: str) -> str:
    """Return a number with its noun, in the plural unless the number is 1."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def json_text(data: object) -> str:
    """Return data as JSON for people: hidden characters are escaped, others are not."""
    text = json.dumps(data, indent=2, ensure_ascii=False)
    return _HIDDEN.sub(lambda match: json.dumps(match[0])[1:-1], text)


def toml_string(text: str) -> str:
    """Return a basic string of TOML.

    Raises:
        ValueError: TOML cannot hold the text: there is half of a character in it.
    """
    if _HALF.search(text):
        raise ValueError(f"not Unicode: {visible(text)}")
    # Its escapes are those of JSON, but for characters that take more than four digits.
    plain = json.dumps(text, ensure_ascii=False)
    return _HIDDEN.sub(lambda match: _toml_escape(ord(match[0])), plain)


def _toml_escape(number: int) -> str:
    return f"\\u{number:04x}" if number < 0x10000 else f"\\U{number:08x}"


_COMMAND: Final = re.compile(r"^\s*::|##(?=\[|vso)")


def _escape(match: re.Match[str]) -> str:
    number = ord(match[0])
    if number < 0x100:
        return f"\\x{number:02x}"
    return f"\\u{number:04x}" if number < 0x10000 else f"\\U{number:08x}"


def _spaced(match: re.Match[str]) -> str:
    found: str = match[0]
    return f"{found[:-1]} {found[-1]}"
