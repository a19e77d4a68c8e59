"""The place of an argument in the request."""

from __future__ import annotations

from typing import Final

from apiloom.codegen.resources.arguments import Argument
from apiloom.docs.markdown import code
from apiloom.ir.api import Operation, Payload
from apiloom.text.markdown import Markdown, markdown

_PLACES: Final = {
    "path": markdown("path"),
    "query": markdown("query"),
    "header": markdown("header"),
    "cookie": markdown("cookie"),
    "body": markdown("body"),
    "form": markdown("form"),
}
_FORMS: Final = (Payload.FORM, Payload.MULTIPART)


def sent_as(operation: Operation, argument: Argument) -> Markdown:
    """Return the place of a value in the request, and its name if it differs."""
    place = argument.place
    if place == "body":
        if not argument.wire:
            return markdown("the whole body")
        if operation.body and operation.body.contents[0].payload in _FORMS:
            place = "form"
    where = _PLACES[place]
    same = argument.wire == argument.name
    return where if same else markdown("{}, {}", where, code(argument.wire))


def has_files(operation: Operation, argument: Argument) -> bool:
    """Whether binary content of an argument is a file to upload."""
    body = operation.body
    if argument.place != "body" or body is None:
        return False
    as_text = (Payload.JSON, Payload.FORM)
    return any(content.payload not in as_text for content in body.contents)
