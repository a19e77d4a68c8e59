"""Arguments that are objects: a dict has to fit the model that it stands for."""

from __future__ import annotations

from typing import Any, Final

from pydantic import ValidationError

from .errors import RequestValidationError
from .limits import Sent
from .models import Adapter, Model, first_problem


class Valid(Sent):
    """What is held to a model: the model itself, or a dict with the API's names."""

    def __init__(self, model: type[Model]) -> None:
        """Take the model."""
        super().__init__()
        self._adapter: Final = Adapter[Any](model)

    def check(self, value: object, path: tuple[str, ...]) -> None:
        """Raise `RequestValidationError` if the value is no such object."""
        try:
            checked = self._adapter.from_python(value)
        except ValidationError as error:
            place = ".".join(path)
            raise RequestValidationError(f"{place}: {first_problem(error)}") from error
        self._adapter.check_sent(checked)
