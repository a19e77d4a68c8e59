"""Base of every generated model."""

import gc
import sys
import threading
from abc import ABC, abstractmethod
from collections.abc import Callable, Collection, Generator, Mapping, Sequence, Set
from contextlib import contextmanager
from copy import copy
from dataclasses import is_dataclass
from functools import cache, lru_cache
from types import SimpleNamespace
from typing import (
    TYPE_CHECKING,
    Annotated,
    Any,
    ClassVar,
    Final,
    Generic,
    Literal,
    NamedTuple,
    TypeAlias,
    TypeVar,
    cast,
    get_args,
    get_origin,
    get_type_hints,
)

from pydantic import (
    BaseModel,
    ConfigDict,
    GetCoreSchemaHandler,
    TypeAdapter,
    ValidationError,
)
from pydantic.fields import FieldInfo
from pydantic_core import CoreSchema, PydanticCustomError, core_schema, to_json

from . import JsonValue
from .constants import AsGiven, has_constants, is_constant, wire_name, with_constants
from .constraints import Check, limit_in
from .exactness import exact
from .nesting import MOST_TRIES, Tries, refusal, tries_of
from .patterns import search
from .response_context import LARGE, RESPONSE
from .subclasses import is_cut, note_subclass, reaches_parent, uncut

_T = TypeVar("_T")

_RECURSION_LIMIT: Final = 400_000
_STACK: Final = 256 * 1024 * 1024
"""Bytes that a stack may take; what is not used takes no memory."""


def with_room(build: Callable[[], _T]) -> _T:
    """Return what `build` does, also if pydantic needs more depth than Python allows.

    It looks at all that a model mentions before it is used, a dozen calls for each,
    and an API can have a hundred models in a row.
    """
    try:
        return build()
    except RecursionError:
        return _built_deep(build)


def _built_deep(build: Callable[[], _T]) -> _T:
    """Build in a thread whose stack bears what the caller's may not."""
    results: list[_T] = []
    errors: list[BaseException] = []

    def run() -> None:
        limit = sys.getrecursionlimit()
        sys.setrecursionlimit(max(limit, _RECURSION_LIMIT))
        try:
            results.append(build())
        except BaseException as error:
            errors.append(error)
        finally:
            sys.setrecursionlimit(limit)

    former = threading.stack_size()
    thread = threading.Thread(target=run, daemon=True)
    try:
        threading.stack_size(_STACK)
        thread.start()
    except (RuntimeError, ValueError):  # no such stack here: its own has to do
        run()
    else:
        thread.join()
    finally:
        threading.stack_size(former)
    if errors:
        raise errors[0]
    return results[0]


class _Stated(set[str]):
    """Members that are set, of a model that a caller made or changed.

    Those of a model that was read are a plain set.  `received` are the members that
    were read and not changed since.
    """

    received: frozenset[str] = frozenset()

    def __reduce__(self) -> tuple[Any, ...]:
        return _stated, (set(self), self.received)


def _stated(names: set[str], received: frozenset[str]) -> _Stated:
    stated = _Stated(names)
    stated.received = received
    return stated


_set: Final = object.__setattr__
_state: Final = BaseModel.__dict__["__pydantic_fields_set__"].__set__
_CONTAINERS: Final = frozenset({dict, list, tuple})
_CLS: Final = "cls"


def _models_in(value: object, seen: set[int]) -> set[int]:
    """Return the identities of the models in a value."""
    if id(value) not in seen:
        if isinstance(value, BaseModel):
            seen.add(id(value))
            _models_in({**vars(value), **(value.model_extra or {})}, seen)
        elif isinstance(value, Mapping):
            for item in cast("Mapping[object, object]", value).values():
                _models_in(item, seen)
        elif isinstance(value, (list, tuple)):
            for item in cast("list[object]", value):
                _models_in(item, seen)
    return seen


def _claim(value: object, before: set[int]) -> None:
    """Note that a caller made the models in a value, but for those from before."""
    if id(value) in before:
        return
    if isinstance(value, BaseModel):
        if not isinstance(value.model_fields_set, _Stated):
            stated = _Stated(value.model_fields_set)
            _set(value, "__pydantic_fields_set__", stated)
        for item in (*vars(value).values(), *(value.model_extra or {}).values()):
            _claim(item, before)
    elif isinstance(value, dict):
        for item in cast("dict[object, object]", value).values():
            _claim(item, before)
    elif isinstance(value, list):
        for item in cast("list[object]", value):
            _claim(item, before)


def as_received(model: BaseModel) -> Set[str]:
    """Return the members of a model that are set and that a response brought."""
    stated = model.model_fields_set
    return stated.received if isinstance(stated, _Stated) else stated


class Model(BaseModel):
    """An object of the API.

    Attributes have Python names; ``to_dict`` and ``to_json`` write the names of the
    API.  Members that the specification does not know are kept and written back.
    An optional member that was never set is absent, not null, when it is written.
    """

    model_config: ClassVar[ConfigDict] = ConfigDict(
        extra="allow",
        populate_by_name=True,
        defer_build=True,
        protected_namespaces=(),
    )

    @classmethod
    def __pydantic_init_subclass__(cls, **kwargs: Any) -> None:
        """Note that the classes above may be declared where this one is written."""
        note_subclass(cls)

    @classmethod
    def model_rebuild(cls, **options: Any) -> bool | None:
        """Make the class ready for use; pydantic calls this itself when it has to."""
        _inherit(cls)
        rebuild = super().model_rebuild
        return with_room(lambda: rebuild(**options))

    @classmethod
    def __get_pydantic_core_schema__(
        cls, source: Any, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        """Describe the class to pydantic, which asks when another one mentions it."""
        _inherit(cls)
        schema = handler(source)
        _make_exact(schema)
        if not any(map(is_constant, cls.model_fields.values())):
            return schema
        return _with_constants_of_dicts(cls, schema)

    if not TYPE_CHECKING:
        # Checkers know what pydantic makes of the members of each model.

        def __init__(self, /, **data):
            """Create a model from what a caller says; a response does not come here."""
            # As pydantic does it, without passing the members on once more.
            kind = _kinds.get(type(self)) or _kind_of(type(self))
            if kind.has_constants:
                data = with_constants(type(self), data)
            has_containers = kind.has_models and not _CONTAINERS.isdisjoint(
                map(type, data.values())
            )
            if has_containers and (tries := _tries(type(self), of_json=False)):
                tries.refuse_python(data)
            self.__pydantic_validator__.validate_python(data, self_instance=self)
            _state(self, _Stated(self.__pydantic_fields_set__))
            if has_containers:
                _claim(self, _models_in(data, set()))

        @classmethod
        def model_validate(cls, obj, **options):
            """Create a model from a dict of a caller."""
            if isinstance(obj, Mapping) and (tries := _tries(cls, of_json=False)):
                tries.refuse_python(obj)
            made = super().model_validate(obj, **options)
            if made is not obj and options.get("context") is not RESPONSE:
                _claim(made, _models_in(obj, set()))
            return made

        @classmethod
        def model_validate_json(cls, json_data, **options):
            """Create a model from JSON text of a caller."""
            tries = _tries(cls, of_json=True)
            if tries and tries.of_json(json_data) > MOST_TRIES:
                raise refusal()
            return super().model_validate_json(json_data, **options)

        # Pydantic calls it for callers alone, and not for each object that it reads.
        __init__.__pydantic_base_init__ = True

        def __setattr__(self, name, value):
            """Set a member, and note that the value is a caller's."""
            super().__setattr__(name, value)
            stated = self.model_fields_set
            if type(stated) is not _Stated:
                received = frozenset(stated)
                stated = _Stated(stated)
                stated.received = received
                _set(self, "__pydantic_fields_set__", stated)
            if name in stated.received:
                stated.received -= {name}

        @classmethod
        def model_construct(cls, _fields_set=None, /, **values):
            """Create a model without checking what a caller says."""
            if "_fields_set" in values:
                _fields_set = values.pop("_fields_set")
            if _fields_set is None and has_constants(cls):
                values = with_constants(cls, values)
            # Pydantic's own has an argument of the name that a property may have.
            named = {_CLS: values.pop(_CLS)} if _CLS in values else {}
            made = super().model_construct(_fields_set, **values)
            stated = _Stated(made.model_fields_set)
            if named:
                is_known = _CLS in cls.model_fields
                (vars(made) if is_known else made.__pydantic_extra__).update(named)
                stated |= named.keys() if _fields_set is None else set()
            _set(made, "__pydantic_fields_set__", stated)
            return made

    if TYPE_CHECKING:
        # Pydantic says Any of them; they are JSON, or what the specification says.
        @property
        def model_extra(self) -> dict[str, object] | None:
            """The members that the specification does not know, by the API's names."""
            ...

    def to_dict(self) -> dict[str, JsonValue]:
        """Return the properties that were set, under the API's names, as JSON types."""
        # A value that did not fit is written as it came, and shown to nobody.
        dumped = self.model_dump(
            mode="json", by_alias=True, exclude_unset=True, warnings=False
        )
        is_at_risk = reaches_parent(type(self)) and is_cut(self, type(self))
        return cast("dict[str, JsonValue]", uncut(self)) if is_at_risk else dumped

    def to_json(self) -> str:
        """Return the object as JSON text: its names, only what was set."""
        dumped = self.model_dump_json(by_alias=True, exclude_unset=True, warnings=False)
        is_at_risk = reaches_parent(type(self)) and is_cut(self, type(self))
        return to_json(uncut(self)).decode() if is_at_risk else dumped


class _Kind(NamedTuple):
    """The steps that creating a model needs: most models need neither."""

    has_constants: bool
    has_models: bool


_kinds: Final[dict[type[Model], _Kind]] = {}
"""The kinds of the models that a caller has created."""


def _kind_of(model: type[Model]) -> _Kind:
    """Return what creating a model must look after, and remember it."""
    model.model_rebuild()
    has_models = any(_may_hold(one.annotation) for one in model.model_fields.values())
    kind = _kinds[model] = _Kind(has_constants(model), has_models)
    return kind


def _may_hold(annotation: Any) -> bool:
    """Return whether a value of a type may hold a model, or is anything."""
    arguments = get_args(annotation)
    if get_origin(annotation) is Literal:
        return False
    if arguments:
        return any(map(_may_hold, arguments))
    if isinstance(annotation, type):
        return issubclass(annotation, BaseModel)
    return annotation not in (None, Ellipsis)


@cache
def _tries(model: type[Model], *, of_json: bool) -> Tries | None:
    """Return how often values of a model are tried; None is usual."""
    model.model_rebuild()
    return tries_of(model.__pydantic_core_schema__, of_json=of_json)


def _make_exact(schema: CoreSchema) -> None:
    """Make the members of a model read JSON exactly."""
    known = cast("dict[str, Any]", schema)
    while "fields" not in known and "schema" in known:
        known = known["schema"]
    for field in known.get("fields", {}).values():
        field["schema"] = exact(field["schema"])


class _Exact:
    """Mark of types outside of models that are read exactly."""

    def __get_pydantic_core_schema__(
        self, source: Any, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        return exact(handler(source))


_EXACT: Final = _Exact()


def _with_constants_of_dicts(model: type[Model], schema: CoreSchema) -> CoreSchema:
    """Return the schema of a model that adds constants to the dicts of callers.

    JSON is read as if there were none: what a response lacks, it lacks.
    """

    def complete(value: object) -> object:
        if not isinstance(value, Mapping) or isinstance(value, AsGiven):
            return value
        return with_constants(model, cast("Mapping[str, Any]", value))

    return cast("CoreSchema", _with_fields(cast("dict[str, Any]", schema), complete))


def _with_fields(
    schema: dict[str, Any], complete: Callable[[object], object]
) -> dict[str, Any]:
    """Return the schema of a model that is read from what `complete` returns."""
    inner = schema["schema"]
    if schema["type"] != "model":
        return {**schema, "schema": _with_fields(inner, complete)}
    return {
        **schema,
        "schema": core_schema.json_or_python_schema(
            inner, core_schema.no_info_before_validator_function(complete, inner)
        ),
    }


def _inherit(model: type[Model]) -> None:
    """Copy fields of bases in other modules, as they are resolved there.

    What a base mentions before it is defined, pydantic looks for in the module of the
    subclass, which need not know it.
    """
    if model.__pydantic_complete__:
        return
    nearer = set(model.__annotations__)
    for base in model.__mro__[1:]:
        if base.__module__ == __name__ or not issubclass(base, Model):
            continue
        if base.__module__ != model.__module__:
            base.model_rebuild()
            for name, field in base.model_fields.items():
                if name not in nearer:
                    model.model_fields[name] = copy(field)
        nearer |= set(base.__annotations__)


def opened(alias: Any) -> Any:
    """Return what a type alias stands for; one that mentions itself is text."""
    stated = SimpleNamespace(__annotations__={"value": alias.__value__})
    known = vars(sys.modules[alias.__module__])
    return get_type_hints(stated, known, include_extras=True)["value"]


class Tagged(ABC):
    """Marks a union that is read by a property of its objects.

    OpenAPI 3.1, section 4.8.25 (Discriminator Object). Clients without discriminators
    have this interface of `unions.Discriminated` alone.
    """

    @property
    @abstractmethod
    def member(self) -> str:
        """The wire name of the property."""

    @property
    @abstractmethod
    def tags(self) -> str:
        """The listed values, in words."""

    @property
    @abstractmethod
    def models(self) -> Collection[type[Model]]:
        """The models that the listed values stand for."""

    @property
    @abstractmethod
    def unknown(self) -> type[Model]:
        """The model of objects with another value."""

    @property
    @abstractmethod
    def is_required(self) -> bool:
        """Whether every object must have the property."""

    @abstractmethod
    def variant_of(self, value: object) -> Any:
        """Return the variant that an object of JSON's types names, or None."""

    @abstractmethod
    def model_without_tag(
        self, value: object, *, is_required: bool = False
    ) -> type[Model] | None:
        """Return the model of an object without a tag, if no other one fits.

        Args:
            value: The object, in JSON's types.
            is_required: Consider all models: the server omitted a required tag.
        """

    @abstractmethod
    def lacks(self, value: object) -> bool:
        """Return whether an object has no tag, or null for one."""


class _Nullable:
    """Marks a member that may be null on the wire."""

    def __repr__(self) -> str:
        return "NULLABLE"


_NULLABLE: Final = _Nullable()

Nullable: TypeAlias = Annotated[_T | None, _NULLABLE]
"""An optional member of a request that may also be null.

Without it, ``None`` is only what an absent member reads as.
"""


def is_nullable(field: FieldInfo) -> bool:
    """Return whether the annotation of a member says that it may be null."""
    return _NULLABLE in field.metadata or type(None) in get_args(field.annotation)


def takes_null(field: FieldInfo) -> bool:
    """Return whether a property may be sent as null; else None means absent."""
    return field.is_required() or _NULLABLE in field.metadata


@cache
def _attributes(model: type[BaseModel]) -> Mapping[str, str]:
    """Return the attributes of a model by the API's names; of several, the first."""
    # Until then, a field may not know its alias.
    model.model_rebuild()
    fields = reversed(model.model_fields.items())
    return {wire_name(name, field): name for name, field in fields}


def wire_member(value: object, path: Sequence[str]) -> object:
    """Return the value at a path of the API's names, in models or JSON, or None."""
    for name in path:
        if isinstance(value, BaseModel):
            attribute = _attributes(type(value)).get(name)
            extra = value.model_extra or {}
            # A model that was not validated may lack what it requires.
            value = getattr(value, attribute, None) if attribute else extra.get(name)
        elif isinstance(value, Mapping):
            value = cast("Mapping[str, object]", value).get(name)
        else:
            return None
    return value


FALLBACK_REFUSED: Final = "known_variant"
WRONG_TAG: Final = "wrong_tag"
"""The type of an error about the property that tells variants apart."""
_UNIONS: Final = ("tagged-union[", "union[")


def first_problem(error: ValidationError) -> str:
    """Return the first problem, in one line that quotes nothing of the input."""
    details = [
        detail
        for detail in error.errors(include_url=False, include_input=False)
        if detail["type"] != FALLBACK_REFUSED
    ]
    first = details[0]
    # Pydantic names unions among the members that lead there.
    path = [str(part) for part in first["loc"]]
    place = ".".join(one for one in path if not one.startswith(_UNIONS))
    more = f" (and {len(details) - 1} more)" if len(details) > 1 else ""
    return f"{place}: {first['msg']}{more}" if place else f"{first['msg']}{more}"


class Pattern:
    """Checks that a string matches an ECMA regular expression somewhere."""

    def __init__(self, pattern: str) -> None:
        """Initialize with a pattern, unanchored as in JSON Schema (section 6.3.3)."""
        self._pattern: Final = pattern

    def __get_pydantic_core_schema__(
        self, source: Any, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        return core_schema.no_info_after_validator_function(
            self._check, handler(source)
        )

    def _check(self, value: str) -> str:
        if not search(self._pattern, value):
            raise PydanticCustomError(
                "pattern",
                "String should match {pattern}",
                {"pattern": self._pattern},
            )
        return value


class Adapter(Generic[_T]):
    """Reads and checks values of one type; built on first use, then kept."""

    __slots__ = (
        "_adapter",
        "_check",
        "_limit",
        "_read",
        "_tries",
        "_type",
        "is_callers",
        "quick",
    )

    def __init__(self, type_: Any) -> None:
        """Initialize with any type annotation that pydantic understands."""
        self._type = type_
        self._adapter: TypeAdapter[_T] | None = None
        self._limit: Check | None = None
        self._tries: tuple[Tries | None, Tries | None] = (None, None)
        self._read: Callable[..., _T] | None = None
        self._check: Callable[[object], _T] | None = None
        self.is_callers = False
        """Whether a class of the caller's decides what fits; known after a reading."""
        self.quick: Callable[..., _T] | None = None
        """What `from_json` calls for short text, once there is nothing else to do."""

    def _ready(self) -> TypeAdapter[_T]:
        if self._adapter is None:
            self._limit = with_room(lambda: limit_in(self._type))
            self._adapter = with_room(self._build)
            self.is_callers = _has_class_of_caller(self._type)
            schema = self._adapter.core_schema
            self._tries = (
                tries_of(schema, of_json=True),
                tries_of(schema, of_json=False),
            )
            self._read = self._adapter.validator.validate_json
            self._check = self._adapter.validator.validate_python
            if self._tries[0] is None and not self.is_callers:
                self.quick = self._read
        return self._adapter

    @property
    def type(self) -> Any:
        """The annotation."""
        return self._type

    def _build(self) -> TypeAdapter[_T]:
        type_: Any = Annotated[self._type, _EXACT]
        adapter = TypeAdapter[_T](type_)
        # Models put this off until they are used, which is now.
        adapter.rebuild()
        return adapter

    def from_json(self, content: bytes | str, *, is_exact: bool = True) -> _T:
        """Decode JSON text.

        Args:
            content: JSON text.
            is_exact: Whether each value must be of the JSON type that is described;
                else text that can be read as a number is one, as in forms.

        Raises:
            ValidationError: The text does not fit the type; pydantic's own error.
        """
        read = self._read or self._ready().validator.validate_json
        strict = is_exact and not self.is_callers
        if self._tries[0] is not None and self.tries(content) > MOST_TRIES:
            raise refusal()
        if len(content) < LARGE:
            return read(content, strict=strict, context=RESPONSE)
        with collector_paused():
            return read(content, strict=strict, context=RESPONSE)

    def from_python(self, value: object) -> _T:
        """Check a Python value.  Raises pydantic's `ValidationError`."""
        check = self._check or self._ready().validator.validate_python
        if self._tries[1] is not None:
            self._tries[1].refuse_python(value)
        return check(value)

    def tries(self, content: bytes | str) -> int:
        """Return how many tries JSON text takes; 0 if they are no more than usual."""
        self._ready()
        tries = self._tries[0]
        return tries.of_json(content) if tries is not None else 0

    @property
    def limit(self) -> Check | None:
        """The check of the limits that the annotation states itself, if there are any.

        Those of models are asked of the models.
        """
        if self._adapter is None:
            self._ready()
        return self._limit

    def to_json(self, value: _T) -> bytes:
        """Encode as compact JSON with the API's names, only what was set."""
        dumped = self._ready().dump_json(
            value, by_alias=True, exclude_unset=True, warnings=False
        )
        if reaches_parent(self._type) and is_cut(value, self._type):
            return to_json(self.to_jsonable(value))
        return dumped

    def to_jsonable(self, value: _T) -> Any:
        """Turn into JSON's types with the API's names, only what was set."""
        dumped = self._ready().dump_python(
            value, mode="json", by_alias=True, exclude_unset=True, warnings=False
        )
        if reaches_parent(self._type) and is_cut(value, self._type):
            return uncut(value, dumped)
        return dumped


@lru_cache(maxsize=1024)
def _kept_adapter(type_: Any) -> Adapter[Any]:
    return Adapter(type_)


def adapter_of(type_: Any) -> Adapter[Any]:
    """Return the adapter of a type, which is kept if the annotation has a hash."""
    try:
        return _kept_adapter(type_)
    except TypeError:
        return Adapter(type_)


def _has_class_of_caller(type_: Any) -> bool:
    """Return whether a type has a class of the caller, with rules of its own."""
    if isinstance(type_, type):
        class_ = cast("type[object]", type_)
        is_model = issubclass(class_, BaseModel) and not issubclass(class_, Model)
        return is_model or is_dataclass(class_)
    return any(map(_has_class_of_caller, get_args(type_)))


@contextmanager
def collector_paused() -> Generator[None]:
    """Pause garbage collection, unless another thread wants one.

    What is read from JSON has no cycles and is all in use until it is read, but there
    is so much of it that Python would look through it several times for garbage.
    """
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()
