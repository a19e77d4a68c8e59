"""Dicts that may be passed for models of `models.messages`."""

from __future__ import annotations

from typing import NotRequired, TypedDict

from .. import models

__all__ = ["ToolMessage", "UserMessage"]


class UserMessage(TypedDict):
    """What may be passed for `UserMessage`."""

    role: NotRequired[models.UserMessageRole | models.UserMessageRoleValue]
    content: str


class ToolMessage(TypedDict):
    """What may be passed for `ToolMessage`."""

    role: NotRequired[models.ToolMessageRole | models.ToolMessageRoleValue]
    tool: str
