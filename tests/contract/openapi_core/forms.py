"""Reading `multipart/form-data` (RFC 7578), without the help of a web framework."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from email.message import Message
from email.parser import BytesParser
from email.policy import HTTP
from typing import Any

BRACKETS = re.compile(r"\[([^\[\]]*)\]")


@dataclass(frozen=True)
class Part:
    """One part of a form."""

    name: str
    content: bytes
    filename: str | None
    media_type: str | None
    """The Content-Type, if the part has one."""

    @property
    def text(self) -> str:
        """The content of a part that is no file."""
        return self.content.decode("utf-8")


def parts(content_type: str, body: bytes) -> list[Part]:
    """The parts of a body, in their order."""
    head = f"Content-Type: {content_type}\r\n\r\n".encode("latin-1")
    message = BytesParser(policy=HTTP).parsebytes(head + body)
    assert message.is_multipart(), "no multipart body"
    assert not message.defects, message.defects
    return [_part(part) for part in message.iter_parts()]


def _part(part: Message) -> Part:
    name = part.get_param("name", header="content-disposition")
    filename = part.get_filename()
    content = part.get_payload(decode=True)
    assert isinstance(name, str)
    assert isinstance(content, bytes)
    media_type = part.get_content_type() if "content-type" in part else None
    return Part(name, content, filename, media_type)


def nested(fields: Iterable[tuple[str, Any]]) -> dict[str, Any]:
    """The object that names in brackets stand for: `signatories[0][user_uuid]`.

    As PHP, Rack and qs read them; a step of digits is an index, and indices count from
    0 without a gap.
    """
    root: dict[str, Any] = {}
    for name, value in fields:
        head, *steps = [name.partition("[")[0], *BRACKETS.findall(name)]
        written = head + "".join(f"[{step}]" for step in steps)
        assert written == name, f"{name} is not a name in brackets"
        node = root
        for step in (head, *steps[:-1]) if steps else ():
            node = node.setdefault(step, {})
        last = steps[-1] if steps else head
        assert last not in node, f"{name} is there twice"
        node[last] = value
    return {name: _lists(value) for name, value in root.items()}


def _lists(value: Any) -> Any:
    if not isinstance(value, dict):
        return value
    plain = {name: _lists(item) for name, item in value.items()}
    if all(name.isdigit() for name in plain):
        assert list(plain) == [str(index) for index in range(len(plain))], list(plain)
        return list(plain.values())
    return plain
