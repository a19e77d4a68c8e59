"""URLs of requests: server, path of the operation, and query.

URLs are joined by their parts (RFC 3986, section 3), not as text: a path goes behind
the path of the server, and a query behind its query.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Collection, Sequence
from functools import lru_cache
from typing import Any, Final, NamedTuple
from urllib.parse import unquote, unquote_plus

import httpx2

from ..core.errors import RequestValidationError

_PARTS: Final = re.compile(
    r"(?P<scheme>[A-Za-z][A-Za-z0-9+.-]*)://(?P<authority>[^/?#]*)(?P<path>[^?#]*)"
    r"(?:\?(?P<query>[^#]*))?(?:#.*)?",
    re.DOTALL,
)
"""An absolute URL with a host; the fragment is never sent."""

_VARIABLE: Final = re.compile(r"\{([^{}]*)\}")


class Base(NamedTuple):
    """URL of a server in its parts, without a fragment.

    `url` has neither query nor user name, nor a slash at its end.
    """

    url: str
    query: str = ""
    userinfo: str = ""

    @property
    def names(self) -> set[str]:
        """The names of the parameters in the query."""
        return {name_of(part) for part in self.query.split("&") if part}

    @property
    def authorization(self) -> str:
        """The Authorization header that user name and password stand for, or empty."""
        if not self.userinfo:
            return ""
        name, _, password = self.userinfo.partition(":")
        pair = f"{unquote(name)}:{unquote(password)}"
        return f"Basic {base64.b64encode(pair.encode()).decode('ascii')}"

    @property
    def secrets(self) -> tuple[str, ...]:
        """Secrets to redact, if there is a password."""
        password = unquote(self.userinfo.partition(":")[2])
        return (password, self.authorization.partition(" ")[2]) if password else ()


_PLAIN: Final = re.compile(
    # No segment that is "." or "..", nor anything that the library would encode.
    r"((?:/(?!\.{1,2}(?:[/?]|\Z))(?:[\w.~:@!$&'()*+,;=-]++|%[0-9A-F]{2})*+)++)"
    r"(?:\?((?:[\w.~:@!$&'()*+,;=/-]++|%[0-9A-F]{2})++))?",
    re.ASCII,
)
"""A path and a query that parsing leaves as they are."""

_LONGEST: Final = 4096


def parsed(url: str, base: Base) -> httpx2.URL:
    """Return a parsed URL, which as a rule is below that of a server.

    Parsing takes the library a fifth of the time of a call.  So a server is parsed
    once, and a path and a query that need no encoding are put behind it.

    Raises:
        httpx2.InvalidURL: It is not a URL.
    """
    start = base.url
    plain = None
    if url.startswith(start) and len(url) <= _LONGEST:
        plain = _PLAIN.fullmatch(url, len(start))
    if plain is None:
        return httpx2.URL(url)
    place = httpx2.URL(_server(start))
    reference: Any = vars(place).get("_uri_reference")
    if reference is None:
        return httpx2.URL(url)
    path, query = plain.groups()
    path = reference.path + path
    vars(place)["_uri_reference"] = reference._replace(path=path, query=query)
    return place


@lru_cache(maxsize=64)
def _server(url: str) -> httpx2.URL:
    return httpx2.URL(url)


@lru_cache(maxsize=64)
def base_of(base_url: str) -> Base:
    """Return the parts of the URL of a server.

    Raises:
        RequestValidationError: It is not absolute, so the host is unknown.
    """
    parts = _PARTS.fullmatch(base_url.strip())
    authority = parts["authority"] if parts is not None else ""
    userinfo, _, host = authority.rpartition("@")
    if parts is None or not host:
        raise RequestValidationError(_no_host(base_url.strip()))
    variable = _VARIABLE.search(host)
    if variable is not None:
        raise RequestValidationError(
            f"the server URL has a variable without a value, {variable[0]}. Pass "
            "base_url=… with its value in place"
        )
    url = f"{parts['scheme'].lower()}://{host}{parts['path'].rstrip('/')}"
    return Base(url, parts["query"] or "", userinfo)


def _no_host(base_url: str) -> str:
    """Return what to say of a URL that does not tell the host."""
    shown = base_url.partition("?")[0].rpartition("@")[2]
    path = shown if shown.startswith("/") else ""
    stated = f"the server URL is relative, {shown!r}" if shown else "no server is known"
    if shown and not path:
        stated = f"{shown!r} is not an absolute URL"
    return f"{stated}. Pass base_url=… with scheme and host: 'https://HOST{path}'"


def joined(base: Base, path: str, queries: Sequence[str]) -> str:
    """Return the URL of a path below a server, with all the queries.

    Args:
        base: The server.
        path: The path, percent-encoded; it may have a query of its own.
        queries: Parts of a query. They take precedence over a parameter of the same
            name in the path, and both over one of the server.
    """
    path, _, own = path.partition("#")[0].partition("?")
    if own or base.query:
        queries = _merged((base.query, own, *queries))
    if not queries:
        return base.url + path
    return f"{base.url}{path}?{'&'.join(queries)}"


def completed(link: str, base: Base, queries: Sequence[str]) -> str:
    """Return the URL of a link that a server gave, with what it may have left out.

    Its query takes precedence over that of the server, and `queries` over both.
    """
    link, _, own = link.partition("#")[0].partition("?")
    stated = own.split("&")
    missing = [query for query in queries if query not in stated]
    merged = _merged((base.query, own, *missing))
    return f"{link}?{'&'.join(merged)}" if merged else link


def with_defaults(url: str, query: str) -> str:
    """Return a URL with the parameters of a query that it does not have."""
    path, _, own = url.partition("?")
    return f"{path}?{'&'.join(_merged((query, own)))}"


def overridden(url: str, query: str, names: Collection[str]) -> str:
    """Return a URL whose parameters of some names are those of a query, if any."""
    path, _, own = url.partition("?")
    kept = [
        part
        for part in own.split("&")
        if part
        and name_of(part).partition("[")[0] not in names
        and name_of(part) not in names
    ]
    parts = [*kept, query] if query else kept
    return f"{path}?{'&'.join(parts)}" if parts else path


def _merged(queries: Sequence[str]) -> list[str]:
    """Return the parts of queries, without those whose names a later one has."""
    merged: list[str] = []
    taken: set[str] = set()
    for query in reversed(queries):
        members = [part for part in query.split("&") if part]
        kept = [part for part in members if name_of(part) not in taken]
        taken.update(map(name_of, members))
        merged[:0] = kept
    return merged


def name_of(part: str) -> str:
    """Return the name of a parameter as it is written in a query."""
    return unquote_plus(part.partition("=")[0])
