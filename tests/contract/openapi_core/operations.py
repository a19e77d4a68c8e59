"""What the specs say about operations: read here once more, without apiloom."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from tests.clients.apis import APIS, Api, inspected
from tests.specs.reading import NAMES, operations, parameters, resolve, responses, spec

PHRASES = {
    400: "BAD_REQUEST",
    401: "UNAUTHORIZED",
    402: "PAYMENT_REQUIRED",
    403: "FORBIDDEN",
    404: "NOT_FOUND",
    406: "NOT_ACCEPTABLE",
    408: "REQUEST_TIMEOUT",
    415: "UNSUPPORTED_MEDIA_TYPE",
    422: "UNPROCESSABLE_ENTITY",
    429: "TOO_MANY_REQUESTS",
    500: "INTERNAL_SERVER_ERROR",
    503: "SERVICE_UNAVAILABLE",
}
"""The member of an error enum that stands for a status as a whole."""


@dataclass(frozen=True)
class Case:
    """A documented failure: an entry of `x-error-cases`."""

    name: str
    description: str
    path: tuple[str, ...]
    value: Any = None
    pattern: str | None = None

    def applies(self, body: Any) -> bool:
        """Whether a body shows the case, as docs/extensions.md defines `match`."""
        found = member(body, self.path)
        if self.pattern is None:
            return bool(found == self.value)
        texts = found if isinstance(found, list) else [found]
        pattern = re.compile(self.pattern, re.IGNORECASE)
        return any(isinstance(text, str) and pattern.search(text) for text in texts)


def member(body: Any, path: tuple[str, ...]) -> Any:
    """What a path leads to; in an array, the first item that has it."""
    if not path:
        return body
    if isinstance(body, list):
        found = (member(item, path) for item in body)
        return next((value for value in found if value is not None), None)
    return member(body.get(path[0]), path[1:]) if isinstance(body, dict) else None


@dataclass(frozen=True)
class Response:
    """A documented response of an operation."""

    operation: Operation
    status: int
    node: Any

    def __str__(self) -> str:
        return f"{self.operation}-{self.status}"

    @property
    def description(self) -> str:
        return str(self.node["description"])

    @property
    def content(self) -> Mapping[str, Any]:
        """Media type objects by media type."""
        return dict(self.node.get("content", {}))

    @property
    def media_type(self) -> str:
        """The first media type."""
        return next(iter(self.content))

    @property
    def schema(self) -> Any:
        """The schema of the first media type; not resolved."""
        return self.content[self.media_type]["schema"]

    @property
    def examples(self) -> list[Any]:
        """The bodies that the documentation shows, for the first media type."""
        media = self.content[self.media_type]
        shown = [example["value"] for example in media.get("examples", {}).values()]
        return shown + ([media["example"]] if "example" in media else [])

    @property
    def cases(self) -> tuple[Case, ...]:
        """The documented failures, in the order in which they are tried."""
        return tuple(map(case_of, self.node.get("x-error-cases", ())))

    @property
    def outcome(self) -> Any:
        """What `x-outcome` says, or None."""
        return self.node.get("x-outcome")


def case_of(node: Any) -> Case:
    """An entry of `x-error-cases`."""
    match = node["match"]
    steps = match["property"]
    return Case(
        name=node["name"].upper(),
        description=node["description"],
        path=tuple(steps if isinstance(steps, list) else steps.split(".")),
        value=match.get("value"),
        pattern=match.get("pattern"),
    )


@dataclass(frozen=True)
class Operation:
    """A documented operation."""

    api: Api
    verb: str
    path: str
    node: Any

    def __str__(self) -> str:
        return f"{self.api}-{self.name}"

    @property
    def id(self) -> str:
        """Method and path."""
        return f"{self.verb.upper()} {self.path}"

    @property
    def document(self) -> Any:
        """The document, overlays applied."""
        return spec(self.api.package)

    @property
    def name(self) -> str:
        """What callers write after the client: `batch.launch`."""
        return ".".join([*self.node["x-resource"], self.node["x-method"]])

    @property
    def raw_name(self) -> str:
        """The same, answering raw."""
        resource, _, method = self.name.rpartition(".")
        return f"{resource}.with_raw_response.{method}"

    @property
    def inspected(self) -> Any:
        """What `inspect` says about it."""
        return inspected(self.api.package, self.id)

    @property
    def parameters(self) -> Mapping[str, Any]:
        """Parameter objects by name."""
        return parameters(self.document, self.path, self.verb)

    @property
    def body(self) -> tuple[str, Any] | None:
        """Media type and media type object of the request, if it has a body."""
        if "requestBody" not in self.node:
            return None
        ((media_type, media),) = self.node["requestBody"]["content"].items()
        return media_type, media

    @property
    def responses(self) -> tuple[Response, ...]:
        """All documented responses."""
        found = responses(self.document, self.path, self.verb)
        return tuple(
            Response(self, int(status), node) for status, node in found.items()
        )

    @property
    def success(self) -> Response:
        """The first response that is not an error."""
        return next(one for one in self.responses if one.status < 400)

    @property
    def failures(self) -> tuple[Response, ...]:
        """The responses with an error status."""
        return tuple(one for one in self.responses if one.status >= 400)

    def resolved(self, node: Any) -> Any:
        """A node, or what it refers to."""
        return resolve(self.document, node)


@cache
def documented() -> tuple[Operation, ...]:
    """Every operation of every API."""
    return tuple(
        Operation(APIS[name], verb, path, node)
        for name in NAMES
        for verb, path, node in operations(spec(name))
    )


def operation(api: Api, name: str) -> Operation:
    """The operation of one name."""
    (found,) = (one for one in documented() if one.api is api and one.name == name)
    return found


def failures() -> Iterator[Response]:
    """Every documented error response of every operation."""
    for one in documented():
        yield from one.failures


def json_successes() -> Iterator[Response]:
    """Every documented success with a body of JSON whose shape is described."""
    for one in documented():
        response = one.success
        if response.content and "$ref" in response.schema:
            yield response
