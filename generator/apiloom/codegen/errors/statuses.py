"""The exceptions of statuses: which body each of them can come with.

A response that is documented for a single status has the class of that status; one for
``4XX``, ``5XX`` or ``default`` (OpenAPI 3.1, section 4.8.16) comes with the class of
whatever status it is.  So the body of a class is what is documented for its status and
what ranges and ``default`` say where an operation documents nothing closer.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Final, TypeAlias

from apiloom.codegen.resources.arguments import received
from apiloom.ir.api import Api, Operation, Response
from apiloom.ir.scalars import Kind
from apiloom.ir.types import (
    Array,
    Map,
    Primitive,
    Reference,
    Type,
    Union,
    union,
    without_null,
)
from apiloom.naming.allocate import Names
from apiloom.naming.casing import unique
from apiloom.naming.statuses import (
    STATUS_NAMES,
    body_error_name,
    status_error_name,
)

ROOT: Final = "APIStatusError"
_MANY: Final = 12

_KINDS: Final[Mapping[object, str]] = {
    Array: "List",
    Map: "Object",
    Union: "Choice",
}
"""The words for bodies whose types have no name."""

_PRIMITIVES: Final = {
    Kind.STRING: "Text",
    Kind.INTEGER: "Number",
    Kind.NUMBER: "Number",
    Kind.BOOLEAN: "Flag",
    Kind.OCTETS: "Bytes",
}

_MANY_NAMED: Final = 2
"""The maximum number of alternatives in the name of an exception."""

FAMILIES: Final = {"4XX": "ClientStatusError", "5XX": "ServerStatusError"}


class Several(Enum):
    """Not a type: the bodies of an exception, where they are too many to tell apart.

    They stay models all the same, but nobody asks for all of them in one ``except``.
    """

    BODIES = "bodies"


Told: TypeAlias = Type | Several


@dataclass(frozen=True, slots=True)
class StatusError:
    """The exception of a status; `body` is what any of its operations documents."""

    name: str
    status: int
    body: Told | None
    is_standard: bool


@dataclass(frozen=True, slots=True)
class FamilyError:
    """The exception of all statuses that `covers` says: ``4XX``, ``5XX``, ``default``.

    `key` is the first digit of its statuses.
    """

    name: str
    covers: str
    key: int
    body: Told | None


@dataclass(frozen=True, slots=True)
class BodyError:
    """The exception of one body where a status has several."""

    name: str
    base: str
    body: Type


@dataclass(frozen=True, slots=True)
class Statuses:
    """The exceptions of statuses of a client.

    `inherited` are those of standard statuses that no operation documents by
    themselves; there are some only where there are `families`.
    """

    declared: tuple[StatusError, ...]
    inherited: tuple[StatusError, ...]
    families: tuple[FamilyError, ...]
    bodies: tuple[BodyError, ...]
    by_body: Mapping[tuple[int, Type | None], str]

    def exception(self, response: Response) -> str:
        """The exception of a documented response."""
        if not response.status.isdigit():
            return FAMILIES.get(response.status, ROOT)
        status = int(response.status)
        key = status, body_type(response)
        return self.by_body.get(key, status_error_name(status))


def body_type(response: Response) -> Type | None:
    """Return the type of an error response's body; None without a body."""
    types = tuple(received(content) for content in response.preferred)
    return union(types) if types else None


def statuses(api: Api, names: Names) -> Statuses:
    """Decide the exceptions of statuses."""
    tables = [_failures(operation) for operation in api.operations]
    exact: dict[int, dict[Type | None, None]] = {}
    for table in tables:
        for covers, response in table.items():
            if covers.isdigit():
                exact.setdefault(int(covers), {})[body_type(response)] = None
    is_open = any(
        response.contents
        for table in tables
        for covers, response in table.items()
        if not covers.isdigit()
    )
    known = {*exact, *STATUS_NAMES} if is_open else {*exact}
    body_of = {
        status: _together(map(body_type, _bodies(tables, status)))
        for status in sorted(known)
    }
    errors = {
        status: StatusError(
            status_error_name(status), status, body, status in STATUS_NAMES
        )
        for status, body in body_of.items()
    }
    bodies: list[BodyError] = []
    by_body: dict[tuple[int, Type | None], str] = {}
    used = {status_error_name(status) for status in (*STATUS_NAMES, *exact)}
    used.add(names.error)
    for status in sorted(exact):
        types = [type_ for type_ in exact[status] if type_ is not None]
        is_one = types == [body_of[status]] or len(types) == 0
        for type_ in () if is_one else types:
            wanted = _body_error_name(names, type_, errors[status].name)
            own = unique([("", wanted)], used)[""]
            used.add(own)
            by_body[status, type_] = own
            bodies.append(BodyError(own, errors[status].name, type_))
    return Statuses(
        declared=tuple(errors[status] for status in sorted(exact)),
        inherited=tuple(errors[status] for status in sorted(known - {*exact})),
        families=tuple(_families(tables, errors)) if is_open else (),
        bodies=tuple(bodies),
        by_body=by_body,
    )


def _failures(operation: Operation) -> dict[str, Response]:
    """The error responses of an operation, by what they cover."""
    return {one.status: one for one in operation.responses if not one.is_success}


def _bodies(tables: list[dict[str, Response]], status: int) -> Iterator[Response]:
    """Yield the body that each operation declares for a status, closest match first."""
    for table in tables:
        for covers in (str(status), f"{status // 100}XX", "default"):
            if covers in table:
                yield table[covers]
                break


def _families(
    tables: list[dict[str, Response]], errors: Mapping[int, StatusError]
) -> Iterator[FamilyError]:
    """The families, the widest first; each has the bodies of all its statuses."""
    found: list[FamilyError] = []
    for covers, name in FAMILIES.items():
        key = int(covers[0])
        own = [one.body for one in errors.values() if one.status // 100 == key]
        # A status that has no name stands for all that have none.
        open_ = map(body_type, _bodies(tables, key * 100 + 99))
        found.append(FamilyError(name, covers, key, _together([*own, *open_])))
    others = [one.body for one in errors.values() if one.status < 400]
    whole = _together([*(one.body for one in found), *others])
    yield FamilyError(ROOT, "default", 3, whole)
    yield from found


def _together(bodies: Iterable[Told | None]) -> Told | None:
    """One type for several bodies, if they are not too many to tell apart."""
    told = [body for body in bodies if body is not None]
    types = tuple(body for body in told if not isinstance(body, Several))
    if len(types) < len(told):
        return Several.BODIES
    if not types:
        return None
    found = union(types)
    many = isinstance(found, Union) and len(found.members) > _MANY
    return Several.BODIES if many else found


def _body_error_name(names: Names, type_: Type, status_name: str) -> str:
    """Return the status, and what tells its body from others."""
    inner = without_null(type_)
    if isinstance(inner, Union) and len(inner.members) <= _MANY_NAMED:
        variants = [one for one in inner.members if isinstance(one, Reference)]
        named = [names.definitions[one.target] for one in variants]
        if len(named) == len(inner.members):
            return body_error_name(status_name, " Or ".join(named))
    if isinstance(inner, Reference):
        return body_error_name(status_name, names.definitions[inner.target])
    if isinstance(inner, Primitive):
        return body_error_name(status_name, _PRIMITIVES.get(inner.kind, "Value"))
    return body_error_name(status_name, _KINDS.get(type(inner), "Value"))
