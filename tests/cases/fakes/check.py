"""What callers' tests do with the fake of a client."""

from __future__ import annotations

import asyncio
from importlib import import_module
from typing import Any

import httpx2
import pytest

from tests.workshop import Stage

JOB = "0b8f5a54-3d2c-4f0e-9b55-6b1c1f1f9b11"
TAME = {"id": 10, "name": "Ines", "kind": "cat", "code": "AB-12"}


def fake_of(stage: Stage, **options: Any) -> Any:
    return import_module(f"{stage.package.__name__}.testing").FakeZoo(**options)


def testing_of(stage: Stage) -> Any:
    return import_module(f"{stage.package.__name__}.testing")


def check_examples_come_first_then_samples_that_fit(stage: Stage) -> None:
    fake = fake_of(stage)
    client = fake.client_.with_options(validate_responses="strict")
    assert client.animals.get(10).to_dict() == TAME
    build = testing_of(stage).build
    made = build.Animal(name="Otto")
    assert made.name == "Otto"
    assert made.id % 5 == 0
    assert made.id >= 5
    assert 0 < made.weight <= 0.5
    assert made.born.isoformat() == "2020-02-29"
    assert "@" in made.keeper
    assert made.home.to_dict()["is"] in ("cage", "field")
    assert made == build.Animal(name="Otto")
    with build.seeded(3):
        other = build.Animal()
        assert other == build.Animal()
    assert other != build.Animal()
    with pytest.raises(testing_of(stage).InvalidResponse, match="/code: must match"):
        build.Animal(code="wrong")


def check_responses_are_given_in_any_form(stage: Stage) -> None:
    fake = fake_of(stage)
    build = testing_of(stage).build
    get = fake.animals.get
    client = fake.client_
    get.returns(name="Emil")
    assert client.animals.get(5).name == "Emil"
    get.returns(TAME, build.Animal(name="Otto"))
    assert [client.animals.get(5).name for _ in range(3)] == ["Ines", "Otto", "Otto"]
    get.returns([TAME, build.Animal(name="Otto")])
    assert [client.animals.get(5).name for _ in range(2)] == ["Ines", "Otto"]
    get.returns(lambda call: build.Animal(id=call.id))
    assert client.animals.get(15).id == 15
    get.returns(httpx2.Response(299, json={**TAME, "id": "odd"}))
    assert client.animals.get(5).id == "odd"
    with pytest.raises(testing_of(stage).InvalidResponse, match="/id: must be 5 or"):
        get.returns({**TAME, "id": 1})
    fake.animals.photo.returns(b"\x89PNG")
    assert client.animals.photo(5) == b"\x89PNG"
    fake.animals.delete.returns(None)
    assert client.animals.delete(5) is None


def check_failures_are_raised_by_name(stage: Stage) -> None:
    fake = fake_of(stage)
    errors = stage.package.errors
    for reason in errors.AnimalsCreateRejection:
        if reason.name == "UNKNOWN":
            continue
        fake.animals.create.raises(reason)
        with pytest.raises(errors.APIStatusError) as caught:
            fake.client_.with_options(max_retries=0).animals.create(**TAME)
        assert caught.value.reason is reason
    fake.animals.create.raises(
        errors.AnimalsCreateRejection.NO_MONEY,
        {"message": "no", "code": 17},
        {"X-Request-Id": "7"},
    )
    with pytest.raises(errors.PaymentRequiredError) as caught:
        fake.client_.animals.create(**TAME)
    assert (caught.value.body.message, caught.value.request_id) == ("no", "7")


def check_error_codes_come_with_the_statuses_that_list_them(stage: Stage) -> None:
    fake = fake_of(stage)
    errors = stage.package.errors
    booked = errors.StaysBookRejection
    assert (booked.FULL.status, booked.CLOSED.status) == (409, 409)
    for reason, text in ((booked.FULL, None), (booked.CLOSED, "Closed in winter.")):
        fake.stays.book.raises(reason)
        with pytest.raises(errors.ConflictError) as caught:
            fake.client_.stays.book()
        assert caught.value.reason is reason
        assert text is None or caught.value.body.text == text
        assert caught.value.body.text != "Closed in winter." or text
    cleared = errors.StaysClearRejection
    assert cleared.REFUSED.status is None
    fake.stays.clear.raises(cleared.REFUSED)
    with pytest.raises(errors.PermissionDeniedError) as refused:
        fake.client_.stays.clear()
    assert refused.value.reason is cleared.REFUSED
    assert refused.value.body.text == "Not you."


def check_failures_that_the_method_does_not_have_are_refused(stage: Stage) -> None:
    fake = fake_of(stage)
    errors = stage.package.errors
    other = errors.AnimalsGetRejection.NOT_FOUND
    for wrong in (errors.ConflictError, "full", other):
        with pytest.raises(TypeError, match=r"a member of errors\.StaysBookRejection"):
            fake.stays.book.raises(wrong)
    with pytest.raises(TypeError, match=r"animals\.delete documents no failures"):
        fake.animals.delete.raises(other)
    with pytest.raises(testing_of(stage).InvalidResponse, match="text"):
        fake.stays.book.raises(errors.StaysBookRejection.CONFLICT, {"code": "full"})


def check_extras_of_calls_are_compared(stage: Stage) -> None:
    fake = fake_of(stage)
    book = fake.client_.stays.book
    compare = fake.stays.book.assert_called_once_with
    extras = {
        "extra_headers": {"X-A": "1"},
        "extra_query": {"b": ["2", "3"]},
        "extra_body": {"c": 4},
    }
    book(nights=2)
    for name, value in extras.items():
        with pytest.raises(AssertionError, match=rf"{name}\["):
            compare(nights=2, **{name: value})
    fake.reset()
    book(nights=2, **extras)
    compare(nights=2)
    compare(nights=2, **extras)
    for name, value in (("timeout", 3.0), ("max_retries", 1)):
        with pytest.raises(TypeError, match=f"Remove {name} from"):
            compare(nights=2, **{name: value})


def check_failures_of_the_connection_are_retried_in_no_time(stage: Stage) -> None:
    fake = fake_of(stage)
    get = fake.animals.get
    get.fails(httpx2.ConnectTimeout).then.returns(TAME)
    assert fake.client_.animals.get(10).name == "Ines"
    assert (len(get.calls), len(get.requests)) == (1, 2)
    assert fake.clock.slept > 0
    get.returns(TAME).delays(7)
    before = fake.clock.now
    fake.client_.animals.get(10)
    assert fake.clock.now == before + 7
    slow = fake.client_.with_options(timeout=3.0, max_retries=0)
    with pytest.raises(stage.package.errors.APITimeoutError):
        slow.animals.get(10)


def check_pages_streams_and_jobs(stage: Stage) -> None:
    fake = fake_of(stage)
    build = testing_of(stage).build
    made = [build.Animal(id=number) for number in (5, 10, 15)]
    fake.animals.list.pages(made[:2], [made[2]])
    for _ in range(2):
        assert [one.id for one in fake.client_.animals.list()] == [5, 10, 15]
    fake.animals.feed.returns(made)
    with fake.client_.animals.feed() as stream:
        assert [one.id for one in stream] == [5, 10, 15]
    fake.jobs.get.states("queued", "queued", "done")
    assert fake.client_.jobs.wait(JOB).state == "done"
    assert (len(fake.jobs.get.calls), fake.clock.slept) == (3, 20)
    fake.jobs.get.states("queued", "failed")
    with pytest.raises(stage.package.errors.JobsWaitFailed):
        fake.client_.jobs.wait(JOB)


def check_requests_are_recorded_and_compared(stage: Stage) -> None:
    fake = fake_of(stage)
    fake.animals.create.returns(TAME)
    fake.client_.animals.create(**TAME, parents=[TAME])
    (call,) = fake.animals.create.calls
    assert (call.id, call.kind.value, call.parents[0].name) == (10, "cat", "Ines")
    assert call.born is stage.package.UNSET
    fake.animals.create.assert_called_once_with(**TAME, parents=[TAME])
    other = {**TAME, "name": "Otto"}
    with pytest.raises(AssertionError) as caught:
        fake.animals.create.assert_called_once_with(**TAME, parents=[other])
    assert "parents[0].name: expected 'Otto'" in str(caught.value)
    assert "was      'Ines'" in str(caught.value)
    fake.client_.animals.set_photo(5, photo=b"png", title="Me", tags=["a", "b"])
    (sent,) = fake.animals.set_photo.calls
    assert (sent.photo, sent.title, sent.tags) == (b"png", "Me", ["a", "b"])
    fake.client_.animals.list(kind=["cat", "dog"])
    assert [one.value for one in fake.animals.list.calls[0].kind] == ["cat", "dog"]
    fake.animals.get.returns(TAME)
    with pytest.raises(AssertionError, match=r"not called: animals\.get"):
        fake.assert_all_called()
    fake.reset()
    fake.assert_all_called()
    fake.animals.create.assert_not_called()


def check_what_the_specification_does_not_allow_is_refused(stage: Stage) -> None:
    fake = fake_of(stage)
    testing = testing_of(stage)
    with pytest.raises(testing.InvalidRequest, match=r"path id: must be an integer"):
        fake.client_.request("GET", "/animals/first")
    careless = fake.client_.with_options(validate_requests=False)
    with pytest.raises(testing.InvalidRequest, match=r"body /name: must have 3 or"):
        careless.animals.create(**{**TAME, "name": "I"})
    with pytest.raises(testing.UnexpectedRequest, match="it has DELETE, GET"):
        fake.client_.request("PATCH", "/animals/5")
    strict = fake_of(stage, strict=True)
    with pytest.raises(testing.UnexpectedRequest, match=r"animals\.get was called"):
        strict.client_.animals.get(5)


def check_both_clients_share_one_fake(stage: Stage) -> None:
    fake = fake_of(stage)
    fake.animals.get.fails(httpx2.ReadTimeout).then.returns(TAME)

    async def main() -> None:
        animal = await fake.async_client.animals.get(10)
        assert animal.name == "Ines"
        fake.animals.list.pages([TAME], [TAME])
        found = [one.name async for one in fake.async_client.animals.list()]
        assert found == ["Ines", "Ines"]
        fake.jobs.get.states("queued", "done")
        assert (await fake.async_client.jobs.wait(JOB)).state == "done"

    asyncio.run(main())
    fake.animals.get.assert_called_once_with(10)


def check_the_own_names_give_way_to_resources(stage: Stage) -> None:
    fake = fake_of(stage)
    fake.client.get.returns("of the resource")
    assert fake.client_.client.get() == "of the resource"
    fake.calls.errors.returns("text")
    assert fake.client_.calls.errors() == "text"
    fake.models.build.returns("model")
    assert fake.client_.models.build() == "model"
    assert len(fake.calls_()) == 3
    own = type(fake.client_)(
        api_key="k", http_client=httpx2.Client(transport=fake.transport)
    )
    assert own.models.build() == "model"
    tokens = type(fake.client_)(
        client_id="a",
        client_secret="b",
        http_client=httpx2.Client(transport=fake.transport),
    )
    assert tokens.models.build() == "model"
