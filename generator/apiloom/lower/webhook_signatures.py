"""``x-webhook-signature``: how the API signs what it sends."""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import Final

from apiloom.document.node import Node
from apiloom.ir.webhooks import WebhookSignature
from apiloom.lower.extensions import InvalidExtension, check_keys

__all__ = ["signature_of"]

_EXTENSION: Final = "x-webhook-signature"
_STANDARD: Final = "standard"
_KEYS: Final = frozenset("""
    header payload algorithm encoding separator prefix id_header timestamp_header
    timestamp_prefix secret_encoding secret_prefix event_header
    """.split())
_HEADERS: Final = ("header", "id_header", "timestamp_header", "event_header")
_CHOICES: Final = {
    "algorithm": ("sha1", "sha256", "sha384", "sha512"),
    "encoding": ("hex", "base64"),
    "secret_encoding": ("text", "base64"),
}
_DEFAULTS: Final = {
    "payload": "{body}",
    "encoding": "hex",
    "separator": "",
    "prefix": "",
    "secret_encoding": "text",
}
"""What an own scheme leaves out; the rest is as in Standard Webhooks."""
_PLACEHOLDER: Final = re.compile(r"\{([^{}]*)\}")
_TOKEN: Final = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
"""The name of a header (RFC 9110, section 5.6.2)."""


def signature_of(root: Node) -> WebhookSignature | None:
    """Return how a document's webhooks are signed; None where it says ``false``.

    By default, they are signed as Standard Webhooks are.
    """
    declared = root.get(_EXTENSION)
    if declared is None or declared.value == _STANDARD:
        return WebhookSignature()
    if declared.value is False:
        return None
    try:
        return _signature(declared)
    except InvalidExtension as error:
        error.report()
        return None


def _signature(node: Node) -> WebhookSignature:
    if not node.is_mapping:
        message = f"{_EXTENSION} must be an object, `{_STANDARD}` or false"
        raise InvalidExtension(node, message)
    check_keys(node, _KEYS, f"an {_EXTENSION}")
    given = {key: _text(node, key) for key in _KEYS if key in node}
    if "header" not in given:
        raise InvalidExtension(node, f"{_EXTENSION} requires the header")
    for key in _HEADERS:
        if key in given and not _TOKEN.fullmatch(given[key]):
            raise InvalidExtension(node[key], f"{given[key]!r} is not a header")
    for key, choices in _CHOICES.items():
        if key in given and given[key] not in choices:
            message = f"{key} must be one of {', '.join(choices)}"
            raise InvalidExtension(node[key], message)
    payload = given.get("payload", _DEFAULTS["payload"])
    named = [match[1] for match in _PLACEHOLDER.finditer(payload)]
    _judge(node, named, given)
    return WebhookSignature(**{**_DEFAULTS, **given})


def _text(node: Node, key: str) -> str:
    value = node[key].value
    if not isinstance(value, str):
        raise InvalidExtension(node[key], f"{key} must be a string")
    return value


def _judge(node: Node, named: Collection[str], given: Collection[str]) -> None:
    """Raise `InvalidExtension` for a payload whose parts come from nowhere."""
    place = node.get("payload") or node
    for name in named:
        if name not in ("body", "id", "timestamp"):
            message = f"{{{name}}} means nothing: {{body}}, {{id}} and {{timestamp}} do"
            raise InvalidExtension(place, message)
    if "body" not in named:
        raise InvalidExtension(place, "the payload does not contain {body}")
    if "id" in named and "id_header" not in given:
        raise InvalidExtension(place, "{id} requires id_header")
    if "timestamp" in named and not {"timestamp_header", "timestamp_prefix"} & {*given}:
        message = "{timestamp} requires timestamp_header or timestamp_prefix"
        raise InvalidExtension(place, message)
