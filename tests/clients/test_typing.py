"""What type checkers say to code that uses the clients.

The code in `typing/` states types with `assert_type`, names every reason in a `match`
that has to be exhaustive, and makes mistakes that a checker has to find.  Beside it
stands a program for each client that touches everything there is, which `tests.walking`
writes: no `Any` reaches a caller.  Here it is made sure that nothing is missing from
the programs, and that the checkers would tell.  None of it is ever run.

What `httpx2` says of its own classes is its own affair, and pydantic's of what all
models have from it (`model_dump` gives Any, `to_dict` not).
"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.checkers import NO_ANY, mypy, pyright
from tests.clients.apis import APIS, Api, inspection
from tests.walking import Walk

GENERATED = Path(__file__).resolve().parents[2] / "generated"
SNIPPETS = Path(__file__).parent / "typing"
TYPED = ["caught.py", "calls.py"]
ANY_IS_WRONG = (
    "# pyright: reportAny=error, reportExplicitAny=error, reportDeprecated=none\n\n"
)
WRONG = '''\
"""What the checkers have to find."""

from typing import Any

from apexverify import models


def wrong(value: models.BatchDetails, other: dict[str, Any]) -> None:
    """Use what is Any."""
    print(value.model_dump()["status"])
    print(other["status"])
'''
PROGRAMS = {package: f"with_{package}" for package in APIS}
OPTIONS = {
    "calls,caught": {"disallow_any_expr": True},
    ",".join([*PROGRAMS.values(), "wrong"]): NO_ANY,
}


@pytest.fixture(scope="module")
def walks() -> dict[str, Walk]:
    """The walks through the clients."""
    return {package: Walk(package) for package in APIS}


@pytest.fixture(scope="module")
def folder(walks: dict[str, Walk], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where all of the programs are, and one that is wrong."""
    found = tmp_path_factory.mktemp("programs")
    for path in SNIPPETS.glob("*.py"):
        (found / path.name).write_bytes(path.read_bytes())
    for package, walk in walks.items():
        program = ANY_IS_WRONG + walk.program()
        (found / f"{PROGRAMS[package]}.py").write_text(program, "utf-8")
    (found / "wrong.py").write_text(ANY_IS_WRONG + WRONG, "utf-8")
    return found


def test_there_is_something_to_check() -> None:
    assert {path.name for path in SNIPPETS.glob("*.py")} == {*TYPED, "refused.py"}
    for name in TYPED:
        assert (SNIPPETS / name).read_text("utf-8").count("assert_type(") > 20
    mistakes = (SNIPPETS / "refused.py").read_text("utf-8")
    assert mistakes.count("# type: ignore[") > 20


@pytest.mark.usefixtures("folder")  # which writes the programs
@pytest.mark.parametrize("api", APIS.values(), ids=str)
def test_the_programs_leave_nothing_out(api: Api, walks: dict[str, Walk]) -> None:
    said = inspection(api.package)
    touched = walks[api.package].touched
    wanted: set[str] = set()
    for one in said["operations"]:
        courses = [*one.get("variants", ()), *one.get("waiters", ()), one]
        for method in {course["method"] for course in courses}:
            dotted = ".".join([*one["resource"], method])
            wanted |= {f"{said['client']}.{dotted}", f"{said['async_client']}.{dotted}"}
        wanted |= {f"errors.{error['exception']}.body" for error in one["errors"]}
        wanted |= {
            f"errors.{course['exception']}.state" for course in one.get("waiters", ())
        }
    for one in said["models"]:
        wanted.add(f"models.{one['name']}")
        found = getattr(api.models, one["name"])
        for name in getattr(found, "model_fields", ()):
            wanted.add(f"models.{one['name']}.{name}")
    told = (
        "body",
        "reason",
        "raw_reason",
        "status_code",
        "request_id",
        "headers",
        "url",
    )
    for name in ("APIStatusError", "RejectedError"):
        wanted |= {f"errors.{name}.{one}" for one in (*told, "message", "method")}
    wanted |= {"errors.WaitTimeout.last_state", "errors.APIConnectionError.url"}
    wanted |= {"ResponseEvent.headers", "RetryEvent.error"}
    wanted |= {"RawResponse.parse", "StreamingResponse.iter_lines"}
    if hasattr(api.module, "Stream"):
        wanted |= {"ServerSentEvent.json", "Stream.last_event"}
    assert wanted - touched == set()


@pytest.mark.slow
def test_mypy(folder: Path) -> None:
    ran = mypy(folder, options=OPTIONS, path=[GENERATED])
    found = [line.partition(": error: ")[0] for line in ran.stdout.splitlines()]
    assert set(found) == {"wrong.py:12", "wrong.py:13"}, ran.stdout + ran.stderr


@pytest.mark.slow
def test_pyright(folder: Path) -> None:
    report = pyright(folder, path=[GENERATED])
    assert report["summary"]["filesAnalyzed"] == len(APIS) + len(TYPED) + 2
    found = {
        f"{Path(one['file']).name}:{one['range']['start']['line'] + 1}"
        for one in report["generalDiagnostics"]
    }
    wrong = {"wrong.py:10", "wrong.py:12", "wrong.py:13"}
    assert found == wrong, report["generalDiagnostics"]
