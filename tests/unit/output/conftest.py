"""A package as a former run left it, and runs that come after."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from generator.output import Plan, apply, plan

FILES = {
    "__init__.py": b'"""A client."""\n',
    "client.py": b"class Client: ...\n",
    "models/__init__.py": b"",
    "models/shop.py": b"class Shop: ...\nclass Till: ...\n",
    "docs/logo.bin": b"\x00\xff\xfe",
}
NEW = FILES | {
    "client.py": b"class Client: pass\n",
    "errors.py": b"class Error: ...\n",
    "more/deep.py": b"\n",
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A package as a former run left it, in a folder that holds other things too."""
    (tmp_path / "other.py").write_bytes(b"# not apiloom's business\n")
    directory = tmp_path / "generated" / "shop"
    generate(directory, FILES)
    return directory


def generate(directory: Path, files: dict[str, bytes], *, force: bool = False) -> Plan:
    made = plan(directory, files)
    apply(made, force=force)
    return made


def contents(directory: Path) -> dict[str, bytes]:
    return {
        path.relative_to(directory).as_posix(): path.read_bytes()
        for path in sorted(directory.rglob("*"))
        if path.is_file()
    }


@pytest.fixture
def unchanged(folder: Path) -> Iterator[None]:
    """The folder, its neighbours and their times are the same after the test."""

    def state() -> dict[str, tuple[bytes, int]]:
        root = folder.parents[1]
        return {
            name: (content, (root / name).stat().st_mtime_ns)
            for name, content in contents(root).items()
        }

    before = state()
    yield
    after = state()
    assert {name: after.get(name) for name in before} == before
    assert not list(folder.glob(".apiloom-tmp-*"))
