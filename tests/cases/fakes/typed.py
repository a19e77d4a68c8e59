"""What type checkers say to tests that use the fake."""

from typing import assert_type

import httpx2
from case_fakes import UNSET, errors, models
from case_fakes._runtime.core.unset import Unset
from case_fakes.testing import FakeZoo, build

fake = FakeZoo()
animal = build.Animal(name="Otto")
assert_type(animal, models.Animal)
fake.animals.get.returns(name="Emil", kind="cat").delays(3)
fake.animals.get.returns(animal, {"id": 5}, httpx2.Response(200))
fake.animals.get.returns([animal, animal])
fake.animals.get.returns(lambda call: build.Animal(id=call.id))
fake.animals.get.raises(errors.AnimalsGetRejection.NOT_FOUND)
fake.animals.get.fails(httpx2.ConnectTimeout).then.returns()
fake.animals.list.pages([animal], [{"id": 5}]).returns(next=None)
fake.animals.feed.returns([animal, {"id": 5}])
fake.animals.photo.returns(b"png")
fake.jobs.get.states("queued", "done").returns(state="done")
fake.animals.get.assert_called_once_with(5)
fake.animals.create.assert_called_with(id=5, name="Ines", kind="dog", code="AB-12")
assert_type(fake.animals.get.calls[0].id, int)
assert_type(fake.animals.create.calls[0].weight, int | float | Unset)
assert fake.animals.create.calls[0].born is UNSET
assert_type(fake.animals.set_photo.calls[0].photo, bytes)
assert_type(fake.client_.animals.get(5).name, str)

fake.animals.get.returns(wrong=1)  # type: ignore[call-overload]  # pyright: ignore
fake.animals.get.returns(name=1)  # type: ignore[call-overload]  # pyright: ignore
fake.animals.get.returns(3)  # type: ignore[call-overload]  # pyright: ignore
fake.animals.get.raises(errors.AnimalsCreateRejection.NO_MONEY)  # type: ignore[arg-type]  # pyright: ignore
fake.animals.get.assert_called_once_with(wrong=3)  # type: ignore[call-arg]  # pyright: ignore
wrong = fake.animals.get.calls[0].wrong  # type: ignore[attr-defined]  # pyright: ignore
build.Animal(wrong=1)  # type: ignore[call-arg]  # pyright: ignore
