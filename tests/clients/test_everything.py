"""No `Any` reaches a caller: what checkers say of programs that touch everything.

`tests.walking` writes a program for each of the four clients, with every method, model
and exception there is.  Here it is made sure that nothing is missing from them, and
that the checkers would tell.  What `httpx2` says of its own classes is its own affair,
and pydantic's of what all models have from it (`model_dump` gives Any, `to_dict` not).
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.clients.apis import APIS, Api, inspection
from tests.walking import Walk

GENERATED = Path(__file__).resolve().parents[2] / "generated"
WRONG = '''\
"""What the checkers have to find."""

from typing import Any

from apexverify import models


def wrong(value: models.BatchDetails, other: dict[str, Any]) -> None:
    """Use what is Any."""
    print(value.model_dump()["status"])
    print(other["status"])
'''
SETTINGS = {
    "typeCheckingMode": "strict",
    "reportAny": "error",
    "reportExplicitAny": "error",
    "reportDeprecated": "none",
    "extraPaths": [str(GENERATED)],
}


@pytest.fixture(scope="module")
def walks() -> dict[str, Walk]:
    """The walks through the clients, each with its program written."""
    return {package: Walk(package) for package in APIS}


@pytest.fixture(scope="module")
def folder(walks: dict[str, Walk], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the programs are, and one that is wrong."""
    found = tmp_path_factory.mktemp("programs")
    for package, walk in walks.items():
        (found / f"with_{package}.py").write_text(walk.program(), "utf-8")
    (found / "wrong.py").write_text(WRONG, "utf-8")
    (found / "pyrightconfig.json").write_text(json.dumps(SETTINGS), "utf-8")
    return found


@pytest.mark.usefixtures("folder")
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
    wanted |= {"ResponseEvent.headers", "RetryEvent.error", "ServerSentEvent.json"}
    wanted |= {"RawResponse.parse", "StreamingResponse.iter_lines", "Stream.last_event"}
    assert wanted - touched == set()


def test_mypy_finds_no_any(folder: Path) -> None:
    options = ["--strict", "--disallow-any-expr", "--follow-imports=silent"]
    ran = subprocess.run(
        [sys.executable, "-m", "mypy", *options, "--config-file=", "."],
        cwd=folder,
        env={**os.environ, "MYPYPATH": str(GENERATED)},
        capture_output=True,
        check=False,
        encoding="utf-8",
    )
    found = [line.partition(": error: ")[0] for line in ran.stdout.splitlines()[:-1]]
    assert set(found) == {"wrong.py:10", "wrong.py:11"}, ran.stdout + ran.stderr


def test_pyright_finds_no_any(folder: Path) -> None:
    options = ["--pythonpath", sys.executable, "--level=error", "--outputjson"]
    ran = subprocess.run(
        [sys.executable, "-m", "basedpyright", *options, "."],
        cwd=folder,
        capture_output=True,
        check=False,
        encoding="utf-8",
    )
    report = json.loads(ran.stdout)
    assert report["summary"]["filesAnalyzed"] == len(APIS) + 1
    found = {
        f"{Path(one['file']).name}:{one['range']['start']['line'] + 1}"
        for one in report["generalDiagnostics"]
    }
    assert found == {"wrong.py:8", "wrong.py:10", "wrong.py:11"}, ran.stdout
