"""Whether what a client makes of webhooks and callbacks is what the API sent."""

from __future__ import annotations

import importlib
import json
import typing
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from pydantic import TypeAdapter

from tests.contract.roundtrip.answers import modes
from tests.contract.roundtrip.contract import (
    METHODS,
    Contract,
    Operation,
    contents_of,
    is_json,
)
from tests.contract.roundtrip.equality import difference
from tests.contract.roundtrip.merging import Unsampleable
from tests.contract.roundtrip.misses import Result, explained, general, kind_of
from tests.contract.roundtrip.raw import Dangling, Place, RawDocument, shown
from tests.contract.roundtrip.sampler import EXTRA, LOOSE, UNKNOWN, Sampler
from tests.contract.roundtrip.schemas import Schemas
from tests.contract.roundtrip.subject import PACKAGE, Subject

_SECTIONS: Final = ("webhooks", "x-webhooks")


@dataclass(frozen=True, slots=True)
class Incoming:
    """A request that the API sends: a webhook, or a callback of an operation."""

    name: str
    method: str
    place: Place
    operation: str = ""
    expression: str = ""

    @property
    def module(self) -> str:
        """The module of the client that reads it."""
        return "callbacks" if self.expression else "webhooks"

    @property
    def key(self) -> tuple[str, str, str, str]:
        """What tells it from all others."""
        return self.name, self.method, self.operation, self.expression


def incoming(raw: RawDocument, stated: Contract) -> Iterator[Incoming]:
    """What a document says that the API sends, through references."""
    for section in _SECTIONS:
        named = raw.at(raw.root).get(section)
        for name in named if isinstance(named, dict) else ():
            for method, place in _operations(raw, raw.root / section / name):
                yield Incoming(name, method, place)
    for operation in stated.operations:
        yield from _callbacks(raw, operation)


def _callbacks(raw: RawDocument, operation: Operation) -> Iterator[Incoming]:
    named = raw.at(operation.place).get("callbacks")
    for name in named if isinstance(named, dict) else ():
        try:
            place, value = raw.resolved(operation.place / "callbacks" / name)
        except Dangling:
            continue
        for expression in value if isinstance(value, dict) else ():
            if not expression.startswith("x-"):
                for method, where in _operations(raw, place / expression):
                    yield Incoming(name, method, where, operation.id, expression)


def _operations(raw: RawDocument, place: Place) -> Iterator[tuple[str, Place]]:
    try:
        place, item = raw.resolved(place)
    except Dangling:
        return
    for key, value in item.items() if isinstance(item, dict) else ():
        if key.lower() in METHODS and isinstance(value, dict):
            yield key.upper(), place / key


class Payloads:
    """Judges how one client reads what the API sends by itself."""

    def __init__(
        self, subject: Subject, schemas: Schemas, sampler: Sampler, result: Result
    ) -> None:
        """Take the client, the schemas of what it receives, and where to report."""
        self._subject: Final = subject
        self._schemas: Final = schemas
        self._sampler: Final = sampler
        self._result: Final = result
        self._inspected: Final = {
            (
                one["name"].removesuffix(f" {one['method']}"),
                one["method"],
                one.get("operation", ""),
                one.get("expression", ""),
            ): one
            for section in ("webhooks", "callbacks")
            for one in subject.inspected[section]
        }

    def judge(self, raw: RawDocument, sent: Incoming, count: int) -> None:
        """Hand samples of each JSON payload to the function that reads it."""
        inspected = self._inspected.get(sent.key)
        owner = f"{sent.name} {sent.operation}".strip()
        if inspected is None:
            self._result.miss("webhook dropped", owner, shown(sent.place))
            return
        try:
            where, body = raw.resolved(sent.place / "requestBody")
        except Dangling:
            return
        if not isinstance(body, dict) or not isinstance(body.get("content"), dict):
            return
        for content in contents_of(raw, where / "content"):
            if is_json(content.media_type) and content.schema is not None:
                self._payload(
                    sent, inspected, content.media_type, content.schema, count
                )

    def _payload(
        self,
        sent: Incoming,
        inspected: Mapping[str, Any],
        media_type: str,
        schema: Place,
        count: int,
    ) -> None:
        owner = f"{sent.name} {sent.operation}".strip()
        uri = self._schemas.uri(schema)
        tally = self._result.payloads
        seen: list[str] = []
        unsampled = ""
        for mode in modes(count):
            if mode is LOOSE:
                continue
            try:
                value, _ = self._sampler.sample(uri, mode, f"{owner}/{media_type}")
            except Unsampleable as error:
                unsampled = str(error)
                continue
            text = json.dumps(value)
            if text in seen:
                continue
            seen.append(text)
            cause, detail = self._read(sent, inspected, media_type, text)
            tally.tried += 1
            tally.right += not cause
            if cause:
                mark = f" ({mode.name})" if mode in (EXTRA, UNKNOWN) else ""
                self._result.miss(
                    f"payload{mark}: {cause}",
                    owner,
                    shown(schema),
                    f"{detail} | body {text[:300]}",
                )
        if not seen:
            tally.unsampled += 1
            self._result.miss(
                f"no payload found: {general(unsampled)}",
                owner,
                shown(schema),
                unsampled,
                kind_of(unsampled),
            )

    def _read(
        self, sent: Incoming, inspected: Mapping[str, Any], media_type: str, text: str
    ) -> tuple[str, str]:
        """Why the parsed payload is not the one that was sent; empty if it is."""
        module = importlib.import_module(f"{PACKAGE}.{sent.module}")
        parse = getattr(module, str(inspected["function"]), None)
        if parse is None:
            return "there is no function that reads it", str(inspected["function"])
        several = len(inspected["media_types"]) > 1
        given = {"content_type": media_type} if several else {}
        hints = typing.get_type_hints(parse, include_extras=True)
        adapter: TypeAdapter[Any] = TypeAdapter(hints["return"])
        value = json.loads(text)
        # A string is text of the media type, never a value that was read already.
        bodies = (text.encode(), text if isinstance(value, str) else value)
        for body in bodies:
            try:
                parsed = parse(body, **given)
                dumped = adapter.dump_python(
                    parsed,
                    mode="json",
                    by_alias=True,
                    exclude_unset=True,
                    warnings="error",
                )
            except Exception as error:  # whatever a client can raise
                return explained(error)
            found = difference(value, dumped)
            if found:
                return found.kind, f"{found.where}: {found.detail}"
        return "", ""
