"""One call, driven in each of the three ways; and a server that answers as told."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import SimpleNamespace
from typing import Annotated, Any, Protocol

import anyio
import httpx2
from pydantic import Field

from apiloom.runtime.auth.credentials import (
    ApiKey,
    Bearer,
    Credential,
    Credentials,
)
from apiloom.runtime.auth.secret import Secret
from apiloom.runtime.client.async_client import AsyncCalls
from apiloom.runtime.client.options import Options, Timeout
from apiloom.runtime.client.sync_client import Calls
from apiloom.runtime.core.errors import BadRequestError, ConflictError, RejectedError
from apiloom.runtime.core.operation import Failure, Operation
from apiloom.runtime.core.reasons import ErrorReason, Match
from apiloom.runtime.core.retries import RetryBudget
from apiloom.runtime.decoding.decoders import Json
from apiloom.runtime.decoding.results import StatusBodies, StatusErrors
from apiloom.runtime.encoding.bodies import JsonBody
from apiloom.runtime.encoding.files import FileField
from apiloom.runtime.types.models import Model, Nullable


def options(
    *,
    base_url: str = "https://api.test/v1",
    credentials: Credentials | None = None,
    timeout: Timeout = 5.0,
    max_retries: int = 2,
    headers: Mapping[str, str] | None = None,
    status_errors: StatusErrors | None = None,
    status_bodies: StatusBodies | None = None,
    user_agent: str = "tests/1",
    retry_budget: RetryBudget | None = None,
    **more: Any,
) -> Options:
    """Options of a client of an API that does not exist."""
    return Options(
        base_url=base_url,
        credentials=credentials or {},
        timeout=timeout,
        max_retries=max_retries,
        headers=headers,
        errors=SimpleNamespace(
            _STATUS_ERRORS=status_errors or {}, _STATUS_BODIES=status_bodies or {}
        ),
        user_agent=user_agent,
        retry_budget=retry_budget or RetryBudget(),
        **more,
    )


class Thing(Model):
    name: str
    status: Nullable[str] = None


class Problem(Model):
    message: str
    code: Annotated[int | None, Field(alias="errorCode")] = None


class Form(Model):
    file: FileField
    note: str | None = None


class Refused(RejectedError):
    """What one operation raises for a failure inside a success."""


class OwnConflict(ConflictError):
    """What one client raises for 409."""


class Reasons(ErrorReason):
    LIMIT = ("limit", 400, "Limit", "", Match(("message",), pattern="limit"))
    BAD_REQUEST = ("bad_request", 400, "Bad Request")
    WAITING = ("waiting", 200, "Still waiting", "", Match(("status",), value="wait"))
    UNKNOWN = ("unknown", None, "Unknown")


def operation(method: str = "GET", **changes: Any) -> Operation[Any]:
    given: dict[str, Any] = {
        "name": "things.get",
        "method": method,
        "path": "/things/{id}",
        "success": {"200": Json(Thing)},
        "failures": lambda: {
            "400": Failure(Json(Problem), BadRequestError),
            "4XX": Failure(Json(Problem)),
            "default": Failure(Json(Problem)),
        },
        "reasons": lambda: Reasons,
    }
    return Operation(**(given | changes))


GET = operation()
POST = operation("POST", body=JsonBody(Thing))
PATH: Mapping[str, object] = {"id": "x"}

Handler = Callable[[httpx2.Request], httpx2.Response]


class Driver(Protocol):
    """Carries out one call with a given server."""

    def __call__(
        self, handler: Handler, operation: Operation[Any], **call: Any
    ) -> Any: ...


def settings_of(call: dict[str, Any]) -> Options:
    given: Options | None = call.pop("options", None)
    return given or options()


def drive_sync(handler: Handler, operation: Operation[Any], **call: Any) -> Any:
    def handle(request: httpx2.Request) -> httpx2.Response:
        request.read()
        return handler(request)

    given = settings_of(call)
    with httpx2.Client(transport=httpx2.MockTransport(handle)) as http:
        calls = Calls(given, http)
        if call.pop("raw", False):
            calls = calls.raw()
        return calls.call(operation, **call)


def drive_async(
    backend: str, handler: Handler, operation: Operation[Any], **call: Any
) -> Any:
    async def handle(request: httpx2.Request) -> httpx2.Response:
        await request.aread()
        return handler(request)

    given = settings_of(call)

    async def main() -> Any:
        transport = httpx2.MockTransport(handle)
        async with httpx2.AsyncClient(transport=transport) as http:
            calls = AsyncCalls(given, http)
            if call.pop("raw", False):
                calls = calls.raw()
            return await calls.call(operation, **call)

    return anyio.run(main, backend=backend)


def answers(
    *given: httpx2.Response | Exception, requests: list[httpx2.Request] | None = None
) -> Handler:
    """Give these answers in their order, the last one again and again."""
    left = list(given)

    def handler(request: httpx2.Request) -> httpx2.Response:
        if requests is not None:
            requests.append(request)
        found = left.pop(0) if len(left) > 1 else left[0]
        if isinstance(found, Exception):
            raise found
        return httpx2.Response(
            found.status_code, headers=found.headers, content=found.content
        )

    return handler


def thing(code: int = 200, /, **members: Any) -> httpx2.Response:
    return httpx2.Response(code, json={"name": "n", **members})


def secured(*alternatives: tuple[str, ...]) -> Operation[Any]:
    return operation(security=alternatives)


KEYS: Mapping[str, Credential] = {
    "header": ApiKey(Secret("s3cret", "api_key", "T_KEY"), "header", "X-Key"),
    "query": ApiKey(Secret("s3 cret", "api_key", "T_KEY"), "query", "key"),
    "cookie": ApiKey(Secret("s3cret", "api_key", "T_KEY"), "cookie", "key"),
    "token": Bearer(Secret("s3cret", "access_token", "T_TOKEN")),
    "missing": Bearer(Secret(None, "access_token", "T_MISSING")),
}
