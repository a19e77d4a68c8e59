"""A server that lets in who answers its challenges: RFC 7616, worked out on its own."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Lock
from typing import Any

from werkzeug.datastructures import Authorization

from tests.loopback import Asked, Reply

USERNAME, PASSWORD = "jäne", 'p4ss "wörd"'
JSON = {"Content-Type": "application/json"}
HASHES: dict[str, Callable[[bytes], Any]] = {
    "MD5": hashlib.md5,
    "SHA-256": hashlib.sha256,
    "SHA-512-256": lambda data: hashlib.new("sha512_256", data),
}


@dataclass
class Doorkeeper:
    """Challenges, and says yes to who proves to know the password.

    A nonce is good for so many answers as `lasts` says; then it is stale.
    """

    algorithm: str = "SHA-256"
    qop: str | None = "auth"
    lasts: int = 1000
    opaque: str = 'o"paque'
    nonces: list[str] = field(default_factory=list[str])
    counts: dict[str, set[int]] = field(default_factory=dict[str, set[int]])
    let_in: list[Authorization] = field(default_factory=list[Authorization])
    bodies: list[bytes] = field(default_factory=list[bytes])
    _lock: Lock = field(default_factory=Lock)

    def __call__(self, asked: Asked) -> Reply:
        """Answer a request."""
        body = asked.body
        with self._lock:
            self.bodies.append(body)
            found = Authorization.from_header(asked.headers.get("authorization"))
            if found is None:
                return self._challenge(stale=False)
            assert found.type == "digest"
            proven = found.get("response") == self._response(asked, found, body)
            seen = self.counts.get(found.get("nonce") or "")
            if not proven or seen is None:
                return self._challenge(stale=proven)
            count = int(found["nc"], 16) if self.qop else len(seen) + 1
            if count in seen or len(seen) >= self.lasts:
                return self._challenge(stale=True)
            seen.add(count)
            self.let_in.append(found)
            return Reply(200, JSON, [json.dumps({"status": "ok"}).encode()])

    def _challenge(self, *, stale: bool) -> Reply:
        nonce = f"nonce-{len(self.nonces)}"
        self.nonces.append(nonce)
        self.counts[nonce] = set()
        parts = [f'realm="ApexVerify", nonce="{nonce}", algorithm={self.algorithm}']
        parts.append(f'opaque="{self.opaque.replace(chr(34), chr(92) + chr(34))}"')
        parts += [f'qop="{self.qop}"'] if self.qop else []
        parts += ["stale=true"] if stale else []
        headers = {**JSON, "WWW-Authenticate": f"Digest {', '.join(parts)}"}
        return Reply(401, headers, [b'{"message":"who are you"}'])

    def _response(self, asked: Asked, found: Authorization, body: bytes) -> str:
        """What the answer has to be (section 3.4.1)."""

        def hashed(*parts: str) -> str:
            text = ":".join(parts).encode()
            return str(HASHES[self.algorithm](text).hexdigest())

        assert found.get("uri") == asked.path
        assert found.get("opaque") == self.opaque
        first = hashed(USERNAME, "ApexVerify", PASSWORD)
        second = [asked.method, asked.path]
        if self.qop == "auth-int":
            second.append(str(HASHES[self.algorithm](body).hexdigest()))
        between = [found["nonce"]]
        if self.qop:
            between += [found["nc"], found["cnonce"], self.qop]
        return hashed(first, *between, hashed(*second))
