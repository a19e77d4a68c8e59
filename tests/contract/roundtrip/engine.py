"""One document, from its text to a verdict on its client."""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import black

from apiloom.diagnostics import UnusableInput
from tests.checkers import mypy, pyright
from tests.contract.roundtrip.answers import Answers
from tests.contract.roundtrip.anys import suspicious
from tests.contract.roundtrip.arguments import Arguments
from tests.contract.roundtrip.contract import Contract, contract
from tests.contract.roundtrip.core import core
from tests.contract.roundtrip.corpus import Entry
from tests.contract.roundtrip.incoming import Payloads, incoming
from tests.contract.roundtrip.misses import DOCUMENT, ENGINE, Result, general
from tests.contract.roundtrip.raw import Dangling, RawDocument, shown
from tests.contract.roundtrip.requests import Requests
from tests.contract.roundtrip.sampler import Sampler
from tests.contract.roundtrip.schemas import Schemas
from tests.contract.roundtrip.subject import PACKAGE, Subject


@dataclass(frozen=True, slots=True)
class Wishes:
    """What is to be found out."""

    samples: int = 3
    black: bool = False
    mypy: bool = False
    pyright: bool = False
    core: bool = False
    operation: str | None = None


def judge_entry(work: tuple[Entry, Wishes]) -> Result:
    """`judge`, for a pool of processes."""
    entry, wishes = work
    return judge(entry.name, entry.path, wishes)


def judge(name: str, spec: Path, wishes: Wishes) -> Result:
    """Generate, import and call the client of a document; never raises."""
    started = time.perf_counter()
    result = Result(name)
    with tempfile.TemporaryDirectory(prefix="roundtrip-") as folder:
        try:
            _judge(result, spec, Path(folder), wishes)
        except Exception as error:  # of the engine itself, or of the generator
            where = _raised_in(error)
            kind = ENGINE if "roundtrip" in where else "defect"
            result.miss(
                f"stopped: {type(error).__name__} in {where}: {general(str(error))}",
                detail=str(error)[:300],
                kind=kind,
            )
        finally:
            _forget(folder)
    result.seconds = time.perf_counter() - started
    return result


def _judge(result: Result, spec: Path, folder: Path, wishes: Wishes) -> None:
    raw = RawDocument(spec)
    stated = contract(raw)
    result.operations = len(stated.operations) + len(stated.broken)
    try:
        subject = Subject(spec, folder)
    except UnusableInput as error:
        result.dropped = result.operations
        result.miss(f"refused: {error.diagnostic.code}", detail=str(error)[:300])
        return
    _account(result, subject, stated)
    wrong = subject.uncompilable()
    for line in wrong:
        result.miss("does not compile", detail=line)
    result.compiles = not wrong
    if wrong:
        return
    wrong = subject.load()
    for line in wrong:
        result.miss(f"import: {general(line.partition(': ')[2])}", detail=line)
    result.imports = not wrong
    if wishes.black:
        _black(result, subject)
    if wishes.mypy:
        result.mypy = _checked(result, folder, "mypy")
    if wishes.pyright:
        result.pyright = _checked(result, folder, "pyright")
    _call(result, raw, subject, stated, wishes)


def _account(result: Result, subject: Subject, stated: Contract) -> None:
    """Which operations are there, and which are missing without a word."""
    generated = [one["id"] for one in subject.inspected["operations"]]
    result.generated = len(generated)
    lines = [
        f"{one.message} {one.pointer}"
        for one in subject.made.diagnostics
        if one.severity == "error"
    ]
    known = {_key(one) for one in generated}
    for operation in stated.operations:
        if _key(operation.id) not in known:
            _, _, path = operation.id.partition(" ")
            escaped = path.replace("~", "~0").replace("/", "~1")
            if any(path in line or escaped in line for line in lines):
                result.named += 1
            else:
                result.dropped += 1
                result.miss("operation dropped", operation.id, shown(operation.place))
    for name, why in stated.broken:
        result.miss(f"broken in the document: {why}", name, kind=DOCUMENT)
        result.named += 1
    result.fallbacks = sum(one.code == "any-value" for one in subject.made.diagnostics)


def _call(
    result: Result, raw: RawDocument, subject: Subject, stated: Contract, wishes: Wishes
) -> None:
    asked = Schemas(raw, "request")
    answered = Schemas(raw, "response")
    arguments = Arguments(asked, Sampler(asked, _components(raw, asked)))
    sampler = Sampler(answered, _components(raw, answered))
    answers = Answers(subject, answered, sampler, result)
    payloads = Payloads(subject, answered, sampler, result)
    credentials = _credentials(raw)
    judge = core(raw, result.operations) if wishes.core else None
    requests = Requests(subject, arguments, result, credentials, judge)
    operations = {one.id: one for one in stated.operations}
    for place, text, owner in suspicious(subject, answered, operations):
        result.anys += 1
        result.miss("Any where the document says more", owner, place, text)
    client = subject.instance()
    methods = {_key(one["id"]): one for one in subject.inspected["operations"]}
    for operation in stated.operations:
        inspected: Mapping[str, Any] | None = methods.get(_key(operation.id))
        if inspected is None or wishes.operation not in (None, operation.id):
            continue
        call = requests.judge(client, operation, inspected, wishes.samples)
        if call is not None:
            answers.judge(client, operation, inspected, call, wishes.samples)
    for sent in incoming(raw, stated):
        result.webhooks += 1
        if wishes.operation in (None, sent.name):
            payloads.judge(raw, sent, wishes.samples)


def _key(identifier: str) -> str:
    """An operation's id, however its method and the start of its path are written."""
    method, _, path = identifier.partition(" ")
    return f"{method.lower()} /{path.lstrip('/')}"


def _components(raw: RawDocument, schemas: Schemas) -> dict[str, str]:
    found: dict[str, str] = {}
    swagger = raw.version[0] == 2
    place = raw.root / "definitions" if swagger else raw.root / "components" / "schemas"
    try:
        named = raw.at(place)
    except Dangling:
        return found
    for name in named if isinstance(named, dict) else ():
        try:
            found[name] = schemas.uri(place / name)
        except Dangling:
            continue
    return found


def _credentials(raw: RawDocument) -> set[tuple[str, str]]:
    """Where the credentials of the document's security schemes are sent."""
    swagger = raw.version[0] == 2
    root = raw.root
    place = (
        root / "securityDefinitions"
        if swagger
        else root / "components" / "securitySchemes"
    )
    found: set[tuple[str, str]] = set()
    try:
        schemes = raw.at(place)
        for name in schemes if isinstance(schemes, dict) else ():
            _, scheme = raw.resolved(place / name)
            if isinstance(scheme, dict) and scheme.get("type") == "apiKey":
                found.add((str(scheme.get("in")), str(scheme.get("name")).lower()))
    except Dangling:
        pass
    return found


def _black(result: Result, subject: Subject) -> None:
    mode = black.FileMode()
    changed = 0
    for name, content in subject.files.items():
        if name.endswith(".py"):
            text = content.decode()
            if black.format_str(text, mode=mode) != text:
                changed += 1
                result.miss("Black would change a file", detail=name)
    result.black = "no" if changed else "yes"


def _checked(result: Result, folder: Path, checker: str) -> str:
    """What a type checker says of the package in its strict mode."""
    if checker == "mypy":
        done = mypy(
            folder, PACKAGE, options={f"{PACKAGE}.*": {"warn_unreachable": False}}
        )
        lines = [one for one in done.stdout.splitlines() if " error: " in one]
        if not lines and done.returncode:
            lines = [f"mypy: error: {done.stdout[-300:]}{done.stderr[-300:]}"]
    else:
        found = pyright(folder, include=[PACKAGE])["generalDiagnostics"]
        lines = [f"{one['file']}: error: {one['message']}" for one in found]
    for line in lines:
        said = line.strip().removeprefix(str(folder))
        result.miss(f"{checker}: {general(said.partition('error: ')[2])}", detail=said)
    return "no" if lines else "yes"


def _raised_in(error: BaseException) -> str:
    trace = error.__traceback__
    where = ""
    while trace is not None:
        code = trace.tb_frame.f_code
        path = Path(code.co_filename)
        if "site-packages" not in path.parts and "lib" not in path.parts:
            where = f"{path.parent.name}/{path.stem}.{code.co_name}"
        trace = trace.tb_next
    return where


def _forget(folder: str) -> None:
    for name in list(sys.modules):
        if name == PACKAGE or name.startswith(f"{PACKAGE}."):
            del sys.modules[name]
    while folder in sys.path:
        sys.path.remove(folder)
