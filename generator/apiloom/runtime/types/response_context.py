"""Context of pydantic while it reads responses."""

from __future__ import annotations

from typing import Any, Final

RESPONSE: Final[dict[str, Any]] = {"direction": "response"}
"""The context in which the bodies of responses are validated."""

LARGE: Final = 64 * 1024
"""From so many bytes of JSON on, the collector costs more than to stop it."""


class _OtherFormats:
    """Counter of the strings of responses that turned out not to have their formats.

    A number that is the same after a body was read says that all its strings do; one
    that is not may be due to another thread.
    """

    __slots__ = ("number",)

    def __init__(self) -> None:
        self.number = 0


OTHER_FORMATS: Final = _OtherFormats()
