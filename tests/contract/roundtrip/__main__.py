"""`python -m tests.contract.roundtrip DIR`: all documents of a folder, in a table."""

from __future__ import annotations

import argparse
import json
import multiprocessing
import sys
from pathlib import Path

from tests.contract.roundtrip.corpus import documents
from tests.contract.roundtrip.engine import Wishes, judge_entry
from tests.contract.roundtrip.misses import Result
from tests.contract.roundtrip.report import as_json, causes, table


def main() -> int:
    """Judge, print, and return 1 if anything of apiloom's did not work."""
    parser = argparse.ArgumentParser(prog="python -m tests.contract.roundtrip")
    parser.add_argument("folder", type=Path, metavar="DIR")
    parser.add_argument("--only", action="append", metavar="NAME")
    parser.add_argument("--operation", metavar="ID")
    parser.add_argument("--samples", type=int, default=3, metavar="N")
    parser.add_argument("--black", action="store_true")
    parser.add_argument("--mypy", action="store_true")
    parser.add_argument("--pyright", action="store_true")
    parser.add_argument("--core", action="store_true", help="ask openapi-core as well")
    parser.add_argument("--jobs", type=int, default=2, metavar="N")
    parser.add_argument("--json", type=Path, metavar="FILE")
    given = parser.parse_args()
    wishes = Wishes(
        given.samples,
        given.black,
        given.mypy,
        given.pyright,
        given.core,
        given.operation,
    )
    entries = documents(given.folder)
    if given.only:
        entries = [one for one in entries if one.name in given.only]
    by_size = sorted(entries, key=lambda one: -one.path.stat().st_size)
    results: dict[str, Result] = {}
    # A process for each document: packages of the same name never meet.
    context = multiprocessing.get_context("spawn")
    with context.Pool(given.jobs, maxtasksperchild=1) as pool:
        work = [(one, wishes) for one in by_size]
        for number, result in enumerate(pool.imap_unordered(judge_entry, work), 1):
            results[result.name] = result
            line = f"{number}/{len(work)} {result.name} {result.seconds:.1f} s"
            sys.stderr.write(f"{line}\n")
    ordered = [results[one.name] for one in entries]
    sys.stdout.write(f"{table(ordered)}\n{causes(ordered)}\n")
    if given.json:
        given.json.write_text(json.dumps(as_json(ordered), indent=1), "utf-8")
    failed = any(
        one.dropped or any(miss.kind == "defect" for miss in one.misses)
        for one in ordered
    )
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
