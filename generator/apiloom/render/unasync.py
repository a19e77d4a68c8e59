"""Derives the sync text of a module from its async text.

Only one of the two is written by hand. One table says in which words they differ, for
all modules of the runtime.
"""

import re
from pathlib import Path
from typing import Final

RULES: Final[tuple[tuple[str, str], ...]] = (
    # What only async code needs, with the imports of it.
    (r"(?s)\n# Async code alone has what follows\..*", ""),
    (r"\bAsyncIterator, Generator\n", "AsyncIterator\n"),
    (r"\bawait settled\((.+)\)\n", r"\1\n"),
    (r", settled\n", "\n"),
    (r"\bAwaitable, ", ""),
    (r"\bAwaitable\[(RawResponse\[T\]|T|Any)\]", r"\1"),
    # Statements and special methods.
    (
        # The model below has an iterator of its own, over its members.
        r"async def __aiter__\(self\) -> AsyncIterator\[T\]:",
        "def __iter__(self) -> Iterator[T]:  # type: ignore[override]",
    ),
    (r"\basync (def|for|with)\b", r"\1"),
    (r"\bawait ", ""),
    (r"\bfor item in (.*):\n +yield item\n(?! +del )", r"yield from \1\n"),
    (r"\b__a(enter|exit|iter|next)__\b", r"__\1__"),
    (r"\ba(close|read|iter_bytes)\b", r"\1"),
    # Names of the runtime.
    (r"\bAsync(\w*Pages?)\b", r"Sync\1"),
    (r"\bAsync([A-Z]\w*)", r"\1"),
    (r"\basync_(client|streaming_responses)\b", r"sync_\1"),
    (
        r"\basync_(first_page|locked|notify|open_stream|raw|send|streaming|wait_for)\b",
        r"\1",
    ),
    # Other libraries.
    (r"\n    import anyio\n", "\n    import time\n\n"),
    (r"\banyio = Deferred\(\"anyio\"\)\n", 'time = Deferred("time")\n'),
    (r"\banyio\.sleep\b", "time.sleep"),
    (r"\nfrom anyio import open_file\n", "\n"),
    (r"\bopen_file\(path, ", "path.open("),
    # Text.
    (r"\b(the|generated) async client\b", r"\1 sync client"),
)
"""What stands in an async module, as a pattern, and what the sync one says."""

MODULES: Final = (
    "client/async_client.py",
    "client/async_waiters.py",
    "decoding/async_streaming_responses.py",
    "decoding/async_streams.py",
    "pagination/async_pages.py",
)
"""The async modules of the runtime, by their paths there."""


def unasync(text: str) -> str:
    """Return the sync form of a module written for async code."""
    for pattern, replacement in RULES:
        text = re.sub(pattern, replacement, text)
    return text


def derive(folder: Path) -> None:
    """Write the sync modules of the runtime anew from the async ones."""
    for module in MODULES:
        text = (folder / module).read_text("utf-8")
        (folder / sync_module(module)).write_text(unasync(text), "utf-8")


def sync_module(module: str) -> str:
    """Return the path of the sync module that follows from an async one."""
    return module.replace("/async_", "/sync_")


if __name__ == "__main__":
    derive(Path(__file__).parent.parent / "runtime")
