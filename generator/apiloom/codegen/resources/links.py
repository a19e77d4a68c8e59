"""Links in words: which part of an answer is an argument of what call."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final
from urllib.parse import unquote

from apiloom.codegen.docstrings import one_line, sentence
from apiloom.codegen.resources.arguments import received
from apiloom.ir.api import (
    Api,
    In,
    Operation,
    Response,
)
from apiloom.ir.links import Link
from apiloom.ir.types import (
    Array,
    Definition,
    Json,
    Members,
    Model,
    Type,
    without_null,
)
from apiloom.locations import unescape
from apiloom.naming.allocate import Names

_PARAMETER: Final = re.compile(r"\$request\.(path|query|header)\.(.+)", re.DOTALL)
_PLAIN: Final = {
    "$url": "the URL of this call",
    "$method": "the method of this call",
    "$statusCode": "the status of the response",
    "$request.body": "the body of this call",
    "$response.body": "the response",
}


@dataclass(frozen=True, slots=True)
class LinkTexts:
    """Writes about the links of operations (OpenAPI 3.1, section 4.8.20).

    `target` writes the name of the operation that a link leads to.
    """

    api: Api
    names: Names
    target: Callable[[Operation], str]

    def all(self, operation: Operation) -> Iterator[tuple[str, str]]:
        """The links of an operation's responses: names, and what they say."""
        seen: set[str] = set()
        for response in operation.responses:
            for link in response.links:
                if link.name not in seen:
                    seen.add(link.name)
                    yield link.name, self._about(link, operation, response)

    def _about(self, link: Link, operation: Operation, response: Response) -> str:
        there = next(one for one in self.api.operations if one.id == link.operation)
        parts = [
            f"{self._value(value, operation, response)} as "
            f"`{self._argument(name, there)}`"
            for name, value in link.parameters
        ]
        if link.body is not None:
            parts.append(f"{self._value(link.body, operation, response)} as the body")
        target = self.target(there)
        text = f"pass {', '.join(parts)} to {target}" if parts else f"call {target}"
        about = one_line(link.description)
        said = f"{text[:1].upper()}{text[1:]}."
        return f"{said} {sentence(about)}" if about else said

    def _argument(self, name: str, operation: Operation) -> str:
        """The argument for a parameter, whose name may say its place (``path.id``)."""
        named = self.names.arguments[operation.id]
        place, dot, rest = name.partition(".")
        if dot and (place, rest) in named:
            return named[place, rest]
        for where in In:
            if (where.value, name) in named:
                return named[where.value, name]
        return name

    def _value(self, value: Json, operation: Operation, response: Response) -> str:
        if not isinstance(value, str):
            return f"`{json.dumps(_plain(value), ensure_ascii=False)}`"
        if value in _PLAIN:
            return _PLAIN[value]
        parameter = _PARAMETER.fullmatch(value)
        if parameter is not None:
            name = self._argument(f"{parameter[1]}.{parameter[2]}", operation)
            return f"this call's `{name}`"
        for start, owner in (("$response", "the response"), ("$request", "this call")):
            if value.startswith(f"{start}.body#/"):
                contents = response.contents
                if start == "$request":
                    contents = operation.body.contents if operation.body else ()
                type_ = received(contents[0]) if contents else None
                path = self._path(value.partition("#/")[2], type_)
                return f"the `{path}` of {owner}"
            if value.startswith(f"{start}.header."):
                return f"the header `{value.partition('.header.')[2]}` of {owner}"
        return f"`{one_line(value)}`"

    def _path(self, pointer: str, type_: Type | None) -> str:
        """A JSON pointer as the attributes that lead there, as far as types say so."""
        text = ""
        for token in (unescape(unquote(one)) for one in pointer.split("/")):
            found: Type | Definition | None = None
            if type_ is not None:
                found = self.api.resolve(without_null(type_))
            type_ = None
            if isinstance(found, Array) and token.isdigit():
                text += f"[{token}]"
                type_ = found.items
                continue
            name = token
            if isinstance(found, Model):
                names = self.names.fields[found.pointer]
                name = names.get(token, token)
                types = (one.type for one in found.fields if one.wire == token)
                type_ = next(types, None)
            text += f".{name}" if text else name
        return text


def _plain(value: Json) -> object:
    if isinstance(value, Members):
        return {key: _plain(item) for key, item in value.items}
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    return value
