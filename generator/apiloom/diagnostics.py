"""Diagnostics of a document: a registry of codes, and a sink.

A diagnostic is data: a code from `CODES`, a sentence, and a pointer. Finding its
line and column costs a second look at the text, so that is done only when it is
printed (`Document.locate`).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from apiloom.locations import Location, Pointer
from apiloom.text.visible import message

__all__ = [
    "CODES",
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


@dataclass(frozen=True, slots=True)
class Code:
    """One kind of diagnostic: its default severity and what it means, in one line."""

    severity: Severity
    summary: str


_E, _W, _I = Severity.ERROR, Severity.WARNING, Severity.INFO

CODES: Final = MappingProxyType(
    {
        # Input that cannot be used at all.
        "file-not-found": Code(_E, "The file does not exist."),
        "file-unreadable": Code(_E, "The file cannot be read."),
        "too-large": Code(_E, "The document is larger than what may be read."),
        "too-many-parts": Code(_E, "The client would be larger than the limit allows."),
        "encoding-error": Code(_E, "The bytes of the file are not text."),
        "syntax-error": Code(_E, "The file is neither valid JSON nor valid YAML."),
        "empty-document": Code(_E, "The file is empty."),
        "not-a-mapping": Code(_E, "The root of the document is not an object."),
        "nested-too-deeply": Code(_E, "The document is nested too deeply."),
        "alias-bomb": Code(_E, "YAML aliases expand to too many values."),
        "unsupported-version": Code(
            _E, "The document is not a supported OpenAPI document."
        ),
        "overlay-invalid": Code(_E, "An overlay does not follow its specification."),
        "config-invalid": Code(_E, "The configuration cannot be used."),
        # How the text is written.
        "duplicate-key": Code(_W, "A key occurs twice in one object; the last wins."),
        "integer-status-key": Code(_W, "A status code is written as a number."),
        "non-string-key": Code(_W, "A key is not a string."),
        "byte-order-mark": Code(_W, "The file starts with a byte order mark."),
        "encoding-not-utf8": Code(_W, "The file is not encoded in UTF-8."),
        "multiple-documents": Code(_W, "The file contains more than one document."),
        "unknown-tag": Code(_W, "A YAML tag is not supported."),
        "invalid-number": Code(_W, "A number cannot be expressed in JSON."),
        "lone-surrogate": Code(_W, "A string contains half of a surrogate pair."),
        # References.
        "unresolved-reference": Code(_E, "A $ref cannot be resolved."),
        "reference-cycle": Code(_E, "References refer only to each other."),
        "remote-reference": Code(_E, "A $ref refers to another host."),
        "outside-roots": Code(
            _E, "A $ref refers to a file that the document may not read."
        ),
        "reference-into-root": Code(
            _W, "The target of a local $ref exists only in the root file."
        ),
        "malformed-reference": Code(
            _W, "A $ref is not a valid URI, but can be resolved."
        ),
        # Overlays.
        "overlay-no-match": Code(_W, "An overlay action matches nothing."),
        "overlay-incompatible": Code(
            _E, "An overlay's value cannot be merged into its target."
        ),
        "overlay-unknown-field": Code(_W, "An overlay action has an unknown field."),
        "overlay-no-effect": Code(_W, "An overlay action does nothing."),
        # Operations.
        "undeclared-path-parameter": Code(_W, "A path parameter is not declared."),
        "unused-path-parameter": Code(
            _W, "A path parameter does not occur in the path."
        ),
        "undocumented-success": Code(_W, "An operation declares no success response."),
        "unsupported-security": Code(
            _W, "A security scheme is left to the HTTP client."
        ),
        "environment-variable": Code(
            _W, "The document names an environment variable that it may not use."
        ),
        "missing-security": Code(
            _W, "Operations do not state which credential they need."
        ),
        "relative-server": Code(_W, "The URL of a server does not name the host."),
        "unknown-security-scheme": Code(_W, "A security scheme is not declared."),
        "extension-invalid": Code(_W, "An x- extension of apiloom is incomplete."),
        "unresolved-link": Code(_W, "A link refers to no operation of the document."),
        "tag-parent": Code(_W, "A tag cannot be nested below its parent."),
        # The structure.
        "wrong-type": Code(_W, "A value does not have the type that OpenAPI requires."),
        "unknown-type": Code(_W, "A schema names an unknown type."),
        "obsolete-keyword": Code(_W, "A keyword of another version is used."),
        "boolean-required": Code(_W, "required is written on the property itself."),
        "value-of-wrong-type": Code(
            _W, "A schema lists a value that does not have its type."
        ),
        "contradiction": Code(_W, "Two statements contradict each other."),
        "unexpressed-keyword": Code(
            _I, "A keyword cannot be expressed as a Python type."
        ),
        "invalid-limit": Code(_W, "A limit is not valid."),
        "any-value": Code(
            _W, "A schema is read as any value, because no type expresses it."
        ),
        "too-many-combinations": Code(
            _W, "Schemas combine into more types than the limit allows."
        ),
        "ref-sibling-ignored": Code(_I, "A keyword beside a $ref has no effect."),
        "path-without-slash": Code(_W, "A path does not start with a slash."),
        "method-case": Code(_W, "A method is not in lower case."),
        "status-key-case": Code(_W, "A range of status codes is in lower case."),
        "invalid-status-key": Code(_W, "A key of responses is not a status code."),
        "structure": Code(_W, "Something does not follow the specification."),
        "missing-responses": Code(_W, "An operation declares no responses."),
        "unsendable-body": Code(
            _E, "A body cannot be sent as its media type requires."
        ),
        "several-bodies": Code(_W, "An operation describes more than one body."),
        "unsupported-collection-format": Code(
            _W, "A collectionFormat has no equivalent in OpenAPI 3."
        ),
        "missing-version": Code(
            _W, "The document does not state its version correctly."
        ),
    }
)
"""Every code there is. Kebab-case, stable: people write them into their CI."""


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One finding. `pointer` leads to a place that `Document.locate` can find."""

    code: str
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
        code: str,
        message: str,
        pointer: Pointer,
        hint: str | None = None,
        *,
        severity: Severity | None = None,
    ) -> None:
        """Record a finding, once however often it is reported.

        `severity` overrides the code's own. Raises KeyError for a code that is not
        in `CODES`: that is a mistake in apiloom, not in the document.
        """
        known = CODES[code]
        self._found.setdefault(
            (code, pointer, message),
            Diagnostic(code, severity or known.severity, message, pointer, hint),
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
        self, code: str, message: str, location: Location, hint: str | None = None
    ) -> None:
        self.diagnostic: Final = Diagnostic(
            code, CODES[code].severity, message, location.pointer, hint
        )
        self.location: Final = location
        super().__init__(self.diagnostic.render(location))

    def __reduce__(self) -> tuple[type[UnusableInput], tuple[object, ...]]:
        """Pickle the arguments, not the message: it may come from another process."""
        found = self.diagnostic
        return type(self), (found.code, found.message, self.location, found.hint)
