"""The callbacks: what the API sends to where an operation asked it to."""

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
    """Read the payload of `finished`.

    Sent to `{$url}`.

    Args:
        body: What came: bytes, text, or what `json.loads` made of it.

    Raises:
        errors.PayloadValidationError: The payload does not fit the specification.

    To be answered with:
        200: Fine.
    """
    return _FINISHED.parse(body)


def parse_finished_more(body: Received) -> list[int]:
    """Read the payload of `more`.

    Sent to `{$request.body#/x}`.

    Args:
        body: What came: bytes, text, or what `json.loads` made of it.

    Raises:
        errors.PayloadValidationError: The payload does not fit the specification.

    To be answered with:
        200: Fine.
    """
    return _FINISHED_MORE.parse(body)


def parse_streams_replace_on_data(body: Received) -> bytes:
    """Read the payload of `onData`.

    Sent to `{$request.body#/notify}`.

    Args:
        body: What came: bytes, text, or what `json.loads` made of it.

    Raises:
        errors.PayloadValidationError: The payload does not fit the specification.

    To be answered with:
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
        body: What came: bytes, text, or what `json.loads` made of it.
        content_type: The Content-Type that it came with; without it, what fits decides.

    Raises:
        errors.PayloadValidationError: The payload does not fit the specification.

    To be answered with:
        202: Taken.
        default: Tried again later.
    """
    return _STREAMS_SUBSCRIBE_ON_DATA.parse(body, content_type)


def parse_streams_subscribe_on_data_on_end(body: Received) -> str:
    """Read the payload of `onData`.

    Sent to `{$request.query.url}/data`.

    Args:
        body: What came: bytes, text, or what `json.loads` made of it.

    Raises:
        errors.PayloadValidationError: The payload does not fit the specification.

    To be answered with:
        204: Gone.
    """
    return _STREAMS_SUBSCRIBE_ON_DATA_ON_END.parse(body)
