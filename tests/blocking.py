"""Async clients, used as if they blocked: so that one check serves both clients."""

from __future__ import annotations

import inspect
from collections.abc import AsyncIterator, Callable, Iterator
from functools import partial, wraps
from typing import Any

from anyio.from_thread import BlockingPortal


class Blocking:
    """An object of an async client; what it would have awaited is there at once."""

    def __init__(self, portal: BlockingPortal, target: Any) -> None:
        self._portal = portal
        self._target = target

    def __getattr__(self, name: str) -> Any:
        return self._wrapped(getattr(self._target, {"close": "aclose"}.get(name, name)))

    def __repr__(self) -> str:
        return repr(self._target).replace("<Async", "<")

    def __len__(self) -> int:
        return len(self._target)

    def __getitem__(self, key: Any) -> Any:
        return self._target[key]

    def __iter__(self) -> Iterator[Any]:
        items: AsyncIterator[Any] = aiter(self._target)
        while True:
            try:
                yield self._wrapped(self._portal.call(anext, items))
            except StopAsyncIteration:
                return

    def _wrapped(self, value: Any) -> Any:
        if inspect.ismethod(value) or inspect.isfunction(value):
            return self._called(value)
        waits = ("__aiter__", "__aenter__", "_client")
        if not isinstance(value, type) and any(hasattr(value, one) for one in waits):
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
