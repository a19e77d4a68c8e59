"""Base of both clients: options, and copies of a client with other options.

The first call loads the modules that make calls.
"""

from __future__ import annotations

import copy
import time
from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Any, Self

from ..core.lazy import Deferred
from ..core.unset import UNSET, Unset
from ..decoding.mismatches import Reported
from .options import (
    ExtraHeaders,
    Mode,
    Options,
    Timeout,
    checked,
    redacted_url,
)

if TYPE_CHECKING:
    import httpx2

    from ..decoding.limits import ResponseLimits
    from ..decoding.mismatches import Validation
    from ..telemetry.hooks import AnyHooks
    from . import call, request_options
else:
    call = Deferred(".call", __package__)
    request_options = Deferred(".request_options", __package__)


class BaseClient(ABC):
    """Base of the sync and the async client."""

    _mode: Mode = "parsed"
    _clock = staticmethod(time.monotonic)

    def __init__(self, options: Options) -> None:
        """Initialize with options; nothing is opened."""
        self._options = checked(options)
        # Shared with copies: each misfit is reported once.
        self._reported: set[Reported] = set()

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {redacted_url(self._options.base_url)}>"

    @property
    def base_url(self) -> str:
        """The URL that the paths of the operations are appended to."""
        return self._options.base_url

    def with_options(
        self,
        *,
        base_url: str | Unset = UNSET,
        timeout: Timeout | Unset = UNSET,
        deadline: float | None | Unset = UNSET,
        max_retries: int | Unset = UNSET,
        headers: ExtraHeaders | Unset = UNSET,
        default_query: Mapping[str, object] | Unset = UNSET,
        extra_body: Mapping[str, object] | None | Unset = UNSET,
        follow_redirects: bool | None | Unset = UNSET,
        hooks: AnyHooks | None | Unset = UNSET,
        limits: ResponseLimits | None | Unset = UNSET,
        validate_responses: Validation | Unset = UNSET,
        validate_requests: bool | Unset = UNSET,
    ) -> Self:
        """Return a copy with other options that shares connections and retry budget.

        `headers` and `default_query` are added to those that the client already sends;
        None as the value of a header removes it. `extra_body` is added to the body of
        every call.
        """
        given: dict[str, Any] = {
            "base_url": base_url,
            "timeout": timeout,
            "deadline": deadline,
            "max_retries": max_retries,
            "extra_body": extra_body,
            "follow_redirects": follow_redirects,
            "hooks": hooks,
            "limits": limits,
            "validate_responses": validate_responses,
            "validate_requests": validate_requests,
        }
        changes = {name: item for name, item in given.items() if item is not UNSET}
        if base_url is not UNSET:
            changes["servers"] = None
        if headers is not UNSET:
            changes["headers"] = request_options.with_headers(
                self._options.headers, headers
            )
        if default_query is not UNSET:
            known = self._options.default_query or {}
            changes["default_query"] = {**known, **default_query}
        return self._copy(checked(self._options._replace(**changes)))

    def _copy(self, options: Options) -> Self:
        """Return a client of the same class, without the resources cached on it."""
        twin = copy.copy(self)
        for name, value in list(vars(twin).items()):
            if getattr(value, "_client", None) is self:
                del vars(twin)[name]
        vars(twin).pop("_course", None)
        twin._options = options
        return twin

    def answering_raw(self) -> Self:
        """Return a copy whose calls return a `RawResponse`."""
        twin = self._copy(self._options)
        twin._mode = "raw"
        return twin

    def answering_parsed(self) -> Self:
        """Return a client whose calls return the parsed body; itself if it is one."""
        if self._mode == "parsed":
            return self
        twin = self._copy(self._options)
        twin._mode = "parsed"
        return twin

    def answering_streaming(self) -> Self:
        """Return a copy whose calls return a response that has not been read yet."""
        twin = self._copy(self._options)
        twin._mode = "streaming"
        return twin

    @cached_property
    def _course(self) -> call.Course:
        """The way that this client makes its calls."""
        return call.Course(
            self._options, self._mode, self._clock, self._unread, self._reported
        )

    def _course_with(self, operation: str, given: Mapping[str, object]) -> call.Course:
        """Return the way that this client makes one call with options of its own.

        Raises:
            TypeError: There is no such option.
            RequestValidationError: One of them cannot be sent.
        """
        options = request_options.for_call(self._options, operation, given)
        return call.Course(
            options, self._mode, self._clock, self._unread, self._reported
        )

    @staticmethod
    @abstractmethod
    def _unread(
        response: httpx2.Response, parse: Callable[[], object], is_live: bool
    ) -> object:
        """Return a streaming response of the sync or the async client."""
