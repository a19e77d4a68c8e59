"""Whether what a client parses is what the server said."""

from __future__ import annotations

import inspect
import json
import typing
from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final

import httpx2
from pydantic import TypeAdapter

from tests.contract.roundtrip.arguments import Call
from tests.contract.roundtrip.contract import Answer, Content, Operation, is_json
from tests.contract.roundtrip.damages import damages
from tests.contract.roundtrip.equality import difference
from tests.contract.roundtrip.leaves import Limits
from tests.contract.roundtrip.merging import Unsampleable
from tests.contract.roundtrip.misses import NOTE, Result, explained, general, kind_of
from tests.contract.roundtrip.raw import RawDocument, shown
from tests.contract.roundtrip.sampler import (
    BARE,
    EXTRA,
    FULL,
    LOOSE,
    SOME,
    UNKNOWN,
    Mode,
    Sampler,
)
from tests.contract.roundtrip.schemas import Schemas
from tests.contract.roundtrip.streams import (
    carried_by,
    event_of,
    is_file,
    item_of,
    plain_item,
    same_event,
    stream_method,
    writer_of,
    written_event,
)
from tests.contract.roundtrip.subject import Subject


def modes(samples: int) -> list[Mode]:
    """The kinds of samples, as many as are wanted."""
    several = [Mode(f"some{number}", 0.5) for number in range(max(0, samples - 3))]
    return [*[FULL, BARE, SOME, *several][:samples], EXTRA, UNKNOWN, LOOSE]


class Answers:
    """Judges how one client reads answers."""

    def __init__(
        self, subject: Subject, schemas: Schemas, sampler: Sampler, result: Result
    ) -> None:
        """Take the client, the schemas of answers, and where to report."""
        self._subject: Final = subject
        self._schemas: Final = schemas
        self._sampler: Final = sampler
        self._result: Final = result
        self._turn = 0
        self._done: dict[tuple[str, str], None] = {}

    def judge(
        self,
        client: Any,
        operation: Operation,
        inspected: Mapping[str, Any],
        call: Call,
        count: int,
    ) -> None:
        """Answer a call with samples of each of its documented JSON bodies."""
        for answer in operation.answers:
            status = _status(answer.status, operation)
            if status is None:
                continue
            if status in (204, 205) or operation.method.upper() == "HEAD":
                self._bodiless(client, operation, inspected, call, answer, status)
                continue
            documented = [
                content
                for content in answer.contents
                if is_json(content.media_type)
                and content.schema is not None
                and not is_file(self._schemas.raw, content)
            ]
            if documented and len(documented) == len(answer.contents):
                self._odd(client, operation, inspected, call, answer, status)
            for stated in answer.contents:
                content = _as_json(self._schemas.raw, stated)
                if 200 <= status < 300 and writer_of(content.media_type) is not None:
                    self._items(client, operation, inspected, call, status, content)
                    self._events(client, operation, inspected, call, answer, content)
                elif not is_json(content.media_type) or is_file(
                    self._schemas.raw, content
                ):
                    self._plain(
                        client, operation, inspected, call, answer, status, content
                    )
                elif content.schema is not None:
                    self._answer(
                        client,
                        operation,
                        inspected,
                        call,
                        answer,
                        status,
                        content,
                        count,
                    )

    def _answer(
        self,
        client: Any,
        operation: Operation,
        inspected: Mapping[str, Any],
        call: Call,
        answer: Answer,
        status: int,
        content: Content,
        count: int,
    ) -> None:
        assert content.schema is not None
        uri = self._schemas.uri(content.schema)
        seen: list[str] = []
        unsampled = ""
        for mode in modes(count):
            try:
                seed = f"{operation.id}/{answer.status}"
                value, _ = self._sampler.sample(uri, mode, seed)
            except Unsampleable as error:
                unsampled = str(error)
                continue
            body = json.dumps(value)
            if body in seen:
                continue
            seen.append(body)
            headers = {"content-type": content.media_type.replace("*", "json")}
            self._subject.exchange.answer = httpx2.Response(
                status, headers=headers, content=body.encode()
            )
            reading = client
            if mode is LOOSE:
                reading = client.with_options(validate_responses="report")
            cause, detail = self._read(reading, inspected, call, value)
            if mode is LOOSE:
                # JSON Schema 2020-12, section 7.2.1 of the validation vocabulary:
                # valid, but not what anybody promises to read. Told, not counted.
                if cause:
                    self._result.miss(
                        "a string that does not have its format is "
                        f"{'refused' if 'Error' in cause else 'changed'}",
                        f"{operation.id} {answer.status}",
                        shown(content.schema),
                        f"{detail} | body {body[:300]}",
                        NOTE,
                    )
                continue
            self._result.responses.tried += 1
            self._result.responses.right += not cause
            if cause:
                mark = f" ({mode.name})" if mode in (EXTRA, UNKNOWN) else ""
                self._result.miss(
                    f"response{mark}: {cause}",
                    f"{operation.id} {answer.status}",
                    shown(content.schema),
                    f"{detail} | body {body[:300]}",
                )
        if seen and 200 <= status < 300:
            self._damaged(
                client, operation, inspected, call, answer, status, content, seen[0]
            )
        if not seen:
            self._result.responses.unsampled += 1
            self._result.miss(
                f"no answer found: {general(unsampled)}",
                f"{operation.id} {answer.status}",
                shown(content.schema),
                unsampled,
                kind_of(unsampled),
            )

    def _damaged(
        self,
        client: Any,
        operation: Operation,
        inspected: Mapping[str, Any],
        call: Call,
        answer: Answer,
        status: int,
        content: Content,
        body: str,
    ) -> None:
        """Answer with what servers make of a body; in no mode but one is any lost."""
        turn, self._turn = self._turn, self._turn + 1
        for number, wrong in enumerate(damages(json.loads(body), turn)):
            text = json.dumps(wrong).encode()
            if number == 0:
                text = b"\xef\xbb\xbf" + text
            self._subject.exchange.answer = httpx2.Response(
                status,
                headers={"content-type": content.media_type},
                content=text,
            )
            for mode in ("report", "off")[: 1 + (number == 1)]:
                reading = client.with_options(validate_responses=mode)
                cause, detail = self._read(reading, inspected, call, wrong, loose=True)
                self._result.responses.tried += 1
                self._result.responses.right += not cause
                if cause:
                    self._result.miss(
                        f"damaged response: {cause}",
                        f"{operation.id} {answer.status}",
                        shown(content.schema) if content.schema else "",
                        f"{detail} | body {json.dumps(wrong)[:300]}",
                    )

    def _items(
        self,
        client: Any,
        operation: Operation,
        inspected: Mapping[str, Any],
        call: Call,
        status: int,
        content: Content,
    ) -> None:
        """Answer with a few items one after the other; each has to come as it went."""
        write = writer_of(content.media_type)
        place = item_of(self._schemas.raw, content)
        if write is None or place is None:
            return
        items: list[Any] = []
        for mode in (FULL, BARE, SOME):
            try:
                seed = f"{operation.id}/items"
                item, _ = self._sampler.sample(self._schemas.uri(place), mode, seed)
            except Unsampleable:
                continue
            items.append(item)
        if not items:
            self._result.responses.unsampled += 1
            return
        self._subject.exchange.answer = httpx2.Response(
            status,
            headers={"content-type": content.media_type},
            content=write(items),
        )
        why = detail = ""
        try:
            method = stream_method(self._subject.resource(client, inspected), inspected)
            taken = inspect.signature(method).parameters
            given = {key: one for key, one in call.arguments.items() if key in taken}
            came = list(method(**given))
            hint = typing.get_type_hints(method, include_extras=True)["return"]
            adapter: TypeAdapter[Any] = TypeAdapter(typing.get_args(hint)[0])
            dumped = [
                (
                    it
                    if (it := plain_item(item)) is not item
                    else adapter.dump_python(
                        item,
                        mode="json",
                        by_alias=True,
                        exclude_unset=True,
                        warnings="error",
                    )
                )
                for item in came
            ]
            found = difference(items, dumped)
            if found:
                why, detail = found.kind, f"{found.where}: {found.detail}"
        except Exception as error:  # whatever a client can raise
            why, detail = explained(error)
        self._result.responses.tried += 1
        self._result.responses.right += not why
        if why:
            self._result.miss(
                f"items: {why}",
                f"{operation.id} {status} {content.media_type}",
                shown(place),
                f"{detail} | items {json.dumps(items)[:300]}",
            )

    def _bodiless(
        self,
        client: Any,
        operation: Operation,
        inspected: Mapping[str, Any],
        call: Call,
        answer: Answer,
        status: int,
    ) -> None:
        """Answer without a body where HTTP has none, whatever is documented."""
        if not 200 <= status < 300:
            return
        self._subject.exchange.answer = httpx2.Response(status)
        try:
            raw = self._subject.raw_method(client, inspected)(**call.arguments)
            parsed = raw.parse()
            # A stream or a page without anything in it has no body either.
            is_empty = parsed is not None and not list(parsed)
            why = "" if parsed is None or is_empty else "it is not None"
        except Exception as error:  # whatever a client can raise
            why = explained(error)[0]
        self._counted(operation, answer, why, "no body")

    def _odd(
        self,
        client: Any,
        operation: Operation,
        inspected: Mapping[str, Any],
        call: Call,
        answer: Answer,
        status: int,
    ) -> None:
        """Answer with bodies that nothing documents; nothing of them may be lost."""
        errors = self._subject.runtime("core.errors")
        reading = client.with_options(validate_responses="report")
        bodies: tuple[tuple[bytes, Any], ...] = ((b"", None),)
        if status >= 400:
            bodies += ((b"<html>", "<html>"), (b'{"detail":"x"}', {"detail": "x"}))
            bodies += ((b"[1]", [1]), (b'"text"', "text"))
        for content, came in bodies:
            self._subject.exchange.answer = httpx2.Response(
                status, headers={"content-type": "application/json"}, content=content
            )
            why = ""
            try:
                raw = self._subject.raw_method(reading, inspected)(**call.arguments)
                raw.parse()
            except errors.RejectedError:
                pass
            except errors.APIStatusError as error:
                body = error.body
                fields = getattr(type(body), "model_fields", {})
                untouchable = [name for name in fields if not hasattr(body, name)]
                if error.raw_body != came:
                    why = "raw_body is not what came"
                elif untouchable:
                    why = "a documented attribute is missing"
            except Exception as error:  # whatever a client can raise
                why = explained(error)[0]
            self._counted(operation, answer, why, f"body {content!r}")

    def _plain(
        self,
        client: Any,
        operation: Operation,
        inspected: Mapping[str, Any],
        call: Call,
        answer: Answer,
        status: int,
        content: Content,
    ) -> None:
        """Answer with a text, or with bytes; each has to come as it went."""
        plain = content.media_type.partition(";")[0].strip().lower()
        if not 200 <= status < 300 or plain.startswith("multipart/"):
            return
        is_bytes = is_file(self._schemas.raw, content)
        # A type that states a charset is text, whatever it is called.
        is_named_text = plain.startswith("text/") or plain.endswith("xml")
        is_text = not is_bytes and (is_named_text or "charset=" in content.media_type)
        body = "<täxt>\n1".encode() if is_text else b"\x89PNG\x00\xff"
        schema = self._schemas.raw.schema(content.schema)
        kind = schema.get("type")
        if not is_bytes and (kind not in (None, "string") or "enum" in schema):
            # How an object is written in a media type of its own is nobody's guess.
            return
        media_type = content.media_type.replace("*/*", "image/png")
        self._subject.exchange.answer = httpx2.Response(
            status,
            headers={"content-type": media_type.replace("/*", "/png")},
            content=body,
        )
        why = detail = ""
        try:
            parsed = self._subject.raw_method(client, inspected)(**call.arguments)
            came = parsed.parse()
            if came not in (body, body.decode() if is_text else body):
                why, detail = "other bytes", repr(came)[:200]
        except Exception as error:  # whatever a client can raise
            why, detail = explained(error)
        self._counted(operation, answer, why, f"{content.media_type}: {detail}")

    def _events(
        self,
        client: Any,
        operation: Operation,
        inspected: Mapping[str, Any],
        call: Call,
        answer: Answer,
        content: Content,
    ) -> None:
        """Answer with whole events; of each, all that it has has to come."""
        place = event_of(self._schemas.raw, content)
        for mode in (FULL, BARE, SOME) if place is not None else ():
            try:
                limits = Limits(avoid="\r\n\x00", text=True)
                uri = self._schemas.uri(place)
                event, _ = self._sampler.sample(
                    uri, mode, f"{operation.id}/event", limits
                )
            except Unsampleable:
                continue
            carried = carried_by(self._schemas.raw, place)
            if carried is not None and isinstance(event, dict):
                seed = f"{operation.id}/carried"
                uri = self._schemas.uri(carried)
                event["data"] = json.dumps(self._sampler.sample(uri, mode, seed)[0])
            if not isinstance(event, dict) or event.get("data") in (None, ""):
                continue
            if "retry" in event:
                event["retry"] = 5000
            self._subject.exchange.answer = httpx2.Response(
                200,
                headers={"content-type": content.media_type},
                content=written_event(event),
            )
            why = detail = ""
            try:
                method = stream_method(
                    self._subject.resource(client, inspected), inspected
                )
                taken = inspect.signature(method).parameters
                given = {key: it for key, it in call.arguments.items() if key in taken}
                [came] = list(method(**given))
                dumped = self._jsonable(came)
                if not same_event(event, dumped):
                    why, detail = "it is another", f"{event} -> {dumped}"
            except Exception as error:  # whatever a client can raise
                why, detail = explained(error)
            self._result.responses.tried += 1
            self._result.responses.right += not why
            if why:
                self._result.miss(
                    f"event: {why}", f"{operation.id} {answer.status}", "", detail
                )

    def _counted(
        self, operation: Operation, answer: Answer, why: str, detail: str
    ) -> None:
        self._result.responses.tried += 1
        self._result.responses.right += not why
        if why:
            self._result.miss(
                f"response (odd): {why}",
                f"{operation.id} {answer.status}",
                detail,
                detail,
            )

    def _read(
        self,
        client: Any,
        inspected: Mapping[str, Any],
        call: Call,
        value: Any,
        *,
        loose: bool = False,
    ) -> tuple[str, str]:
        """Why the parsed value is not the one that was sent; empty if it is.

        In a `loose` one, there is what its type has no place for.
        """
        errors = self._subject.runtime("core.errors")
        try:
            raw = self._subject.raw_method(client, inspected)(**call.arguments)
            parsed = raw.parse()
            if loose:
                dumped = self._jsonable(parsed)
            else:
                dumped = self._dumped(client, inspected, parsed)
        except errors.RejectedError as error:
            dumped = error.raw_body if loose else self._jsonable(error.body)
        except errors.APIStatusError as error:
            why = self._untyped(client, inspected, error)
            if why is not None:
                return explained(why)
            dumped = self._jsonable(error.body)
        except Exception as error:  # whatever a client can raise
            return explained(error)
        found = difference(value, dumped)
        return (found.kind, f"{found.where}: {found.detail}") if found else ("", "")

    def _untyped(
        self, client: Any, inspected: Mapping[str, Any], error: Any
    ) -> Exception | None:
        """Why the body of an error could not be read as the type it is declared."""
        constant = self._subject.constant(client, inspected)
        described = self._subject.runtime("decoding.decoders").described
        failure = described(error.status_code, constant.failures())
        if failure is None:
            return None
        try:
            failure.body.decode(error.response)
        except Exception as inner:  # whatever the decoder raises
            return inner
        return None

    def _dumped(self, client: Any, inspected: Mapping[str, Any], parsed: Any) -> Any:
        method = self._subject.method(client, inspected)
        hints = typing.get_type_hints(method, include_extras=True)
        adapter: TypeAdapter[Any] = TypeAdapter(hints["return"])
        return adapter.dump_python(
            parsed, mode="json", by_alias=True, exclude_unset=True, warnings="error"
        )

    def _jsonable(self, value: Any) -> Any:
        return self._subject.runtime("encoding.parameters").jsonable(value)


def _as_json(raw: RawDocument, content: Content) -> Content:
    """A range of media types with an object in it as what is sent for it: JSON."""
    if content.media_type not in ("*/*", "application/*") or content.schema is None:
        return content
    is_text = raw.schema(content.schema).get("type") in ("string", "file")
    return content if is_text else replace(content, media_type="application/json")


def _status(key: str, operation: Operation) -> int | None:
    """A status that the key of a response stands for, and no other key."""
    stated = {one.status for one in operation.answers}
    if key.isdigit():
        return int(key) if 200 <= int(key) < 600 else None
    if len(key) == 3 and key[0].isdigit() and key[1:].upper() == "XX":
        first = int(key[0]) * 100
        numbers = [
            n for n in (*range(first + 18, first + 60), first) if str(n) not in stated
        ]
        return numbers[0] if 2 <= int(key[0]) <= 5 else None
    if key != "default":
        return None
    if not any(one.startswith(("2", "3")) for one in stated):
        return 200
    ranges = {one.upper() for one in stated}
    left = (
        number
        for number in (500, 400, 503, 418, 422, 599)
        if str(number) not in stated and f"{number // 100}XX" not in ranges
    )
    return next(left, None)
