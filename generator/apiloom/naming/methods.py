"""The names of methods: what an operation does, without what its resource says.

A name is a function of the operation alone, of what its own path, operationId and
responses say, and of the habits of the whole document, which one operation more or
less hardly changes. Only operations that claim the very same name depend on each other.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from apiloom.ir.api import Api, In, Operation
from apiloom.ir.types import Array
from apiloom.naming.casing import method_name, stated_method_name, unique, words
from apiloom.naming.grammar import (
    ASKING,
    PREPOSITIONS,
    SETTINGS,
    STRONG,
    SYNONYMS,
    TRAILING,
    VERBS,
    is_many,
    is_plural,
    plural,
    singular,
    tidied,
    without_noun,
)
from apiloom.naming.habits import Habits, written_path
from apiloom.naming.operation_ids import is_path, phrase_of
from apiloom.naming.paths import (
    Segment,
    divided,
    is_version,
    lowered,
    nouns_of,
    route,
)
from apiloom.naming.shapes import Shape, plurals, shape_of, takes_list

_CRUD: Final = {
    "list": "list",
    "create": "create",
    "read": "get",
    "retrieve": "get",
    "update": "update",
    "partial update": "update",
    "destroy": "delete",
    "delete": "delete",
}
"""Actions of Django REST framework, which follow the words of the path."""

_STANDARD: Final = frozenset(
    "delete destroy get index list patch post put retrieve show".split()
)
"""Verbs that alone may mean another standard verb."""

_PREPOSITION: Final = frozenset((word,) for word in PREPOSITIONS)

_ORDER: Final = "GET POST PUT PATCH DELETE"

_QUALIFYING: Final = frozenset("admin beta bulk internal legacy private public".split())
"""Segments before a resource that say which of several it is."""

_PASSING: Final = frozenset(
    "aggregate call dispatch forward handle pass proxy request".split()
)
"""Verbs of functions that answer requests of any method."""

_OWNERS: Final = frozenset("""
    admin alpha api apis beta controller core deprecated experimental external internal
    legacy management public service
    """.split())
"""What a resource may have before or after its noun, and operations do not say."""


@dataclass(frozen=True, slots=True)
class Claim:
    """The names that an operation may have, the best first."""

    operation: Operation
    names: tuple[str, ...]
    by_method: str
    """The name that tells it from other operations with the same path."""
    rank: tuple[object, ...]


def methods(
    api: Api,
    habits: Habits,
    members: Sequence[Operation],
    resource: tuple[str, ...],
    taken: set[str],
) -> dict[str, str]:
    """Name the methods of a resource; `taken` are the names of the resources below."""
    found: dict[str, str] = {}
    used = set(taken)
    for operation in members:
        if operation.method_hint:
            found[operation.id] = stated_method_name(operation.method_hint)
            used.add(found[operation.id])
    claims = [
        _claim(api, habits, operation, resource)
        for operation in members
        if operation.id not in found and operation.variant_of is None
    ]
    claims.sort(key=lambda claim: claim.rank)
    losers: list[Claim] = []
    holders: dict[str, str] = {}
    """The paths of the operations that have their first choice."""
    for claim in claims:
        name = claim.names[0]
        if name in used:
            losers.append(claim)
        else:
            found[claim.operation.id] = name
            holders[name] = claim.operation.path
            used.add(name)
    for claim in losers:
        is_same = holders.get(claim.names[0]) == claim.operation.path
        wanted = (claim.by_method, *claim.names) if is_same else claim.names
        free = (name for name in wanted if name not in used)
        name = next(free, claim.names[-1])
        found[claim.operation.id] = name
        used.add(name)
    for operation in members:
        if operation.variant_of is not None and operation.id not in found:
            name = f"{found[operation.variant_of]} {operation.variant}"
            found[operation.id] = method_name(name)
    return unique(found.items(), taken)


def _claim(
    api: Api, habits: Habits, operation: Operation, resource: tuple[str, ...]
) -> Claim:
    naming = _Naming(api, habits, operation, resource)
    names = [
        *dict.fromkeys(method_name(" ".join(one)) for one in naming.names() if one)
    ]
    path = naming.route
    statics = {singular(word) for one in path.statics for word in one.words}
    said = set(map(singular, words(names[0]))) - VERBS
    rank = (
        not said <= statics,
        path.version != habits.version,
        bool(path.version),
        len(path.parameters),
        len(path.segments),
        len(operation.path),
        operation.path,
        _ORDER.find(operation.method),
        operation.method,
    )
    by_method = method_name(f"{operation.method} {names[0]}")
    return Claim(operation, tuple(names), by_method, rank)


class _Naming:
    """The names of one operation."""

    def __init__(
        self, api: Api, habits: Habits, operation: Operation, resource: tuple[str, ...]
    ) -> None:
        self._api: Final = api
        self._habits: Final = habits
        self._operation: Final = operation
        self._verb: Final = operation.method.lower()
        self.route: Final = route(written_path(operation))
        self._resource: Final = resource
        own = lowered(resource[-1]) if resource else ()
        self._noun: Final = nouns_of(own)
        self._phrase: Final = phrase_of(operation, self.route, self._noun, habits)
        self._says_many = False
        begin, end, beside = divided(self.route, self._noun)
        if not end and len(self._noun) > 1:
            core = _core(self._noun)
            begin, end, beside = divided(self.route, core)
        self._before: Final = self.route.segments[:begin]
        self._after: Final = self.route.segments[end:]
        self._beside: Final = beside
        last = self.route.statics[-1].words if self.route.statics else ()
        self._shape: Final = shape_of(
            api, operation, plurals(last) | plurals(own) | plurals(self._noun)
        )

    def names(self) -> Iterator[tuple[str, ...]]:
        """Yield the words of the names that the operation may have, the best first."""
        said = self._said()
        best = self._from_path() if said is None else said
        version = self.route.version
        is_other = bool(version) and version != self._habits.version
        is_other = is_other and version not in self._noun
        is_told = self._phrase.is_without_version or self._phrase.is_without_number
        if is_other and (said is None or is_told):
            best = (*best, version)
        is_shared = self._phrase.is_without_path or self._phrase.is_without_number
        if said is not None and is_shared:
            best = self._mounted(best)
        yield best
        if said is not None:
            named = self._from_path()
            yield (*named, version) if is_other else named
        if self._verb == "put" and best[0] == "update":
            yield ("replace", *best[1:])
        whole: tuple[str, ...] = ()
        for qualifier in self._qualifiers():
            if not set(qualifier) - PREPOSITIONS <= {*best}:
                yield (*best, *qualifier)
                whole += qualifier
        yield (*best, *whole)
        own = [one.words for one in self._before if one.is_parameter]
        own += [one.words for one in reversed(self._after) if one.is_parameter]
        for parameter in own:
            yield (*best, "by", *parameter)
        by = tuple(word for one in self.route.parameters for word in ("by", *one.words))
        yield (*best, *whole, *by)
        for segment in self.route.statics:
            if nouns_of(segment.words) == self._noun and self._before:
                yield (*best, "for", *segment.words)
        if version:
            yield (*best, version)
            yield (*best, *whole, *by, version)
        if self._verb != "get":
            yield (self._verb, *best)
        yield lowered(self._operation.operation_id or "")
        yield (self._verb, *self._everything())
        yield (self._verb, *lowered(self._operation.path))

    def _mounted(self, best: tuple[str, ...]) -> tuple[str, ...]:
        """Return a name with what its operationId said of the method and the path.

        One function may answer several methods, at several places: without the path
        that FastAPI appends, they all have the same operationId.
        """
        is_passing = not _PASSING.isdisjoint((best[0], best[-1]))
        has_no_verb = best[0] not in VERBS or best[0] in _PASSING
        is_silent = self._verb in ("head", "options", "trace")
        if (has_no_verb or is_silent) and self._verb not in ("post", *best):
            best = (self._verb, *best)
        mount = self.route.mount
        first = self.route.segments[:1]
        if not mount and first and first[0].is_parameter:
            mount = first
        if is_passing:
            mount = (*mount, *self.route.statics)
        known = {*self._noun, *nouns_of(best)}
        for segment in mount:
            left = tuple(one for one in segment.words if singular(one) not in known)
            is_said = "".join(left) in "".join(best)
            if not is_said and segment.words not in self._habits.ancestors:
                best = (*best, *(("by",) if segment.is_parameter else ()), *left)
                known |= {*nouns_of(left)}
        beside = tuple(one for one in self._beside if singular(one) not in known)
        return (best[0], *beside, *best[1:]) if best[0] in VERBS else (*beside, *best)

    # -- the operationId ---------------------------------------------------------

    def _said(self) -> tuple[str, ...] | None:
        """Return what the operationId says; None if that is no more than the path."""
        said = self._phrase.words
        if not said:
            return None
        if not self._phrase.is_without_path and self._repeats_path(said):
            nouns = [word for word in said if word != self._verb]
            self._says_many = bool(nouns) and is_many(nouns[-1])
            return None
        if len(said) == 1 and said[0] not in _STANDARD and nouns_of(said) != self._noun:
            return said
        return self._action(said) or self._spoken(said) or None

    def _repeats_path(self, said: tuple[str, ...]) -> bool:
        """Whether an operationId is the path again, as generators write it."""
        has_verb = self._verb_first(self._without_group(said))[0] is not None
        is_chosen = self._without_own(said) == said
        needs_verb = has_verb or is_chosen
        return is_path(said, self.route, self._verb, needs_verb=needs_verb)

    def _action(self, said: tuple[str, ...]) -> tuple[str, ...] | None:
        """Return the name for an action of Django REST framework: path, then action."""
        for size in (2, 1):
            verb = _CRUD.get(" ".join(said[-size:]))
            rest = said[:-size]
            if verb is None or not rest:
                continue
            statics = [word for one in self.route.statics for word in one.words]
            if "".join(rest) == "".join(statics):
                is_reading = verb in ("list", "get")
                return self._from_path(verb if is_reading else None)
        return None

    def _spoken(self, said: tuple[str, ...]) -> tuple[str, ...]:
        """Return the name that the words of an operationId say."""
        verb, rest = self._verb_first(self._without_group(said))
        if rest[:2] == ("list", "of"):
            verb, rest = "list", rest[2:]
        if verb is not None and (verb,) == self._noun == lowered(self._resource[-1]):
            rest = tidied(rest)
            if rest and rest[0] in PREPOSITIONS:
                return (self._from_path()[0], *rest)
            return rest or self._from_path()
        was_plural = bool(rest) and is_plural(rest[-1]) and rest[-1] not in SETTINGS
        left = self._without_own(rest)
        if left[-2:-1] == ("by",) and left[-1] in ("id", "uuid", "pk", "gid"):
            left = left[:-2]
        if (
            left
            and left[0] == "all"
            and verb in ("get", "list", "find", "fetch", "read")
        ):
            left = left[1:]
            is_several = was_plural or self._shape is not Shape.ONE
            verb = "list" if is_several else verb
        if left[:1] == ("one",) and verb in ("get", "find", "fetch", "read"):
            verb, left = "get", left[1:]
        left = tidied(left)
        if verb is None:
            return self._without_verb(
                left, is_own=self._phrase.is_whole and rest == left
            )
        if left[:1] == ("of",):
            left = left[1:]
        is_moved = said[-1] == verb != said[0] and not PREPOSITIONS & {*left}
        verb = self._meant(verb, rest, left)
        if verb == "list" and is_moved and left and self._shape is not Shape.OTHER:
            left = (*left[:-1], plural(left[-1])) if left[-1] == rest[-1] else left
        if was_plural and not self._is_left(rest, left) and not self.route.identifies:
            is_several = verb in ("update", "delete", "patch", "replace") or (
                verb in ("create", "add") and self._takes_several()
            )
            if is_several:
                return (verb, "many", *left)
        return (verb, *left)

    @staticmethod
    def _is_left(rest: tuple[str, ...], left: tuple[str, ...]) -> bool:
        """Whether the object of a verb is still said."""
        return bool(left) and left[-1] == rest[-1]

    def _without_group(self, said: tuple[str, ...]) -> tuple[str, ...]:
        """Return words without the noun that they begin with, if a verb follows."""
        for noun in self._nouns():
            left = said[len(noun) :]
            if not left or nouns_of(said[: len(noun)]) != noun:
                continue
            has_verb = left[0] in VERBS or left[-1] in TRAILING or STRONG & {*left}
            if left[0] in VERBS or (has_verb and said[0] in VERBS):
                return left
        return said

    def _nouns(self) -> list[tuple[str, ...]]:
        """Return what the resource is called, the longest first."""
        core = _core(self._noun)
        other = SYNONYMS.get(core[0], ()) if len(core) == 1 else ()
        nouns = [self._noun, core, other]
        begin, end, beside = divided(self.route, self._noun)
        # A segment that says more than the resource tells several things in it apart.
        if not beside:
            segments = self.route.segments[begin:end]
            nouns.append(nouns_of([word for one in segments for word in one.words]))
        return sorted({one for one in nouns if one}, key=lambda one: (-len(one), one))

    def _verb_first(self, said: tuple[str, ...]) -> tuple[str | None, tuple[str, ...]]:
        """Return the verb of a phrase and the rest of it, wherever the verb stands."""
        if said[0] in VERBS:
            return said[0], said[1:]
        if said[0] in _QUALIFYING and said[1:2] and said[1] in VERBS:
            return said[1], (said[0], *said[2:])
        at = [index for index, word in enumerate(said) if word in STRONG]
        fitting = [index for index in at if _fits(said[index], self._verb)]
        is_last = said[-1] in TRAILING and said[-2:-1] not in _PREPOSITION
        if is_last and (not at or at[-1] == len(said) - 1 or not fitting):
            return said[-1], said[:-1]
        if at:
            index = (fitting or at)[0]
            return said[index], (*said[:index], *said[index + 1 :])
        return None, said

    def _without_own(self, rest: tuple[str, ...]) -> tuple[str, ...]:
        """Return words without the noun of the resource."""
        left = rest
        for noun in self._nouns():
            left = without_noun(left, noun)
        # The whole object is the head of the noun, or begins with its words.
        head = self._noun[-1:]
        if len(self._noun) > 1 and nouns_of(left) == head:
            left = ()
        return left

    def _takes_several(self) -> bool:
        is_bulk = any({"bulk", "batch", "many"} & {*one.words} for one in self._after)
        lists = plurals(self._noun)
        return is_bulk or takes_list(self._api, self._operation, lists)

    def _without_verb(self, left: tuple[str, ...], *, is_own: bool) -> tuple[str, ...]:
        """Return the name for words without a verb; if it `is_own`, they stay."""
        if not left:
            return self._from_path()
        if is_own:
            return lowered(self._operation.operation_id or "")
        if self._verb != "get":
            return left
        is_list = self._shape is Shape.LIST or (
            self._shape is Shape.PAGE and is_plural(left[-1])
        )
        return ("list" if is_list else "get", *left)

    def _meant(self, verb: str, rest: tuple[str, ...], left: tuple[str, ...]) -> str:
        """Return the standard verb that is meant by another one, or that verb."""
        if verb == "destroy":
            return "delete"
        if verb == "partial":
            return "update"
        if not left and verb == self._verb and verb in ("post", "put"):
            return self._from_path()[0]
        is_reading = verb in (
            "get",
            "read",
            "fetch",
            "list",
            "retrieve",
            "show",
            "index",
        )
        is_finding = verb in ("find", "load", "view") and rest and "by" not in left
        if not is_reading and not (is_finding and self._verb == "get"):
            return verb
        nouns = [word for word in rest if word not in PREPOSITIONS]
        if self._verb not in ("get", "post", "query"):
            return verb
        if verb in ("list", "index"):
            is_one = self._shape is Shape.ONE and self.route.is_item
            is_one = is_one and not (nouns and is_many(nouns[-1]))
            return "get" if is_one else "list"
        if self._shape is Shape.LIST and not self._is_single(rest):
            return "list"
        if self._shape is Shape.PAGE and self._is_many(rest):
            return "list"
        is_told = self._shape is Shape.OTHER or not self._is_left(rest, left)
        if is_told and self._is_many(rest) and is_many(nouns[-1]):
            return "list"
        return "retrieve" if verb == "retrieve" else "get"

    def _is_many(self, rest: tuple[str, ...]) -> bool:
        nouns = _until_preposition(rest)
        return bool(nouns) and is_plural(nouns[-1]) and not self.route.identifies

    def _is_single(self, rest: tuple[str, ...]) -> bool:
        """Whether what an operation gets is one thing that has a list in it."""
        nouns = _until_preposition(rest)
        return not any(map(is_plural, nouns)) and self.route.is_item

    # -- the path ----------------------------------------------------------------

    def _from_path(self, verb: str | None = None) -> tuple[str, ...]:
        """Return the name that verb and path say."""
        statics = [one for one in self._after if not one.is_parameter]
        last = self._after[-1] if self._after else None
        is_item = self.route.is_item
        if verb is None and last is not None and not last.is_parameter:
            first = last.words[0]
            is_action = (
                first in ASKING
                if self._verb in ("get", "head")
                else first in VERBS and not is_plural(last.words[-1])
            )
            if is_action:
                objects = [word for one in statics[:-1] for word in one.singular]
                own = self._without_own(tuple(objects))
                return (*last.words, *own, *self._qualifier(is_item=True))
        verb = self._standard(verb, statics)
        is_list = verb == "list"
        object_: list[str] = [*self._beside]
        for index, one in enumerate(statics):
            is_last = index == len(statics) - 1
            keeps = is_last and not is_item and verb != "create"
            object_ += one.words if keeps or (is_list and is_last) else one.singular
        is_several = is_list and self._shape is not Shape.OTHER
        if verb == "delete" and not is_item and self._is_choosing(several=True):
            is_several = True
        if statics and is_several:
            object_[-1] = plural(object_[-1])
        left = self._without_own(tuple(object_))
        object_ = [*left] if left else object_
        qualifier = self._qualifier(is_item=is_item and not statics)
        return (*verb.split(), *object_, *qualifier)

    def _standard(self, verb: str | None, statics: Sequence[Segment]) -> str:
        """Return the standard verb of an operation."""
        method = self._verb
        is_item = self.route.is_item
        if verb is not None and verb not in ("update", "delete"):
            return verb
        if method == "get":
            is_list = self._shape is Shape.LIST
            if (
                not is_list
                and not is_item
                and (self._shape is not Shape.ONE or not statics)
            ):
                last = statics[-1].words if statics else self._own_words()
                is_list = self._says_many or (bool(last) and is_many(last[-1]))
                is_list = is_list or (self._shape is Shape.PAGE and not statics)
            return "list" if is_list else "get"
        if method == "post":
            return "update" if is_item and not self._creates() else "create"
        says_many = self._says_many and not statics and not self.route.identifies
        if method in ("put", "patch", "delete") and says_many:
            return "delete many" if method == "delete" else "update many"
        if method == "put":
            return "replace" if self._habits.has_patch else "update"
        if method == "patch":
            return "update"
        if method == "delete" and not is_item and not statics and self._is_collection():
            is_said = self._operation.operation_id or self._is_choosing()
            return "delete many" if is_said else "delete all"
        return method

    def _own_words(self) -> tuple[str, ...]:
        statics = self.route.statics
        return statics[-1].words if statics else lowered(self._resource[-1])

    def _creates(self) -> bool:
        return any(one.status == "201" for one in self._operation.responses)

    def _is_choosing(self, *, several: bool = False) -> bool:
        """Whether the request says what it is about besides its path.

        With `several`, whether it says so of several things.
        """
        operation = self._operation
        query = [one for one in operation.parameters if one.location is In.QUERY]
        if several:
            return any(
                one.name in ("q", "query", "filter", "where")
                or isinstance(self._api.resolve(one.type), Array)
                for one in query
            )
        return bool(query) or operation.body is not None

    def _is_collection(self) -> bool:
        own = self._own_words()
        return (bool(own) and is_plural(own[-1])) or self._is_choosing()

    def _qualifier(self, *, is_item: bool) -> tuple[str, ...]:
        """Return what a resource is part of, or which of several it is."""
        found: tuple[str, ...] = ()
        noun = {*self._noun}
        for index, segment in enumerate(self._before):
            if segment.is_parameter or (
                index == 0 and segment.words in self._habits.ancestors
            ):
                continue
            has_parameter = (
                index + 1 < len(self.route.segments)
                and self.route.segments[index + 1].is_parameter
            )
            is_below = any(
                noun.issuperset(nouns_of(one.words)) for one in self._before[:index]
            )
            if has_parameter and not (is_item and not self._operation.operation_id):
                found = ("for", *segment.singular)
            elif _QUALIFYING.issuperset(segment.words) or (is_below and self._noun):
                found = segment.words
        return () if noun.issuperset(nouns_of(found)) else found

    # -- what tells it from others -----------------------------------------------

    def _qualifiers(self) -> Iterator[tuple[str, ...]]:
        """Yield what is before a resource in its path, the nearest first."""
        segments = self.route.segments
        for index in range(len(segments) - 1, -1, -1):
            segment = segments[index]
            nouns = {*nouns_of(segment.words)}
            if segment.is_parameter or nouns <= {*self._noun}:
                continue
            has_parameter = (
                index + 1 < len(segments) and segments[index + 1].is_parameter
            )
            if has_parameter:
                yield ("for", *segment.singular)
            else:
                yield segment.words

    def _everything(self) -> Iterable[str]:
        for segment in self.route.segments:
            if segment.is_parameter:
                yield "by"
            yield from segment.words


def _core(noun: tuple[str, ...]) -> tuple[str, ...]:
    """Return a noun without the words that say where it belongs."""
    begin, end = 0, len(noun)
    while begin < end - 1 and _is_owner(noun[begin]):
        begin += 1
    while end - 1 > begin and _is_owner(noun[end - 1]):
        end -= 1
    return noun[begin:end]


def _is_owner(word: str) -> bool:
    return word in _OWNERS or is_version(word)


def _fits(verb: str, method: str) -> bool:
    """Whether a verb is what an HTTP method does."""
    fitting: Mapping[str, frozenset[str]] = {
        "get": frozenset({"get", "list", "read", "retrieve", "fetch"}),
        "post": frozenset({"create", "add", "write"}),
        "put": frozenset({"update", "write", "create", "add"}),
        "patch": frozenset({"update"}),
        "delete": frozenset({"delete", "remove"}),
    }
    return verb in fitting.get(method, frozenset())


def _until_preposition(said: Sequence[str]) -> tuple[str, ...]:
    for index, word in enumerate(said):
        if word in PREPOSITIONS and index:
            return tuple(said[:index])
    return tuple(said)
