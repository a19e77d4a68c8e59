"""Signatures of webhooks, as an API declares them."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["WebhookSignature"]


@dataclass(frozen=True, slots=True, kw_only=True)
class WebhookSignature:
    """An HMAC in a header of the request; the defaults are Standard Webhooks 1.0.0.

    `payload` is what is signed: ``{body}``, ``{id}`` and ``{timestamp}`` stand for the
    body and for values of headers. `separator` divides the header into items, each of
    which is a signature after `prefix`, or the timestamp after `timestamp_prefix`.
    `event_header` holds the name of the webhook.
    """

    header: str = "webhook-signature"
    payload: str = "{id}.{timestamp}.{body}"
    algorithm: str = "sha256"
    encoding: str = "base64"
    separator: str = " "
    prefix: str = "v1,"
    id_header: str = "webhook-id"
    timestamp_header: str = "webhook-timestamp"
    timestamp_prefix: str = ""
    secret_encoding: str = "base64"
    secret_prefix: str = "whsec_"
    event_header: str = ""

    @property
    def has_timestamp(self) -> bool:
        """Whether a timestamp is signed, so that an old request can be refused."""
        return "{timestamp}" in self.payload
