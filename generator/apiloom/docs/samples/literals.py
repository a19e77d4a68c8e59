"""String literals of the languages of samples, and how text is put together in each.

A literal stands for exactly its text: quotes, backslashes, ``$``, ``#{``, line ends and
characters that nobody sees are escaped as each language has it. Text that is printable
stands for itself, in any script.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from apiloom.docs.samples.http import Env, Piece
from apiloom.text.code import Python
from apiloom.text.source import Source, finished

__all__ = ["Syntax", "laid_out", "option", "syntax", "verb"]

_CONTROLS: Final = {"\n": r"\n", "\r": r"\r", "\t": r"\t"}
Escape = Callable[[int], str]


def _four(number: int) -> str:
    r"""``\u202e``, in pairs of surrogates beyond four digits."""
    return json.dumps(chr(number))[1:-1]


def _eight(number: int) -> str:
    r"""``\u202e``, ``\U0001f600``."""
    return f"\\u{number:04x}" if number < 0x10000 else f"\\U{number:08x}"


def _braces(number: int) -> str:
    r"""``\u{202e}``."""
    return f"\\u{{{number:x}}}"


def _java(number: int) -> str:
    # Before anything else, Java reads \u000a as the end of the line.
    return f"\\{number:03o}" if number < 0x100 else _four(number)


def _quoted(
    text: str, special: Mapping[str, str], escape: Escape, quote: str = '"'
) -> str:
    """Text between quotes; `special` are escapes besides those of line ends."""
    known = {**_CONTROLS, "\\": "\\\\", quote: f"\\{quote}", **special}
    return (
        quote
        + "".join(
            (
                known[one]
                if one in known
                else one if one.isprintable() else escape(ord(one))
            )
            for one in text
        )
        + quote
    )


def _javascript(text: str) -> str:
    return _quoted(text, {}, _four)


def _go(text: str) -> str:
    return _quoted(text, {}, _eight)


def _ruby(text: str) -> str:
    return re.sub(r"#(?=[{$@])", r"\\#", _quoted(text, {}, _braces))


def _java_string(text: str) -> str:
    return _quoted(text, {}, _java)


def _php(text: str) -> str:
    if text.isprintable():
        return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'"
    return _quoted(text, {"$": "\\$"}, _braces)


def _csharp(text: str) -> str:
    return _quoted(text, {}, _eight)


def _swift(text: str) -> str:
    return _quoted(text, {}, _braces)


def _shell(text: str) -> str:
    """Text in single quotes, in which nothing is special but the quote."""
    if text.replace("\n", "").isprintable():
        return "'" + text.replace("'", "'\\''") + "'"
    # Of several shells, also of those that people have, not of POSIX.
    return "$" + _quoted(text, {}, _eight, "'")


# Text of several lines, each line of which is printable: JSON


def _lines_of_go(text: str, _: int) -> str:
    return f"`{text}`" if "`" not in text else _go(text)


def _heredoc(text: str, _: int) -> str:
    # Read as it is: a quoted mark means that nothing is special.
    return text


def _lines_of_java(text: str, indent: int) -> str:
    margin = " " * indent
    escaped = text.replace("\\", "\\\\").replace('"""', '\\"""')
    lines = "\n".join(margin + line for line in escaped.split("\n"))
    return f'"""\n{lines}"""'


def _lines_of_csharp(text: str, indent: int) -> str:
    longest = max((len(run) for run in re.findall(r'"+', text)), default=0)
    marks = '"' * max(3, longest + 1)
    margin = " " * indent
    lines = "\n".join(margin + line for line in text.split("\n"))
    return f"{marks}\n{lines}\n{margin}{marks}"


def _lines_of_swift(text: str, indent: int) -> str:
    longest = max((len(run) for run in re.findall(r"#+", text)), default=0)
    marks = "#" * (longest + 1)
    margin = " " * indent
    lines = "\n".join(margin + line for line in text.split("\n"))
    return f'{marks}"""\n{lines}\n{margin}"""{marks}'


def _indented(text: str, indent: int) -> str:
    margin = " " * indent
    first, *rest = text.split("\n")
    return "\n".join([first, *(margin + line for line in rest)])


def _lines_of_shell(text: str, _: int) -> str:
    return _shell(text)


def _lines_of_php(text: str, indent: int) -> str:
    return _indented(text, indent)


@dataclass(frozen=True, slots=True)
class Syntax:
    """The syntax of text in one language.

    `lines` writes JSON of several lines, indented by so many columns. `variable` has a
    place for the literal of an environment variable's name.
    """

    literal: Callable[[str], str]
    lines: Callable[[str, int], str]
    variable: str
    plus: str
    indent: int = 0

    def string(self, text: str) -> Source:
        """Return a literal."""
        return finished(self.literal(text))

    def document(self, text: str) -> Source:
        """Return JSON of several lines, as an expression or as what a heredoc holds."""
        return finished(self.lines(text, self.indent))

    def text(self, pieces: Sequence[Piece]) -> Source:
        """Return text, some of which is in environment variables."""
        written = (
            (
                self.variable.format(self.literal(piece.name))
                if isinstance(piece, Env)
                else self.literal(piece)
            )
            for piece in pieces
        )
        return finished(self.plus.join(written) or self.literal(""))


class _Shell(Syntax):
    """The syntax of shells, where variables stand inside double quotes."""

    __slots__ = ()

    def text(self, pieces: Sequence[Piece]) -> Source:
        """Return text, some of which is in environment variables."""
        if not any(isinstance(piece, Env) for piece in pieces):
            return finished(self.literal("".join(map(str, pieces))))
        written = (
            (
                f"${{{piece.name}}}"
                if isinstance(piece, Env)
                else _SPECIAL_IN_QUOTES.sub(r"\\\g<0>", piece)
            )
            for piece in pieces
        )
        return finished(f'"{"".join(written)}"')


_SPECIAL_IN_QUOTES: Final = re.compile(r'["$`\\]')


def verb(text: str) -> Source:
    """Return a method as part of a name, such as ``Post``; empty if it is no word.

    Only methods that the libraries have names for are given.
    """
    return finished(text.capitalize() if text.isalpha() and text.isascii() else "")


def option(text: str) -> Source:
    """Return options of curl with plain words, such as ``--request POST``.

    Raises:
        ValueError: There is something in it that a shell would read.
    """
    if not re.fullmatch(r"[A-Za-z0-9 _-]*", text):
        raise ValueError(f"no plain words: {text!r:.200}")
    return finished(text)


def laid_out(code: Python) -> Source:
    """Return Python as source text."""
    return finished(code)


syntax: Final[Mapping[str, Syntax]] = {
    "curl": _Shell(_shell, _lines_of_shell, "", ""),
    "javascript": Syntax(_javascript, _indented, "process.env[{}]", " + ", 2),
    "go": Syntax(_go, _lines_of_go, "os.Getenv({})", " + "),
    "ruby": Syntax(_ruby, _heredoc, "ENV.fetch({})", " + "),
    "java": Syntax(_java_string, _lines_of_java, "System.getenv({})", " + ", 16),
    "php": Syntax(_php, _lines_of_php, "getenv({})", " . ", 4),
    "php-curl": Syntax(_php, _lines_of_php, "getenv({})", " . ", 4),
    "csharp": Syntax(
        _csharp,
        _lines_of_csharp,
        "Environment.GetEnvironmentVariable({})",
        " + ",
        4,
    ),
    "swift": Syntax(
        _swift,
        _lines_of_swift,
        "ProcessInfo.processInfo.environment[{}]!",
        " + ",
        4,
    ),
}
"""The syntax of each language that samples are written in."""
