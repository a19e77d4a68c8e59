"""Names that pages and waiters would like to have, and that are taken."""

from __future__ import annotations

import inspect
import typing

import httpx2
import pytest

from tests.workshop import Stage


def json(value: object) -> httpx2.Response:
    return httpx2.Response(200, json=value)


def check_fields_make_room_for_the_methods(stage: Stage) -> None:
    body = {"items": [{"pages": 9}], "total": 2, "pages": 2, "has_next_page": True}
    last = {"items": [{"pages": 8}], "total": 2, "pages": 2, "has_next_page": False}
    page = stage.client(json(body), json(last)).items.list()
    assert (page.pages_, page.has_next_page_, page.has_next_page()) == (2, True, True)
    assert page.to_dict() == body
    assert [item.pages for item in page] == [9, 8]
    assert type(page).__name__ != "ItemsListPage"


def check_builtins_that_the_class_hides(stage: Stage) -> None:
    client = stage.client(json({"dict": [{"a": "b"}]}))
    assert list(client.shelf.dict()) == [{"a": "b"}]


def check_methods_and_arguments_named_like_packages(stage: Stage) -> None:
    client = stage.client(json({"items": [{"pages": 9}]}))
    page = client.shelf.models(pages="a")
    assert [item.pages for item in page] == [9]
    assert type(page) is stage.package.pages.ShelfModelsPage
    hints = typing.get_type_hints(type(client.shelf).models)
    assert hints["return"] is type(page)


def check_waiters_among_their_like(stage: Stage) -> None:
    resource = stage.client(json({"done": True, "code": -1})).jobs
    assert "timeout_2" in inspect.signature(resource.wait_2).parameters
    signature = inspect.signature(resource.jobs)
    assert signature.parameters["timeout_2"].default is None
    assert resource.wait("t").done
    assert resource.wait_2("t", on_poll="x", timeout_2=1.0).done
    errors = stage.package.errors
    with pytest.raises(errors.JobsJobsFailed) as caught:
        resource.jobs("t")
    assert caught.value.state == -1
    assert issubclass(errors.JobsWait2Failed, errors.JobFailed)
