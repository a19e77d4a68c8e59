"""All or nothing: runs that the disk lets down half way."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from generator.output import OutputError, apply, plan
from tests.unit.output.conftest import FILES, NEW, generate


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
