"""Signatures of webhooks: Standard Webhooks, and the forms that vendors use."""

from __future__ import annotations

import base64
import hashlib
import hmac
import time
from collections.abc import Iterable
from typing import Any

import pytest

from apiloom.runtime.core.errors import UnknownWebhookError, WebhookSignatureError
from apiloom.runtime.decoding.signatures import (
    Signature,
    unwrap_named,
    unwrap_single,
    verify_signature,
)
from apiloom.runtime.decoding.webhooks import JsonPayload, TextPayload, Webhook

STANDARD = Signature()
GITHUB = Signature(
    header="X-Hub-Signature-256",
    payload="{body}",
    encoding="hex",
    separator="",
    prefix="sha256=",
    secret_encoding="text",
    event_header="X-GitHub-Event",
)
SLACK = Signature(
    header="X-Slack-Signature",
    payload="v0:{timestamp}:{body}",
    encoding="hex",
    separator="",
    prefix="v0=",
    timestamp_header="X-Slack-Request-Timestamp",
    secret_encoding="text",
)
STRIPE = Signature(
    header="Stripe-Signature",
    payload="{timestamp}.{body}",
    encoding="hex",
    separator=",",
    prefix="v1=",
    timestamp_prefix="t=",
    secret_encoding="text",
)
KEY = b"0123456789abcdef01234567"
SECRET = "whsec_" + base64.b64encode(KEY).decode()
BODY = b'{"number": 1, "name": "\xc3\xa9"}'
NOW = 1_700_000_000


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(time, "time", lambda: float(NOW))


def standard(
    body: bytes = BODY, key: bytes = KEY, at: str = str(NOW), id_: str = "msg_1"
) -> dict[str, str]:
    digest = hmac.digest(key, f"{id_}.{at}.".encode() + body, "sha256")
    return {
        "webhook-id": id_,
        "webhook-timestamp": at,
        "webhook-signature": f"v1,{base64.b64encode(digest).decode()}",
    }


def verify(
    headers: Any,
    signature: Signature = STANDARD,
    *,
    body: Any = BODY,
    secret: Any = SECRET,
    tolerance: float | None = 300,
) -> None:
    verify_signature(signature, body, headers, secret, tolerance)


def test_the_vectors_that_vendors_publish() -> None:
    digest = "757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17"
    verify(
        {"x-hub-signature-256": f"sha256={digest}"},
        GITHUB,
        body=b"Hello, World!",
        secret="It's a Secret to Everybody",
    )


def upper_case(headers: dict[str, str]) -> dict[str, str]:
    return {name.upper(): value for name, value in headers.items()}


def as_pairs(headers: dict[str, str]) -> Iterable[tuple[bytes, bytes]]:
    """As the scope of ASGI has them."""
    return [(name.encode(), value.encode()) for name, value in headers.items()]


@pytest.mark.parametrize("form", [dict, upper_case, as_pairs])
def test_headers_of_every_framework(form: Any) -> None:
    verify(form(standard()))
    verify(form(standard()), body=BODY.decode())


def test_several_signatures_and_several_secrets() -> None:
    headers, other = standard(), standard(key=b"another key")
    signatures = f"v1a,abc v1,AAAA {other['webhook-signature']}"
    verify(
        {**headers, "webhook-signature": signatures}, secret=[SECRET, b"another key"]
    )
    verify(
        {**headers, "webhook-signature": f"{signatures} {headers['webhook-signature']}"}
    )
    with pytest.raises(WebhookSignatureError, match="no signature in the header"):
        verify({**headers, "webhook-signature": signatures})


@pytest.mark.parametrize("signature", [SLACK, STRIPE])
def test_forms_with_a_timestamp(signature: Signature) -> None:
    prefix = "v0:" if signature is SLACK else ""
    joint = ":" if signature is SLACK else "."
    signed = f"{prefix}{NOW}{joint}".encode() + BODY
    digest = hmac.new(b"secret", signed, hashlib.sha256).hexdigest()
    headers = (
        {"X-Slack-Signature": f"v0={digest}", "X-Slack-Request-Timestamp": str(NOW)}
        if signature is SLACK
        else {"Stripe-Signature": f"t={NOW}, v1={'0' * 64},v1={digest.upper()},v0=x"}
    )
    verify(headers, signature, secret="secret")
    for wrong in ({"secret": "Secret"}, {"body": BODY + b" ", "secret": "secret"}):
        with pytest.raises(WebhookSignatureError, match="no signature in the header"):
            verify(headers, signature, **wrong)


def test_old_and_early_webhooks_are_refused() -> None:
    for age, message in ((301, "301 seconds old"), (-301, "301 seconds ahead")):
        headers = standard(at=str(NOW - age))
        with pytest.raises(WebhookSignatureError, match=message):
            verify(headers)
        verify(headers, tolerance=None)
        verify(headers, tolerance=302)
    verify(standard(at=f"{NOW}123"))  # milliseconds


@pytest.mark.parametrize(
    "name", ["webhook-id", "webhook-timestamp", "webhook-signature"]
)
def test_a_header_that_is_missing_or_ambiguous(name: str) -> None:
    headers = standard()
    several = [*headers.items(), (name, f"{headers[name]}0")]
    with pytest.raises(WebhookSignatureError, match=f"{name} occurs more than once"):
        verify(several)
    del headers[name]
    with pytest.raises(WebhookSignatureError, match=f"the header {name} is missing"):
        verify(headers)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"webhook-timestamp": "soon"}, "not a number"),
        ({"webhook-timestamp": "-1"}, "not a number"),
        ({"webhook-timestamp": "9" * 5_000}, "not a number"),
        ({"webhook-timestamp": "\u0661"}, "not a number"),
        ({"webhook-signature": "v1,\u2603\ud800"}, "no signature"),
        ({"webhook-signature": "v1"}, "no signature"),
        ({"webhook-signature": "v1," * 50_000}, "no signature"),
        ({"webhook-id": "{body}"}, "no signature"),
    ],
)
def test_hostile_headers(changes: dict[str, str], message: str) -> None:
    with pytest.raises(WebhookSignatureError, match=message):
        verify({**standard(), **changes})


@pytest.mark.parametrize(
    ("secret", "message"),
    [
        ("", "empty"),
        ("whsec_", "empty"),
        (b"", "empty"),
        ([], "no secret"),
        ("not base64!", "not base64"),
    ],
)
def test_secrets_that_are_none(secret: Any, message: str) -> None:
    with pytest.raises(WebhookSignatureError, match=message) as caught:
        verify(standard(), secret=secret)
    assert "not base64!" not in str(caught.value)


def test_a_body_that_was_parsed_is_refused() -> None:
    with pytest.raises(WebhookSignatureError, match="must be the bytes"):
        verify(standard(), body={"number": 1})


def test_unwrap() -> None:
    number: Webhook[dict[str, int]] = Webhook(
        "number", JsonPayload(lambda: dict[str, object]), TextPayload("text/plain")
    )
    arguments = (BODY, {**standard(), "Content-Type": "application/json"})
    found = unwrap_single(STANDARD, number, *arguments, SECRET, 300)
    assert found["number"] == 1
    as_text = (BODY, {**standard(), "content-type": "text/plain"})
    assert unwrap_single(STANDARD, number, *as_text, SECRET, 300) == BODY.decode()
    table = {"number": number}
    assert unwrap_named(STANDARD, table, *arguments, SECRET, 300, "number") == found
    once = iter(arguments[1].items())  # headers that can be read only once
    assert unwrap_named(STANDARD, table, BODY, once, SECRET, 300, "number") == found
    digest = hmac.new(b"x", BODY, hashlib.sha256).hexdigest()
    headers = {"x-hub-signature-256": f"sha256={digest}", "x-github-event": "number"}
    assert unwrap_named(GITHUB, table, BODY, headers, "x", None) == found
    headers["x-github-event"] = "other"
    with pytest.raises(UnknownWebhookError, match="no webhook 'other'"):
        unwrap_named(GITHUB, table, BODY, headers, "x", None)
