"""Every piece of Python in the documentation compiles, type-checks and runs."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import black
import pytest

from apiloom.naming.statuses import phrase
from tests.checkers import NO_ANY, mypy
from tests.clients.apis import APIS
from tests.clients.samples import Sampler, put
from tests.clients.server import Answer, answer
from tests.contract.openapi_core.judge import judge
from tests.contract.openapi_core.operations import Operation, Response, documented
from tests.docs.conftest import Run
from tests.docs.pages import GENERATED, Block, pages

EVERY = [block for name in APIS for page in pages(name) for block in page.blocks]
BLOCKS = [block for block in EVERY if "import requests" not in block.code]
"""The samples of the clients; `test_languages` runs the others."""

PROGRAMS = [block for block in BLOCKS if not block.is_signature]
MODE = black.Mode(target_versions={black.TargetVersion.PY311})
_CALL = re.compile(r"\b(?:client|patient)\.(\w+(?:\.\w+)+)\(")


def called(block: Block) -> Operation | None:
    """The operation that a sample calls."""
    found = _CALL.search(block.code)
    if found is None:
        return None
    name = re.sub(r"\.with_(?:raw|streaming)_response", "", found[1])
    (operation,) = (
        one
        for one in documented()
        if one.api.package == block.page.package and name in (one.name, waiter_of(one))
    )
    return operation


def waiter_of(operation: Operation) -> str | None:
    """The method that waits for what an operation tells, if there is one."""
    declared = operation.node.get("x-waiter")
    if declared is None:
        return None
    return ".".join([*operation.node["x-resource"], declared.get("name", "wait")])


def waits(block: Block) -> bool:
    """Whether a sample waits for a job."""
    operation, found = called(block), _CALL.search(block.code)
    return (
        operation is not None
        and found is not None
        and (found[1] == waiter_of(operation))
    )


def name_of(block: Block) -> str:
    """The method that the page of a sample is about."""
    return f"{block.page.path.parent.name}.{block.page.path.stem}"


WAITING = [block for block in PROGRAMS if waits(block)]
GUARDED = [
    block
    for block in PROGRAMS
    if "except errors." in block.code and block not in WAITING
]


def answer_of(response: Response) -> Answer:
    """A documented answer: the document's own example, else one that fits."""
    headers = {"Retry-After-Ms": "0", "X-Request-ID": "request-1"}
    if response.status == 303:
        headers["Location"] = "https://files.example.com/1"
    if not response.content:
        return Answer(response.status, b"", headers)
    sampler = Sampler(response.operation.document)
    bodies = response.examples or [sampler.full(response.schema)]
    return answer(response.status, bodies[0], response.media_type, **headers)


def ended(operation: Operation, states: str, answered: Answer) -> Answer:
    """An answer with the first of the states that end a wait in this way."""
    waiter = operation.node["x-waiter"]
    body = json.loads(answered.body)
    put(body, tuple(waiter["property"].split(".")), waiter[states][0])
    return replace(answered, body=json.dumps(body).encode())


def following(operation: Operation) -> Iterator[Answer]:
    """The page after the first, which ends a list."""
    if "x-pagination" in operation.node:
        items = operation.node["x-pagination"]["items"]
        yield answer(200, {items: []}, operation.success.media_type)


def test_there_is_a_sample_for_every_method() -> None:
    examples = [
        block for block in PROGRAMS if block.page.path.parent.parent.name == "docs"
    ]
    shown = {
        (block.page.package, name_of(block))
        for block in examples
        if called(block) is not None
    }
    expected = {(one.api.package, one.name) for one in documented()}
    for one in documented():
        waiter = waiter_of(one)
        if waiter is not None:
            expected.add((one.api.package, waiter))
    assert shown == expected
    for block in examples:
        operation = called(block)
        if operation is not None:
            name = name_of(block)
            assert name == (waiter_of(operation) if waits(block) else operation.name)


@pytest.mark.parametrize("package", APIS)
def test_the_samples_are_laid_out_as_black_does(package: str) -> None:
    found = [block for block in EVERY if block.page.package == package]
    assert found
    for block in found:
        assert block.code == black.format_str(block.code, mode=MODE), str(block)


def test_the_samples_type_check(tmp_path: Path) -> None:
    """Those that call something; `test_pages` compares signatures with the code."""
    for block in PROGRAMS:
        (tmp_path / f"{block.name}.py").write_text(block.code, "utf-8")
    names = ",".join(block.name for block in PROGRAMS)
    ran = mypy(tmp_path, options={names: NO_ANY}, path=[GENERATED])
    assert ran.returncode == 0, ran.stdout + ran.stderr


@pytest.mark.parametrize("block", PROGRAMS, ids=str)
def test_the_samples_run(
    block: Block, run: Run, capsys: pytest.CaptureFixture[str]
) -> None:
    operation = called(block)
    if operation is None:
        assert run(block).received == []
        return
    said = answer_of(operation.success)
    if waits(block):
        said = ended(operation, "success", said)
    exchange = run(block, said, *following(operation))
    request = exchange.received[0]
    assert request.method == operation.verb.upper()
    assert judge(block.page.package).complaints(request) == []
    assert judge(block.page.package).complaints_about(request, said) == []
    assert capsys.readouterr().out.strip()


@pytest.mark.parametrize("block", WAITING, ids=str)
def test_what_the_samples_do_about_jobs_that_fail(
    block: Block, run: Run, capsys: pytest.CaptureFixture[str]
) -> None:
    operation = called(block)
    assert operation is not None
    if "except errors." in block.code:
        run(block, ended(operation, "failure", answer_of(operation.success)))
        state = operation.node["x-waiter"]["failure"][0]
        assert capsys.readouterr().out.startswith(state)


def test_every_client_shows_a_wait() -> None:
    guarded = [block for block in WAITING if "except errors." in block.code]
    assert {block.page.package for block in guarded} == set(APIS)


def refusals(operation: Operation) -> Iterator[Answer]:
    """Successes whose bodies say that the call failed."""
    response = operation.success
    outcome: Any = response.outcome
    if outcome is not None and outcome["success"] == "present":
        yield answer(response.status, {}, response.media_type)
    elif outcome is not None:
        for case in response.cases:
            body = {outcome["property"]: case.value}
            yield answer(response.status, body, response.media_type)


@pytest.mark.parametrize("block", GUARDED, ids=str)
def test_what_the_samples_do_about_failures(
    block: Block, run: Run, capsys: pytest.CaptureFixture[str]
) -> None:
    operation = called(block)
    assert operation is not None
    assert operation.failures
    for failure in operation.failures:
        said = answer_of(failure)
        run(block, *[said] * 3)
        printed = capsys.readouterr().out
        assert phrase(str(failure.status)) in printed
    for refusal in refusals(operation):
        run(block, refusal)
        assert capsys.readouterr().out.strip()


def test_samples_of_failures_inside_a_success() -> None:
    shown = [one for one in map(called, GUARDED) if one is not None]
    assert {one.api.package for one in shown} == set(APIS)
    with_outcome = {
        one.api.package for one in documented() if one.success.outcome is not None
    }
    assert with_outcome == {
        one.api.package for one in shown if one.success.outcome is not None
    }
    assert with_outcome
