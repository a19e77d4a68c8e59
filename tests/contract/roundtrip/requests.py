"""Whether the requests of a client carry what its callers gave it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import partial
from typing import Any, Final
from urllib.parse import quote, unquote, urlsplit
from uuid import UUID

import httpx2

from tests.contract.roundtrip.arguments import Arguments, Call, Uncallable
from tests.contract.roundtrip.contract import Content, Operation, Style, is_json
from tests.contract.roundtrip.core import Core
from tests.contract.roundtrip.merging import Unsampleable
from tests.contract.roundtrip.misses import (
    DOCUMENT,
    NOTE,
    Result,
    explained,
    general,
    kind_of,
)
from tests.contract.roundtrip.payloads import body_wrong
from tests.contract.roundtrip.raw import shown
from tests.contract.roundtrip.sampler import BARE, FULL, SOME, Mode
from tests.contract.roundtrip.subject import BASE, Subject
from tests.contract.roundtrip.wire import (
    header_wrong,
    json_wrong,
    path_wrong,
    query_wrong,
    raw_pairs,
    take,
    template_pattern,
)

_WHOLE: Final = Style("form", True)
"""How a form is written that is the whole query (OpenAPI 3.2, section 4.12.1)."""

_AUTH: Final = frozenset(
    {
        "accept",
        "accept-encoding",
        "authorization",
        "connection",
        "content-length",
        "content-type",
        "cookie",
        "host",
        "transfer-encoding",
        "user-agent",
    }
)


def modes(samples: int) -> list[Mode]:
    """The kinds of samples, as many as are wanted."""
    several = [Mode(f"some{number}", 0.5) for number in range(max(0, samples - 3))]
    return [BARE, FULL, SOME, *several][:samples]


class Requests:
    """Judges the requests of one client."""

    def __init__(
        self,
        subject: Subject,
        arguments: Arguments,
        result: Result,
        credentials: set[tuple[str, str]],
        core: Core | None = None,
    ) -> None:
        """Take the client, what samples its arguments, and where to report."""
        self._core: Final = core
        self._subject: Final = subject
        self._arguments: Final = arguments
        self._result: Final = result
        self._credentials: Final = credentials

    def judge(
        self,
        client: Any,
        operation: Operation,
        inspected: Mapping[str, Any],
        count: int,
    ) -> Call | None:
        """Call a method with samples; return a call that works."""
        works: Call | None = None
        seen: list[dict[str, Any]] = []
        unsampled = ""
        for mode in modes(count):
            try:
                call = self._arguments.call(
                    operation, inspected, mode, self._credentials
                )
            except Unsampleable as error:
                unsampled = str(error)
                continue
            except Uncallable as error:
                self._uncallable(operation, error, "")
                return works
            if call.arguments in seen:
                continue
            seen.append(call.arguments)
            works = self._called(client, operation, inspected, call) or works
        self._others(client, operation, inspected)
        if not seen:
            self._result.requests.unsampled += 1
            self._result.miss(
                f"no arguments found: {general(unsampled)}",
                operation.id,
                shown(operation.place),
                unsampled,
                kind_of(unsampled),
            )
        return works

    def _others(
        self, client: Any, operation: Operation, inspected: Mapping[str, Any]
    ) -> None:
        """Ask for each media type of a body that offers several."""
        contents = operation.body.contents if operation.body is not None else ()
        for content in contents if len(contents) > 1 else ():
            try:
                method = self._arguments.reaching(inspected, content)
                call = self._arguments.call(
                    operation, method, FULL, self._credentials, content
                )
            except Unsampleable:
                continue
            except Uncallable as error:
                self._uncallable(operation, error, content.media_type)
                continue
            self._called(client, operation, method, call)

    def _uncallable(self, operation: Operation, error: Uncallable, detail: str) -> None:
        """Count it, unless an error names the body that the method has not."""
        body = f"{operation.place.pointer}/requestBody"
        named = [
            each
            for each in self._subject.made.diagnostics
            if each.severity == "error" and body in str(each.pointer)
        ]
        if named:
            self._result.miss(
                f"named in an error: {named[0].code}",
                operation.id,
                shown(operation.place),
                detail,
                DOCUMENT,
            )
        else:
            self._count(operation, False, f"request: {error}", detail)

    def _called(
        self,
        client: Any,
        operation: Operation,
        inspected: Mapping[str, Any],
        call: Call,
    ) -> Call | None:
        exchange = self._subject.exchange
        exchange.expect(httpx2.Response(204))
        try:
            self._subject.raw_method(client, inspected)(**call.arguments)
        except Exception as error:  # whatever a client can raise
            if exchange.sent() is None:
                cause, detail = explained(error)
                given = repr(call.arguments)[:300]
                text = f"{detail} | called with {given}"
                self._count(operation, False, f"call: {cause}", text)
                return None
        request = exchange.sent()
        if request is None:
            self._count(operation, False, "call: nothing was sent", "")
            return None
        wrong = self.wrong(operation, call, request)
        head, _, detail = (wrong or "").partition("\n")
        if wrong:
            detail = f"{detail or head} | {request.method} {request.url}"[:500]
        self._count(operation, not wrong, f"request: {general(head)}", detail)
        if not wrong and self._core is not None:
            self._ask(self._core, operation, request)
        return call

    def _ask(self, core: Core, operation: Operation, request: httpx2.Request) -> None:
        """Ask the second judge, who does not know every style: told, not counted."""
        try:
            complaints = core.complaints(operation, request)
        except Exception as error:  # whatever it stumbles over
            complaints = [f"it stopped: {type(error).__name__}: {error}"]
        for one in complaints[:1]:
            self._result.miss(
                f"openapi-core: {general(one)}",
                operation.id,
                shown(operation.place),
                f"{one[:300]} | {request.method} {request.url}"[:600],
                NOTE,
            )

    def _count(
        self, operation: Operation, right: bool, cause: str, detail: str
    ) -> None:
        self._result.requests.tried += 1
        self._result.requests.right += right
        if not right:
            pointer = shown(operation.place)
            self._result.miss(cause, operation.id, pointer, detail)

    def wrong(
        self, operation: Operation, call: Call, request: httpx2.Request
    ) -> str | None:
        """What is wrong with a request, or None."""
        if request.method.upper() != operation.method:
            return f"the method is {request.method}"
        raw = request.url.raw_path.decode("ascii")
        path, _, query = raw.partition("?")
        prefix = urlsplit(BASE).path
        if not path.startswith(prefix):
            return "the path does not start with that of the server"
        return (
            self._path_wrong(operation, call, path[len(prefix) :])
            or self._query_wrong(operation, call, query)
            or self._headers_wrong(call, request)
            or self._body_wrong(call, request)
        )

    def _path_wrong(self, operation: Operation, call: Call, path: str) -> str | None:
        template = re.split(r"[?#](?![^{]*\})", operation.path)[0]
        if not template.startswith("/"):
            template = "/" + template
        pattern, names = template_pattern(template)
        found = pattern.fullmatch(path)
        if found is None:
            return f"the path does not follow its template\n{path} for {template}"
        given = {
            one.name: (one, value) for one, value in call.sent if one.where == "path"
        }
        for name, text in zip(names, found.groups(), strict=True):
            if name not in given:
                continue
            parameter, value = given[name]
            if parameter.media_type is not None and is_json(parameter.media_type):
                wrong = json_wrong(unquote(text), value)
            else:
                wrong = path_wrong(text, name, value, parameter.style)
            if wrong:
                return f"path: {_headed(wrong)}\n{name}: {wrong}"
        return None

    def _query_wrong(self, operation: Operation, call: Call, query: str) -> str | None:
        pairs = raw_pairs(query)
        fixed = re.split(r"[?#](?![^{]*\})", operation.path)[1:]
        brought = {one.name for one, _ in call.sent if one.where == "query"}
        for name, _ in raw_pairs(fixed[0].partition("#")[0]) if fixed else ():
            if name not in brought:
                take(pairs, name)
        for where, name in self._credentials:
            if where == "query":
                pairs = [one for one in pairs if unquote(one[0]).lower() != name]
        for parameter, value in call.sent:
            if parameter.where == "query":
                if parameter.media_type is not None and is_json(parameter.media_type):
                    found = take(pairs, parameter.name)
                    text = unquote(found[0]) if len(found) == 1 else ""
                    wrong = json_wrong(text, value)
                else:
                    wrong = query_wrong(pairs, parameter.name, value, parameter.style)
                if wrong:
                    return f"query: {_headed(wrong)}\n{parameter.name}: {wrong}"
            elif parameter.where == "querystring":
                if parameter.media_type is not None and is_json(parameter.media_type):
                    wrong = json_wrong(unquote(query), value)
                    pairs = []
                else:
                    wrong = query_wrong(pairs, parameter.name, value, _WHOLE)
                if wrong:
                    return f"querystring: {_headed(wrong)}\n{parameter.name}: {wrong}"
        if pairs:
            return f"the query has more than was given\n{pairs[:3]}"
        return None

    def _headers_wrong(self, call: Call, request: httpx2.Request) -> str | None:
        cookies = request.headers.get("cookie", "")
        pairs = raw_pairs(cookies.replace("; ", ";"), ";")
        for parameter, value in call.sent:
            wrong: str | None = None
            json_ = parameter.media_type is not None and is_json(parameter.media_type)
            if parameter.where == "header":
                text = request.headers.get(parameter.name)
                if text is None:
                    wrong = "it was not sent"
                elif json_:
                    wrong = json_wrong(text, value)
                else:
                    wrong = header_wrong(text, value, parameter.style)
            elif parameter.where == "cookie" and not json_:
                found = pairs
                if parameter.style.name == "cookie":
                    # OpenAPI 3.2: written as it is, where others are percent-encoded.
                    found = [(quote(name), quote(crumb)) for name, crumb in pairs]
                wrong = query_wrong(found, parameter.name, value, parameter.style)
            elif parameter.where == "cookie":
                crumbs = take(pairs, parameter.name)
                wrong = json_wrong(unquote(crumbs[0]) if crumbs else "", value)
            if wrong:
                where = parameter.where
                return f"{where}: {_headed(wrong)}\n{parameter.name}: {wrong}"
        given = {one.name.lower() for one, _ in call.sent if one.where == "header"}
        own = {name for where, name in self._credentials if where == "header"}
        more = {name.lower() for name in request.headers} - given - own - _AUTH
        # The client makes one itself, for each call.
        more = {one for one in more if not _is_idempotency_key(one, request)}
        return f"there are more headers\n{sorted(more)}" if more else None

    def _body_wrong(self, call: Call, request: httpx2.Request) -> str | None:
        if call.content is None:
            if request.content and request.content != b"{}":
                return f"there is a body that was not given\n{request.content[:80]!r}"
            return None
        return body_wrong(
            call.content,
            call.body,
            request.headers,
            request.content,
            partial(self._is_implied, call.content),
        )

    def _is_implied(self, content: Content, sent: Any, came: Any) -> bool:
        schemas = self._arguments.schemas
        return content.schema is not None and schemas.is_implied(
            schemas.uri(content.schema), sent, came
        )


def _is_idempotency_key(name: str, request: httpx2.Request) -> bool:
    try:
        made = UUID(request.headers[name])
    except ValueError:
        return False
    return name.endswith("key") and made.version == 4


def _headed(wrong: str) -> str:
    """The kind of a complaint: what comes before its first quotation."""
    return re.split(r"['\"\[{]|\d", wrong)[0].strip(" :")
