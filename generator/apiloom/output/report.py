"""Reports about the differences between a folder and its generated content."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Sequence

from apiloom.output import MANIFEST, Plan
from apiloom.text.visible import message, quantity

__all__ = ["diff"]

_LINES_PER_FILE = 120
_LINES = 600
_NAMES = 20
_CONTEXT = 3
_COMPARABLE = 4000
_HUNK = re.compile(r"(?<= [-+])\d+")


def diff(plan: Plan) -> str:
    """Return a unified diff from the disk (a/) to what was generated (b/), summed up.

    The last lines say in words what differs and what to do about it. Empty when the
    folder is clean. Long differences are cut, and say so.
    """
    if plan.is_clean:
        return ""
    lines: list[str] = []
    # Code first: what documentation says follows from it.
    changed = sorted(
        _worth_a_word(plan.changed, plan), key=lambda name: name.endswith(".md")
    )
    for number, name in enumerate(changed):
        if len(lines) >= _LINES:
            rest = quantity(len(changed) - number, "more file")
            lines.append(f"... and {rest} with differences")
            break
        shown = list(_unified(plan, name))
        lines += shown[:_LINES_PER_FILE]
        if len(shown) > _LINES_PER_FILE:
            rest = quantity(len(shown) - _LINES_PER_FILE, "more line")
            lines.append(f"... and {rest} for {message(plan.path(name))}")
    return "\n".join([*lines, *_names(plan), *_summary(plan)]) + "\n"


def _worth_a_word(names: Sequence[str], plan: Plan) -> Sequence[str]:
    # The manifest follows the files: that it differs too is no news.
    others = {*plan.added, *plan.changed, *plan.stale, *plan.kept} - {MANIFEST}
    return [name for name in names if name != MANIFEST or not others]


def _unified(plan: Plan, name: str) -> Iterator[str]:
    before, after = plan.before[name], plan.files[name]
    yield f"--- a/{message(plan.path(name))}"
    yield f"+++ b/{message(plan.path(name))}"
    if before.replace(b"\r\n", b"\n") == after:
        yield "Only the line endings differ: CRLF on disk, LF as generated."
        yield "(Add `* -text` to a .gitattributes file, so that git keeps them.)"
        return
    try:
        old, new = _lines(before.decode()), _lines(after.decode())
    except UnicodeDecodeError:
        yield f"Binary: {len(before):,} bytes on disk, {len(after):,} as generated."
        return
    # Comparing is quadratic at its worst: what is the same at both ends is left out.
    shorter = min(len(old), len(new))
    head = next((i for i in range(shorter) if old[i] != new[i]), shorter)
    rest = range(shorter - head)
    tail = next((i for i in rest if old[-1 - i] != new[-1 - i]), len(rest))
    start, end = max(head - _CONTEXT, 0), max(tail - _CONTEXT, 0)
    old, new = old[start : len(old) - end], new[start : len(new) - end]
    if max(len(old), len(new)) > _COMPARABLE:
        yield (
            f"From line {head + 1}: {quantity(len(old), 'line')} on disk, "
            f"{len(new):,} as generated."
        )
        return
    for line in list(difflib.unified_diff(old, new, n=_CONTEXT, lineterm=""))[2:]:
        if line.startswith("@@"):
            yield _HUNK.sub(lambda at: str(int(at[0]) + start), line)
        else:
            yield "".join(
                c if c.isprintable() or c == "\t" else ascii(c)[1:-1] for c in line
            )


def _lines(text: str) -> list[str]:
    *lines, last = text.split("\n")
    return [*lines, f"{last} (no newline at the end)"] if last else lines


def _names(plan: Plan) -> Iterator[str]:
    for title, names in (
        ("Missing", _worth_a_word(plan.added, plan)),
        ("Stale", plan.stale),
        ("Stale, but edited by hand", plan.kept),
        ("Not generated", plan.unexpected),
    ):
        yield from (f"{title}: {message(plan.path(name))}" for name in names[:_NAMES])
        if len(names) > _NAMES:
            yield f"... and {len(names) - _NAMES} more"
    for name, problem in plan.obstacles.items():
        yield f"Blocked: {message(plan.path(name))} {problem}"


def _summary(plan: Plan) -> Iterator[str]:
    found = (
        (len(_worth_a_word(plan.changed, plan)), "differs", "differ"),
        (len(_worth_a_word(plan.added, plan)), "is missing", "are missing"),
        (len(plan.stale), "is stale", "are stale"),
    )
    if any(number for number, *_ in found):
        counts = ", ".join(_count(*each) for each in found if each[0])
        yield f"{message(plan.label)}: {counts}; run `apiloom generate`"
    if by_hand := len(plan.kept) + len(plan.unexpected) + len(plan.obstacles):
        count = _count(by_hand, "is not part of it", "are not part of it")
        yield f"{message(plan.label)}: {count}; move or delete by hand"


def _count(number: int, singular: str, plural: str) -> str:
    return f"{quantity(number, 'file')} {singular if number == 1 else plural}"
