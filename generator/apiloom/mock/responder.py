"""Responses to the requests of a mock server; nothing here does I/O."""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from http import HTTPStatus
from ipaddress import ip_address
from random import Random
from typing import Any, Final, NamedTuple
from urllib.parse import parse_qs, urlsplit

import httpx2

from apiloom.ir.security import SecurityScheme
from apiloom.mock.loading import Loaded
from apiloom.mock.page import page

PAGE: Final = "/"
NEXT: Final = "/_apiloom/next"
HOP: Final = frozenset(
    {"connection", "keep-alive", "transfer-encoding", "upgrade", "content-length"}
)
_ORIGIN: Final = ("access-control-allow-origin", "*")
"""Programs in a browser may call a mock server, whatever page they are from."""

_GUARDED: Final = (
    ("content-type", "text/html; charset=utf-8"),
    (
        "content-security-policy",
        "default-src 'none'; style-src 'unsafe-inline'; "
        "form-action 'self'; frame-ancestors 'none'; base-uri 'none'",
    ),
    ("referrer-policy", "no-referrer"),
    ("x-content-type-options", "nosniff"),
)
_ELSEWHERE: Final = frozenset({"cross-site", "same-site"})
"""Where a form of another site is sent from (Fetch Metadata)."""

_PREFLIGHT: Final = (
    ("access-control-allow-headers", "*"),
    ("access-control-allow-methods", "*"),
)


class Served(NamedTuple):
    """A response to be sent."""

    status: int
    headers: Sequence[tuple[str, str]]
    content: bytes
    delay: float = 0.0


@dataclass
class Responder:
    """Responds to requests as the document says."""

    loaded: Loaded
    latency: float = 0.0
    fail_rate: float = 0.0
    seed: int = 0
    url: str = ""
    chosen: dict[str, str] = field(default_factory=dict[str, str])
    """The failures chosen on the page, by the names of methods; each is sent once."""

    _random: Random = field(init=False)

    def __post_init__(self) -> None:
        """Seed the choices of failures."""
        self._random = Random(self.seed)

    def respond(
        self,
        method: str,
        target: str,
        headers: Sequence[tuple[str, str]],
        content: bytes,
    ) -> Served:
        """Return the response to a request.

        Args:
            method: The HTTP method.
            target: The path and the query, percent-encoded.
            headers: The headers.
            content: The body.
        """
        try:
            request = httpx2.Request(
                method,
                f"http://mock.test{target}",
                headers=[
                    (name.encode("latin-1"), value.encode("latin-1"))
                    for name, value in headers
                    if name.lower() not in HOP
                ],
                content=content,
            )
        except (httpx2.InvalidURL, UnicodeEncodeError, ValueError):
            return problem(400, "this is no request that the server understands", [])
        try:
            own = self._own(request, headers, content)
            if own is not None:
                return own
            served = self._served(request, content)
        except Exception as error:  # whatever a document says and a program sends
            served = failed(error)
        return served._replace(headers=[*served.headers, _ORIGIN], delay=self.latency)

    def _served(self, request: httpx2.Request, content: bytes) -> Served:
        fake = self.loaded.fake
        raw, _, query = request.url.raw_path.decode("ascii", "replace").partition("?")
        matches = fake._routes.match(request.method, raw, query)
        if not matches:
            return self._other(request, raw)
        method, path = (
            fake._chosen(matches, request, content)
            if len(matches) > 1
            else (fake._method(matches[0].route.dotted), matches[0].path)
        )
        prefer = _preferences(request.headers.get("prefer", ""))
        if not self._is_authorized(method, request):
            return self._refused(method, (401,), "the request lacks credentials", [])
        call = method._received(request, content, path)
        wrong = call._received.read().problems
        if wrong:
            statuses = (415, 422, 400) if _is_media_type(wrong) else (422, 400)
            return self._refused(
                method, statuses, "the specification does not allow this", wrong
            )
        if "code" in prefer:
            return self._documented(method, prefer)
        if self.fail_rate and self._random.random() < self.fail_rate:
            return self._failing(method)
        reason = self.chosen.pop(method._operation.name, None)
        if reason is not None:
            return self._raised(method, method._reasons[reason])
        if "example" not in prefer:
            respond = fake._engine.states.get(method._operation.name)
            parts = respond(call) if respond is not None else None
            if parts is not None:
                return _sent(parts)
        return _sent(method._responses.sample(prefer.get("example")))

    # What is documented

    def _documented(self, method: Any, prefer: Mapping[str, str]) -> Served:
        """The response that a ``Prefer`` header asks for."""
        code = prefer["code"]
        responses = method._responses
        for key in (code, f"{code[:1]}XX", "default"):
            if code.isdecimal() and key in responses.statuses:
                parts = responses.documented(
                    key, int(code), example=prefer.get("example")
                )
                return _sent(parts)
        return problem(404, f"no response is documented for {code}", [])

    def _failing(self, method: Any) -> Served:
        """One of the failures that are documented, else a failure of a server."""
        reasons = [one for one in method._reasons if one.name != "UNKNOWN"]
        if not reasons:
            return problem(503, "--fail-rate", [])
        return self._raised(method, self._random.choice(reasons))

    @staticmethod
    def _raised(method: Any, reason: Any) -> Served:
        return _sent(method._responses.failure(reason, method._operation))

    # What is refused

    def _refused(
        self,
        method: Any,
        statuses: Sequence[int],
        message: str,
        wrong: Sequence[tuple[str, str]],
    ) -> Served:
        """The documented response to a request that is not allowed, or a problem."""
        responses = method._responses
        for status in statuses:
            if str(status) in responses.statuses:
                return _sent(responses.documented(str(status), status))
        for key in ("4XX", "default"):
            if key in responses.statuses and key not in responses.success:
                return _sent(responses.documented(key, statuses[-1]))
        # RFC 9457; what has no documented form has this one.
        return problem(statuses[0], message, wrong)

    def _is_authorized(self, method: Any, request: httpx2.Request) -> bool:
        """Whether a request has the credentials of one of the alternatives."""
        alternatives = method._operation.security
        return not alternatives or any(
            all(
                self._has(one if isinstance(one, str) else one.scheme, request)
                for one in alternative
            )
            for alternative in alternatives
        )

    def _has(self, key: str, request: httpx2.Request) -> bool:
        return any(
            _shows(scheme, request) for scheme in self.loaded.api.schemes.get(key, ())
        )

    # What the server has beside the document

    def _own(
        self,
        request: httpx2.Request,
        headers: Sequence[tuple[str, str]],
        content: bytes,
    ) -> Served | None:
        """The page and its form, for people in front of this machine alone.

        Other sites must not read in a browser what an API can do, nor choose what it
        responds.
        """
        raw, _, query = request.url.raw_path.decode("ascii", "replace").partition("?")
        is_form = raw == NEXT and request.method == "POST"
        is_page = raw == PAGE and request.method == "GET"
        if not (is_form or is_page):
            return None
        if is_page and self.loaded.fake._routes.match("GET", raw, query):
            return None
        given = {name.lower(): value for name, value in headers}
        host = given.get("host", "")
        if not self._is_here(host):
            return problem(403, "open the page by the address of the server", [])
        if is_page:
            text = page(self.loaded, self.url, self.chosen)
            return Served(200, [*_GUARDED], text.encode("utf-8", "replace"))
        origin = given.get("origin", f"http://{host}")
        if origin != f"http://{host}" or given.get("sec-fetch-site", "") in _ELSEWHERE:
            return problem(403, "only the page of the server may choose", [])
        return self._choose(content)

    def _is_here(self, host: str) -> bool:
        """Whether a ``Host`` is an address, or a name that no other site can have."""
        try:
            name = urlsplit(f"http://{host}").hostname or ""
            own = urlsplit(self.url).hostname
        except ValueError:
            return False
        if name == own or name == "localhost" or name.endswith(".localhost"):
            return True
        with suppress(ValueError):
            return bool(ip_address(name))
        return False

    def _other(self, request: httpx2.Request, path: str) -> Served:
        """Requests that no operation is for."""
        methods = self.loaded.fake._routes.methods_of(path)
        if request.method == "OPTIONS" and methods:
            allowed = ("allow", ", ".join([*methods, "OPTIONS"]))
            return Served(204, [allowed, *_PREFLIGHT], b"")
        if request.method == "HEAD" and "GET" in methods:
            target = request.url.raw_path.decode("ascii", "replace")
            got = httpx2.Request(
                "GET", f"http://mock.test{target}", headers=request.headers
            )
            return self._served(got, b"")._replace(content=b"")
        if methods:
            allowed = ("allow", ", ".join(methods))
            refused = problem(405, f"the path has {', '.join(methods)}", [])
            return refused._replace(headers=[*refused.headers, allowed])
        return problem(404, "the specification has no such path", [])

    def _choose(self, content: bytes) -> Served:
        """Choose the next response of a method, by the form of the page."""
        form = _form(content)
        dotted, reason = (form.get(name, [""])[0] for name in ("method", "reason"))
        if dotted not in self.loaded.operations:
            return problem(404, "there is no such method", [])
        self.chosen.pop(dotted, None)
        reasons = self.loaded.fake._method(dotted)._reasons
        if reason in reasons.__members__ and reason != "UNKNOWN":
            self.chosen[dotted] = reason
        return Served(303, [("location", PAGE)], b"")


def _form(content: bytes) -> dict[str, list[str]]:
    """The fields of a form; none of one that no page sends."""
    with suppress(ValueError):
        return parse_qs(content.decode("utf-8", "replace"), max_num_fields=10)
    return {}


def _sent(parts: Any) -> Served:
    return Served(parts.status, parts.headers, parts.content)


def failed(error: Exception) -> Served:
    """The response to a request that the fake cannot respond to."""
    message = str(error) or type(error).__name__
    return problem(500, f"the mock server cannot respond: {message}", [])


def problem(status: int, message: str, wrong: Sequence[tuple[str, str]]) -> Served:
    """Problem details (RFC 9457)."""
    body: dict[str, object] = {
        "title": HTTPStatus(status).phrase,
        "status": status,
        "detail": message,
    }
    if wrong:
        body["errors"] = [
            {"place": place, "message": complaint} for place, complaint in wrong
        ]
    headers = [("content-type", "application/problem+json")]
    return Served(status, headers, json.dumps(body).encode())


def _is_media_type(wrong: Sequence[tuple[str, str]]) -> bool:
    return any(
        place == "body" and message.startswith("is ") and ", must be " in message
        for place, message in wrong
    )


def _preferences(header: str) -> dict[str, str]:
    """The preferences of a ``Prefer`` header (RFC 7240)."""
    found: dict[str, str] = {}
    for part in header.replace(";", ",").split(","):
        name, _, value = part.strip().partition("=")
        if name:
            found[name.strip().lower()] = value.strip().strip('"')
    return found


def _shows(scheme: SecurityScheme, request: httpx2.Request) -> bool:
    """Whether a request has the credential of a scheme (section 4.8.27)."""
    if scheme.type == "apiKey":
        if scheme.location == "query":
            return scheme.name in request.url.params
        if scheme.location == "cookie":
            return f"{scheme.name}=" in request.headers.get("cookie", "")
        return scheme.name.isascii() and scheme.name in request.headers
    if scheme.type == "mutualTLS":
        return True
    stated, _, value = request.headers.get("authorization", "").partition(" ")
    wanted = scheme.http_scheme.lower() if scheme.type == "http" else "bearer"
    if stated.lower() != wanted or not value.strip():
        return False
    return wanted != "basic" or _is_basic(value)


def _is_basic(value: str) -> bool:
    """Whether a value is a name and a password (RFC 7617)."""
    try:
        return b":" in base64.b64decode(value, validate=True)
    except ValueError:
        return False
