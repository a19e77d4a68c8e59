"""The four clients of this repository, driven over real HTTP on loopback."""

import pytest

pytest.register_assert_rewrite("tests.clients.calls", "tests.clients.reading")
