"""A second judge of requests: openapi-core, for the documents that it can read."""

from __future__ import annotations

import re
import warnings
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import parse_qsl, unquote, urlsplit

import httpx2
from jsonschema_path import SchemaPath
from openapi_core import V30RequestValidator, V31RequestValidator
from openapi_core.datatypes import RequestParameters
from werkzeug.datastructures import Headers, ImmutableMultiDict

from tests.contract.roundtrip.contract import Operation
from tests.contract.roundtrip.raw import RawDocument
from tests.contract.roundtrip.subject import BASE
from tests.contract.roundtrip.wire import raw_pairs, template_pattern

_LARGEST: Final = 300
"""Operations. It looks a path up by trying them all."""

_ELSEWHERE: Final = re.compile(r"^[^#]")


@dataclass
class Question:
    """A request, in the terms of openapi-core."""

    host_url: str
    path: str
    method: str
    parameters: RequestParameters
    content_type: str
    body: bytes | None


class Core:
    """Judges by openapi-core; `None` of `judge` for a document that it cannot read."""

    def __init__(self, raw: RawDocument) -> None:
        """Take a document in one file, of OpenAPI 3.0 or 3.1."""
        document = dict(raw.at(raw.root))
        document["servers"] = [{"url": BASE}]
        document.pop("security", None)
        tree = SchemaPath.from_dict(document)
        old = raw.version < (3, 1)
        self._judge: Final[Any] = (V30RequestValidator if old else V31RequestValidator)(
            tree
        )

    def complaints(self, operation: Operation, request: httpx2.Request) -> list[str]:
        """What it says of a request, first of all causes."""
        path, _, query = request.url.raw_path.decode("ascii").partition("?")
        path = path[len(urlsplit(BASE).path) :]
        pattern, names = template_pattern(operation.path)
        found = pattern.fullmatch(path)
        values = [unquote(one) for one in found.groups()] if found else []
        question = Question(
            host_url=BASE.removesuffix(urlsplit(BASE).path),
            path=urlsplit(BASE).path + operation.path,
            method=request.method.lower(),
            parameters=RequestParameters(
                path=dict(zip(names, values, strict=False)),
                query=ImmutableMultiDict(parse_qsl(query, keep_blank_values=True)),
                header=Headers(list(request.headers.items())),
                cookie=ImmutableMultiDict(
                    raw_pairs(request.headers.get("cookie", "").replace("; ", "&"))
                ),
            ),
            content_type=request.headers.get("content-type", ""),
            body=request.content or None,
        )
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return [
                f"{type(one).__name__}: {one.__cause__ or one}"
                for one in self._judge.iter_errors(question)
                if "Security" not in type(one).__name__
            ]


def core(raw: RawDocument, operations: int) -> Core | None:
    """The judge of a document, if it is one that openapi-core can read."""
    if not (3, 0) <= raw.version < (3, 2) or operations > _LARGEST:
        return None
    return None if _refers_elsewhere(raw.at(raw.root)) else Core(raw)


def _refers_elsewhere(value: Any) -> bool:
    if isinstance(value, dict):
        ref = value.get("$ref")
        if isinstance(ref, str) and _ELSEWHERE.match(ref):
            return True
        return any(map(_refers_elsewhere, value.values()))
    return isinstance(value, list) and any(map(_refers_elsewhere, value))
