"""Validators of JSON in strings, and of arrays without a ``type``."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Annotated, Any, TypeAlias, TypeVar

from pydantic_core import core_schema

from .response_context import RESPONSE
from .scalars import OtherValues

if TYPE_CHECKING:
    from pydantic import GetCoreSchemaHandler, ValidationInfo


_T = TypeVar("_T")


class _Embedded:
    """Validator of JSON text in responses, and of a value or its text in requests."""

    def __get_pydantic_core_schema__(
        self, source: Any, handler: GetCoreSchemaHandler
    ) -> core_schema.CoreSchema:
        return core_schema.with_info_wrap_validator_function(
            self._read,
            handler(source),
            serialization=core_schema.wrap_serializer_function_ser_schema(
                self._write, when_used="json"
            ),
        )

    @staticmethod
    def _read(
        value: object,
        handler: core_schema.ValidatorFunctionWrapHandler,
        info: ValidationInfo,
    ) -> object:
        if not isinstance(value, str):
            return handler(value)
        if info.context is not RESPONSE:
            return value
        try:
            return handler(json.loads(value))
        except ValueError:
            # What a string holds is said and not asserted (section 8.2).
            return value

    @staticmethod
    def _write(value: Any, handler: core_schema.SerializerFunctionWrapHandler) -> str:
        if isinstance(value, str):
            return value
        return json.dumps(handler(value), ensure_ascii=False, separators=(",", ":"))


EmbeddedJson: TypeAlias = Annotated[_T, _Embedded()]
"""A value that is JSON text in a string (JSON Schema 2020-12, Validation, 8.5)."""


class AnyOther(OtherValues):
    """Lets other values than lists of a response through as they came."""

    def __get_pydantic_core_schema__(
        self, source: Any, handler: GetCoreSchemaHandler
    ) -> core_schema.CoreSchema:
        return core_schema.with_info_wrap_validator_function(
            self._read, handler(source)
        )

    @staticmethod
    def _read(
        value: object,
        handler: core_schema.ValidatorFunctionWrapHandler,
        info: ValidationInfo,
    ) -> object:
        if info.context is RESPONSE and not isinstance(value, list):
            return value
        return handler(value)


Implied: TypeAlias = Annotated[_T, AnyOther()]
"""A list that a document implies by ``items``, without a ``type``.

A keyword concerns the values of its own type (JSON Schema 2020-12, section 7.6.1), so
a response may have any other value there.
"""
