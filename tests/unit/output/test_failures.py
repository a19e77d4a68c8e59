"""All or nothing: what stops a run, and what it says.

Runs that are stopped at each of their steps are in `tests/security/test_writing.py`.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from apiloom.output import OutputError, apply, plan
from tests.unit.output.conftest import FILES, NEW, contents, generate


class FullDisk:
    """Has no room for the nth file."""

    def __init__(self, full: int, error: BaseException) -> None:
        self.full, self.error, self.count = full, error, 0
        self.write = os.write

    def __call__(self, descriptor: int, content: bytes) -> int:
        self.count += 1
        if self.count == self.full:
            raise self.error
        return self.write(descriptor, content)


@pytest.mark.usefixtures("unchanged")
@pytest.mark.parametrize("full", range(1, 5))
@pytest.mark.parametrize("error", [OSError(28, "No space left"), KeyboardInterrupt()])
def test_a_failure_half_way(
    folder: Path, full: int, error: BaseException, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = {name: content for name, content in NEW.items() if name != "models/shop.py"}
    made = plan(folder, files, label="generated/shop")
    monkeypatch.setattr(os, "write", FullDisk(full, error))
    with pytest.raises((OutputError, KeyboardInterrupt)) as caught:
        apply(made)
    if isinstance(error, OSError):
        assert str(caught.value) == (
            "generated/shop: cannot be written: No space left; nothing was changed"
        )
    assert os.listdir(folder.parent) == ["shop"]
    assert contents(folder).keys() - {".apiloom.json"} == FILES.keys()


def test_as_many_failures_as_there_are_steps(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # What the test above counts to: the manifest, one changed, two added.
    files = {name: content for name, content in NEW.items() if name != "models/shop.py"}
    disk = FullDisk(5, OSError())
    monkeypatch.setattr(os, "write", disk)
    generate(folder, files)
    assert disk.count == 4


def test_a_first_run_that_fails_leaves_no_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "write", FullDisk(3, OSError(28, "No space left")))
    with pytest.raises(OutputError):
        generate(tmp_path / "deep" / "down" / "shop", FILES)
    assert not list(tmp_path.iterdir())


@pytest.mark.usefixtures("unchanged")
def test_a_file_that_comes_in_between(folder: Path) -> None:
    made = plan(folder, NEW)
    (folder / "more").mkdir()
    (folder / "more" / "deep.py").write_bytes(b"mine\n")
    with pytest.raises(OutputError, match=r"deep\.py was not written by apiloom"):
        apply(made)
    assert (folder / "more" / "deep.py").read_bytes() == b"mine\n"
    assert not (folder / "errors.py").exists()


def test_a_run_that_comes_in_between(folder: Path) -> None:
    made = plan(folder, NEW)
    generate(folder, FILES | {"errors.py": NEW["errors.py"]})
    apply(made)
    assert plan(folder, NEW).is_clean


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
