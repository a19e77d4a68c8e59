"""Deeply nested values of recursive unions are read in bounded time."""

from __future__ import annotations

import json
import time
from typing import Union

import httpx2
import pytest

from apiloom.runtime.decoding.decoders import Json
from apiloom.runtime.decoding.mismatches import Misfits
from apiloom.runtime.types.models import Adapter, Model


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
    misfits = Misfits()
    text = nested(60, innermost)
    value = Json(EITHER).read(httpx2.Response(200, text=text), misfits)
    assert time.process_time() - started < 2
    assert misfits
    levels = 0
    while value.inner is not None:
        assert isinstance(value, Right)
        value, levels = value.inner, levels + 1
    assert levels == 60


def test_usual_depths_are_checked_as_ever() -> None:
    misfits = Misfits()
    text = nested(5, {"right": 1, "inner": None, "note": '"]}{["'})
    value = Json(EITHER).read(httpx2.Response(200, text=text), misfits)
    assert not misfits
    assert isinstance(value.inner.inner, Right)


def test_one_variant_may_be_nested_deeply() -> None:
    text = '{"children":[' * 100 + "{}" + "]}" * 100
    tree: Tree | None = Adapter(Tree).from_json(text)
    levels = 0
    while tree is not None:
        tree, levels = tree.children[0] if tree.children else None, levels + 1
    assert levels == 101
