"""Plain words: no private phrases in the code, the templates or the clients.

The phrases are those that readers stumbled over; single words have too many meanings
to be banned.  First lines of docstrings say what something is or does (PEP 257).
"""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SOURCES = ROOT / "generator" / "apiloom"
TEMPLATES = ROOT / "templates"
GENERATED = ROOT / "generated"

PHRASES = {
    "again and again": "repeatedly, poll",
    "answer as it came": "raw response",
    "between two answers": "every … seconds",
    "clients are what their specs say": "clients are up to date",
    "for code that awaits": "async, asynchronous",
    "for code that does not": "sync, synchronous",
    "goes before its environment": "takes precedence over",
    "has its own name as its value": "the value is the name",
    "if left out": "by default, if omitted",
    "in awaiting code": "async",
    "is noticed by": "raises",
    "it comes in the way": "blocks",
    "leads nowhere": "cannot be resolved",
    "leads to another machine": "refers to another host",
    "made anew": "regenerated, generated for each call",
    "nobody said": "by default",
    "not described by the documentation": "not documented",
    "says that the call failed": "reports a failure",
    "the job is over": "the job ends",
    "the time is up": "timed out",
    "there has to be": "must be, required",
    "waits for ever": "waits forever",
    "what came back": "response",
    "what may be shown": "redacted",
}
"""Phrases that must not occur, and what to say instead."""

FIRST_WORDS = {"How", "Take", "Takes", "What", "Where", "Which", "Who"}
"""First words that state no thing and no action."""

NO_VERBS = {"A", "All", "An", "Each", "The", "Whether", *FIRST_WORDS}
"""First words that no function of the runtime has: a function does something."""

RUNTIME_WORDS = {"answer", "misfit"}
"""Words of our own that names, messages and docstrings of the runtime do not have."""


def phrases(path: Path) -> set[str]:
    """Return the banned phrases in a file, wherever its lines are broken."""
    text = re.sub(r"[\s#\"']+", " ", path.read_text("utf-8")).lower()
    return {phrase for phrase in PHRASES if phrase in text}


@pytest.mark.parametrize("folder", [SOURCES, TEMPLATES, GENERATED])
def test_no_private_phrase(folder: Path) -> None:
    paths = [
        path
        for path in sorted(folder.rglob("*"))
        if path.suffix in {".py", ".jinja", ".md"} and path.is_file()
    ]
    assert paths
    found = {
        f"{path.relative_to(ROOT)}: {phrase!r}; say {PHRASES[phrase]}"
        for path in paths
        for phrase in phrases(path)
    }
    assert not found, "\n".join(sorted(found))


def test_the_runtime_uses_the_words_of_the_field() -> None:
    found = {
        f"{path.name}: {word}"
        for path in (SOURCES / "runtime").rglob("*.py")
        for word in RUNTIME_WORDS
        if word in path.read_text("utf-8").lower()
    }
    assert not found, "\n".join(sorted(found))


def first_lines(path: Path) -> Iterator[tuple[str, str, bool]]:
    """Yield definitions, first lines of their docstrings, and what is a function."""
    tree = ast.parse(path.read_text("utf-8"))
    for node in ast.walk(tree):
        if isinstance(
            node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef
        ):
            text = ast.get_docstring(node)
            if text:
                is_function = not isinstance(node, ast.Module | ast.ClassDef)
                if is_function:
                    listed = map(ast.unparse, node.decorator_list)
                    is_function = not any("property" in one for one in listed)
                name = getattr(node, "name", path.stem)
                yield name, text.split("\n")[0], is_function


def test_first_lines_say_what_something_is_or_does() -> None:
    found = {
        f"{path.relative_to(ROOT)}: {name}: {line}"
        for path in sorted(SOURCES.rglob("*.py"))
        for name, line, is_function in first_lines(path)
        if line.split()[0]
        in (NO_VERBS if is_function and "runtime" in path.parts else FIRST_WORDS)
    }
    assert not found, "\n".join(sorted(found))
