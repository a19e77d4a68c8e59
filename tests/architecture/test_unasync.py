"""Only the async modules are written by hand; the sync ones follow from them."""

from __future__ import annotations

import re
from pathlib import Path

import black
import pytest
from black.mode import TargetVersion

from apiloom.render.unasync import MODULES, RULES, derive, sync_module, unasync

MODE = black.Mode(target_versions={TargetVersion.PY311})


def runtime(root: Path, module: str) -> str:
    return (root / "generator" / "apiloom" / "runtime" / module).read_text("utf-8")


@pytest.mark.parametrize("module", MODULES)
def test_the_sync_module_is_what_the_async_one_makes(root: Path, module: str) -> None:
    made = unasync(runtime(root, module))
    expected = runtime(root, sync_module(module))
    assert expected == black.format_str(made, mode=MODE)


@pytest.mark.parametrize("module", MODULES)
def test_nothing_async_is_left(root: Path, module: str) -> None:
    made = unasync(runtime(root, module))
    for word in ("async", "await", "anyio", "Async", r"\b_*aiter"):
        assert not re.search(word, made)


def test_every_async_module_has_a_sync_one(root: Path) -> None:
    found = (root / "generator" / "apiloom" / "runtime").rglob("async_*.py")
    names = {f"{path.parent.name}/{path.name}" for path in found}
    assert names == set(MODULES)


def test_no_rule_is_out_of_date(root: Path) -> None:
    texts = [runtime(root, module) for module in MODULES]
    unused: list[str] = []
    for pattern, replacement in RULES:
        if not any(re.search(pattern, text) for text in texts):
            unused.append(pattern)
        texts = [re.sub(pattern, replacement, text) for text in texts]
    assert not unused


def test_deriving_writes_the_sync_modules(root: Path, tmp_path: Path) -> None:
    for module in MODULES:
        source = runtime(root, module)
        (tmp_path / module).parent.mkdir(exist_ok=True)
        (tmp_path / module).write_text(source, "utf-8")
    derive(tmp_path)
    for module in MODULES:
        text = (tmp_path / sync_module(module)).read_text("utf-8")
        compile(text, sync_module(module), "exec")
        expected = runtime(root, sync_module(module))
        assert black.format_str(text, mode=MODE) == expected
