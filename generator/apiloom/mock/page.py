"""The page of a mock server: operations, how to call them, and how they can fail."""

from __future__ import annotations

import json
import shlex
from collections.abc import Iterator, Mapping
from html import escape
from typing import Any, Final
from urllib.parse import quote

from apiloom.mock.loading import Loaded

_OF_PATHS: Final = "/%:@!$&'()*+,;=?"
"""What stays as it is in a path that was encoded in parts."""

_STYLE: Final = (
    "body{font:15px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;"
    "padding:0 1rem}pre{background:#f4f4f4;padding:.6rem;overflow:auto}"
    "h2{font-size:1rem;margin:1.6rem 0 .3rem}@media(prefers-color-scheme:dark)"
    "{body{background:#111;color:#ddd}pre{background:#222}}"
)


def page(loaded: Loaded, url: str, chosen: Mapping[str, str]) -> str:
    """Return the page as HTML.

    Args:
        loaded: The document.
        url: Where the server is.
        chosen: The failures that come next, by the names of methods.
    """
    title = escape(loaded.api.title)
    sections = "".join(_sections(loaded, url, chosen))
    return (
        f'<!doctype html><html lang="en"><meta charset="utf-8"><title>{title}</title>'
        '<meta name="viewport" content="width=device-width">'
        f"<style>{_STYLE}</style><h1>{title}</h1>"
        "<p>A mock server by apiloom. Ask for a response with a header such as "
        "<code>Prefer: code=404, example=name</code>, or choose the next one below."
        f"</p>{sections}</html>"
    )


def _sections(loaded: Loaded, url: str, chosen: Mapping[str, str]) -> Iterator[str]:
    for line in loaded.fake._lines():
        method, _, rest = line.partition(" ")
        path, _, dotted = rest.rpartition(" ")
        fake = loaded.fake._method(dotted)
        options = "".join(
            f"<option{' selected' if chosen.get(dotted) == one.name else ''}>"
            f"{escape(one.name)}</option>"
            for one in fake._reasons
            if one.name != "UNKNOWN"
        )
        yield (
            f"<h2>{escape(method)} {escape(path)}</h2>"
            f"<pre>{escape(_shown(fake, method, path, url))}</pre>"
        )
        if options:
            yield (
                '<form method="post" action="/_apiloom/next">'
                f'<input type="hidden" name="method" value="{escape(dotted)}">'
                f'<label>Next response <select name="reason"><option value="">as '
                f"documented</option>{options}</select></label> "
                "<button>Choose</button></form>"
            )


def _shown(fake: Any, method: str, path: str, url: str) -> str:
    try:
        return curl(fake, method, path, url)
    except Exception as error:  # the fake has no sample: the page is there all the same
        return f"no sample: {error}"


def curl(fake: Any, method: str, path: str, url: str) -> str:
    """Return a command that calls an operation with samples."""
    for one in fake._reader.parameters:
        if one.place == "path":
            path = path.replace(f"{{{one.wire}}}", _encoded(_sample(fake, one)))
    query = "&".join(
        f"{_encoded(one.wire)}={_encoded(_sample(fake, one))}"
        for one in fake._reader.parameters
        if one.place == "query" and one.required
    )
    path = quote(f"/{path.lstrip('/')}", safe=_OF_PATHS)
    words = ["curl", "-X", method, f"{url}{path}{'?' if query else ''}{query}"]
    for one in fake._reader.parameters:
        if one.place == "header" and one.required:
            words += ["-H", f"{one.wire}: {_sample(fake, one)}"]
    body = fake._schema.get("body")
    if body is not None and body["contents"][0][1] == "json":
        media_type, _, type_, *_ = body["contents"][0]
        value = fake._responses.example_of(type_)
        words += ["-H", f"content-type: {media_type}", "-d", json.dumps(value)]
    return shlex.join(words)


def _encoded(value: Any) -> str:
    return quote(str(value), safe="", errors="replace")


def _sample(fake: Any, parameter: Any) -> Any:
    value = fake._responses.example_of(parameter.type)
    return value if isinstance(value, (str, int, float)) else json.dumps(value)
