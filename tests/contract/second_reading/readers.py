"""Two readers of one component: apiloom's model, and datamodel-code-generator's."""

from __future__ import annotations

import sys
import warnings
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any, Final

import datamodel_code_generator as second
from datamodel_code_generator.format import PythonVersion
from pydantic import PydanticUserError, TypeAdapter, ValidationError

from apiloom.inspect.model import inspection
from tests.workshop import imported, make

_PREFIX: Final = "Component"
_MODULE: Final = "second_reading_models"
_COMPONENTS: Final = ("#/components/schemas/", "#/definitions/")


class Unread(Exception):
    """The other generator makes nothing of a document."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What became of one JSON text: the JSON that is written back, or why not."""

    written: bytes | None
    refusal: str = ""

    @property
    def accepted(self) -> bool:
        """Whether there is a value."""
        return self.written is not None


@dataclass(frozen=True, slots=True)
class Reader:
    """Reads JSON as a model does that is given an answer."""

    adapter: TypeAdapter[Any]
    context: Any = None

    def read(self, text: bytes) -> Reading:
        """Validate, and write back what was set by the names of the document."""
        try:
            value = self.adapter.validate_json(text, context=self.context)
        except ValidationError as error:
            first = error.errors(include_url=False, include_input=False)[0]
            return Reading(None, first["type"])
        with warnings.catch_warnings():
            # What a serializer has to say of a union is not the question.
            warnings.simplefilter("ignore")
            written = self.adapter.dump_json(value, by_alias=True, exclude_unset=True)
        return Reading(written)


@contextmanager
def ours(spec: Path, folder: Path) -> Iterator[Mapping[str, Reader]]:
    """apiloom's models, by the names of their components."""
    made = make(spec, folder, package="second_reading_client")
    with imported(made) as package:
        runtime = import_module(f"{made.package}._runtime.types.scalars")
        found: dict[str, Reader] = {}
        for model in inspection(made.client.package)["models"]:
            name = _component(model["pointer"])
            if name is not None:
                type_ = getattr(package.models, model["name"])
                found[name] = Reader(TypeAdapter(type_), runtime.RESPONSE)
        yield found


def _component(pointer: str) -> str | None:
    """The name of a component of the root file, if the pointer leads to one."""
    for prefix in _COMPONENTS:
        name = pointer.removeprefix(prefix)
        if name != pointer and "/" not in name:
            return name.replace("~1", "/").replace("~0", "~")
    return None


@contextmanager
def theirs(spec: Path) -> Iterator[Mapping[str, Reader]]:
    """datamodel-code-generator's models, by the names of their components.

    Raises `Unread`.
    """
    named: dict[str, str] = {}

    def class_name(name: str) -> str:
        """A name that leads back to the component, whatever that is called."""
        return named.setdefault(name, f"{_PREFIX}{name.encode().hex()}")

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            text = second.generate(
                spec.resolve(),
                input_file_type=second.InputFileType.OpenAPI,
                output_model_type=second.DataModelType.PydanticV2BaseModel,
                custom_class_name_generator=class_name,
                target_python_version=PythonVersion.PY_311,
                extra_fields="allow",
                disable_timestamp=True,
                formatters=[],
            )
    except Exception as error:  # it has no base class for what it raises
        raise Unread(f"{type(error).__name__}: {error}") from error
    if not isinstance(text, str):
        raise Unread("it made several modules")
    module = ModuleType(_MODULE)
    sys.modules[_MODULE] = module
    try:
        yield _built(text, module, named)
    finally:
        del sys.modules[_MODULE]


def _built(
    text: str, module: ModuleType, named: Mapping[str, str]
) -> Mapping[str, Reader]:
    """The models of a module's text; raises `Unread` if it is no good."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            exec(compile(text, _MODULE, "exec"), vars(module))
            return {
                name: Reader(TypeAdapter(getattr(module, class_)))
                for name, class_ in named.items()
                if hasattr(module, class_)
            }
        except (NameError, SyntaxError, TypeError, PydanticUserError) as error:
            raise Unread(f"its code: {type(error).__name__}: {error}") from error
