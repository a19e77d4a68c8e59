"""How long it takes to find that there is nothing to do."""

from __future__ import annotations

import json
import shutil
import sys
from pathlib import Path

from bench.documents import Document
from bench.generators import apiloom
from bench.process import Command, run
from bench.results import Comparison, Outcome, worst
from bench.rounds import Subject, interleave
from bench.series import Series
from bench.setting import Setting

NAME = "unchanged"
FLOOR = "import click, jinja2, pydantic"


def measure(setting: Setting) -> Outcome:
    """A second `generate`, and a `check`, against the libraries' bare import."""
    cases = {"own specs": setting.own}
    if setting.largest:
        cases[setting.largest[0].name] = setting.largest[:1]
    comparisons = tuple(
        compared(setting, case, documents) for case, documents in cases.items()
    )
    verdicts = (
        worst("unchanged: CPU time of `generate`", 1.3, comparisons, "generate"),
        worst("unchanged: CPU time of `check`", 1.3, comparisons, "check"),
    )
    return Outcome(comparisons, verdicts)


def compared(
    setting: Setting, case: str, documents: tuple[Document, ...]
) -> Comparison:
    """A project of these documents, generated once before anything is measured."""
    project = project_of(setting.room(NAME), documents)
    run(apiloom(project, "generate", "--quiet"))

    def once(command: Command) -> float:
        return run(command).cpu

    readings = interleave(
        [
            Subject("generate", lambda: once(apiloom(project, "generate", "--quiet"))),
            Subject("check", lambda: once(apiloom(project, "check", "--quiet"))),
            Subject(FLOOR, lambda: once(Command((sys.executable, "-c", FLOOR)))),
        ],
        setting.effort,
        warm=True,
    )
    series = {name: Series(tuple(values)) for name, values in readings.of.items()}
    return Comparison(NAME, case, "CPU time", "s", FLOOR, series, readings.failed)


def project_of(folder: Path, documents: tuple[Document, ...]) -> Path:
    """A project with a client configured for each document."""
    lines = ["[tool.apiloom]", 'output = "generated"']
    for document in documents:
        spec = folder / f"{document.name}{document.path.suffix}"
        shutil.copyfile(document.path, spec)
        lines += [
            "[[tool.apiloom.client]]",
            # A string of JSON is one of TOML, too.
            f"spec = {json.dumps(spec.name)}",
            f"package = {json.dumps(document.name)}",
        ]
    (folder / "pyproject.toml").write_text("\n".join(lines) + "\n", "utf-8")
    return folder
