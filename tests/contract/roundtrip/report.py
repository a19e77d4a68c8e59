"""The table of a run, and the causes of what did not work."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict
from typing import Any

from tests.contract.roundtrip.misses import Result, grouped

_HEADS = (
    "document",
    "operations",
    "generated",
    "named",
    "dropped",
    "Anys",
    "compile",
    "import",
    "black",
    "mypy",
    "pyright",
    "requests",
    "%",
    "responses",
    "%",
    "webhooks",
    "payloads",
    "%",
    "unsampled",
    "seconds",
)


def table(results: Sequence[Result]) -> str:
    """One line a document, and the totals."""
    rows = [list(_HEADS)]
    rows += [_row(one) for one in results]
    rows.append(_totals(results))
    widths = [max(len(row[index]) for row in rows) for index in range(len(_HEADS))]
    lines = [
        "  ".join(
            cell.ljust(width) if index == 0 else cell.rjust(width)
            for index, (cell, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in rows
    ]
    rule = "-" * max(map(len, lines))
    return "\n".join([lines[0], rule, *lines[1:-1], rule, lines[-1]])


def _row(one: Result) -> list[str]:
    return [
        one.name,
        str(one.operations),
        str(one.generated),
        str(one.named),
        str(one.dropped),
        str(one.anys),
        _yes(one.compiles),
        _yes(one.imports),
        one.black,
        one.mypy,
        one.pyright,
        str(one.requests.tried),
        _percent(one.requests.right, one.requests.tried),
        str(one.responses.tried),
        _percent(one.responses.right, one.responses.tried),
        str(one.webhooks),
        str(one.payloads.tried),
        _percent(one.payloads.right, one.payloads.tried),
        str(_unsampled(one)),
        f"{one.seconds:.1f}",
    ]


def _totals(results: Sequence[Result]) -> list[str]:
    asked = sum(one.requests.tried for one in results)
    answered = sum(one.responses.tried for one in results)
    sent = sum(one.payloads.tried for one in results)
    return [
        f"{len(results)} documents",
        str(sum(one.operations for one in results)),
        str(sum(one.generated for one in results)),
        str(sum(one.named for one in results)),
        str(sum(one.dropped for one in results)),
        str(sum(one.anys for one in results)),
        str(sum(one.compiles for one in results)),
        str(sum(one.imports for one in results)),
        _count(one.black for one in results),
        _count(one.mypy for one in results),
        _count(one.pyright for one in results),
        str(asked),
        _percent(sum(one.requests.right for one in results), asked),
        str(answered),
        _percent(sum(one.responses.right for one in results), answered),
        str(sum(one.webhooks for one in results)),
        str(sent),
        _percent(sum(one.payloads.right for one in results), sent),
        str(sum(map(_unsampled, results))),
        f"{sum(one.seconds for one in results):.1f}",
    ]


def _unsampled(one: Result) -> int:
    tallies = (one.requests, one.responses, one.payloads)
    return sum(tally.unsampled for tally in tallies)


def causes(results: Sequence[Result]) -> str:
    """The causes of misses, by kind and count, each with an example."""
    misses = [miss for one in results for miss in one.misses]
    lines: list[str] = []
    kind = ""
    for count, documents, miss in grouped(misses):
        if miss.kind != kind:
            kind = miss.kind
            lines += ["", f"== {kind} =="]
        lines.append(f"{count:6}  {miss.cause}  [{documents} documents]")
        lines.append(f"        {miss.document}: {miss.operation} {miss.pointer}")
        if miss.detail:
            lines.append(f"        {miss.detail}")
    return "\n".join(lines)


def as_json(results: Iterable[Result]) -> list[dict[str, Any]]:
    """The results as JSON's types."""
    return [asdict(one) for one in results]


def _percent(right: int, tried: int) -> str:
    if not tried:
        return "-"
    # Rounded down: 100.0 is said of nothing else.
    return f"{right * 1000 // tried / 10:.1f}"


def _yes(value: bool) -> str:
    return "yes" if value else "no"


def _count(values: Iterable[str]) -> str:
    found = list(values)
    return "-" if set(found) <= {"-"} else str(found.count("yes"))
