"""Names of what the API sends: the functions that read it, and its models."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Final

from apiloom.ir.api import Api
from apiloom.locations import Pointer
from apiloom.naming.casing import joined, parser_name, pascal, unique
from apiloom.naming.resources import Place

WEBHOOKS: Final = "webhooks"
"""The module of webhooks, in the package and in its models."""

_OWN: Final = ("parse", "parse_any", "parse_by_name", "parse_named")
"""What the module needs besides the functions of single webhooks."""


def webhook_parsers(api: Api) -> dict[str, str]:
    """The function that reads the payload of each webhook, by the webhook's name."""
    wanted = [(one.name, parser_name(one.hint)) for one in api.webhooks]
    return unique(wanted, _OWN)


def callback_parsers(api: Api, places: Mapping[str, Place]) -> dict[Pointer, str]:
    """The function that reads the payload of each callback, by the callback's place.

    It is named after the operation as well, unless several operations share it: so
    another operation with a callback of the same name changes nothing.
    """
    words = callback_words(api, places)
    wanted = [(str(pointer), parser_name(text)) for pointer, text in words.items()]
    names = unique(wanted, _OWN)
    return {pointer: names[str(pointer)] for pointer in words}


def callback_words(api: Api, places: Mapping[str, Place]) -> dict[Pointer, str]:
    """The words that tell a callback from all others, by its place."""
    found: dict[Pointer, str] = {}
    for operation in api.operations:
        place = places[operation.id]
        for one in operation.callbacks:
            own = () if one.is_shared else (*place.resource, place.method)
            found.setdefault(one.request.pointer, joined(*own, one.hint))
    return found


def request_prefixes(api: Api, places: Mapping[str, Place]) -> dict[Pointer, str]:
    """Return the prefixes of models nested in webhooks and callbacks, by pointer."""
    found = {one.request.pointer: pascal(one.hint) for one in api.webhooks}
    for pointer, words in callback_words(api, places).items():
        found.setdefault(pointer, pascal(words))
    return found


def webhooks_module(modules: Collection[str]) -> str:
    """The models module of webhooks; with a mark if a resource is called the same.

    `modules` are those of the resources; no such name ends like this one.
    """
    taken = any(name.partition("__")[0] == WEBHOOKS for name in modules)
    return f"{WEBHOOKS}_" if taken else WEBHOOKS
