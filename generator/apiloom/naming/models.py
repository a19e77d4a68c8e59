"""Names of models: those of components, and of schemas inside of others."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from itertools import chain as one_after_another
from itertools import pairwise
from typing import Final

from apiloom.locations import Pointer
from apiloom.naming.casing import class_name, joined, pascal, words
from apiloom.naming.grammar import ARTICLES, PREPOSITIONS
from apiloom.naming.statuses import phrase

BEARABLE: Final = 40
"""The most characters of a name that nothing else has, of a schema inside of others."""

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


def candidates(chain: Chain) -> Iterator[str]:
    """Yield the names that a schema may have, the best first: then they get longer."""
    plain = [
        _plain(group)
        for index, group in enumerate(chain[:-1])
        if index == 0 or not _is_filling(group)
    ]
    plain.append(chain[-1])
    ways = [
        chain,
        plain,
        *((plain[0], *plain[index:]) for index in range(2, len(plain))),
        *(plain[index:] for index in range(1, len(plain) - 1)),
    ]
    fitting = (name for way in ways if len(name := _name(way)) <= BEARABLE)
    first = next(fitting, None) or _fitted(plain)
    yield first
    # The first words of what it is inside of are what all of its kind begin with.
    root = plain[0]
    more = {
        _name((root[size:], *plain[index:]))
        for size in range(len(root))
        for index in range(1, len(plain))
    }
    more |= {_name(way) for way in ways}
    longer = sorted(more - {first}, key=lambda name: (len(name), name))
    yield from (name for name in longer if len(first) <= len(name) <= BEARABLE)
    yield from (name for name in longer if len(name) > BEARABLE)


def _is_filling(group: Sequence[str]) -> bool:
    return all(word.lower() in _FILLING | _BETWEEN for word in group)


def _plain(group: Sequence[str]) -> tuple[str, ...]:
    """Return words without those that say nothing."""
    left = tuple(word for word in group if word.lower() not in _FILLING | _BETWEEN)
    return left or tuple(group)


def _name(groups: Iterable[Sequence[str]]) -> str:
    return class_name(joined(*(word for group in groups for word in group)))


def _fitted(groups: Sequence[Sequence[str]]) -> str:
    """Return as many of the last words as fit, after the first if that fits too."""
    said = [word for group in groups for word in group]
    while len(said) > 1 and len(_name([said])) > BEARABLE:
        del said[1 if len(said) > 2 else 0]
    return _name([said])


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
    yield from candidates(chain)
    yield from _by_place(pointer, [word for group in chain for word in group])


def _by_place(pointer: Pointer, whole: Sequence[str]) -> Iterator[str]:
    """Yield a name with a word of the schema's place before its last, then numbers."""
    said = {word.lower() for word in whole}
    place = [pascal(word) for word in _words_of_place(pointer)]
    for word in place:
        parts = [part.lower() for part in words(word)]
        if not set(parts) <= said:
            # "alert-sort" of "sort" is "AlertSort", not "AlertSortSort".
            last = () if parts[-1:] == [whole[-1].lower()] else whole[-1:]
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
