"""The driver of calls for code that does not await."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from types import TracebackType
from typing import ParamSpec, Self, TypeVar, cast

import httpx2

from .client import BaseClient, Options, body_of
from .operations import Operation
from .responses import RawResponse
from .steps import Pause, Steps
from .unset import UNSET

P = ParamSpec("P")
T = TypeVar("T")


class Pool:
    """The connections that a client and its copies share; opened by the first call."""

    def __init__(self, given: httpx2.Client | None) -> None:
        """Take the caller's own HTTP client, if there is one."""
        self._http = given
        self._owned = given is None

    def http(self) -> httpx2.Client:
        """The HTTP client; made on first use."""
        if self._http is None:
            self._http = httpx2.Client()
        return self._http

    def close(self) -> None:
        """Close the connections, unless they are the caller's own."""
        if self._owned and self._http is not None:
            http, self._http = self._http, None
            http.close()


class APIClient(BaseClient):
    """Base of the generated sync client."""

    def __init__(self, options: Options, http_client: httpx2.Client | None) -> None:
        """Take the options and, if the caller has one, the HTTP client to use."""
        super().__init__(options)
        self._pool = Pool(http_client)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the connections, unless they belong to a caller's own HTTP client."""
        self._pool.close()

    def call(
        self,
        operation: Operation[T],
        *,
        path: Mapping[str, object] | None = None,
        query: Mapping[str, object] | None = None,
        headers: Mapping[str, object] | None = None,
        cookies: Mapping[str, object] | None = None,
        body: object = UNSET,
        fields: Mapping[str, object] | None = None,
    ) -> T:
        """Carry out one operation with these values; arguments left out are UNSET.

        The body is either given whole or by its fields.
        """
        http = self._pool.http()
        if fields is not None:
            body = body_of(fields, required=operation.body_required)
        steps = self._exchange(http, operation, path, query, headers, cookies, body)
        return self._drive(http, steps)

    def _drive(self, http: httpx2.Client, steps: Steps[T]) -> T:
        try:
            step = next(steps)
            while True:
                if isinstance(step, Pause):
                    time.sleep(step.seconds)
                    step = next(steps)
                    continue
                try:
                    response = http.send(
                        step.request, stream=step.stream, follow_redirects=False
                    )
                except httpx2.RequestError as error:
                    step = steps.throw(error)
                else:
                    step = steps.send(response)
        except StopIteration as stop:
            return cast("T", stop.value)
        finally:
            # Whatever happened, the files that the call opened are closed.
            steps.close()


def raw(
    method: Callable[P, T],
) -> Callable[P, RawResponse[T]]:
    """Type a method of a resource whose client answers raw."""
    return cast("Callable[P, RawResponse[T]]", method)
