"""What it costs until a client can be used."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TypeVar

from bench.documents import Document, operation_ids
from bench.exchanges import middle, of_shop
from bench.measurements.packages import Package, packages
from bench.process import ROOT, CommandFailed, Cost
from bench.results import Comparison, Outcome, worst
from bench.rounds import Subject, interleave
from bench.series import Series
from bench.setting import Setting

T = TypeVar("T")

NAME = "import"
NOTHING, FLOOR = "bare Python", "httpx2 + pydantic"
HANDWRITTEN = "hand-written"
IMPORT, READY = "import", "import, construct, one operation"
CALLED = "import, construct, one call"
_FLOORS = {NOTHING: "pass", FLOOR: "import httpx2, pydantic"}

VENDORS = {
    "openai": (
        "import openai",
        'import openai; openai.OpenAI(api_key="secret").models.list',
    ),
    "githubkit": (
        "import githubkit",
        "import githubkit; client = githubkit.GitHub(); "
        "client.rest.issues.list_labels_for_repo",
    ),
}


def measure(setting: Setting) -> Outcome:
    """The shop, the largest document, the vendors' own clients and our own packages."""
    comparisons: list[Comparison] = []
    makers = [one for one in setting.generators if one.makes_calls]
    named = [one for one in setting.largest if operation_ids(one)]
    for document in (setting.shop, *named[:1]):
        made, failed = packages(setting, makers, document)
        comparisons += compared(setting, document, made, failed)
    comparisons += vendors(setting) if setting.vendors else ()
    ours = committed(setting)
    bare = [one for one in (*comparisons, ours) if one.quantity == _title(IMPORT)]
    ready = [one for one in comparisons if one.quantity == _title(READY)]
    # Beside a call by hand: one that reads an answer has models, which take their time.
    called = [
        replace(one, baseline=HANDWRITTEN)
        for one in comparisons
        if one.quantity == _title(CALLED) and HANDWRITTEN in one.series
    ]
    memory = [one for one in comparisons if one.unit == "MB"]
    used = [one for one in bare if one is not ours]
    verdicts = (
        worst("import: CPU time", 0.3, used),
        worst("import: CPU time until an operation is ready", 1.5, ready),
        worst(
            "import: CPU time of a first call, relative to hand-written", 1.25, called
        ),
        worst("import: peak memory", 1.5, memory),
        *(
            worst(f"import: CPU time of {name}", 0.3, [ours], name)
            for name in ours.series
            if name not in _FLOORS
        ),
    )
    return Outcome((*comparisons, ours), verdicts)


def compared(
    setting: Setting,
    document: Document,
    made: Mapping[str, Package],
    failed: Mapping[str, str],
) -> list[Comparison]:
    """The clients of one document: imported only, ready to call, called once."""
    # Neither the smallest nor one that was picked.
    operations = operation_ids(document)
    chosen = operations[len(operations) // 2]
    exchange = of_shop() if document == setting.shop else middle(document)
    codes: dict[str, Mapping[str, str]] = {}
    missing = {phase: dict(failed) for phase in (IMPORT, READY, CALLED)}
    answer = setting.room("answers", document.name) / "answer.json"
    if exchange is not None:
        answer.write_bytes(exchange.answer)
    for name, one in made.items():
        where = (document.path, one.folder, one.name)
        try:
            lines = {
                IMPORT: f"import {one.name}",
                READY: one.generator.ready(*where, chosen),
            }
        except CommandFailed as error:
            for notes in missing.values():
                notes[name] = str(error)
            continue
        if exchange is not None:
            try:
                lines[CALLED] = one.generator.called(*where, exchange, answer)
            except CommandFailed as error:
                missing[CALLED][name] = str(error)
        codes[name] = lines
    if document == setting.shop and exchange is not None:
        codes[HANDWRITTEN] = {CALLED: by_hand(answer)}
    folders = (ROOT, *(one.folder for one in made.values()))
    return phases(setting, document.name, codes, missing, folders)


def by_hand(answer: Path) -> str:
    """The call of the shop, by the client that was written by hand."""
    return (
        "import httpx2; from bench.probes.callers.handwritten import ORDER, Shop; "
        f"content = open({str(answer)!r}, 'rb').read(); "
        "reply = lambda request: httpx2.Response(200, content=content); "
        "http = httpx2.Client(transport=httpx2.MockTransport(reply)); "
        "Shop('https://shop.test', http).get_order(ORDER)"
    )


def vendors(setting: Setting) -> list[Comparison]:
    """The clients that vendors publish."""
    codes = {
        name: {IMPORT: bare, READY: ready} for name, (bare, ready) in VENDORS.items()
    }
    return phases(setting, "vendors' own", codes, {}, ())


def phases(
    setting: Setting,
    case: str,
    codes: Mapping[str, Mapping[str, str]],
    missing: Mapping[str, Mapping[str, str]],
    path: tuple[Path, ...],
) -> list[Comparison]:
    """Run each line of Python in processes of its own; `missing` says why by phase."""
    lines = {(name, READY): code for name, code in _FLOORS.items()}
    for name, each in codes.items():
        lines |= {(name, phase): code for phase, code in each.items()}
    subjects = [
        Subject("\n".join(key), partial(setting.python, "-c", code, path=path))
        for key, code in lines.items()
    ]
    readings = interleave(subjects, setting.effort.often(2), warm=True)
    found: list[Comparison] = []
    for phase in (IMPORT, READY, CALLED):
        if not any(phase in each for each in codes.values()):
            continue
        costs = _of_phase(readings.of, phase)
        notes = {**missing.get(phase, {}), **_of_phase(readings.failed, phase)}
        series = _net(costs)
        found.append(Comparison(NAME, case, _title(phase), "ms", FLOOR, series, notes))
        if phase != IMPORT:
            memory = {
                name: Series(tuple(one.peak / 1e6 for one in each))
                for name, each in costs.items()
            }
            title = f"peak memory, {phase}"
            found.append(Comparison(NAME, case, title, "MB", FLOOR, memory, notes))
    return found


def committed(setting: Setting) -> Comparison:
    """The packages in generated/, each imported and nothing else."""
    folder = ROOT / "generated"
    names = sorted(one.parent.name for one in folder.glob("*/client.py"))
    lines = {**_FLOORS, **{name: f"import {name}" for name in names}}
    subjects = [
        Subject(name, partial(setting.python, "-c", code, path=(folder,)))
        for name, code in lines.items()
    ]
    readings = interleave(subjects, setting.effort.often(2), warm=True)
    return Comparison(
        *(NAME, "generated/", _title(IMPORT), "ms", FLOOR),
        _net(readings.of),
        readings.failed,
    )


def _title(phase: str) -> str:
    return f"CPU time, {phase}"


def _of_phase(found: Mapping[str, T], phase: str) -> dict[str, T]:
    """What was found in a phase; the floors are of every phase."""
    named = ((key.split("\n"), value) for key, value in found.items())
    return {
        name: value
        for (name, which), value in named
        if which == phase or name in _FLOORS
    }


def _net(costs: Mapping[str, list[Cost]]) -> dict[str, Series]:
    """Milliseconds, without those of a Python that does nothing."""
    times = {
        name: Series(tuple(1000 * cost.cpu for cost in found))
        for name, found in costs.items()
    }
    return {
        name: series.minus(times[NOTHING])
        for name, series in times.items()
        if name != NOTHING
    }
