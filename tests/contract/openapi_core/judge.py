"""Whether a request or an answer is one that the spec allows.

The judge is openapi-core, which shares nothing with apiloom.  What it does not look at
is judged here: what the spec does not mention must not be there, and the parts of a
form are read and held against their schema one by one.
"""

from __future__ import annotations

import json
import re
import warnings
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache, wraps
from typing import Any, ParamSpec, TypeVar
from urllib.parse import parse_qsl, unquote, urlsplit

from jsonschema import Draft202012Validator
from jsonschema_path import SchemaPath
from openapi_core import V31RequestValidator, V31ResponseValidator
from openapi_core.datatypes import RequestParameters
from openapi_core.validation.request import (
    V31RequestParametersValidator,
    V31RequestSecurityValidator,
)
from referencing import Registry
from referencing.jsonschema import DRAFT202012
from werkzeug.datastructures import Headers, ImmutableMultiDict

from tests.clients.samples import types
from tests.clients.server import Answer, Received
from tests.contract.openapi_core.forms import Part, nested, parts
from tests.contract.openapi_core.operations import Operation, documented
from tests.specs.reading import spec

ALWAYS = frozenset(
    {
        "accept",
        "accept-encoding",
        "connection",
        "content-length",
        "content-type",
        "host",
        "transfer-encoding",
        "user-agent",
    }
)
"""What HTTP itself says in a request, without the spec saying so."""


P = ParamSpec("P")
T = TypeVar("T")


@dataclass
class Question:
    """A request, in the terms of openapi-core."""

    host_url: str
    path: str
    method: str
    parameters: RequestParameters
    content_type: str
    body: bytes | None


@dataclass
class Reply:
    """An answer, in the terms of openapi-core."""

    status_code: int
    headers: Headers
    content_type: str
    data: bytes | None


def quietly(judged: Callable[P, T]) -> Callable[P, T]:
    """Judge without the warnings of openapi-core, which are about the specs."""

    @wraps(judged)
    def judging(*args: P.args, **kwargs: P.kwargs) -> T:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)
            return judged(*args, **kwargs)

    return judging


def _with_bearer_tokens(document: dict[str, Any]) -> dict[str, Any]:
    """The document as the libraries understand it, which know no OAuth 2.

    Its access tokens are sent like any bearer token (RFC 6750).
    """
    components = document["components"]
    bearer = {"type": "http", "scheme": "bearer"}
    schemes = {
        name: bearer if scheme["type"] == "oauth2" else scheme
        for name, scheme in components["securitySchemes"].items()
    }
    return {**document, "components": {**components, "securitySchemes": schemes}}


class Judge:
    """The judge of one API."""

    def __init__(self, package: str) -> None:
        document = spec(package)
        self._document = document
        tree = SchemaPath.from_dict(_with_bearer_tokens(document))
        self._request = V31RequestValidator(tree)
        self._parameters = V31RequestParametersValidator(tree)
        self._security = V31RequestSecurityValidator(tree)
        self._response = V31ResponseValidator(tree)
        self._operations = [one for one in documented() if one.api.package == package]
        resource = DRAFT202012.create_resource(document)
        self._verdicts: dict[Received, list[str]] = {}
        self._registry: Any = Registry().with_resource("urn:spec", resource)

    def complaints(self, request: Received) -> list[str]:
        """What is wrong with a request; its path is without that of the server."""
        # Many tests ask the same: one verdict will do for all of them.
        asked = replace(request, connection=("", 0))
        if asked not in self._verdicts:
            self._verdicts[asked] = self._judged(asked)
        return self._verdicts[asked]

    @quietly
    def _judged(self, request: Received) -> list[str]:
        found = self._operation(request)
        if found is None:
            return [f"no operation is {request.method} {request.path}"]
        operation, variables = found
        question = self._question(request, variables)
        wrong = self._unmentioned(operation, request)
        if request.media_type == "multipart/form-data":
            wrong += map(_say, self._security.iter_errors(question))
            wrong += map(_say, self._parameters.iter_errors(question))
            wrong += self._form(operation, request)
        else:
            wrong += map(_say, self._request.iter_errors(question))
        return [f"{request.method} {request.target}: {one}" for one in wrong]

    @quietly
    def complaints_about(self, request: Received, answer: Answer) -> list[str]:
        """What is wrong with the answer to a request."""
        found = self._operation(request)
        assert found is not None
        headers = Headers(dict(answer.headers))
        reply = Reply(
            status_code=answer.status,
            headers=headers,
            content_type=headers.get("Content-Type", ""),
            data=answer.body or None,
        )
        question = self._question(request, found[1])
        return [*map(_say, self._response.iter_errors(question, reply))]

    def mismatches(self, schema: Any, value: Any) -> list[str]:
        """What is wrong with a value, by a schema of the document."""
        validator = Draft202012Validator(
            _absolute(schema),
            registry=self._registry,
            format_checker=Draft202012Validator.FORMAT_CHECKER,
        )
        return [
            f"{error.json_path}: {error.message}"
            for error in validator.iter_errors(value)
        ]

    def _operation(self, request: Received) -> tuple[Operation, dict[str, str]] | None:
        for operation in self._operations:
            if operation.verb.upper() == request.method:
                variables = values_in_path(operation.path, request.path)
                if variables is not None:
                    return operation, variables
        return None

    def _question(self, request: Received, variables: dict[str, str]) -> Question:
        server = urlsplit(self._document["servers"][0]["url"])
        query = parse_qsl(request.query, keep_blank_values=True)
        return Question(
            host_url=f"{server.scheme}://{server.netloc}",
            path=server.path + request.path,
            method=request.method.lower(),
            parameters=RequestParameters(
                path=variables,
                query=ImmutableMultiDict(query),
                header=Headers(list(request.header_list)),
            ),
            content_type=request.headers.get("content-type", ""),
            body=request.body or None,
        )

    def _unmentioned(self, operation: Operation, request: Received) -> list[str]:
        """What the request has and the spec does not mention."""
        declared = operation.parameters.values()
        queries = {one["name"] for one in declared if one["in"] == "query"}
        headers = {one["name"].lower() for one in declared if one["in"] == "header"}
        for scheme in self._document["components"]["securitySchemes"].values():
            headers.add(scheme.get("name", "Authorization").lower())
        wrong = [
            f"the query has {name}"
            for name, _ in parse_qsl(request.query, keep_blank_values=True)
            if name not in queries
        ]
        names = [name.lower() for name, _ in request.header_list]
        wrong += [f"there is a header {one}" for one in {*names} - headers - ALWAYS]
        wrong += [f"{one} is there twice" for one in {*names} if names.count(one) > 1]
        if operation.body is None:
            if request.body or "content-type" in request.headers:
                wrong.append("there is a body, or a Content-Type without a body")
        elif request.headers.get("content-type", "").partition(";")[0] not in (
            operation.body[0]
        ):
            wrong.append(f"the body is {request.headers.get('content-type')}")
        accepted = request.headers["accept"].split(",")
        for media_type in operation.success.content:
            if media_type not in [one.partition(";")[0].strip() for one in accepted]:
                wrong.append(f"{media_type} is not accepted")
        return wrong

    def _form(self, operation: Operation, request: Received) -> list[str]:
        assert operation.body is not None
        media = operation.body[1]
        schema = operation.resolved(media["schema"])
        sent = parts(request.headers["content-type"], request.body)
        wrong: list[str] = []
        fields: list[tuple[str, Any]] = []
        for part in sent:
            head = part.name.partition("[")[0]
            described = schema["properties"].get(head)
            if described is None:
                wrong.append(f"the form has {part.name}")
                continue
            described = operation.resolved(described)
            wrong += _part_complaints(part, described, media.get("encoding", {}))
            style = media.get("encoding", {}).get(head, {}).get("style", "form")
            if part.name != head and style != "deepObject":
                wrong.append(f"{part.name} is written like a deepObject")
            is_file = described.get("format") == "binary"
            text = part.content.decode("latin-1") if is_file else part.text
            fields.append((part.name, text))
        value = nested(fields)
        return wrong + self.mismatches(schema, self._typed(operation, schema, value))

    def _typed(self, operation: Operation, schema: Any, value: Any) -> Any:
        """The texts of a form as the types that the schema gives them."""
        schema = operation.resolved(schema)
        if isinstance(value, dict):
            described = schema.get("properties", {})
            return {
                name: self._typed(operation, described.get(name, {}), item)
                for name, item in value.items()
            }
        if isinstance(value, list):
            items = schema.get("items", {})
            return [self._typed(operation, items, item) for item in value]
        if types(schema)[0] in ("integer", "number", "boolean"):
            return json.loads(value)
        return value


def _part_complaints(part: Part, schema: Any, encoding: Any) -> list[str]:
    wrong: list[str] = []
    is_file = schema.get("format") == "binary"
    stated = encoding.get(part.name, {}).get("contentType")
    if is_file and part.filename is None:
        wrong.append(f"{part.name} has no filename")
    if is_file and stated is not None and part.media_type != stated:
        wrong.append(f"{part.name} is {part.media_type}, not {stated}")
    if not is_file and part.filename is not None:
        wrong.append(f"{part.name} is sent as a file")
    if not is_file and part.media_type not in (None, "text/plain"):
        wrong.append(f"{part.name} is {part.media_type}")
    return wrong


def values_in_path(template: str, path: str) -> dict[str, str] | None:
    """The values of a path, decoded, if it is one that the template describes."""
    names = re.findall(r"\{([^{}]+)\}", template)
    pattern = re.sub(r"\\\{[^{}]+\\\}", "([^/]+)", re.escape(template))
    found = re.fullmatch(pattern, path)
    if found is None:
        return None
    return dict(zip(names, map(unquote, found.groups()), strict=True))


def _say(error: Any) -> str:
    chain: list[str] = []
    while error is not None:
        chain.append(str(error))
        chain += map(str, getattr(error, "schema_errors", ()))
        error = error.__cause__
    return " / ".join(chain)


def _absolute(node: Any) -> Any:
    if isinstance(node, dict):
        return {
            key: f"urn:spec{value}" if key == "$ref" else _absolute(value)
            for key, value in node.items()
        }
    if isinstance(node, list):
        return [_absolute(item) for item in node]
    return node


@cache
def judge(package: str) -> Judge:
    """The judge of one API; made once."""
    return Judge(package)
