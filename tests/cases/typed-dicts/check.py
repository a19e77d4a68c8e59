"""Dicts that stand for models: their types are there, and cost nothing."""

import sys

import httpx2

from tests.workshop import Stage

DONE = httpx2.Response(204)


def check_what_the_types_allow_is_sent(stage: Stage) -> None:
    client = stage.client(DONE)
    line = {"sku": "a", "quantity": 1, "Line": {"post-code": "p", "class": 1}}
    tree = {"value": 1, "children": [{"value": 2, "children": []}]}
    labels = {"name": "n", "any": "key"}
    given = {"lines": [line | {"labels": labels}], "payment": {"number": "1"}}
    client.orders.create(**given, tree=tree)
    sent = {**given, "payment": {"kind": "card", "number": "1"}, "tree": tree}
    assert stage.body == sent
    client.messages.send(body=[{"content": "hi"}, {"tool": "t"}])
    assert stage.body == [
        {"role": "user", "content": "hi"},
        {"role": "tool", "tool": "t"},
    ]


def check_they_are_not_loaded(stage: Stage) -> None:
    client = stage.client(DONE)
    client.orders.create(lines=[{"sku": "a", "quantity": 1}])
    name = stage.package.__name__
    assert not [one for one in sys.modules if one.startswith(f"{name}.dicts.")]
    assert stage.package.dicts.Line.__required_keys__ >= {"sku", "quantity"}
