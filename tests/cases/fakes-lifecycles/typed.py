"""What type checkers say to tests that use a stateful fake."""

from case_fakes_lifecycles.testing import FakeShop, State, build, stateful

fake = FakeShop()
state: State = stateful(fake.shops, build.Shop(name="Ann's"), {"name": "Bob's"})
state.add(build.Shop(), {"name": "C"})
state.add({"paid": True}, shop_id=3)
fake.shops.get.returns(state)
assert stateful(fake).objects[0]["name"]
state.clear()

stateful(fake.client)  # type: ignore[arg-type]  # pyright: ignore
stateful(fake.shops, 3)  # type: ignore[arg-type]  # pyright: ignore
stateful(fake.shops.get)  # type: ignore[arg-type]  # pyright: ignore
