"""Arguments for any operation, and what has to arrive when it is called with them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from urllib.parse import parse_qsl
from uuid import UUID

from tests.clients.samples import Sampler
from tests.clients.server import Received
from tests.contract.openapi_core.forms import nested, parts
from tests.contract.openapi_core.judge import values_in_path
from tests.contract.openapi_core.operations import Operation

PARSERS = {
    "uuid": UUID,
    "date": date.fromisoformat,
    "date-time": datetime.fromisoformat,
    "binary": str.encode,
}


@dataclass
class Call:
    """The arguments of one call, and their values on the wire by place and name."""

    operation: Operation
    args: list[Any] = field(default_factory=list)
    kwargs: dict[str, Any] = field(default_factory=dict)
    wire: dict[str, dict[str, Any]] = field(default_factory=dict)

    def arrived(self, request: Received) -> None:
        """Assert that a request says what the arguments say, and nothing else."""
        operation = self.operation
        assert request.method == operation.verb.upper()
        path = f"/{operation.api.package}{operation.path}"
        assert values_in_path(path, request.path) == _texts(self.wire.get("path", {}))
        query = parse_qsl(request.query, keep_blank_values=True)
        assert dict(query) == _texts(self.wire.get("query", {}))
        sent = request.headers
        for name, text in _texts(self.wire.get("header", {})).items():
            assert sent[name.lower()] == text
        body = self.wire.get("body", {})
        if operation.body is None:
            assert request.body == b""
        elif request.media_type == "multipart/form-data":
            found = parts(sent["content-type"], request.body)
            fields = nested((part.name, part.text) for part in found)
            assert fields == _deep_texts(body)
        else:
            assert request.json() == body


def full_call(operation: Operation) -> Call:
    """A call with every argument, each of its proper Python type."""
    return _call(operation, everything=True)


def minimal_call(operation: Operation) -> Call:
    """A call with the required arguments only, as plain JSON values."""
    return _call(operation, everything=False)


def _call(operation: Operation, *, everything: bool) -> Call:
    call = Call(operation)
    sampler = Sampler(operation.document)
    for argument in operation.inspected["parameters"]:
        if not (everything or argument["required"]):
            continue
        schema = operation.resolved(_schema(operation, argument))
        sample = sampler.full if everything else sampler.minimal
        value = sample(schema)
        call.wire.setdefault(argument["in"], {})[argument["wire"]] = value
        if everything or schema.get("format") == "binary":
            value = _proper(operation, argument, schema, value)
        if argument["in"] == "path":
            call.args.append(value)
        else:
            call.kwargs[argument["name"]] = value
    return call


def _schema(operation: Operation, argument: Any) -> Any:
    if argument["in"] != "body":
        return operation.parameters[argument["wire"]]["schema"]
    assert operation.body is not None
    assert operation.inspected["body"]["style"] == "fields"
    whole = operation.resolved(operation.body[1]["schema"])
    return whole["properties"][argument["wire"]]


def _proper(operation: Operation, argument: Any, schema: Any, value: Any) -> Any:
    """A value of JSON as the type that the method documents."""
    if "enum" in schema:
        return getattr(operation.api.models, argument["type"])(value)
    parse: Any = PARSERS.get(schema.get("format", ""))
    return parse(value) if parse else value


def text(value: Any) -> str:
    """A scalar as parameters and forms write it."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)


def _texts(values: dict[str, Any]) -> dict[str, str]:
    return {name: text(value) for name, value in values.items()}


def _deep_texts(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _deep_texts(item) for name, item in value.items()}
    if isinstance(value, list):
        return [_deep_texts(item) for item in value]
    return text(value)
