"""Enums that a server may extend."""

from __future__ import annotations

import copy
import json
import pickle
from typing import Any

import pytest
from pydantic import TypeAdapter, ValidationError

from apiloom.runtime.types.enums import OpenIntEnum, OpenStrEnum


class Colour(OpenStrEnum):
    RED = "red"
    DARK_BLUE = "dark blue"


class Level(OpenIntEnum):
    LOW = 1
    HIGH = 2


COLOURS = TypeAdapter(Colour)
LEVELS = TypeAdapter(Level)


def test_known_values_are_the_members() -> None:
    assert Colour("red") is Colour.RED
    assert Level(2) is Level.HIGH
    assert COLOURS.validate_json('"red"') is Colour.RED
    assert LEVELS.validate_json("1") is Level.LOW
    assert Colour.RED.is_known
    assert Level.LOW.is_known


@pytest.mark.parametrize("colour", [Colour.RED, Colour("green"), Colour("")])
def test_a_string_member_is_its_string(colour: Colour) -> None:
    text = colour.value
    assert colour == text
    assert hash(colour) == hash(text)
    assert {text: 1}[colour] == 1
    assert str(colour) == f"{colour}" == text
    assert f"{colour:>10}" == f"{text:>10}"
    assert f"[{colour!s}]" == f"[{text}]"
    assert json.dumps({"a": colour}) == json.dumps({"a": text})
    assert COLOURS.dump_json(colour) == json.dumps(text).encode()
    assert COLOURS.dump_python(colour, mode="json") == text
    assert isinstance(colour, Colour)


@pytest.mark.parametrize("level", [Level.LOW, Level(99), Level(-1)])
def test_an_integer_member_is_its_integer(level: Level) -> None:
    number = level.value
    assert level == number
    assert hash(level) == hash(number)
    assert str(level) == f"{level}" == str(number)
    assert f"{level:04d}" == f"{number:04d}"
    assert json.dumps([level]) == json.dumps([number])
    assert LEVELS.dump_json(level) == str(number).encode()
    assert level + 1 == number + 1


@pytest.mark.parametrize("member", [Colour.RED, Colour("green"), Level.LOW, Level(99)])
def test_members_survive_copying_and_pickling(member: Colour | Level) -> None:
    for found in (
        pickle.loads(pickle.dumps(member)),
        copy.copy(member),
        copy.deepcopy(member),
    ):
        assert found == member
        assert type(found) is type(member)
        assert found.value == member.value
        assert found.is_known == member.is_known


def test_unknown_values_are_kept_and_marked() -> None:
    colour = COLOURS.validate_json('"green"')
    assert (colour.name, colour.value, colour.is_known) == ("UNKNOWN", "green", False)
    assert repr(colour) == "<Colour.UNKNOWN: 'green'>"
    level = LEVELS.validate_python(99)
    assert (level.name, level.value, level.is_known) == ("UNKNOWN", 99, False)


def test_unknown_values_do_not_become_members() -> None:
    assert Colour("green") == Colour("green")
    assert Colour("green") != Colour("blue")
    assert list(Colour) == [Colour.RED, Colour.DARK_BLUE]
    assert len(Level) == 2
    assert Level(99) not in list(Level)


def test_a_member_can_be_matched() -> None:
    def kind(colour: Any) -> str:
        match colour:
            case Colour.RED:
                return "red"
            case Colour.DARK_BLUE:
                return "blue"
            case _:
                return f"other: {colour}"

    assert [kind(Colour(one)) for one in ("red", "dark blue", "x")] == [
        "red",
        "blue",
        "other: x",
    ]


@pytest.mark.parametrize("value", [1, None, True, 1.5, ["red"], {"red": 1}])
def test_only_strings_are_string_members(value: Any) -> None:
    with pytest.raises(ValueError, match="is not a valid Colour"):
        Colour(value)
    with pytest.raises(ValidationError):
        COLOURS.validate_python(value)


@pytest.mark.parametrize("value", ["1", None, 1.5, [1]])
def test_only_integers_are_integer_members(value: Any) -> None:
    with pytest.raises(ValueError, match="is not a valid Level"):
        Level(value)


def test_a_boolean_is_no_unknown_integer() -> None:
    with pytest.raises(ValueError, match="False is not a valid Level"):
        Level(False)
