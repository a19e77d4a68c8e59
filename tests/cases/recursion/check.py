"""Types that contain themselves: models, aliases, and both through each other."""

import httpx2
import pytest

from tests.workshop import Stage

TREE = {
    "name": "a",
    "children": [{"name": "b", "children": [{"name": "c", "parent": None}]}],
    "leaf": {"tree": {"name": "d"}},
}


def check_a_model(stage: Stage) -> None:
    client = stage.client(httpx2.Response(200, json=TREE))
    tree = client.trees.plant(name="a", children=[{"name": "b"}])
    assert stage.body == {"name": "a", "children": [{"name": "b"}]}
    assert type(tree.children[0].children[0]) is stage.package.models.Tree
    assert tree.leaf.tree.name == "d"
    assert tree.to_dict() == TREE
    with pytest.raises(
        stage.package.errors.RequestValidationError, match="children.0.name"
    ):
        client.trees.plant(name="a", children=[{}])


def check_an_alias(stage: Stage) -> None:
    value = {"a": [1, "x", None, {"b": [True, 2.5]}]}
    client = stage.client(httpx2.Response(200, json=value))
    assert client.values.store(body=value) == value
    assert stage.body == value
    for plain in ("x", 1, None, []):
        client.values.store(body=plain)
        assert stage.body == plain


def check_lists_of_lists(stage: Stage) -> None:
    nested = [[], [[], [[]]]]
    assert stage.client(httpx2.Response(200, json=nested)).lists.load() == nested
    with pytest.raises(stage.package.errors.ResponseValidationError):
        stage.strict(httpx2.Response(200, json=[1])).lists.load()
    odd = [[[]], [[], [1, [[], 2]]], "x"]
    assert stage.client(httpx2.Response(200, json=odd)).lists.load() == odd
