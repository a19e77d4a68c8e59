"""Parsers of the callbacks that operations request."""

from __future__ import annotations

from . import models
from ._runtime.decoding.webhooks import (
    BinaryPayload,
    FormPayload,
    JsonPayload,
    Received,
    TextPayload,
    Webhook,
)

__all__ = [
    "parse_finished",
    "parse_finished_more",
    "parse_streams_replace_on_data",
    "parse_streams_subscribe_on_data",
    "parse_streams_subscribe_on_data_on_end",
]

_FINISHED: Webhook[models.FinishedPayload] = Webhook(
    "finished",
    JsonPayload(lambda: models.FinishedPayload),
)

_FINISHED_MORE: Webhook[list[int]] = Webhook(
    "more",
    JsonPayload(lambda: list[int]),
)

_STREAMS_REPLACE_ON_DATA: Webhook[bytes] = Webhook(
    "onData",
    BinaryPayload("application/octet-stream"),
)

_STREAMS_SUBSCRIBE_ON_DATA: Webhook[
    models.StreamsSubscribeOnDataPayload | models.Form
] = Webhook(
    "onData",
    JsonPayload(lambda: models.StreamsSubscribeOnDataPayload),
    FormPayload(lambda: models.Form, {"tags": "", "codes": ","}, objects={"user"}),
)

_STREAMS_SUBSCRIBE_ON_DATA_ON_END: Webhook[str] = Webhook(
    "onData",
    TextPayload("text/plain"),
)


def parse_finished(body: Received) -> models.FinishedPayload:
    """Parse the payload of `finished`.

    Sent to `{$url}`.

    Args:
        body: The request body: bytes, text, or parsed JSON.

    Raises:
        errors.PayloadValidationError: The payload does not match its schema.

    Expected responses:
        200: Fine.
    """
    return _FINISHED.parse(body)


def parse_finished_more(body: Received) -> list[int]:
    """Parse the payload of `more`.

    Sent to `{$request.body#/x}`.

    Args:
        body: The request body: bytes, text, or parsed JSON.

    Raises:
        errors.PayloadValidationError: The payload does not match its schema.

    Expected responses:
        200: Fine.
    """
    return _FINISHED_MORE.parse(body)


def parse_streams_replace_on_data(body: Received) -> bytes:
    """Parse the payload of `onData`.

    Sent to `{$request.body#/notify}`.

    Args:
        body: The request body: bytes, text, or parsed JSON.

    Raises:
        errors.PayloadValidationError: The payload does not match its schema.

    Expected responses:
        200: Fine.
    """
    return _STREAMS_REPLACE_ON_DATA.parse(body)


def parse_streams_subscribe_on_data(
    body: Received,
    content_type: str | None = None,
) -> models.StreamsSubscribeOnDataPayload | models.Form:
    """Data came.

    Sent to `{$request.query.url}/data`.

    Args:
        body: The request body: bytes, text, or parsed JSON.
        content_type: The Content-Type of the request; by default, it is inferred from
            the body.

    Raises:
        errors.PayloadValidationError: The payload does not match its schema.

    Expected responses:
        202: Taken.
        default: Tried again later.
    """
    return _STREAMS_SUBSCRIBE_ON_DATA.parse(body, content_type)


def parse_streams_subscribe_on_data_on_end(body: Received) -> str:
    """Parse the payload of `onData`.

    Sent to `{$request.query.url}/data`.

    Args:
        body: The request body: bytes, text, or parsed JSON.

    Raises:
        errors.PayloadValidationError: The payload does not match its schema.

    Expected responses:
        204: Gone.
    """
    return _STREAMS_SUBSCRIBE_ON_DATA_ON_END.parse(body)
