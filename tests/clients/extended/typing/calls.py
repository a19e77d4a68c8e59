"""What checkers know about code that uses the extended clients; checked, never run."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from datetime import datetime
from typing import assert_type

import httpx2
from apexverify_extended import (
    ApexVerify,
    AsyncApexVerify,
    AsyncStream,
    ServerSentEvent,
    Stream,
    errors,
    models,
)
from nhs_notify_extended import AsyncNHSNotify, NHSNotify
from nhs_notify_extended import models as nhs_models
from vec_extended import AsyncVec, Vec
from vec_extended import models as vec_models


def credentials() -> None:
    """Texts and functions; only the async client takes async ones."""
    ApexVerify(username="u", password=lambda: "p", account_key="a", session="s")
    ApexVerify(basic_user="u", basic_password="p")
    AsyncApexVerify(username="u", password=fetched)
    ApexVerify(password=fetched)  # type: ignore[arg-type]
    NHSNotify(client_id="i", client_secret="s", on_refresh_token=kept.append)
    AsyncNHSNotify(refresh_token=fetched, http_client=httpx2.AsyncClient())


kept: list[str] = []


async def fetched() -> str:
    """A credential that has to be awaited."""
    return "p"


def streams(client: ApexVerify) -> None:
    """Items have types, and so has what they come in."""
    with client.batch.events("b", last_event_id="7") as stream:
        assert_type(stream, Stream[models.BatchEvent])
        assert_type(stream.last_event, ServerSentEvent | None)
        for event in stream:
            assert_type(event, models.BatchEvent)
            assert_type(event.event, models.BatchEventEvent)
            assert_type(event.data, models.BatchProgress)
            assert_type(event.data.done, int)
    for entry in client.batch.entries("b"):
        assert_type(entry.verified_at, datetime | None)
    assert_type(client.batch.journal("b"), Stream[models.BatchEntry])
    raw = client.batch.with_raw_response.events("b")
    assert_type(raw.parse(), Stream[models.BatchEvent])
    with client.batch.with_streaming_response.entries("b") as response:
        assert_type(response.parse(), Stream[models.BatchEntry])


async def streams_awaited(client: AsyncApexVerify) -> None:
    """The same for code that awaits."""
    async with await client.batch.events("b") as stream:
        assert_type(stream, AsyncStream[models.BatchEvent])
        async for event in stream:
            assert_type(event.data.total, int)


def entries() -> Iterator[models.BatchEntry]:
    """Items that are made one by one."""
    yield models.BatchEntry(line=1, entry="a")


async def awaited_entries() -> AsyncIterator[models.BatchEntry]:
    """Items that are awaited."""
    yield models.BatchEntry(line=1, entry="a")


async def lines(client: ApexVerify, awaiting: AsyncApexVerify) -> None:
    """Bodies of many items."""
    assert_type(client.batch.append("b", body=entries()), models.BatchActionResponse)
    client.batch.append("b", body=[{"line": 1, "entry": "a"}])
    client.batch.append("b", body=awaited_entries())  # type: ignore[arg-type]
    client.batch.append("b", body=[1])  # type: ignore[list-item]
    await awaiting.batch.append("b", body=awaited_entries())
    assert_type(await awaiting.batch.replace_journal("b", body=entries()), None)


def keys(client: ApexVerify) -> None:
    """A key may be given, and is text."""
    assert_type(
        client.batch.launch("b", idempotency_key="mine"),
        models.BatchPostModelResponse,
    )
    client.batch.launch("b", idempotency_key=7)  # type: ignore[arg-type]


def reasons(error: errors.NotFoundError) -> None:
    """The errors of a stream are those of its operation."""
    assert_type(errors.BatchEventsRejection.NOT_FOUND.title, str)


def pages(vec: Vec, nhs: NHSNotify) -> None:
    """Every kind of pages has items of its type."""
    for batch in vec.batches.list(limit=5):
        assert_type(batch, vec_models.BatchSummary)
    for certificate in vec.certificates.list():
        assert_type(certificate, vec_models.Certificate)
    for template in vec.certificate_templates.list():
        assert_type(template, vec_models.CertificateTemplate)
    for page in vec.users.list().pages():
        assert_type(page.has_next_page(), bool)
    for letter in nhs.batch.list():
        assert_type(letter, nhs_models.BatchIdentifier)


async def pages_awaited(vec: AsyncVec) -> None:
    """The same for code that awaits."""
    async for user in vec.users.list():
        assert_type(user, vec_models.User)
