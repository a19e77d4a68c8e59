"""Parsers of the webhooks that the API sends."""

from __future__ import annotations

from typing import Annotated, TypeAlias, Union

from . import models
from ._runtime.decoding.signatures import (
    Headers,
    Secret,
    Signature,
    unwrap_single,
    verify_signature,
)
from ._runtime.decoding.webhooks import JsonPayload, Received, Webhook, parse_named
from ._runtime.types.unions import Discriminated, UnknownVariant

__all__ = [
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

Payload: TypeAlias = Union[
    "models.ParcelSent",
    "models.ParcelLostPayload",
    "models.WeightPayload",
    "models.ParcelParsed",
    "None",
]
"""The type of any webhook's payload."""

Event: TypeAlias = Union[
    "models.ParcelSent",
    "models.ParcelLostPayload",
    "models.WeightPayload",
    "models.ParcelParsed",
    "UnknownVariant",
]
"""The result of `parse_any`."""

_PARCEL_SENT: Webhook[models.ParcelSent] = Webhook(
    "parcel.sent",
    JsonPayload(lambda: models.ParcelSent),
)

_PARCEL_LOST: Webhook[models.ParcelLostPayload] = Webhook(
    "parcel.lost",
    JsonPayload(lambda: models.ParcelLostPayload),
)

_WEIGHT: Webhook[models.WeightPayload] = Webhook(
    "parcel.weighed",
    JsonPayload(lambda: models.WeightPayload, "application/vnd.parcels+json"),
)

_PING: Webhook[None] = Webhook(
    "ping!",
)

_PARSE: Webhook[models.ParcelParsed] = Webhook(
    "parse",
    JsonPayload(lambda: models.ParcelParsed),
)

_ANY: Webhook[Event] = Webhook(
    "webhook",
    JsonPayload(
        lambda: Annotated[
            Union[
                models.ParcelSent,
                models.ParcelLostPayload,
                models.WeightPayload,
                models.ParcelParsed,
                UnknownVariant,
            ],
            Discriminated(
                "type",
                {
                    "parcel.sent": models.ParcelSent,
                    "parcel.lost": models.ParcelLostPayload,
                    "parcel.weighed": models.WeightPayload,
                    "parcel.weighed.again": models.WeightPayload,
                    "parcel.parsed": models.ParcelParsed,
                },
            ),
        ],
    ),
)

_SIGNATURE = Signature()

_BY_NAME: dict[str, Webhook[Payload]] = {
    "parcel.sent": _PARCEL_SENT,
    "parcel.lost": _PARCEL_LOST,
    "parcel.weighed": _WEIGHT,
    "ping!": _PING,
    "parse": _PARSE,
}


def parse_parcel_sent(body: Received) -> models.ParcelSent:
    """A parcel is on its way.

    Sent once for each parcel.

    Headers and parameters:
        X-Delivery: The identifier of this delivery.

    Args:
        body: The request body: bytes, text, or parsed JSON.

    Returns:
        What was sent.

    Raises:
        errors.PayloadValidationError: The payload does not match its schema.

    Expected responses:
        204: Received.
        410: Do not send any more.
    """
    return _PARCEL_SENT.parse(body)


def parse_parcel_lost(body: Received) -> models.ParcelLostPayload:
    """Parse the payload of `parcel.lost`.

    Deprecated.

    Args:
        body: The request body: bytes, text, or parsed JSON.

    Raises:
        errors.PayloadValidationError: The payload does not match its schema.
    """
    return _PARCEL_LOST.parse(body)


def parse_weight(body: Received) -> models.WeightPayload:
    """Parse the payload of `parcel.weighed`.

    Args:
        body: The request body: bytes, text, or parsed JSON.

    Raises:
        errors.PayloadValidationError: The payload does not match its schema.
    """
    return _WEIGHT.parse(body)


def parse_parse(body: Received) -> models.ParcelParsed:
    """Parse the payload of `parse`.

    Args:
        body: The request body: bytes, text, or parsed JSON.

    Raises:
        errors.PayloadValidationError: The payload does not match its schema.
    """
    return _PARSE.parse(body)


def parse(name: str, body: Received, content_type: str | None = None) -> Payload:
    """Parse the payload of the webhook with a name.

    Args:
        name: The name of the webhook in the specification.
        body: The request body: bytes, text, or parsed JSON.
        content_type: The Content-Type of the request; by default, it is inferred from
            the body.

    Raises:
        errors.PayloadValidationError: The payload does not match its schema.
        errors.UnknownWebhookError: There is no webhook with this name.
    """
    return parse_named(_BY_NAME, name, body, content_type)


def parse_any(body: Received) -> Event:
    """Parse the payload of any webhook. Its `type` determines which one it is.

    Args:
        body: The request body: bytes, text, or parsed JSON.

    Raises:
        errors.PayloadValidationError: The payload does not match its schema.
    """
    return _ANY.parse(body)


def verify(
    body: bytes | str,
    headers: Headers,
    *,
    secret: Secret,
    tolerance: float | None = 300,
) -> None:
    """Verify the signature of a webhook, of any name.

    Args:
        body: The body of the request as it was received, not parsed.
        headers: The headers of the request.
        secret: The secret of the webhook, or several while it is replaced.
        tolerance: The seconds that the timestamp may differ from now; None for any.

    Raises:
        errors.WebhookSignatureError: The signature is missing, does not match, or is
            too old.
    """
    return verify_signature(_SIGNATURE, body, headers, secret, tolerance)


def unwrap(
    body: bytes | str,
    headers: Headers,
    *,
    secret: Secret,
    tolerance: float | None = 300,
) -> Event:
    """Verify the signature of a webhook, and parse its payload.

    Args:
        body: The body of the request as it was received, not parsed.
        headers: The headers of the request.
        secret: The secret of the webhook, or several while it is replaced.
        tolerance: The seconds that the timestamp may differ from now; None for any.

    Raises:
        errors.WebhookSignatureError: The signature is missing, does not match, or is
            too old.
        errors.PayloadValidationError: The payload does not match its schema.
    """
    return unwrap_single(_SIGNATURE, _ANY, body, headers, secret, tolerance)
