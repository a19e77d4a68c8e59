"""Options of a single call, as options of a client that makes this call alone."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final, cast

from ..core.errors import RequestValidationError
from ..encoding.problems import refusal
from .options import Options, RequestOptions

_TOKEN: Final = re.compile(r"[!#$%&'*+\-.^_`|~0-9A-Za-z]+")
"""The name of a header (RFC 9110, section 5.1)."""


def for_call(options: Options, operation: str, given: Mapping[str, object]) -> Options:
    """Return the options of a client, changed for one call.

    Args:
        options: The options of the client.
        operation: The name of the operation that is called.
        given: What the caller passed besides the arguments of the operation.

    Raises:
        TypeError: There is no such option.
        RequestValidationError: One of them cannot be sent.
    """
    for name in given:
        if name not in RequestOptions.__optional_keys__:
            raise TypeError(f"{operation}() got an unexpected argument {name!r}")
    changes: dict[str, Any] = {
        name: given[name] for name in ("timeout", "max_retries") if name in given
    }
    problems = _problems(given)
    if problems:
        error = refusal(problems)
        raise RequestValidationError(f"{operation}: {error.message}")
    headers = cast("Mapping[str, str | None] | None", given.get("extra_headers"))
    if headers:
        final = frozenset(map(str.lower, headers))
        changes["headers"] = with_headers(options.headers, headers)
        changes["final_headers"] = final
    for name in ("extra_query", "extra_body"):
        added = given.get(name)
        if added:
            known: Mapping[str, object] = getattr(options, name) or {}
            changes[name] = {**known, **cast("Mapping[str, object]", added)}
    return options._replace(**changes)


def with_headers(
    headers: Mapping[str, str | None] | None, more: Mapping[str, str | None]
) -> dict[str, str | None]:
    """Return headers with more of them, which replace those of the same name."""
    names = {name.lower() for name in more}
    kept = (headers or {}).items()
    return {
        **{name: value for name, value in kept if name.lower() not in names},
        **more,
    }


def _problems(given: Mapping[str, object]) -> list[str]:
    """Return what is wrong with options, whatever type checkers have said."""
    found: list[str] = []
    for option in ("extra_headers", "extra_query", "extra_body"):
        value: object = given.get(option)
        if value is not None and not isinstance(value, Mapping):
            found.append(f"{option}: must be a mapping, not {type(value).__name__}")
        elif value is not None:
            names = cast("Mapping[object, object]", value)
            found += [
                f"{option}: {name!r} is not a name"
                for name in names
                if not isinstance(name, str)
            ]
    if found:
        return found
    headers = cast("Mapping[str, object]", given.get("extra_headers") or {})
    for name, header in headers.items():
        if not _TOKEN.fullmatch(name):
            found.append(f"extra_headers: {name!r} is not the name of a header")
        elif header is not None and not isinstance(header, str):
            kind = type(header).__name__
            found.append(f"extra_headers: {name}: must be a string or None, not {kind}")
    return found
