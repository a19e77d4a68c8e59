"""Pagination as other generators state it, as ``x-pagination``."""

from __future__ import annotations

from collections.abc import Mapping

from apiloom.document.tree import Value

__all__ = ["fern", "speakeasy"]


def speakeasy(stated: Value) -> dict[str, Value] | None:
    """Return the ``x-pagination`` of an ``x-speakeasy-pagination``."""
    if not isinstance(stated, dict):
        return None
    kinds: dict[str, str] = {}
    inputs = stated.get("inputs")
    for one in inputs if isinstance(inputs, list) else []:
        if isinstance(one, dict):
            kinds[str(one.get("type"))] = str(one.get("name"))
    given = stated.get("outputs")
    outputs = given if isinstance(given, dict) else {}
    places = {
        "items": _place(outputs.get("results"), "$"),
        "size": kinds.get("limit", ""),
    }
    match stated.get("type"):
        case "cursor" if "cursor" in kinds:
            cursor = _place(outputs.get("nextCursor"), "$")
            last = _last_item(cursor, places["items"])
            key, value = ("last_item", last) if last else ("next", cursor)
            places |= {"parameter": kinds["cursor"], key: value}
            return _made("cursor", places)
        case "offsetLimit" if "page" in kinds:
            last = _place(outputs.get("numPages"), "$")
            return _made("page", places | {"parameter": kinds["page"], "last": last})
        case "offsetLimit" if "offset" in kinds:
            return _made("offset", places | {"parameter": kinds["offset"]})
        case "url":
            return _made("link", places | {"next": _place(outputs.get("nextUrl"), "$")})
        case _:
            return None


def fern(stated: Value) -> dict[str, Value] | None:
    """Return the ``x-pagination`` of an ``x-fern-pagination``."""
    if not isinstance(stated, dict):
        return None
    places = {
        "items": _place(stated.get("results"), "$response"),
        "more": _place(stated.get("has-next-page"), "$response"),
    }
    if stated.get("cursor") is not None:
        places["parameter"] = _place(stated["cursor"], "$request")
        places["next"] = _place(stated.get("next_cursor"), "$response")
        return _made("cursor", places)
    if stated.get("next_uri") is not None:
        places = {"items": places["items"]}
        places["next"] = _place(stated["next_uri"], "$response")
        return _made("link", places)
    if stated.get("offset") is not None:
        parameter = _place(stated["offset"], "$request")
        # Fern's offset counts pages, unless it says what a step is.
        is_items = stated.get("step") is not None
        style = "offset" if is_items else "page"
        places |= {
            "parameter": parameter,
            "size": _place(stated.get("step"), "$request"),
        }
        return _made(style, places)
    return None


def _place(stated: Value, root: str) -> str:
    """Return a dotted path below `root`; empty if it is none."""
    if not isinstance(stated, str):
        return ""
    plain = stated.replace("['", ".").replace("']", "")
    if plain.startswith(f"{root}."):
        return plain.removeprefix(f"{root}.").removesuffix("[*]")
    return ""


def _last_item(cursor: str, items: str) -> str:
    """Return the property of the last item that is a cursor: ``data[-1].id``."""
    for index in ("[-1]", "[(@.length-1)]", "[-1:]"):
        holder, found, rest = cursor.partition(f"{index}.")
        if found and holder == items:
            return rest
    return ""


def _made(style: str, places: Mapping[str, str]) -> dict[str, Value]:
    return {"style": style, **{key: text for key, text in places.items() if text}}
