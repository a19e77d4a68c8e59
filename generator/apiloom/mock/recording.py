"""A mock server that forwards to the real API, and records what that responds."""

from __future__ import annotations

import importlib
import json
import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

import httpx2

from apiloom.mock.loading import Loaded
from apiloom.mock.responder import HOP, Served, problem
from apiloom.mock.scrubbing import Scrubber, Types

_MOST: Final = 64 * 1024 * 1024
"""The largest response that is forwarded, in bytes."""

_TIMEOUT: Final = 60.0
_LOOPBACK: Final = frozenset({"localhost", "127.0.0.1", "[::1]", "::1"})
_CREDENTIALS: Final = frozenset({"authorization", "cookie", "proxy-authorization"})
_KEPT: Final = frozenset(
    {"content-type", "content-language", "etag", "link", "location", "retry-after"}
)
"""Headers of a response that are recorded; of those that it documents, all are."""

_NOT_SENT: Final = HOP | {"host", "accept-encoding", "origin", "referer", "forwarded"}
_NOT_RETURNED: Final = HOP | {"content-encoding"}


class UnusableURL(Exception):
    """The URL of the real API cannot be used."""


def origin_of(url: str) -> httpx2.URL:
    """Return the URL of the real API.

    Raises:
        UnusableURL: It is none, or has credentials, or would send them in the clear.
    """
    try:
        parsed = httpx2.URL(url)
    except (httpx2.InvalidURL, ValueError):
        raise UnusableURL("must be a URL such as https://api.example.com/v1") from None
    if parsed.scheme not in ("http", "https") or not parsed.host:
        raise UnusableURL("must be a URL such as https://api.example.com/v1")
    if parsed.userinfo or parsed.query or parsed.fragment:
        raise UnusableURL(
            "must have no credentials, query or fragment; callers send their own "
            "credentials, which are forwarded"
        )
    if parsed.scheme == "http" and parsed.host not in _LOOPBACK:
        raise UnusableURL(
            "must be https: credentials of callers would be sent in the clear"
        )
    return parsed


class Recorder:
    """Forwards requests to one origin, and records the calls."""

    def __init__(
        self, loaded: Loaded, origin: httpx2.URL, path: Path, keep: Sequence[str] = ()
    ) -> None:
        """Initialize with a document, the URL of its API, and a file to write."""
        self._loaded: Final = loaded
        self._origin: Final = origin
        self._path: Final = path
        self._base: Final = origin.path.rstrip("/")
        self._client: Final = httpx2.AsyncClient(
            follow_redirects=False, timeout=_TIMEOUT
        )
        module: Any = importlib.import_module(
            f"{loaded.package}._runtime.testing.replay"
        )
        self._body_of: Final = module.body_of
        self._version: Final[int] = module.VERSION
        schemes = loaded.api.security_schemes
        self._credentials: Final = {one.name.lower() for one in schemes if one.name}
        self._types: Final = _FakeTypes(loaded)
        self._scrubber: Final = Scrubber(self._types, keep, self._credentials)
        lines = [line.rpartition(" ")[0] for line in loaded.fake._lines()]
        self._order: Final = {one.replace("{+", "{"): n for n, one in enumerate(lines)}
        self._entries: Final[list[dict[str, Any]]] = []
        self._differing: Final[dict[str, None]] = {}
        self.url = ""

    # Forwarding

    async def respond(
        self,
        method: str,
        target: str,
        headers: Sequence[tuple[str, str]],
        content: bytes,
    ) -> Served:
        """Forward a request, and return the response of the real API."""
        refused = self._refusal(headers)
        if refused is not None:
            return refused
        if not target.startswith("/"):
            return problem(400, "the target must be a path", [])
        if self._base and target.startswith(f"{self._base}/"):
            target = target[len(self._base) :]
        # Beyond the path, nothing of a request says where it goes.
        url = self._origin.copy_with(raw_path=f"{self._base}{target}".encode("ascii"))
        sent = [
            (name, value) for name, value in headers if name.lower() not in _NOT_SENT
        ]
        request = httpx2.Request(method, url, headers=sent, content=content)
        try:
            response = await self._client.send(request, stream=True)
            body = await _read(response)
        except _TooLarge:
            return problem(502, f"the response has more than {_MOST} bytes", [])
        except httpx2.HTTPError as error:
            reason = f"the API did not respond: {type(error).__name__}"
            return problem(502, reason, [])
        try:
            self._record(method, target, request, content, response, body)
        except Exception as error:  # whatever an API responds, its caller gets
            place = target.partition("?")[0]
            text = f"{method} {place} was not recorded: {type(error).__name__}"
            self._differing[text] = None
        returned = [
            (name, self._here(value) if name.lower() == "location" else value)
            for name, value in response.headers.multi_items()
            if name.lower() not in _NOT_RETURNED
        ]
        return Served(response.status_code, returned, body)

    def _refusal(self, headers: Sequence[tuple[str, str]]) -> Served | None:
        """Refuse requests that a page of some site has made a browser send."""
        own = urlsplit(self.url).netloc
        stated = {name.lower(): value for name, value in headers}
        host = stated.get("host", own)
        bare = host.rpartition(":")[0] if host.rpartition(":")[2].isdecimal() else host
        is_own_host = host == own or bare in _LOOPBACK
        is_foreign = stated.get("origin") not in (None, self.url)
        is_foreign |= stated.get("sec-fetch-site") in ("cross-site", "same-site")
        if is_own_host and not is_foreign:
            return None
        return problem(403, "while recording, pages of other sites are refused", [])

    def _here(self, location: str) -> str:
        """Return a location in the real API as one in this server."""
        return self.url + path if (path := self._own_path(location)) else location

    def _own_path(self, location: str) -> str:
        """Return the path of a URL of the real API; empty if it is of another."""
        try:
            parsed = self._origin.join(location)
        except (httpx2.InvalidURL, ValueError):
            return ""
        origin = (self._origin.scheme, self._origin.host, self._origin.port)
        if (parsed.scheme, parsed.host, parsed.port) != origin:
            return ""
        path = parsed.raw_path.decode("ascii", "replace")
        if self._base and path.startswith(f"{self._base}/"):
            path = path[len(self._base) :]
        return path

    # Recording

    def _record(
        self,
        method: str,
        target: str,
        request: httpx2.Request,
        content: bytes,
        response: httpx2.Response,
        body: bytes,
    ) -> None:
        fake = self._loaded.fake
        raw, _, query = target.partition("?")
        matches = fake._routes.match(method, raw, query)
        if not matches:
            self._differing[f"{method} {raw}: the specification has no such path"] = (
                None
            )
            return
        for name in (*_CREDENTIALS, *self._credentials):
            value = request.headers.get(name, "")
            if value:
                self._scrubber.report.removed["secret", f"request header {name}"] += 1
                self._scrubber.learn(value)
                self._scrubber.learn(value.partition(" ")[2])
        match = matches[0]
        called = fake._method(match.route.dotted)
        parameters = called._reader.parameters
        types = {one.wire: one.type for one in parameters}
        # The template and the values may be below the path of a server.
        path = self._scrubber.path(
            match.route.path.partition("?")[0], match.path, types
        )
        kept_query = self._scrubber.query(query, types)
        operation = f"{match.route.method} {match.route.path}".replace("{+", "{")
        sent: dict[str, Any] = {
            "target": f"{path}{'?' if kept_query else ''}{kept_query}"
        }
        media_type = request.headers.get("content-type", "")
        sent_body = self._body(media_type, content, self._types.of_request(called))
        if sent_body is not None and not media_type.startswith("multipart/"):
            sent["body"] = sent_body
        received: dict[str, Any] = {
            "status": response.status_code,
            "headers": self._headers(response),
        }
        came_as = response.headers.get("content-type", "")
        type_ = self._types.of_response(called, response.status_code, came_as)
        self._compare(called, response.status_code, came_as, body, type_)
        received_body = self._body(came_as, body, type_)
        if received_body is not None:
            received["body"] = received_body
        self._entries.append(
            {"operation": operation, "request": sent, "response": received}
        )
        self.write()

    def _headers(self, response: httpx2.Response) -> dict[str, str]:
        found: dict[str, str] = {}
        for name, value in sorted(response.headers.items()):
            plain = name.lower()
            is_kept = plain in _KEPT or plain.startswith(("x-total", "x-ratelimit"))
            if not is_kept or self._scrubber.is_secret(plain):
                continue
            kept = value
            if plain in ("location", "link"):
                kept = value.replace(str(self._origin).rstrip("/"), "")
                kept = self._scrubber.url(kept, f"response header {plain}")
            found[plain] = self._scrubber.header(plain, kept, "response")
        return found

    def _body(self, media_type: str, content: bytes, type_: Any) -> Any:
        body = self._body_of(media_type, content)
        if body is None or "base64" in body:
            return body
        (key, value), *_ = body.items()
        return {key: self._scrubber.value(value, type_, "body")}

    def _compare(
        self, called: Any, status: int, media_type: str, content: bytes, type_: Any
    ) -> None:
        """Note where a response is not as the specification says."""
        name = called._operation.name
        if type_ is None:
            kind = media_type.partition(";")[0] or "no content"
            if content or str(status) not in called._responses.statuses:
                text = f"{name}: {status} with {kind} is not in the specification"
                self._differing[text] = None
            return
        body = self._body_of(media_type, content)
        if body is not None and "json" in body:
            for at, message in self._types.problems(body["json"], type_):
                self._differing[f"{name}: {status}: {at or 'the body'} {message}"] = (
                    None
                )

    def write(self) -> None:
        """Write what was recorded, in the order of operations and requests."""
        ordered = sorted(
            self._entries,
            key=lambda one: (
                self._order.get(one["operation"], len(self._order)),
                one["request"]["target"],
                json.dumps(one["request"].get("body"), sort_keys=True),
            ),
        )
        calls = [
            one
            for index, one in enumerate(ordered)
            if index == 0 or one != ordered[index - 1]
        ]
        data = {"version": self._version, "calls": calls}
        text = json.dumps(data, indent=2, ensure_ascii=False) + "\n"
        staged = self._path.with_name(f"{self._path.name}.{os.getpid()}")
        staged.write_text(text, "utf-8")
        staged.replace(self._path)

    async def close(self) -> None:
        """Close the connections."""
        await self._client.aclose()

    def report(self) -> list[str]:
        """Return what was recorded, and what was removed from it."""
        operations = {one["operation"] for one in self._entries}
        lines = [
            f"Recorded {len(self._entries)} calls of {len(operations)} operations "
            f"in {self._path}",
            *self._scrubber.report.lines(),
        ]
        if self._differing:
            lines.append("Not as the specification says:")
            lines += (f"  {one}" for one in self._differing)
        return lines


class _TooLarge(Exception):
    """A response is larger than what is forwarded."""


async def _read(response: httpx2.Response) -> bytes:
    content = bytearray()
    try:
        async for chunk in response.aiter_bytes():
            content += chunk
            if len(content) > _MOST:
                raise _TooLarge
    finally:
        await response.aclose()
    return bytes(content)


class _FakeTypes(Types):
    """The types that the fake of a client knows."""

    def __init__(self, loaded: Loaded) -> None:
        runtime = f"{loaded.package}._runtime.testing"
        self._schemas: Final[Any] = loaded.fake._engine.schemas
        self._validation: Final[Any] = importlib.import_module(f"{runtime}.validation")
        self._samples: Final[Any] = importlib.import_module(f"{runtime}.samples")

    def of_request(self, called: Any) -> Any:
        """Return the type of the body of a request."""
        body = called._schema.get("body")
        return body["contents"][0][2] if body is not None else None

    def of_response(self, called: Any, status: int, media_type: str) -> Any:
        """Return the type of a documented response; None if there is none."""
        plain = media_type.partition(";")[0].strip().lower()
        for key in (str(status), f"{status // 100}XX", "default"):
            if key in called._responses.statuses:
                for content in called._responses.contents(key):
                    stated = content.media_type.partition(";")[0].lower()
                    if stated == plain or "*" in stated:
                        return content.type
                return None
        return None

    def problems(self, value: Any, type_: Any) -> list[tuple[str, str]]:
        """Return what is wrong with a response."""
        found: list[tuple[str, str]] = self._validation.problems(
            value, type_, self._schemas, "response"
        )
        return found

    def fits(self, value: Any, type_: Any) -> bool:
        """Return whether a value is one of a type."""
        return type_ is None or not self.problems(value, type_)

    def is_listed(self, value: Any, type_: Any) -> bool:
        """Return whether a value is one of an enum, which is nobody's secret."""
        return any(value in one.get("enum", ()) for one in self._objects(type_))

    def _objects(self, type_: Any) -> list[Mapping[str, Any]]:
        if type_ is None:
            return []
        found = self._schemas.alternatives(type_)
        return [one for one in found if isinstance(one, dict)]

    def member(self, type_: Any, name: str) -> Any:
        """Return the type of a property."""
        for one in self._objects(type_):
            if name in one.get("properties", {}):
                return one["properties"][name]
        for one in self._objects(type_):
            if "values" in one:
                return one["values"]
        return None

    def items(self, type_: Any) -> Any:
        """Return the type of the items of a list."""
        for one in self._objects(type_):
            if "items" in one:
                return one["items"]
        return None

    def sample(self, type_: Any, name: str, number: int) -> Any:
        """Return a sample of a type."""
        try:
            made = self._samples.Samples(self._schemas, number)
            return made.of("string" if type_ is None else type_, name)
        except self._samples.Unsatisfiable:
            return None
