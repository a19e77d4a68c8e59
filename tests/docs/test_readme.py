"""Every piece of Python in this repository's own README type-checks and runs."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import black
import brotli
import pytest

from tests.clients.server import Answer, answer
from tests.docs.conftest import Run
from tests.docs.pages import GENERATED, Block, Page
from tests.docs.test_overlay import COURSES as OVERLAID

README = Page(GENERATED.parent / "README.md")
ELSEWHERE = {
    "OpenTelemetry",
    "Streams",
    "Webhooks, callbacks and links",
    *OVERLAID,
}
"""What takes a process of its own, or an API of another kind: `test_spans`,
`test_streaming`, `test_overlay` and tests/unit/reference/test_incoming.py."""

BLOCKS = [block for block in README.blocks if block.heading not in ELSEWHERE]
MODE = black.Mode(target_versions={black.TargetVersion.PY311})

DETAILS = answer(200, {"status": "verification_done"})
ACTION = answer(200, {"status": "ok"})
BUSY = Answer(503, headers={"Retry-After": "0", "X-Request-ID": "r-1"})
LIMITED = Answer(429, headers={"X-RateLimit-Reset": "0"})
MOVED = Answer(307, headers={"Location": "details"})
REFUSED = answer(402, {"message": "no credits"})
REJECTED = answer(200, {"status": "verification_already_ongoing"})
STRANGE = answer(200, {"status": "brand_new"})
BROKEN = answer(200, {"status": "verification_done", "parameters": 7})

TOKEN = answer(200, {"access_token": "t", "token_type": "Bearer", "expires_in": 600})
BATCHES = answer(
    200, {"data": [{"type": "batches", "id": "b-1"}]}, "application/vnd.api+json"
)
FIRST = answer(200, {"data": [{"name": "one"}], "meta": {"current_page": 1}})
KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SHEET = Answer(200, b"PK", {"Content-Type": KIND})
CODED = {"Content-Type": KIND, "Content-Encoding": "br"}
SMALL = Answer(200, brotli.compress(b"PK"), CODED)
LIMITS = {"X_RateLimit_Remaining": "7", "X_Request_ID": "r-1"}
LEFT = answer(200, {"status": "verification_done"}, **LIMITS)
CREATED = answer(201, {"data": {"status": "processing"}})
LAST = answer(200, {"data": [{"name": "two"}], "meta": {"last_page": 2}})


def progress(status: str) -> Answer:
    """How a job is doing, and that the next look may be at once."""
    value = {"status": status, "progress": 50, "failed_certificates": 3}
    return answer(200, value, Retry_After="0")


COURSES: dict[str, list[tuple[tuple[Answer, ...], str]]] = {
    "Your own spec": [
        ((REFUSED,), "no credits"),
        ((answer(200, {"status": "ok"}),), ""),
    ],
    "Credentials": [((TOKEN, BATCHES), "b-1")],
    "Errors": [
        ((REFUSED,), "402 POST http"),
        ((REJECTED,), "nothing to do"),
        ((STRANGE,), "new to this client: brand_new"),
        ((answer(200, {"status": "error"}),), "Error"),
    ],
    "Time-outs and a deadline": [((BUSY, DETAILS), "verification_done")],
    "Retries": [((BUSY, DETAILS), "19.2"), ((LIMITED, DETAILS), "19.2")],
    "Proxies, HTTP/2, certificates": [((BUSY, DETAILS), "verification_done")],
    "Redirects": [((MOVED, DETAILS), "verification_done")],
    "Hooks and the log": [
        ((BUSY, DETAILS), "again in 0.0 because of 503\nbatch.details 200"),
    ],
    "Lists that come in pages": [((FIRST, LAST), "one\ntwo\n")],
    "Lists in code that awaits": [((FIRST, LAST, FIRST), "one\ntwo\ncurrent_page=1")],
    "Jobs that are waited for": [
        ((progress("processing"), progress("completed")), "50\n50\ncompleted"),
        ((progress("failed"),), "50\nfailed 3"),
    ],
    "Large bodies": [((SHEET,), f"200 {KIND}"), ((SMALL,), f"200 {KIND}")],
    "Uploads": [((CREATED,), "processing")],
    "Any JSON": [
        ((answer(200, {"total": 7}),), "7\n{'personalisation': {'first': 'Ada',")
    ],
    "Answers as they came": [((LEFT,), "200 r-1 7\n{'status': 'verification_done'}")],
    "Beyond the specification": [((ACTION,), "ok")],
    "Responses that do not fit": [((BROKEN, DETAILS), "expected ")],
}
"""What a server may answer to the sample below a heading, and what is printed then."""


def test_every_sample_is_run() -> None:
    assert [block.heading for block in BLOCKS] == list(COURSES)
    assert len(list(README.blocks)) == len(BLOCKS) + len(ELSEWHERE)


@pytest.mark.parametrize("block", BLOCKS, ids=str)
def test_the_samples_run(
    block: Block, run: Run, capsys: pytest.CaptureFixture[str]
) -> None:
    for answers, printed in COURSES[block.heading]:
        exchange = run(block, *answers)
        assert len(exchange.received) == len(answers)
        assert printed in capsys.readouterr().out


def test_the_samples_are_laid_out_as_black_does() -> None:
    for block in BLOCKS:
        assert block.code == black.format_str(block.code, mode=MODE), str(block)


def test_the_samples_type_check(tmp_path: Path) -> None:
    for block in BLOCKS:
        (tmp_path / f"{block.name}.py").write_text(block.code, "utf-8")
    command = [sys.executable, "-m", "mypy", "--strict", "--disallow-any-expr"]
    command += ["--follow-imports=silent", "--config-file=", "."]
    ran = subprocess.run(
        [*command, "--cache-dir", str(tmp_path / ".cache")],
        cwd=tmp_path,
        env={**os.environ, "MYPYPATH": str(GENERATED)},
        capture_output=True,
        check=False,
        encoding="utf-8",
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr
