"""The runs of the samples of this project: responses, output and checks."""

from __future__ import annotations

import base64
import hmac
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import brotli

from tests.clients.server import Answer, Drop, Exchange, answer

__all__ = ["SCENARIOS", "Scenario"]


def nothing_more(exchange: Exchange, names: Mapping[str, Any]) -> None:
    """Check nothing besides the number of requests and the output."""


@dataclass(frozen=True)
class Scenario:
    """One run of a sample: responses, (part of) its output, and a check afterwards."""

    responses: tuple[Answer, ...] = ()
    printed: str = ""
    check: Callable[[Exchange, Mapping[str, Any]], None] = nothing_more


DETAILS = answer(200, {"status": "verification_done"})
OK = answer(200, {"status": "ok"})
BUSY = Answer(503, headers={"Retry-After": "0", "X-Request-ID": "r-1"})
LIMITED = Answer(429, headers={"X-RateLimit-Reset": "0"})
MOVED = Answer(307, headers={"Location": "details"})
REFUSED = answer(402, {"message": "no credits"})
GONE = answer(404, {"message": "no such batch"})
UPLOADED = answer(
    200, {"status": "ok", "batch_uuid": "0b8f5a54-3d2c-4f0e-9b55-6b1c1f1f9b11"}
)
REJECTED = answer(200, {"status": "verification_already_ongoing"})
STRANGE = answer(200, {"status": "brand_new"})
BROKEN = answer(200, {"status": "verification_done", "parameters": 7})
TOKEN = answer(200, {"access_token": "t-1", "token_type": "Bearer", "expires_in": 600})
BATCHES = answer(
    200, {"data": [{"type": "batches", "id": "b-1"}]}, "application/vnd.api+json"
)
FIRST = answer(200, {"data": [{"name": "one"}], "meta": {"current_page": 1}})
LAST = answer(200, {"data": [{"name": "two"}], "meta": {"last_page": 2}})
KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SHEET = Answer(200, b"PK", {"Content-Type": KIND})
COMPRESSED = Answer(
    200, brotli.compress(b"PK"), {"Content-Type": KIND, "Content-Encoding": "br"}
)
REMAINING = answer(
    *(200, {"status": "verification_done"}),
    X_RateLimit_Remaining="7",
    X_Request_ID="r-1",
)
CREATED = answer(201, {"data": {"status": "processing"}})
SSE = {"Content-Type": "text/event-stream"}
EVENTS = Answer(
    200,
    b'id: 1\ndata: {"text":"Good"}\n\nid: 2\ndata: {"text":"day"}\n\ndata: [DONE]\n\n',
    SSE,
)
HALF = b'id: 7\ndata: {"done": 1}\n\n'
LINES = b'{"line":1,"entry":"a"}\n{"line":2}\n'
CHALLENGE = 'Digest realm="r", nonce="n", qop="auth", algorithm=SHA-256'


def progress(status: str) -> Answer:
    """The state of a job, which may be polled again at once."""
    value = {"status": status, "progress": 50, "failed_certificates": 3}
    return answer(200, value, Retry_After="0")


def sends_the_flag(exchange: Exchange, names: Mapping[str, Any]) -> None:
    sent = [request.json() for request in exchange.received]
    assert [body.get("stream") for body in sent] == [None, True, True]


def reads_payloads(exchange: Exchange, names: Mapping[str, Any]) -> None:
    assert names["receive"](b'{"order": {"number": 7}}') == 204
    assert names["receive"](b'{"order": {}}') == 400


def reads_signed_payloads(exchange: Exchange, names: Mapping[str, Any]) -> None:
    body, at = b'{"order": {"number": 7}}', str(int(time.time()))
    digest = hmac.digest(b"secret", f"m1.{at}.".encode() + body, "sha256")
    headers = {
        "webhook-id": "m1",
        "webhook-timestamp": at,
        "webhook-signature": f"v1,{base64.b64encode(digest).decode()}",
    }
    assert names["receive_signed"](body, headers) == 204
    assert names["receive_signed"](body + b" ", headers) == 401


def keeps_the_key(exchange: Exchange, names: Mapping[str, Any]) -> None:
    first, retry, own = (one.headers["idempotency-key"] for one in exchange.received)
    assert first == retry != own == "launch-of-may"


def resumes(exchange: Exchange, names: Mapping[str, Any]) -> None:
    sent = [request.headers.get("last-event-id") for request in exchange.received]
    assert sent == [None, "7"]


def sends_three_entries(exchange: Exchange, names: Mapping[str, Any]) -> None:
    sent, _ = exchange.received
    assert sent.media_type == "application/jsonl"
    assert sent.body.splitlines() == [
        b'{"line":%d,"entry":"jane@example.com"}' % number for number in (1, 2, 3)
    ]


def sends_each_media_type(exchange: Exchange, names: Mapping[str, Any]) -> None:
    assert [(one.media_type, one.body) for one in exchange.received] == [
        ("application/json", b'{"line":1,"entry":"by hand"}'),
        ("text/plain", b"by hand"),
        ("application/xml", b"<entry line='1'/>"),
    ]


def sends_what_each_operation_requires(
    exchange: Exchange, names: Mapping[str, Any]
) -> None:
    first, signed, provider, token, status, deleted = exchange.received
    assert "authorization" not in first.headers
    assert signed.headers["authorization"].startswith('Digest username="jane"')
    assert provider.path == "/.well-known/openid-configuration"
    assert (token.path, token.body) == (
        "/token",
        b"grant_type=client_credentials&scope=read",
    )
    assert status.headers["authorization"] == "Bearer t-1"
    assert deleted.query == "account=a-1"
    assert deleted.headers["cookie"] == "session=..."
    assert "authorization" not in deleted.headers


def sends_the_options(exchange: Exchange, names: Mapping[str, Any]) -> None:
    *details, status = exchange.received
    for request in details:
        assert request.query == "region=eu&fields=status&fields=name"
        assert request.headers["x-trace"] == "7"
        assert "user-agent" not in request.headers
    assert status.query == "region=eu"


def sends_no_credential(exchange: Exchange, names: Mapping[str, Any]) -> None:
    for request in exchange.received:
        assert not {"authorization", "x-api-key", "cookie"} & request.headers.keys()


def sends_the_key(exchange: Exchange, names: Mapping[str, Any]) -> None:
    for request in exchange.received:
        assert "x-api-key" in request.headers
        assert not {"authorization", "cookie"} & request.headers.keys()


SCENARIOS: Mapping[tuple[str, str], tuple[Scenario, ...]] = {
    ("README.md", "First client"): (
        Scenario((), "completed 100\n422 The name field is required."),
    ),
    ("docs/calls.md", "Methods and arguments"): (Scenario((OK, OK), "ok\nok\n"),),
    ("docs/calls.md", "Ad-hoc requests"): (Scenario((OK,), "ok"),),
    ("docs/migrating.md", "From an SDK made by Stainless"): (
        Scenario((OK, OK), "ok 200 ok"),
        Scenario((GONE,), "no such batch"),
    ),
    ("docs/migrating.md", "From openapi-python-client"): (
        Scenario((OK,), "ok"),
        Scenario((GONE,), "no such batch"),
    ),
    ("docs/migrating.md", "From openapi-generator"): (
        Scenario((UPLOADED, OK), "ok"),
        Scenario((UPLOADED, GONE), "no such batch"),
    ),
    ("docs/client-options.md", "Timeouts and deadlines"): (
        Scenario((BUSY, DETAILS), "verification_done"),
    ),
    ("docs/client-options.md", "Retries"): (
        Scenario((BUSY, DETAILS), "19.2"),
        Scenario((LIMITED, DETAILS), "19.2"),
    ),
    ("docs/client-options.md", "Options of one call"): (
        Scenario((BUSY, DETAILS, DETAILS), "verification_done", sends_the_options),
    ),
    ("docs/client-options.md", "HTTP client, proxies and certificates"): (
        Scenario((BUSY, DETAILS), "verification_done"),
    ),
    ("docs/client-options.md", "Redirects"): (
        Scenario((MOVED, DETAILS), "verification_done"),
    ),
    ("docs/credentials.md", "Functions as credentials"): (
        Scenario((TOKEN, BATCHES), "b-1"),
    ),
    ("docs/errors.md", "Failures inside a success"): (
        Scenario((REFUSED,), "no credits"),
        Scenario((answer(404, {"message": "?"}),), "404 POST http"),
        Scenario((REJECTED,), "nothing to do"),
        Scenario((STRANGE,), "new to this client: brand_new"),
        Scenario((answer(200, {"status": "error"}),), "Error"),
    ),
    ("docs/files.md", "File uploads"): (Scenario((CREATED,), "processing"),),
    ("docs/files.md", "Streamed downloads"): (
        Scenario((SHEET,), f"200 {KIND}"),
        Scenario((COMPRESSED,), f"200 {KIND}"),
    ),
    ("docs/logging-and-tracing.md", "Hooks"): (
        Scenario((BUSY, DETAILS), "retry in 0.0 because of 503\nbatch.details 200"),
    ),
    ("docs/overlays.md", "Idempotency keys"): (
        Scenario((BUSY, OK, OK), "", keeps_the_key),
    ),
    ("docs/overlays.md", "Server-Sent Events"): (
        Scenario(
            (
                Answer(200, HALF + b" " * len(HALF), SSE, drop=Drop.WITHIN_THE_BODY),
                Answer(200, b'id: 8\ndata: {"done": 2}\n\n', SSE),
            ),
            "1\n[2]\n",
            resumes,
        ),
    ),
    ("docs/overlays.md", "JSON Lines"): (
        Scenario(
            (Answer(204), Answer(200, LINES, {"Content-Type": "application/jsonl"})),
            "1 a\n2 None\n",
            sends_three_entries,
        ),
    ),
    ("docs/overlays.md", "JSON, text or XML"): (
        Scenario((Answer(204), Answer(204), Answer(204)), "", sends_each_media_type),
    ),
    ("docs/overlays.md", "Security of single operations"): (
        Scenario(
            (
                answer(401, {"message": "?"}, WWW_Authenticate=CHALLENGE),
                OK,
                answer(200, {"token_endpoint": "https://id.test/token"}),
                TOKEN,
                DETAILS,
                OK,
            ),
            "ok\n{'status': 'verification_done'}\nok\n",
            sends_what_each_operation_requires,
        ),
    ),
    ("docs/overlays.md", "Client certificates"): (
        Scenario((OK,), "ok\n", sends_the_key),
    ),
    ("docs/overlays.md", "Pagination by a header"): (
        Scenario(
            (
                answer(
                    200,
                    [{"status": "parsing_content"}],
                    Link='</v1/batch?page=2>; rel="next"',
                ),
                answer(200, [{"status": "verification_done"}]),
            ),
            "{'status': 'parsing_content'}\n{'status': 'verification_done'}\n",
            sends_no_credential,
        ),
    ),
    ("docs/pagination.md", "Iteration over all pages"): (
        Scenario((FIRST, LAST), "one\ntwo\n"),
    ),
    ("docs/pagination.md", "Async iteration"): (
        Scenario((FIRST, LAST, FIRST), "one\ntwo\ncurrent_page=1"),
    ),
    ("docs/responses.md", "JSON values"): (
        Scenario(
            (answer(200, {"total": 7}),), "7\n{'personalisation': {'first': 'Ada',"
        ),
    ),
    ("docs/responses.md", "Raw responses"): (
        Scenario((REMAINING,), "200 r-1 7\n{'status': 'verification_done'}"),
    ),
    ("docs/responses.md", "Response validation"): (
        Scenario((BROKEN, DETAILS), "expected "),
    ),
    ("docs/streaming.md", "Streaming operations"): (
        Scenario(
            (answer(200, {"text": "Good day"}), EVENTS, EVENTS),
            "Good day\n1 Good\n2 day\nGood\nday\n",
            sends_the_flag,
        ),
    ),
    ("docs/testing.md", "Fakes"): (Scenario((), "NOT_READY_FOR_VERIFICATION"),),
    ("docs/testing.md", "Stateful fakes"): (Scenario((), "NOT_FOUND"),),
    ("docs/testing.md", "Fixtures"): (Scenario((), ""),),
    ("docs/testing.md", "Mock transports"): (Scenario((), "No credits left."),),
    ("docs/testing.md", "Test servers"): (Scenario((DETAILS,), "verification_done"),),
    ("docs/waiters.md", "Waiting for a job"): (
        Scenario((progress("processing"), progress("completed")), "50\n50\ncompleted"),
        Scenario((progress("failed"),), "50\nfailed 3"),
    ),
    ("docs/webhooks.md", "Payload parsing"): (Scenario((), "", reads_payloads),),
    ("docs/webhooks.md", "Signatures"): (Scenario((), "", reads_signed_payloads),),
}
"""The runs of each sample, by the page and the heading that it is below."""
