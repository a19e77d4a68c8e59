"""Digest authentication: the examples of RFC 7616, and servers of every temper."""

from __future__ import annotations

import hashlib
from typing import Any

import httpx2
import pytest
from werkzeug.datastructures import Authorization

from apiloom.runtime.auth.credentials import AuthContext
from apiloom.runtime.auth.digest import Challenge, Digest, challenges
from apiloom.runtime.auth.secret import Secret
from tests.runtime.authorizing import Scene, refused

NONCE = "7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v"
OPAQUE = "FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS"
REALM = "http-auth@example.org"


def challenge(algorithm: str, **changes: Any) -> Challenge:
    given: dict[str, Any] = {
        "realm": REALM,
        "nonce": NONCE,
        "algorithm": algorithm,
        "qop": "auth",
        "opaque": OPAQUE,
        "user_hash": False,
        "is_stale": False,
        "client_nonce": "f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ",
    }
    return Challenge(**(given | changes))


def digest(username: str = "Mufasa", password: str = "Circle of Life") -> Digest:
    return Digest(
        Secret(username, "username", "T_USER"), Secret(password, "password", "T_PASS")
    )


# --- the answer --------------------------------------------------------------


@pytest.mark.parametrize(
    ("algorithm", "response"),
    [
        ("MD5", "8ca523f5e9506fed4657c9700eebdbec"),
        (
            "SHA-256",
            "753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1",
        ),
    ],
)
def test_the_example_of_the_specification(algorithm: str, response: str) -> None:
    """RFC 7616, section 3.9.1."""
    made = challenge(algorithm).authorization(
        "Mufasa", "Circle of Life", "GET", "/dir/index.html"
    )
    found = Authorization.from_header(made)
    assert found is not None
    assert found.type == "digest"
    assert found.parameters == {
        "username": "Mufasa",
        "realm": REALM,
        "uri": "/dir/index.html",
        "algorithm": algorithm,
        "nonce": NONCE,
        "nc": "00000001",
        "cnonce": "f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ",
        "qop": "auth",
        "response": response,
        "opaque": OPAQUE,
    }
    assert f'response="{response}"' in made
    assert "qop=auth, nc=00000001" in made  # these are not quoted


def test_the_example_with_a_hashed_user_name() -> None:
    """RFC 7616, section 3.9.2, as erratum 4495 has it: SHA-512/256."""
    made = challenge(
        "SHA-512-256",
        realm="api@example.org",
        nonce="5TsQWLVdgBdmrQ0XsxbDODV+57QdFR34I9HAbC/RVvkK",
        opaque="HRPCssKJSGjCrkzDg8OhwpzCiGPChXYjwrI2QmXDnsOS",
        client_nonce="NTg6RKcb9boFIAS3KrFK9BGeh+niz/sm",
        user_hash=True,
    ).authorization("Jäsøn Doe", "Secret, or not?", "GET", "/doe.json")
    assert "userhash=true" in made
    hashed = hashlib.new("sha512_256", "Jäsøn Doe:api@example.org".encode())
    assert f'username="{hashed.hexdigest()}"' in made
    assert "Doe" not in made


def test_a_name_that_ascii_cannot_write() -> None:
    """RFC 7616, section 3.4.4."""
    made = challenge("MD5").authorization("Jäsøn Doe", "p", "GET", "/")
    assert made.startswith("Digest username*=UTF-8''J%C3%A4s%C3%B8n%20Doe, realm=")
    assert made.isascii()


def test_quotes_are_escaped() -> None:
    made = challenge("MD5", realm='a "b"').authorization('x"y\\z', "p", "GET", "/")
    found = Authorization.from_header(made)
    assert found is not None
    assert (found.parameters["username"], found.parameters["realm"]) == (
        'x"y\\z',
        'a "b"',
    )


def test_the_session_key_is_that_of_the_first_answer() -> None:
    """RFC 7616, section 3.4.2."""

    def md5(text: str) -> str:
        return hashlib.md5(text.encode(), usedforsecurity=False).hexdigest()

    made = challenge("MD5-sess", nonce="n", client_nonce="c")
    made.authorization("u", "p", "GET", "/")
    second = made.authorization("u", "p", "GET", "/")
    password, asked = md5(f"u:{REALM}:p"), md5("GET:/")
    key = md5(f"{password}:n:c")
    answer = md5(f"{key}:n:00000002:c:auth:{asked}")
    assert f'response="{answer}"' in second


def test_the_body_is_signed_where_the_server_wants_it() -> None:
    """RFC 7616, section 3.4.3."""

    def md5(text: str | bytes) -> str:
        data = text.encode() if isinstance(text, str) else text
        return hashlib.md5(data, usedforsecurity=False).hexdigest()

    made = challenge("MD5", qop="auth-int", nonce="n", client_nonce="c")
    header = made.authorization("u", "p", "PUT", "/x", b"\x00body")
    asked = md5(f"PUT:/x:{md5(bytes([0]) + b'body')}")
    answer = md5(f"{md5(f'u:{REALM}:p')}:n:00000001:c:auth-int:{asked}")
    assert f'response="{answer}"' in header
    assert "qop=auth-int" in header


def test_a_server_of_the_old_days() -> None:
    """RFC 7616, section 3.4.6: no qop, no count (RFC 2069)."""
    made = challenge("MD5", qop=None, opaque=None).authorization("u", "p", "GET", "/")
    assert "cnonce" not in made
    assert "nc=" not in made
    assert "opaque" not in made


# --- the challenge -----------------------------------------------------------


@pytest.mark.parametrize(
    ("headers", "found"),
    [
        (['Digest realm="r", nonce="n"'], [("r", "n", "MD5", None)]),
        (
            ['Digest realm="r", nonce="n", qop="auth, auth-int", algorithm=SHA-256'],
            [("r", "n", "SHA-256", "auth")],
        ),
        (["digest REALM=r,NONCE=n,qop=AUTH"], [("r", "n", "MD5", "auth")]),
        (['Digest realm="a, b=\\"c\\"", nonce="n"'], [('a, b="c"', "n", "MD5", None)]),
        (
            ['Basic realm="x", Digest realm="r", nonce="n", Bearer realm="y"'],
            [("r", "n", "MD5", None)],
        ),
        (["Negotiate, Digest realm=r, nonce=n"], [("r", "n", "MD5", None)]),
        (
            [
                'Digest realm="r", nonce="1", algorithm=SHA-256',
                'Digest realm="r", nonce="2", algorithm=MD5',
            ],
            [("r", "1", "SHA-256", None), ("r", "2", "MD5", None)],
        ),
        (
            ["Digest realm=r, nonce=1, algorithm=SHA-3, Digest realm=r, nonce=2"],
            [("r", "2", "MD5", None)],
        ),
        (["Digest realm=r, nonce=n, qop=auth-int"], [("r", "n", "MD5", "auth-int")]),
        (["Digest realm=r, nonce=n, qop=auth-conf"], []),
        (["Digest realm=r"], []),
        (["Digest"], []),
        (['Basic realm="r"'], []),
        ([""], []),
        ([], []),
    ],
)
def test_challenges(headers: list[str], found: list[tuple[str, ...]]) -> None:
    assert [
        (one.realm, one.nonce, one.algorithm, one.qop) for one in challenges(headers)
    ] == found


# --- the conversation --------------------------------------------------------


class Conversation:
    """Calls of one credential, and what its requests carried."""

    def __init__(self, credential: Digest) -> None:
        self.scene = Scene()
        self.credential = credential

    def request(self, context: AuthContext | None = None, path: str = "/x") -> Any:
        applied = self.scene.authorize([["x"]], {"x": self.credential}, context)
        request = httpx2.Request("GET", f"https://api.test/v1{path}")
        applied.sign(request)
        return applied, request.headers.get("authorization")

    def renewed(self, applied: Any, challenge: str) -> bool:
        return self.scene.run(applied.renew(refused(WWW_Authenticate=challenge)))


def test_the_nonce_is_used_again() -> None:
    talk = Conversation(digest())
    applied, header = talk.request()
    assert header is None  # nothing is known yet
    assert talk.renewed(applied, 'Digest realm="r", nonce="n1", qop="auth"')
    counts = [talk.request()[1] for _ in range(3)]
    assert [header.split("nc=")[1][:8] for header in counts] == [
        "00000001",
        "00000002",
        "00000003",
    ]
    assert len({header.split("cnonce=")[1] for header in counts}) == 1


def test_the_path_and_the_query_are_signed() -> None:
    talk = Conversation(digest())
    talk.renewed(talk.request()[0], "Digest realm=r, nonce=n")
    _, header = talk.request(path="/ü?q=a%20b")
    assert 'uri="/v1/%C3%BC?q=a%20b"' in header


def test_a_nonce_that_has_expired() -> None:
    talk = Conversation(digest())
    talk.renewed(talk.request()[0], "Digest realm=r, nonce=n1, qop=auth")
    applied, header = talk.request()
    assert 'nonce="n1"' in header
    assert talk.renewed(applied, "Digest realm=r, nonce=n2, qop=auth, stale=TRUE")
    _, header = talk.request()
    assert 'nonce="n2"' in header
    assert "nc=00000001" in header


def test_a_wrong_password_is_not_tried_again_with_the_same_nonce() -> None:
    talk = Conversation(digest(password="wrong"))
    talk.renewed(talk.request()[0], "Digest realm=r, nonce=n1, qop=auth")
    applied, _ = talk.request()
    assert not talk.renewed(applied, "Digest realm=r, nonce=n1, qop=auth")
    assert not talk.renewed(applied, "Basic realm=r")


def test_headers_of_the_caller_stay() -> None:
    talk = Conversation(digest())
    talk.renewed(talk.request()[0], "Digest realm=r, nonce=n1")
    applied, _ = talk.request()
    mine = httpx2.Request("GET", "https://api.test", headers={"Authorization": "own"})
    applied.sign(mine)
    assert mine.headers["authorization"] == "own"


def test_nothing_shows_the_password() -> None:
    credential = digest(password="s3cret")
    talk = Conversation(credential)
    talk.renewed(talk.request()[0], "Digest realm=r, nonce=n1")
    applied, header = talk.request()
    assert "s3cret" not in f"{credential!r}{applied!r}{header}{vars(credential)}"
