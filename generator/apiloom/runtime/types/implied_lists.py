"""Lists that a document only implies: by ``items``, say, and without a ``type``.

A keyword concerns the values of its own type (JSON Schema 2020-12, section 7.6.1), so
a response may have any other value there.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, Final, TypeAlias, TypeVar

from pydantic_core import core_schema

from .scalars import ANSWER, OtherValues

if TYPE_CHECKING:
    from pydantic import GetCoreSchemaHandler, ValidationInfo

_T = TypeVar("_T")


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
        if info.context is ANSWER and not isinstance(value, list):
            return value
        return handler(value)


_ANY_OTHER: Final = AnyOther()

Implied: TypeAlias = Annotated[_T, _ANY_OTHER]
"""A list, unless a response has something else."""
