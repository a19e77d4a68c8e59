"""Lines and columns, against counting."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apiloom.document.read.positions import LineIndex


@pytest.mark.parametrize(
    ("text", "offset", "place"),
    [
        ("", 0, (1, 1)),
        ("ab", 2, (1, 3)),
        ("a\nb", 1, (1, 2)),
        ("a\nb", 2, (2, 1)),
        ("a\r\nb", 3, (2, 1)),
        ("\n\n", 2, (3, 1)),
    ],
)
def test_a_place(text: str, offset: int, place: tuple[int, int]) -> None:
    assert LineIndex(text).place(offset) == place


@given(text=st.text(alphabet="a\n\r", max_size=30), data=st.data())
def test_places_in_any_order(text: str, data: st.DataObject) -> None:
    lines = LineIndex(text)
    for offset in data.draw(st.lists(st.integers(0, len(text)), max_size=8)):
        before = text[:offset]
        line, column = before.count("\n") + 1, len(before.rpartition("\n")[2]) + 1
        assert lines.place(offset) == (line, column)
