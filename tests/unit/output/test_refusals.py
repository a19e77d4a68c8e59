"""What a run refuses: files of somebody else, odd names, and what is in the way."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path

import pytest

from apiloom.output import MANIFEST, OutputError, apply, plan
from apiloom.output.snapshot import digest
from tests.unit.output.conftest import FILES, HEADER, NEW, contents, generate


def test_a_file_written_by_hand_is_not_overwritten(folder: Path) -> None:
    (folder / "errors.py").write_bytes(b"class Mine: ...\n")
    made = plan(folder, NEW, label="generated/shop")
    assert made.foreign == ("errors.py",)
    with pytest.raises(OutputError) as caught:
        apply(made)
    assert str(caught.value) == (
        "generated/shop/errors.py was not written by apiloom, so it is not overwritten."
        " Move it, or use --force"
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
    # A hash that is not the file's does not make the file apiloom's to remove, nor
    # does one that is: only with the header of a generated file.
    contents = {"a.py": b"mine\n", "b.py": b"mine\n", "c.py": HEADER}
    digests = {"a.py": ["no hash"], "b.py": digest(b"mine\n"), "c.py": "no hash"}
    for name, content in contents.items():
        (folder / name).write_bytes(content)
    manifest = json.loads((folder / MANIFEST).read_bytes())
    manifest["files"] |= digests
    (folder / MANIFEST).write_text(json.dumps(manifest))
    made = generate(folder, FILES)
    assert made.kept == ("c.py",)
    assert made.unexpected == ("a.py", "b.py")
    assert {name: (folder / name).read_bytes() for name in contents} == contents


def test_a_manifest_that_claims_a_file_of_the_users(folder: Path) -> None:
    # The document asks for errors.py, which the user wrote and the manifest claims.
    (folder / "errors.py").write_bytes(b"class Mine: ...\n")
    manifest = json.loads((folder / MANIFEST).read_bytes())
    manifest["files"]["errors.py"] = digest(b"class Mine: ...\n")
    (folder / MANIFEST).write_text(json.dumps(manifest))
    with pytest.raises(OutputError, match=r"errors\.py was not written by apiloom"):
        generate(folder, NEW)
    assert (folder / "errors.py").read_bytes() == b"class Mine: ...\n"


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
        ("a link to a file", "errors.py is a symbolic link, where a file must be"),
        ("a link to nothing", "errors.py is a symbolic link, where a file must be"),
        ("a link to a folder", "more is a symbolic link, where a folder must be"),
        ("a folder", "errors.py is a folder, where a file must be"),
        ("a file", "more is a file, where a folder must be"),
        ("a pipe", "errors.py is neither a file nor a folder, where a file must be"),
        ("a link for all of it", "shop is a symbolic link, where a folder must be"),
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
    with pytest.raises(OutputError, match="shop is a file, where a folder must be"):
        generate(tmp_path / "shop", FILES)


def test_a_file_where_the_folder_above_goes(tmp_path: Path) -> None:
    (tmp_path / "generated").write_bytes(b"")
    with pytest.raises(OutputError, match="shop: cannot be written: "):
        generate(tmp_path / "generated" / "shop", FILES)
