"""Secrets: by argument, from a function, from the environment, and never shown."""

from __future__ import annotations

import copy
import pickle
from typing import Any

import pytest

from apiloom.runtime.auth.credentials import Bearer
from apiloom.runtime.auth.secret import Secret
from apiloom.runtime.core.errors import MissingCredentialError
from tests.runtime.authorizing import Scene


def secret(value: Any) -> Secret:
    return Secret(value, "api_key", "T_SECRET")


@pytest.fixture(autouse=True)
def _environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("T_SECRET", raising=False)


@pytest.mark.parametrize(
    ("value", "variable", "expected"),
    [
        (None, None, None),
        (None, "env", "env"),
        (None, "", None),
        ("given", "env", "given"),
        ("", "env", None),  # what was passed counts, also when it is nothing
        (lambda: "asked", "env", "asked"),
    ],
)
def test_where_it_comes_from(
    monkeypatch: pytest.MonkeyPatch,
    value: Any,
    variable: str | None,
    expected: str | None,
) -> None:
    if variable is not None:
        monkeypatch.setenv("T_SECRET", variable)
    found = secret(value)
    assert found.is_present is (expected is not None)
    assert found.is_argument is bool(value)
    assert Scene().run(found.reveal()) == (expected or "")


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ("", "an empty one"),
        (None, "NoneType"),
        (b"bytes", "bytes"),
    ],
)
def test_a_function_that_gives_nothing(given: Any, said: str) -> None:
    with pytest.raises(MissingCredentialError, match=rf"api_key=….*{said}"):
        Scene().run(secret(lambda: given).reveal())


@pytest.mark.filterwarnings("error")
def test_a_coroutine_is_for_code_that_awaits() -> None:
    async def supply() -> str:
        return "s3cret"

    with pytest.raises(MissingCredentialError, match=r"api_key=….*async client"):
        Scene().run(secret(supply).reveal())


def test_what_a_function_raises_is_its_own() -> None:
    def supply() -> str:
        raise LookupError("no key today")

    with pytest.raises(LookupError, match="no key today"):
        Scene().run(secret(supply).reveal())


def test_it_is_never_shown_nor_pickled() -> None:
    found = secret("s3cret")
    assert "s3cret" not in f"{found}{found!r}"
    with pytest.raises(TypeError, match="api_key"):
        pickle.dumps(found)
    with pytest.raises(TypeError, match="api_key"):
        pickle.dumps(Bearer(found))
    assert copy.copy(found) is found
    assert copy.deepcopy([found]) == [found]
