"""Base of both clients, and of the calls that they make.

A client is what callers see; its resources share the object that makes its calls. The
first call loads the modules that it takes.
"""

from __future__ import annotations

import copy
import time
from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Any, Generic, Self, TypeVar

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

CallsT = TypeVar("CallsT", bound="BaseCalls")


class BaseCalls(ABC):
    """Base of the calls of sync and async clients."""

    mode: Mode = "parsed"
    clock = staticmethod(time.monotonic)

    def __init__(self, options: Options) -> None:
        """Initialize with options; nothing is opened."""
        self.options = checked(options)
        # Shared with copies: each mismatch is reported once.
        self._reported: set[Reported] = set()

    def with_options(self, options: Options) -> Self:
        """Return a copy with other options."""
        twin = copy.copy(self)
        vars(twin).pop("course", None)
        twin.options = checked(options)
        return twin

    def raw(self) -> Self:
        """Return a copy whose calls return a `RawResponse`."""
        return self._in("raw")

    def parsed(self) -> Self:
        """Return calls that return the parsed body: these, if they do."""
        return self if self.mode == "parsed" else self._in("parsed")

    def streaming(self) -> Self:
        """Return a copy whose calls return a response that has not been read yet."""
        return self._in("streaming")

    def _in(self, mode: Mode) -> Self:
        twin = self.with_options(self.options)
        twin.mode = mode
        return twin

    @cached_property
    def course(self) -> call.Course:
        """The steps that these calls have in common."""
        return call.Course(
            self.options, self.mode, self.clock, self.unread, self._reported
        )

    def course_with(self, operation: str, given: Mapping[str, object]) -> call.Course:
        """Return the steps of one call with options of its own.

        Raises:
            TypeError: There is no such option.
            RequestValidationError: One of them cannot be sent.
        """
        options = request_options.for_call(self.options, operation, given)
        return call.Course(options, self.mode, self.clock, self.unread, self._reported)

    @staticmethod
    @abstractmethod
    def unread(
        response: httpx2.Response, parse: Callable[[], object], is_live: bool
    ) -> object:
        """Return a streaming response of the sync or the async client."""


class BaseClient(ABC, Generic[CallsT]):
    """Base of the sync and the async client."""

    def __init__(self, calls: CallsT) -> None:
        """Initialize with what makes the calls of the client and of its resources."""
        self._calls = calls

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {redacted_url(self.base_url)}>"

    @property
    def base_url(self) -> str:
        """The URL that the paths of the operations are appended to."""
        return self._calls.options.base_url

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

        Args:
            base_url: The URL that paths are appended to.
            timeout: Seconds that a single step of a request may take, or a `Timeout`.
            deadline: Seconds that a call may take with all its retries; None for no
                limit.
            max_retries: How often a call is retried; 0 for never.
            headers: Added to those that the client already sends; None removes one.
            default_query: Query parameters of every call, added to those before.
            extra_body: Properties that are added to the body of every call.
            follow_redirects: Whether calls follow redirects; None for what the HTTP
                client does.
            hooks: Called before requests, after responses and before retries.
            limits: How large responses may be.
            validate_responses: What happens to a response that does not fit: "report"
                warns, "strict" raises, "off" ignores it.
            validate_requests: Whether the limits of the specification apply to
                arguments. Their types always do.
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
        options = self._calls.options
        if headers is not UNSET:
            changes["headers"] = request_options.with_headers(options.headers, headers)
        if default_query is not UNSET:
            known = options.default_query or {}
            changes["default_query"] = {**known, **default_query}
        twin = copy.copy(self)
        # Without the resources that are cached on it.
        for name, value in list(vars(twin).items()):
            if getattr(value, "_calls", None) is self._calls:
                del vars(twin)[name]
        twin._calls = self._calls.with_options(options._replace(**changes))
        return twin
