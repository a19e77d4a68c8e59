"""A server on loopback that gives tokens, and an API that takes them and digests.

It is strict about what the specifications say, counts what it was asked, and can be
told to refuse.
"""

from __future__ import annotations

import hashlib
import json
import threading
from base64 import b64decode
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, unquote_plus, urlsplit

from werkzeug.datastructures import Authorization

CLIENT = ("my client", "s3cr:t+%")
USER = ("ada", "p4ss wörd")
FIRST_REFRESH = "refresh-0"


@dataclass
class Asked:
    """One token request."""

    fields: dict[str, str]
    authorization: str | None
    headers: dict[str, str]


@dataclass
class Authority:
    """What the server knows, and what it was asked."""

    url: str = ""
    lifetime: float | None = 3600
    rotates: bool = False
    asked: list[Asked] = field(default_factory=list)
    called: list[tuple[str, str | None, bytes]] = field(default_factory=list)
    valid: set[str] = field(default_factory=set)
    refresh: str = FIRST_REFRESH
    answer: dict[str, Any] = field(default_factory=lambda: {"name": "n"})
    refusals: list[tuple[int, Any]] = field(default_factory=list)
    gate: threading.Event = field(default_factory=threading.Event)
    lock: threading.Lock = field(default_factory=threading.Lock)
    nonces: dict[str, int] = field(default_factory=dict)
    qop: str = "auth"
    configuration: tuple[int, Any] | None = None
    discovered: int = 0

    def __post_init__(self) -> None:
        self.gate.set()

    def provider(self) -> tuple[int, Any]:
        """Say where the token endpoint is (OpenID Connect Discovery 1.0, section 4)."""
        with self.lock:
            self.discovered += 1
        found = {"issuer": self.url, "token_endpoint": f"{self.url}/token"}
        return self.configuration or (200, found)

    def token(self, asked: Asked) -> tuple[int, Any]:
        """Answer a token request (RFC 6749, sections 4 to 6)."""
        self.gate.wait(10)
        with self.lock:
            self.asked.append(asked)
            if self.refusals:
                return self.refusals.pop(0)
            error = self._error(asked)
            if error is not None:
                return 401 if error == "invalid_client" else 400, {"error": error}
            value = f"token-{len(self.asked)}"
            self.valid.add(value)
            answer: dict[str, Any] = {"access_token": value, "token_type": "Bearer"}
            if self.lifetime is not None:
                answer["expires_in"] = self.lifetime
            if asked.fields["grant_type"] == "refresh_token" and self.rotates:
                self.refresh = answer["refresh_token"] = f"refresh-{len(self.asked)}"
            return 200, answer

    def _error(self, asked: Asked) -> str | None:
        fields = asked.fields
        client: tuple[str, ...] = (fields.get("client_id", ""),)
        if asked.authorization is not None:
            pair = b64decode(asked.authorization.removeprefix("Basic ")).decode()
            client = tuple(map(unquote_plus, pair.split(":")))
        elif "client_secret" in fields:
            client = (*client, fields["client_secret"])
        match fields.get("grant_type"):
            case "client_credentials" if "client_assertion" in fields:
                kind = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
                known = fields["client_assertion_type"] == kind
                return None if known else "invalid_client"
            case "client_credentials":
                return None if client == CLIENT else "invalid_client"
            case "password":
                user = (fields["username"], fields["password"])
                return None if user == USER else "invalid_grant"
            case "refresh_token":
                known = fields["refresh_token"] == self.refresh
                return None if known else "invalid_grant"
        return "unsupported_grant_type"

    def call(self, path: str, authorization: str | None, body: bytes) -> Any:
        """Answer a call of the API: by bearer token, or below ``/digest``."""
        with self.lock:
            self.called.append((path, authorization, body))
            if path.startswith("/v1/digest"):
                return self._digest(path, authorization, body)
            kind, _, token = (authorization or "").partition(" ")
            if kind == "Bearer" and token in self.valid:
                return 200, self.answer, {}
            return 401, {"message": "no"}, {"WWW-Authenticate": "Bearer"}

    def _digest(self, path: str, authorization: str | None, body: bytes) -> Any:
        found = Authorization.from_header(authorization)
        if found is not None and found.type == "digest":
            nonce, count = found.parameters["nonce"], int(found.parameters["nc"], 16)
            seen = self.nonces.get(nonce or "")
            # A count that was used is a request that somebody else repeats.
            if seen is not None and count not in self._counts.setdefault(nonce, set()):
                self._counts[nonce].add(count)
                if found.parameters["response"] == self._response(found, path, body):
                    return 200, self.answer, {}
        nonce = f"nonce-{len(self.nonces)}"
        self.nonces[nonce] = 0
        protection = f'qop="{self.qop}", algorithm=SHA-256'
        challenge = f'Digest realm="r", nonce="{nonce}", {protection}'
        return 401, {"message": "no"}, {"WWW-Authenticate": challenge}

    _counts: dict[str | None, set[int]] = field(default_factory=dict)

    def _response(self, found: Authorization, path: str, body: bytes) -> str:
        def hashed(*parts: str | None) -> str:
            joined = ":".join(part or "" for part in parts)
            return hashlib.sha256(joined.encode()).hexdigest()

        get = found.parameters.get
        secret = hashed("ada", get("realm"), USER[1])
        request = hashed("POST", path)
        if self.qop == "auth-int":
            request = hashed("POST", path, hashlib.sha256(body).hexdigest())
        return hashed(
            secret, get("nonce"), get("nc"), get("cnonce"), get("qop"), request
        )

    @property
    def tokens(self) -> list[str | None]:
        """The Authorization headers of the calls."""
        return [authorization for _, authorization, _ in self.called]


@contextmanager
def authority() -> Iterator[Authority]:
    """Run the server."""
    known = Authority()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            body = self.body()
            authorization = self.headers.get("Authorization")
            headers: dict[str, str] = {}
            if self.path.endswith("/.well-known/openid-configuration"):
                status, answer = known.provider()
            elif urlsplit(self.path).path.endswith("/token"):
                pairs = parse_qs(body.decode(), keep_blank_values=True)
                fields = {name: value for name, (value,) in pairs.items()}
                sent = {name.lower(): value for name, value in self.headers.items()}
                status, answer = known.token(Asked(fields, authorization, sent))
            else:
                status, answer, headers = known.call(self.path, authorization, body)
            content = answer if isinstance(answer, bytes) else json.dumps(answer)
            data = content if isinstance(content, bytes) else content.encode()
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        def do_GET(self) -> None:
            self.do_POST()

        def body(self) -> bytes:
            """The body, whole or in chunks (RFC 9112, section 7.1)."""
            if "Transfer-Encoding" not in self.headers:
                return self.rfile.read(int(self.headers.get("Content-Length", 0)))
            found = b""
            while size := int(self.rfile.readline(), 16):
                found += self.rfile.read(size)
                self.rfile.readline()
            self.rfile.readline()
            return found

        def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
            pass

    class Server(ThreadingHTTPServer):
        daemon_threads = True
        request_queue_size = 256

    server = Server(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    known.url = f"http://127.0.0.1:{server.server_port}"
    try:
        yield known
    finally:
        known.gate.set()
        server.shutdown()
        server.server_close()
        thread.join()
