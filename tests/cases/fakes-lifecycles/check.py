"""A fake whose methods share objects: what is created can be read."""

from __future__ import annotations

import asyncio
from importlib import import_module
from typing import Any

import pytest

from tests.workshop import Stage


def testing_of(stage: Stage) -> Any:
    return import_module(f"{stage.package.__name__}.testing")


def fake_of(stage: Stage) -> Any:
    return testing_of(stage).FakeShop()


def check_objects_are_created_read_changed_and_deleted(stage: Stage) -> None:
    fake = fake_of(stage)
    state = testing_of(stage).stateful(fake.shops)
    shops = fake.client.with_options(validate_responses="strict").shops
    first = shops.create(name="Ann's", city="Bath", secret="s")
    assert (first.name, first.city, first.closed) == ("Ann's", "Bath", None)
    assert first.created is not None
    assert shops.get(first.id) == first
    second = shops.create(name="Bob's")
    assert second.id != first.id
    assert second.city is None
    changed = shops.update(first.id, name="Ann", opening={"from": 9})
    assert (changed.name, changed.city, changed.opening.from_) == ("Ann", "Bath", 9)
    assert shops.update(first.id, name="Ann", opening={"to": 18}).opening.from_ == 9
    replaced = shops.replace(first.id, name="Anna")
    assert (replaced.name, replaced.city, replaced.created) == (
        "Anna",
        None,
        first.created,
    )
    assert [one.name for one in shops.list()] == ["Anna", "Bob's"]
    assert shops.delete(first.id) is None
    errors = stage.package.errors
    for call in (shops.get, shops.delete):
        with pytest.raises(errors.NotFoundError) as caught:
            call(first.id)
        assert caught.value.reason.name == "NOT_FOUND"
        assert caught.value.body.message
    assert [one["name"] for one in state.objects] == ["Bob's"]
    fake.shops.get.raises(errors.ShopsGetRejection.NOT_FOUND).then.returns(state)
    with pytest.raises(errors.NotFoundError):
        shops.get(second.id)
    assert shops.get(second.id) == second
    fake.reset()
    assert shops.get(first.id).id != first.id or state.objects


def check_lists_have_pages_and_filters(stage: Stage) -> None:
    fake = fake_of(stage)
    state = testing_of(stage).stateful(
        fake.shops,
        *({"name": f"s{number}", "city": "AB"[number % 2]} for number in range(5)),
    )
    shops = fake.client.shops
    assert [one.name for one in shops.list()] == ["s0", "s1", "s2", "s3", "s4"]
    assert len(fake.shops.list.calls) == 3
    assert [one.name for one in shops.list(offset=3)] == ["s3", "s4"]
    assert [one.name for one in shops.list(city=["B"], limit=9)] == ["s1", "s3"]
    page = next(iter(shops.list(limit=3).pages()))
    assert (len(page.data), page.total) == (3, 5)
    state.clear()
    assert list(shops.list()) == []


def check_objects_are_within_others(stage: Stage) -> None:
    fake = fake_of(stage)
    testing = testing_of(stage)
    state = testing.stateful(fake)
    client = fake.client
    errors = stage.package.errors
    one, other = client.shops.create(name="one"), client.shops.create(name="other")
    order = client.orders.create(one.id, order={"paid": True, "items": ["egg"]}).order
    assert (order.paid, order.items) == (True, ["egg"])
    assert client.orders.get(one.id, order.uuid).order == order
    assert client.orders.receipt(one.id, order.uuid)
    for call in (client.orders.get, client.orders.receipt):
        with pytest.raises(errors.NotFoundError):
            call(other.id, order.uuid)
    assert [found.uuid for found in client.orders.list(one.id)] == [order.uuid]
    assert list(client.orders.list(other.id)) == []
    with pytest.raises(errors.NotFoundError):
        client.orders.create(999, order={})
    state.add({"paid": False}, shop_id=other.id)
    assert [found.paid for found in client.orders.list(other.id)] == [False]
    with pytest.raises(testing.FakeError, match=r"shop_id=…"):
        state.add({"paid": False})
    with pytest.raises(testing.InvalidResponse, match="/name: must be a string"):
        testing.stateful(fake.shops, {"name": 3})
    client.shops.delete(one.id)
    with pytest.raises(errors.NotFoundError):
        client.orders.get(one.id, order.uuid)
    assert {found.get("name", found.get("paid")) for found in state.objects} == {
        "other",
        False,
    }


def check_callers_name_objects_and_extensions_declare(stage: Stage) -> None:
    fake = fake_of(stage)
    testing_of(stage).stateful(fake)
    client = fake.client
    made = client.notes.with_raw_response.replace("a b", text="1", name="a b")
    assert made.status_code == 201
    assert client.notes.replace("a b", text="2", name="a b").text == "2"
    assert client.notes.get("a b").text == "2"
    plan = client.plans.create(title="Grow")
    assert client.plans.info(ref=plan.ref).title == "Grow"
    with pytest.raises(stage.package.errors.NotFoundError):
        client.plans.info(ref="other")
    with pytest.raises(testing_of(stage).FakeError, match="of another fake"):
        testing_of(stage).stateful(type(fake.plans)(fake._engine))


def check_both_clients_share_the_objects(stage: Stage) -> None:
    fake = fake_of(stage)
    testing_of(stage).stateful(fake)

    async def main() -> None:
        shop = await fake.async_client.shops.create(name="Ann's")
        assert fake.client.shops.get(shop.id) == shop
        names = [one.name async for one in fake.async_client.shops.list()]
        assert names == ["Ann's"]
        for _ in range(45):
            await fake.async_client.orders.create(shop.id, order={})
        found = [one.uuid async for one in fake.async_client.orders.list(shop.id)]
        assert len(set(found)) == 45
        assert len(fake.orders.list.calls) == 3

    asyncio.run(main())
