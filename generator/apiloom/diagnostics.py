"""What apiloom has to say about a document: one registry of codes, one sink.

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
    """How bad it is: an error leaves a hole in the client, a warning a compromise."""

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
        "empty-document": Code(_E, "The file holds nothing."),
        "not-a-mapping": Code(_E, "The root of the document is not an object."),
        "nested-too-deeply": Code(_E, "The document nests deeper than any API does."),
        "alias-bomb": Code(_E, "YAML aliases expand to far more than was written."),
        "unsupported-version": Code(_E, "The document is of an unknown kind."),
        "overlay-invalid": Code(_E, "An overlay does not follow its specification."),
        "config-invalid": Code(_E, "The configuration cannot be used."),
        # How the text is written.
        "duplicate-key": Code(_W, "A key occurs twice in one object; the last wins."),
        "integer-status-key": Code(_W, "A status code is written as a number."),
        "non-string-key": Code(_W, "A key is not a string."),
        "byte-order-mark": Code(_W, "The file starts with a byte order mark."),
        "encoding-not-utf8": Code(_W, "The file is not encoded in UTF-8."),
        "multiple-documents": Code(_W, "The file holds more than one document."),
        "unknown-tag": Code(_W, "A YAML tag has no meaning here."),
        "invalid-number": Code(_W, "A number does not exist in JSON."),
        "lone-surrogate": Code(_W, "A string holds half of a character."),
        # References.
        "unresolved-reference": Code(_E, "A $ref leads nowhere."),
        "reference-cycle": Code(_E, "References lead only to each other."),
        "remote-reference": Code(_E, "A $ref leads to another machine."),
        "outside-roots": Code(_E, "A $ref leads out of what the document may read."),
        "reference-into-root": Code(_W, "A local $ref only exists in the root file."),
        "malformed-reference": Code(_W, "A $ref is no URI, but can be understood."),
        # Overlays.
        "overlay-no-match": Code(_W, "An overlay action matches nothing."),
        "overlay-incompatible": Code(_E, "An overlay's value does not fit its target."),
        "overlay-unknown-field": Code(_W, "An overlay action has an unknown field."),
        "overlay-no-effect": Code(_W, "An overlay action does nothing."),
        # Operations.
        "undeclared-path-parameter": Code(_W, "A path parameter is not declared."),
        "unused-path-parameter": Code(_W, "A path parameter has no place in the path."),
        "undocumented-success": Code(_W, "An operation documents no success."),
        "unsupported-security": Code(
            _W, "A security scheme is left to the HTTP client."
        ),
        "environment-variable": Code(
            _W, "The document names an environment variable that is not its own."
        ),
        "missing-security": Code(
            _W, "Operations do not say what credential they need."
        ),
        "relative-server": Code(_W, "The URL of a server does not name the host."),
        "unknown-security-scheme": Code(_W, "A security scheme is not declared."),
        "extension-invalid": Code(_W, "An x- extension of apiloom is incomplete."),
        "unresolved-link": Code(_W, "A link leads to no operation of the document."),
        "tag-parent": Code(_W, "A tag cannot be below its parent."),
        # The structure.
        "wrong-type": Code(_W, "A value has another type than the specification says."),
        "unknown-type": Code(_W, "A schema names a type that does not exist."),
        "obsolete-keyword": Code(_W, "A keyword of another version is used."),
        "boolean-required": Code(_W, "required stands on the property itself."),
        "value-of-wrong-type": Code(_W, "A schema lists a value of another type."),
        "contradiction": Code(_W, "Two statements cannot both be true."),
        "unexpressed-keyword": Code(_I, "A keyword that no Python type expresses."),
        "invalid-limit": Code(_W, "A limit of a value cannot be one."),
        "any-value": Code(_W, "A schema is read as any value: no type expresses it."),
        "too-many-combinations": Code(
            _W, "Schemas combine to more types than the limit allows."
        ),
        "ref-sibling-ignored": Code(_I, "A keyword beside a $ref has no effect."),
        "path-without-slash": Code(_W, "A path does not start with a slash."),
        "method-case": Code(_W, "A method is not in lower case."),
        "status-key-case": Code(_W, "A range of status codes is in lower case."),
        "invalid-status-key": Code(_W, "A key of responses is not a status code."),
        "structure": Code(_W, "Something is not as the specification says."),
        "missing-responses": Code(_W, "An operation declares no responses."),
        "unsendable-body": Code(
            _E, "A body cannot be sent as its media type wants it."
        ),
        "several-bodies": Code(_W, "An operation describes more than one body."),
        "unsupported-collection-format": Code(
            _W, "A collectionFormat has no equivalent in OpenAPI 3."
        ),
        "missing-version": Code(_W, "The document does not say its version properly."),
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
        """How bad it is."""
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
