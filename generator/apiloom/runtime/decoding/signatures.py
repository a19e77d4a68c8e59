"""Signatures of webhooks: Standard Webhooks 1.0.0, and what a document declares.

A signature is an HMAC of the body as it was received, so bytes that were parsed and
written again have another one. See https://www.standardwebhooks.com.
"""

from __future__ import annotations

import base64
import binascii
import hmac
import re
import time
from collections.abc import Iterable, Mapping, Sequence
from typing import Final, NamedTuple, TypeAlias, TypeVar, cast

from ..core.errors import WebhookSignatureError
from .webhooks import Webhook, parse_named

T = TypeVar("T")

Secret: TypeAlias = str | bytes | Sequence[str | bytes]
"""A secret, or several while one of them replaces another."""
Headers: TypeAlias = (
    Mapping[str, str] | Iterable[tuple[str, str]] | Iterable[tuple[bytes, bytes]]
)
"""The headers of a request, as web frameworks have them."""

_MILLISECONDS: Final = 100_000_000_000
"""Timestamps from here on are milliseconds; in seconds, they would be in year 5138."""

_PLACEHOLDER: Final = re.compile(r"(\{id\}|\{timestamp\}|\{body\})")


class Signature(NamedTuple):
    """A way to sign webhooks; the defaults are Standard Webhooks.

    `payload` is what is signed, with ``{body}``, ``{id}`` and ``{timestamp}``. The
    header `header` holds the signatures, separated by `separator`, each after
    `prefix`; other items are ignored, but for the timestamp after `timestamp_prefix`.
    `event_header` names the webhook.
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


def verify_signature(
    signature: Signature,
    body: bytes | str,
    headers: Headers,
    secret: Secret,
    tolerance: float | None,
) -> None:
    """Verify that the owner of the secret sent this body, and sent it recently.

    All signatures are compared, each in constant time.

    Args:
        signature: How the API signs.
        body: The body as it was received.
        headers: The headers of the request.
        secret: The secret, or several of which one must match.
        tolerance: How many seconds the timestamp may differ from the clock of this
            machine; None accepts any. Without a timestamp, nothing bounds it.

    Raises:
        WebhookSignatureError: The signature is missing, does not match, or is too old.
    """
    _verify(signature, body, _Headers(headers), secret, tolerance)


def _verify(
    signature: Signature,
    body: bytes | str,
    received: _Headers,
    secret: Secret,
    tolerance: float | None,
) -> None:
    if not isinstance(cast("object", body), (bytes, bytearray, memoryview, str)):
        raise WebhookSignatureError(
            "body must be the bytes that were received: parsed and written again, they"
            f" have another signature; got {type(body).__name__}"
        )
    content = body.encode() if isinstance(body, str) else bytes(body)
    header = received.one(signature.header)
    items = header.split(signature.separator) if signature.separator else [header]
    items = [item.strip() for item in items]
    timestamp = ""
    if "{timestamp}" in signature.payload:
        timestamp = (
            _after(items, signature.timestamp_prefix)
            if signature.timestamp_prefix
            else received.one(signature.timestamp_header)
        )
        _judge(timestamp, tolerance)
    id_ = received.one(signature.id_header) if "{id}" in signature.payload else ""
    signed = _signed(signature.payload, id_, timestamp, content)
    candidates = [
        item.removeprefix(signature.prefix).encode("latin-1", "replace")
        for item in items
        if item.startswith(signature.prefix)
    ]
    matches = False
    for key in _keys(signature, secret):
        expected = _encoded(signature.encoding, key, signature.algorithm, signed)
        for candidate in candidates:
            given = candidate.lower() if signature.encoding == "hex" else candidate
            matches |= hmac.compare_digest(expected, given)
    if not matches:
        raise WebhookSignatureError(
            f"no signature in the header {signature.header} matches the body: it was"
            " changed, or signed with another secret"
        )


def unwrap_single(
    signature: Signature,
    webhook: Webhook[T],
    body: bytes | str,
    headers: Headers,
    secret: Secret,
    tolerance: float | None,
) -> T:
    """Verify the signature of a webhook, and read its payload.

    Raises `WebhookSignatureError`, and what `Webhook.parse` raises.
    """
    received = _Headers(headers)
    _verify(signature, body, received, secret, tolerance)
    return webhook.parse(body, received.get("content-type"))


def unwrap_named(
    signature: Signature,
    webhooks: Mapping[str, Webhook[T]],
    body: bytes | str,
    headers: Headers,
    secret: Secret,
    tolerance: float | None,
    name: str | None = None,
) -> T:
    """Verify the signature of a webhook, and read the payload that its name has.

    Without a `name`, a header of the request says it. Raises `WebhookSignatureError`,
    `UnknownWebhookError`, and what `Webhook.parse` raises.
    """
    received = _Headers(headers)
    _verify(signature, body, received, secret, tolerance)
    if name is None:
        name = received.one(signature.event_header)
    return parse_named(webhooks, name, body, received.get("content-type"))


class _Headers:
    """Headers by name, whatever the case."""

    def __init__(self, headers: Headers) -> None:
        pairs: object = (
            cast("Mapping[str, str]", headers).items()
            if isinstance(headers, Mapping)
            else headers
        )
        items = cast("Iterable[tuple[str | bytes, str | bytes]]", pairs)
        self._values: Final[dict[str, list[str]]] = {}
        for name, value in items:
            self._values.setdefault(_text(name).lower(), []).append(_text(value))

    def get(self, name: str) -> str | None:
        values = self._values.get(name.lower())
        return values[0] if values else None

    def one(self, name: str) -> str:
        """Return a header that must be there once. Raises `WebhookSignatureError`."""
        values = self._values.get(name.lower(), [])
        if not values or not values[0]:
            raise WebhookSignatureError(f"the header {name} is missing")
        if len(set(values)) > 1:
            raise WebhookSignatureError(f"the header {name} occurs more than once")
        return values[0].strip()


def _text(value: str | bytes) -> str:
    return value.decode("latin-1") if isinstance(value, bytes) else value


def _after(items: Sequence[str], prefix: str) -> str:
    for item in items:
        if item.startswith(prefix):
            return item.removeprefix(prefix)
    raise WebhookSignatureError("the signature has no timestamp")


def _judge(timestamp: str, tolerance: float | None) -> None:
    """Raise `WebhookSignatureError` for a timestamp that is too old or too new."""
    if not (timestamp.isascii() and timestamp.isdigit() and len(timestamp) < 20):
        raise WebhookSignatureError("the timestamp of the webhook is not a number")
    if tolerance is None:
        return
    seconds = float(timestamp)
    if seconds >= _MILLISECONDS:
        seconds /= 1000
    age = time.time() - seconds
    if abs(age) > tolerance:
        when = f"{age:.0f} seconds old" if age > 0 else f"{-age:.0f} seconds ahead"
        raise WebhookSignatureError(
            f"the webhook is {when}: more than the tolerance of {tolerance:g} seconds"
        )


def _signed(payload: str, id_: str, timestamp: str, body: bytes) -> bytes:
    """Fill in a payload; nothing is filled into what was received."""
    values = {"{id}": id_.encode(), "{timestamp}": timestamp.encode(), "{body}": body}
    parts = _PLACEHOLDER.split(payload)
    return b"".join(values.get(part, part.encode()) for part in parts)


def _keys(signature: Signature, secret: Secret) -> list[bytes]:
    """Return the keys that secrets stand for. Raises `WebhookSignatureError`."""
    several = [secret] if isinstance(secret, (str, bytes)) else [*secret]
    keys: list[bytes] = []
    for one in several:
        key = one.encode() if isinstance(one, str) else one
        if signature.secret_encoding == "base64" and isinstance(one, str):
            text = one.removeprefix(signature.secret_prefix)
            try:
                key = base64.b64decode(text + "=" * (-len(text) % 4), validate=True)
            except (binascii.Error, ValueError):
                message = "the secret is not base64; pass bytes for one that is a key"
                raise WebhookSignatureError(message) from None
        if not key:
            raise WebhookSignatureError("the secret is empty")
        keys.append(key)
    if not keys:
        raise WebhookSignatureError("no secret was passed")
    return keys


def _encoded(encoding: str, key: bytes, algorithm: str, signed: bytes) -> bytes:
    digest = hmac.digest(key, signed, algorithm)
    return digest.hex().encode() if encoding == "hex" else base64.b64encode(digest)
