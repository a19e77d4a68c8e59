"""Credentials without a client around them: courses, carried out by hand."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

import httpx2

from apiloom.runtime.auth.credentials import (
    Applied,
    AuthContext,
    Credential,
    authorize,
)
from apiloom.runtime.core.effects import Ask, Exclusive, Pause, Send, Steps
from apiloom.runtime.core.operation import Scoped
from apiloom.runtime.core.retries import RetryBudget, RetryPolicy

T = TypeVar("T")
Handler = Callable[[httpx2.Request], httpx2.Response]


def nobody(request: httpx2.Request) -> httpx2.Response:
    """No request is expected."""
    raise AssertionError(f"{request.method} {request.url} was sent")


@dataclass
class Clock:
    """A clock that goes when it is told to."""

    now: float = 1000.0

    def __call__(self) -> float:
        return self.now


@dataclass
class Scene:
    """What carries out courses: a server, and the pauses that were made."""

    handler: Handler = nobody
    base_url: str = "https://api.test/v1"
    max_retries: int = 2
    deadline: float | None = None
    clock: Clock = field(default_factory=Clock)
    requests: list[httpx2.Request] = field(default_factory=list)
    pauses: list[float] = field(default_factory=list)
    depth: int = 0

    def context(self) -> AuthContext:
        """What the credentials of one call may use."""
        return AuthContext(
            httpx2.Client(),
            self.base_url,
            "tests/1",
            5.0,
            self.deadline,
            None if self.deadline is None else self.clock() + self.deadline,
            RetryPolicy(self.max_retries),
            RetryBudget(),
            self.clock,
        )

    def run(self, steps: Steps[T]) -> T:
        """Carry out a course."""
        try:
            step = next(steps)
            while True:
                try:
                    answer = self._carry_out(step)
                except Exception as error:
                    step = steps.throw(error)
                else:
                    step = steps.send(answer)
        except StopIteration as stop:
            value: T = stop.value
            return value

    def _carry_out(self, step: Any) -> Any:
        match step:
            case Send():
                step.request.read()
                self.requests.append(step.request)
                answer = self.handler(step.request)
                answer.request = step.request
                return answer
            case Pause():
                self.pauses.append(step.seconds)
            case Ask():
                return step.function()
            case Exclusive():
                assert self.depth == 0, "the course is alone already"
                self.depth += 1
                try:
                    return self.run(step.course())
                finally:
                    self.depth -= 1
        return None

    def authorize(
        self,
        alternatives: Sequence[Sequence[str | Scoped]],
        credentials: Mapping[str, Credential],
        context: AuthContext | None = None,
    ) -> Applied:
        """What a request of the operation ``op`` gets."""
        needed = tuple(map(tuple, alternatives))
        context = context or self.context()
        return self.run(authorize("op", needed, credentials, context))

    def header(self, credential: Credential, *scopes: str) -> str:
        """The Authorization header that a credential makes."""
        needed = Scoped("x", scopes)
        return self.authorize([[needed]], {"x": credential}).headers["Authorization"]


def refused(**headers: str) -> httpx2.Response:
    """An answer 401."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return httpx2.Response(
        401, headers=named, request=httpx2.Request("GET", "https://api.test/v1")
    )


def tokens(*values: str, **more: Any) -> Handler:
    """A token endpoint that gives these tokens in turn."""
    left: Iterator[str] = iter(values)

    def handler(request: httpx2.Request) -> httpx2.Response:
        answer = {"access_token": next(left), "token_type": "Bearer", **more}
        return httpx2.Response(200, json=answer)

    return handler
