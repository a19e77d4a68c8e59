"""Bodies of requests, read without apiloom: JSON, forms, text and bytes."""

from __future__ import annotations

import json
from collections.abc import Callable
from email import policy
from email.parser import BytesParser
from typing import Any
from urllib.parse import unquote_plus

from tests.contract.roundtrip.contract import Content, Style, is_json
from tests.contract.roundtrip.equality import ADDED, difference, is_text_of
from tests.contract.roundtrip.sampler import Blob
from tests.contract.roundtrip.streams import writer_of
from tests.contract.roundtrip.wire import query_wrong, raw_pairs

_DELIMITERS = {"spaceDelimited": " ", "pipeDelimited": "|"}
_FORM = Style("form", True)


def body_wrong(
    content: Content,
    value: Any,
    headers: Any,
    body: bytes,
    is_implied: Callable[[Any, Any], bool] = lambda _, __: False,
) -> str | None:
    """What is wrong with a body that should carry a value in a media type.

    `is_implied` says of two objects whether the second has only more of what the schema
    has one value for.
    """
    sent = headers.get("content-type", "")
    plain = sent.partition(";")[0].strip().lower()
    wanted = content.media_type.partition(";")[0].strip().lower()
    if "*" in wanted:
        head = wanted.partition("*")[0]
        if not plain.startswith(head):
            return f"the body is {plain or 'untyped'}, not {wanted}"
    elif plain != wanted:
        return f"the body is {plain or 'untyped'}, not {wanted}"
    if isinstance(value, bytes):
        return None if body == value else f"other bytes: {body[:80]!r}"
    if writer_of(wanted) is not None and isinstance(value, list):
        lines = body.decode("utf-8", "replace").replace("\x1e", "").splitlines()
        try:
            items = [json.loads(line) for line in lines]
        except ValueError:
            return "a line is not JSON"
        found = difference(value, items)
        return f"lines: {found.kind}\n{found.where}: {found.detail}" if found else None
    if is_json(wanted) or (isinstance(value, (dict, list)) and is_json(plain)):
        try:
            came = json.loads(body)
        except ValueError:
            return "the body is not JSON"
        found = difference(value, came)
        if found and found.kind == ADDED and is_implied(value, came):
            found = None
        return (
            f"JSON body: {found.kind}\n{found.where}: {found.detail}" if found else None
        )
    if wanted == "application/x-www-form-urlencoded":
        return _form_wrong(content, value, body)
    if wanted.startswith("multipart/"):
        return _multipart_wrong(content, value, sent, body)
    text = body.decode("utf-8", "replace")
    return None if is_text_of(text, value) else f"another text\n{text[:80]!r}"


def _form_wrong(content: Content, value: Any, body: bytes) -> str | None:
    if not isinstance(value, dict):
        return None
    pairs = raw_pairs(body.decode("ascii", "replace"))
    for name, item in value.items():
        style = content.encoding.get(name, _FORM)
        candidates = [style] if isinstance(style, Style) else []
        wrong: str | None = "it was not sent"
        for one in (*candidates, _FORM, Style("deepObject", True), _JSON):
            if candidates and one is not candidates[0] and isinstance(item, list):
                break
            left = list(pairs)
            if one is _JSON:
                mine = [Blob(text) for key, text in left if key == name]
                wrong = query_wrong(left, name, item, Style("form", False), form=True)
                if len(mine) == 1:
                    given = [one for one in raw_pairs(body.decode()) if one[0] == name]
                    wrong = _json_wrong(given[0][1], item)
            else:
                wrong = query_wrong(left, name, item, one, form=True)
            if wrong is None:
                pairs = left
                break
        if wrong:
            return f"form field: {wrong}\n{name} in {body[:200]!r}"
    return f"the form has more: {pairs[:3]}" if pairs else None


_JSON = Style("json", False)


def _json_wrong(text: str, item: Any) -> str | None:
    return None if is_text_of(unquote_plus(text), item) else f"{text!r} is not JSON"


def _multipart_wrong(
    content: Content, value: Any, content_type: str, body: bytes
) -> str | None:
    if not isinstance(value, dict):
        return None
    head = f"Content-Type: {content_type}\r\n\r\n".encode()
    message = BytesParser(policy=policy.HTTP).parsebytes(head + body)
    parts: list[tuple[str, Any]] = []
    for part in message.iter_parts() if message.is_multipart() else ():
        name = part.get_param("name", header="content-disposition")
        parts.append((str(name), part))
    for name, item in value.items():
        wrong = _field_wrong(parts, name, item, content.encoding.get(name))
        if wrong:
            return f"multipart field: {wrong}\n{name}: {json.dumps(item)[:200]}"
    left = [name for name, _ in parts]
    return f"the form has more: {left[:3]}" if left else None


def _field_wrong(
    parts: list[tuple[str, Any]], name: str, item: Any, encoding: Style | str | None
) -> str | None:
    mine = [part for key, part in parts if key == name]
    parts_left = [one for one in parts if one[0] != name]
    texts = [_text(part) for part in mine]
    if item is None:
        parts[:] = parts_left
        return None if texts == [""] else "null is not an empty part"
    if not mine and isinstance(item, (dict, list)):
        pairs = [(key, _text(part)) for key, part in parts]
        for style in (_FORM, Style("deepObject", True)):
            left = list(pairs)
            if query_wrong(left, name, item, style) is None:
                kept = [key for key, _ in left]
                parts[:] = [one for one in parts if one[0] in kept]
                return None
        return "it was not sent" if item else None
    parts[:] = parts_left
    if isinstance(encoding, str) and mine and "," not in encoding:
        stated = encoding.partition(";")[0].strip().lower()
        if mine[0].get_content_type() != stated and "*" not in stated:
            return f"its part is {mine[0].get_content_type()}, not {stated}"
    if isinstance(encoding, str) and "," in encoding and mine:
        listed = [one.strip().lower() for one in encoding.split(",")]
        if mine[0].get_content_type() not in listed:
            return f"its part is {mine[0].get_content_type()}, none of {encoding}"
    if isinstance(item, list):
        if len(texts) == len(item) and all(
            is_text_of(text, one) for text, one in zip(texts, item, strict=True)
        ):
            return None
        if len(texts) == 1 and is_text_of(texts[0], item):
            return None
        if len(texts) == 1 and isinstance(encoding, Style) and not encoding.explode:
            # OpenAPI 3.1, section 4.8.15.1: parts have styles; in 3.0 only forms have.
            parts_of = texts[0].split(_DELIMITERS.get(encoding.name, ","))
            if len(parts_of) == len(item) and all(map(is_text_of, parts_of, item)):
                return None
        return f"a list came as {texts!r}"[:200]
    if len(texts) != 1:
        return f"it came {len(texts)} times"
    if isinstance(item, Blob) and mine[0].get_filename() is None:
        return "a file has no filename"
    return None if is_text_of(texts[0], item) else f"{texts[0][:80]!r} came"


def _text(part: Any) -> str:
    payload = part.get_payload(decode=True)
    return bytes(payload or b"").decode("utf-8", "replace")
