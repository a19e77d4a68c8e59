"""Hooks, the log and spans: what those who watch a call get to see."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from typing import Any

import httpx2
import pytest
from opentelemetry import trace
from opentelemetry.sdk.trace import ReadableSpan, TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from opentelemetry.trace import SpanKind, StatusCode

from apiloom.runtime.core.errors import (
    APIConnectionError,
    APIStatusError,
    BadRequestError,
)
from apiloom.runtime.core.operation import Operation
from apiloom.runtime.telemetry import tracing
from apiloom.runtime.telemetry.hook_events import (
    Event,
    RequestEvent,
    ResponseEvent,
    RetryEvent,
)
from apiloom.runtime.telemetry.hooks import AnyHooks, AsyncHooks, Hooks
from tests.runtime.driving import (
    GET,
    KEYS,
    PATH,
    Driver,
    Thing,
    answers,
    drive_async,
    drive_sync,
    operation,
    options,
    thing,
)

BUSY = httpx2.Response(503, headers={"retry-after": "2", "x-request-id": "r-1"})
SECRET = "s3cret"
SECURED: Operation[Any] = operation(security=(("header", "query", "token"),))
URL = "https://api.test/v1/things/x"
CALL: dict[str, Any] = {"path": PATH, "query": {"name": "private"}}


def drive_watched(drive: Driver, given: AnyHooks, *said: Any) -> Any:
    settings = options(credentials=KEYS, hooks=given)
    return drive(answers(*said), SECURED, options=settings, **CALL)


# --- hooks -------------------------------------------------------------------


def test_hooks_are_called_at_each_attempt(drive: Driver) -> None:
    seen: list[Event] = []
    hooks = Hooks(on_request=seen.append, on_response=seen.append, on_retry=seen.append)
    fine = thing()
    fine.headers["x-request-id"] = "r-2"
    assert drive_watched(drive, hooks, BUSY, fine) == Thing(name="n")
    assert [type(event) for event in seen] == [
        RequestEvent,
        ResponseEvent,
        RetryEvent,
        RequestEvent,
        ResponseEvent,
    ]
    assert [event.attempt for event in seen] == [1, 1, 1, 2, 2]
    for event in seen:
        assert (event.operation, event.method) == ("things.get", "GET")
        assert event.url == URL
        assert event.url_template == "/v1/things/{id}"
    _, first, retry, _, second = seen
    assert isinstance(first, ResponseEvent)
    assert isinstance(retry, RetryEvent)
    assert isinstance(second, ResponseEvent)
    assert (first.status_code, first.request_id) == (503, "r-1")
    assert (second.status_code, second.request_id) == (200, "r-2")
    assert second.http_response.json() == {"name": "n"}
    assert first.duration >= 0
    assert (retry.delay, retry.status_code, retry.error) == (2.0, 503, None)


def test_a_failed_exchange_is_told_to_the_hook_of_repetitions(drive: Driver) -> None:
    seen: list[RetryEvent] = []
    broken = httpx2.ReadError("broken")
    drive_watched(drive, Hooks(on_retry=seen.append), broken, thing())
    (event,) = seen
    assert (event.status_code, event.error) == (None, broken)


def test_no_event_shows_a_credential(drive: Driver) -> None:
    """Unless it is asked for the request itself."""
    seen: list[Event] = []
    hooks = Hooks(on_request=seen.append, on_response=seen.append, on_retry=seen.append)
    drive_watched(drive, hooks, BUSY, thing())
    for event in seen:
        assert SECRET not in repr(event)
        assert "private" not in repr(event)
        assert event.http_request.headers["x-key"] == SECRET


def test_a_hook_may_change_the_request(drive: Driver) -> None:
    """To sign it, for one."""
    requests: list[httpx2.Request] = []

    def sign(event: RequestEvent) -> None:
        event.http_request.headers["x-signature"] = f"signed {event.attempt}"

    settings = options(hooks=Hooks(on_request=sign))
    handler = answers(BUSY, thing(), requests=requests)
    drive(handler, GET, options=settings, **CALL)
    assert [one.headers["x-signature"] for one in requests] == ["signed 1", "signed 2"]


@pytest.mark.parametrize("name", ["on_request", "on_response", "on_retry"])
def test_what_a_hook_raises_ends_the_call(drive: Driver, name: str) -> None:
    def refuse(event: object) -> None:
        raise LookupError(name)

    requests: list[httpx2.Request] = []
    settings = options(hooks=Hooks(**{name: refuse}))
    with pytest.raises(LookupError, match=name):
        drive(answers(BUSY, requests=requests), GET, options=settings, **CALL)
    assert len(requests) == (0 if name == "on_request" else 1)


@pytest.mark.parametrize("backend", ["asyncio", "trio"])
def test_async_hooks_are_awaited(backend: str) -> None:
    seen: list[Event] = []

    async def on_response(event: ResponseEvent) -> None:
        seen.append(event)

    hooks = AsyncHooks(on_response=on_response, on_retry=seen.append)
    handler, settings = answers(BUSY, thing()), options(hooks=hooks)
    drive_async(backend, handler, GET, options=settings, **CALL)
    assert [type(event) for event in seen] == [ResponseEvent, RetryEvent, ResponseEvent]


def test_a_sync_client_cannot_await_a_hook() -> None:
    async def on_request(event: RequestEvent) -> None: ...

    settings = options(hooks=AsyncHooks(on_request=on_request))
    with pytest.raises(TypeError, match="a sync client cannot await a hook"):
        drive_sync(answers(thing()), GET, options=settings, **CALL)


# --- the log -----------------------------------------------------------------


@pytest.fixture
def logged(
    caplog: pytest.LogCaptureFixture,
) -> Callable[[int], list[logging.LogRecord]]:
    """The records of the runtime's logger at a level and above."""

    def at(level: int) -> list[logging.LogRecord]:
        caplog.set_level(level, logger="apiloom.runtime")
        caplog.clear()
        return caplog.records

    return at


def messages(records: list[logging.LogRecord]) -> list[str]:
    own = [one for one in records if one.name == "apiloom.runtime"]
    return [one.getMessage() for one in own]


def test_the_log_of_a_call(
    drive: Driver, logged: Callable[[int], list[logging.LogRecord]]
) -> None:
    records = logged(logging.INFO)
    drive_watched(drive, Hooks(), BUSY, httpx2.ReadError("broken"), thing())
    first, again, failed, again2, last = messages(records)
    assert first.startswith("GET /v1/things/{id}: 503 in ")
    assert first.endswith(" ms (attempt 1, request id r-1)")
    assert again == "GET /v1/things/{id}: again in 2.00 s"
    assert failed.startswith("GET /v1/things/{id}: ReadError in ")
    assert again2.startswith("GET /v1/things/{id}: again in ")
    assert last.startswith("GET /v1/things/{id}: 200 in ")
    assert last.endswith(" ms (attempt 3, request id None)")
    found: Any = next(one for one in records if one.name == "apiloom.runtime")
    assert (found.status_code, found.attempt, found.request_id) == (503, 1, "r-1")
    assert (found.operation, found.http_method) == ("things.get", "GET")


@pytest.mark.parametrize("level", [logging.INFO, logging.DEBUG])
def test_the_log_shows_no_secret(
    drive: Driver, logged: Callable[[int], list[logging.LogRecord]], level: int
) -> None:
    records = logged(level)
    settings = options(credentials=KEYS)
    broken = httpx2.Response(400, json={"message": "body"})
    with pytest.raises(BadRequestError):
        drive(answers(BUSY, broken), SECURED, options=settings, **CALL)
    text = "\n".join(str(vars(one)) for one in records if "runtime" in one.name)
    assert "things" in text
    for secret in (SECRET, "s3%20cret", "private", "body"):
        assert secret not in text
    shown = f"GET {URL}?name=REDACTED&key=REDACTED: sending"
    assert (shown in messages(records)) == (level == logging.DEBUG)


def test_nothing_is_logged_unless_it_is_asked_for(
    drive: Driver, logged: Callable[[int], list[logging.LogRecord]]
) -> None:
    records = logged(logging.WARNING)
    drive(answers(BUSY, thing()), GET, **CALL)
    assert messages(records) == []


# --- spans -------------------------------------------------------------------

EXPORTER = InMemorySpanExporter()


@pytest.fixture
def spans(
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[Callable[[], list[ReadableSpan]]]:
    """The spans of the calls, in a program that has set OpenTelemetry up."""
    provider = TracerProvider()
    provider.add_span_processor(SimpleSpanProcessor(EXPORTER))
    monkeypatch.setattr(trace, "_TRACER_PROVIDER", provider)
    tracing._set_up.cache_clear()
    EXPORTER.clear()
    yield lambda: list(EXPORTER.get_finished_spans())
    tracing._set_up.cache_clear()


def test_each_request_has_a_span(
    drive: Driver, spans: Callable[[], list[ReadableSpan]]
) -> None:
    """https://opentelemetry.io/docs/specs/semconv/http/http-spans/"""
    requests: list[httpx2.Request] = []
    settings = options(credentials=KEYS, base_url="https://u:p@api.test:8443/v1")
    handler = answers(BUSY, thing(), requests=requests)
    drive(handler, SECURED, options=settings, **CALL)
    first, second = spans()
    assert first.name == second.name == "GET /v1/things/{id}"
    assert first.kind is SpanKind.CLIENT
    shared = {
        "http.request.method": "GET",
        "server.address": "api.test",
        "server.port": 8443,
        "url.full": "https://api.test:8443/v1/things/x?name=REDACTED&key=REDACTED",
        "url.template": "/v1/things/{id}",
        "network.protocol.version": "1.1",
    }
    assert dict(first.attributes or {}) == shared | {
        "http.response.status_code": 503,
        "error.type": "503",
    }
    assert first.status.status_code is StatusCode.ERROR
    assert dict(second.attributes or {}) == shared | {
        "http.response.status_code": 200,
        "http.request.resend_count": 1,
    }
    assert second.status.status_code is StatusCode.UNSET
    for span, request in zip((first, second), requests, strict=True):
        assert span.context is not None
        assert format(span.context.span_id, "016x") in request.headers["traceparent"]


def test_a_span_is_part_of_the_callers_trace(
    spans: Callable[[], list[ReadableSpan]],
) -> None:
    with trace.get_tracer("caller").start_as_current_span("caller") as outer:
        drive_sync(answers(thing()), GET, **CALL)
    span, _ = spans()
    assert span.parent is not None
    assert span.parent.span_id == outer.get_span_context().span_id


def test_a_span_of_a_failure(
    drive: Driver, spans: Callable[[], list[ReadableSpan]]
) -> None:
    settings = options(max_retries=0)
    with pytest.raises(APIConnectionError):
        drive(answers(httpx2.ReadError("x")), GET, options=settings, **CALL)
    (span,) = spans()
    assert (span.attributes or {})["error.type"] == "httpx2.ReadError"
    assert span.status.status_code is StatusCode.ERROR


def test_a_span_ends_whatever_happens(
    drive: Driver, spans: Callable[[], list[ReadableSpan]]
) -> None:
    def refuse(event: object) -> None:
        raise LookupError

    settings = options(hooks=Hooks(on_request=refuse))
    with pytest.raises(LookupError):
        drive(answers(thing()), GET, options=settings, **CALL)
    (span,) = spans()
    assert span.end_time is not None
    with pytest.raises(RuntimeError):
        drive(answers(RuntimeError("bug")), GET, **CALL)
    assert len(spans()) == 2


def test_a_method_that_is_not_known(
    drive: Driver, spans: Callable[[], list[ReadableSpan]]
) -> None:
    """A span has few names, however many methods there are."""
    with pytest.raises(APIStatusError):
        drive(answers(httpx2.Response(404)), operation("PURGE"), **CALL)
    (span,) = spans()
    assert span.name == "HTTP /v1/things/{id}"
    attributes = span.attributes or {}
    assert attributes["http.request.method"] == "_OTHER"
    assert attributes["http.request.method_original"] == "PURGE"


def test_no_span_in_a_program_that_has_not_set_it_up(drive: Driver) -> None:
    requests: list[httpx2.Request] = []
    drive(answers(thing(), requests=requests), GET, **CALL)
    assert tracing.tracing("made") is None
    assert "traceparent" not in requests[0].headers


def test_without_the_package(drive: Driver, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is imported to look for it."""
    import sys

    monkeypatch.delitem(sys.modules, "opentelemetry.trace")
    assert drive(answers(thing()), GET, **CALL) == Thing(name="n")
    assert "opentelemetry.trace" not in sys.modules
