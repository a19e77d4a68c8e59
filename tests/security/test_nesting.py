"""Deeply nested values of unions within unions are read in bounded time."""

from __future__ import annotations

import json
import time
from contextlib import suppress
from typing import Annotated, Any, Union

import httpx2
import pytest
from pydantic import ValidationError, create_model

from apiloom.runtime.core.errors import RequestValidationError
from apiloom.runtime.decoding.decoders import Json
from apiloom.runtime.decoding.mismatches import Mismatches
from apiloom.runtime.encoding.checks import Checker
from apiloom.runtime.types.models import Adapter, Model
from apiloom.runtime.types.unions import Discriminated


class Left(Model):
    inner: Union[Left, Right, Both, None] = None  # noqa: UP007
    left: int


class Right(Model):
    inner: Union[Left, Right, Both, None] = None  # noqa: UP007
    right: int


class Both(Model):
    inner: Union[Left, Right, Both, None] = None  # noqa: UP007
    left: int
    right: int


class Tree(Model):
    children: list[Tree] | None = None


EITHER = Union[Left, Right, Both]  # noqa: UP007


def nested(depth: int, innermost: object) -> str:
    value: object = innermost
    for _ in range(depth):
        value = {"inner": value, "right": 1}
    return json.dumps(value)


@pytest.mark.parametrize("innermost", [{"right": 1}, {"right": "no number"}])
def test_a_union_that_contains_itself(innermost: object) -> None:
    started = time.process_time()
    mismatches = Mismatches()
    text = nested(60, innermost)
    value = Json(EITHER).read(httpx2.Response(200, text=text), mismatches)
    assert time.process_time() - started < 10
    assert bool(mismatches) is (innermost != {"right": 1})
    levels = 0
    while value.inner is not None:
        assert isinstance(value, Right)
        value, levels = value.inner, levels + 1
    assert levels == 60


def test_usual_depths_are_checked_as_ever() -> None:
    mismatches = Mismatches()
    text = nested(5, {"right": 1, "inner": None, "note": '"]}{["'})
    value = Json(EITHER).read(httpx2.Response(200, text=text), mismatches)
    assert not mismatches
    assert isinstance(value.inner.inner, Right)


def test_one_variant_may_be_nested_deeply() -> None:
    text = '{"children":[' * 100 + "{}" + "]}" * 100
    tree: Tree | None = Adapter(Tree).from_json(text)
    levels = 0
    while tree is not None:
        tree, levels = tree.children[0] if tree.children else None, levels + 1
    assert levels == 101


LADDER = 18


class Rung(Model):
    pass


def ladder() -> Any:
    """Return a union of two, each of which has the next one: nothing is recursive."""
    rung: Any = Rung
    for _ in range(LADDER):
        left = create_model("Left", __base__=Model, inner=(rung | None, None), left=int)
        right = create_model("Right", __base__=Model, inner=(rung, None), right=int)
        rung = Union[left, right]  # noqa: UP007
    return rung


def test_unions_that_lead_to_others() -> None:
    started = time.process_time()
    text = nested(LADDER, {"right": "no number"})
    Json(ladder()).read(httpx2.Response(200, text=text), Mismatches())
    assert time.process_time() - started < 10


def test_many_values_that_are_nested() -> None:
    started = time.process_time()
    mismatches = Mismatches()
    text = f"[{','.join([nested(12, {'right': 1})] * 100)}]"
    values = Json(list[EITHER]).read(httpx2.Response(200, text=text), mismatches)
    assert time.process_time() - started < 10
    assert not mismatches
    assert all(isinstance(value.inner.inner, Right) for value in values)


class Tree1(Model):
    inner: Tagged | None = None
    kind: str
    number: int


class Tree2(Model):
    inner: Tagged | None = None
    kind: str
    number: int


Tagged = Annotated[Tree1 | Tree2, Discriminated("kind", {"1": Tree1, "2": Tree2})]


@pytest.mark.parametrize("validate", [True, False])
@pytest.mark.parametrize("innermost", [{"right": 1}, {"left": "no", "right": "no"}])
def test_arguments_are_checked_in_bounded_time(
    validate: bool, innermost: object
) -> None:
    started = time.process_time()
    for depth in (12, 40):
        value = json.loads(nested(depth, innermost))
        with suppress(RequestValidationError):
            Checker(EITHER).checked(value, "body", validate=validate)
        with suppress(ValidationError):
            Tree.model_validate({"children": [value]})
            Right(inner=value, right=1)
    assert time.process_time() - started < 10


def test_arguments_that_are_nested_too_deeply() -> None:
    value = json.loads(nested(60, {"right": 1}))
    with pytest.raises(RequestValidationError, match="pass models instead of dicts"):
        Checker(EITHER).checked(value, "body")
    made = Right(right=1)
    for _ in range(60):
        made = Right(inner=made, right=1)
    assert Checker(EITHER).checked(made, "body") is made


def test_arguments_that_omit_their_tags() -> None:
    value: object = {"number": 1}
    for _ in range(40):
        value = {"inner": value, "number": 1}
    started = time.process_time()
    with pytest.raises(RequestValidationError, match="is required"):
        Checker(Tagged).checked(value, "body")
    for _ in range(40):
        value = {"inner": value, "kind": "2", "number": 1}
    with pytest.raises(RequestValidationError, match="is required"):
        Checker(Tagged).checked(value, "body")
    assert time.process_time() - started < 10


class Branch(Model):
    """The same name leads to one variant here, and to several there."""

    next: Branch | None = None
    either: Union[Branch, Left, Both, None] = None  # noqa: UP007
    branch: int


def test_only_unions_that_a_value_has_are_counted() -> None:
    value: object = {"branch": 1, "either": {"branch": 2}}
    for number in range(40):
        value = {"branch": number, "next": value}
    made = Branch.model_validate(value)
    assert made.model_dump(exclude_unset=True) == value
    assert Checker(Branch).checked(value, "body") is not None
    value = {"branch": 1, "either": json.loads(nested(40, {"right": 1}))}
    with pytest.raises(ValidationError, match="nested too deeply"):
        Branch.model_validate(value)
    itself: dict[str, object] = {"branch": 1}
    itself["either"] = itself
    with pytest.raises(ValidationError, match="nested too deeply"):
        Branch.model_validate(itself)


class Equal(Model):
    equal: str


class Inverse(Model):
    inverse: Union[Equal, Inverse, Every]  # noqa: UP007


class Every(Model):
    every: list[Union[Equal, Inverse, Every]]  # noqa: UP007


def test_variants_with_properties_of_their_own_may_be_nested_deeply() -> None:
    value: object = {"equal": "a"}
    for _ in range(30):
        value = {"inverse": {"every": [value, {"equal": "b"}]}}
    adapter: Adapter[Inverse] = Adapter(Union[Equal, Inverse, Every])  # noqa: UP007
    text = json.dumps(value)
    assert adapter.tries(text) == 0
    assert adapter.to_json(adapter.from_json(text)) == adapter.to_json(
        adapter.from_python(value)
    )
