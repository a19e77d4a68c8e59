"""Async clients, used as if they blocked: so that one check serves both clients."""

from __future__ import annotations

import inspect
from collections.abc import AsyncIterator, Callable, Iterator
from functools import partial, wraps
from typing import Any

from anyio.from_thread import BlockingPortal

WAITS = ("__aiter__", "__aenter__", "_calls", "stream_to_file")
VIEWS = ("WithRawResponse", "WithStreamingResponse")
"""What tells an object of an async client, or a part of one."""


class Blocking:
    """An object of an async client; what it would have awaited is there at once."""

    def __init__(self, portal: BlockingPortal, target: Any) -> None:
        self._portal = portal
        self._target = target

    def __getattr__(self, name: str) -> Any:
        if name == "close" and hasattr(self._target, "aclose"):
            name = "aclose"
        return self._wrapped(getattr(self._target, name))

    def __enter__(self) -> Any:
        entered = self._portal.call(self._target.__aenter__)
        return self if entered is self._target else self._wrapped(entered)

    def __exit__(self, *error: object) -> None:
        self._portal.call(self._target.__aexit__, *error)

    def __repr__(self) -> str:
        return repr(self._target).replace("<Async", "<")

    def __len__(self) -> int:
        return len(self._target)

    def __getitem__(self, key: Any) -> Any:
        return self._target[key]

    def __iter__(self) -> Iterator[Any]:
        items: AsyncIterator[Any] = aiter(self._target)
        return self if items is self._target else Blocking(self._portal, items)

    def __next__(self) -> Any:
        async def following() -> list[Any]:
            try:
                return [await anext(self._target)]
            except StopAsyncIteration:
                return []

        found = self._portal.call(following)
        if not found:
            raise StopIteration
        return self._wrapped(found[0])

    def _wrapped(self, value: Any) -> Any:
        if inspect.ismethod(value) or inspect.isfunction(value):
            return self._called(value)
        if isinstance(value, type):
            return value
        is_view = type(value).__name__.endswith(VIEWS)
        if is_view or any(hasattr(value, one) for one in WAITS):
            return Blocking(self._portal, value)
        return value

    def _called(self, function: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(function)
        def call(*args: Any, **keywords: Any) -> Any:
            async def awaited() -> Any:
                made = function(*args, **keywords)
                return await made if inspect.isawaitable(made) else made

            return self._wrapped(self._portal.call(partial(awaited)))

        return call
