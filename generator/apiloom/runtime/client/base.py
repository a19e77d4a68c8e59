"""What the sync and the async client share: options, and copies with other ones.

What it takes to make a call is loaded by the first one.
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
from ..decoding.modes import Told
from .options import Mode, Options, Timeout, checked, redacted_url

if TYPE_CHECKING:
    import httpx2

    from ..decoding.limits import ResponseLimits
    from ..decoding.mismatches import Validation
    from ..telemetry.hooks import AnyHooks
    from . import call
else:
    call = Deferred(".call", __package__)


class BaseClient(ABC):
    """Options, and the way to make calls with them."""

    _mode: Mode = "parsed"
    _clock = staticmethod(time.monotonic)

    def __init__(self, options: Options) -> None:
        """Take the options; nothing is opened."""
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
        headers: Mapping[str, str] | Unset = UNSET,
        follow_redirects: bool | None | Unset = UNSET,
        hooks: AnyHooks | None | Unset = UNSET,
        limits: ResponseLimits | None | Unset = UNSET,
        validate_responses: Validation | Unset = UNSET,
        validate_requests: bool | Unset = UNSET,
    ) -> Self:
        """Return a copy with other options that shares connections and retry budget.

        `headers` are added to those that the client already sends.
        """
        given: dict[str, Any] = {
            "base_url": base_url,
            "timeout": timeout,
            "deadline": deadline,
            "max_retries": max_retries,
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
            changes["headers"] = {**(self._options.headers or {}), **headers}
        return self._copy(checked(self._options._replace(**changes)))

    def _copy(self, options: Options) -> Self:
        """A client of the same class, without the resources that are cached on it."""
        twin = copy.copy(self)
        for name, value in list(vars(twin).items()):
            if getattr(value, "_client", None) is self:
                del vars(twin)[name]
        vars(twin).pop("_course", None)
        twin._options = options
        return twin

    def answering_raw(self) -> Self:
        """A copy whose calls return a `RawResponse` instead of the parsed body."""
        twin = self._copy(self._options)
        twin._mode = "raw"
        return twin

    def answering_parsed(self) -> Self:
        """A client whose calls return what they promise; itself if it is one."""
        if self._mode == "parsed":
            return self
        twin = self._copy(self._options)
        twin._mode = "parsed"
        return twin

    def answering_streaming(self) -> Self:
        """A copy whose calls return a response that has not been read yet."""
        twin = self._copy(self._options)
        twin._mode = "streaming"
        return twin

    @cached_property
    def _course(self) -> call.Course:
        """How calls are made."""
        told = Told(
            self._options.validate_responses, self._options.hooks, self._reported
        )
        return call.Course(self._options, self._mode, self._clock, self._unread, told)

    @staticmethod
    @abstractmethod
    def _unread(
        response: httpx2.Response, parse: Callable[[], object], is_live: bool
    ) -> object:
        """An answer that is for the caller to read, in the driver's way."""
