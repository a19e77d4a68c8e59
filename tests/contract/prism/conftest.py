"""Prism, installed once for all tests of this folder."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.contract.prism.install import Unreachable, installed


@pytest.fixture(scope="session")
def prism() -> Path:
    """The entry of Prism's command line; without a network, the tests are skipped."""
    try:
        return installed()
    except Unreachable as error:
        pytest.skip(f"npm's registry cannot be reached: {error}")
