"""Diagnostics of a document: a registry of codes, and a sink.

A diagnostic is data: a `Code`, a sentence, and a pointer. Finding its
line and column costs a second look at the text, so that is done only when it is
printed (`Document.locate`).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Final, Self

from apiloom.locations import Location, Pointer
from apiloom.text.visible import message

__all__ = [
    "Code",
    "Diagnostic",
    "Diagnostics",
    "Finding",
    "Severity",
    "UnusableInput",
]


class Severity(StrEnum):
    """Severity: an error omits a part of the client, a warning is a compromise."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


_E, _W, _I = Severity.ERROR, Severity.WARNING, Severity.INFO


class Code(StrEnum):
    """Every kind of diagnostic, with its default severity and its meaning in one line.

    Kebab-case and stable: people write them into their CI.
    """

    severity: Severity
    summary: str

    def __new__(cls, value: str, severity: Severity, summary: str) -> Self:
        code = str.__new__(cls, value)
        code._value_ = value
        code.severity = severity
        code.summary = summary
        return code

    # Input that cannot be used at all.
    FILE_NOT_FOUND = "file-not-found", _E, "The file does not exist."
    FILE_UNREADABLE = "file-unreadable", _E, "The file cannot be read."
    TOO_LARGE = "too-large", _E, "The document is larger than what may be read."
    TOO_MANY_PARTS = (
        "too-many-parts",
        _E,
        "The client would be larger than the limit allows.",
    )
    ENCODING_ERROR = "encoding-error", _E, "The bytes of the file are not text."
    SYNTAX_ERROR = "syntax-error", _E, "The file is neither valid JSON nor valid YAML."
    EMPTY_DOCUMENT = "empty-document", _E, "The file is empty."
    NOT_A_MAPPING = "not-a-mapping", _E, "The root of the document is not an object."
    NESTED_TOO_DEEPLY = "nested-too-deeply", _E, "The document is nested too deeply."
    ALIAS_BOMB = "alias-bomb", _E, "YAML aliases expand to too many values."
    UNSUPPORTED_VERSION = (
        "unsupported-version",
        _E,
        "The document is not a supported OpenAPI document.",
    )
    NOT_OPENAPI = (
        "not-openapi",
        _E,
        "The file has another format that apiloom recognizes.",
    )
    OVERLAY_INVALID = (
        "overlay-invalid",
        _E,
        "An overlay does not follow its specification.",
    )
    CONFIG_INVALID = "config-invalid", _E, "The configuration cannot be used."
    # How the text is written.
    DUPLICATE_KEY = (
        "duplicate-key",
        _W,
        "A key occurs twice in one object; the last wins.",
    )
    INTEGER_STATUS_KEY = (
        "integer-status-key",
        _W,
        "A status code is written as a number.",
    )
    NON_STRING_KEY = "non-string-key", _W, "A key is not a string."
    BYTE_ORDER_MARK = "byte-order-mark", _W, "The file starts with a byte order mark."
    ENCODING_NOT_UTF8 = "encoding-not-utf8", _W, "The file is not encoded in UTF-8."
    MULTIPLE_DOCUMENTS = (
        "multiple-documents",
        _W,
        "The file contains more than one document.",
    )
    UNKNOWN_TAG = "unknown-tag", _W, "A YAML tag is not supported."
    INVALID_NUMBER = "invalid-number", _W, "A number cannot be expressed in JSON."
    LONE_SURROGATE = "lone-surrogate", _W, "A string contains half of a surrogate pair."
    # References.
    UNRESOLVED_REFERENCE = "unresolved-reference", _E, "A $ref cannot be resolved."
    REFERENCE_CYCLE = "reference-cycle", _E, "References refer only to each other."
    REMOTE_REFERENCE = "remote-reference", _E, "A $ref refers to another host."
    OUTSIDE_ROOTS = (
        "outside-roots",
        _E,
        "A $ref refers to a file that the document may not read.",
    )
    REFERENCE_INTO_ROOT = (
        "reference-into-root",
        _W,
        "The target of a local $ref exists only in the root file.",
    )
    MALFORMED_REFERENCE = (
        "malformed-reference",
        _W,
        "A $ref is not a valid URI, but can be resolved.",
    )
    # Overlays.
    OVERLAY_NO_MATCH = "overlay-no-match", _W, "An overlay action matches nothing."
    OVERLAY_INCOMPATIBLE = (
        "overlay-incompatible",
        _E,
        "An overlay's value cannot be merged into its target.",
    )
    OVERLAY_UNKNOWN_FIELD = (
        "overlay-unknown-field",
        _W,
        "An overlay action has an unknown field.",
    )
    OVERLAY_NO_EFFECT = "overlay-no-effect", _W, "An overlay action does nothing."
    # Operations.
    SELECTION_NO_MATCH = (
        "selection-no-match",
        _W,
        "A pattern of `include` or `exclude` matches no operation.",
    )
    IGNORED = (
        "ignored",
        _I,
        "An extension of another generator leaves a part of the document out.",
    )
    DUPLICATE_OPERATION_ID = (
        "duplicate-operation-id",
        _W,
        "Operations have the same operationId.",
    )
    NO_OPERATIONS = "no-operations", _W, "The document has no operations."
    UNDECLARED_PATH_PARAMETER = (
        "undeclared-path-parameter",
        _W,
        "A path parameter is not declared.",
    )
    UNUSED_PATH_PARAMETER = (
        "unused-path-parameter",
        _W,
        "A path parameter does not occur in the path.",
    )
    UNDOCUMENTED_SUCCESS = (
        "undocumented-success",
        _W,
        "An operation declares no success response.",
    )
    UNSUPPORTED_SECURITY = (
        "unsupported-security",
        _W,
        "A security scheme is left to the HTTP client.",
    )
    ENVIRONMENT_VARIABLE = (
        "environment-variable",
        _W,
        "The document names an environment variable that it may not use.",
    )
    MISSING_SECURITY = (
        "missing-security",
        _W,
        "Operations do not state which credential they need.",
    )
    RELATIVE_SERVER = (
        "relative-server",
        _W,
        "The URL of a server does not name the host.",
    )
    UNKNOWN_SECURITY_SCHEME = (
        "unknown-security-scheme",
        _W,
        "A security scheme is not declared.",
    )
    EXTENSION_INVALID = (
        "extension-invalid",
        _W,
        "An x- extension of apiloom is incomplete.",
    )
    UNRESOLVED_LINK = (
        "unresolved-link",
        _W,
        "A link refers to no operation of the document.",
    )
    TAG_PARENT = "tag-parent", _W, "A tag cannot be nested below its parent."
    # The structure.
    WRONG_TYPE = (
        "wrong-type",
        _W,
        "A value does not have the type that OpenAPI requires.",
    )
    UNKNOWN_TYPE = "unknown-type", _W, "A schema names an unknown type."
    OBSOLETE_KEYWORD = "obsolete-keyword", _W, "A keyword of another version is used."
    BOOLEAN_REQUIRED = (
        "boolean-required",
        _W,
        "required is written on the property itself.",
    )
    VALUE_OF_WRONG_TYPE = (
        "value-of-wrong-type",
        _W,
        "A schema lists a value that does not have its type.",
    )
    CONTRADICTION = "contradiction", _W, "Two statements contradict each other."
    UNEXPRESSED_KEYWORD = (
        "unexpressed-keyword",
        _I,
        "A keyword cannot be expressed as a Python type.",
    )
    INVALID_LIMIT = "invalid-limit", _W, "A limit is not valid."
    ANY_VALUE = (
        "any-value",
        _W,
        "A schema is read as any value, because no type expresses it.",
    )
    TOO_MANY_COMBINATIONS = (
        "too-many-combinations",
        _W,
        "Schemas combine into more types than the limit allows.",
    )
    REF_SIBLING_IGNORED = (
        "ref-sibling-ignored",
        _I,
        "A keyword beside a $ref has no effect.",
    )
    PATH_WITHOUT_SLASH = "path-without-slash", _W, "A path does not start with a slash."
    METHOD_CASE = "method-case", _W, "A method is not in lower case."
    STATUS_KEY_CASE = "status-key-case", _W, "A range of status codes is in lower case."
    INVALID_STATUS_KEY = (
        "invalid-status-key",
        _W,
        "A key of responses is not a status code.",
    )
    STRUCTURE = "structure", _W, "Something does not follow the specification."
    MISSING_RESPONSES = "missing-responses", _W, "An operation declares no responses."
    UNSENDABLE_BODY = (
        "unsendable-body",
        _E,
        "A body cannot be sent as its media type requires.",
    )
    SEVERAL_BODIES = "several-bodies", _W, "An operation describes more than one body."
    UNSUPPORTED_COLLECTION_FORMAT = (
        "unsupported-collection-format",
        _W,
        "A collectionFormat has no equivalent in OpenAPI 3.",
    )
    MISSING_VERSION = (
        "missing-version",
        _W,
        "The document does not state its version correctly.",
    )


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One finding. `pointer` leads to a place that `Document.locate` can find."""

    code: Code
    severity: Severity
    message: str
    pointer: Pointer
    hint: str | None = None

    def render(self, location: Location) -> str:
        """Return the line for a terminal: `file:1:2: error: message [code] at #/x`.

        A hint follows on a line of its own. No text of the document ends a line, or is
        a command to a terminal or to a CI system.
        """
        line = message(
            f"{location}: {self.severity}: {self.message} [{self.code}]"
            f" at {location.pointer.fragment}"
        )
        return f"{line}\n  hint: {message(self.hint)}" if self.hint else line


@dataclass(frozen=True, slots=True)
class Finding:
    """A diagnostic and where it stands in the text: all that there is to tell."""

    diagnostic: Diagnostic
    location: Location

    @property
    def severity(self) -> Severity:
        """The severity of the diagnostic."""
        return self.diagnostic.severity

    def render(self) -> str:
        """Return the line for a terminal; see `Diagnostic.render`."""
        return self.diagnostic.render(self.location)


class Diagnostics:
    """The sink that every stage reports into: ordered, without duplicates."""

    __slots__ = ("_found",)

    def __init__(self) -> None:
        self._found: dict[tuple[str, Pointer, str], Diagnostic] = {}

    def report(
        self,
        code: Code,
        message: str,
        pointer: Pointer,
        hint: str | None = None,
        *,
        severity: Severity | None = None,
    ) -> None:
        """Record a finding, once however often it is reported.

        `severity` overrides the code's own.
        """
        self._found.setdefault(
            (code, pointer, message),
            Diagnostic(code, severity or code.severity, message, pointer, hint),
        )

    def __iter__(self) -> Iterator[Diagnostic]:
        return iter(tuple(self._found.values()))

    def __len__(self) -> int:
        return len(self._found)

    @property
    def errors(self) -> tuple[Diagnostic, ...]:
        """The findings that leave a hole in the client."""
        return tuple(d for d in self if d.severity is Severity.ERROR)

    @property
    def warnings(self) -> tuple[Diagnostic, ...]:
        """The findings where apiloom had to guess or give way."""
        return tuple(d for d in self if d.severity is Severity.WARNING)


class UnusableInput(Exception):
    """Nothing can be generated from this input; the command exits with 2.

    `str()` is the whole message for the terminal.
    """

    def __init__(
        self, code: Code, message: str, location: Location, hint: str | None = None
    ) -> None:
        self.diagnostic: Final = Diagnostic(
            code, code.severity, message, location.pointer, hint
        )
        self.location: Final = location
        super().__init__(self.diagnostic.render(location))

    def __reduce__(self) -> tuple[type[UnusableInput], tuple[object, ...]]:
        """Pickle the arguments, not the message: it may come from another process."""
        found = self.diagnostic
        return type(self), (found.code, found.message, self.location, found.hint)
