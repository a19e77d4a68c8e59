"""What the engine says of webhooks and callbacks: what is wrong, and only that."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from apiloom.pipeline import Client, generate
from tests.contract.roundtrip import subject
from tests.contract.roundtrip.contract import contract
from tests.contract.roundtrip.engine import Wishes, judge
from tests.contract.roundtrip.incoming import incoming
from tests.contract.roundtrip.raw import RawDocument
from tests.workshop import document, response, written

PARCEL = {
    "type": "object",
    "required": ["size"],
    "properties": {
        "size": {"type": "number"},
        "kind": {"type": "string", "enum": ["a", "b"]},
        "id": {"type": "string", "readOnly": True},
    },
}


def sending(schema: Any) -> dict[str, Any]:
    content = {"application/json": {"schema": schema}}
    return {"requestBody": {"content": content}, "responses": {}}


SENT = document(
    {
        "/x": {
            "post": {
                "responses": {"204": response()},
                "callbacks": {
                    "done": {"{$url}": {"post": sending({"type": "integer"})}},
                    "lost": {"$ref": "#/components/callbacks/Gone"},
                },
            }
        }
    },
    {"Parcel": PARCEL},
    webhooks={
        "parcel": {"post": sending({"$ref": "#/components/schemas/Parcel"})},
        "ping": {"post": {"responses": {}}},
        "lost": {"$ref": "#/components/pathItems/Gone"},
    },
)


def test_a_client_that_is_right_has_no_misses(tmp_path: Path) -> None:
    result = judge("parcels", written(tmp_path, SENT), Wishes())
    assert [miss for miss in result.misses if "nowhere" not in miss.cause] == []
    assert result.webhooks == 3
    assert result.payloads.tried == result.payloads.right > 4
    assert result.payloads.unsampled == 0


def test_what_the_api_sends_is_found_without_apiloom(tmp_path: Path) -> None:
    raw = RawDocument(written(tmp_path, SENT))
    assert [one.key for one in incoming(raw, contract(raw))] == [
        ("parcel", "POST", "", ""),
        ("ping", "POST", "", ""),
        ("done", "POST", "POST /x", "{$url}"),
    ]


@pytest.mark.parametrize(
    ("file", "right", "wrong", "cause"),
    [
        (
            "_runtime/types/models.py",
            'extra="allow"',
            'extra="ignore"',
            "a member is lost",
        ),
        (
            "webhooks.py",
            "def parse_parcel(",
            "def parse_other(",
            "no function that reads it",
        ),
        ("models/webhooks.py", ": JsonNumber", ": int", "PayloadValidationError"),
        (
            "models/webhooks.py",
            "ParcelKind | None",
            "bool | None",
            "PayloadValidationError",
        ),
        ("callbacks.py", "lambda: int", "lambda: bool", "PayloadValidationError"),
    ],
)
def test_a_client_that_is_wrong_is_found_out(
    file: str,
    right: str,
    wrong: str,
    cause: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def spoiled(client: Client) -> Mapping[str, bytes]:
        files = dict(generate(client))
        assert right in files[file].decode()
        return files | {file: files[file].replace(right.encode(), wrong.encode())}

    monkeypatch.setattr(subject, "generate", spoiled)
    result = judge("parcels", written(tmp_path, SENT), Wishes(samples=20))
    assert any(cause in miss.cause for miss in result.misses), result.misses


def test_a_webhook_that_is_not_there_is_missed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def blind(package: Any) -> dict[str, Any]:
        return inspection(package) | {"webhooks": []}

    inspection = subject.inspection
    monkeypatch.setattr(subject, "inspection", blind)
    result = judge("parcels", written(tmp_path, SENT), Wishes())
    found = [
        miss.operation for miss in result.misses if miss.cause == "webhook dropped"
    ]
    assert found == ["parcel", "ping"]
