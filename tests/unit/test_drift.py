"""What a person is told about files that differ: a diff, and a sentence."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.drift import diff
from generator.output import MANIFEST, apply, plan

FILES = {
    "client.py": b"class Client: ...\n",
    "models/shop.py": b"class Shop: ...\nclass Till: ...\n",
    "docs/logo.bin": b"\x00\xff\xfe",
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A package as a former run left it."""
    directory = tmp_path / "generated" / "shop"
    generate(directory, FILES)
    return directory


def generate(directory: Path, files: dict[str, bytes]) -> None:
    apply(plan(directory, files))


def without(name: str) -> dict[str, bytes]:
    return {other: content for other, content in FILES.items() if other != name}


def told(folder: Path, files: dict[str, bytes]) -> str:
    return diff(plan(folder, files, label="generated/shop"))


def test_nothing_to_tell(folder: Path) -> None:
    assert told(folder, FILES) == ""


def test_a_difference(folder: Path) -> None:
    (folder / "models" / "shop.py").write_bytes(b"class Shop: ...\nclass Desk: ...")
    (folder / "client.py").unlink()
    (folder / "mine.py").write_bytes(b"")
    assert told(folder, without("docs/logo.bin")) == (
        "--- a/generated/shop/models/shop.py\n"
        "+++ b/generated/shop/models/shop.py\n"
        "@@ -1,2 +1,2 @@\n"
        " class Shop: ...\n"
        "-class Desk: ... (no newline at the end)\n"
        "+class Till: ...\n"
        "Missing: generated/shop/client.py\n"
        "Stale: generated/shop/docs/logo.bin\n"
        "Not generated: generated/shop/mine.py\n"
        "generated/shop: 1 file differs, 1 file is missing, 1 file is stale:"
        " run `apiloom generate`\n"
        "generated/shop: 1 file does not belong there: move or delete by hand\n"
    )


def test_a_stale_file_edited_by_hand(folder: Path) -> None:
    (folder / "client.py").write_bytes(b"mine\n")
    assert told(folder, without("client.py")) == (
        "Stale, and edited by hand: generated/shop/client.py\n"
        "generated/shop: 1 file does not belong there: move or delete by hand\n"
    )


@pytest.mark.parametrize("content", [None, b"{}\n"])
def test_only_the_manifest(folder: Path, content: bytes | None) -> None:
    (folder / MANIFEST).unlink()
    if content:
        (folder / MANIFEST).write_bytes(content)
    report = told(folder, FILES)
    assert f"generated/shop/{MANIFEST}" in report
    assert report.endswith(": run `apiloom generate`\n")


def test_other_line_ends(folder: Path) -> None:
    (folder / "client.py").write_bytes(b"class Client: ...\r\n")
    assert "Only the line ends differ: CRLF on the disk" in told(folder, FILES)


def test_what_is_no_text(folder: Path) -> None:
    report = told(folder, FILES | {"docs/logo.bin": b"\xff" * 9})
    assert "Not text: 3 bytes, and 9 as generated.\n" in report


def test_controls_do_not_reach_the_terminal(folder: Path) -> None:
    (folder / "client.py").write_bytes(b"\x1b[31mred\n")
    (folder / "esc\x1b.py").write_bytes(b"")
    report = told(folder, FILES)
    assert "\x1b" not in report
    assert "-\\x1b[31mred\n" in report
    assert "Not generated: 'generated/shop/esc\\x1b.py'\n" in report


def test_line_numbers_of_a_late_difference(folder: Path) -> None:
    lines = [f"{number}\n" for number in range(1, 10_001)]
    long = "".join(lines).encode()
    generate(folder, FILES | {"client.py": long})
    (folder / "client.py").write_bytes(long.replace(b"\n9000\n", b"\nnine\n9000\n"))
    assert "@@ -8997,7 +8997,6 @@\n 8997\n 8998\n 8999\n-nine\n 9000\n" in told(
        folder, FILES | {"client.py": long}
    )


def test_long_differences_are_cut(folder: Path) -> None:
    many = {f"m{i}.py": b"x\n" * 300 for i in range(10)}
    generate(folder, FILES | many)
    for name in many:
        (folder / name).write_bytes(b"y\n" * 300)
    report = told(folder, FILES | many)
    assert "... and 483 more lines about generated/shop/m0.py\n" in report
    assert "... and 5 more files that differ\n" in report
    assert "10 files differ: run `apiloom generate`\n" in report


def test_huge_differences_are_not_compared(folder: Path) -> None:
    generate(folder, FILES | {"client.py": b"x\n" * 5000})
    report = told(folder, FILES | {"client.py": b"y\n" * 6000})
    assert "From line 1 on, 5000 lines are 6000 as generated.\n" in report


def test_a_long_list_is_cut(tmp_path: Path) -> None:
    report = told(tmp_path / "shop", {f"m{i:02}.py": b"" for i in range(25)})
    assert "Missing: generated/shop/m19.py\n... and 5 more\n" in report
    assert report.endswith("25 files are missing: run `apiloom generate`\n")


def test_what_is_in_the_way(folder: Path) -> None:
    (folder / "client.py").unlink()
    (folder / "client.py").mkdir()
    (folder / "client.py" / "mine").write_bytes(b"")
    assert told(folder, FILES) == (
        "Not generated: generated/shop/client.py/mine\n"
        "In the way: generated/shop/client.py is a folder, where a file has to be\n"
        "generated/shop: 2 files do not belong there: move or delete by hand\n"
    )
