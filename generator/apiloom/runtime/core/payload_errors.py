"""The exceptions for what the API sends by itself: webhooks and callbacks."""

from __future__ import annotations

from .errors import APIError


class PayloadValidationError(APIError, ValueError):
    """What came to a webhook or a callback does not fit the specification.

    `webhook` is the name of it, and `payload` what came, as it was given.
    """

    webhook: str
    payload: object

    def __init__(self, message: str, *, webhook: str, payload: object) -> None:
        super().__init__(message)
        self.webhook = webhook
        self.payload = payload


class UnknownWebhookError(APIError, LookupError):
    """The specification has no webhook of this name."""

    webhook: str

    def __init__(self, message: str, *, webhook: str) -> None:
        super().__init__(message)
        self.webhook = webhook
