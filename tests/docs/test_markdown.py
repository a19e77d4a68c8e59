"""The pages of the clients and of this project satisfy a Markdown linter.

`make browser` installs it. Rules that are about taste, not about how a page is shown,
are off: the length of lines, HTML (folded blocks), equal headings, `$` before commands.
"""

from __future__ import annotations

from typing import Any

import pytest

from tests.docs.pages import GENERATED, ROOT

api: Any = pytest.importorskip("pymarkdown.api", reason="needs pymarkdownlnt")

OFF = ("md013", "md014", "md024", "md033", "md041")
PLACES = (
    *(GENERATED / name for name in ("apexverify", "experian_phone", "vec")),
    GENERATED / "nhs_notify",
    ROOT / "docs",
    ROOT / "README.md",
    ROOT / "CONTRIBUTING.md",
    ROOT / "CHANGELOG.md",
)


@pytest.mark.slow
def test_the_linter_finds_nothing() -> None:
    linter = api.PyMarkdownApi().enable_extension_by_identifier("front-matter")
    linter.set_boolean_property("plugins.md010.code_blocks", False)  # gofmt's tabs
    for rule in OFF:
        linter.disable_rule_by_identifier(rule)
    found: list[object] = []
    for place in PLACES:
        scanned = linter.scan_path(str(place), recurse_if_directory=place.is_dir())
        found += [*scanned.scan_failures, *scanned.pragma_errors]
    assert found == []
