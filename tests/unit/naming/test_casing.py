"""Any string at all becomes a name."""

from __future__ import annotations

import keyword
import unicodedata
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import BaseModel

from apiloom.naming.casing import (
    LONGEST,
    argument_name,
    class_name,
    client_name,
    environment_variable,
    field_name,
    identifier,
    member_name,
    method_name,
    pascal,
    resource_name,
    shortened,
    snake,
    spelled,
    title,
    unique,
    upper,
    words,
)
from apiloom.runtime.client.base import BaseClient
from apiloom.runtime.client.sync_client import APIClient
from apiloom.runtime.types.models import Model

NAMERS: dict[str, Callable[[str], str]] = {
    "field": field_name,
    "argument": argument_name,
    "method": method_name,
    "resource": resource_name,
    "class": class_name,
    "member": member_name,
}

# Letters of many scripts, digits of many kinds, marks, symbols, whitespace.
anything = st.text(st.characters(codec="utf-8"), max_size=20) | st.text(
    "aZ09_-. ßİŉǅªº²½௰፩①Ⅷ名あٱ٣é́ﬁ\u200b ", max_size=12
)


@pytest.mark.parametrize("kind", NAMERS)
@settings(max_examples=250, deadline=None)
@given(text=anything)
def test_any_text_becomes_a_name(kind: str, text: str) -> None:
    name = NAMERS[kind](text)
    assert name.isidentifier()
    assert not keyword.iskeyword(name)
    assert not name.startswith("_")
    # Python normalises identifiers: what is written must be what getattr asks for.
    assert unicodedata.normalize("NFKC", name) == name
    assert NAMERS[kind](text) == name


@settings(max_examples=200, deadline=None)
@given(st.lists(anything, max_size=8, unique=True), st.sampled_from(sorted(NAMERS)))
def test_names_are_unique_and_stable(texts: list[str], kind: str) -> None:
    wanted = [(text, NAMERS[kind](text)) for text in texts]
    names = unique(wanted)
    assert list(names) == texts
    assert len(set(names.values())) == len(texts)
    assert all(name.isidentifier() for name in names.values())
    assert unique(wanted) == names
    # What is added at the end changes nothing, unless it is spelled like its name.
    if texts and wanted[-1][0] != wanted[-1][1]:
        earlier = unique(wanted[:-1])
        assert {key: names[key] for key in earlier} == earlier


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("createdAt", ("created", "At")),
        ("HTTPServerError", ("HTTP", "Server", "Error")),
        ("created_at", ("created", "at")),
        ("sha256Sum", ("sha256", "Sum")),
        ("2fa", ("2", "fa")),
        ("v1.2", ("v1", "2")),
        ("X-API-Key", ("X", "API", "Key")),
        ("  a  b\tc\n", ("a", "b", "c")),
        ("ﬁle", ("file",)),  # a ligature
        ("\uff21\uff42\uff43", ("Abc",)),  # full width
        ("名前", ("名前",)),
        ("a名b", ("a", "名", "b")),
        ("😀", ()),
        ("", ()),
    ],
)
def test_words(text: str, found: tuple[str, ...]) -> None:
    assert words(text) == found


@pytest.mark.parametrize(
    ("text", "as_snake", "as_pascal", "as_upper", "as_title"),
    [
        ("createdAt", "created_at", "CreatedAt", "CREATED_AT", "Created at"),
        ("user_uuid", "user_uuid", "UserUuid", "USER_UUID", "User uuid"),
        ("HTTPError", "http_error", "HTTPError", "HTTP_ERROR", "HTTP error"),
        ("not-ready", "not_ready", "NotReady", "NOT_READY", "Not ready"),
        ("", "", "", "", ""),
    ],
)
def test_cases(
    text: str, as_snake: str, as_pascal: str, as_upper: str, as_title: str
) -> None:
    assert snake(text) == as_snake
    assert pascal(text) == as_pascal
    assert upper(text) == as_upper
    assert title(text) == as_title


@settings(max_examples=200, deadline=None)
@given(st.text(st.characters(max_codepoint=127), max_size=20))
def test_casing_a_cased_name_changes_nothing(text: str) -> None:
    """Names are cased again: a constant from a method, a class from a resource."""
    assert snake(snake(text)) == snake(text)
    assert upper(upper(text)) == upper(text)
    assert upper(snake(text)) == upper(text)


@pytest.mark.parametrize(
    ("wire", "name"),
    [
        ("class", "class_"),
        ("None", "none"),
        ("self", "self_"),
        ("list", "list"),
        ("date", "date"),
        ("copy", "copy_"),
        ("json", "json_"),
        ("schema", "schema_"),
        ("model_config", "model_config_"),
        ("modelDump", "model_dump_"),
        ("to_dict", "to_dict_"),
        ("_links", "links"),
        ("__init__", "init"),
        ("$ref", "ref"),
        ("@type", "type"),
        ("1st", "field_1_st"),
        ("42", "field_42"),
        ("", "field_"),
        ("+", "plus"),
        ("😀", "x"),
        ("a.b[c]", "a_b_c"),
    ],
)
def test_fields(wire: str, name: str) -> None:
    assert field_name(wire) == name


PUBLIC = sorted(
    name for name in {*dir(Model), *dir(BaseModel)} if not name.startswith("_")
)


@pytest.mark.parametrize("attribute", PUBLIC)
def test_no_field_hides_an_attribute_of_its_model(attribute: str) -> None:
    assert field_name(attribute) not in PUBLIC


@pytest.mark.parametrize(
    "attribute", sorted(name for name in dir(APIClient) if not name.startswith("_"))
)
def test_no_resource_hides_an_attribute_of_the_client(attribute: str) -> None:
    assert resource_name(attribute) not in dir(BaseClient)
    assert resource_name(attribute) not in dir(APIClient)


@pytest.mark.parametrize(
    ("wire", "name"),
    [
        ("self", "self_"),
        ("cls", "cls_"),
        ("from", "from_"),
        ("X-Request-ID", "x_request_id"),
        ("page[size]", "page_size"),
        ("2x", "value_2_x"),
        ("ids[]", "ids"),
        (">", "greater_than"),
    ],
)
def test_arguments(wire: str, name: str) -> None:
    assert argument_name(wire) == name


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("pet", "Pet"),
        ("user_uuid", "UserUuid"),
        ("None", "None_"),
        ("Literal", "Literal"),
        ("Model", "Model"),
        ("3DModel", "Model3DModel"),
        ("Pet[Dog]", "PetDog"),
        ("x'); import os; (", "XImportOs"),
    ],
)
def test_classes(text: str, name: str) -> None:
    assert class_name(text) == name


@pytest.mark.parametrize(
    ("value", "name"),
    [
        ("not ready", "NOT_READY"),
        ("", "EMPTY"),
        (" ", "SPACE"),
        ("-1", "MINUS_1"),
        ("+1", "PLUS_1"),
        (-1, "MINUS_1"),
        (1, "VALUE_1"),
        ("1", "VALUE_1"),
        ("<=", "LESS_THAN_EQUALS"),
        ("😀", "X"),
        ("None", "NONE"),
        (True, "TRUE"),
        ("mro", "MRO_"),
        ("名前", "名前"),
    ],
)
def test_members(value: object, name: str) -> None:
    assert member_name(value) == name


@settings(max_examples=150, deadline=None)
@given(st.text("abc _-Z0", min_size=50, max_size=200))
def test_names_are_of_bearable_length(text: str) -> None:
    for name in (method_name(text), class_name(text), resource_name(text)):
        assert len(name) <= LONGEST + len("_Model")
        assert name.isidentifier()


def test_a_short_name_is_not_shortened() -> None:
    assert shortened("list_things", "_") == "list_things"
    long = "_".join(["word"] * 30)
    assert shortened(long, "_").startswith("word_word")
    assert shortened(long, "_") != shortened(f"{long}_more", "_")
    assert "__" not in shortened(long, "_")


def test_spelled_is_not_endless() -> None:
    assert spelled("&" * 100) == " ".join(["and"] * 8)
    assert spelled("a") == "x"


def test_identifiers() -> None:
    assert identifier("", "field_") == "field_"
    assert identifier("1", "field_") == "field_1"
    assert identifier("a-b c", "x") == "abc"
    assert identifier("pass", "x") == "pass_"


def test_unique_names() -> None:
    assert unique([("a", "x"), ("b", "x"), ("c", "x")]) == {
        "a": "x",
        "b": "x_2",
        "c": "x_3",
    }
    assert unique([("b", "x")], {"x"}) == {"b": "x_2"}
    # The one that is spelled so keeps its name.
    assert unique([("createdAt", "created_at"), ("created_at", "created_at")]) == {
        "createdAt": "created_at_2",
        "created_at": "created_at",
    }
    # A number that is taken is passed over.
    assert unique([("1", "x"), ("x_2", "x_2"), ("3", "x")])["3"] == "x_3"
    assert unique([("1", "class_"), ("2", "class_")])["2"] == "class_2"


def test_environment_variables() -> None:
    assert environment_variable("nhs_notify", "api_key") == "NHS_NOTIFY_API_KEY"
    assert environment_variable("apexVerify", "accessToken") == (
        "APEX_VERIFY_ACCESS_TOKEN"
    )


@pytest.mark.parametrize(
    ("title", "name"),
    [("Pet Shop", "PetShop"), ("Mapping", "MappingClient"), ("Hooks", "HooksClient")],
)
def test_a_client_hides_nothing_of_its_module(title: str, name: str) -> None:
    assert client_name(title) == name


INVISIBLE = (
    "\u034f\u115f\u1160\u17b4\u17b5\u180b\u180d\u180f\u3164\ufe00\ufe0f\uffa0"
    "\U000e0100\U000e01ef"
)


@pytest.mark.parametrize("namer", NAMERS)
@pytest.mark.parametrize("hidden", INVISIBLE, ids=ascii)
def test_what_nobody_sees_is_in_no_name(namer: str, hidden: str) -> None:
    named = NAMERS[namer]
    for text in (f"is{hidden}admin", f"{hidden}is admin{hidden}", f"{hidden}"):
        assert named(text).isprintable()
        assert not {*INVISIBLE} & {*named(text)}
    assert named(f"is{hidden}admin") == named("is admin")
