"""Only the async driver is written by hand; the sync one follows from it."""

from __future__ import annotations

from pathlib import Path

import black
import pytest
from black.mode import TargetVersion

from generator.render.unasync import derive, unasync

MODE = black.Mode(target_versions={TargetVersion.PY311})


def runtime(root: Path, module: str) -> str:
    return (root / "generator" / "runtime" / module).read_text("utf-8")


def test_the_sync_driver_is_what_the_async_one_makes(root: Path) -> None:
    made = unasync(runtime(root, "async_client.py"))
    assert runtime(root, "sync_client.py") == black.format_str(made, mode=MODE)


def test_nothing_async_is_left(root: Path) -> None:
    made = unasync(runtime(root, "async_client.py"))
    for word in ("async", "await", "anyio", "Async"):
        code = made.replace("does not await", "").replace("async client", "")
        assert word not in code


def test_a_rule_that_is_out_of_date_is_noticed() -> None:
    with pytest.raises(ValueError, match="nothing matches"):
        unasync("def f() -> None: ...\n")


def test_deriving_writes_the_sync_driver(root: Path, tmp_path: Path) -> None:
    source = runtime(root, "async_client.py")
    (tmp_path / "async_client.py").write_text(source, "utf-8")
    derive(tmp_path)
    text = (tmp_path / "sync_client.py").read_text("utf-8")
    compile(text, "sync_client.py", "exec")
    assert black.format_str(text, mode=MODE) == runtime(root, "sync_client.py")
