"""Payloads of webhooks and callbacks, from what came to types."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apiloom.runtime.core.errors import (
    PayloadValidationError,
    UnknownWebhookError,
)
from apiloom.runtime.decoding.webhooks import (
    BinaryPayload,
    FormPayload,
    JsonPayload,
    Received,
    TextPayload,
    Webhook,
    parse_named,
)
from apiloom.runtime.types.models import Model
from apiloom.runtime.types.scalars import Date


class Inner(Model):
    name: str
    deep: dict[str, Any] | None = None


class Event(Model):
    count: int
    day: Date | None = None
    on: bool | None = None
    tags: list[str] | None = None
    numbers: list[int] | None = None
    inner: Inner | None = None


EVENT: Webhook[Event] = Webhook("event", JsonPayload(lambda: Event))
FORM: Webhook[Event] = Webhook(
    "form",
    FormPayload(lambda: Event, {"tags": "", "numbers": "|"}, objects={"inner"}),
)


@pytest.mark.parametrize(
    "given_as", [lambda body: body, json.dumps, lambda body: json.dumps(body).encode()]
)
def test_json(given_as: Callable[[Any], Received]) -> None:
    body = {"count": 1, "day": "2025-01-31", "inner": {"name": "a", "x": [None]}}
    event = EVENT.parse(given_as(body))
    assert event.day == date(2025, 1, 31)
    assert event.to_dict() == body


def test_what_is_a_string_on_the_wire_stays_one() -> None:
    """As in answers: a date that is none is kept."""
    assert EVENT.parse({"count": 1, "day": "soon"}).to_dict()["day"] == "soon"


@pytest.mark.parametrize(
    ("form", "members"),
    [
        ("count=1", {"count": 1}),
        (
            "count=1&on=true&day=2025-01-31",
            {"count": 1, "on": True, "day": "2025-01-31"},
        ),
        ("count=1&tags=a%26b&tags=+c", {"count": 1, "tags": ["a&b", " c"]}),
        ("count=1&tags[]=a&tags[]=b", {"count": 1, "tags": ["a", "b"]}),
        ("count=1&tags[0]=a", {"count": 1, "tags": ["a"]}),
        ('count=1&tags=["a","b"]', {"count": 1, "tags": ["a", "b"]}),
        ("count=1&tags=[a", {"count": 1, "tags": ["[a"]}),
        ("count=1&numbers=1|2", {"count": 1, "numbers": [1, 2]}),
        ("count=1&inner[name]=a", {"count": 1, "inner": {"name": "a"}}),
        (
            "count=1&inner[name]=a&inner[deep][b][c]=1",
            {"count": 1, "inner": {"name": "a", "deep": {"b": {"c": "1"}}}},
        ),
        ('count=1&inner={"name":"a"}', {"count": 1, "inner": {"name": "a"}}),
        ("count=1&x=1&x=2&x=3", {"count": 1, "x": ["1", "2", "3"]}),
        ("count=1&x[y]=1", {"count": 1, "x[y]": "1"}),
    ],
)
def test_forms(form: str, members: dict[str, Any]) -> None:
    for body in (form, form.encode()):
        assert FORM.parse(body).to_dict() == members


def test_a_form_that_a_framework_has_read() -> None:
    assert FORM.parse({"count": "1", "tags": ["a"]}).to_dict() == {
        "count": 1,
        "tags": ["a"],
    }


@pytest.mark.parametrize("form", ["", "count=x", "count=1&inner={", "inner[name]=a"])
def test_forms_that_do_not_fit(form: str) -> None:
    with pytest.raises(
        PayloadValidationError, match=r"^form: the payload does not fit"
    ):
        FORM.parse(form)


SEVERAL: Webhook[Any] = Webhook(
    "several",
    JsonPayload(lambda: Event, "application/vnd.x+json; charset=utf-8"),
    FormPayload(lambda: Event),
    TextPayload("text/plain"),
    BinaryPayload("application/octet-stream"),
)


@pytest.mark.parametrize(
    ("content_type", "value"),
    [
        ("text/plain", "count=1"),
        ("TEXT/plain; charset=latin-1", "count=1"),
        ("application/octet-stream", b"count=1"),
        ("application/x-www-form-urlencoded", Event(count=1)),
        ("application/unknown", Event(count=1)),
        ("", Event(count=1)),
        (None, Event(count=1)),
    ],
)
def test_the_media_type_decides(content_type: str | None, value: Any) -> None:
    assert SEVERAL.parse(b"count=1", content_type) == value


def test_a_charset() -> None:
    assert SEVERAL.parse(b"\xfc", "text/plain; charset=latin-1") == "ü"
    with pytest.raises(PayloadValidationError, match="'utf-8' codec"):
        SEVERAL.parse(b"\xfc", "text/plain")
    with pytest.raises(PayloadValidationError, match="unknown encoding"):
        SEVERAL.parse(b"a", "text/plain; charset=x-nothing")


def test_the_media_type_is_not_guessed_against_what_is_said() -> None:
    with pytest.raises(PayloadValidationError, match="Invalid JSON"):
        SEVERAL.parse(b"count=1", "application/vnd.x+json")


def test_a_webhook_without_a_payload() -> None:
    ping: Webhook[None] = Webhook("ping")
    assert ping.parse(b"anything") is None


def test_names() -> None:
    assert parse_named({"event": EVENT}, "event", b'{"count": 1}') == Event(count=1)
    with pytest.raises(UnknownWebhookError, match="no webhook 'a\\\\nb'") as caught:
        parse_named({"event": EVENT}, "a\nb", b"")
    assert caught.value.webhook == "a\nb"


@given(st.one_of(st.binary(max_size=60), st.text(max_size=60)))
def test_whatever_comes_is_read_or_is_an_error_of_the_client(body: bytes | str) -> None:
    for webhook in (EVENT, FORM, SEVERAL):
        error = None
        try:
            webhook.parse(body)
        except PayloadValidationError as caught:
            error = caught
        assert error is None or "\n" not in error.message
        assert error is None or error.payload == body


def test_a_type_is_looked_up_when_it_is_needed() -> None:
    looked: list[int] = []

    def type_() -> object:
        looked.append(1)
        return Event

    webhook: Webhook[Event] = Webhook("late", JsonPayload(type_))
    assert not looked
    webhook.parse({"count": 1})
    webhook.parse({"count": 2})
    assert looked == [1]
