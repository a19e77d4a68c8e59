"""Example bodies: the document's own, else one that fits the schema."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Final

from apiloom.docs.markdown import code, folded, line, source
from apiloom.docs.samples.validity import Value
from apiloom.docs.samples.values import LEFT_OUT, Samples
from apiloom.ir.api import Api, Content, Example, Payload
from apiloom.ir.types import ANY, Type
from apiloom.text.markdown import EMPTY, Markdown, joined, markdown
from apiloom.text.visible import json_text

__all__ = ["Bodies"]

_LONGEST: Final = 8_000
"""Characters of an example on a page; of a longer one, lists are shortened."""
_MOST_LINES: Final = 400
_MOST: Final = 6
"""As many examples of one body are shown."""
_NO_JSON: Final = (Payload.TEXT, Payload.BINARY, Payload.EVENTS)


@dataclass(frozen=True, slots=True)
class Bodies:
    """Writes the examples of bodies; `received` are those of responses."""

    api: Api
    received: bool
    _made: dict[tuple[Type, Payload], Markdown] = field(
        default_factory=dict[tuple[Type, Payload], Markdown], compare=False
    )

    def examples(self, content: Content, *, made: bool = True) -> Markdown:
        """Return the documented examples of a body, else, if wanted, a made one."""
        stated = content.examples[:_MOST]
        if stated:
            return joined("\n\n", (self._stated(one, content) for one in stated))
        if not made or content.payload in _NO_JSON or content.type == ANY:
            return EMPTY
        key = content.type, content.payload
        if key not in self._made:
            self._made[key] = self._made_up(content)
        return self._made[key]

    def number(self, content: Content) -> int:
        """Return how many examples of a body are shown, if it has any."""
        return min(len(content.examples), _MOST) or 1

    def _stated(self, example: Example, content: Content) -> Markdown:
        value: Value = json.loads(example.value)
        shown = self._shown(value, content)
        words = example.summary or example.name.replace("_", " ").replace("-", " ")
        if len(content.examples) == 1 or not words:
            return shown
        if len(content.examples) > 2:
            return folded(words, shown)
        title = line(example.summary) if example.summary else code(example.name)
        return markdown("{}:\n\n{}", title, shown)

    def _made_up(self, content: Content) -> Markdown:
        type_ = content.type
        if content.payload in (Payload.LINES, Payload.RECORDS):
            type_ = content.item or type_
        value = Samples(self.api, self.received).of(type_, "value")
        if value is None or value is LEFT_OUT or value in ("value", {}, []):
            return EMPTY
        return self._shown(value, content)

    def _shown(self, value: Value, content: Content) -> Markdown:
        if isinstance(value, str) and content.payload is not Payload.JSON:
            kind = content.media_type.partition(";")[0].rpartition("/")[2]
            language = kind.rpartition("+")[2]
            return source(_cut(value), language if language.isalnum() else "text")
        text = json_text(value)
        if len(text) > _LONGEST:
            text = json_text(_shortened(value, 2))
        return source(_cut(text), "json")


def _shortened(value: Value, most: int) -> Value:
    """Return a value whose lists have few elements."""
    if isinstance(value, list):
        return [_shortened(one, most) for one in value[:most]]
    if isinstance(value, dict):
        return {key: _shortened(one, most) for key, one in value.items()}
    return value


def _cut(text: str) -> str:
    lines = [
        one if len(one) <= _LONGEST else f"{one[:_LONGEST]}…"
        for one in text.split("\n")
    ]
    if len(lines) <= _MOST_LINES:
        return "\n".join(lines)
    return "\n".join([*lines[:_MOST_LINES], "…"])
