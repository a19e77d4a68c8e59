"""One operation, several methods: where one signature cannot tell what comes back.

An operation that answers with JSON or with an event stream becomes two methods, and so
does one whose object may also be sent as XML or in another form that has no fields.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from apiloom.ir.api import (
    Api,
    Body,
    Content,
    Operation,
    Payload,
    Response,
)
from apiloom.ir.scalars import Kind
from apiloom.ir.types import Model, Primitive, without_null

_STRUCTURED = (Payload.JSON, Payload.FORM, Payload.MULTIPART)


def with_variants(api: Api) -> Api:
    """The API with every method that its operations need."""
    operations = tuple(
        variant for operation in api.operations for variant in _variants(api, operation)
    )
    return replace(api, operations=operations)


def _variants(api: Api, operation: Operation) -> Iterator[Operation]:
    first = operation
    body = operation.body
    whole: Body | None = None
    if body is not None:
        fields, others = _split_body(api, body)
        if fields is not None and others is not None:
            first, whole = replace(operation, body=fields), others
    streams = _streams(first)
    yield first if streams is None else replace(first, responses=_plain(first))
    if whole is not None:
        made = replace(first, responses=_plain(first)) if streams is not None else first
        yield _variant(made, "with_body", body=whole)
    if streams is not None:
        yield _streaming(api, first, streams)


def _variant(
    operation: Operation, suffix: str, *, body: Body | None, method: str | None = None
) -> Operation:
    return replace(
        operation,
        id=f"{operation.id} ({suffix})",
        variant_of=operation.id,
        variant=suffix,
        method_hint=method,
        body=body,
        pagination=None,
        waiters=(),
        # What the API sends by itself is the same, whichever way it was asked.
        callbacks=(),
    )


def _split_body(api: Api, body: Body) -> tuple[Body | None, Body | None]:
    """The media types whose object is given by its fields, and the others."""
    has_fields = [one for one in body.contents if one.payload in _STRUCTURED]
    others = [one for one in body.contents if one.payload not in _STRUCTURED]
    same = {one.type for one in body.contents if one.payload is not Payload.BINARY}
    if not has_fields or not others or len(same) != 1:
        return None, None
    fields = replace(body, contents=tuple(has_fields))
    if api.body_fields(fields) is None:
        return None, None
    return fields, replace(body, contents=tuple(others))


def _streams(operation: Operation) -> tuple[Response, ...] | None:
    """The answers that are streams, of an operation that has others as well."""
    contents = [one for each in operation.successes for one in each.contents]
    streams = [one for one in contents if one.items is not None]
    if not streams or len(streams) == len(contents):
        return None
    found: list[Response] = []
    for response in operation.responses:
        if response not in operation.successes:
            found.append(response)
            continue
        left = tuple(one for one in response.contents if one.items is not None)
        if left:
            found.append(replace(response, contents=left, outcome=None, cases=()))
    return tuple(found)


def _plain(operation: Operation) -> tuple[Response, ...]:
    """The answers, without the streams among them."""
    found: list[Response] = []
    for response in operation.responses:
        left = tuple(one for one in response.contents if one.items is None)
        if left or not response.contents:
            found.append(replace(response, contents=left))
    return tuple(found)


def _streaming(
    api: Api, operation: Operation, responses: tuple[Response, ...]
) -> Operation:
    contents: list[Content] = [one for each in responses for one in each.contents]
    items = [one.items for one in contents if one.items is not None]
    method = next((one.method for one in items if one.method), None)
    flag = next((one.flag for one in items if one.flag), None) or "stream"
    body = operation.body
    model = api.body_fields(body) if body is not None else None
    made = _variant(operation, "stream", body=body, method=method)
    switched = model is not None and _has_flag(api, model, flag)
    return replace(made, responses=responses, switched_on=(flag,) if switched else ())


def _has_flag(api: Api, model: Model, name: str) -> bool:
    """Whether an object has a member that is on or off."""
    for field in model.fields:
        if field.wire == name and not field.read_only:
            type_ = api.resolve(without_null(field.type))
            return isinstance(type_, Primitive) and type_.kind is Kind.BOOLEAN
    return False
