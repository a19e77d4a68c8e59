"""Names of models: those of components, and of schemas inside of others."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from itertools import chain as one_after_another
from itertools import count, pairwise
from typing import Final

from apiloom.locations import Pointer
from apiloom.naming.casing import (
    LONGEST_CLASS,
    class_name,
    identifier,
    joined,
    pascal,
    words,
)
from apiloom.naming.grammar import ARTICLES, PREPOSITIONS, STRONG
from apiloom.naming.statuses import phrase

BEARABLE: Final = 40
"""The most characters of a name that nothing else has, of a schema inside of others."""

_LENIENCE: Final = 1
_MORE_LENIENCE: Final = 4
"""How much longer a name may be that says the whole name of an operation.

More so if that is all it says: for responses and bodies.
"""

_DATED: Final = re.compile(r"(?:api|v)?\d{6,}", re.IGNORECASE)
"""A version that is a date."""

_FEW: Final = 2
"""How many words are left of a name that is cut."""

_FILLING: Final = ARTICLES | PREPOSITIONS - {"by", "from", "to", "with", "without"}
_BETWEEN: Final = frozenset({"body", "item", "response", "value"})
"""Words that say nothing unless they come last."""

_STRUCTURE: Final = frozenset("""
    additionalProperties allOf anyOf application components content definitions items
    json oneOf parameters paths properties requestBody responses schema schemas
    """.split())
"""What a pointer has between the names in it."""

Chain = tuple[tuple[str, ...], ...]
"""The words of a schema, after those of each thing that it is inside of."""


def candidates(chain: Chain, *, is_operation: bool = False) -> Iterator[str]:
    """Yield the names that a schema may have, the best first: then they get longer.

    A name that is short enough says everything. Others keep the end of what they are
    inside of, which tells components and operations apart, and their own words. With
    `is_operation` a schema is part of an operation, whose name counts more than the
    properties in between: then few operations depend on the names of others.
    """
    root, *between = _plain_root(chain[0]), *filter(None, map(_spared, chain[1:-1]))
    last = chain[-1] if len(chain) > 1 else ()
    whole = _name((root, last))
    names = dict.fromkeys((_name(chain), _name((root, *between, last))))
    short = [name for name in names if len(name) <= BEARABLE]
    lenience = _MORE_LENIENCE if _is_filling(last) else _LENIENCE
    if is_operation and BEARABLE < len(whole) <= BEARABLE + lenience:
        short.append(whole)
    fitting: list[tuple[tuple[int, int], str]] = []
    longer = {*names}
    for dropped, stem in enumerate(_roots(root)):
        for index in range(len(between) + 1):
            name = _name((stem, *between[index:], last))
            longer.add(name)
            if len(name) <= BEARABLE and (dropped == 0 or len(stem) > 1):
                size = len(name)
                rank = (dropped, -size) if is_operation else (-size, dropped)
                fitting.append((rank, name))
    short += [name for _, name in sorted(fitting)] or [_fitted(root, last)]
    yield from dict.fromkeys(short)
    rest = [name for name in longer - {*short} if len(name) >= len(short[0])]
    yield from sorted(rest, key=lambda name: (len(name), name))


def operation_classes(places: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Return the class prefix of each operation, for its id and its dotted place.

    One that is too long goes without the first words of its resource.
    """
    found: dict[str, str] = {}
    used: set[str] = set()
    for id_, dotted in places:
        root = words(pascal(dotted))
        names = (pascal(joined(*one)) for one in _roots(root))
        short = (name for name in names if len(name) <= LONGEST_CLASS)
        whole = identifier(pascal(joined(*root)), "Model")
        best = identifier(next(short, whole[:LONGEST_CLASS]), "Model")
        numbers = (f"{best}_{number}" for number in count(2))
        wanted = one_after_another((best, whole), numbers)
        found[id_] = next(name for name in wanted if name not in used)
        used.add(found[id_])
    return found


def _spared(group: Sequence[str]) -> tuple[str, ...]:
    """Return the words of a place in between; none if it says nothing."""
    return () if _is_filling(group) else _plain(group)


def _is_filling(group: Sequence[str]) -> bool:
    return all(word.lower() in _FILLING | _BETWEEN for word in group)


def _plain(group: Sequence[str]) -> tuple[str, ...]:
    """Return words without those that say nothing."""
    left = tuple(word for word in group if word.lower() not in _FILLING | _BETWEEN)
    return left or tuple(group)


def _plain_root(group: Sequence[str]) -> tuple[str, ...]:
    """Return the plain words of a component or an operation without its version."""
    plain = _plain(group)
    return tuple(word for word in plain if not _DATED.fullmatch(word)) or plain


def _roots(root: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """Yield words, then ever fewer of them: the verb of an operation stays.

    What is before the verb is the resource, and goes first.
    """
    yield root
    verbs = (at for at, word in enumerate(root) if at and word.lower() in STRONG)
    verb = next(verbs, None)
    left = list(root)
    for _ in range(verb or 0):
        del left[0]
        yield tuple(left)
    least, at = (1, 0) if verb is None else (2, 1)
    while len(left) > least:
        del left[at]
        yield tuple(left)


def _name(groups: Iterable[Sequence[str]]) -> str:
    return class_name(joined(*(word for group in groups for word in group)))


def _fitted(root: tuple[str, ...], last: Sequence[str]) -> str:
    """Return the end of what a schema is inside of, and as many own words as fit."""
    stem = next(
        one
        for one in _roots(root)
        if len(_name((one,))) <= BEARABLE // 2 or len(one) <= _FEW
    )
    own = list(last)
    while len(own) > _FEW and len(_name((stem, own))) > BEARABLE:
        del own[0]
    return _name((stem, own))


def allocated(
    pointers: Sequence[Pointer],
    chain_of: Callable[[Pointer], Chain],
    taken: Collection[str],
) -> dict[Pointer, str]:
    """Name schemas inside of others; the first of several has the short name."""
    used = set(taken)
    found: dict[Pointer, str] = {}
    for pointer in pointers:
        chain = chain_of(pointer)
        names = _ever_longer(pointer, chain)
        name = next(name for name in names if name not in used)
        used.add(name)
        found[pointer] = name
    return found


def allocated_alone(
    wanted: Iterable[tuple[Pointer, str]], taken: Collection[str]
) -> dict[Pointer, str]:
    """Name schemas that are inside of nothing with a name: of parameters, say.

    The first of several has the name that it wants; the place of the others, such as
    the component of a parameter, tells them apart.
    """
    used = set(taken)
    found: dict[Pointer, str] = {}
    for pointer, name in wanted:
        names = one_after_another((name,), _by_place(pointer, words(name)))
        found[pointer] = next(one for one in names if one not in used)
        used.add(found[pointer])
    return found


def _ever_longer(pointer: Pointer, chain: Chain) -> Iterator[str]:
    is_operation = pointer.tokens[:1] == ("paths",)
    yield from candidates(chain, is_operation=is_operation)
    yield from _by_place(pointer, [word for group in chain for word in group])


def _by_place(pointer: Pointer, whole: Sequence[str]) -> Iterator[str]:
    """Yield a name with a word of the schema's place before its last, then numbers."""
    said = {word.lower() for word in whole}
    place = [pascal(word) for word in _words_of_place(pointer)]
    for word in place:
        parts = [part.lower() for part in words(word)]
        if not set(parts) <= said:
            # "alert-sort" of "sort" is "AlertSort", not "AlertSortSort".
            last = () if whole[-1].lower() in parts else whole[-1:]
            yield class_name(joined(*whole[:-1], word, *last))
    stem = _name([whole])
    number = 2
    while True:
        yield f"{stem}_{number}"
        number += 1


def _words_of_place(pointer: Pointer) -> Iterator[str]:
    """Yield what a pointer says besides its structure, the nearest first."""
    tokens = pointer.tokens
    for before, token in reversed([*pairwise(("", *tokens))]):
        if before == "responses":
            yield phrase(token)
        elif before == "content" or token in _STRUCTURE or token.isdigit():
            continue
        elif words(token):
            yield token
