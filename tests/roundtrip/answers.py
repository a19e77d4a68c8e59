"""Whether what a client parses is what the server said."""

from __future__ import annotations

import json
import typing
from collections.abc import Mapping
from typing import Any, Final

import httpx2
from pydantic import TypeAdapter

from tests.roundtrip.arguments import Call
from tests.roundtrip.contract import Answer, Content, Operation, is_json
from tests.roundtrip.equality import difference
from tests.roundtrip.merging import Unsampleable
from tests.roundtrip.misses import NOTE, Result, explained, general, kind_of
from tests.roundtrip.raw import shown
from tests.roundtrip.sampler import (
    BARE,
    EXTRA,
    FULL,
    LOOSE,
    SOME,
    UNKNOWN,
    Mode,
    Sampler,
)
from tests.roundtrip.schemas import Schemas
from tests.roundtrip.streams import item_of, plain_item, stream_method, writer_of
from tests.roundtrip.subject import Subject


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
                if is_json(content.media_type) and content.schema is not None
            ]
            if documented and len(documented) == len(answer.contents):
                self._odd(client, operation, inspected, call, answer, status)
            for content in answer.contents:
                if 200 <= status < 300 and writer_of(content.media_type) is not None:
                    self._items(client, operation, inspected, call, status, content)
                if is_json(content.media_type) and content.schema is not None:
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
        if not seen:
            self._result.responses.unsampled += 1
            self._result.miss(
                f"no answer found: {general(unsampled)}",
                f"{operation.id} {answer.status}",
                shown(content.schema),
                unsampled,
                kind_of(unsampled),
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
            came = list(method(**call.arguments))
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
            why = "" if raw.parse() is None else "it is not None"
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
        if status >= 300:
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
        self, client: Any, inspected: Mapping[str, Any], call: Call, value: Any
    ) -> tuple[str, str]:
        """Why the parsed value is not the one that was sent; empty if it is."""
        errors = self._subject.runtime("core.errors")
        try:
            raw = self._subject.raw_method(client, inspected)(**call.arguments)
            parsed = raw.parse()
            dumped = self._dumped(client, inspected, parsed)
        except errors.RejectedError as error:
            dumped = self._jsonable(error.body)
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
    return next(
        number
        for number in (500, 400, 503, 418, 422, 599)
        if str(number) not in stated
        and f"{number // 100}XX" not in {one.upper() for one in stated}
    )
