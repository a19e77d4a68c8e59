"""Forms, and bodies in several media types, on ApexVerify."""

from __future__ import annotations

import datetime as dt
import importlib
from typing import Any
from urllib.parse import parse_qsl

import pytest

from tests.clients.extended.apis import APEXVERIFY
from tests.clients.extended.conftest import Connect
from tests.clients.server import Answer, Exchange, Server

BATCH = "a1b2c3d4-e5f6-7890-abcd-ef1234567890"
DONE = Answer(204)


@pytest.fixture
def batch(connect: Connect, server: Server) -> Any:
    """The resource, on either client."""
    return connect(APEXVERIFY, server.url, api_key="k").batch


def test_a_form(batch: Any, exchange: Exchange) -> None:
    exchange.script(DONE)
    batch.note(
        BATCH,
        text="grüße & co",
        due=dt.date(2026, 1, 31),
        labels=["a b", "c"],
        colours=["red", "blue"],
        contact={"name": "Zoë", "phone": "+44"},
    )
    request = exchange.request
    assert request.media_type == "application/x-www-form-urlencoded"
    assert parse_qsl(request.body.decode("ascii"), strict_parsing=True) == [
        ("text", "grüße & co"),
        ("due", "2026-01-31"),
        ("labels", "a b"),
        ("labels", "c"),
        ("colours", "red,blue"),
        ("contact[name]", "Zoë"),
        ("contact[phone]", "+44"),
    ]


def test_what_is_left_out_is_not_in_the_form(batch: Any, exchange: Exchange) -> None:
    exchange.script(DONE)
    batch.note(BATCH, text="")
    assert exchange.request.body == b"text="


def test_the_value_decides_the_media_type(batch: Any, exchange: Exchange) -> None:
    models = importlib.import_module(f"{APEXVERIFY.package}.models")
    entry = models.BatchEntry(line=1, entry="jane@example.com")
    plain = {"line": 1, "entry": "jane@example.com"}
    written = b'{"line":1,"entry":"jane@example.com"}'
    for value, media_type, sent in (
        (entry, "application/json", written),
        (plain, "application/json", written),
        ("grüße", "text/plain", "grüße".encode()),
        (b"%PDF", "application/pdf", b"%PDF"),
    ):
        exchange.script(DONE)
        batch.remark(BATCH, body=value)
        request = exchange.received[-1]
        assert (request.media_type, request.body) == (media_type, sent)


def test_the_caller_decides_the_media_type(batch: Any, exchange: Exchange) -> None:
    exchange.script(DONE)
    batch.remark(BATCH, body="<remark/>", content_type="application/xml")
    assert exchange.request.media_type == "application/xml"
    assert exchange.request.body == b"<remark/>"


def test_a_media_type_that_is_not_offered_is_not_sent(
    batch: Any, exchange: Exchange
) -> None:
    module = importlib.import_module(f"{APEXVERIFY.package}.errors")
    with pytest.raises(module.RequestValidationError, match="text/csv is not offered"):
        batch.remark(BATCH, body="a,b", content_type="text/csv")
    assert exchange.received == []
