"""``x-fern-pagination`` and ``x-speakeasy-pagination``, read as ``x-pagination``."""

from __future__ import annotations

import re
from typing import Final

from apiloom.document.node import Node
from apiloom.document.tree import Mapping, Value
from apiloom.lower.extensions import InvalidExtension

_MEMBER: Final = re.compile(r"\.([^.\[\]$]+)|\[(?:'([^']*)'|\"([^\"]*)\")\]")
_LAST: Final = re.compile(r"\[(?:-1|\(@\.length\s*-\s*1\)|-1:)\]")
_NUMBERED: Final = re.compile(r"page(?!_?size)", re.IGNORECASE)


def declared_elsewhere(root: Node, node: Node) -> Node | None:
    """Return how an operation pages in the terms of ``x-pagination``, if it is said.

    Raises `InvalidExtension` for a declaration that cannot be followed.
    """
    fern = node.get("x-fern-pagination")
    if fern is not None and fern.value is True:
        fern = root.get("x-fern-pagination")
    if fern is not None and fern.is_mapping:
        return _fern(fern)
    speakeasy = node.get("x-speakeasy-pagination")
    if speakeasy is not None and speakeasy.is_mapping:
        return _speakeasy(speakeasy)
    return None


def _fern(node: Node) -> Node | None:
    said: Mapping = {}
    link = node.text("next_uri") or node.text("next_path")
    cursor, offset = node.text("cursor"), node.text("offset")
    if link:
        said |= {"style": "link", "next": _response(node, link)}
    elif cursor:
        following = node.text("next_cursor") or ""
        said |= {"style": "cursor", "parameter": _request(node, cursor)}
        said["next"] = _response(node, following)
    elif offset:
        parameter, size = _request(node, offset), node.text("step")
        # What counts pages is called so; without a step, it grows by one.
        is_page = size is None or _NUMBERED.search(parameter) is not None
        said |= {"style": "page" if is_page else "offset", "parameter": parameter}
        if size is not None:
            said["size"] = _request(node, size)
        more = node.text("has-next-page")
        if more:
            said["more"] = _response(node, more)
    else:
        return None
    results = node.text("results")
    if results:
        said["items"] = _response(node, results)
    return Node(said, node.pointer, node.document)


def _request(node: Node, text: str) -> str:
    """Return the parameter or the property of the body in ``$request.limit``."""
    members = _path(node, text.removeprefix("$request"))
    if members[:1] in (["body"], ["query"]) and len(members) > 1:
        del members[0]
    if len(members) != 1:
        raise InvalidExtension(node, f"{text!r} is not a parameter of the request")
    return members[0]


def _response(node: Node, text: str) -> list[Value]:
    return [*_path(node, text.removeprefix("$response"))]


def _speakeasy(node: Node) -> Node | None:
    inputs, outputs = node.sequence("inputs"), node.mapping("outputs")
    parameters: dict[str, str] = {}
    for one in inputs.elements() if inputs is not None else ():
        kind, name = one.text("type"), one.text("name")
        if kind and name:
            parameters[kind] = name
    said: Mapping = {}
    style = node.text("type")
    if style == "url":
        said |= {"style": "link", "next": _output(outputs, "nextUrl")}
    elif style == "cursor" and "cursor" in parameters:
        said |= {"style": "cursor", "parameter": parameters["cursor"]}
        said |= _next(node, outputs)
    elif style == "offsetLimit" and "page" in parameters:
        said |= {"style": "page", "parameter": parameters["page"]}
        said |= {"last": last} if (last := _output(outputs, "numPages")) else {}
    elif style == "offsetLimit" and "offset" in parameters:
        said |= {"style": "offset", "parameter": parameters["offset"]}
    else:
        raise InvalidExtension(
            node,
            "x-speakeasy-pagination needs a type (offsetLimit, cursor or url) and the "
            "input that it is asked by",
        )
    if "limit" in parameters and style != "url":
        said["size"] = parameters["limit"]
    results = _output(outputs, "results")
    if results:
        said["items"] = results
    return Node(said, node.pointer, node.document)


def _next(node: Node, outputs: Node | None) -> Mapping:
    """Return where the next cursor is: in the page, or in its last item."""
    text = (outputs.text("nextCursor") if outputs is not None else None) or ""
    before, *after = _LAST.split(text, maxsplit=1)
    if not after:
        return {"next": _output(outputs, "nextCursor")}
    return {
        "items": [*_path(node, before.removeprefix("$"))],
        "last_item": [*_path(node, after[0])],
    }


def _output(outputs: Node | None, key: str) -> list[Value]:
    text = outputs.text(key) if outputs is not None else None
    if outputs is None or not text:
        return []
    return [*_path(outputs, text.removeprefix("$"))]


def _path(node: Node, text: str) -> list[str]:
    """Return the members of ``.data.items`` or ``['data']['items']``."""
    found = [next(filter(None, match.groups()), "") for match in _MEMBER.finditer(text)]
    if _MEMBER.sub("", text):
        raise InvalidExtension(node, f"{text!r} is not a path of members")
    return found
