"""What type checkers know of the dicts that stand for models.

A key or a value that is wrong is an error, however deep it is.
"""

# pyright: reportUnnecessaryTypeIgnoreComment=true

from typing import TYPE_CHECKING

from case_typed_dicts import AsyncDicts, Dicts, models

if TYPE_CHECKING:
    from case_typed_dicts import dicts


def nested(client: Dicts) -> None:
    client.orders.create(lines=[{"sku": "a", "quantity": 1}])
    client.orders.create(lines=[models.Line(sku="a", quantity=1)])
    client.orders.create(lines=[{"sku": "a", "quantity": "1"}])  # type: ignore
    client.orders.create(lines=[{"sku": "a", "quantity": 1, "x": 1}])  # type: ignore
    client.orders.create(lines=[{"sku": "a"}])  # type: ignore
    client.orders.create(lines=[{"sku": "a", "quantity": 1, "state": "new"}])
    client.orders.create(
        lines=[{"sku": "a", "quantity": 1, "state": "old"}]  # type: ignore
    )
    client.orders.create(lines=[{"sku": "a", "quantity": 1, "list": ["a"], "id": "i"}])
    client.orders.create(lines=[], address={"street": "s", "zip": None, "str": "s"})
    client.orders.create(lines=[], by_name={"home": {"street": "s"}})
    client.orders.create(lines=[], by_name={"home": {"stret": "s"}})  # type: ignore
    models_and_dicts: list[models.Line | dicts.Line] = [
        models.Line(sku="a", quantity=1),
        {"sku": "b", "quantity": 2},
    ]
    client.orders.create(lines=models_and_dicts)


def other_names(client: Dicts) -> None:
    odd: dicts.Odd = {"post-code": "p", "class": 1}
    client.orders.create(lines=[{"sku": "a", "quantity": 1, "Line": odd}])
    wrong: dicts.Odd = {"post_code": "p", "class": 1}  # type: ignore
    client.orders.create(lines=[{"sku": "a", "quantity": 1, "Line": wrong}])


def more_keys(client: Dicts) -> None:
    line: dicts.Line = {"sku": "a", "quantity": 1}
    line["labels"] = {"name": "n", "any": "key"}
    client.orders.create(lines=[line])


def recursive(client: Dicts) -> None:
    client.orders.create(
        lines=[], tree={"value": 1, "children": [{"value": 2, "children": []}]}
    )
    client.orders.create(
        lines=[],
        tree={"value": 1, "children": [{"valu": 2}]},  # type: ignore
    )


def unions(client: Dicts) -> None:
    client.orders.create(lines=[], payment={"kind": "card", "number": "1"})
    client.orders.create(lines=[], payment={"number": "1"})
    client.orders.create(lines=[], payment={"kind": "card", "iban": "1"})  # type: ignore
    client.orders.create(lines=[], payment={"kind": "cash"})  # type: ignore
    client.messages.send(body=[{"role": "user", "content": "hi"}, {"tool": "t"}])
    client.messages.send(body=[{"content": "hi"}])
    client.messages.send(body=[{"role": "tool", "content": "hi"}])  # type: ignore


async def awaited(client: AsyncDicts) -> None:
    await client.orders.create(lines=[{"sku": "a", "quantity": 1}])
    await client.orders.create(lines=[{"sk": "a", "quantity": 1}])  # type: ignore
    await client.orders.with_raw_response.create(lines=[{"sku": "a", "quantity": 1}])
    await client.orders.with_raw_response.create(lines=[{"sku": 1}])  # type: ignore
