"""griffe, which knows Python and no specification, compares the generated packages.

It sees names, required parameters and defaults. It sees no types, nothing of what is
checked at runtime, and takes ``**options`` of a method for an argument of any name.
Where it and `apiloom diff` disagree, the reason is said here.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import griffe
import pytest

from apiloom.compare.changes import ChangeCode, Impact
from apiloom.compare.comparison import compare
from apiloom.compare.extraction import surface
from apiloom.compare.surface import Surface
from apiloom.config import ClientConfig
from apiloom.pipeline import generate, understand
from tests.mutations import MUTATIONS, mutated
from tests.workshop import PACKAGE, written

C = ChangeCode
TYPES = {
    *(C.ARGUMENT_NARROWED, C.ARGUMENT_RETYPED, C.FIELD_WIDENED, C.FIELD_NARROWED),
    *(C.FIELD_RETYPED, C.FIELD_OPTIONAL, C.RESULT_WIDENED, C.RESULT_RETYPED),
    *(C.RESULT_REMOVED, C.PAGINATION_ADDED, C.PAGINATION_REMOVED, C.ALIAS_WIDENED),
    *(C.ALIAS_NARROWED, C.ALIAS_RETYPED, C.ERROR_BODY_WIDENED, C.ERROR_BODY_RETYPED),
    *(C.WEBHOOK_WIDENED, C.WEBHOOK_RETYPED, C.SETTING_NARROWED, C.SETTING_RETYPED),
}
"""Changes of annotations alone."""
RUNTIME = {
    *(C.CREDENTIAL_REQUIRED, C.ENVIRONMENT_VARIABLE, C.BASE_URL_REQUIRED),
    *(C.MODEL_CLOSED, C.EXCEPTION_CHANGED),
}
"""Changes of what code does."""
MEMBERS = {C.MEMBER_VALUE, C.MODEL_BASE_REMOVED}
"""Values of enum members, and base classes, which griffe compares for no class."""
ABSORBED = {C.ARGUMENT_REMOVED, C.ARGUMENT_RENAMED}
"""Arguments that ``**options`` would take."""
CONSTRUCTORS = {C.FIELD_REQUIRED, C.FIELD_ADDED}
"""Arguments of constructors, which pydantic makes of attributes."""

ONLY_GRIFFE = {
    "model closed": "it counts `model_config`, which is no attribute for callers",
    "default server": "a default is another; programs keep working, so it is a warning",
    "webhook removed": "models move to another module; callers import from `models`",
}
CHOSEN = [*[*MUTATIONS][::8], *ONLY_GRIFFE]


@contextmanager
def quiet() -> Iterator[None]:
    """Turn griffe's messages about the runtime off, which is not loaded."""
    logging.disable(logging.CRITICAL)
    try:
        yield
    finally:
        logging.disable(logging.NOTSET)


def loaded(folder: Path, document: Any) -> tuple[Surface, griffe.Module]:
    folder.mkdir(exist_ok=True)
    spec = written(folder, document)
    client = understand(ClientConfig(spec=spec.name, package=PACKAGE), folder)
    for name, content in generate(client).items():
        if name.endswith(".py") and not name.startswith("_runtime/"):
            path = folder / PACKAGE / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
    with quiet():
        found = griffe.load(PACKAGE, search_paths=[folder], resolve_aliases=False)
    assert isinstance(found, griffe.Module)
    return surface(client.package), found


@pytest.mark.parametrize("name", dict.fromkeys(CHOSEN))
def test_griffe_agrees(name: str, tmp_path: Path) -> None:
    before, after = (
        loaded(tmp_path / str(number), document)
        for number, document in enumerate(mutated(MUTATIONS[name]))
    )
    for (old, old_code), (new, new_code) in ((before, after), (after, before)):
        changes = compare(old, new).of(Impact.BREAKING)
        with quiet():
            found = [*griffe.find_breaking_changes(old_code, new_code)]
        if found and not changes:
            assert name in ONLY_GRIFFE, [one.explain() for one in found]
        if changes and not found:
            explained = TYPES | RUNTIME | MEMBERS | ABSORBED | CONSTRUCTORS
            assert {one.code for one in changes} <= explained, changes
