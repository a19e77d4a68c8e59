"""Words, cases, and the identifiers that are taken.

Every name in a generated client is made here, from any string at all.
"""

from __future__ import annotations

import keyword
import re
import unicodedata
from collections.abc import Collection, Hashable, Iterable
from functools import cache
from hashlib import blake2s
from itertools import chain
from typing import Final, TypeVar

_Key = TypeVar("_Key", bound=Hashable)
_WORD: Final = re.compile(
    r"(?<![Aa0])(?:A0{1,2}A|a0{1,2}a)(?![Aa0])|A+(?=Aa)|A?a+|A+|0+|x+"
)
"""A word in the shape of a text, see `_shape`; ``a2a`` and ``k8s`` are one."""

_INVISIBLE: Final = re.compile(
    "[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u3164\ufe00-\ufe0f\uffa0"
    "\U000e0100-\U000e01ef]"
)
"""What Python takes in an identifier and nobody sees (Default_Ignorable_Code_Point)."""

_SYMBOLS: Final = {
    "+": "plus",
    "-": "minus",
    "*": "star",
    "/": "slash",
    "<": "less than",
    ">": "greater than",
    "=": "equals",
    "!": "not",
    "@": "at",
    "#": "hash",
    "$": "dollar",
    "%": "percent",
    "&": "and",
    "|": "or",
    "^": "caret",
    "~": "tilde",
    ".": "dot",
    ",": "comma",
    ":": "colon",
    ";": "semicolon",
    "?": "question",
    "(": "parenthesis",
    "[": "bracket",
    "{": "brace",
    "'": "quote",
    '"': "quote",
    " ": "space",
}
_MODEL_ATTRIBUTES: Final = frozenset("""
    construct copy dict from_orm json model_computed_fields model_config
    model_construct model_copy model_dump model_dump_json model_extra model_fields
    model_fields_set model_json_schema model_parametrized_name model_post_init
    model_rebuild model_validate model_validate_json model_validate_strings parse_file
    mro parse_obj parse_raw register schema schema_json self to_dict to_json
    update_forward_refs validate
    """.split())
"""What a field of a model would hide: pydantic's attributes, and the runtime's own."""

PAGE_ATTRIBUTES: Final = frozenset(
    "get_next_page has_next_page iter_pages pages".split()
)
"""What a field of a page would hide."""

_CLIENT_ATTRIBUTES: Final = frozenset("""
    aclose base_url bool
    cached_property close float httpx httpx2 int overload request
    self str with_options with_raw_response with_streaming_response
    """.split())
"""What a resource would hide of the client, or of the resource that it is below."""

_METHOD_NAMES: Final = frozenset("""
    cached_property overload self with_raw_response with_streaming_response
    """.split())
"""What a method would hide of the class that it is in."""

CONSTRUCTOR: Final = frozenset("""
    base_url deadline default_query follow_redirects headers hooks http_client limits
    max_retries one_of options retry_budget self server server_choice server_url super
    timeout validate_requests validate_responses
    """.split())
"""The arguments that every client's constructor has, and what its body uses."""

_CLIENT_MODULE: Final = frozenset("""
    Any APIClient ApiKey AsyncAPIClient AsyncHooks AsyncSecretInput AsyncStream
    AsyncStreamingResponse AsyncTokenListener AttributeError Basic Bearer
    ClientAssertion ClientCredentials ClientSecret Credentials Deferred Digest Discovery
    Hooks Literal Mapping OAuth2 OnConnection Options Password RawResponse RefreshToken
    RequestEvent RequestOptions ResponseEvent ResponseLimits RetryBudget RetryEvent
    Scoped Secret SecretInput Sequence SERVER SERVERS ServerChoice ServerName
    ServerSentEvent Stream StreamingResponse Timeout TokenListener TypeAlias UNSET Unset
    UserPassword Validation
    """.split())
"""What the module of the clients imports, or the package has beside them."""

LONGEST: Final = 80
"""The most characters of a method's name."""

_SNAKE: Final = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*")

_LONGEST_STATED: Final = 200
"""The most characters of a method's name that a document states."""

LONGEST_CLASS: Final = 60
"""The most characters of a class's name."""

BUILTIN_TYPES: Final = frozenset(
    "bool bytes dict float int list object str tuple".split()
)
"""Builtins that annotations use; a class that hides one has to spell it out."""


@cache
def _shape(character: str) -> str:
    """A capital is an ``A``, a small letter an ``a``, a digit a ``0``, others ``x``."""
    if character.isupper():
        return "A"
    if character.isdecimal():
        return "0"
    is_letter = character != "_" and f"a{character}".isidentifier()
    if _INVISIBLE.match(character):
        return " "
    if character.islower():
        return "a"
    return "x" if is_letter else " "


_ASCII_SHAPES: Final = {number: _shape(chr(number)) for number in range(128)}


@cache
def words(text: str) -> tuple[str, ...]:
    """Split any string into words: at case changes, digits, and everything else.

    A digit run stays with the word before it (``sha256``), unless nothing is.
    """
    if text.isascii():
        if " " in text:
            # Names are tried with ever fewer words: each is taken apart once.
            return tuple(chain.from_iterable(map(words, text.split(" "))))
        plain, shape = text, text.translate(_ASCII_SHAPES)
    else:
        plain = unicodedata.normalize("NFKC", text)
        shape = "".join(map(_shape, plain))
    found: list[str] = []
    end = -1
    for match in _WORD.finditer(shape):
        word = plain[match.start() : match.end()]
        is_next = bool(found) and match.start() == end
        if is_next and (word.isdigit() or _is_rest(found[-1], word)):
            found[-1] += word
        else:
            found.append(word)
        end = match.end()
    return tuple(found)


_SPELLINGS: Final = frozenset(
    "GraphQL IPv IPv4 IPv6 JavaScript MySQL NoSQL OAuth OAuth2 OpenAPI OpenID"
    " PostgreSQL TypeScript iOS macOS".split()
)
"""Technical terms that change their case within."""


def _is_rest(before: str, word: str) -> bool:
    """Whether a change of case begins no word: ``IDs``, terms such as ``OAuth``."""
    if len(word) == 2 and word[1] == "s" and word[0].isupper() and before.isupper():
        return True
    return f"{before}{word}" in _SPELLINGS


@cache
def snake(text: str) -> str:
    """``createdAt`` to ``created_at``; empty if there is no word in the text."""
    return "_".join(word.lower() for word in words(text))


@cache
def pascal(text: str) -> str:
    """``created at`` to ``CreatedAt``; words that are all capitals stay as they are."""
    return "".join(word[:1].upper() + word[1:] for word in words(text))


@cache
def upper(text: str) -> str:
    """``createdAt`` to ``CREATED_AT``."""
    return "_".join(word.upper() for word in words(text))


def spelled(text: str) -> str:
    """The names of symbols, for text that has no words of its own."""
    return " ".join(_SYMBOLS.get(character, "x") for character in text[:8])


@cache
def identifier(name: str, prefix: str) -> str:
    """Make a cased name an identifier: no leading digit, no keyword, never empty."""
    if not f"a{name}".isidentifier():
        name = "".join(part for part in name if f"a{part}".isidentifier())
    if not name.isidentifier() or name.startswith("_"):
        name = f"{prefix}{name}"
    # Python reads every identifier in this form (PEP 3131).
    name = unicodedata.normalize("NFKC", name)
    return f"{name}_" if keyword.iskeyword(name) else name


def shortened(name: str, separator: str) -> str:
    """A name of bearable length: its first word, and as many of its last as fit.

    The first says what is done, the last to what; what is between says where it is.
    """
    longest = LONGEST if separator else LONGEST_CLASS
    if len(name) <= longest:
        return name
    parts = name.split(separator) if separator else words(name)
    first, *rest = parts
    while len(rest) > 1 and len(separator.join((first, *rest))) > longest:
        del rest[0]
    return separator.join((first, *rest))[:longest].rstrip("_")


@cache
def field_name(wire: str, *, is_page: bool = False) -> str:
    """The attribute for a property; that of a page hides none of a page's methods."""
    name = identifier(_signed(wire), "field_")
    hides = name in _MODEL_ATTRIBUTES or (is_page and name in PAGE_ATTRIBUTES)
    return f"{name}_" if hides else name


def _signed(wire: str) -> str:
    """The words of a name, or else its symbols; a sign is part of a number."""
    words = snake(wire) or snake(spelled(wire))
    if wire[:1] in ("+", "-") and wire[1:2].isdigit():
        return f"{_SYMBOLS[wire[0]]}_{words}"
    return words


@cache
def argument_name(wire: str) -> str:
    """The argument for a parameter or a field of a body."""
    name = identifier(_signed(wire), "value_")
    return f"{name}_" if name in ("cls", "self") else name


def method_name(text: str) -> str:
    """The method for an operation."""
    name = shortened(identifier(snake(text), "call_"), "_")
    return f"{name}_" if name in _METHOD_NAMES else name


def stated_method_name(text: str) -> str:
    """The method for an operation whose name somebody has chosen.

    It is not shortened, and stays as it is if it is a name in snake case already.
    """
    name = text if _is_snake(text) else identifier(snake(text), "call_")
    name = name[:_LONGEST_STATED].rstrip("_")
    return f"{name}_" if name in _METHOD_NAMES or keyword.iskeyword(name) else name


def _is_snake(text: str) -> bool:
    """Return whether a text is a name in snake case: ``s3s`` is, whatever its words."""
    return _SNAKE.fullmatch(text) is not None


def parser_name(text: str) -> str:
    """The function that reads what the API sends under some name."""
    own = snake(text) or snake(spelled(text)) or "empty"
    return shortened(identifier(f"parse_{own}", ""), "_")


_DEVICES: Final = frozenset(
    {
        *("aux", "con", "nul", "prn"),
        *(f"{port}{number}" for port in ("com", "lpt") for number in range(10)),
    }
)
"""What Windows does not let a file be called, whatever its name ends with."""

_LONGEST_FILE: Final = 100
"""The most bytes of a module's name: with its folders, a path stays in 260."""


@cache
def module_name(name: str) -> str:
    """The module for a name in snake case: a file of that name can be on any system."""
    # A package whose module is called `list` has no other `list` for checkers.
    if name in BUILTIN_TYPES or name in _DEVICES:
        return f"{name}_"
    data = name.encode()
    if len(data) <= _LONGEST_FILE:
        return name
    mark = blake2s(data, digest_size=3).hexdigest()
    kept = data[: _LONGEST_FILE - len(mark) - 2].decode(errors="ignore")
    return f"{kept.rstrip('_')}_x{mark}"


def server_name(text: str) -> str:
    """The name of a server, from what is said of it: a few words are enough."""
    plain = re.sub(r"^[a-z+]+://", "", text, flags=re.IGNORECASE)
    name = "_".join(snake(plain).split("_")[:4])
    return identifier(name, "server_")


def resource_name(text: str, *, is_stated: bool = False) -> str:
    """The attribute of the client for a resource.

    A name that `is_stated` stays as it is if it is one in snake case already.
    """
    name = snake(text)
    name = identifier(text if is_stated and _is_snake(text) else name, "api_")
    if len(name) > LONGEST:
        # The first words of a tag tell it from others.
        name = name[: LONGEST + 1].rpartition("_")[0] or name[:LONGEST]
    return f"{name}_" if name in _CLIENT_ATTRIBUTES else name


@cache
def class_name(text: str) -> str:
    """The class for a schema."""
    name = identifier(pascal(text) or pascal(spelled(text)), "Model")
    return shortened(name, "")


def client_name(title: str) -> str:
    """The class of the client, for the title of a document."""
    name = identifier(pascal(title), "Api")
    is_taken = name in _CLIENT_MODULE or f"Async{name}" in _CLIENT_MODULE
    return f"{name}Client" if is_taken else name


def member_name(value: object) -> str:
    """The member of an enum for a value."""
    text = str(value)
    name = upper(text)
    if text[:1] in ("-", "+") and len(text) > 1 and name:
        name = f"{_SYMBOLS[text[0]].upper()}_{name}"
    if not name:
        name = upper(spelled(text)) if text else "EMPTY"
    name = identifier(name, "VALUE_")
    return f"{name}_" if name == "MRO" else name


def unique(
    wanted: Iterable[tuple[_Key, str]], taken: Collection[str] = ()
) -> dict[_Key, str]:
    """Give every key the name it wants, or that name with a number.

    A key that is spelled like the name it wants goes before the others; otherwise
    the first one wins, so that adding at the end changes nothing before it.
    """
    pairs = list(wanted)
    names: dict[_Key, str] = {}
    used = set(taken)
    numbers: dict[str, int] = {}
    """The last number that was given to a stem: all before it are taken."""
    exact = [pair for pair in pairs if pair[0] == pair[1]]
    others = [pair for pair in pairs if pair[0] != pair[1]] if exact else pairs
    for key, name in (*exact, *others):
        candidate = name
        while candidate in used:
            stem = name.rstrip("_")
            numbers[stem] = numbers.get(stem, 1) + 1
            candidate = f"{stem}_{numbers[stem]}"
        used.add(candidate)
        names[key] = candidate
    return {key: names[key] for key, _ in pairs}


def title(text: str) -> str:
    """``not_ready`` to ``Not ready``, for people to read."""
    joined = " ".join(word if word.isupper() else word.lower() for word in words(text))
    return joined[:1].upper() + joined[1:]


def environment_variable(*parts: str) -> str:
    """The name of an environment variable."""
    return "_".join(upper(part) for part in parts)


def joined(*parts: str) -> str:
    """Several names as one text that can be cased again."""
    return " ".join(parts)
