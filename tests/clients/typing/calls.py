"""Calling: what a type checker knows of arguments and results."""

from collections.abc import AsyncIterator, Iterator
from datetime import date, datetime
from pathlib import Path
from typing import IO, Literal, assert_never, assert_type
from uuid import UUID

import httpx2
from apexverify import (
    ApexVerify,
    AsyncApexVerify,
    AsyncHooks,
    Hooks,
    RawResponse,
    RequestEvent,
    ResponseEvent,
    RetryBudget,
    RetryEvent,
    StreamingResponse,
    models,
)
from experian_phone import ExperianPhone
from experian_phone import errors as experian_errors
from experian_phone import models as experian_models
from nhs_notify import UNSET, AsyncNHSNotify, NHSNotify, Unset
from nhs_notify import models as nhs_models
from pydantic import JsonValue
from vec import AsyncStreamingResponse, AsyncVec, Vec, errors
from vec import models as vec_models
from vec.pages import AsyncUsersListPage, UsersListPage


def construct() -> None:
    """Everything that a client is made of."""
    client = ApexVerify(
        api_key="k",
        base_url="https://example.com",
        timeout=httpx2.Timeout(3),
        max_retries=0,
        headers={"X-Trace": "1"},
        http_client=httpx2.Client(),
    )
    assert_type(client.with_options(timeout=None), ApexVerify)
    assert_type(client.with_options(deadline=3, hooks=None), ApexVerify)
    ApexVerify(deadline=1.5, retry_budget=RetryBudget(10), validate_responses="off")
    assert_type(client.base_url, str)
    NHSNotify(access_token="t", server="production")
    with Vec() as vec:
        assert_type(vec, Vec)


def asked(event: RequestEvent) -> None:
    """What a hook gets to see."""
    assert_type(event.attempt, int)
    assert_type(event.operation, str)
    assert_type(event.url_template, str)
    assert_type(event.is_token_request, bool)
    assert_type(event.http_request, httpx2.Request)


def answered(event: ResponseEvent) -> None:
    """The same of an answer."""
    assert_type(event.request_id, str | None)
    assert_type(event.headers, httpx2.Headers)
    assert_type(event.status_code, int)
    assert_type(event.duration, float)
    assert_type(event.http_response, httpx2.Response)


async def repeated(event: RetryEvent) -> None:
    """The same of a repetition, awaited."""
    assert_type(event.error, Exception | None)
    assert_type(event.status_code, int | None)


def watched() -> None:
    """Hooks of the sync client are plain functions, the async one awaits both."""
    ApexVerify(hooks=Hooks(on_request=asked, on_response=answered))
    AsyncApexVerify(hooks=Hooks(on_request=asked))
    AsyncApexVerify(hooks=AsyncHooks(on_request=asked, on_retry=repeated))


def beyond(client: ApexVerify) -> None:
    """What the specification does not know has the type that is asked for."""
    found = client.request("GET", "/v1/new", response_type=models.BatchActionResponse)
    assert_type(found, models.BatchActionResponse)
    several = client.request("GET", "/v1/new", response_type=list[models.BatchDetails])
    assert_type(several, list[models.BatchDetails])
    assert_type(client.request("GET", "/v1/new", response_type=bytes), bytes)
    union = client.request("GET", "/v1/new", response_type=models.BatchDetails)
    assert_type(union, object)
    anything = client.request("GET", "/v1/new", params={"page": 1})
    if isinstance(anything, str):
        assert_type(anything, str)


def anything(client: ApexVerify, found: nhs_models.PersonalisedLetter) -> None:
    """Any JSON is narrowed by `isinstance`, all the way down."""
    listed = client.batch.list()
    assert_type(listed, JsonValue)
    if isinstance(listed, dict):
        members: dict[str, JsonValue] = listed
        for name, value in members.items():
            assert_type(name, str)
            assert_type(value, JsonValue)
            items: list[JsonValue] = value if isinstance(value, list) else [value]
            assert_type(items[0], JsonValue)
    assert_type(found.personalisation, dict[str, JsonValue] | None)
    assert_type(found.to_dict(), dict[str, JsonValue])
    assert_type(found.model_extra, dict[str, object] | None)
    nhs_models.PersonalisedLetter(personalisation={"name": "Ada", "of": [1, None]})
    values: dict[str, JsonValue] = {"name": "Ada"}
    nhs_models.PersonalisedLetter(personalisation=values)


def credentials() -> None:
    """Texts, functions, and for code that awaits functions to be awaited."""

    async def later() -> str:
        return "t"

    def fetch(stored: str) -> str:
        return stored

    ApexVerify(api_key=lambda: "k")
    ApexVerify(api_key=lambda: fetch("k"))
    AsyncApexVerify(api_key="k")
    AsyncApexVerify(api_key=lambda: "k")
    AsyncApexVerify(api_key=later)
    NHSNotify(client_assertion=lambda: "jwt", scopes=["a"], token_url="/token")
    AsyncNHSNotify(client_assertion=later, access_token=later)
    client = ExperianPhone(client_id="i", client_secret=lambda: "s")
    try:
        client.batches.list()
    except experian_errors.TokenError as error:
        assert_type(error.reason, experian_errors.TokenErrorReason)
        assert_type(error.raw_reason, str | None)
        assert_type(error.description, str | None)
        assert_type(error.status_code, int)
        assert_type(explained(error.reason), str)


def explained(reason: experian_errors.TokenErrorReason) -> str:
    """All reasons, and no other."""
    match reason:
        case (
            experian_errors.TokenErrorReason.INVALID_CLIENT
            | experian_errors.TokenErrorReason.UNAUTHORIZED_CLIENT
        ):
            return "client"
        case (
            experian_errors.TokenErrorReason.INVALID_REQUEST
            | experian_errors.TokenErrorReason.INVALID_SCOPE
            | experian_errors.TokenErrorReason.UNSUPPORTED_GRANT_TYPE
        ):
            return "request"
        case experian_errors.TokenErrorReason.INVALID_GRANT:
            return "grant"
        case experian_errors.TokenErrorReason.UNKNOWN:
            return reason.title
        case _:
            assert_never(reason)


def results(client: ApexVerify, vec: Vec, batch: UUID) -> None:
    """Every documented result has a type."""
    assert_type(client.batch.launch(batch), models.BatchPostModelResponse)
    launched = client.batch.launch(str(batch))
    assert_type(launched.status, models.BatchPostRequestStatusResponseEnum)
    assert_type(launched.status.is_known, bool)
    export = client.batch.export(batch, format="json")
    if isinstance(export, bytes):
        assert_type(export, bytes)
    else:
        assert_type(list(export), list[str])
    found = vec.batches.get(batch)
    assert_type(found, vec_models.BatchResponse)
    if found.data is not None:
        assert_type(found.data.id, UUID | None)
        assert_type(found.data.created_at, datetime | None)
        assert_type(found.data.status, vec_models.BatchStatus | None)
        assert_type(found.data.template, vec_models.CertificateTemplate | None)
    page = vec.certificates.list(
        batch_id=batch, issue_date_from=date(2025, 1, 1), sort_order="asc"
    )
    for certificate in page:
        assert_type(certificate, vec_models.Certificate)
    assert_type(page.data, list[vec_models.Certificate] | None)


def unions(client: ApexVerify, batch: str) -> str:
    """A union is told apart by `match`, and has a place for what is new."""
    status = client.batch.status(batch)
    match status:
        case models.BatchStatusParsingContent() | models.BatchStatusInternalError():
            return status.status
        case models.BatchStatusReadyForVerification():
            return "ready"
        case models.BatchStatusVerificationOngoing():
            return "ongoing"
        case models.BatchStatusVerificationDone():
            assert_type(status, models.BatchStatusVerificationDone)
            return "done"
        case _:
            assert_type(status, models.UnknownVariant)
            return "new"


def raw(client: ApexVerify, nhs: NHSNotify, batch: str) -> None:
    """Raw answers know what they parse to."""
    answer = client.batch.with_raw_response.launch(batch)
    assert_type(answer, RawResponse[models.BatchPostModelResponse])
    assert_type(answer.parse(), models.BatchPostModelResponse)
    assert_type(answer.status_code, int)
    assert_type(answer.headers, httpx2.Headers)
    assert_type(answer.http_response, httpx2.Response)
    assert_type(nhs.data.with_raw_response.get_url("1").parse(), str)
    assert_type(nhs.data.head("1"), str | None)


def streaming(client: ApexVerify, nhs: NHSNotify, batch: str) -> None:
    """Bodies that are read as they arrive know what they parse to."""
    with client.batch.with_streaming_response.details(batch) as response:
        assert_type(response, StreamingResponse[models.BatchDetails])
        assert_type(response.parse(), models.BatchDetails)
        assert_type(response.status_code, int)
        assert_type(response.headers, httpx2.Headers)
        assert_type(response.request_id, str | None)
        assert_type(response.iter_bytes(65536), Iterator[bytes])
        assert_type(response.iter_text(), Iterator[str])
        assert_type(response.iter_lines(), Iterator[str])
        assert_type(response.read(), bytes)
        assert_type(response.text(), str)
        response.stream_to_file(Path("export"))
    with nhs.batch.with_streaming_response.get("1") as response_:
        assert_type(response_.parse(), nhs_models.BatchResponse)


async def awaited_streaming(client: AsyncVec, batch: UUID) -> None:
    """The same, awaited."""
    async with client.batches.with_streaming_response.get(batch) as response:
        assert_type(response, AsyncStreamingResponse[vec_models.BatchResponse])
        assert_type(response.iter_bytes(), AsyncIterator[bytes])
        assert_type(response.iter_lines(), AsyncIterator[str])
        assert_type(await response.read(), bytes)
        assert_type(await response.text(), str)
        assert_type(await response.parse(), vec_models.BatchResponse)
        await response.stream_to_file(Path("batch"))


def bodies(experian: ExperianPhone, nhs: NHSNotify, later: str | None) -> None:
    """Models, dicts, null, and nothing."""
    created = experian.batches.create(
        phones=[{"number": "1"}, experian_models.PhoneInput(number="2")],
        defaults={"output_format": "E164"},
        reference_id="r",
    )
    assert_type(created.result, experian_models.CreateBatchResult | None)
    attributes = nhs_models.BatchUpdateAttributes(
        status=nhs_models.BatchStatus.REJECTED,
        reason_code=None,
        reason_text=later,
    )
    data: nhs_models.BatchUpdateResource | Unset = UNSET
    nhs.batch.update_status("1", data=data)
    data = nhs_models.BatchUpdateResource(attributes=attributes)
    updated = nhs.batch.update_status("1", data=data)
    assert_type(updated, nhs_models.BatchUpdateData)


def files(vec: Vec, file: IO[bytes]) -> None:
    """Every form that a file may have."""
    template = "9e3b101f-c264-4f97-945f-20dfa7163768"
    vec.batches.create(name="n", template_id=template, csv_file=b"")
    vec.batches.create(name="n", template_id=template, csv_file=Path("a.csv"))
    vec.batches.create(name="n", template_id=template, csv_file=file)
    vec.batches.create(name="n", template_id=template, csv_file=("a.csv", b""))
    batch = vec.batches.create(
        name="n",
        template_id=template,
        csv_file=("a.csv", file, "text/csv"),
        signatories=[{"user_uuid": template, "index": 1}],
    )
    assert_type(batch, vec_models.BatchResponse)


def nhs_of() -> AsyncNHSNotify:
    """A client that is not closed at the end of a block."""
    return AsyncNHSNotify(access_token="t")


async def awaited(batch: str) -> None:
    """The same, awaited."""
    async with AsyncApexVerify(http_client=httpx2.AsyncClient()) as client:
        assert_type(client, AsyncApexVerify)
        assert_type(await client.batch.launch(batch), models.BatchPostModelResponse)
        answer = await client.batch.with_raw_response.launch(batch)
        assert_type(answer, RawResponse[models.BatchPostModelResponse])
        copy = client.with_options(max_retries=1, headers={"X-Trace": "2"})
        assert_type(copy, AsyncApexVerify)
    found = await nhs_of().request("GET", "/new", response_type=list[int])
    assert_type(found, list[int])
    nhs = nhs_of()
    assert_type(await nhs.data.get_url("1"), str)
    await nhs.aclose()


def lists(vec: Vec, nhs: NHSNotify) -> None:
    """A list is its first page, and goes through the items of all pages."""
    page = vec.users.list(page=2)
    assert_type(page, UsersListPage)
    as_answered: vec_models.UserListResponse = page
    assert_type(as_answered.data, list[vec_models.User] | None)
    assert_type(next(iter(page)), vec_models.User)
    assert_type([user.email for user in page], list[str | None])
    assert_type(page.has_next_page(), bool)
    assert_type(page.get_next_page(), UsersListPage)
    for each in nhs.batch.list().pages():
        assert_type(each.links, nhs_models.PageLinks | None)
    raw = nhs.batch.with_raw_response.list()
    for batch in raw.parse():
        assert_type(batch, nhs_models.BatchIdentifier)


async def awaited_lists(vec: AsyncVec) -> None:
    """The same, awaited or iterated over."""
    async for user in vec.users.list():
        assert_type(user, vec_models.User)
    page = await vec.users.list(page=2)
    assert_type(page, AsyncUsersListPage)
    assert_type(page.meta, vec_models.PageMeta | None)
    async for user in page:
        assert_type(user, vec_models.User)
    async for each in vec.users.list().pages():
        assert_type(each, AsyncUsersListPage)
    assert_type(await page.get_next_page(), AsyncUsersListPage)
    raw = await vec.users.with_raw_response.list()
    assert_type(raw.parse(), AsyncUsersListPage)


def progressed(progress: vec_models.BatchProgress) -> None:
    """What is called with each answer of a wait."""
    assert_type(progress.progress, int | float | None)


async def jobs(vec: Vec, client: AsyncApexVerify, batch: UUID) -> None:
    """A wait ends with the answer that says that the job is over."""
    done = vec.batches.wait(batch, timeout=60, on_poll=progressed)
    assert_type(done, vec_models.BatchProgress)
    status = await client.batch.wait(batch, timeout=None)
    if isinstance(status, models.BatchStatusVerificationDone):
        assert_type(status, models.BatchStatusVerificationDone)
    try:
        vec.batches.wait(str(batch))
    except errors.BatchesWaitFailed as error:
        assert_type(error.state, Literal["failed", "waiting_for_approval"])
        assert_type(error.body, vec_models.BatchProgress)
    except errors.WaitTimeout as error:
        assert_type(error.last_state, str | int | float | bool | None)
