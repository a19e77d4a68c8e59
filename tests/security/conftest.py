"""Fixtures that several tests of this folder ask for."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.security.canary import SECRET, put


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A folder that may be read, with a secret beside it, and links that lead there."""
    put(tmp_path / "secret.yaml", SECRET)
    folder = tmp_path / "project"
    (folder / "sub").mkdir(parents=True)
    (folder / "link.yaml").symlink_to(tmp_path / "secret.yaml")
    (folder / "up").symlink_to(tmp_path)
    (folder / "sub" / "chain.yaml").symlink_to("../link.yaml")
    return folder
