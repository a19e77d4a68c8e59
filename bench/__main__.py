"""`python -m bench`, or `make bench`: measure, print, and write down."""

from __future__ import annotations

import json
import os
import platform
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

import click

from bench import documents, generators
from bench.environments import CACHE, InstallFailed, here, pins, prepare
from bench.measurements import (
    calls,
    concurrency,
    decoding,
    generation,
    imports,
    leaks,
    linearity,
    notation,
    streams,
    unchanged,
)
from bench.process import ROOT, CommandFailed
from bench.publication import RESULTS, compared, published, write
from bench.report import text
from bench.results import Outcome, document, merged
from bench.rounds import Effort
from bench.setting import Setting

MEASUREMENTS: Final[Mapping[str, Callable[[Setting], Outcome]]] = {
    module.NAME: module.measure
    for module in (
        generation,
        linearity,
        notation,
        unchanged,
        imports,
        calls,
        concurrency,
        decoding,
        leaks,
        streams,
    )
}


@click.command()
@click.option(
    "--corpus",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="A folder of documents to generate clients from, besides our own.",
)
@click.option(
    "--document",
    "chosen",
    multiple=True,
    help="Of the corpus, only this one; may be given several times.",
)
@click.option(
    "--only",
    multiple=True,
    type=click.Choice(list(MEASUREMENTS)),
    help="Only this measurement; may be given several times.",
)
@click.option("--rounds", default=7, show_default=True, help="How often, at most.")
@click.option(
    "--budget",
    default=120.0,
    show_default=True,
    help="Seconds for one comparison, unless two rounds of it take longer.",
)
@click.option("--quick", is_flag=True, help="One short round: does it all work?")
@click.option("--no-peers", is_flag=True, help="Install and measure nobody else.")
@click.option(
    "--publish",
    is_flag=True,
    help="Renew bench/ and the tables of README and docs; with --only, keep the rest.",
)
def main(
    corpus: Path | None,
    chosen: tuple[str, ...],
    only: tuple[str, ...],
    rounds: int,
    budget: float,
    quick: bool,
    no_peers: bool,
    publish: bool,
) -> None:
    """Measure apiloom beside the tools that people use instead."""
    effort = Effort(1, 1, budget, 0.01) if quick else Effort(rounds, 2, budget)
    given = documents.corpus(corpus.resolve()) if corpus is not None else ()
    if chosen:
        given = tuple(one for one in given if one.name in chosen)
    try:
        peers, missing = ((), ()) if no_peers else generators.peers()
        callers = here() if no_peers else prepare("callers")
    except InstallFailed as error:
        raise click.ClickException(str(error)) from error
    work = CACHE / "work" / str(os.getpid())
    setting = Setting(
        effort=effort,
        apiloom=generators.own(),
        peers=peers,
        callers=callers,
        vendors=not no_peers,
        shop=documents.shop(),
        own=documents.own(),
        corpus=given,
        work=work,
    )
    for line in missing:
        click.echo(f"left out: {line}", err=True)
    outcomes: list[Outcome] = []
    try:
        for name in only or MEASUREMENTS:
            click.echo(f"measuring: {name} …", err=True)
            outcomes.append(MEASUREMENTS[name](setting))
    except CommandFailed as error:
        raise click.ClickException(f"apiloom: {error}") from error
    finally:
        setting.clear()
    click.echo(text(outcomes), nl=False)
    found = document(outcomes, conditions(setting, missing))
    folder = ROOT / "bench" if publish else CACHE
    if publish and only:
        older = json.loads((folder / RESULTS).read_text("utf-8"))
        found = merged(older, found)
    write(found, folder)
    if publish:
        page = ROOT / "docs" / "performance.md"
        page.write_text(published(page.read_text("utf-8"), found), "utf-8")
        readme = ROOT / "README.md"
        readme.write_text(compared(readme.read_text("utf-8"), found), "utf-8")


def conditions(setting: Setting, missing: tuple[str, ...]) -> dict[str, Any]:
    """What was measured, when, and on what kind of machine; nothing of whose."""
    versions = {"apiloom": setting.apiloom.version}
    versions |= {one.name: one.version for one in setting.peers}
    if setting.vendors:
        installed = pins("callers")
        for name in ("httpx2", "pydantic", "openai", "githubkit"):
            versions[name] = installed[name]
    return {
        "date": datetime.now(UTC).date().isoformat(),
        "python": platform.python_version(),
        "system": platform.system(),
        "machine": platform.machine(),
        "processors": os.cpu_count(),
        "rounds": setting.effort.rounds,
        "versions": versions,
        "left out": list(missing),
        "documents": {
            one.name: {"operations": one.operations, "bytes": one.size}
            for one in (setting.shop, *setting.own, *setting.corpus)
        },
    }


if __name__ == "__main__":
    main()
