"""Every folder below `tests/cases` that holds a `spec.yaml` is a case.

    spec.yaml          what goes in, with an `overlay.yaml` if there is one
    diagnostics.txt    what is said about it; no file, nothing said
    inspect.json       what `apiloom inspect` prints, if that is what the case is about
    expected/          generated files that have to be so, byte for byte
    check.py           functions `check_…(stage)` that use the generated client
    typed.py           what type checkers say to code that uses it; never run

Nothing is listed anywhere: a new folder is a new case. `REWRITE=1` in the environment
writes `diagnostics.txt`, `inspect.json` and the files of `expected/` anew; which files
are in there is the case's own choice.
"""

from __future__ import annotations

import ast
import importlib.util
import json
import os
import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

import black
import pytest
from anyio.from_thread import BlockingPortal, start_blocking_portal
from black.mode import TargetVersion

from apiloom.config import ClientConfig
from apiloom.document.lint.structure import audit
from apiloom.inspect.model import inspection
from apiloom.pipeline import generate, understand
from apiloom.vendoring import runtime
from tests.checkers import NO_ANY, mypy, pyright
from tests.walking import Walk
from tests.workshop import Made, Stage, imported, named

FOLDER = Path(__file__).parent / "cases"
UNSAID = re.compile(r"^.*\[missing-security\].*\n(?:  hint: .*\n)?", re.MULTILINE)
REWRITE = os.environ.get("REWRITE", "") not in ("", "0")
MODE = black.Mode(
    target_versions={
        TargetVersion.PY311,
        TargetVersion.PY312,
        TargetVersion.PY313,
    }
)


BOTH = (
    *(
        "bodies",
        "call-options",
        "error-codes",
        "errors",
        "idempotency-keys",
        "parameters",
    ),
    *("pagination-declared", "pagination-recognised", "tags"),
    *("responses", "responses-that-differ", "security", "security-alternatives"),
    *("security-prefixes", "security-by-overlay", "servers-levels"),
    *("several-media-types", "http-client", "redirects", "urls"),
    "waiters",
)
"""What depends on how calls are made; the other cases are about what is generated.

A case whose time is its own has to stop the clock of both clients: with that of the
async one still going, and pauses that take no time, waiting asks without end.
"""


def found_cases() -> list[str]:
    """The cases, by their folders."""
    return sorted(
        path.parent.relative_to(FOLDER).as_posix() for path in FOLDER.rglob("spec.yaml")
    )


CASES = found_cases()


def package_of(case: str) -> str:
    return "case_" + case.replace("/", "_").replace("-", "_")


def checks() -> Iterator[tuple[str, str, str]]:
    """Every check of every case, by its name, and for which of the clients.

    The cases of `BOTH` are handed the sync client, and then the async one.
    """
    for case in CASES:
        path = FOLDER / case / "check.py"
        if path.exists():
            kinds = ("sync", "async") if case in BOTH else ("sync",)
            for node in ast.parse(path.read_text("utf-8")).body:
                if isinstance(node, ast.FunctionDef) and node.name.startswith("check_"):
                    for kind in kinds:
                        yield case, node.name, kind


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Made]:
    """Generate a case, once."""
    folder = tmp_path_factory.mktemp("cases")

    @cache
    def generated(case: str) -> Made:
        source = FOLDER / case
        overlays = [path.name for path in source.glob("overlay*.yaml")]
        config = ClientConfig(
            spec="spec.yaml",
            package=package_of(case),
            overlays=tuple(sorted(overlays)),
            # The fake has cases of its own: checkers would read one in each.
            testing=case.startswith("fake"),
        )
        client = understand(config, source, audit=audit)
        files = generate(client)
        for name, content in files.items():
            path = folder / config.package / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
        return Made(folder, config.package, client, files)

    return generated


def compare(path: Path, text: str) -> None:
    """Compare a file of a case with what came out, or write it."""
    if REWRITE:
        if text:
            path.write_text(text, "utf-8")
        else:
            path.unlink(missing_ok=True)
    expected = path.read_text("utf-8") if path.exists() else ""
    assert text == expected


@pytest.mark.parametrize("case", CASES)
def test_diagnostics(case: str, made: Callable[[str], Made]) -> None:
    text = "".join(f"{line}\n" for line in made(case).lines)
    # The path depends on where the tests are run from; the file's name does not.
    text = re.sub(rf"^\S*/cases/{re.escape(case)}/", "", text, flags=re.MULTILINE)
    if not case.startswith("security"):
        # Most say nothing of credentials, which is not what they are about.
        text = UNSAID.sub("", text)
    compare(FOLDER / case / "diagnostics.txt", text)


@pytest.mark.parametrize(
    "case", [case for case in CASES if (FOLDER / case / "inspect.json").exists()]
)
def test_inspection(case: str, made: Callable[[str], Made]) -> None:
    data = inspection(made(case).client.package)
    text = json.dumps(data, indent=2, ensure_ascii=False)
    compare(FOLDER / case / "inspect.json", f"{text}\n")


@pytest.mark.parametrize(
    ("case", "file"),
    [
        (case, path.relative_to(FOLDER / case / "expected").as_posix())
        for case in CASES
        for path in sorted((FOLDER / case / "expected").rglob("*"))
        if path.is_file()
    ],
)
def test_expected_files(case: str, file: str, made: Callable[[str], Made]) -> None:
    text = made(case).files[file].decode("utf-8")
    if file.endswith(".py"):
        head, _, text = text.partition("\n\n")
        # A directive for type checkers may follow.
        assert head.splitlines()[0] == "# Generated by apiloom; do not edit."
    compare(FOLDER / case / "expected" / file, text)


@pytest.mark.no_cover
@pytest.mark.parametrize("case", CASES)
def test_black_has_nothing_to_do(case: str, made: Callable[[str], Made]) -> None:
    for name, content in made(case).files.items():
        if name.endswith(".py") and not name.startswith("_runtime/"):
            text = content.decode("utf-8")
            assert black.format_str(text, mode=MODE) == text, name


@pytest.mark.no_cover
@pytest.mark.parametrize("case", CASES)
def test_nothing_is_any(case: str, made: Callable[[str], Made]) -> None:
    """Whoever imports no `Any` has it in no annotation, nor in text that is one."""
    for name, content in made(case).files.items():
        if not name.endswith(".py") or name.startswith("_runtime/"):
            continue
        for node in ast.walk(ast.parse(content)):
            match node:
                case ast.ImportFrom(names=names):
                    assert "Any" not in {one.name for one in names}, name
                case ast.Import(names=names):
                    assert "typing" not in {one.name for one in names}, name
                case _:
                    pass


@pytest.mark.no_cover
@pytest.mark.parametrize("case", CASES)
def test_every_module_that_is_named_is_there(
    case: str, made: Callable[[str], Made]
) -> None:
    """So what the checkers find beside the one runtime holds beside a client's own."""
    files = made(case).files
    every = {f"_runtime/{path}" for path in runtime()}
    missing = [
        f"{path}: {name}"
        for path, content in files.items()
        if path.endswith(".py")
        for name in named(path, content.decode("utf-8"))
        if f"{name}.py" in every and f"{name}.py" not in files
    ]
    assert not missing


@pytest.mark.parametrize("case", CASES)
def test_every_module_can_be_imported(case: str, made: Callable[[str], Made]) -> None:
    client = made(case)
    with imported(client) as package:
        for name in client.files:
            if name.endswith(".py"):
                parts = name.removesuffix(".py").removesuffix("/__init__").split("/")
                module = ".".join([client.package, *parts])
                importlib.import_module(module.removesuffix(".__init__"))
        models = package.models
        for name in models.__all__:
            found = getattr(models, name)
            rebuild = getattr(found, "model_rebuild", None)
            if rebuild is not None:
                rebuild()


def loaded(path: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location("case_check", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def loaded_case(made: Callable[[str], Made]) -> Iterator[Callable[[str], ModuleType]]:
    """Import a case, once for the checks of it that follow each other."""
    with ExitStack() as current:
        loaded: dict[str, ModuleType] = {}

        def package(case: str) -> ModuleType:
            if case not in loaded:
                current.close()
                loaded.clear()
                loaded[case] = current.enter_context(imported(made(case)))
            return loaded[case]

        yield package


@pytest.fixture(scope="module")
def portal() -> Iterator[BlockingPortal]:
    """Where async clients run."""
    with start_blocking_portal() as opened:
        yield opened


@pytest.mark.no_cover
@pytest.mark.parametrize(("case", "check", "kind"), list(checks()))
def test_check(
    case: str,
    check: str,
    kind: str,
    made: Callable[[str], Made],
    loaded_case: Callable[[str], ModuleType],
    portal: BlockingPortal,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("time.sleep", lambda _: None)
    monkeypatch.setattr("anyio.sleep", no_pause)
    package = loaded_case(case)
    function: Callable[[Stage], Any] = getattr(
        loaded(FOLDER / case / "check.py"), check
    )
    name = made(case).client.names.client
    function(Stage(package, name, portal if kind == "async" else None))


async def no_pause(seconds: float) -> None:
    """A pause that takes no time."""


RUNTIME = "runtime_of_all"
"""The one copy of the runtime that the checkers read for all cases."""

OWN_RUNTIME = re.compile(r"^( *from )(?:\.+|case_\w+\.)_runtime\b", re.MULTILINE)

OPTIONS = {
    # Whether it returns anything is not what a method is asked for there.
    "programs.*": {**NO_ANY, "disable_error_code": "func-returns-value"},
    ",".join(f"{package_of(case)}.*,typed_{package_of(case)}" for case in CASES): {
        "warn_unreachable": False
    },
}
"""The programs that touch everything: no Any reaches them."""


@pytest.fixture(scope="module")
def checked(
    made: Callable[[str], Made], tmp_path_factory: pytest.TempPathFactory
) -> Path:
    """All cases beside one runtime, and the programs that use them.

    A program for each that touches everything was written from it, and those of the
    cases themselves state types and make mistakes that a checker has to find.

    A client has a copy of the runtime, the same for all.  Read once for each of them,
    that would be nearly all that the checkers read; `make lint` reads the copies of
    the clients in `generated/`, where they are.
    """
    folder = tmp_path_factory.mktemp("checked")
    runtime: dict[str, bytes] = {}
    for case in CASES:
        client = made(case)
        for name, content in client.files.items():
            if name.startswith("_runtime/"):
                # What is read once has to be the same everywhere.
                assert runtime.setdefault(name, content) == content, name
            elif name.endswith(".py"):
                text = content.decode("utf-8")
                put(folder / client.package / name, text)
        with imported(client):
            program = Walk(client.package).program()
        put(folder / "programs" / f"with_{client.package}.py", program)
        typed = FOLDER / case / "typed.py"
        if typed.exists():
            put(folder / f"typed_{client.package}.py", typed.read_text("utf-8"))
    put(folder / "programs" / "__init__.py", "")
    for name, content in runtime.items():
        put(folder / RUNTIME / name.removeprefix("_runtime/"), content.decode("utf-8"))
    return folder


def put(path: Path, text: str) -> None:
    """Write what a checker reads, with the one runtime in place of its own."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(OWN_RUNTIME.sub(rf"\1{RUNTIME}", text), "utf-8")


@pytest.mark.slow
@pytest.mark.no_cover
def test_mypy_finds_nothing(checked: Path) -> None:
    done = mypy(checked, options=OPTIONS)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.slow
@pytest.mark.no_cover
def test_pyright_finds_nothing(checked: Path) -> None:
    report = pyright(checked, exclude=["programs"])
    assert report["summary"]["filesAnalyzed"] > len(CASES)
    assert report["generalDiagnostics"] == []
