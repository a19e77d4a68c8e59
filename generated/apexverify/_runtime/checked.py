"""Arguments that are objects: a dict has to fit the model that it stands for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from .deferred import Deferred
from .errors import RequestValidationError
from .limits import Sent

if TYPE_CHECKING:
    import pydantic_core

    from . import models
else:
    pydantic_core = Deferred("pydantic_core")
    models = Deferred(".models", __package__)


class Valid(Sent):
    """What is held to a model: the model itself, or a dict with the API's names."""

    def __init__(self, model: type[models.Model]) -> None:
        """Take the model."""
        super().__init__()
        self._adapter: Final = models.Adapter[Any](model)

    def check(self, value: object, path: tuple[str, ...]) -> None:
        """Raise `RequestValidationError` if the value is no such object."""
        try:
            checked = self._adapter.from_python(value)
        except pydantic_core.ValidationError as error:
            place = ".".join(path)
            problem = models.first_problem(error)
            raise RequestValidationError(f"{place}: {problem}") from error
        self._adapter.check_sent(checked)
