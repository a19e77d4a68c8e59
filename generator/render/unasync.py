"""Derives the sync text of a module from its async text.

Only one of the two is written by hand.  The rules are the words that differ
between the two worlds.
"""

import re
from pathlib import Path

_RULES: tuple[tuple[str, str], ...] = (
    (r"\bfrom collections\.abc import Awaitable, ", "from collections.abc import "),
    (r"\bAwaitable\[RawResponse\[T\]\]", "RawResponse[T]"),
    (r"\bAwaitable\[T\]", "T"),
    (r"\basync (def) ", r"\1 "),
    (r"\bawait ", ""),
    (r"\bAsync([A-Z]\w*)", r"\1"),
    (r"\basync_(raw|send|notify)\b", r"\1"),
    (r"\b__aenter__\b", "__enter__"),
    (r"\b__aexit__\b", "__exit__"),
    (r"\baclose\b", "close"),
    (
        r"\bfrom __future__ import annotations\n",
        "from __future__ import annotations\n\nimport time",
    ),
    (r"\nimport anyio\n", "\n"),
    (r"\banyio\.sleep\b", "time.sleep"),
    (r"\bfor code that awaits\b", "for code that does not await"),
    (r"\bgenerated async client\b", "generated sync client"),
)
_COMPILED = tuple((re.compile(pattern), with_) for pattern, with_ in _RULES)


def unasync(text: str) -> str:
    """Return the sync form of a module written for async code.

    Raises ValueError if a rule changes nothing: it is out of date then.
    """
    for pattern, with_ in _COMPILED:
        text, count = pattern.subn(with_, text)
        if not count:
            raise ValueError(f"nothing matches {pattern.pattern!r}")
    return text


def derive(folder: Path) -> None:
    """Write the sync driver of the runtime anew from the async one."""
    text = (folder / "async_client.py").read_text("utf-8")
    (folder / "sync_client.py").write_text(unasync(text), "utf-8")


if __name__ == "__main__":
    derive(Path(__file__).parent.parent / "runtime")
