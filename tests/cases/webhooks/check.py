"""Webhooks: what the API sends by itself has models, and functions that read it."""

import base64
import hmac
import json
import pickle
import time
from typing import Any

import pytest

from tests.workshop import Stage

SENT: dict[str, Any] = {
    "id": "e1",
    "type": "parcel.sent",
    "at": "2025-01-31T12:00:00+01:00",
    "parcel": {"number": 7, "to": {"street": None}, "tomorrow": True},
}
LOST = {"type": "parcel.lost", "parcel": {"number": 1}, "reason": "eaten"}


def check_bytes_text_and_json_types_are_read_alike(stage: Stage) -> None:
    webhooks, models = stage.package.webhooks, stage.package.models
    text = json.dumps(SENT)
    for body in (text.encode(), text, SENT):
        payload = webhooks.parse_parcel_sent(body)
        assert type(payload) is models.ParcelSent
        assert (payload.id, payload.parcel.number) == ("e1", 7)
        assert payload.at.utcoffset().total_seconds() == 3600
        assert payload.to_dict() == SENT


def check_payloads_are_read_as_tolerantly_as_answers(stage: Stage) -> None:
    payload = stage.package.webhooks.parse_parcel_lost({**LOST, "more": [1]})
    assert type(payload) is stage.package.models.ParcelLostPayload
    assert payload.reason == "eaten"
    assert not payload.reason.is_known
    assert payload.to_dict() == {**LOST, "more": [1]}


def check_what_does_not_fit_is_an_error_of_the_client(stage: Stage) -> None:
    webhooks, errors = stage.package.webhooks, stage.package.errors
    for body in (b'{"type": "parcel.lost"}', {"type": "parcel.lost"}):
        with pytest.raises(errors.ParcelsError) as caught:
            webhooks.parse_parcel_lost(body)
        error = caught.value
        assert type(error) is errors.PayloadValidationError
        assert isinstance(error, ValueError)
        assert error.message == (
            "parcel.lost: the payload does not fit the specification: "
            "parcel: Field required (and 1 more)"
        )
        assert (error.webhook, error.payload) == ("parcel.lost", body)
        assert error.__cause__ is not None
        again = pickle.loads(pickle.dumps(error))
        assert (str(again), again.payload) == (str(error), body)
    for broken in (b"", b"{", b"\xff", "[]", [], "null"):
        with pytest.raises(errors.PayloadValidationError) as caught:
            webhooks.parse_parcel_sent(broken)
        assert "\n" not in caught.value.message


def check_a_webhook_by_its_name(stage: Stage) -> None:
    webhooks, errors = stage.package.webhooks, stage.package.errors
    sent = webhooks.parse("parcel.sent", json.dumps(SENT))
    assert type(sent) is stage.package.models.ParcelSent
    assert webhooks.parse("ping!", b"") is None
    with pytest.raises(errors.UnknownWebhookError) as caught:
        webhooks.parse("parcel.eaten", b"{}")
    assert caught.value.message == "the specification has no webhook 'parcel.eaten'"
    assert caught.value.webhook == "parcel.eaten"
    assert isinstance(caught.value, errors.ParcelsError)


def check_any_webhook_by_its_type(stage: Stage) -> None:
    webhooks, models = stage.package.webhooks, stage.package.models
    assert type(webhooks.parse_any(json.dumps(SENT))) is models.ParcelSent
    assert type(webhooks.parse_any(LOST)) is models.ParcelLostPayload
    weighed = {"id": "1", "type": "parcel.weighed.again", "grams": 1.5}
    assert webhooks.parse_any(weighed) == webhooks.parse_weight(weighed)
    later = webhooks.parse_any({"type": "parcel.found", "where": "here"})
    assert type(later) is models.UnknownVariant
    assert later.where == "here"
    with pytest.raises(stage.package.errors.PayloadValidationError) as caught:
        webhooks.parse_any({"type": "parcel.lost"})
    assert caught.value.message.endswith(
        "parcel.lost.parcel: Field required (and 1 more)"
    )


def check_names(stage: Stage) -> None:
    assert stage.package.webhooks.__all__ == [
        "Event",
        "Payload",
        "parse",
        "parse_any",
        "parse_parcel_lost",
        "parse_parcel_sent",
        "parse_parse",
        "parse_weight",
        "unwrap",
        "verify",
    ]
    assert not hasattr(stage.package.models, "Unused")


def check_webhooks_are_no_methods(stage: Stage) -> None:
    client = stage.client()
    assert hasattr(client.webhooks, "list")
    assert not [name for name in dir(client.webhooks) if "parcel" in name]


def check_nothing_is_loaded_before_it_is_used(stage: Stage) -> None:
    module = stage.package.webhooks
    assert module._PARCEL_SENT.parse(SENT).parcel.number == 7
    assert "callbacks" not in stage.package.__all__
    assert "webhooks" in stage.package.__all__


def check_webhooks_are_signed_by_the_standard(stage: Stage) -> None:
    """Without a declaration, as https://www.standardwebhooks.com describes."""
    webhooks, errors = stage.package.webhooks, stage.package.errors
    body, at = json.dumps(SENT).encode(), str(int(time.time()))
    digest = hmac.digest(b"key", f"m1.{at}.".encode() + body, "sha256")
    headers = {
        "webhook-id": "m1",
        "webhook-timestamp": at,
        "webhook-signature": f"v1,{base64.b64encode(digest).decode()}",
    }
    secret = "whsec_" + base64.b64encode(b"key").decode()
    assert webhooks.unwrap(body, headers, secret=secret) == webhooks.parse_any(body)
    with pytest.raises(errors.WebhookSignatureError):
        webhooks.unwrap(body + b" ", headers, secret=secret)
