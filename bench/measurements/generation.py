"""How long a client takes to generate, and how much memory."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial

from bench.documents import Document
from bench.generators import Generator
from bench.process import CommandFailed, Cost, run
from bench.results import APILOOM, Comparison, Outcome, Verdict, worst
from bench.rounds import Effort, Readings, Subject, interleave
from bench.series import Series, geometric_mean
from bench.setting import LARGEST, Setting

NAME = "generate"
BASELINE = "openapi-python-client"
PACKAGE = "measured"

QUANTITIES: Mapping[str, tuple[str, Callable[[Cost], float]]] = {
    "CPU time": ("s", lambda cost: cost.cpu),
    "time": ("s", lambda cost: cost.wall),
    "peak memory": ("MB", lambda cost: cost.peak / 1e6),
}


def measure(setting: Setting) -> Outcome:
    """Every document with apiloom and the baseline; some with all generators.

    CPU time is what is judged: what else the machine does disturbs it least, and
    neither apiloom nor the baseline does more than one thing at a time.
    """
    every = {one.name for one in (*setting.own, *setting.largest)}
    comparisons = [
        comparison
        for document in (*setting.own, *setting.corpus)
        for comparison in compared(setting, document, document.name in every)
    ]
    cpu = [one for one in comparisons if one.quantity == "CPU time"]
    peak = [one for one in comparisons if one.quantity == "peak memory"]
    return Outcome(
        tuple(comparisons),
        (
            worst("generate: CPU time of every document", 1.0, cpu),
            mean_of_largest(setting, cpu),
            worst("generate: peak memory of every document", 1.0, peak),
        ),
    )


def mean_of_largest(setting: Setting, cpu: Sequence[Comparison]) -> Verdict:
    """The verdict on the largest documents of the corpus that the baseline can read."""
    ratios = {
        one.case: ratio.median
        for one in cpu
        if (ratio := one.ratio(APILOOM)) is not None
    }
    by_size = sorted(setting.corpus, key=lambda one: (-one.size, one.name))
    largest = [one.name for one in by_size if one.name in ratios][:LARGEST]
    enough = len(largest) == LARGEST
    return Verdict(
        f"generate: CPU time of the {LARGEST} largest documents, geometric mean",
        0.4,
        geometric_mean(ratios[name] for name in largest) if enough else None,
        note=(
            ", ".join(largest)
            if enough
            else f"needs --corpus with {LARGEST} documents that {BASELINE} can read"
        ),
    )


def compared(setting: Setting, document: Document, every: bool) -> Iterator[Comparison]:
    """One document: its time and memory with each generator."""
    chosen = [
        one for one in setting.generators if every or one.name in (APILOOM, BASELINE)
    ]
    readings = generated(setting, chosen, document, setting.effort)
    notes = dict(readings.failed)
    for one in chosen:
        if one.name in readings.of:
            folder = setting.work / NAME / one.name
            made = one.operations(document.path, folder, PACKAGE)
            if made is not None and made < document.operations:
                notes[one.name] = f"{made} of {document.operations} operations"
    for quantity, (unit, of) in QUANTITIES.items():
        yield Comparison(
            NAME,
            document.name,
            quantity,
            unit,
            BASELINE,
            {
                name: Series(tuple(map(of, costs)))
                for name, costs in readings.of.items()
            },
            notes,
        )


def generated(
    setting: Setting, chosen: Sequence[Generator], document: Document, effort: Effort
) -> Readings[Cost]:
    """Let each generator write into a folder that is new every time."""

    def once(generator: Generator) -> Cost:
        folder = setting.room(NAME, generator.name)
        cost = run(generator.command(document.path, folder, PACKAGE))
        if not any(folder.glob(f"{PACKAGE}*")):
            raise CommandFailed("nothing was written")
        return cost

    subjects = [Subject(one.name, partial(once, one)) for one in chosen]
    return interleave(subjects, effort)
