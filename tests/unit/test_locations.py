"""Pointers and locations."""

from __future__ import annotations

import pytest

from apiloom.locations import Location, Pointer


def test_a_pointer_reads_as_a_fragment() -> None:
    pointer = Pointer().child("paths", "/x~y/{id}").child("get")
    assert str(pointer) == "#/paths/~1x~0y~1{id}/get"
    assert str(Pointer()) == "#"
    assert str(Pointer("schemas/pet.yaml").child("Pet")) == "schemas/pet.yaml#/Pet"


def test_control_characters_stay_on_the_line() -> None:
    assert str(Pointer().child("a\nb\x7f")) == "#/a%0Ab%7F"


@pytest.mark.parametrize(
    "text", ["#", "#/", "#/a", "#/~01/~1", "other.yaml#/a/0", "#//", "a.yaml#"]
)
def test_parse_undoes_str(text: str) -> None:
    assert str(Pointer.parse(text)) == text


def test_parse_takes_a_bare_pointer() -> None:
    assert Pointer.parse("/a/b") == Pointer().child("a", "b")


def test_parse_refuses_an_anchor() -> None:
    with pytest.raises(ValueError, match="not a JSON pointer"):
        Pointer.parse("#Pet")


def test_indices_and_their_text_are_the_same() -> None:
    assert Pointer().child(1) == Pointer().child("1")
    assert hash(Pointer().child(1)) == hash(Pointer().child("1"))
    assert Pointer() != Pointer("a.yaml")
    assert Pointer() != "#"


def test_pointers_sort_as_people_count() -> None:
    pointers = [Pointer("b"), *(Pointer().child("x", i) for i in (10, 9, "a"))]
    ordered = [str(pointer) for pointer in sorted(pointers)]
    assert ordered == ["#/x/9", "#/x/10", "#/x/a", "b#"]


def test_parts_of_a_pointer() -> None:
    pointer = Pointer("f").child("a", "b")
    assert pointer.parent == Pointer("f").child("a")
    assert pointer.name == "b"
    assert Pointer().parent == Pointer()
    assert Pointer().name == ""
    assert pointer.starts_with(Pointer("f").child("a"))
    assert not pointer.starts_with(Pointer().child("a"))
    assert repr(pointer) == "Pointer('f#/a/b')"


def test_a_pointer_is_immutable() -> None:
    with pytest.raises(AttributeError):
        Pointer().file = "x"
    with pytest.raises(AttributeError):
        del Pointer().tokens


def test_a_location_reads_as_editors_link_it() -> None:
    assert str(Location("spec.yaml", 3, 7, Pointer())) == "spec.yaml:3:7"
