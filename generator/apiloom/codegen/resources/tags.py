"""The description of a resource, from the tags of its operations."""

from __future__ import annotations

from collections.abc import Iterable

from apiloom.ir.api import Api, Operation
from apiloom.naming.allocate import Names


def about_resource(
    api: Api, names: Names, resource: tuple[str, ...], operations: Iterable[Operation]
) -> str:
    """The description of the tag that a resource is made from; empty if there is none.

    A resource without operations, that only holds others, has a tag as well.
    """
    described = api.descriptions
    candidates = [names.tags.get(resource, "")]
    candidates += [name for one in operations for name in one.tags[:1]]
    found = (described.get(name, "") for name in candidates)
    return next(filter(None, found), "")
