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

RUNTIME_PHRASES = {
    "answer as it came",
    "for code that awaits",
    "made anew",
    "says that the call failed",
    "the job is over",
    "waits for ever",
}
"""Phrases that the runtime still has."""

FIRST_WORDS = {"How", "Take", "Takes", "What", "Where", "Which", "Who"}
"""First words that state no thing and no action."""


def is_runtime(path: Path) -> bool:
    parts = path.relative_to(ROOT).parts
    return "runtime" in parts or "_runtime" in parts or path.name == "unasync.py"


def phrases(path: Path) -> set[str]:
    """Return the banned phrases in a file, wherever its lines are broken."""
    text = re.sub(r"[\s#\"']+", " ", path.read_text("utf-8")).lower()
    found = {phrase for phrase in PHRASES if phrase in text}
    return found - RUNTIME_PHRASES if is_runtime(path) else found


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


def test_the_runtime_has_no_exception_too_many() -> None:
    texts = [
        re.sub(r"[\s#\"']+", " ", path.read_text("utf-8")).lower()
        for path in (SOURCES / "runtime").rglob("*.py")
    ]
    unused = {
        phrase
        for phrase in RUNTIME_PHRASES
        if not any(phrase in text for text in texts)
    }
    assert not unused


def first_lines(path: Path) -> Iterator[tuple[str, str]]:
    """Yield the definitions of a module with the first lines of their docstrings."""
    tree = ast.parse(path.read_text("utf-8"))
    for node in ast.walk(tree):
        if isinstance(
            node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef
        ):
            text = ast.get_docstring(node)
            if text:
                yield getattr(node, "name", path.stem), text.split("\n")[0]


def test_first_lines_say_what_something_is_or_does() -> None:
    found = {
        f"{path.relative_to(ROOT)}: {name}: {line}"
        for path in sorted(SOURCES.rglob("*.py"))
        if not is_runtime(path)  # not rewritten yet
        for name, line in first_lines(path)
        if line.split()[0] in FIRST_WORDS
    }
    assert not found, "\n".join(sorted(found))
