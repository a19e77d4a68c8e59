"""Responses as the specification describes them, as bytes.

A response to a success is an example, a sample or what a test states. A response to a
failure is made so that the client recognizes the member of the error enum: it is tried
against the very code that the client recognizes it by.
"""

# How an error is recognized is no business of callers.
# pyright: reportPrivateUsage=false

from __future__ import annotations

import copy
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from random import Random
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from ..core.operation import OutcomeCheck
from ..core.reasons import ErrorReason, Match, member, reason_for
from ..encoding.parameters import jsonable
from ..types.patterns import search
from .pattern_samples import matching
from .problems import InvalidResponse, listed
from .samples import Samples, Unsatisfiable
from .schemas import Schemas, Type, is_items, is_members
from .validation import problems

if TYPE_CHECKING:
    from ..core.operation import Operation

_SEQUENCES: Final = frozenset({"events", "lines", "records"})
_BYTES: Final = frozenset({"binary", "multipart"})
_CONCRETE: Final = {
    "json": "application/json",
    "form": "application/json",
    "text": "text/plain",
    "events": "text/event-stream",
    "lines": "application/jsonl",
    "records": "application/json-seq",
}
_UNDOCUMENTED: Final[tuple[int, ...]] = (
    *(400, 500, 404, 409, 422, 403, 401, 418, 410, 406, 412, 415, 501, 599),
    *range(402, 500),
    *range(502, 599),
)
"""What a range or ``default`` may come as, and no status of its own says."""

_FIELDS: Final = ("event", "id", "retry", "data")
_NO_BODY: Final = (204, 205, 304)


class Parts(NamedTuple):
    """A response: its status, headers and body."""

    status: int
    headers: tuple[tuple[str, str], ...]
    content: bytes


class Content(NamedTuple):
    """A body in one media type."""

    media_type: str
    payload: str
    type: Type
    options: Mapping[str, Any]

    @property
    def sent_as(self) -> str:
        """The Content-Type: a range of media types is none."""
        if "*" not in self.media_type:
            return self.media_type
        return _CONCRETE.get(self.payload, "application/octet-stream")

    @property
    def is_sequence(self) -> bool:
        """Whether the body is items, one after the other."""
        return self.payload in _SEQUENCES

    @property
    def is_bytes(self) -> bool:
        """Whether the body is nothing but bytes."""
        return self.payload in _BYTES


class Responses:
    """Makes the responses of one operation."""

    def __init__(
        self,
        schema: Mapping[str, Any],
        shared: Sequence[str],
        schemas: Schemas,
        seed: int,
        siblings: Iterable[str] = (),
    ) -> None:
        """Initialize with an operation, and the types of its API.

        Args:
            schema: The operation as JSON; it numbers its responses.
            shared: The responses by these numbers, as the text of their JSON.
            schemas: The types of the API.
            seed: Seed of sample values.
            siblings: The operations that share these responses, as JSON.
        """
        self._siblings: Final = siblings
        self._numbers: Final[Mapping[str, int]] = schema["responses"]
        self._shared: Final = shared
        self.success: Final[Sequence[str]] = schema["success"] or [
            one for one in schema["responses"] if one == "default"
        ]
        self._schemas: Final = schemas
        self._samples: Final = Samples(schemas, seed)
        self._seed: Final = seed
        self._contents: Final[dict[str, list[Content]]] = {}

    @property
    def statuses(self) -> Sequence[str]:
        """The documented statuses, ranges and ``default``."""
        return list(self._numbers)

    def contents(self, status: str) -> list[Content]:
        """Return the bodies that a documented response can have."""
        found = self._contents.get(status)
        if found is None:
            found = self._contents[status] = self._numbered(self._numbers[status])
        return found

    def _numbered(self, number: int) -> list[Content]:
        stated = json.loads(self._shared[number])
        return [
            Content(media_type, payload, type_, rest[0] if rest else {})
            for media_type, payload, type_, *rest in stated["contents"]
        ]

    def _is_redirect(self, status: str) -> bool:
        return "location" in json.loads(self._shared[self._numbers[status]])

    # Successes

    def sample(self, example: str | None = None) -> Parts:
        """Return the example of the first success, else a sample of it.

        Args:
            example: The name of the example, if there are several.

        Raises:
            InvalidResponse: No sample was found.
        """
        if not self.success:
            return Parts(200, (), b"")
        status = self.success[0]
        return self.documented(status, concrete(status), example=example)

    def documented(
        self,
        status: str,
        code: int,
        *,
        example: str | None = None,
        content: Content | None = None,
    ) -> Parts:
        """Return the response of a documented status: an example, else a sample."""
        if self._is_redirect(status):
            return Parts(code, (("location", "/redirected"),), b"")
        contents = self.contents(status)
        if not contents or code in _NO_BODY:
            return Parts(code, (), b"")
        chosen = content or contents[0]
        return self.written(code, chosen, self._sample(chosen, example))

    def example_of(self, type_: Type) -> Any:
        """Return a value of a request; None if there is none that fits."""
        try:
            return Samples(self._schemas, self._seed, "request").of(type_)
        except Unsatisfiable:
            return None

    def _sample(self, content: Content, example: str | None) -> Any:
        type_ = content.type
        for name, value in content.options.get("examples", ()):
            if example is not None and name != example:
                continue
            found = self._example(value, content)
            if found:
                return found[0]
        if content.is_bytes:
            return b"content"
        if content.payload == "text":
            return self._text(type_)
        try:
            if content.is_sequence:
                return [self._samples.of(type_, number=one) for one in (0, 1)]
            return self._samples.of(type_)
        except Unsatisfiable as error:
            raise InvalidResponse(
                f"no sample fits {error}: it needs itself, or more than a sample may"
                " hold; pass a response to returns()"
            ) from None

    def _example(self, value: Any, content: Content) -> tuple[Any, ...]:
        """Return an example of the document if it fits its type."""
        if content.is_bytes:
            return (value.encode(),) if isinstance(value, str) else ()
        if content.payload == "text":
            return (value,) if isinstance(value, str) else (json.dumps(value),)
        if content.is_sequence:
            items = value if is_items(value) else [value]
            is_fine = all(self._samples.fits(one, content.type) for one in items)
            return (items,) if is_fine else ()
        return self._samples.example(value, content.type)

    def _text(self, type_: Type) -> str:
        try:
            value = self._samples.of(type_, "text")
        except Unsatisfiable:
            return "text"
        return value if isinstance(value, str) else json.dumps(value)

    def of(self, value: Any) -> Parts:
        """Return the success that has a value as its body.

        Raises:
            InvalidResponse: No documented success has such a body.
        """
        wrong: list[tuple[str, str]] = []
        for status in self.success:
            code = concrete(status)
            contents = self.contents(status)
            if value is None and (not contents or code in _NO_BODY):
                return Parts(code, (), b"")
            if self._is_redirect(status) and isinstance(value, str):
                return Parts(code, (("location", value),), b"")
            for content in contents:
                found = self.mismatches(value, content)
                if not found:
                    return self.written(code, content, value)
                wrong = wrong or found
        raise InvalidResponse(
            listed(
                "the specification does not allow this response:",
                wrong or [("", "no documented response has a body like this")],
            )
        )

    def mismatches(self, value: Any, content: Content) -> list[tuple[str, str]]:
        """Return what is wrong with a value as a body."""
        if content.is_bytes:
            is_fine = isinstance(value, (bytes, bytearray))
            return [] if is_fine else [("", "must be bytes")]
        if content.payload == "text":
            return [] if isinstance(value, str) else [("", "must be text")]
        if isinstance(value, (bytes, bytearray)):
            return [("", "must not be bytes")]
        if content.is_sequence:
            if not is_items(value):
                return [("", "must be a list of items")]
            if content.options.get("event") or content.type == "event":
                return []
            found: list[tuple[str, str]] = []
            for index, item in enumerate(value):
                wrong = problems(
                    jsonable(item), content.type, self._schemas, "response"
                )
                found += ((f"/{index}{at}", message) for at, message in wrong)
            return found
        return problems(jsonable(value), content.type, self._schemas, "response")

    def written(self, code: int, content: Content, value: Any) -> Parts:
        """Return a response with a value as its body."""
        headers = (("content-type", content.sent_as),)
        return Parts(code, headers, _written(content, value))

    def with_state(self, path: Sequence[str], state: Any) -> Parts:
        """Return the success in which a job is in a state."""
        status = self.success[0]
        content = self.contents(status)[0]
        bodies: list[Any] = []
        for type_ in (content.type, *self._schemas.alternatives(content.type)):
            try:
                bodies.append(with_member(self._samples.of(type_), path, state))
            except Unsatisfiable:
                continue
        fitting = [one for one in bodies if self._samples.fits(one, content.type)]
        # A state that the specification does not know is one that a server may send.
        return self.written(concrete(status), content, (fitting or bodies)[0])

    # Failures

    def failure(
        self, reason: ErrorReason, operation: Operation[Any], body: Any = None
    ) -> Parts:
        """Return a response that the client recognizes as a documented failure.

        Args:
            reason: The member of the operation's error enum.
            operation: The operation as the client knows it.
            body: The body to send in place of an example or sample.

        Raises:
            InvalidResponse: The specification does not allow the body, or no response
                was found that can be told from other members.
        """
        reasons = type(reason)
        outcome = operation.outcome
        responses = list(self._responses_of(reason, outcome))
        if body is not None:
            return self._stated(responses, body)
        # What the specification allows is preferred to what is only recognized.
        for must_fit in (True, False):
            for code, contents in responses:
                for chosen, value in self._bodies(reason, contents, outcome, code):
                    plain = _loosely(chosen, value)
                    if reason_for(reasons, code, plain) is not reason:
                        continue
                    if code < 300 and outcome is not None:
                        told = member(plain, outcome.path)
                        if outcome.is_success(told):
                            continue
                    if must_fit and not self._is_allowed(chosen, value, contents):
                        continue
                    if chosen is None:
                        return Parts(code, (), b"")
                    return self.written(code, chosen, value)
        raise InvalidResponse(
            f"{reasons.__name__}.{reason.name} cannot be told from other failures: no "
            "response was found that the client reads as this one"
        )

    def _stated(
        self, responses: Sequence[tuple[int, list[Content]]], body: Any
    ) -> Parts:
        """Return the first of several failures that a body fits."""
        wrong: list[tuple[str, str]] = []
        for code, contents in responses:
            if not contents:
                return self.written(code, _JSON, body)
            for content in contents:
                mismatches = self.mismatches(body, content)
                if not mismatches:
                    return self.written(code, content, body)
                wrong = wrong or mismatches
        raise InvalidResponse(
            listed("the specification does not allow this response:", wrong)
        )

    def _is_allowed(
        self, chosen: Content | None, value: Any, contents: Sequence[Content]
    ) -> bool:
        if chosen is None:
            return not contents
        return chosen in contents and not self.mismatches(value, chosen)

    def _responses_of(
        self, reason: ErrorReason, outcome: OutcomeCheck | None
    ) -> Iterator[tuple[int, list[Content]]]:
        """Yield the statuses and bodies that a member may have, the best first."""
        found = [
            (code, self.contents(status) if status in self._numbers else [])
            for status, code in self._statuses_of(reason, outcome)
        ]
        match = reason._match
        if reason._covers != _ANY_STATUS or match is None or match.value is None:
            yield from found
            return
        ranked = sorted(
            ((_rank(match, one[1]), one) for one in found if one[1]),
            key=lambda pair: pair[0],
        )
        yield from (one for rank, one in ranked if rank != _OTHER)
        if not reason._carried:
            # All examples are of other codes: one of a related operation may fit.
            yield from self._of_siblings(match)
        yield from (one for rank, one in ranked if rank == _OTHER)
        yield from (one for one in found if not one[1])

    def _of_siblings(self, match: Match) -> Iterator[tuple[int, list[Content]]]:
        """Yield failures of related operations with an example of a code."""
        seen: set[str] = set()
        for text in self._siblings:
            sibling: Mapping[str, Any] = json.loads(text)
            for status, number in sibling["responses"].items():
                if not status.isdecimal() or int(status) < 400 or status in seen:
                    continue
                contents = self._numbered(number)
                if status not in self._numbers and _rank(match, contents) == _SAME:
                    seen.add(status)
                    yield int(status), contents

    def _statuses_of(
        self, reason: ErrorReason, outcome: OutcomeCheck | None
    ) -> Iterator[tuple[str, int]]:
        """Yield the documented statuses of a member, and what each comes as."""
        covers = reason._covers
        if covers.isdecimal():
            yield covers, int(covers)
            return
        failing = [one for one in self._numbers if one not in self.success]
        if covers in self._numbers:
            for code in self._undocumented(covers):
                yield covers, code
            return
        # A value of the error code comes with the statuses whose bodies list it.
        for status in reason._carried or failing:
            yield status, concrete(status, self._numbers)
        if reason._carried:
            return
        if outcome is not None:
            for status in self.success:
                yield status, concrete(status)
        for code in _UNDOCUMENTED:
            if str(code) not in self._numbers:
                yield "", code

    def _undocumented(self, covers: str) -> Iterator[int]:
        """Yield statuses that a range or ``default`` stands for, and nothing nearer."""
        for code in _UNDOCUMENTED:
            near = f"{code // 100}XX"
            if str(code) in self._numbers:
                continue
            if covers == near or (covers == "default" and near not in self._numbers):
                yield code
        if covers in ("1XX", "2XX", "3XX"):
            first = int(covers[0]) * 100
            yield from (
                code
                for code in range(first, first + 100)
                if str(code) not in self._numbers
            )

    def _bodies(
        self,
        reason: ErrorReason,
        contents: Sequence[Content],
        outcome: OutcomeCheck | None,
        code: int,
    ) -> Iterator[tuple[Content | None, Any]]:
        """Yield bodies that may be read as a member, the best first."""
        match = reason._match
        for content in contents:
            for value in self._plain_bodies(content, match):
                if code < 300 and outcome is not None:
                    for told in self._telling(content, outcome, match):
                        changed = with_member(value, outcome.path, told)
                        yield content, changed
                        if match is not None and match.path != outcome.path:
                            yield from self._matching(content, changed, match)
                elif match is None:
                    yield content, value
                    yield from self._unlike_others(content, value, reason)
                else:
                    yield from self._matching(content, value, match)
        if match is None:
            yield None, None
        else:
            for empty in _EMPTY:
                yield from self._matching(_JSON, empty, match)

    def _plain_bodies(self, content: Content, match: Match | None) -> Iterator[Any]:
        """Yield examples and samples; last the examples of other error codes."""
        examples = [
            example
            for _, value in content.options.get("examples", ())
            for example in self._example(value, content)
        ]
        ranks = [_rank_of(match, example) for example in examples]
        for rank in (_SAME, _SILENT):
            yield from (
                one for one, its in zip(examples, ranks, strict=True) if its == rank
            )
        yield from self._sampled_bodies(content)
        yield from (
            one for one, its in zip(examples, ranks, strict=True) if its == _OTHER
        )

    def _sampled_bodies(self, content: Content) -> Iterator[Any]:
        if content.is_bytes or content.is_sequence or content.payload == "text":
            yield self._sample(content, None)
            return
        for seed in range(4):
            samples = Samples(self._schemas, self._seed + seed)
            try:
                yield samples.of(content.type)
            except Unsatisfiable:
                break
        for type_ in self._schemas.alternatives(content.type):
            try:
                yield self._samples.of(type_)
            except Unsatisfiable:
                continue
        yield {}

    def _telling(
        self, content: Content, outcome: OutcomeCheck, match: Match | None
    ) -> Iterator[Any]:
        """Yield values that say that a call failed."""
        if match is not None and match.path == outcome.path:
            yield from self._values(match, content, None)
            return
        if outcome.success is None:
            yield None
            return
        for type_ in types_at(self._schemas, content.type, outcome.path):
            if is_members(type_):
                yield from type_.get("enum", ())
        yield from ("failed", False, 0, 1)

    def _matching(
        self, content: Content, body: Any, match: Match
    ) -> Iterator[tuple[Content, Any]]:
        """Yield bodies in which a case applies."""
        if content.payload in ("text", "binary", "multipart"):
            return
        found = member(body, match.path)
        for value in self._values(match, content, found):
            yield content, with_member(body, match.path, value)
            if is_items(found):
                yield content, with_member(body, match.path, [value])

    def _values(self, match: Match, content: Content, found: Any) -> Iterator[Any]:
        if match.pattern is not None:
            if isinstance(found, str) and search(
                match.pattern, found, ignore_case=True
            ):
                yield found
            random = Random(f"{self._seed} {match.pattern}")
            text = matching(match.pattern, 0, None, random)
            if text is not None:
                yield text
            yield match.pattern
        elif match.value is not None:
            yield match.value
        else:
            if found is not None:
                yield found
            for type_ in types_at(self._schemas, content.type, match.path):
                try:
                    yield self._samples.of(type_, match.path[-1])
                except Unsatisfiable:
                    continue
            yield "value"

    def _unlike_others(
        self, content: Content, body: Any, reason: ErrorReason
    ) -> Iterator[tuple[Content, Any]]:
        """Yield a body without what other members of its status are told by."""
        changed = body
        for other in type(reason):
            match = other._match
            if match is not None and match.applies(changed):
                changed = with_member(changed, match.path, "other")
                if match.applies(changed):
                    changed = without_member(changed, match.path)
        yield content, changed


_JSON: Final = Content("application/json", "json", "any", {})
_EMPTY: Final[tuple[Any, ...]] = ({}, [])
_ANY_STATUS: Final = "None"
_SAME, _SILENT, _OTHER = 0, 1, 2
"""Whether an example has the error code of a member, none, or another one."""


def _rank_of(match: Match | None, example: Any) -> int:
    if match is None:
        return _SILENT
    if match.applies(example):
        return _SAME
    is_other = match.value is not None and member(example, match.path) is not None
    return _OTHER if is_other else _SILENT


def _rank(match: Match, contents: Sequence[Content]) -> int:
    """Return what the examples of a response say of an error code."""
    ranks = [
        _rank_of(match, value)
        for content in contents
        for _, value in content.options.get("examples", ())
    ]
    return min(ranks, default=_SILENT)


def concrete(status: str, documented: Mapping[str, object] | None = None) -> int:
    """Return a status that a documented one comes as."""
    if status.isdecimal():
        return int(status)
    if status == "default":
        if documented is None:
            return 200
        free = (one for one in _UNDOCUMENTED if str(one) not in documented)
        return next(free, 500)
    return int(status[0]) * 100


def _loosely(content: Content | None, value: Any) -> Any:
    """Return a body as the client reads it before it knows its type."""
    if content is None:
        return None
    written = _written(content, value)
    if not written:
        return None
    try:
        return json.loads(written)
    except (ValueError, RecursionError):
        return written.decode("utf-8", "replace")


def _written(content: Content, value: Any) -> bytes:
    if content.is_bytes:
        return bytes(value)
    if content.payload == "text":
        return str(value).encode()
    if content.payload == "events":
        events = b"".join(_event(item, content) for item in value)
        end = content.options.get("end")
        return events + (f"data: {end}\n\n".encode() if end is not None else b"")
    if content.payload == "lines":
        return b"".join(_json(item) + b"\n" for item in value)
    if content.payload == "records":
        return b"".join(b"\x1e" + _json(item) + b"\n" for item in value)
    return _json(value)


def _json(value: Any) -> bytes:
    plain = jsonable(value)
    return json.dumps(plain, ensure_ascii=False, separators=(",", ":")).encode()


def _event(item: Any, content: Content) -> bytes:
    """Write one event of a stream (WHATWG HTML, section 9.2.6)."""
    fields: dict[str, Any] = {"data": item}
    if content.type == "event" and not isinstance(item, str):
        fields = {name: getattr(item, name, None) for name in _FIELDS}
    elif content.options.get("event") and is_members(plain := jsonable(item)):
        fields = plain
    lines: list[str] = []
    for name, value in fields.items():
        if value is not None:
            plain = jsonable(value)
            text = plain if isinstance(plain, str) else _json(plain).decode()
            lines += (f"{name}: {line}" for line in text.split("\n"))
    return ("\n".join(lines) + "\n\n").encode()


def with_member(body: Any, path: Sequence[str], value: Any) -> Any:
    """Return a body with a value at a path; of a list, in its first element."""
    if not path:
        return value
    if is_items(body):
        first = with_member(body[0] if body else {}, path, value)
        return [first, *body[1:]]
    changed = dict(body) if is_members(body) else {}
    changed[path[0]] = with_member(changed.get(path[0], {}), path[1:], value)
    return changed


def without_member(body: Any, path: Sequence[str]) -> Any:
    """Return a body without what is at a path."""
    if is_items(body):
        return [without_member(one, path) for one in body]
    if not is_members(body) or path[0] not in body:
        return body
    changed = copy.copy(body)
    if len(path) == 1:
        del changed[path[0]]
    else:
        changed[path[0]] = without_member(changed[path[0]], path[1:])
    return changed


def types_at(schemas: Schemas, type_: Type, path: Sequence[str]) -> list[Type]:
    """Return the types that a value at a path can have."""
    found = list(schemas.alternatives(type_))
    for name in path:
        inner: list[Type] = []
        for one in found:
            if is_members(one) and "items" in one:
                inner += schemas.alternatives(one["items"])
            else:
                inner.append(one)
        found = [
            other
            for one in inner
            if is_members(one) and name in one.get("properties", {})
            for other in schemas.alternatives(one["properties"][name])
        ]
    return found
