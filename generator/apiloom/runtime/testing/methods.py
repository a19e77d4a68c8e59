"""Fakes of the methods of a client: what they respond with, and what they received."""

# The names of a fake are those of an API: all that is its own has an underscore.
# pyright: reportPrivateUsage=false

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cached_property
from typing import (
    TYPE_CHECKING,
    Any,
    Concatenate,
    Final,
    Generic,
    ParamSpec,
    Protocol,
    Self,
    TypeAlias,
    TypeVar,
    cast,
    overload,
)

import httpx2

from ..core.reasons import ErrorReason
from .arguments import Reader
from .building import seeded
from .calls import Call, Received, difference, different_extras
from .clock import HAS_SLEPT
from .engine import CAPTURED, Captured
from .pages import PageWalk
from .problems import (
    FakeError,
    InvalidRequest,
    InvalidResponse,
    UnexpectedRequest,
    listed,
)
from .responses import Parts, Responses
from .schemas import is_items

if TYPE_CHECKING:
    from types import ModuleType

    from ..client.sync_client import APIClient
    from ..core.operation import Operation
    from .engine import Engine

B = ParamSpec("B")
"""The fields that a response can be made of, by keyword."""
A = ParamSpec("A")
"""The arguments of the method."""
T = TypeVar("T")
"""What the method returns."""
R = TypeVar("R", bound=ErrorReason)
"""The documented failures of the method."""
C = TypeVar("C", bound=Call)
"""A call of the method, as it was received."""
I = TypeVar("I")  # noqa: E741
"""An item of a page or of a stream."""

Plain: TypeAlias = Mapping[str, object] | Sequence[Mapping[str, object]]
"""A response in plain types, with the API's names."""

Failure: TypeAlias = httpx2.RequestError | type[httpx2.RequestError]


class NoFailures(ErrorReason):
    """The failures of a method that documents none."""


def no_fields() -> None:
    """Stand for the fields of a response that has none."""


class _Step:
    """A response to one request, or to all that follow."""

    __slots__ = ("delay", "failure", "function", "parts", "response")

    def __init__(
        self,
        parts: Parts | None = None,
        function: Callable[[Any], Any] | None = None,
        failure: Failure | None = None,
        response: httpx2.Response | None = None,
    ) -> None:
        self.parts: Final = parts
        self.function: Final = function
        self.failure: Final = failure
        self.response: Final = response
        self.delay = 0.0


class BaseMethod(Generic[A, T, R, C]):
    """Base of the fakes of methods."""

    def __init__(
        self,
        method: Callable[Concatenate[Any, A], object],
        reasons: type[R],
        call: type[C],
        fields: Callable[..., object] | None = None,
    ) -> None:
        """Initialize for the class of a resource.

        Args:
            method: The method of the client's own resource.
            reasons: The error enum of the method.
            call: The class of the calls.
            fields: Builds a response from keywords.
        """
        self._method: Final = method
        self._reasons: Final = reasons
        self._call: Final[type[C]] = call
        self._fields: Final = fields
        self._name = ""
        self._resource: FakeResource | None = None
        self._steps: list[_Step] = []
        self._position = 0
        self._delay = 0.0
        self._appends = False
        self._sample: _Step | None = None
        self._calls: list[C] = []
        self._last: tuple[str, bool] | None = None

    def __set_name__(self, owner: type[object], name: str) -> None:
        self._name = name

    def _of(self, resource: FakeResource) -> Self:
        """Return the same for the resource of a fake: what a class has is a pattern."""
        own = type(self)(self._method, self._reasons, self._call, self._fields)
        own._name = self._name
        own._resource = resource
        return own

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self._operation.name}>"

    # What the method is

    @property
    def _engine(self) -> Engine:
        if self._resource is None:
            raise FakeError("use the methods of a fake, not those of its class")
        return self._resource._engine

    @cached_property
    def _operation(self) -> Operation[Any]:
        """The operation as the client knows it."""
        if self._resource is None:
            raise FakeError("use the methods of a fake, not those of its class")
        return self._resource._operation(self._name)

    @cached_property
    def _schema(self) -> Mapping[str, Any]:
        if self._resource is None:
            raise FakeError("use the methods of a fake, not those of its class")
        schema: Mapping[str, Any] = json.loads(
            self._resource._data.OPERATIONS[self._name]
        )
        return schema

    @cached_property
    def _reader(self) -> Reader:
        return Reader(self._schema, self._engine.schemas)

    @cached_property
    def _responses(self) -> Responses:
        engine = self._engine
        shared = cast("FakeResource", self._resource)._data.RESPONSES
        siblings = cast("FakeResource", self._resource)._data.OPERATIONS.values()
        return Responses(self._schema, shared, engine.schemas, engine.seed, siblings)

    # What a test configures

    @property
    def then(self) -> Self:
        """The same method, for what follows the responses that are configured."""
        self._appends = True
        return self

    def raises(
        self,
        reason: R,
        body: Mapping[str, object] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Self:
        """Respond with a documented failure.

        Args:
            reason: The member of the method's error enum.
            body: The body, in place of the specification's example or of a sample.
            headers: Headers to add.

        Raises:
            InvalidResponse: The specification does not allow the body.
            TypeError: The reason is no member of the method's error enum.
        """
        self._check_reason(reason)
        parts = self._responses.failure(reason, self._operation, body)
        return self._plan(_Step(_with_headers(parts, headers)))

    def _check_reason(self, reason: object) -> None:
        reasons = self._reasons
        if isinstance(reason, reasons):
            return
        name = self._operation.name
        if isinstance(reason, ErrorReason):
            shown = f"{type(reason).__name__}.{reason.name}"
        else:
            shown = reason.__name__ if isinstance(reason, type) else repr(reason)
        if not len(reasons):
            raise TypeError(
                f"{name} documents no failures, got {shown}. Pass an httpx2.Response to"
                " responds(), or an exception of httpx2 to fails()."
            )
        members = [f"{reasons.__name__}.{one.name}" for one in reasons]
        listing = ", ".join(members[:8]) + (", ..." if len(members) > 8 else "")
        raise TypeError(
            f"{name}.raises() needs a member of errors.{reasons.__name__}, got {shown}."
            f" Pass one of {listing}; or pass an exception of httpx2 to fails()."
        )

    def fails(self, failure: Failure) -> Self:
        """Raise an exception of the HTTP library in place of a response.

        Args:
            failure: The exception, or its class, such as `httpx2.ConnectTimeout`.
        """
        return self._plan(_Step(failure=failure))

    def delays(self, seconds: float) -> Self:
        """Let time pass before each response, on the fake's clock.

        A request whose timeout is shorter raises, as it would with a slow server.
        """
        self._delay = seconds
        return self

    def responds(self, response: httpx2.Response) -> Self:
        """Respond with just this, whatever the specification says."""
        return self._plan(_Step(response=response))

    def resets(self) -> Self:
        """Forget what is configured and what was received."""
        self._steps, self._position, self._delay = [], 0, 0.0
        self._calls = []
        return self

    def _plan(self, *steps: _Step) -> Self:
        if not self._appends:
            self._steps, self._position = [], 0
        self._appends = False
        self._steps += steps
        self._engine.configured[id(self)] = self
        return self

    def _returning(self, values: Sequence[Any], fields: Mapping[str, Any]) -> Self:
        if not values or fields:
            build = self._fields
            if build is None:
                raise TypeError(f"{self._operation.name} returns no object with fields")
            with seeded(self._engine.seed):
                value = build(*values, **fields)
            return self._plan(self._step_for(value))
        first = values[0]
        if len(values) == 1 and is_items(first) and self._is_several(first):
            values = first
        return self._plan(*map(self._step_for, values))

    def _is_several(self, values: list[Any]) -> bool:
        """Return whether a list is several responses, and not one."""
        try:
            self._responses.of(values)
        except InvalidResponse:
            try:
                for value in values:
                    self._step_for(value)
            except FakeError:
                return False
            return bool(values)
        return False

    def _step_for(self, value: Any) -> _Step:
        if isinstance(value, httpx2.Response):
            return _Step(response=value)
        if callable(value):
            return _Step(function=value)
        try:
            return _Step(self._responses.of(value))
        except InvalidResponse as error:
            raise InvalidResponse(f"{self._operation.name}: {error}") from None

    # What a test asks

    @property
    def calls(self) -> Sequence[C]:
        """The calls of the method that were received; a retry is no call of its own."""
        return tuple(self._calls)

    @property
    def requests(self) -> Sequence[httpx2.Request]:
        """The requests of all calls, retries included."""
        return tuple(
            request
            for call in self._calls
            for request in (call._received.request, *call._retries)
        )

    def assert_not_called(self) -> None:
        """Raise AssertionError if the method was called."""
        if self._calls:
            shown = "\n".join(f"  {call!r}" for call in self._calls)
            raise FakeError(
                f"{self._operation.name} must not be called, was called "
                f"{_times(len(self._calls))}:\n{shown}"
            )

    def assert_called(self) -> None:
        """Raise AssertionError if the method was not called."""
        if not self._calls:
            raise FakeError(f"{self._operation.name} was not called")

    def assert_called_once(self) -> None:
        """Raise AssertionError if the method was not called exactly once."""
        if len(self._calls) != 1:
            shown = "".join(f"\n  {call!r}" for call in self._calls)
            raise FakeError(
                f"{self._operation.name} must be called once, was called "
                f"{_times(len(self._calls))}{':' if shown else ''}{shown}"
            )

    def assert_called_with(self, *args: A.args, **keywords: A.kwargs) -> None:
        """Raise AssertionError if the last call had other arguments."""
        self.assert_called()
        self._compare(self._calls[-1], args, keywords)

    def assert_called_once_with(self, *args: A.args, **keywords: A.kwargs) -> None:
        """Raise AssertionError if there is not one call, with these arguments."""
        self.assert_called_once()
        self._compare(self._calls[0], args, keywords)

    def assert_any_call(self, *args: A.args, **keywords: A.kwargs) -> None:
        """Raise AssertionError if no call had these arguments."""
        self.assert_called()
        refused: FakeError | None = None
        for call in self._calls:
            try:
                return self._compare(call, args, keywords)
            except FakeError as error:
                refused = error
        raise refused or FakeError("no call")

    def _compare(
        self, call: C, args: tuple[Any, ...], keywords: Mapping[str, Any]
    ) -> None:
        """Compare a call with the request that the real client makes of arguments."""
        names = self._call._names()
        options = {name: one for name, one in keywords.items() if name not in names}
        for name in ("timeout", "max_retries"):
            if name in options:
                raise TypeError(
                    f"{self._operation.name}: {name} is not part of a request, so that"
                    f" it cannot be compared. Remove {name} from the assertion."
                )
        expected = self._captured(args, keywords)
        made = {one.name for one in self._reader.parameters if one.made}
        lines = difference(expected, call, made - set(keywords))
        lines += different_extras(expected, call, options)
        if lines:
            start = f"{self._operation.name} was called with other arguments:"
            raise FakeError("\n".join([start, *lines]))

    def _captured(self, args: Sequence[Any], keywords: Mapping[str, Any]) -> C:
        """Return the call that the real client makes of arguments; it is not sent."""
        resource = cast("FakeResource", self._resource)._real(self._engine.client())
        captured: list[Any] = [self]
        token = CAPTURED.set(captured)
        function: Callable[..., object] = self._method
        try:
            function(resource, *args, **keywords)
        except Captured:
            return cast("C", captured[1])
        finally:
            CAPTURED.reset(token)
        raise FakeError(f"{self._operation.name} sent no request")

    # What the transport does

    def _received(
        self, request: httpx2.Request, content: bytes, path: Mapping[str, str]
    ) -> C:
        schema = self._schema
        return self._call(
            Received(
                request,
                content,
                path,
                self._operation,
                self._reader,
                schema.get("fields", {}),
                schema.get("whole"),
            )
        )

    def _respond(
        self, request: httpx2.Request, content: bytes, path: Mapping[str, str]
    ) -> httpx2.Response:
        call = self._received(request, content, path)
        if self._engine.validates:
            wrong = call._received.read().problems
            if wrong:
                start = f"{self._operation.name}: the specification does not allow:"
                raise InvalidRequest(listed(start, wrong))
        self._record(call)
        try:
            response = self._next(call)
        except httpx2.RequestError:
            self._last = str(request.url), True
            raise
        self._last = str(request.url), response.status_code >= 400
        return response

    def _record(self, call: C) -> None:
        """Record a call, or that the last one is tried again."""
        request = call._received.request
        has_slept = HAS_SLEPT.get()
        if has_slept:
            HAS_SLEPT.set(False)
            if self._calls and self._last == (str(request.url), True):
                self._calls[-1]._retries.append(request)
                return
        if self._engine.keeps_calls:
            self._calls.append(call)

    def _next(self, call: C) -> httpx2.Response:
        request = call._received.request
        if self._delay:
            self._engine.wait(self._delay, request)
        steps = self._steps
        if steps:
            step = steps[min(self._position, len(steps) - 1)]
            self._position += 1
        else:
            step = self._unconfigured(call)
        if step.function is not None:
            step = self._step_for(step.function(call))
        if step.failure is not None:
            failure = step.failure
            if isinstance(failure, type):
                failure = failure(f"{failure.__name__} of the fake")
            failure.request = request
            raise failure
        if step.response is not None:
            given = step.response
            return httpx2.Response(
                given.status_code,
                headers=given.headers.raw,
                stream=httpx2.ByteStream(given.read()),
            )
        parts = cast("Parts", step.parts)
        headers = [*parts.headers, ("content-length", str(len(parts.content)))]
        return httpx2.Response(
            parts.status, headers=headers, stream=httpx2.ByteStream(parts.content)
        )

    def _unconfigured(self, call: C) -> _Step:
        states = self._engine.states
        if states and (respond := states.get(self._operation.name)) is not None:
            parts = respond(call)
            if parts is not None:
                return _Step(parts)
        if self._engine.is_strict:
            name = self._operation.name
            raise UnexpectedRequest(
                f"{name} was called, and nothing is configured: use returns(), "
                "raises() or fails() before, or a fake that is not strict"
            )
        if self._sample is None:
            self._sample = _Step(self._responses.sample())
        return self._sample


class Operations(Protocol):
    """A generated module with the operations of a resource."""

    @property
    def OPERATIONS(self) -> Mapping[str, str]:  # noqa: N802
        """The operations as JSON, by the names of the methods."""
        ...

    @property
    def RESPONSES(self) -> Sequence[str]:  # noqa: N802
        """Their responses, by the numbers that operations have for them."""
        ...


class FakeResource:
    """Base of the generated fakes of resources."""

    _data: Operations
    """The generated module with the operations."""
    _module: ModuleType
    """The module of the client's own resource."""
    _class: str
    """The class of that resource."""

    def __init__(self, engine: Engine) -> None:
        """Initialize with what the resource shares with the rest of its fake."""
        self._engine: Final = engine
        for name, one in vars(type(self)).items():
            if isinstance(one, BaseMethod):
                vars(self)[name] = one._of(self)

    def __repr__(self) -> str:
        return f"<{type(self).__name__}>"

    def _operation(self, method: str) -> Operation[Any]:
        operation: Operation[Any] = getattr(self._module, f"_{method}")()
        return operation

    def _real(self, client: APIClient) -> object:
        """Return the resource of a client."""
        return getattr(self._module, self._class)(client._calls)


class FakeMethod(BaseMethod[A, T, R, C], Generic[B, T, R, A, C]):
    """The fake of a method."""

    def __init__(
        self,
        method: Callable[Concatenate[Any, A], T],
        reasons: type[R],
        call: type[C],
        fields: Callable[B, object],
    ) -> None:
        """Initialize for the class of a resource, see `BaseMethod`."""
        super().__init__(method, reasons, call, fields)

    @overload
    def returns(
        self,
        response: (
            T | Plain | httpx2.Response | Callable[[C], T | Plain | httpx2.Response]
        ),
        /,
        *following: (
            T | Plain | httpx2.Response | Callable[[C], T | Plain | httpx2.Response]
        ),
    ) -> Self: ...

    @overload
    def returns(
        self, response: list[T], /  # several responses, where T is no list
    ) -> Self: ...

    @overload
    def returns(self, *args: B.args, **fields: B.kwargs) -> Self: ...

    def returns(self, *responses: Any, **fields: Any) -> Self:
        """Respond with a value, or with several, one after the other.

        A value is what the method returns, the same in plain types, an
        `httpx2.Response`, or a function of the call that returns one of these. The
        last one is repeated. Given by keywords, the fields that are omitted are
        filled in.
        """
        return self._returning(responses, fields)


class FakeStream(BaseMethod[A, Any, R, C], Generic[I, R, A, C]):
    """The fake of a method that streams items."""

    def __init__(
        self,
        method: Callable[Concatenate[Any, A], Iterable[I]],
        reasons: type[R],
        call: type[C],
        fields: Callable[..., object] | None = None,
    ) -> None:
        """Initialize for the class of a resource, see `BaseMethod`."""
        super().__init__(method, reasons, call, fields)

    def returns(
        self,
        items: Sequence[I | Mapping[str, object]],
        /,
        *following: Sequence[I | Mapping[str, object]],
    ) -> Self:
        """Respond with a stream of items, or with several, one after the other."""
        return self._plan(*map(self._step_for, map(list, (items, *following))))


class FakePages(FakeMethod[B, T, R, A, C], Generic[B, T, R, A, C, I]):
    """The fake of a method that returns pages; `T` is a page as an object."""

    def __init__(
        self,
        method: Callable[Concatenate[Any, A], Iterable[I]],
        reasons: type[R],
        call: type[C],
        fields: Callable[B, T],
    ) -> None:
        """Initialize for the class of a resource, see `BaseMethod`."""
        super().__init__(cast("Any", method), reasons, call, fields)

    def pages(self, *pages: Sequence[I | Mapping[str, object]]) -> Self:
        """Respond with pages of items; each leads to the next one."""
        walk = PageWalk(self._schema["pages"], self._responses, pages)
        return self._plan(_Step(function=walk.respond))


class FakeJob(FakeMethod[B, T, R, A, C]):
    """The fake of a method that tells how a job is doing."""

    def states(self, *states: str | float | bool) -> Self:
        """Respond with one state of the job after the other; the last is repeated."""
        path = self._schema["states"]
        return self._plan(
            *(_Step(self._responses.with_state(path, state)) for state in states)
        )


def _with_headers(parts: Parts, headers: Mapping[str, str] | None) -> Parts:
    if not headers:
        return parts
    added = tuple((name.lower(), value) for name, value in headers.items())
    return parts._replace(headers=(*parts.headers, *added))


def _times(number: int) -> str:
    return "once" if number == 1 else f"{number} times"
