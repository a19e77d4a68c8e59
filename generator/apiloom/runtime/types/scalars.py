"""Scalars that are written back as they were read.

A moment or an identifier can be written in many ways, and a value that goes back to
the server should not look changed, so values that come from text remember it.

``format`` describes a string and does not restrict it (JSON Schema 2020-12,
Validation, section 7.2.1): in a response, a string that does not have its format stays
the string that it is.  In a request it is a mistake of the caller, and refused.
"""

from __future__ import annotations

import base64
import binascii
import datetime as dt
import decimal
import re
import uuid
from collections.abc import Callable
from typing import (
    TYPE_CHECKING,
    Annotated,
    Any,
    Final,
    Generic,
    NamedTuple,
    TypeAlias,
    TypeVar,
    cast,
)

from pydantic import (
    GetCoreSchemaHandler,
    GetJsonSchemaHandler,
    ValidationInfo,
    WrapValidator,
)
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import (
    CoreSchema,
    PydanticCustomError,
    PydanticSerializationUnexpectedValue,
    SchemaValidator,
    ValidationError,
    core_schema,
)

from .response_context import OTHER_FORMATS, RESPONSE

_T = TypeVar("_T")
_Handler: TypeAlias = core_schema.ValidatorFunctionWrapHandler


class OtherValues:
    """Base of marks of types: a response may have a value of another type there."""


_DATE: Final = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_DATE_TIME_START: Final = re.compile(r"\d{4}-\d\d-\d\d[Tt ].{8}", re.ASCII)


class WrittenDateTime(dt.datetime):
    """A moment that remembers how it was written (RFC 3339).

    What is calculated from it is a moment as well, and has not been written yet.
    """

    __slots__ = ("text",)

    text: str

    def __reduce_ex__(self, protocol: Any) -> tuple[Any, ...]:
        text = getattr(self, "text", None)
        if text is None:
            return dt.datetime.combine, (self.date(), self.timetz())
        return _written, (self.date(), self.timetz(), text)


class WrittenUUID(uuid.UUID):
    """An identifier that remembers how it was written (RFC 9562)."""

    __slots__ = ("text",)

    text: str

    def __init__(self, text: str) -> None:
        super().__init__(text)
        object.__setattr__(self, "text", text)

    def __reduce__(self) -> tuple[Any, ...]:
        return WrittenUUID, (self.text,)


class WrittenBytes(bytes):
    """Bytes that remember the base64 text they came from."""

    text: str


class WrittenText(str):
    """Text of a response that does not have the format it should have.

    It is written back as it came; in the hands of a caller it is text like any other.
    """

    __slots__ = ()


def _written(date: dt.date, time: dt.time, text: str) -> WrittenDateTime:
    moment = WrittenDateTime.combine(date, time)
    moment.text = text
    return moment


def _remember_date_time(text: str) -> dt.datetime:
    if _DATE_TIME_START.match(text) is None:
        raise ValueError("not a date-time of RFC 3339")
    moment = WrittenDateTime.fromisoformat(text)
    moment.text = text
    return moment


_PARSED: Final = SchemaValidator(core_schema.datetime_schema()).validate_python
"""Reads what `fromisoformat` does not know, whatever is strict elsewhere."""


def _read_date_time(text: str, handler: _Handler) -> dt.datetime:
    if _DATE_TIME_START.match(text) is None:
        raise ValueError("not a date-time of RFC 3339")
    try:
        return _remember_date_time(text)
    except ValueError:
        # A leap second is the last moment of its minute.
        is_leap = text[16:19] == ":60"
        usual = f"{text[:16]}:59{text[19:]}" if is_leap else text
        moment = cast("dt.datetime", _PARSED(usual))
        return _written(moment.date(), moment.timetz(), text)


def _read_uuid(text: str, handler: _Handler) -> uuid.UUID:
    if len(text) == 36 and text == text.lower():
        return cast("uuid.UUID", handler(text))
    return WrittenUUID(text)


def _read_date(text: str, handler: _Handler) -> dt.date:
    if not _DATE.fullmatch(text):
        raise ValueError("not a full-date of RFC 3339")
    return dt.date.fromisoformat(text)


def _read_decimal(text: str, handler: _Handler) -> decimal.Decimal:
    found = _finite(text)
    if str(found) != text:
        raise ValueError("not written as a decimal is")
    return found


def is_decimal(text: str) -> bool:
    """Return whether text is a number, though not as Python would write it."""
    try:
        _finite(text)
    except ValueError:
        return False
    return True


def _finite(text: str) -> decimal.Decimal:
    """Return text as a decimal number.

    Raises:
        ValueError: The text is none, or is infinite.
    """
    try:
        found = decimal.Decimal(text)
    except decimal.InvalidOperation:
        raise ValueError("not a decimal number") from None
    if not found.is_finite():
        raise ValueError("not a finite number")
    return found


def _read_base64(text: str, handler: _Handler) -> bytes:
    return _bytes_of(text, base64.b64encode)


def _read_base64url(text: str, handler: _Handler) -> bytes:
    return _bytes_of(text, base64.urlsafe_b64encode)


def _bytes_of(text: str, encode: Callable[[bytes], bytes]) -> bytes:
    """Return the bytes of Base64 (RFC 4648, sections 4 and 5), padded or not."""
    plain = text.replace("-", "+").replace("_", "/")
    try:
        found = base64.b64decode(plain + "=" * (-len(plain) % 4), validate=True)
    except binascii.Error as error:
        raise ValueError("not base64") from error
    if encode(found).decode("ascii") == text:
        return found
    remembering = WrittenBytes(found)
    remembering.text = text
    return remembering


class _Form(NamedTuple):
    """Canonical text of a type, which its values are written as.

    The pattern is one of pydantic's, whose expressions are those of Rust.  Such text
    is read by `read`, which is no Python code either, or as pydantic would read it;
    `remember` reads the usual text that is not canonical.
    """

    name: str
    pattern: str
    read: Callable[[str], object] | None = None
    remember: Callable[[str], object] | None = None

    def reading(self, native: CoreSchema) -> CoreSchema:
        """Return a reader of text that refuses other values and formats."""
        plain = core_schema.no_info_plain_validator_function
        text = core_schema.str_schema
        value = plain(self.read) if self.read is not None else native
        schema: CoreSchema = core_schema.chain_schema(
            [text(pattern=self.pattern), value]
        )
        if self.remember is not None:
            other = core_schema.chain_schema([text(), plain(self.remember)])
            schema = core_schema.union_schema([schema, other], mode="left_to_right")
        return schema

    def either(self, quick: CoreSchema, careful: CoreSchema) -> CoreSchema:
        """Return a schema that reads as one schema does, or else as the other."""
        return core_schema.union_schema(
            [quick, careful],
            mode="left_to_right",
            # One sentence; else each of the two would tell what it has found.
            custom_error_type="format",
            custom_error_message=f"Input should be a {self.name}",
        )


_FULL_DATE: Final = _Form(
    "full-date of RFC 3339",
    "^[0-9]{4}-[0-9]{2}-[0-9]{2}$",
    dt.date.fromisoformat,
)
_DATE_TIME: Final = _Form(
    "date-time of RFC 3339",
    # Not hour 24 either, which later versions of Python take for the next day.
    "^[0-9]{4}-[0-9]{2}-[0-9]{2}T([01][0-9]|2[0-3]):[0-9]{2}:[0-9]{2}"
    # Neither zeros that are left out nor what "Z" stands for. Without an offset, it is
    # remembered: a server may write so, and has it back; a caller may not.
    "([.][0-9]{5}[1-9])?(Z|[+-](0[1-9]|1[0-9]|2[0-3]):[0-5][0-9])$",
    dt.datetime.fromisoformat,
    _remember_date_time,
)
_HYPHENATED: Final = _Form(
    "UUID of RFC 9562",
    "^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$",
    remember=WrittenUUID,
)


class _Reader(Generic[_T]):
    """Makes pydantic read a type from text, and remember text that says more.

    In JSON, text in its canonical form is read without a call of Python code; `read`
    is for all other text.
    """

    def __init__(
        self,
        read: Callable[[str, _Handler], _T],
        canonical: _Form | None = None,
        *,
        accepts: Callable[[object], bool] | None = None,
        wanted: str = "",
    ) -> None:
        """Initialize with a reader of text, and the canonical form of values.

        `accepts` says which values of Python that are not text callers may pass, and
        `wanted` is what to tell them who passed something else.
        """
        self._read: Final = read
        self._canonical: Final = canonical
        self._accepts: Final = accepts
        self._wanted: Final = wanted
        self._function: Callable[[Any], object] | None = None

    def __get_pydantic_core_schema__(
        self, source: Any, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        native = handler(source)
        careful = core_schema.with_info_wrap_validator_function(self._validate, native)
        # Among the members of a union, text without the format is for the others.
        choosing = core_schema.with_info_wrap_validator_function(self._choose, native)
        quick: CoreSchema = careful
        chosen: CoreSchema = choosing
        form = self._canonical
        if form is not None:
            reading = form.reading(native)
            if self._function is None:
                self._function = SchemaValidator(reading).validate_python
            function = core_schema.no_info_plain_validator_function(self._function)
            # Pydantic takes the members of a union that mere text fits for less likely
            # than those that a function reads, so there it has to be one.
            quick, chosen = form.either(reading, careful), form.either(
                function, choosing
            )
        return core_schema.json_or_python_schema(
            # Outside of unions, `exact` leaves the lax schema of the two.
            core_schema.lax_or_strict_schema(lax_schema=quick, strict_schema=chosen),
            careful,
        )

    def __get_pydantic_json_schema__(
        self, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        is_either = schema["type"] == "json-or-python"
        return handler(schema["python_schema"] if is_either else schema)

    def _validate(self, value: Any, handler: _Handler, info: ValidationInfo) -> Any:
        if not isinstance(value, str):
            if self._accepts and not self._accepts(value):
                raise self._refusal()
            return handler(value)
        if isinstance(value, WrittenText):
            return value
        try:
            found = self._read(value, handler)
        except (ValueError, ValidationError):
            if info.context is RESPONSE:
                OTHER_FORMATS.number += 1
                return WrittenText(value)
            if self._wanted:
                raise self._refusal() from None
            raise
        if info.context is not RESPONSE and isinstance(found, WrittenDateTime):
            return _said(found)
        return found

    def _choose(self, value: Any, handler: _Handler, info: ValidationInfo) -> Any:
        if info.context is RESPONSE and isinstance(value, str):
            return self._read(value, handler)
        return self._validate(value, handler, info)

    def _refusal(self) -> PydanticCustomError:
        return PydanticCustomError("wanted", "Input should be {what}", self._what)

    @property
    def _what(self) -> dict[str, Any]:
        return {"what": self._wanted}


def _said(moment: WrittenDateTime) -> dt.datetime:
    """Return a timestamp of a caller; its text is kept if it has an offset."""
    if moment.tzinfo is not None:
        return moment
    return dt.datetime.combine(moment.date(), moment.timetz())


class _Number:
    """Makes pydantic try integers, then fractions, and weigh both for the rest alone.

    Each number of JSON is exactly one of them, so nothing has to be weighed; the rest
    is what pydantic takes for a number as well, such as text.
    """

    def __get_pydantic_core_schema__(
        self, source: Any, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        # Of JSON, the text "NaN" is text; of Python, a caller's NaN is refused later,
        # with all else that is wrong.
        return core_schema.json_or_python_schema(
            self._either(
                core_schema.float_schema(strict=True, allow_inf_nan=False),
                core_schema.union_schema(
                    [
                        core_schema.int_schema(),
                        core_schema.float_schema(allow_inf_nan=False),
                    ]
                ),
            ),
            self._either(core_schema.float_schema(strict=True), handler(source)),
        )

    @staticmethod
    def _either(quick: CoreSchema, rest: CoreSchema) -> CoreSchema:
        return core_schema.union_schema(
            [core_schema.int_schema(strict=True), quick, rest],
            mode="left_to_right",
            custom_error_type="number",
            custom_error_message="Input should be a number",
        )

    def __get_pydantic_json_schema__(
        self, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        python = cast("core_schema.JsonOrPythonSchema", schema)["python_schema"]
        *_, either = cast("core_schema.UnionSchema", python)["choices"]
        return handler(cast("CoreSchema", either))


class _Writer(Generic[_T]):
    """Makes pydantic write a type to JSON as `write` does.

    Pydantic's own `PlainSerializer` is of a module that nothing else needs.
    """

    def __init__(self, kind: type[_T], write: Callable[[_T], object]) -> None:
        """Initialize with the type and the writer of its values."""
        self._kind: Final = kind
        self._write: Final = write

    def __get_pydantic_core_schema__(
        self, source: Any, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        writing = core_schema.plain_serializer_function_ser_schema(
            self._serialize, when_used="json"
        )
        return cast("CoreSchema", {**handler(source), "serialization": writing})

    def _serialize(self, value: Any) -> Any:
        if isinstance(value, self._kind) and self._is_written(value):
            return self._write(value)
        if isinstance(value, str):
            return value
        # In a union, another member of it may know the value.
        raise PydanticSerializationUnexpectedValue(f"not a {self._kind.__name__}")

    def _is_written(self, value: object) -> bool:
        """Return whether a value is written so: a timestamp is no date in JSON."""
        return self._kind is not dt.date or not isinstance(value, dt.datetime)


def written(value: object) -> str | None:
    """Return the text that a value was read from, if it is kept."""
    remembers = isinstance(value, (WrittenBytes, WrittenDateTime, WrittenUUID))
    return getattr(value, "text", None) if remembers else None


def _write_date_time(value: dt.datetime) -> str:
    plain = value.isoformat()
    usual = f"{plain[:-6]}Z" if plain.endswith("+00:00") else plain
    return written(value) or usual


def _write_uuid(value: uuid.UUID) -> str:
    return written(value) or str(value)


def _read_number(value: Any, handler: _Handler, info: ValidationInfo) -> Any:
    # By way of text, so that 12.0 stays apart from 12.
    if info.context is RESPONSE and type(value) in (int, float):
        return _finite(repr(value))
    return handler(repr(value) if type(value) is float else value)


def _write_number(value: decimal.Decimal) -> int | float:
    return int(value) if value.as_tuple().exponent == 0 else float(value)


def _write_base64(value: bytes) -> str:
    return written(value) or base64.b64encode(value).decode("ascii")


def _write_base64url(value: bytes) -> str:
    return written(value) or base64.urlsafe_b64encode(value).decode("ascii")


_BYTES: Final = "bytes, or their base64 text"


def _is_bytes(value: object) -> bool:
    return isinstance(value, (bytes, bytearray))


def _is_date(value: object) -> bool:
    return isinstance(value, dt.date) and not isinstance(value, dt.datetime)


def _is_date_time(value: object) -> bool:
    return isinstance(value, dt.datetime)


def _is_uuid(value: object) -> bool:
    return isinstance(value, uuid.UUID)


if TYPE_CHECKING:
    Base64: TypeAlias = bytes
    Base64URL: TypeAlias = bytes
    Date: TypeAlias = dt.date
    DateTime: TypeAlias = dt.datetime
    Decimal: TypeAlias = decimal.Decimal
    DecimalNumber: TypeAlias = decimal.Decimal
    JsonNumber: TypeAlias = int | float
    UUID: TypeAlias = uuid.UUID
else:
    Base64 = Annotated[
        bytes,
        _Reader(_read_base64, accepts=_is_bytes, wanted=_BYTES),
        _Writer(bytes, _write_base64),
    ]
    Base64URL = Annotated[
        bytes,
        _Reader(_read_base64url, accepts=_is_bytes, wanted=_BYTES),
        _Writer(bytes, _write_base64url),
    ]
    Date = Annotated[
        dt.date,
        _Reader(
            _read_date,
            _FULL_DATE,
            accepts=_is_date,
            wanted="a date: datetime.date, or text such as 2024-01-31",
        ),
        _Writer(dt.date, dt.date.isoformat),
    ]
    DateTime = Annotated[
        dt.datetime,
        _Reader(
            _read_date_time,
            _DATE_TIME,
            accepts=_is_date_time,
            wanted="a date-time: datetime.datetime with a time zone, or text such as "
            "2024-01-31T12:00:00Z",
        ),
        _Writer(dt.datetime, _write_date_time),
    ]
    Decimal = Annotated[
        decimal.Decimal, _Reader(_read_decimal), _Writer(decimal.Decimal, str)
    ]
    DecimalNumber = Annotated[
        decimal.Decimal,
        WrapValidator(_read_number),
        _Writer(decimal.Decimal, _write_number),
    ]
    # In this order: where pydantic is not sure of the members of a union, it writes a
    # number as the first kind that takes it, and float takes integers.
    JsonNumber = Annotated[int | float, _Number()]
    UUID = Annotated[
        uuid.UUID,
        _Reader(
            _read_uuid,
            _HYPHENATED,
            accepts=_is_uuid,
            wanted="a UUID: uuid.UUID, or its text",
        ),
        _Writer(uuid.UUID, _write_uuid),
    ]
