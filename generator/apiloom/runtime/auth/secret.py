"""Secrets: by argument, from a function, or from the environment; never shown."""

from __future__ import annotations

import os
from collections.abc import Awaitable, Callable, Generator
from inspect import isawaitable, iscoroutine
from typing import Any, Final, NoReturn, Self, TypeAlias

from ..core.effects import Ask
from ..core.errors import MissingCredentialError

SecretInput: TypeAlias = str | Callable[[], str]
"""What a credential's argument takes: the secret, or a function that gives it."""

AsyncSecretInput: TypeAlias = SecretInput | Callable[[], Awaitable[str]]
"""The same for async clients."""


class Secret:
    """A value given by argument, else by environment variable; never shown.

    A function is asked anew for every call of the client, so that it can follow a
    secret that changes; what it keeps in the meantime is its own business.
    """

    __slots__ = (
        "_function",
        "argument",
        "env",
        "is_argument",
        "is_declined",
        "is_function",
        "text",
    )

    is_function: bool
    """Whether a function gives the value."""
    text: str | None
    """The value, where no function gives it."""

    def __init__(self, value: AsyncSecretInput | None, argument: str, env: str) -> None:
        """Initialize with an argument's value, its name and its variable."""
        self.argument: Final = argument
        self.env: Final = env
        self.is_argument: Final = bool(value)
        # An empty text means that there is none, and none is sent.
        self.is_declined: Final = value == ""
        self._function: Final = value if callable(value) else None
        self.is_function = self._function is not None
        text = value if isinstance(value, str) else None
        self.text = os.environ.get(env) if value is None else text

    @property
    def is_present(self) -> bool:
        """Whether there is a value, or a function to ask for it."""
        return bool(self._function or self.text)

    @property
    def is_stated(self) -> bool:
        """Whether there is a value, be it an empty text."""
        return self._function is not None or self.text is not None

    def reveal(self) -> Generator[Ask, Any, str]:
        """Return the value.

        Raises `MissingCredentialError` if a function gives none; what the function
        itself raises is left as it is.
        """
        if self._function is None:
            return self.text or ""
        value: object = yield Ask(self._function)
        if isawaitable(value):
            if iscoroutine(value):
                value.close()
            raise MissingCredentialError(
                f"{self.argument}=… is a function to be awaited, which only the async "
                "client does"
            )
        if not isinstance(value, str) or not value:
            raise MissingCredentialError(
                f"the function that is {self.argument}=… gave no text but "
                f"{'an empty one' if value == '' else type(value).__name__}"
            )
        return value

    def __repr__(self) -> str:
        return "Secret(…)" if self.is_present else "Secret()"

    def __copy__(self) -> Self:
        return self

    def __deepcopy__(self, memo: dict[int, Any]) -> Self:
        return self

    def __reduce__(self) -> NoReturn:
        raise TypeError(f"a credential ({self.argument}) cannot be pickled")
