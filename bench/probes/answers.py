"""The answers that clients are given to read: small and large."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any, Final
from uuid import UUID

SMALL: Final = "2kB"
LARGE: Final = "240kB"

_SIZES: Final = {SMALL: 2_400, LARGE: 240_000}


def answers() -> dict[str, bytes]:
    """Bodies by the name under which the server gives them."""
    kinds: dict[str, Callable[[int], Any]] = {
        "order": order,
        "labels": labels,
        "models": models,
    }
    return {
        f"{kind}-{size}": filled(make, length)
        for kind, make in kinds.items()
        for size, length in _SIZES.items()
    }


def filled(make: Callable[[int], Any], length: int) -> bytes:
    """JSON with as many elements as it takes to come near a length."""
    few, more = len(_text(make(1))), len(_text(make(11)))
    return _text(make(max(1, 1 + round((length - few) / ((more - few) / 10)))))


def order(lines: int) -> Any:
    """An order of the shop."""
    return {
        "id": str(UUID(int=1)),
        "status": "shipped",
        "customer": {
            "id": str(UUID(int=2)),
            "name": "Zoë Example",
            "email": "zoe@example.org",
            "newsletter": True,
            "address": {
                "street": "1 Long Lane",
                "city": "Exampleton",
                "postcode": "EX1 2MP",
                "country": "GB",
            },
        },
        "lines": [
            {
                "id": str(UUID(int=1000 + number)),
                "product": f"Product number {number}",
                "quantity": number % 7 + 1,
                "unitPrice": 19.99 + number,
                "discount": None if number % 2 else 0.1,
                "addedAt": f"2026-01-{number % 28 + 1:02}T10:20:30Z",
                "tags": ["fragile", "gift"],
            }
            for number in range(lines)
        ],
        "placedAt": "2026-02-01T09:00:00Z",
        "shippedAt": "2026-02-02T09:00:00+01:00",
        "note": "Leave it with the neighbours.",
    }


def labels(count: int) -> Any:
    """Labels of a repository, as GitHub describes them."""
    return [
        {
            "id": 208045946 + number,
            "node_id": f"MDU6TGFiZWwyMDgwNDU5{number}",
            "url": f"https://api.github.com/repos/owner/name/labels/bug{number}",
            "name": f"bug{number}",
            "description": "Something isn't working",
            "color": "f29513",
            "default": number == 0,
            "archived_at": None,
            "archived_by": None,
        }
        for number in range(count)
    ]


def models(count: int) -> Any:
    """The list of models, as OpenAI describes it."""
    return {
        "object": "list",
        "data": [
            {
                "id": f"model-{number}",
                "object": "model",
                "created": 1686935002 + number,
                "owned_by": "organization-owner",
            }
            for number in range(count)
        ],
    }


def _text(value: Any) -> bytes:
    return json.dumps(value, separators=(",", ":"), ensure_ascii=False).encode()
