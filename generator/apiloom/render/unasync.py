"""Derives the sync text of a module from its async text.

Only one of the two is written by hand.  The rules are the words that differ
between the two worlds.
"""

import re
from pathlib import Path

_RULES: tuple[tuple[str, str], ...] = (
    (r"\bawait settled\((.+)\)\n", r"\1\n"),
    (r", settled\n", "\n"),
    (r"\bfrom collections\.abc import Awaitable, ", "from collections.abc import "),
    (r"\bAwaitable\[RawResponse\[T\]\]", "RawResponse[T]"),
    (r"\bAwaitable\[T\]", "T"),
    (r"\basync (def|with) ", r"\1 "),
    (r"\bawait ", ""),
    (r"\bAsync([A-Z]\w*)", r"\1"),
    (r"\basync_(raw|send|notify|locked)\b", r"\1"),
    (r"\bdef async_streaming\b", "def streaming"),
    (r"\basync_streams\b", "sync_streams"),
    (r"``async with``", "``with``"),
    (r"\b__aenter__\b", "__enter__"),
    (r"\b__aexit__\b", "__exit__"),
    (r"\baclose\b", "close"),
    (
        r"\bfrom __future__ import annotations\n",
        "from __future__ import annotations\n\nimport time",
    ),
    (r"\n    import anyio\n", "\n"),
    (r"\n    anyio = Deferred\(\"anyio\"\)\n", "\n"),
    (r"\banyio\.sleep\b", "time.sleep"),
    (r"\bfor code that awaits\b", "for code that does not await"),
    (r"\bgenerated async client\b", "generated sync client"),
)
_PAGE_RULES: tuple[tuple[str, str], ...] = (
    (r"\bcode that awaits\b", "code that does not await"),
    (
        # The model below has an iterator of its own, over its members.
        r"async def __aiter__\(self\) -> AsyncIterator\[T\]:",
        "def __iter__(self) -> Iterator[T]:  # type: ignore[override]",
    ),
    (r"\b__aiter__\b", "__iter__"),
    (r"\basync (def|for) ", r"\1 "),
    (r"for item in (.*):\n +yield item\n", r"yield from \1\n"),
    (r"\bawait ", ""),
    (r"\basync_(client)\b", r"sync_\1"),
    (r"\basync_(first_page)\b", r"\1"),
    (r"\bAsync(Iterator|APIClient)\b", r"\1"),
    (r"\bAsync(\w*Pages?)\b", r"Sync\1"),
)
_WAIT_RULES: tuple[tuple[str, str], ...] = (
    (r"\bcode that awaits\b", "code that does not await"),
    (
        r"\bfrom __future__ import annotations\n",
        "from __future__ import annotations\n\nimport time",
    ),
    (r"\nfrom \.\.core\.lazy import Deferred\n", "\n"),
    (r"\n    import anyio\n", ""),
    (r"\nelse:\n    anyio = Deferred\(\"anyio\"\)\n", "\n"),
    (r"\banyio\.sleep\b", "time.sleep"),
    (r"\basync (def) ", r"\1 "),
    (r"\bawait ", ""),
    (r"\basync_(client)\b", r"sync_\1"),
    (r"\basync_(wait_for)\b", r"\1"),
    (r"\bAsync([A-Z]\w*)", r"\1"),
)
_STREAM_RULES: tuple[tuple[str, str], ...] = (
    (r"\bfor code that awaits\b", "for code that does not await"),
    (r"\bAwaitable, ", ""),
    (r"\bAwaitable\[(T|Any)\]", r"\1"),
    (r"\basync (def|for|with) ", r"\1 "),
    (r"``async with``", "``with``"),
    (r"\bawait ", ""),
    (r"\bAsync([A-Z]\w*)", r"\1"),
    (r"\b__a(enter|exit|iter|next)__\b", r"__\1__"),
    (r"\ba(close|read|iter_bytes|iter_text|iter_lines)\b", r"\1"),
    (r"\nimport anyio\n", "\n"),
    (r"\banyio\.open_file\(path, ", "path.open("),
)
RULES: dict[str, tuple[tuple[str, str], ...]] = {
    "client/async_client.py": _RULES,
    "pagination/async_pages.py": _PAGE_RULES,
    "decoding/async_streams.py": _STREAM_RULES,
    "client/async_waiters.py": _WAIT_RULES,
}
"""The rules for each async module of the runtime, by its path there."""


def unasync(text: str, module: str = "client/async_client.py") -> str:
    """Return the sync form of a module written for async code.

    Raises ValueError if a rule changes nothing: it is out of date then.
    """
    for pattern, with_ in RULES[module]:
        text, count = re.subn(pattern, with_, text)
        if not count:
            raise ValueError(f"nothing matches {pattern!r}")
    return text


def derive(folder: Path) -> None:
    """Write the sync modules of the runtime anew from the async ones."""
    for module in RULES:
        text = (folder / module).read_text("utf-8")
        (folder / sync_module(module)).write_text(unasync(text, module), "utf-8")


def sync_module(module: str) -> str:
    """Return the path of the sync module that follows from an async one."""
    return module.replace("/async_", "/sync_")


if __name__ == "__main__":
    derive(Path(__file__).parent.parent / "runtime")
