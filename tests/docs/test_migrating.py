"""What the page for those who come from other clients promises, is there."""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator
from pathlib import Path

import apexverify
import pytest
from apexverify._runtime.core.errors import APIStatusError
from apexverify._runtime.decoding.decoders import RawResponse
from apexverify._runtime.types.models import Model
from vec.pages import SyncPage

TEXT = (Path(__file__).parents[2] / "docs" / "migrating.md").read_text("utf-8")


def ours() -> Iterator[str]:
    """The code that the tables show of this project: their last column, or both."""
    for line in TEXT.splitlines():
        cells = [cell.strip() for cell in line.strip("| ").split(" | ")]
        if line.startswith("| `") and len(cells) == 2:
            yield from re.findall(r"`([^`]+)`", cells[1])


def test_the_exceptions_are_there() -> None:
    names = set(re.findall(r"`errors\.(\w+)`", TEXT))
    assert len(names) > 10
    for name in names:
        assert issubclass(getattr(apexverify.errors, name), Exception)


def test_the_arguments_of_the_client_are_there() -> None:
    taken = inspect.signature(apexverify.ApexVerify).parameters
    for name in ("timeout", "max_retries", "base_url", "http_client", "headers"):
        assert name in taken


@pytest.mark.parametrize("call", [one for one in ours() if one.startswith("client.")])
def test_the_calls_are_there(call: str) -> None:
    found: object = apexverify.ApexVerify(api_key="k")
    for name in call.partition("(")[0].split(".")[1:]:
        found = getattr(found, name)
    assert callable(found)


@pytest.mark.parametrize(
    ("holder", "names"),
    [
        (APIStatusError, "status_code request_id response body reason headers"),
        (RawResponse, "headers status_code parse http_response"),
        (Model, "to_dict to_json model_validate model_validate_json"),
        (SyncPage, "has_next_page get_next_page iter_pages"),
    ],
)
def test_the_attributes_are_there(holder: type, names: str) -> None:
    # A class says where users find it; its functions say where they stand.
    source = inspect.getsource(inspect.getmodule(holder.__init__) or holder)
    for name in names.split():
        assert hasattr(holder, name) or re.search(rf"self\.{name}\b", source)
