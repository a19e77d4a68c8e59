"""Signed webhooks: verified and parsed in one step, as the document declares."""

import hashlib
import hmac
import time

import pytest

from tests.workshop import Stage

BODY = b'{"ref": "main"}'
SECRET = "forged"


def headers(event: str, at: int, body: bytes = BODY) -> dict[str, str]:
    signed = f"d-1\n{at}\n".encode() + body
    return {
        "x-forge-signature": "sha512="
        + hmac.new(SECRET.encode(), signed, hashlib.sha512).hexdigest(),
        "x-forge-delivery": "d-1",
        "x-forge-time": str(at),
        "x-forge-event": event,
    }


def check_a_signed_webhook_is_typed(stage: Stage) -> None:
    webhooks, models = stage.package.webhooks, stage.package.models
    now = int(time.time())
    payload = webhooks.unwrap(BODY, headers("push", now), secret=SECRET)
    assert type(payload) is models.PushPayload
    assert payload.ref == "main"
    ping = webhooks.unwrap(b"{}", headers("ping", now, b"{}"), secret=["old", SECRET])
    assert type(ping) is models.PingPayload
    assert webhooks.verify(BODY, headers("any", now), secret=SECRET) is None


def check_everything_else_is_an_error_of_the_client(stage: Stage) -> None:
    webhooks, errors = stage.package.webhooks, stage.package.errors
    now = int(time.time())
    for body, sent, secret in (
        (BODY + b"\n", headers("push", now), SECRET),
        (BODY, headers("push", now), "other"),
        (BODY, headers("push", now - 3_600), SECRET),
        (BODY, {}, SECRET),
    ):
        with pytest.raises(errors.WebhookSignatureError) as caught:
            webhooks.unwrap(body, sent, secret=secret)
        assert isinstance(caught.value, errors.ForgeError)
        assert SECRET not in caught.value.message
    with pytest.raises(errors.UnknownWebhookError):
        webhooks.unwrap(BODY, headers("pull", now), secret=SECRET)
    old = headers("push", now - 3_600)
    assert webhooks.unwrap(BODY, old, secret=SECRET, tolerance=None).ref == "main"
