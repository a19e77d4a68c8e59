"""A fake of an API behind the real client, in memory: nothing is patched or opened.

The names of a fake are those of the API's resources. So everything here begins with an
underscore; the generated class gives it names that no resource has.
"""

# The names of a fake are those of an API: all that is its own has an underscore.
# pyright: reportPrivateUsage=false

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypeAlias, TypeVar
from urllib.parse import parse_qs

import httpx2

from ..core.operation import OPERATION
from . import methods
from .engine import CAPTURED, Captured, Engine
from .problems import FakeError, UnexpectedRequest
from .replay import recording_at
from .routes import Match, Routes
from .schemas import is_members

if TYPE_CHECKING:
    from ..client.async_client import AsyncAPIClient
    from ..client.sync_client import APIClient
    from .calls import Call

ClientT = TypeVar("ClientT", bound="APIClient")
AsyncClientT = TypeVar("AsyncClientT", bound="AsyncAPIClient")
Method: TypeAlias = methods.BaseMethod[..., Any, Any, Any]


class SyncTransport(httpx2.BaseTransport):
    """Responds to the requests of a sync client in memory."""

    def __init__(self, fake: Fake) -> None:
        """Initialize with the fake that responds."""
        self._fake: Final = fake

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        """Return the response of the fake."""
        return self._fake._respond(request, request.read())


class AsyncTransport(httpx2.AsyncBaseTransport):
    """Responds to the requests of an async client in memory."""

    def __init__(self, fake: Fake) -> None:
        """Initialize with the fake that responds."""
        self._fake: Final = fake

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        """Return the response of the fake."""
        return self._fake._respond(request, await request.aread())


class Fake:
    """Base of the generated fake."""

    _host: str
    """The host of the server that the fake stands for."""

    def __init__(
        self, *, strict: bool = False, seed: int = 0, validate_requests: bool = True
    ) -> None:
        """Create a fake.

        Args:
            strict: Whether a call that nothing is configured for raises
                `UnexpectedRequest`, in place of returning an example or a sample.
            seed: Seed of sample values; the same seed always gives the same.
            validate_requests: Whether a request that the specification does not allow
                raises `InvalidRequest`.
        """
        self._engine: Final = Engine(
            is_strict=strict,
            seed=seed,
            validates=validate_requests,
            client=self._client,
            package=type(self).__module__.rpartition(".")[0],
            fake=self,
        )
        self._clock: Final = self._engine.clock
        self._unmatched: Final[list[httpx2.Request]] = []
        self._found: Final[dict[str, Method]] = {}

    def __repr__(self) -> str:
        return f"<{type(self).__name__}>"

    # What the generated class knows

    def _lines(self) -> Sequence[str]:
        """Return the operations: their methods, paths and names."""
        raise NotImplementedError

    def _servers(self) -> Sequence[str]:
        """Return the URLs of the servers."""
        raise NotImplementedError

    # Clients

    @cached_property
    def _sync_transport(self) -> SyncTransport:
        return SyncTransport(self)

    @cached_property
    def _async_transport(self) -> AsyncTransport:
        return AsyncTransport(self)

    def _attached(self, client: ClientT) -> ClientT:
        """Return a sync client that tells the time by the clock of the fake."""
        clock = self._clock
        vars(client._calls).update(clock=clock.monotonic, sleep=clock.sleep)
        return client

    def _attached_async(self, client: AsyncClientT) -> AsyncClientT:
        """Return an async client that tells the time by the clock of the fake."""
        clock = self._clock
        vars(client._calls).update(clock=clock.monotonic, sleep=clock.async_sleep)
        return client

    # Requests

    @cached_property
    def _raw_host(self) -> bytes:
        return self._host.encode("ascii")

    @cached_property
    def _routes(self) -> Routes:
        return Routes(self._lines(), self._servers())

    def _respond(self, request: httpx2.Request, content: bytes) -> httpx2.Response:
        """Return the response to a request."""
        method, path = self._method_for(request, content)
        captured = CAPTURED.get()
        if captured is not None and method is captured[0]:
            captured.append(method._received(request, content, path))
            raise Captured
        return method._respond(request, content, path)

    def _method_for(
        self, request: httpx2.Request, content: bytes
    ) -> tuple[Method, Mapping[str, str]]:
        url = request.url
        raw, _, query = url.raw_path.decode("ascii", "replace").partition("?")
        if url.raw_host != self._raw_host and (token := _token_of(request, content)):
            return token, {}
        matches = self._routes.match(request.method, raw, query)
        if not matches:
            token = _token_of(request, content)
            if token is not None:
                return token, {}
            self._unmatched.append(request)
            known = self._routes.methods_of(raw)
            hint = f"; it has {', '.join(known)}" if known else ""
            raise UnexpectedRequest(
                f"{request.method} {url.path}: the specification has no such "
                f"operation{hint}"
            )
        # The client says what it calls; paths of several operations may be the same.
        named = request.extensions.get(OPERATION)
        matches = [one for one in matches if one.route.dotted == named] or matches
        if len(matches) == 1:
            return self._method(matches[0].route.dotted), matches[0].path
        return self._chosen(matches, request, content)

    def _chosen(
        self, matches: Sequence[Match], request: httpx2.Request, content: bytes
    ) -> tuple[Method, Mapping[str, str]]:
        """Return the first method that allows a request."""
        methods = [(self._method(one.route.dotted), one.path) for one in matches]
        allowing: list[tuple[Method, Mapping[str, str]]] = []
        for method, path in methods:
            sent = method._received(request, content, path)._received.read()
            switches = method._schema.get("on", ())
            body = sent.body if is_members(sent.body) else {}
            if switches and all(body.get(name) is True for name in switches):
                return method, path
            if not sent.problems and not switches:
                allowing.append((method, path))
        return (allowing or methods)[0]

    def _method(self, dotted: str) -> Method:
        """Return the fake of a method, by the names that lead there."""
        found = self._found.get(dotted)
        if found is None:
            holder: Any = self
            for name in dotted.split("."):
                holder = getattr(holder, name)
            found = self._found[dotted] = holder
        return found

    # What a test asks

    def _called(self) -> Sequence[Call]:
        """Return all calls that were received, those of one method together."""
        return [call for method in self._found.values() for call in method.calls]

    def _assert_all_called(self) -> None:
        """Raise AssertionError if a method was configured and not called."""
        configured: Iterable[Method] = self._engine.configured.values()
        missing = sorted(one._operation.name for one in configured if not one.calls)
        if missing:
            raise FakeError(f"configured and not called: {', '.join(missing)}")

    def _reset(self) -> None:
        """Forget all that is configured and was received."""
        for method in (*self._found.values(), *self._engine.configured.values()):
            method.resets()
        self._engine.configured.clear()
        self._engine.states.clear()
        self._engine.store = None
        self._unmatched.clear()

    def _replay(self, path: str | Path) -> None:
        """Respond with what a file has recorded.

        Raises:
            FakeError: The file is no recording, or that of another API.
        """
        recording = recording_at(path)
        prefixes = self._routes.prefixes
        known: set[str] = set()
        for line in self._lines():
            written, _, dotted = line.rpartition(" ")
            operation = written.replace("{+", "{")
            if operation in recording.operations:
                known.add(operation)
                name = self._method(dotted)._operation.name
                self._engine.states[name] = partial(
                    recording.respond, operation, prefixes=prefixes
                )
        unknown = sorted(set(recording.operations) - known)
        if unknown:
            raise FakeError(f"{path}: the API has no {', '.join(unknown)}")

    def _client(self) -> APIClient:
        """Return the sync client."""
        raise NotImplementedError


class _Tokens:
    """Stands for the token endpoint, which no specification has as an operation."""

    def _respond(
        self, request: httpx2.Request, content: bytes, path: Mapping[str, str]
    ) -> httpx2.Response:
        token = {"access_token": "fake-token", "token_type": "Bearer"}
        return httpx2.Response(200, json={**token, "expires_in": 3600})


def _token_of(request: httpx2.Request, content: bytes) -> Any:
    """Return the token endpoint for a request for a token (RFC 6749, section 4)."""
    if request.method != "POST" or b"grant_type=" not in content:
        return None
    return _Tokens() if parse_qs(content.decode("ascii", "replace")) else None
