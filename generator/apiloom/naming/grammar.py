"""English as far as names need it: number, verbs, prepositions, words run together."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from functools import cache
from typing import Final

READING: Final = frozenset("""
    describe fetch find get index list load lookup query read retrieve search show view
    """.split())
"""Verbs of requests that only read."""

_DOING: Final = """
    abort accept acknowledge acquire activate add adjust aggregate allocate analyze
    answer append apply approve archive ask assign associate attach attest
    authenticate authorize autocomplete backup ban begin bind block boot browse build
    bulk calculate call cancel capture change check claim classify clean cleanup clear
    clone close cluster collect commit compact compare complete compute configure
    confirm connect consume convert copy count crawl create deactivate decline decode
    decrement decrypt delete deny deploy deprovision deregister destroy detach detect
    detokenize dim disable disassociate disconnect discover dismiss dispatch
    distribute download drain drop duplicate edit embed emit enable encode encrypt end
    enhance enqueue enrich enroll ensure enter erase escalate evaluate evict exchange
    exclude execute exists expand expire explain export extend extract fail favorite
    filter finalize finish fire flush follow force fork forward freeze generate grant
    handle hibernate hide import improve include increment initiate insert inspect
    install introspect invalidate invite invoke issue join kick kill launch leave link
    lock login logout lookup make manage mark match merge migrate modify monitor mount
    move mute notify observe open optimize overwrite pack patch pause pay perform pin
    ping play poll populate post poweroff poweron precheck predict preview process
    promote propose provision prune publish pull purge push put query queue re
    reauthorize reboot rebuild recalculate receive recommend reconcile recover redeem
    redeliver redirect refresh refund regenerate register reject rekey release reload
    remove rename render renew reopen reorder repair replace replay reply report
    reprocess request requeue rerank rerun reschedule resend reset resize resolve
    respond restart restore restrict resume resync retrain retry revert review revoke
    rewrap rollback rotate run sample sanitize save scale scan schedule scrape seal
    search seek select send set setup share shuffle shutdown sign simulate skip snooze
    sort split star start stop store stream submit subscribe suggest suspend swap
    switch sync synchronize tag terminate test tidy toggle tokenize track train
    transcribe transfer transform transition translate trigger trim truncate tune
    unarchive unassign unban unbind unblock undelete undeploy undo unfavorite unfollow
    uninstall unlink unlock unmark unmount unmute unpause unpin unpublish unregister
    unseal unset unshare unstar unsubscribe unwatch unwrap update upgrade upload
    upsert use validate vectorize verify void vote wait wake warm watch withdraw wrap
    write
    """
VERBS: Final = READING | frozenset(_DOING.split())
"""Words that say what an operation does, at the beginning of its name."""

STRONG: Final = frozenset(
    "add create delete fetch get list read remove retrieve update write".split()
)
"""Verbs that are hardly ever anything else, wherever they stand."""

TRAILING: Final = STRONG | frozenset("""
    activate approve archive attach cancel check clear clone close commit configure
    confirm copy count deactivate destroy detach disable download enable execute
    export generate import inspect kick lock login logout move pause ping prune
    publish pull push query refresh register reject remove rename replace reset
    restart restore resume revoke rotate search send set start stop submit sync
    terminate test unarchive unlock unpause upload validate verify wait
    """.split())
"""Verbs that some frameworks append to what they are done to."""

ASKING: Final = frozenset("""
    autocomplete check compare count download exists export find list lookup ping poll
    preview query search stream suggest validate verify watch
    """.split())
"""The last segments of a path that say what a GET does, and not what it gets."""

PREPOSITIONS: Final = frozenset(
    "about across after against and as at before between by for from in into of on or"
    " per since through to under until using via with within without".split()
)
SETTINGS: Final = frozenset({"defaults", "preferences", "settings"})
"""Plurals of which there is one."""

ARTICLES: Final = frozenset({"a", "an", "the"})

SYNONYMS: Final = {
    "auth": ("authentication",),
    "config": ("configuration",),
    "env": ("environment",),
    "org": ("organization",),
    "organization": ("org",),
    "pull": ("pull", "request"),
    "repo": ("repository",),
    "repository": ("repo",),
}
"""What else a noun is called."""

_BOUND: Final = frozenset("""
    authenticated child co cross multi non other parent pre re self sub super un
    """.split())
"""Words that mean nothing without the next one."""

_IRREGULAR: Final = {
    "addresses": "address",
    "aliases": "alias",
    "analyses": "analysis",
    "batches": "batch",
    "biases": "bias",
    "boxes": "box",
    "branches": "branch",
    "buses": "bus",
    "caches": "cache",
    "children": "child",
    "classes": "class",
    "crises": "crisis",
    "criteria": "criterion",
    "databases": "database",
    "indices": "index",
    "indexes": "index",
    "launches": "launch",
    "matches": "match",
    "matrices": "matrix",
    "media": "medium",
    "movies": "movie",
    "patches": "patch",
    "people": "person",
    "processes": "process",
    "searches": "search",
    "series": "series",
    "switches": "switch",
    "taxes": "tax",
    "vertices": "vertex",
    "watches": "watch",
    "cookies": "cookie",
}
_NOT_PLURAL: Final = frozenset("""
    access address alias alerts analysis analytics axis bias bonus bus business
    campus canvas census chaos class compass cors corpus css dns express gas gps https
    ios is iris js kubernetes lens mass news nexus os pass plus process progress radius
    series sms sos species statistics status success tls this us yes
    """.split()) - {"alerts", "statistics"}


@cache
def singular(word: str) -> str:
    """Return a lower-case word in the singular; a word that is no plural as it is."""
    if word in _IRREGULAR:
        return _IRREGULAR[word]
    if word in _NOT_PLURAL or len(word) < 4 or not word.endswith("s"):
        return {"ids": "id", "ips": "ip", "vms": "vm"}.get(word, word)
    if word.endswith(("ss", "us", "is")):
        return word
    if word.endswith("ies") and len(word) > 4:
        return f"{word[:-3]}y"
    if word.endswith(("sses", "shes", "ches", "xes", "zzes")):
        return word[:-2]
    if (
        word.endswith("uses")
        and len(word) > 6
        and not word.endswith(("houses", "causes"))
    ):
        return word[:-2]
    return word[:-1]


@cache
def is_plural(word: str) -> bool:
    """Whether a lower-case word is a plural."""
    return singular(word) != word


_MASS: Final = frozenset("""
    access activity analytics availability balance capabilities config configuration
    content credentials data defaults details feedback health history info information
    insights limits media memory metadata metrics news options output params people
    permissions preferences progress series settings statistics stats status
    summary traffic usage
    """.split())
"""What one does not count, or has one of although it is a plural."""


def is_many(word: str) -> bool:
    """Whether a lower-case word says that there are several things."""
    return is_plural(word) and word not in _MASS


@cache
def plural(word: str) -> str:
    """Return a lower-case word in the plural."""
    if word in _MASS or word in _NOT_PLURAL or is_plural(word):
        return word
    if word.endswith("y") and word[-2:-1] not in ("a", "e", "i", "o", "u"):
        return f"{word[:-1]}ies"
    return f"{word}es" if word.endswith(("s", "x", "z", "ch", "sh")) else f"{word}s"


def without_noun(said: Sequence[str], noun: Sequence[str]) -> tuple[str, ...]:
    """Return words without a noun, in whichever number; the noun's are singular.

    A noun that another word is bound to stays: the "issue" of a "sub issue".
    """
    size = len(noun)
    left: list[str] = []
    at = 0
    while at < len(said):
        here = said[at : at + size]
        is_there = len(here) == size and all(map(_is_same, here, noun))
        is_joined = size > 1 and _is_same(said[at], singular("".join(noun)))
        if (is_there or is_joined) and not (left and left[-1] in _BOUND):
            at += size if is_there else 1
        else:
            left.append(said[at])
            at += 1
    return tuple(left)


def _is_same(word: str, noun: str) -> bool:
    return word == noun or singular(word) == noun


def tidied(said: Sequence[str]) -> tuple[str, ...]:
    """Return words without articles, repetitions and dangling prepositions."""
    found: list[str] = []
    for word in said:
        if word in ARTICLES and found and found[-1] != "of":
            continue
        if found and (
            singular(word) == singular(found[-1])
            or (word in PREPOSITIONS and found[-1] in PREPOSITIONS and word != "to")
        ):
            found[-1] = word if word in PREPOSITIONS else found[-1]
            continue
        found.append(word)
    while found and found[-1] in PREPOSITIONS - {"in", "out", "on", "up"}:
        found.pop()
    while (
        len(found) > 1
        and found[-1] in PREPOSITIONS
        and found[-2]
        in VERBS
        - {
            "check",
            "log",
            "sign",
            "opt",
        }
    ):
        found.pop()
    while found and found[0] == "of":
        found.pop(0)
    return tuple(found)


_COMMON: Final = VERBS | PREPOSITIONS | frozenset("""
    account accounts all api batch by config count counts current data default details
    document documents event events file files group groups history id ids info input
    item items job jobs key keys list log logs me message messages metadata name names
    new node nodes object objects one order orders organization organizations output
    page pages permission permissions policy policies project projects report reports
    request requests resource resources response responses result results role roles
    rule rules schema schemas service services session sessions settings state stats
    status summary tag tags task tasks team teams template templates token tokens type
    types user users usage value values version versions webhook webhooks
    """.split())
_SHORTEST: Final = 9
"""Shorter words are not taken apart."""

_LEADING: Final = frozenset(
    "add create delete fetch find get list patch post put read remove reset retrieve"
    " search set update".split()
)


def split_words(
    said: Iterable[str], own: Collection[str], known: Collection[str]
) -> tuple[str, ...]:
    """Return words with those taken apart that others were run together to.

    Words that begin with a verb may consist of any `known` ones, others only of those
    of the operation's `own` path and tags. All are in lower case.
    """
    found: list[str] = []
    for word in said:
        if len(word) < _SHORTEST or not word.isalpha() or _is_known(word, own):
            found.append(word)
            continue
        parts = _split(word, own, ())
        if parts is None and not _is_known(word, known):
            parts = _split(word, known, _COMMON)
            if parts is not None and parts[0] not in _LEADING:
                parts = None
        found += parts or (word,)
    return tuple(found)


def _split(
    word: str, known: Collection[str], common: Collection[str]
) -> tuple[str, ...] | None:
    """Return the fewest known words that a word consists of."""
    best: list[tuple[str, ...] | None] = [(), *(None for _ in word)]
    for end in range(1, len(word) + 1):
        for start in range(max(0, end - 24), end):
            before = best[start]
            part = word[start:end]
            if before is None or not (
                _is_known(part, known) or part in common or singular(part) in common
            ):
                continue
            shortest = best[end]
            if shortest is None or len(before) + 1 < len(shortest):
                best[end] = (*before, part)
    found = best[-1]
    return found if found is not None and 1 < len(found) <= len(word) // 3 else None


def _is_known(part: str, known: Collection[str]) -> bool:
    return part in known or singular(part) in known or f"{part}s" in known
