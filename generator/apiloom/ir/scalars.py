"""Scalar types: one row for each, with everything that apiloom knows about it.

Lowering reads the ``format`` of strings here, generated code and documentation their
Python types, samples their values.  A new format is a member of `Kind` and its row.
"""

from __future__ import annotations

import base64
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from enum import Enum
from typing import Final
from uuid import UUID

__all__ = ["SCALARS", "STRING_FORMATS", "Kind", "SampleForm", "ScalarType"]


class Kind(Enum):
    """The scalar types: JSON's own, those that ``format`` makes of strings, and bytes.

    ``BINARY`` is a file where it is sent in a form, and text where it is in JSON;
    ``OCTETS`` is a body that is nothing but bytes, ``EVENT`` a Server-Sent Event.
    """

    # There is one of each: no need to hash its name whenever one is looked up.
    __hash__ = object.__hash__

    ANY = "any"
    NULL = "null"
    BOOLEAN = "boolean"
    INTEGER = "integer"
    NUMBER = "number"
    STRING = "string"
    UUID = "uuid"
    DATE_TIME = "date-time"
    DATE = "date"
    DECIMAL = "decimal"
    DECIMAL_NUMBER = "decimal-number"
    BYTE = "byte"
    BASE64URL = "base64url"
    BINARY = "binary"
    OCTETS = "octets"
    EVENT = "event"


class SampleForm(Enum):
    """The Python form of a sample value."""

    LITERAL = "a literal of its JSON value"
    CALL = "a call of the type with the text: UUID('...')"
    ISO = "datetime.fromisoformat('...')"
    DATE = "date(2025, 1, 31)"
    BASE64 = "the bytes that the base64 text stands for"
    BYTES = "the bytes of the text"


@dataclass(frozen=True, slots=True, kw_only=True)
class ScalarType:
    """Everything about one scalar type but its name."""

    json: str
    """The JSON type on the wire; ``""`` for what is not JSON, or any of it."""
    python: str
    """The type in Python, with its module if that is not `builtins`."""
    runtime: str = ""
    """Module and name below the runtime of the type that responses are read as, where
    `python` alone would lose how a value was written."""
    accepts: tuple[str, ...] = ()
    """Types that a caller may pass besides `python`."""
    is_format: bool = False
    """Whether the kind's value is a ``format`` of strings."""
    sample: str = ""
    """Text that fits, for samples."""
    sample_form: SampleForm = SampleForm.LITERAL
    parse: Callable[[str], object] | None = None
    """Reads text of the wire; raises ValueError for text that does not fit."""

    @property
    def is_json_type(self) -> bool:
        """Whether it is one of JSON's own types, which constraints apply to."""
        return self.json != "" and not self.runtime and not self.sample

    @property
    def module(self) -> str:
        """The module of the Python type; ``""`` for `builtins`."""
        return self.python.rpartition(".")[0]

    @property
    def name(self) -> str:
        """The name of the Python type in its module."""
        return self.python.rpartition(".")[2]


def _date_time(text: str) -> datetime:
    if len(text) <= len("2025-01-31"):
        raise ValueError("a date without a time")
    return datetime.fromisoformat(text)


def _decimal(text: str) -> Decimal:
    try:
        return Decimal(text)
    except InvalidOperation as error:
        raise ValueError("not a decimal number") from error


def _base64(text: str) -> bytes:
    return base64.b64decode(text, validate=True)


SCALARS: Final[Mapping[Kind, ScalarType]] = {
    Kind.ANY: ScalarType(json="", python="JsonValue", runtime="types.JsonValue"),
    Kind.NULL: ScalarType(json="null", python="None"),
    Kind.BOOLEAN: ScalarType(json="boolean", python="bool"),
    Kind.INTEGER: ScalarType(json="integer", python="int"),
    Kind.NUMBER: ScalarType(json="number", python="float"),
    Kind.STRING: ScalarType(json="string", python="str"),
    Kind.UUID: ScalarType(
        json="string",
        python="uuid.UUID",
        runtime="types.scalars.UUID",
        accepts=("str",),
        is_format=True,
        sample="182bd5e5-6e1a-4fe4-a799-aa6d9a6ab26e",
        sample_form=SampleForm.CALL,
        parse=UUID,
    ),
    Kind.DATE_TIME: ScalarType(
        json="string",
        python="datetime.datetime",
        runtime="types.scalars.DateTime",
        accepts=("str",),
        is_format=True,
        sample="2025-01-31T12:00:00Z",
        sample_form=SampleForm.ISO,
        parse=_date_time,
    ),
    Kind.DATE: ScalarType(
        json="string",
        python="datetime.date",
        runtime="types.scalars.Date",
        accepts=("str",),
        is_format=True,
        sample="2025-01-31",
        sample_form=SampleForm.DATE,
        parse=date.fromisoformat,
    ),
    Kind.DECIMAL: ScalarType(
        json="string",
        python="decimal.Decimal",
        runtime="types.scalars.Decimal",
        is_format=True,
        sample="9.99",
        sample_form=SampleForm.CALL,
        parse=_decimal,
    ),
    Kind.DECIMAL_NUMBER: ScalarType(
        json="number",
        python="decimal.Decimal",
        runtime="types.scalars.DecimalNumber",
        accepts=("float",),
    ),
    Kind.BYTE: ScalarType(
        json="string",
        python="bytes",
        runtime="types.scalars.Base64",
        is_format=True,
        sample="aGVsbG8=",
        sample_form=SampleForm.BASE64,
        parse=_base64,
    ),
    Kind.BASE64URL: ScalarType(
        json="string",
        python="bytes",
        runtime="types.scalars.Base64URL",
        is_format=True,
        sample="aGVsbG8=",
        sample_form=SampleForm.BASE64,
        parse=_base64,
    ),
    Kind.BINARY: ScalarType(
        json="string", python="str", is_format=True, sample="hello"
    ),
    Kind.OCTETS: ScalarType(
        json="string",
        python="bytes",
        sample="hello",
        sample_form=SampleForm.BYTES,
    ),
    Kind.EVENT: ScalarType(
        json="",
        python="ServerSentEvent",
        runtime="decoding.sse.ServerSentEvent",
    ),
}
"""The row of each kind."""

STRING_FORMATS: Final[Mapping[str, Kind]] = {
    kind.value: kind for kind, scalar in SCALARS.items() if scalar.is_format
}
"""The formats of strings (OpenAPI 3.1, section 4.4.1; JSON Schema 2020-12, Validation,
sections 7.3 and 8), by what a document calls them."""
