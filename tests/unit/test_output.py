"""Files against the disk: what is decided, what is written, and what never is."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from generator.output import MANIFEST, OutputError, Plan, apply, plan

FILES = {
    "__init__.py": b'"""A client."""\n',
    "client.py": b"class Client: ...\n",
    "models/__init__.py": b"",
    "models/shop.py": b"class Shop: ...\nclass Till: ...\n",
    "docs/logo.bin": b"\x00\xff\xfe",
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


def without(*names: str) -> dict[str, bytes]:
    return {name: content for name, content in FILES.items() if name not in names}


# --- what a run leaves -------------------------------------------------------


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
    made = generate(folder, FILES | {"client.py": b"class Client: pass\n"})
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
    (folder / "client.py").write_bytes(b"class Mine: ...\n")
    made = generate(folder, without("client.py"))
    assert (made.stale, made.kept) == ((), ("client.py",))
    assert (folder / "client.py").read_bytes() == b"class Mine: ...\n"
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
    as_folder = without("client.py") | {"client.py/__init__.py": b"1\n"}
    generate(folder, as_folder)
    assert (folder / "client.py" / "__init__.py").read_bytes() == b"1\n"
    assert plan(folder, as_folder).is_clean
    generate(folder, FILES)
    assert plan(folder, FILES).is_clean


# --- what a run refuses ------------------------------------------------------


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


NEW = FILES | {
    "client.py": b"class Client: pass\n",
    "errors.py": b"class Error: ...\n",
    "more/deep.py": b"\n",
}


def test_a_file_written_by_hand_is_not_overwritten(folder: Path) -> None:
    (folder / "errors.py").write_bytes(b"class Mine: ...\n")
    made = plan(folder, NEW, label="generated/shop")
    assert made.foreign == ("errors.py",)
    with pytest.raises(OutputError) as caught:
        apply(made)
    assert str(caught.value) == (
        "generated/shop/errors.py was not written by apiloom, which therefore does not"
        " overwrite it: move away what is yours, or use --force"
    )
    assert (folder / "client.py").read_bytes() == FILES["client.py"]
    apply(made, force=True)
    assert plan(folder, NEW).is_clean


def test_a_file_that_is_right_already_is_taken_over(folder: Path) -> None:
    (folder / "errors.py").write_bytes(NEW["errors.py"])
    generate(folder, NEW)
    assert plan(folder, NEW).is_clean


@pytest.mark.parametrize(
    "manifest",
    [
        b"",
        b"<<<<<<< HEAD\n",
        b"[]",
        b'"x"',
        b"{}",
        b'{"version": 2, "files": {}}',
        b'{"version": 1, "files": []}',
        b"\xff",
        b"[" * 100_000,
        b'{"version": 1, "files": {"../../other.py": "x", "client.py": "x"}}',
    ],
)
def test_a_manifest_that_cannot_be_believed(folder: Path, manifest: bytes) -> None:
    (folder / MANIFEST).write_bytes(manifest)
    made = plan(folder, FILES)
    assert made.changed == (MANIFEST,)
    apply(made)
    assert plan(folder, FILES).is_clean
    (folder / MANIFEST).write_bytes(manifest)
    with pytest.raises(OutputError, match=r"client\.py was not written by apiloom"):
        generate(folder, NEW)


def test_a_manifest_that_lists_too_much(folder: Path) -> None:
    # A hash that is not the file's does not make the file apiloom's to remove.
    (folder / "mine.py").write_bytes(b"mine\n")
    manifest = json.loads((folder / MANIFEST).read_bytes())
    manifest["files"]["mine.py"] = ["no hash"]
    (folder / MANIFEST).write_text(json.dumps(manifest))
    made = generate(folder, FILES)
    assert made.kept == ("mine.py",)
    assert (folder / "mine.py").read_bytes() == b"mine\n"


@pytest.mark.usefixtures("unchanged")
@pytest.mark.parametrize(
    "name",
    [
        "",
        "/etc/passwd",
        "../other.py",
        "models/../../other.py",
        "./client.py",
        "models//shop.py",
        "models/",
        "a\\b.py",
        "C:/x.py",
        "new\nline.py",
        "nul\0.py",
        "half\ud800.py",
        MANIFEST,
        ".apiloom-tmp-1/x",
        "__pycache__/x.py",
    ],
)
def test_names_that_lead_elsewhere(folder: Path, name: str) -> None:
    with pytest.raises(OutputError):
        plan(folder, FILES | {name: b""})


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Client.py", "client.py"),
        ("Models/a.py", "models/b.py"),
        ("caf\u00e9.py", "cafe\u0301.py"),
        ("models", "models/a.py"),
    ],
)
def test_names_that_clash(tmp_path: Path, one: str, other: str) -> None:
    for names in ((one, other), (other, one)):
        with pytest.raises(OutputError):
            plan(tmp_path / "shop", dict.fromkeys(names, b""))


def in_the_way(folder: Path, name: str) -> None:
    """Put what `name` says where errors.py, or its folder, is to be written."""
    outside = folder.parents[1] / "outside"
    outside.mkdir()
    (outside / "errors.py").write_bytes(b"not apiloom's business\n")
    target = folder / "errors.py"
    match name:
        case "a link to a file":
            target.symlink_to(outside / "errors.py")
        case "a link to nothing":
            target.symlink_to(outside / "nothing")
        case "a link to a folder":
            (folder / "more").symlink_to(outside, target_is_directory=True)
        case "a folder":
            target.mkdir()
            (target / "mine.py").write_bytes(b"")
        case "a file":
            (folder / "more").write_bytes(b"")
        case "a pipe":
            os.mkfifo(target)
        case _:
            shutil.move(folder, outside / "shop")
            folder.symlink_to(outside / "shop", target_is_directory=True)


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("a link to a file", "errors.py is a symbolic link, where a file has to be"),
        ("a link to nothing", "errors.py is a symbolic link, where a file has to be"),
        ("a link to a folder", "more is a symbolic link, where a folder has to be"),
        ("a folder", "errors.py is a folder, where a file has to be"),
        ("a file", "more is a file, where a folder has to be"),
        ("a pipe", "errors.py is neither a file nor a folder, where a file has to be"),
        ("a link for all of it", "shop is a symbolic link, where a folder has to be"),
    ],
)
def test_obstacles(folder: Path, name: str, message: str) -> None:
    in_the_way(folder, name)
    before = contents(folder.parents[1])
    made = plan(folder, NEW)
    assert not made.is_clean
    for force in (False, True):
        with pytest.raises(OutputError) as caught:
            apply(made, force=force)
        assert str(caught.value).endswith(message)
    assert contents(folder.parents[1]) == before


def test_a_file_where_the_folder_goes(tmp_path: Path) -> None:
    (tmp_path / "shop").write_bytes(b"")
    with pytest.raises(OutputError, match="shop is a file, where a folder has to be"):
        generate(tmp_path / "shop", FILES)


def test_a_file_where_the_folder_above_goes(tmp_path: Path) -> None:
    (tmp_path / "generated").write_bytes(b"")
    with pytest.raises(OutputError, match="shop: cannot be written: "):
        generate(tmp_path / "generated" / "shop", FILES)


# --- all or nothing ----------------------------------------------------------


class Disk:
    """Fails the nth time that a file is put into its place."""

    def __init__(self, failing: int, error: BaseException) -> None:
        self.failing, self.error, self.count = failing, error, 0

    def guard(self, original: Callable[[Path, Path], Path]) -> object:
        def replaced(source: Path, target: Path) -> Path:
            self.count += 1
            if self.count == self.failing:
                raise self.error
            return original(source, target)

        return replaced


@pytest.mark.usefixtures("unchanged")
@pytest.mark.parametrize("failing", range(1, 6))
@pytest.mark.parametrize("error", [OSError(28, "No space left"), KeyboardInterrupt()])
def test_a_failure_half_way(
    folder: Path, failing: int, error: BaseException, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = {name: content for name, content in NEW.items() if name != "models/shop.py"}
    made = plan(folder, files, label="generated/shop")
    disk = Disk(failing, error)
    monkeypatch.setattr(Path, "replace", disk.guard(Path.replace))
    with pytest.raises((OutputError, KeyboardInterrupt)) as caught:
        apply(made)
    if isinstance(error, OSError):
        assert str(caught.value) == (
            "generated/shop: cannot be written: No space left; everything is as it was"
        )
    assert not (folder / "more").exists()
    assert not (folder / "errors.py").exists()


def test_as_many_failures_as_there_are_steps(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # What the test above counts to: one stale, two changed, two added.
    files = {name: content for name, content in NEW.items() if name != "models/shop.py"}
    disk = Disk(6, OSError())
    monkeypatch.setattr(Path, "replace", disk.guard(Path.replace))
    generate(folder, files)
    assert disk.count == 5


def test_a_first_run_that_fails_leaves_no_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    disk = Disk(3, OSError(28, "No space left"))
    monkeypatch.setattr(Path, "replace", disk.guard(Path.replace))
    with pytest.raises(OutputError):
        generate(tmp_path / "deep" / "down" / "shop", FILES)
    assert not list(tmp_path.iterdir())


@pytest.mark.usefixtures("unchanged")
def test_a_file_that_comes_in_between(folder: Path) -> None:
    made = plan(folder, NEW)
    (folder / "more").mkdir()
    (folder / "more" / "deep.py").write_bytes(b"mine\n")
    with pytest.raises(OutputError, match="there is another file of that name"):
        apply(made)
    assert (folder / "more" / "deep.py").read_bytes() == b"mine\n"
    assert not (folder / "errors.py").exists()


@pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() == 0,
    reason="permissions do not stop the superuser",
)
@pytest.mark.usefixtures("unchanged")
def test_a_folder_that_cannot_be_written(folder: Path) -> None:
    folder.chmod(0o555)
    try:
        with pytest.raises(OutputError, match="shop: cannot be written: Permission"):
            generate(folder, NEW)
    finally:
        folder.chmod(0o755)


def test_a_folder_that_cannot_be_read(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(path: object) -> object:
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr(os, "scandir", refuse)
    with pytest.raises(OutputError, match=r"shop: cannot be read: Permission denied"):
        plan(folder, FILES)


def test_a_clean_plan_touches_nothing(folder: Path) -> None:
    times = [path.stat().st_mtime_ns for path in (folder, *folder.rglob("*"))]
    generate(folder, FILES)
    assert times == [path.stat().st_mtime_ns for path in (folder, *folder.rglob("*"))]


def test_a_plan_is_named_after_its_folder(tmp_path: Path) -> None:
    assert plan(tmp_path / "shop", {}).label == "shop"
    assert plan(Path("nowhere") / "shop", {}).label == "nowhere/shop"
    assert replace(plan(tmp_path, {}), label="x").path("y") == "x/y"
