"""A receiver needs no client, and its payloads are typed."""

from case_webhook_signatures import errors, models, webhooks


def receive(body: bytes, headers: dict[str, str]) -> str:
    try:
        payload = webhooks.unwrap(body, headers, secret="whsec_1", tolerance=60)
    except errors.WebhookSignatureError as error:
        return error.message
    if isinstance(payload, models.PushPayload):
        return payload.ref
    return payload.text or ""
