"""Cases in front of Prism: arguments sampled from the schemas, all accepted."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import httpx2
import pytest

from tests.contract.prism.mock import mocking
from tests.contract.roundtrip.arguments import Arguments
from tests.contract.roundtrip.contract import contract
from tests.contract.roundtrip.merging import Unsampleable
from tests.contract.roundtrip.raw import RawDocument
from tests.contract.roundtrip.requests import modes
from tests.contract.roundtrip.sampler import Sampler
from tests.contract.roundtrip.schemas import Schemas
from tests.contract.roundtrip.subject import BASE, PACKAGE, Subject

FOLDER: Final = Path(__file__).resolve().parents[2] / "cases"
CASES: Final = (
    "additional-properties",
    "all-of",
    "all-of-merging",
    "bodies",
    "class-names",
    "discriminator-inheritance",
    "enums",
    "errors",
    "nullable",
    "nullable-everywhere",
    "one-of-const",
    "one-of-discriminator",
    "parameters",
    "read-write-only",
    "references",
    "resources",
    "responses",
    "several-successes",
    "type-arrays",
)
BEYOND_PRISM: Final = {
    # Prism reads arrays in forms with `explode: true` alone (OpenAPI 3.1, 4.8.15.1.2),
    ("bodies", "POST /form"): r"body\.scope",
    # takes arrays of objects in forms for JSON whatever the encoding says, and takes
    # neither several files of one name nor a part of JSON for what they are.
    ("bodies", "POST /upload"): r"array|body\.(more|meta)",
}
"""What Prism cannot read, by operation: a pattern of what it says."""

_SAMPLES: Final = 3


@contextmanager
def forgotten(folder: Path) -> Iterator[None]:
    """Take the client that was imported from a folder away again."""
    try:
        yield
    finally:
        sys.path.remove(str(folder))
        for name in [*sys.modules]:
            if name.partition(".")[0] == PACKAGE:
                del sys.modules[name]


def requests(case: str, folder: Path) -> Iterator[tuple[str, httpx2.Request]]:
    """What the client of a case sends, by operation, for a few samples each."""
    raw = RawDocument(FOLDER / case / "spec.yaml")
    subject = Subject(FOLDER / case / "spec.yaml", folder)
    subject.load()
    schemas = Schemas(raw, "request")
    arguments = Arguments(schemas, Sampler(schemas, {}))
    client = subject.instance()
    inspected = {one["id"]: one for one in subject.inspected["operations"]}
    for operation in contract(raw).operations:
        described = inspected[operation.id]
        for mode in modes(_SAMPLES):
            try:
                call = arguments.call(operation, described, mode, set())
            except Unsampleable:
                continue
            subject.exchange.expect(httpx2.Response(204))
            method = subject.raw_method(client, described)
            try:
                method(**call.arguments)
            finally:
                sent = subject.exchange.sent()
            assert sent is not None
            yield operation.id, sent


@pytest.mark.parametrize("case", CASES)
def test_every_request_is_accepted(prism: Path, case: str, tmp_path: Path) -> None:
    complaints: list[str] = []
    beyond: set[str] = set()
    count = 0
    with mocking(prism, FOLDER / case / "spec.yaml") as mock, forgotten(tmp_path):
        for operation, request in requests(case, tmp_path):
            count += 1
            found = mock.complaints(request, BASE)
            words = BEYOND_PRISM.get((case, operation))
            if words is not None and all(re.search(words, one) for one in found):
                beyond |= {operation} if found else set()
            else:
                complaints += [f"{operation}: {one}" for one in found]
    assert complaints == []
    assert count
    assert beyond == {one for name, one in BEYOND_PRISM if name == case}
