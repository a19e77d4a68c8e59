"""What a run leaves: which files it writes, keeps and removes."""

from __future__ import annotations

import json
import os
from dataclasses import replace
from pathlib import Path

import pytest

from apiloom.output import MANIFEST, apply, plan
from tests.unit.output.conftest import FILES, HEADER, contents, generate


def without(*names: str) -> dict[str, bytes]:
    return {name: content for name, content in FILES.items() if name not in names}


def test_a_first_run_writes_everything(tmp_path: Path) -> None:
    directory = tmp_path / "deep" / "down" / "shop"
    made = plan(directory, FILES)
    assert made.added == (MANIFEST, *sorted(FILES))
    assert not directory.exists()
    apply(made)
    found = contents(directory)
    manifest = found.pop(MANIFEST)
    assert found == FILES
    assert list(json.loads(manifest)["files"]) == sorted(FILES)
    assert plan(directory, FILES).is_clean


def test_the_manifest_does_not_depend_on_order(tmp_path: Path) -> None:
    generate(tmp_path / "one", FILES)
    generate(tmp_path / "two", dict(reversed(FILES.items())))
    assert contents(tmp_path / "one") == contents(tmp_path / "two")


def test_files_are_as_readable_as_any_other(folder: Path) -> None:
    ordinary = folder.parent / "ordinary"
    ordinary.write_bytes(b"")
    assert (folder / "client.py").stat().st_mode == ordinary.stat().st_mode


def test_nothing_is_left_beside_the_files(folder: Path) -> None:
    assert sorted(os.listdir(folder.parent)) == ["shop"]
    assert sorted(os.listdir(folder)) == sorted(
        {MANIFEST, *(name.split("/")[0] for name in FILES)}
    )


def test_what_is_the_same_is_not_written_again(folder: Path) -> None:
    os.utime(folder / "client.py", (1, 1))
    os.utime(folder / "__init__.py", (1, 1))
    made = generate(folder, FILES | {"client.py": HEADER + b"class Client: pass\n"})
    assert made.changed == (MANIFEST, "client.py")
    assert (folder / "__init__.py").stat().st_mtime == 1
    assert (folder / "client.py").stat().st_mtime != 1


def test_an_edit_by_hand_is_overwritten(folder: Path) -> None:
    (folder / "client.py").write_bytes(b"class Mine: ...\n")
    made = generate(folder, FILES)
    assert made.changed == ("client.py",)
    assert (folder / "client.py").read_bytes() == FILES["client.py"]


def test_an_executable_bit_survives(folder: Path) -> None:
    (folder / "client.py").chmod(0o755)
    generate(folder, FILES | {"client.py": b"#!/usr/bin/env python3\n"})
    assert (folder / "client.py").stat().st_mode & 0o777 == 0o755


def test_what_is_no_longer_generated_goes(folder: Path) -> None:
    cache = folder / "models" / "__pycache__"
    cache.mkdir()
    (cache / "shop.cpython-311.pyc").write_bytes(b"")
    made = generate(folder, without("models/__init__.py", "models/shop.py"))
    assert made.stale == ("models/__init__.py", "models/shop.py")
    assert not (folder / "models").exists()
    assert plan(folder, without("models/__init__.py", "models/shop.py")).is_clean


def test_a_stale_file_that_was_edited_stays(folder: Path) -> None:
    (folder / "client.py").write_bytes(HEADER + b"class Mine: ...\n")
    made = generate(folder, without("client.py"))
    assert (made.stale, made.kept) == ((), ("client.py",))
    assert (folder / "client.py").read_bytes() == HEADER + b"class Mine: ...\n"
    assert plan(folder, without("client.py")).unexpected == ("client.py",)


def test_a_file_of_somebody_else_stays(folder: Path) -> None:
    (folder / "models" / "mine.py").write_bytes(b"mine\n")
    made = generate(folder, without("models/__init__.py", "models/shop.py"))
    assert made.unexpected == ("models/mine.py",)
    assert contents(folder / "models") == {"mine.py": b"mine\n"}


@pytest.mark.parametrize(
    "name",
    [
        "__pycache__/client.cpython-311.pyc",
        ".DS_Store",
        ".mypy_cache/x/y.json",
        "a.pyc",
    ],
)
def test_caches_are_never_mentioned(folder: Path, name: str) -> None:
    (folder / name).parent.mkdir(parents=True, exist_ok=True)
    (folder / name).write_bytes(b"")
    assert plan(folder, FILES).is_clean


def test_a_file_becomes_a_folder_and_back(folder: Path) -> None:
    as_folder = without("client.py") | {"client.py/__init__.py": HEADER}
    generate(folder, as_folder)
    assert (folder / "client.py" / "__init__.py").read_bytes() == HEADER
    assert plan(folder, as_folder).is_clean
    generate(folder, FILES)
    assert plan(folder, FILES).is_clean


def test_a_clean_plan_touches_nothing(folder: Path) -> None:
    times = [path.stat().st_mtime_ns for path in (folder, *folder.rglob("*"))]
    generate(folder, FILES)
    assert times == [path.stat().st_mtime_ns for path in (folder, *folder.rglob("*"))]


def test_a_plan_is_named_after_its_folder(tmp_path: Path) -> None:
    assert plan(tmp_path / "shop", {}).label == "shop"
    assert plan(Path("nowhere") / "shop", {}).label == "nowhere/shop"
    assert replace(plan(tmp_path, {}), label="x").path("y") == "x/y"
