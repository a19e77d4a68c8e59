"""An object is written as what it is where its parent is declared."""

import json

import httpx2

from tests.workshop import Stage

DONE = httpx2.Response(204)
AT = "2024-01-31T12:00:00.50Z"


def check_in_every_position(stage: Stage) -> None:
    models, orders = stage.package.models, stage.client(DONE).orders

    class Mine(models.Book):
        mine: int = 0

    book, wire = models.Book(id=1, isbn="X", at=AT), {"id": 1, "isbn": "X", "at": AT}
    mine, own = Mine(isbn="Y", mine=2), {"isbn": "Y", "mine": 2}
    plain = models.Item(id=3)
    named = {
        "item": book,
        "items": [plain, book, mine],
        "named": {"a": mine},
        "either": book,
        "text": mine,
        "order": models.Order(item=mine),
        "any": {"deep": [models.Order(item=book)]},
    }
    expected = {
        "item": wire,
        "items": [{"id": 3}, wire, own],
        "named": {"a": own},
        "either": wire,
        "text": json.dumps(own, separators=(",", ":")),
        "order": {"item": own},
        "any": {"deep": [{"item": wire}]},
    }
    orders.send(**named)
    assert stage.body == expected
    order = models.Order(**named)
    assert order.to_dict() == expected
    assert json.loads(order.to_json()) == expected
    assert order.item is book
    orders.book(body=[mine, book])
    assert stage.body == [own, wire]
    orders.form(items=[mine])
    assert (
        json.loads(stage.sent.url.copy_with(query=stage.sent.content).params["items"])
        == own
    )
    orders.parts(order=models.Order(item=mine), item=mine)
    text = stage.sent.content.decode()
    assert '{"item":{"isbn":"Y","mine":2}}' in text
    assert '\r\n\r\n{"isbn":"Y","mine":2}\r\n' in text


def check_what_is_no_subclass_is_written_as_before(stage: Stage) -> None:
    models = stage.package.models
    order = models.Order(item=models.Item(id=1, at=AT), items=[])
    assert order.to_dict() == {"item": {"id": 1, "at": AT}, "items": []}


def check_a_subclass_that_only_another_resource_receives(stage: Stage) -> None:
    models, orders = stage.package.models, stage.client(DONE).orders
    orders.send(item=models.Loan(id=1, until="2024-01-31"))
    assert stage.body == {"item": {"id": 1, "until": "2024-01-31"}}
