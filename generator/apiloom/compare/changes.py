"""Changes of a client: a registry of codes, and what each finding says."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum, StrEnum
from typing import Final, Self

__all__ = ["Change", "ChangeCode", "Impact", "Step", "span"]


def span(text: object) -> str:
    """Return text of a document as a code span, which it cannot end."""
    return "`" + str(text).replace("`", "'") + "`"


class Impact(StrEnum):
    """The effect of a change on the programs of callers."""

    BREAKING = "breaking"
    """A program that was right before fails a type checker, or when it runs."""
    WARNING = "warning"
    """Programs keep working, but their authors want to know."""
    COMPATIBLE = "compatible"
    """No action is needed."""


class Step(IntEnum):
    """The part of a version number that a change increments (semver.org)."""

    NONE = 0
    PATCH = 1
    MINOR = 2
    MAJOR = 3


_B, _W, _C = Impact.BREAKING, Impact.WARNING, Impact.COMPATIBLE


class ChangeCode(StrEnum):
    """Every kind of change: its code, its usual impact, its opposite and its meaning.

    Kebab-case and stable: people waive them in their configuration.
    """

    impact: Impact
    opposite: str
    summary: str

    def __new__(cls, value: str, impact: Impact, opposite: str, summary: str) -> Self:
        code = str.__new__(cls, value)
        code._value_ = value
        code.impact = impact
        code.opposite = opposite
        code.summary = summary
        return code

    # Operations.
    OPERATION_REMOVED = (
        "operation-removed",
        _B,
        "operation-added",
        "A method no longer exists.",
    )
    OPERATION_ADDED = (
        "operation-added",
        _C,
        "operation-removed",
        "There is a new method.",
    )
    OPERATION_RENAMED = (
        "operation-renamed",
        _B,
        "operation-renamed",
        "A method has another name.",
    )
    OPERATION_MOVED = (
        "operation-moved",
        _B,
        "operation-moved",
        "A method belongs to another resource.",
    )
    OPERATION_DEPRECATED = (
        "operation-deprecated",
        _W,
        "operation-undeprecated",
        "An operation is now deprecated.",
    )
    OPERATION_UNDEPRECATED = (
        "operation-undeprecated",
        _C,
        "operation-deprecated",
        "An operation is no longer deprecated.",
    )
    SUNSET_CHANGED = (
        "sunset-changed",
        _W,
        "sunset-changed",
        "The date on which an operation is switched off has changed.",
    )
    # Arguments.
    ARGUMENT_REMOVED = (
        "argument-removed",
        _B,
        "argument-added",
        "A method no longer has an argument.",
    )
    ARGUMENT_ADDED = (
        "argument-added",
        _C,
        "argument-removed",
        "A method has a new argument; breaking if it is required.",
    )
    ARGUMENT_RENAMED = (
        "argument-renamed",
        _B,
        "argument-renamed",
        "An argument has another name.",
    )
    ARGUMENT_REQUIRED = (
        "argument-required",
        _B,
        "argument-optional",
        "An optional argument is now required.",
    )
    ARGUMENT_OPTIONAL = (
        "argument-optional",
        _C,
        "argument-required",
        "A required argument is now optional.",
    )
    ARGUMENT_NARROWED = (
        "argument-narrowed",
        _B,
        "argument-widened",
        "An argument accepts fewer types or values.",
    )
    ARGUMENT_WIDENED = (
        "argument-widened",
        _C,
        "argument-narrowed",
        "An argument accepts more types or values.",
    )
    ARGUMENT_RETYPED = (
        "argument-retyped",
        _B,
        "argument-retyped",
        "An argument has another type.",
    )
    ARGUMENT_POSITION = (
        "argument-position",
        _B,
        "argument-position",
        "Positional arguments are in another order.",
    )
    ARGUMENT_DEFAULT = (
        "argument-default",
        _W,
        "argument-default",
        "The API assumes another value if an argument is omitted.",
    )
    ARGUMENT_DEPRECATED = (
        "argument-deprecated",
        _W,
        "argument-undeprecated",
        "An argument is now deprecated.",
    )
    ARGUMENT_UNDEPRECATED = (
        "argument-undeprecated",
        _C,
        "argument-deprecated",
        "An argument is no longer deprecated.",
    )
    BODY_STYLE = (
        "body-style",
        _B,
        "body-style",
        "The body is passed in another way: as fields, or as one argument.",
    )
    # Results.
    RESULT_WIDENED = (
        "result-widened",
        _B,
        "result-narrowed",
        "A method returns more types, or None.",
    )
    RESULT_NARROWED = (
        "result-narrowed",
        _C,
        "result-widened",
        "A method returns fewer types.",
    )
    RESULT_RETYPED = (
        "result-retyped",
        _B,
        "result-retyped",
        "A method returns another type.",
    )
    RESULT_REMOVED = (
        "result-removed",
        _B,
        "result-added",
        "A method no longer returns anything.",
    )
    RESULT_ADDED = (
        "result-added",
        _C,
        "result-removed",
        "A method that returned nothing has a result.",
    )
    PAGINATION_REMOVED = (
        "pagination-removed",
        _B,
        "pagination-added",
        "A method no longer returns pages.",
    )
    PAGINATION_ADDED = (
        "pagination-added",
        _C,
        "pagination-removed",
        "A method returns pages; breaking if it returned a list.",
    )
    # Models, enums and aliases.
    MODEL_REMOVED = (
        "model-removed",
        _B,
        "model-added",
        "A model, enum or alias no longer exists.",
    )
    MODEL_ADDED = (
        "model-added",
        _C,
        "model-removed",
        "There is a new model, enum or alias.",
    )
    MODEL_RENAMED = (
        "model-renamed",
        _B,
        "model-renamed",
        "A model, enum or alias has another name.",
    )
    MODEL_KIND = (
        "model-kind",
        _B,
        "model-kind",
        "A model, enum or alias is now another of these.",
    )
    MODEL_BASE_REMOVED = (
        "model-base-removed",
        _B,
        "model-base-added",
        "A model is no longer a subclass of another.",
    )
    MODEL_BASE_ADDED = (
        "model-base-added",
        _C,
        "model-base-removed",
        "A model is now a subclass of another.",
    )
    MODEL_CLOSED = (
        "model-closed",
        _B,
        "model-opened",
        "A model that callers pass refuses properties that are not declared.",
    )
    MODEL_OPENED = (
        "model-opened",
        _C,
        "model-closed",
        "A model that callers pass allows properties that are not declared.",
    )
    ALIAS_WIDENED = (
        "alias-widened",
        _B,
        "alias-narrowed",
        "An alias stands for more types; compatible if it is only passed.",
    )
    ALIAS_NARROWED = (
        "alias-narrowed",
        _B,
        "alias-widened",
        "An alias stands for fewer types; compatible if it is only returned.",
    )
    ALIAS_RETYPED = (
        "alias-retyped",
        _B,
        "alias-retyped",
        "An alias stands for another type.",
    )
    FIELD_REMOVED = (
        "field-removed",
        _B,
        "field-added",
        "A model no longer has an attribute.",
    )
    FIELD_ADDED = (
        "field-added",
        _C,
        "field-removed",
        "A model has a new attribute; breaking if it must be passed.",
    )
    FIELD_RENAMED = (
        "field-renamed",
        _B,
        "field-renamed",
        "An attribute has another name.",
    )
    FIELD_REQUIRED = (
        "field-required",
        _B,
        "field-optional",
        "An attribute is required; compatible if the model is only returned.",
    )
    FIELD_OPTIONAL = (
        "field-optional",
        _B,
        "field-required",
        "An attribute can be absent; compatible if the model is only passed.",
    )
    FIELD_WIDENED = (
        "field-widened",
        _B,
        "field-narrowed",
        "An attribute has more types; compatible if the model is only passed.",
    )
    FIELD_NARROWED = (
        "field-narrowed",
        _B,
        "field-widened",
        "An attribute has fewer types; compatible if the model is only returned.",
    )
    FIELD_RETYPED = (
        "field-retyped",
        _B,
        "field-retyped",
        "An attribute has another type.",
    )
    FIELD_DEFAULT = (
        "field-default",
        _W,
        "field-default",
        "The API assumes another value if an attribute is not passed.",
    )
    DEPRECATED = (
        "deprecated",
        _W,
        "undeprecated",
        "A model or an attribute is now deprecated.",
    )
    UNDEPRECATED = (
        "undeprecated",
        _C,
        "deprecated",
        "A model or an attribute is no longer deprecated.",
    )
    VALUE_REMOVED = (
        "value-removed",
        _C,
        "value-added",
        "A response no longer has a listed value.",
    )
    VALUE_ADDED = (
        "value-added",
        _W,
        "value-removed",
        "A response can have a new value or variant.",
    )
    MEMBER_REMOVED = (
        "member-removed",
        _B,
        "member-added",
        "An enum no longer has a member.",
    )
    MEMBER_ADDED = (
        "member-added",
        _W,
        "member-removed",
        "An enum has a new member; compatible if callers only pass it.",
    )
    MEMBER_RENAMED = (
        "member-renamed",
        _B,
        "member-renamed",
        "A member of an enum has another name.",
    )
    MEMBER_VALUE = (
        "member-value",
        _W,
        "member-value",
        "A member of an enum stands for another value; breaking if callers pass it.",
    )
    # Errors.
    ERROR_REMOVED = (
        "error-removed",
        _B,
        "error-added",
        "An operation no longer documents a failure.",
    )
    ERROR_ADDED = (
        "error-added",
        _W,
        "error-removed",
        "An operation documents a new failure.",
    )
    REASON_REMOVED = (
        "reason-removed",
        _B,
        "reason-added",
        "An error enum no longer has a member.",
    )
    REASON_ADDED = (
        "reason-added",
        _W,
        "reason-removed",
        "An error enum has a new member.",
    )
    EXCEPTION_CHANGED = (
        "exception-changed",
        _B,
        "exception-changed",
        "A failure raises another exception.",
    )
    EXCEPTION_REMOVED = (
        "exception-removed",
        _B,
        "exception-added",
        "An exception no longer exists.",
    )
    EXCEPTION_ADDED = (
        "exception-added",
        _C,
        "exception-removed",
        "There is a new exception.",
    )
    ERROR_BODY_WIDENED = (
        "error-body-widened",
        _B,
        "error-body-narrowed",
        "The body of an exception has more types.",
    )
    ERROR_BODY_NARROWED = (
        "error-body-narrowed",
        _C,
        "error-body-widened",
        "The body of an exception has fewer types.",
    )
    ERROR_BODY_RETYPED = (
        "error-body-retyped",
        _B,
        "error-body-retyped",
        "The body of an exception has another type.",
    )
    # The client.
    CLIENT_RENAMED = (
        "client-renamed",
        _B,
        "client-renamed",
        "The client class has another name.",
    )
    SETTING_REMOVED = (
        "setting-removed",
        _B,
        "setting-added",
        "The constructor no longer has an argument.",
    )
    SETTING_ADDED = (
        "setting-added",
        _C,
        "setting-removed",
        "The constructor has a new argument.",
    )
    SETTING_RENAMED = (
        "setting-renamed",
        _B,
        "setting-renamed",
        "An argument of the constructor has another name.",
    )
    SETTING_NARROWED = (
        "setting-narrowed",
        _B,
        "setting-widened",
        "An argument of the constructor accepts fewer values.",
    )
    SETTING_WIDENED = (
        "setting-widened",
        _C,
        "setting-narrowed",
        "An argument of the constructor accepts more values.",
    )
    SETTING_RETYPED = (
        "setting-retyped",
        _B,
        "setting-retyped",
        "An argument of the constructor accepts other values.",
    )
    SETTING_DEFAULT = (
        "setting-default",
        _W,
        "setting-default",
        "An argument of the constructor has another default.",
    )
    ENVIRONMENT_VARIABLE = (
        "environment-variable",
        _B,
        "environment-variable",
        "A credential is read from another environment variable.",
    )
    CREDENTIAL_REQUIRED = (
        "credential-required",
        _B,
        "credential-optional",
        "A call requires a credential that it did not require.",
    )
    CREDENTIAL_OPTIONAL = (
        "credential-optional",
        _C,
        "credential-required",
        "A call no longer requires a credential.",
    )
    SCOPES_CHANGED = (
        "scopes-changed",
        _W,
        "scopes-changed",
        "A call requires other scopes.",
    )
    BASE_URL_REQUIRED = (
        "base-url-required",
        _B,
        "base-url-optional",
        "The specification no longer names a host.",
    )
    BASE_URL_OPTIONAL = (
        "base-url-optional",
        _C,
        "base-url-required",
        "The specification names a host.",
    )
    # Waiters and webhooks.
    WAITER_REMOVED = (
        "waiter-removed",
        _B,
        "waiter-added",
        "A method that waits no longer exists.",
    )
    WAITER_ADDED = (
        "waiter-added",
        _C,
        "waiter-removed",
        "There is a new method that waits.",
    )
    WAITER_CHANGED = (
        "waiter-changed",
        _W,
        "waiter-changed",
        "A method waits for other states.",
    )
    WEBHOOK_REMOVED = (
        "webhook-removed",
        _B,
        "webhook-added",
        "A function that reads a webhook or callback no longer exists.",
    )
    WEBHOOK_ADDED = (
        "webhook-added",
        _C,
        "webhook-removed",
        "There is a new function that reads a webhook or callback.",
    )
    WEBHOOK_RENAMED = (
        "webhook-renamed",
        _B,
        "webhook-renamed",
        "A function that reads a webhook or callback has another name.",
    )
    WEBHOOK_WIDENED = (
        "webhook-widened",
        _B,
        "webhook-narrowed",
        "The payload of a webhook or callback has more types.",
    )
    WEBHOOK_NARROWED = (
        "webhook-narrowed",
        _C,
        "webhook-widened",
        "The payload of a webhook or callback has fewer types.",
    )
    WEBHOOK_RETYPED = (
        "webhook-retyped",
        _B,
        "webhook-retyped",
        "The payload of a webhook or callback has another type.",
    )
    # The wire, under an unchanged surface.
    WIRE_REQUEST = (
        "wire-request",
        _W,
        "wire-request",
        "A method sends its request to another path, or with another HTTP method.",
    )
    WIRE_NAME = (
        "wire-name",
        _W,
        "wire-name",
        "Something has another name on the wire, and in dicts that are passed.",
    )
    WIRE_LOCATION = (
        "wire-location",
        _W,
        "wire-location",
        "An argument is sent in another part of the request.",
    )
    WIRE_STYLE = (
        "wire-style",
        _W,
        "wire-style",
        "A parameter is serialized in another style.",
    )
    WIRE_BODY = (
        "wire-body",
        _W,
        "wire-body",
        "A body is sent as another media type, or encoded in another way.",
    )
    WIRE_RESPONSE = (
        "wire-response",
        _W,
        "wire-response",
        "A response has other media types.",
    )
    WIRE_PAGINATION = (
        "wire-pagination",
        _W,
        "wire-pagination",
        "The next page is requested in another way.",
    )
    WIRE_CREDENTIAL = (
        "wire-credential",
        _W,
        "wire-credential",
        "A credential is sent in another way.",
    )
    SERVER_URL = (
        "server-url",
        _W,
        "server-url",
        "A server has another URL.",
    )


_PATCHES: Final = frozenset(
    {
        ChangeCode.WIRE_REQUEST,
        ChangeCode.WIRE_NAME,
        ChangeCode.WIRE_LOCATION,
        ChangeCode.WIRE_STYLE,
        ChangeCode.WIRE_BODY,
        ChangeCode.WIRE_RESPONSE,
        ChangeCode.WIRE_PAGINATION,
        ChangeCode.WIRE_CREDENTIAL,
        ChangeCode.SERVER_URL,
    }
)
"""The changes that regenerated code hides from its callers."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A finding of a comparison.

    `subject` is what the change is about, by its Python name. `before` and `after` are
    the names in the two clients, None where there is none; `before_at` and `after_at`
    the pointers into the two specifications. `names` are those of the method, model
    or member that it belongs to, if any: the rest of its message may be true of others.
    """

    code: ChangeCode
    impact: Impact
    subject: str
    message: str
    hint: str = ""
    before: str | None = None
    after: str | None = None
    before_at: str = ""
    after_at: str = ""
    names: tuple[str, ...] = ()

    @property
    def owner(self) -> str:
        """The method, model or member that the change belongs to; empty for others."""
        return self.names[0] if self.names else ""

    @property
    def step(self) -> Step:
        """The part of a version number that this change increments."""
        if self.impact is Impact.BREAKING:
            return Step.MAJOR
        return Step.PATCH if self.code in _PATCHES else Step.MINOR
