"""``x-waiter``: methods that ask an operation until a job is over."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from apiloom.document.node import Node
from apiloom.ir.api import Api, Operation
from apiloom.ir.types import Scalar
from apiloom.ir.waiters import Waiter
from apiloom.lower.extensions import InvalidExtension, check_keys, path_of
from apiloom.lower.pagination.members import has_member, page_body

INTERVAL: Final = 5.0
TIMEOUT: Final = 600.0
_KEYS: Final = frozenset("""
    name description property success failure interval backoff max_interval timeout
    """.split())


def waiters_of(api: Api, operation: Operation, node: Node) -> tuple[Waiter, ...]:
    """The waiters of an operation: ``x-waiter`` is one, or a list of several."""
    declared = node.get("x-waiter")
    if declared is None:
        return ()
    entries = declared.elements() if declared.is_sequence else iter((declared,))
    found: list[Waiter] = []
    for entry in entries:
        try:
            found.append(_waiter(api, operation, entry))
        except InvalidExtension as error:
            error.report()
    return tuple(found)


def _waiter(api: Api, operation: Operation, node: Node) -> Waiter:
    if not node.is_mapping:
        raise InvalidExtension(node, "x-waiter must be an object, or a list of them")
    check_keys(node, _KEYS, "an x-waiter")
    path = path_of(node, "property")
    if not path:
        message = "x-waiter requires the property that has the state"
        raise InvalidExtension(node, message)
    body = page_body(operation)
    if body is None:
        raise InvalidExtension(node, "x-waiter requires one JSON body of success")
    if not has_member(api, body, path):
        message = f"{'.'.join(path)} does not exist in the response"
        raise InvalidExtension(node["property"], message)
    success = tuple(_states(node, "success"))
    failure = tuple(_states(node, "failure"))
    if not success:
        raise InvalidExtension(node, "x-waiter requires a state of success")
    both = [state for state in success if state in failure]
    if both:
        message = f"{both[0]!r} cannot be both a success and a failure"
        raise InvalidExtension(node["failure"], message)
    interval = _seconds(node, "interval", INTERVAL)
    backoff = _seconds(node, "backoff", 1.0)
    longest = _seconds(node, "max_interval", max(interval, 60.0))
    if interval <= 0 or backoff < 1 or longest < interval:
        message = "interval must be above 0, backoff from 1, max_interval no less"
        raise InvalidExtension(node, message)
    forever = "timeout" in node and node["timeout"].value is None
    return Waiter(
        name=node.text("name") or "wait",
        path=path,
        success=success,
        failure=failure,
        interval=interval,
        backoff=backoff,
        longest=longest if backoff > 1 else interval,
        timeout=None if forever else _seconds(node, "timeout", TIMEOUT),
        description=node.text("description") or "",
    )


def _states(node: Node, key: str) -> Iterator[Scalar]:
    """The states of a list, or the one that stands there without a list."""
    declared = node.get(key)
    if declared is None:
        return
    for entry in declared.elements() if declared.is_sequence else (declared,):
        if not isinstance(entry.value, bool | int | float | str):
            message = "a state must be a string, a number or a boolean"
            raise InvalidExtension(entry, message)
        yield entry.value


def _seconds(node: Node, key: str, default: float) -> float:
    if key not in node:
        return default
    number = node.number(key)
    return default if number is None else float(number)
