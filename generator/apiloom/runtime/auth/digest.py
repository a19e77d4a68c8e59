"""HTTP digest authentication (RFC 7616)."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Final
from urllib.parse import quote

import httpx2

from ..core import header_values
from ..core.effects import Steps
from ..core.locks import ProcessLock
from .credentials import Applied, AuthContext, UserPassword

_WITH_BODY: Final = "auth-int"
"""The quality of protection that signs the body as well (section 3.4.3)."""

_HASHES: Final = {
    "MD5": "md5",
    "SHA-256": "sha256",
    "SHA-512-256": "sha512_256",
}


@dataclass(slots=True)
class Challenge:
    """A challenge of a server, and the number of its uses (section 3.3)."""

    realm: str
    nonce: str
    algorithm: str
    qop: str | None
    opaque: str | None
    user_hash: bool
    is_stale: bool
    client_nonce: str
    count: int = field(default=0)

    def authorization(
        self, username: str, password: str, method: str, uri: str, body: bytes = b""
    ) -> str:
        """Return the value of the Authorization header (section 3.4).

        The body only counts where the server wants it protected (``auth-int``).
        The same client nonce serves all uses of a challenge: so the session key of
        the ``-sess`` algorithms is what it was for the first of them.
        """
        self.count += 1
        count = f"{self.count:08x}"
        secret = self._hash(f"{username}:{self.realm}:{password}")
        if self.algorithm.lower().endswith("-sess"):
            secret = self._hash(f"{secret}:{self.nonce}:{self.client_nonce}")
        said = f"{method}:{uri}"
        if self.qop == _WITH_BODY:
            said += f":{self._hash(body)}"
        request = self._hash(said)
        between = ""
        if self.qop is not None:
            between = f"{count}:{self.client_nonce}:{self.qop}:"
        digest = self._hash(f"{secret}:{self.nonce}:{between}{request}")
        parts = [
            self._user(username),
            f"realm={_quoted(self.realm)}",
            f"nonce={_quoted(self.nonce)}",
            f"uri={_quoted(uri)}",
            f'response="{digest}"',
            f"algorithm={self.algorithm}",
        ]
        if self.opaque is not None:
            parts.append(f"opaque={_quoted(self.opaque)}")
        if self.qop is not None:
            parts.append(f'qop={self.qop}, nc={count}, cnonce="{self.client_nonce}"')
        if self.user_hash:
            parts.append("userhash=true")
        return f"Digest {', '.join(parts)}"

    def _user(self, username: str) -> str:
        if self.user_hash:
            return f'username="{self._hash(f"{username}:{self.realm}")}"'
        if username.isascii():
            return f"username={_quoted(username)}"
        return f"username*=UTF-8''{quote(username, safe='')}"  # section 3.4.4

    def _hash(self, data: str | bytes) -> str:
        name = _HASHES[_family(self.algorithm)]
        given = data.encode() if isinstance(data, str) else data
        return hashlib.new(name, given, usedforsecurity=False).hexdigest()


class Digest(UserPassword):
    """User name and password, proven without being sent.

    The first request gets a challenge and is sent once more; those after it use the
    same challenge, until the server sends another.
    """

    _challenge: Challenge | None = None
    _process = 0
    """The process that the challenge was made for, which counts its uses."""

    def apply(
        self, applied: Applied, scopes: Sequence[str], context: AuthContext
    ) -> Steps[None]:
        """Have the request signed when it is complete."""
        username = yield from context.reveal(self._username)
        password = yield from context.reveal(self._password)
        applied.secrets.append(password)
        used: list[str] = []
        applied.signatures.append(partial(self._sign, username, password, used))
        applied.renewals.append(partial(self._renew, used))
        applied.renewals += context.renewal(self._username, self._password)

    def _sign(
        self,
        username: str,
        password: str,
        used: list[str],
        request: httpx2.Request,
    ) -> None:
        challenge = self._challenge
        if self._process != os.getpid():
            self._challenge = challenge = None
        if challenge is None or "authorization" in request.headers:
            return
        body = _body(request)
        if body is None and challenge.qop == _WITH_BODY:
            return
        uri = request.url.raw_path.decode("ascii")
        with _COUNTING:  # no two uses may have the same count
            made = challenge.authorization(
                username, password, request.method, uri, body or b""
            )
        # What a server writes with other characters is sent back as it came.
        raw = [*request.headers.raw, (b"Authorization", made.encode("utf-8"))]
        request.headers = httpx2.Headers(raw)
        used.append(challenge.nonce)

    def _renew(self, used: Sequence[str], response: httpx2.Response) -> Steps[bool]:
        """Accept a new challenge; return False for one that failed before.

        By the letter, a server says ``stale`` when only the nonce is too old.  Many
        never do, so a new nonce is used; that is once for each call.
        A body that is read while it is sent cannot be signed before (``auth-int``).
        """
        yield from ()
        is_signable = _body(response.request) is not None
        offered = [
            one
            for one in challenges(response.headers.get_list("www-authenticate"))
            if is_signable or one.qop != _WITH_BODY
        ]
        if not offered:
            return False
        challenge = offered[0]
        current = self._challenge
        if current is None or current.nonce != challenge.nonce:
            self._challenge = challenge
            self._process = os.getpid()
        return challenge.is_stale or challenge.nonce not in used


_COUNTING: Final = ProcessLock()


def _body(request: httpx2.Request) -> bytes | None:
    """Return the body of a request, if it is there already."""
    try:
        return request.content
    except httpx2.RequestNotRead:
        return None


def challenges(headers: Sequence[str]) -> Iterator[Challenge]:
    """Return the supported challenges, in the server's order of preference."""
    offers = (
        offer.parameters
        for header in headers
        for offer in header_values.challenges(header)
        if offer.scheme == "digest"
    )
    for parameters in offers:
        algorithm = parameters.get("algorithm", "MD5")
        offered = parameters.get("qop")
        known = [part.strip().lower() for part in (offered or "").split(",")]
        qop = next((one for one in ("auth", _WITH_BODY) if one in known), None)
        usable = offered is None or qop is not None
        stated = "realm" in parameters and "nonce" in parameters
        if not (stated and usable and _is_known(algorithm)):
            continue
        yield Challenge(
            realm=parameters["realm"],
            nonce=parameters["nonce"],
            algorithm=algorithm,
            qop=qop,
            opaque=parameters.get("opaque"),
            user_hash=parameters.get("userhash", "").lower() == "true",
            is_stale=parameters.get("stale", "").lower() == "true",
            client_nonce=os.urandom(16).hex(),
        )


def _family(algorithm: str) -> str:
    return algorithm.upper().removesuffix("-SESS")


def _is_known(algorithm: str) -> bool:
    """Return whether it is a known algorithm, and this build of Python has it."""
    name = _HASHES.get(_family(algorithm))
    return name in hashlib.algorithms_available


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
