"""Models, unions, and the types that pydantic lacks."""

from __future__ import annotations

import json
import pickle
from datetime import date
from typing import Annotated, Any, Literal

import pytest
from pydantic import Field, TypeAdapter, ValidationError

from apiloom.runtime.types.enums import OpenStrEnum
from apiloom.runtime.types.models import Adapter, Model, Pattern, wire_member
from apiloom.runtime.types.response_context import RESPONSE
from apiloom.runtime.types.scalars import Base64
from apiloom.runtime.types.unions import Discriminated, UnknownVariant


class Size(OpenStrEnum):
    SMALL = "small"


class Part(Model):
    part_id: Annotated[int, Field(alias="partId")]


class Thing(Model):
    thing_id: Annotated[str, Field(alias="thingId")]
    born: date | None = None
    size: Size | None = None
    parts: list[Part] | None = None
    data: Base64 | None = None


class Counts(Model):
    total: int
    __pydantic_extra__: dict[str, int]


class Cat(Model):
    pet_kind: Annotated[Literal["cat", "tiger"], Field(alias="petKind")]
    lives: int | None = None


class Dog(Model):
    kind_of_pet: Annotated[Literal["dog"], Field(alias="petKind")]
    barks: bool


Pet = Annotated[
    Cat | Dog | UnknownVariant,
    Discriminated("petKind", {"cat": Cat, "tiger": Cat, "dog": Dog}),
]
STRICT_PET = Annotated[Cat | Dog, Discriminated("petKind", {"cat": Cat, "dog": Dog})]


class Owner(Model):
    pet: Pet | None = None
    pets: list[Pet] | None = None


PETS: Adapter[Any] = Adapter(Pet)


# --- absent, null, value -----------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        '{"thingId":"a"}',
        '{"thingId":"a","born":null}',
        '{"thingId":"a","born":"2024-05-06","size":"huge"}',
        '{"thingId":"a","parts":[{"partId":1},{"partId":2,"other":[null]}]}',
        '{"thingId":"a","data":"AP8="}',
        '{"thingId":"a","unknown":{"b":[1,2.5,null,"x"]},"another":null}',
    ],
)
def test_what_was_read_is_what_is_written(text: str) -> None:
    thing = Thing.model_validate_json(text)
    assert json.loads(thing.to_json()) == thing.to_dict() == json.loads(text)


def test_members_are_attributes_with_python_names() -> None:
    thing = Thing.model_validate_json('{"thingId":"a","born":"2024-05-06","x-y":1}')
    assert thing.thing_id == "a"
    assert thing.born == date(2024, 5, 6)
    assert thing.size is None
    assert thing.model_extra == {"x-y": 1}


def test_a_model_takes_either_name() -> None:
    given: dict[str, Any] = {"partId": 1}
    assert Part(part_id=1) == Part(**given) == Part.model_validate(given)
    assert Part(part_id=1).to_dict() == {"partId": 1}


def test_setting_a_member_to_null_is_not_leaving_it_out() -> None:
    thing = Thing(thing_id="a", born=None)
    assert thing.to_dict() == {"thingId": "a", "born": None}
    thing.size = None
    assert thing.to_json() == '{"thingId":"a","born":null,"size":null}'


def test_an_unknown_enum_value_is_kept() -> None:
    thing = Thing.model_validate_json('{"thingId":"a","size":"huge"}')
    assert thing.size == "huge"
    assert isinstance(thing.size, Size)
    assert not thing.size.is_known


def test_members_that_the_specification_does_not_know_can_have_a_type() -> None:
    counts = Counts.model_validate_json('{"total":1,"a":2}')
    assert counts.model_extra == {"a": 2}
    assert counts.to_dict() == {"total": 1, "a": 2}
    with pytest.raises(ValidationError, match="valid integer"):
        Counts.model_validate_json('{"total":1,"a":"many"}')


def test_models_survive_pickling() -> None:
    thing = Thing.model_validate_json('{"thingId":"a","size":"huge","x":{"y":1}}')
    again = pickle.loads(pickle.dumps(thing))
    assert again == thing
    assert again.to_json() == thing.to_json()


@pytest.mark.parametrize(
    ("path", "found"),
    [
        (("thingId",), "a"),
        (("thing_id",), None),
        (("extra", "deep"), 1),
        (("parts",), [Part(part_id=1)]),
        (("born",), None),
        (("missing", "deeper"), None),
        (("thingId", "deeper"), None),
    ],
)
def test_a_member_by_its_name_in_the_api(path: tuple[str, ...], found: object) -> None:
    given = {"thingId": "a", "parts": [{"partId": 1}], "extra": {"deep": 1}}
    assert wire_member(Thing.model_validate(given), path) == found


# --- discriminators ----------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ('{"petKind":"cat"}', Cat),
        ('{"petKind":"tiger","lives":9}', Cat),
        ('{"petKind":"dog","barks":true,"x":1}', Dog),
        ('{"petKind":"fish","fins":[1]}', UnknownVariant),
        ('{"petKind":7}', UnknownVariant),
    ],
)
def test_the_member_chooses_the_variant(text: str, kind: type[Model]) -> None:
    pet = PETS.from_json(text.encode())
    assert type(pet) is kind
    assert pet.to_dict() == json.loads(text)
    assert json.loads(PETS.to_json(pet)) == json.loads(text)
    assert type(PETS.from_python(json.loads(text))) is kind


@pytest.mark.parametrize("text", ['{"fins":2}', '{"petKind":null}'])
def test_a_response_lacks_the_member(text: str) -> None:
    with pytest.raises(ValidationError, match='petKind is required: "cat" or "tiger"'):
        PETS.from_json(text.encode())


def test_a_caller_says_which_variant_is_meant() -> None:
    assert PETS.from_python({"barks": True}) == Dog(kind_of_pet="dog", barks=True)
    with pytest.raises(ValidationError, match='petKind is required: "cat" or "tiger"'):
        PETS.from_python({"fins": 2})


@pytest.mark.parametrize(
    "text", ['{"petKind":"dog"}', '{"petKind":"cat","lives":"many"}']
)
def test_a_broken_object_of_a_known_kind_is_not_an_unknown_one(text: str) -> None:
    with pytest.raises(ValidationError):
        PETS.from_json(text.encode())


@pytest.mark.parametrize("text", ["null", "1", '"cat"', "[]"])
def test_what_is_no_object_is_no_variant(text: str) -> None:
    with pytest.raises(ValidationError):
        PETS.from_json(text.encode())


@pytest.mark.parametrize(
    "pet",
    [
        Cat(pet_kind="cat"),
        Dog(kind_of_pet="dog", barks=False),
        UnknownVariant.model_validate({"petKind": "fish", "fins": 2}),
    ],
)
def test_instances_are_taken_as_they_are(pet: Model) -> None:
    assert PETS.from_python(pet) is pet
    owner = Owner(pet=pet, pets=[pet])
    assert owner.pet is pet
    assert owner.to_dict() == {"pet": pet.to_dict(), "pets": [pet.to_dict()]}


def test_a_variant_inside_an_answer_goes_back_as_it_came() -> None:
    text = '{"pet":{"petKind":"fish","x":1},"pets":[{"petKind":"cat"}]}'
    owner = Owner.model_validate_json(text)
    again = Owner(pet=owner.pet, pets=owner.pets)
    assert json.loads(again.to_json()) == json.loads(text)


def test_python_names_choose_as_well() -> None:
    assert type(PETS.from_python({"pet_kind": "cat"})) is Cat
    assert type(PETS.from_python({"kind_of_pet": "dog", "barks": True})) is Dog


class Measured(Model):
    __pydantic_extra__: dict[str, int] = Field(init=False)
    size: int | float


class Other(Model):
    name: str


def test_a_number_is_written_as_it_was_also_where_pydantic_is_not_sure() -> None:
    """It never is of an object whose other members have a type, in a union."""
    adapter = TypeAdapter[Any](Measured | Other)
    for text in ('{"size":1}', '{"size":1.0}'):
        found = adapter.validate_json(text, context=RESPONSE)
        assert adapter.dump_json(found, exclude_unset=True).decode() == text


def test_a_union_without_the_unknown_variant_is_closed() -> None:
    adapter: Adapter[Any] = Adapter(STRICT_PET)
    assert type(adapter.from_python({"petKind": "cat"})) is Cat
    with pytest.raises(ValidationError):
        adapter.from_python({"petKind": "fish"})


# --- base64, patterns --------------------------------------------------------

BYTES: Adapter[bytes] = Adapter(Base64)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("", b""),
        ("AA==", b"\0"),
        ("AA", b"\0"),
        ("+/8=", b"\xfb\xff"),
        ("-_8", b"\xfb\xff"),
        ("aGVsbG8=", b"hello"),
    ],
)
def test_bytes_come_as_base64(text: str, value: bytes) -> None:
    assert BYTES.from_json(json.dumps(text).encode()) == value
    again = json.loads(BYTES.to_json(value))
    assert BYTES.from_python(again) == value
    assert json.loads(BYTES.to_json(BYTES.from_json(json.dumps(text).encode()))) == text
    assert not set(again) & set("-_")


@pytest.mark.parametrize("text", ["a", "AA=A", "ä", "A A=", "!!!!"])
def test_what_is_not_base64_is_refused(text: str) -> None:
    with pytest.raises(ValidationError):
        BYTES.from_python(text)
    # The format of a string in an answer is no reason to refuse the answer.
    assert BYTES.from_json(json.dumps(text).encode()) == text


def test_bytes_are_passed_as_bytes() -> None:
    assert BYTES.from_python(b"AA==") == b"AA=="
    assert Thing(thing_id="a", data=b"\xff").to_json() == (
        '{"thingId":"a","data":"/w=="}'
    )


def test_a_pattern_is_not_anchored() -> None:
    adapter: Adapter[str] = Adapter(Annotated[str, Pattern("b+")])
    assert adapter.from_python("abbc") == "abbc"
    with pytest.raises(ValidationError, match=r"should match b\+"):
        adapter.from_python("ac")


def test_a_pattern_can_be_anchored() -> None:
    adapter: Adapter[str] = Adapter(Annotated[str, Pattern("^[A-Z]{2}$")])
    assert adapter.from_python("DE") == "DE"
    for wrong in ("de", "DEU", " DE"):
        with pytest.raises(ValidationError):
            adapter.from_python(wrong)


# --- adapters ----------------------------------------------------------------


def test_an_adapter_writes_what_was_set_under_the_names_of_the_api() -> None:
    things: Adapter[list[Thing]] = Adapter(list[Thing])
    found = things.from_json(b'[{"thingId":"a","born":null}]')
    assert things.to_json(found) == b'[{"thingId":"a","born":null}]'
    assert things.to_jsonable(found) == [{"thingId": "a", "born": None}]


def test_an_adapter_is_built_only_once_and_only_when_needed() -> None:
    adapter: Adapter[Any] = Adapter("not a type at all")
    with pytest.raises(Exception, match=r"not a type at all|invalid syntax"):
        adapter.from_python(1)
    good: Adapter[int] = Adapter(int)
    assert good._ready() is good._ready()
