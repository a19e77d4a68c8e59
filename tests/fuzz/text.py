"""Attacks at every string of a document, each alone, and random ones together."""

from __future__ import annotations

import random
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from tests.security.hostile import PAYLOADS, Text, exercise, harmless, hostile
from tests.security.test_text import generated, judged

_PIECES = (
    '"""', "'''", '"', "'", "\\", "\\N{", "\n", "\r", "\x85", "\u2028", "\x00",
    "{{", "}}", "{%", "#}", "{", "}", "$(", "`", "``", "```", "~~~", "<", ">", "</",
    "<!--", "-->", "<script>", "<div>", "<b>", "</b>", "<pre>", "|", "\\|", "::", "##[",
    "\x1b[", "\u202e", "\ud800", "[", "](", "]:", "javascript:", "&#106;avascript:",
    "# ", "> ", "- ", "    ", "\t", " ", "x", "==", "--", "#", ":", "(", ")", "=", ",",
    "1", "é", "漢",
)  # fmt: skip


def run(seconds: float, seed: int) -> None:
    """Attack until the time is up; AssertionError says which strings did it."""
    until = time.monotonic() + seconds
    with tempfile.TemporaryDirectory() as folder:
        expected = judged(generated(Path(folder) / "plain", harmless))
        for number, (reproduce, text) in enumerate(_attacks(random.Random(seed))):
            made = generated(Path(folder) / str(number), text)
            assert judged(made) == expected, reproduce
            try:
                exercise(made)
            except Exception as error:
                raise AssertionError(f"{reproduce}: {error!r}") from error
            if time.monotonic() > until:
                return


def _attacks(dice: random.Random) -> Iterator[tuple[str, Text]]:
    for name, payload in PAYLOADS.items():
        yield name, hostile(payload)
    while True:
        payload = "".join(dice.choices(_PIECES, k=dice.randint(1, 40)))
        yield repr(payload), hostile(payload)
