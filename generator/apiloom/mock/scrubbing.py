"""Removal of secrets, and of what looks personal, from calls that are recorded.

What is removed has the same replacement everywhere in a recording, so that an object
is still known by what a list says of it.
"""

from __future__ import annotations

import ipaddress
import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, Protocol, TypeGuard
from urllib.parse import parse_qsl, quote, unquote, urlencode, urlsplit, urlunsplit

SECRET: Final = "secret"
PERSONAL: Final = "personal"
REMOVED: Final = "removed"

_SECRET_WORDS: Final = (
    *("password", "passwd", "passphrase", "secret", "token", "apikey", "accesskey"),
    *("privatekey", "authorization", "credential", "signature", "sessionid", "cookie"),
    *("bearer", "jwt", "signingkey", "encryptionkey", "clientkey", "sharedkey"),
)
_SECRETS: Final = frozenset("auth otp pin cvv cvc pwd session key sig".split())
_PAGING: Final = ("page", "next", "cursor", "continuation", "marker", "sync")
"""Words of tokens that lead to a page, and open nothing."""

_PERSONAL_WORDS: Final = (
    *("email", "phone", "mobile", "firstname", "lastname", "fullname", "surname"),
    *("givenname", "familyname", "middlename", "maidenname", "birthdate", "birthday"),
    *("dateofbirth", "socialsecurity", "passport", "nationalid", "taxid", "iban"),
    *("accountnumber", "cardnumber", "streetaddress", "addressline", "postcode"),
    *("postalcode", "zipcode", "ipaddress", "useragent", "username", "nickname"),
    *("displayname", "screenname", "telephone", "latitude", "longitude"),
)
_PERSONAL: Final = frozenset("""
    mail dob ssn fax street address zip lat lng lon ip gender login avatar avatarurl
    line1 line2 address1 address2 givennames holder owner_name
    """.split())
_BESIDE: Final = frozenset({"name", "title"})
"""Personal only in an object that has something else that is."""

_EMAIL: Final = re.compile(r"[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+")
_PHONE: Final = re.compile(r"(?<![\w.])(?:\+|00)[1-9][\d ().-]{6,18}\d(?!\w)")
_CARD: Final = re.compile(r"(?<!\w)\d(?:[ -]?\d){12,18}(?!\w)")
_IBAN: Final = re.compile(r"(?<!\w)[A-Z]{2}\d{2}(?: ?[A-Z0-9]){11,30}(?!\w)")
_TOKENS: Final = re.compile(
    r"eyJ[\w-]{8,}\.[\w-]{8,}(\.[\w-]*)?"
    r"|(?:sk|pk|rk|whsec|ghp|gho|ghu|ghs|glpat|xox[abpors]|shpat)[_-][\w-]{10,}"
    r"|github_pat_\w{20,}|AKIA[A-Z0-9]{16}|AIza[\w-]{35}"
    r"|-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z ]*-----|$)"
    r"|(?<=[Bb]earer )[\w.~+/=-]{8,}|(?<=[Bb]asic )[A-Za-z0-9+/=]{8,}"
)
_URL: Final = re.compile(r"https?://[^\s\"'<>]+")
_SHORTEST: Final = 6
"""A shorter value is not looked for elsewhere: it may well be something else."""


@dataclass
class Report:
    """A report of what was removed from a recording, by kind and place."""

    removed: Counter[tuple[str, str]] = field(default_factory=Counter[tuple[str, str]])

    def lines(self) -> list[str]:
        """Return the report, a line for each place."""
        found: list[str] = []
        for kind, title in ((SECRET, "secrets"), (PERSONAL, "personal data")):
            places = [(at, n) for (one, at), n in self.removed.items() if one == kind]
            total = sum(number for _, number in places)
            found.append(f"Removed {total} values as {title}{':' if places else ''}")
            found += (f"  {at}: {number}" for at, number in sorted(places))
        return found


class Scrubber:
    """Replaces secrets and personal data in one recording."""

    def __init__(
        self,
        types: Types,
        keep: Iterable[str] = (),
        secrets: Iterable[str] = (),
    ) -> None:
        """Initialize with the types of the API.

        Args:
            types: Tells what a type allows.
            keep: Names of properties and parameters that are kept as they are.
            secrets: Names of parameters that carry credentials.
        """
        self._types: Final = types
        self._keep: Final = {_plain(one) for one in keep}
        self._secret_names: Final = {_plain(one) for one in secrets}
        self._known: Final[dict[str, tuple[str, str]]] = {}
        """The replacements of values, and of which kind they are."""
        self._numbers: Final[Counter[str]] = Counter()
        self.report: Final = Report()

    def learn(self, secret: str) -> None:
        """Remove a value wherever it is: a credential that the caller has sent."""
        if len(secret) >= _SHORTEST:
            self._known.setdefault(secret, (REMOVED, SECRET))

    def is_secret(self, name: str) -> bool:
        """Return whether a parameter or a header carries a secret."""
        return self._kind_of(_plain(name)) == SECRET

    # Targets

    def path(self, template: str, values: Mapping[str, str], types: Any) -> str:
        """Return the path of a request, percent-encoded."""
        path = template.replace("{+", "{")
        for name, raw in values.items():
            value = self._text(unquote(raw), name, types.get(name, "any"), "path")
            path = path.replace(f"{{{name}}}", quote(value, safe="") if value else raw)
        return path

    def query(self, query: str, types: Mapping[str, Any]) -> str:
        """Return the query of a request; parameters that are secret are left out."""
        kept: list[tuple[str, str]] = []
        for name, value in parse_qsl(query, keep_blank_values=True):
            if self._kind_of(_plain(name)) == SECRET:
                self.report.removed[SECRET, f"query {name}"] += 1
                self.learn(value)
                continue
            kept.append((name, self._text(value, name, types.get(name), "query")))
        return urlencode(kept)

    def header(self, name: str, value: str, where: str) -> str:
        """Return the value of a header."""
        return self._text(value, name, "any", f"{where} header")

    def url(self, text: str, where: str) -> str:
        """Return a URL without credentials."""
        return self._url(text, where)

    def _text(self, value: str, name: str, type_: Any, where: str) -> str:
        changed = self.value(value, type_, where, name)
        return value if changed is value else str(changed)

    # Bodies

    def value(self, value: Any, type_: Any, at: str, name: str = "") -> Any:
        """Return a value without what must not be recorded.

        Args:
            value: A value of JSON.
            type_: Its type.
            at: Where it is, for the report.
            name: The name of the property or parameter that it is.
        """
        if _is_object(value):
            return self._object(value, type_, at)
        if _is_list(value):
            return [
                self.value(item, self._types.items(type_), f"{at}/*", name)
                for item in value
            ]
        return self._scalar(value, type_, at, self._kind_of(_plain(name)), name)

    def _object(self, value: dict[str, Any], type_: Any, at: str) -> dict[str, Any]:
        kinds = {name: self._kind_of(_plain(name)) for name in value}
        is_person = PERSONAL in kinds.values()
        found: dict[str, Any] = {}
        for name, item in value.items():
            plain = _plain(name)
            kind = kinds[name]
            if is_person and plain in _BESIDE and plain not in self._keep:
                kind = PERSONAL
            inner = self._types.member(type_, name)
            place = f"{at}/{name}"
            if kind is None or isinstance(item, (dict, list)):
                found[name] = self.value(item, inner, place, name)
            else:
                found[name] = self._scalar(item, inner, place, kind, name)
        return found

    def _kind_of(self, plain: str) -> str | None:
        """Return what a property holds, by its name."""
        if plain in self._keep:
            return None
        if plain in self._secret_names:
            return SECRET
        is_paging = any(word in plain for word in _PAGING)
        is_named = any(word in plain for word in _SECRET_WORDS)
        if plain in _SECRETS or (is_named and not is_paging):
            return SECRET
        if plain in _PERSONAL or any(plain.endswith(one) for one in _PERSONAL_WORDS):
            return PERSONAL
        return None

    def _scalar(
        self, value: Any, type_: Any, at: str, kind: str | None, name: str
    ) -> Any:
        if value is None or isinstance(value, bool) or value == "":
            return value
        if self._types.is_listed(value, type_):
            return value
        if kind is not None:
            # Numbers of tokens are no tokens.
            is_count = kind == SECRET and not isinstance(value, str)
            if not is_count or _plain(name) in _SECRETS:
                return self._replaced(value, type_, at, kind, name)
        if not isinstance(value, str) or _plain(name) in self._keep:
            return value
        return self._cleaned(value, type_, at)

    def _cleaned(self, text: str, type_: Any, at: str) -> str:
        """Return text without what looks like a secret or like personal data."""
        if text in self._known:
            return self._again(text, at)
        found = text
        for known, (replacement, kind) in self._known.items():
            if kind == SECRET and known in found:
                found = found.replace(known, replacement)
                self.report.removed[kind, at] += 1
        found = _URL.sub(lambda match: self._url(match[0], at), found)
        found = self._substituted(_TOKENS, found, at, SECRET, lambda _: REMOVED)
        found = self._substituted(_EMAIL, found, at, PERSONAL, self._email)
        found = self._substituted(_PHONE, found, at, PERSONAL, self._phone)
        found = self._substituted(_CARD, found, at, PERSONAL, _card)
        found = self._substituted(_IBAN, found, at, PERSONAL, _iban)
        if _is_address(found):
            found = self._noted("192.0.2.1", at, PERSONAL)
        if found != text and not self._types.fits(found, type_):
            sample = self._types.sample(type_, at, 1)
            return sample if isinstance(sample, str) else found
        return found

    def _substituted(
        self,
        expression: re.Pattern[str],
        text: str,
        at: str,
        kind: str,
        replacement: Callable[[str], str | None],
    ) -> str:
        def one(match: re.Match[str]) -> str:
            if match[0] in self._known:
                return self._again(match[0], at)
            made = replacement(match[0])
            if made is None or made == match[0]:
                return match[0]
            self._known[match[0]] = made, kind
            return self._noted(made, at, kind)

        return expression.sub(one, text)

    def _url(self, text: str, at: str) -> str:
        try:
            parts = urlsplit(text)
            query = parse_qsl(parts.query, keep_blank_values=True)
        except ValueError:
            return text
        changed = [
            (name, REMOVED if self._kind_of(_plain(name)) == SECRET else value)
            for name, value in query
        ]
        host = parts.netloc
        if "@" in host:
            host = host.rpartition("@")[2]
        if host == parts.netloc and changed == query:
            return text
        self.report.removed[SECRET, at] += 1
        return urlunsplit(parts._replace(netloc=host, query=urlencode(changed)))

    def _again(self, text: str, at: str) -> str:
        replacement, kind = self._known[text]
        return self._noted(replacement, at, kind)

    def _noted(self, replacement: str, at: str, kind: str) -> str:
        self.report.removed[kind, at] += 1
        return replacement

    def _email(self, _: str) -> str:
        self._numbers["email"] += 1
        return f"person{self._numbers['email']}@example.com"

    def _phone(self, text: str) -> str | None:
        if not 7 <= sum(map(str.isdigit, text)) <= 15:
            return None
        self._numbers["phone"] += 1
        return f"+1555010{self._numbers['phone'] % 10000:04}"

    def _replaced(self, value: Any, type_: Any, at: str, kind: str, name: str) -> Any:
        """Return what stands in place of a value that must not be recorded."""
        key = str(value)
        known = self._known.get(key)
        if known is not None and isinstance(value, str):
            self._noted(known[0], at, known[1])
            if self._types.fits(known[0], type_):
                return known[0]
        self._numbers[_plain(name)] += 1
        number = self._numbers[_plain(name)]
        candidates: Sequence[Any] = [REMOVED]
        if kind == PERSONAL:
            candidates = self._personal(key, name, number)
        if not isinstance(value, str):
            candidates = [0]
        chosen = next((one for one in candidates if self._types.fits(one, type_)), None)
        if chosen is None:
            chosen = self._types.sample(type_, name, number)
        if known is None:
            self.report.removed[kind, at] += 1
            if isinstance(value, str) and len(value) >= _SHORTEST:
                self._known[key] = str(chosen), kind
        return chosen

    def _personal(self, text: str, name: str, number: int) -> list[str]:
        if _EMAIL.fullmatch(text):
            return [self._email(text)]
        plain = _plain(name)
        if "phone" in plain or "mobile" in plain or plain == "fax":
            return [f"+1555010{number % 10000:04}", f"555010{number % 10000:04}"]
        if _is_address(text):
            return ["192.0.2.1", "2001:db8::1"]
        if re.fullmatch(r"\d{4}-\d\d-\d\d", text):
            return ["1970-01-01"]
        if re.match(r"https?://", text):
            return [f"https://example.com/{number}"]
        return [f"{name} {number}", f"{name}{number}", f"{name}-{number}"]


class Types(Protocol):
    """The types of an API: the values that they allow."""

    def fits(self, value: Any, type_: Any) -> bool:
        """Return whether a value is one of a type."""
        ...

    def is_listed(self, value: Any, type_: Any) -> bool:
        """Return whether a value is one of an enum, which is nobody's secret."""
        ...

    def member(self, type_: Any, name: str) -> Any:
        """Return the type of a property."""
        ...

    def items(self, type_: Any) -> Any:
        """Return the type of the items of a list."""
        ...

    def sample(self, type_: Any, name: str, number: int) -> Any:
        """Return a sample of a type."""
        ...


def _is_object(value: object) -> TypeGuard[dict[str, Any]]:
    return isinstance(value, dict)


def _is_list(value: object) -> TypeGuard[list[Any]]:
    return isinstance(value, list)


def _plain(name: str) -> str:
    return re.sub(r"[^a-z0-9]", "", name.lower())


def _is_address(text: str) -> bool:
    try:
        ipaddress.ip_address(text)
    except ValueError:
        return False
    return True


def _card(text: str) -> str | None:
    """Return another number for that of a card, whose last digit is right (Luhn)."""
    digits = [int(one) for one in text if one.isdigit()]
    total = sum(
        one if index % 2 == 0 else sum(divmod(one * 2, 10))
        for index, one in enumerate(reversed(digits))
    )
    return "4111111111111111" if total % 10 == 0 and any(digits) else None


def _iban(text: str) -> str | None:
    """Return another IBAN for one whose digits are right (ISO 13616)."""
    plain = text.replace(" ", "")
    turned = "".join(str(int(one, 36)) for one in plain[4:] + plain[:4])
    return "GB82WEST12345698765432" if int(turned) % 97 == 1 else None
