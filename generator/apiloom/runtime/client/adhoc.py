"""Requests that the specification does not know, as operations."""

from __future__ import annotations

from collections.abc import Mapping
from types import NoneType
from typing import Any

import httpx2

from ..core.errors import RequestValidationError
from ..core.operation import Operation, Security
from ..core.unset import UNSET
from ..decoding.decoders import (
    AnyOf,
    AsItCame,
    Binary,
    Decoder,
    Empty,
    Json,
    Text,
    Undescribed,
)
from ..encoding.bodies import BinaryBody, JsonBody, RequestBody, TextBody


def undocumented(
    method: str,
    path: str,
    json: object,
    body: object,
    headers: Mapping[str, str] | None,
    response_type: object,
    security: Security,
) -> tuple[Operation[Any], object, Mapping[str, str]]:
    """Return the operation for one request, its body, and its other headers.

    Raises `RequestValidationError` for a path that is none: credentials go to the
    API's own server alone.
    """
    name = f"{method.upper()} {path.partition('?')[0]}"
    if not path.startswith("/"):
        raise RequestValidationError(f"{name}: a path starts with /")
    if json is not UNSET and body is not UNSET:
        raise RequestValidationError(f"{name}: pass json=… or body=…, not both")
    kept = dict(headers or {})
    stated = [key for key in kept if key.lower() == "content-type"]
    media_type = kept.pop(stated[0]) if stated else None
    encoder: RequestBody | None = None
    if json is not UNSET:
        encoder = JsonBody(object, media_type or "application/json")
    elif isinstance(body, str):
        encoder = TextBody(media_type or "text/plain")
    elif body is not UNSET:
        encoder = BinaryBody(media_type or "application/octet-stream")
    operation: Operation[Any] = Operation(
        name=name,
        method=method.upper(),
        # Braces would be places of a template.
        path=path.replace("{", "%7B").replace("}", "%7D").partition("#")[0],
        body=encoder,
        success={"2XX": _decoder(response_type)},
        # Without credentials if there are none: it may not need them.
        security=(*security, ()) if security else (),
        accept="*/*" if _is_open(response_type) else "application/json",
        is_documented=False,
    )
    return operation, (body if json is UNSET else json), kept


def _is_open(response_type: object) -> bool:
    return response_type in (UNSET, str, bytes, NoneType, httpx2.Response)


def _decoder(response_type: object) -> Decoder:
    if response_type is UNSET:
        return Undescribed()
    if response_type is httpx2.Response:
        return AsItCame()
    if response_type in (None, NoneType):
        return Empty()
    if response_type is bytes:
        return Binary("*/*")
    if response_type is str:
        return AnyOf(Text("*/*"), Json(str))
    return Json(response_type)
