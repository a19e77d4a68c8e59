"""Digests over real HTTP (RFC 7616)."""

from __future__ import annotations

import io

import pytest

from apiloom.runtime.core.errors import AuthenticationError
from tests.runtime.authority import USER, Authority
from tests.runtime.credentials.talk import BACKENDS, DIGEST, MANY, UPLOAD, Talk, digest
from tests.runtime.driving import Thing


@pytest.mark.parametrize("kind", BACKENDS)
def test_digest(kind: str, server: Authority) -> None:
    talk = Talk(kind, server, digest())
    assert talk(DIGEST, DIGEST, DIGEST) == [Thing(name="n")] * 3
    carried = [authorization is not None for authorization in server.tokens]
    assert carried == [False, True, True, True]
    assert USER[1] not in str(server.tokens)


@pytest.mark.parametrize("kind", BACKENDS)
def test_digest_with_a_wrong_password(kind: str, server: Authority) -> None:
    with pytest.raises(AuthenticationError):
        Talk(kind, server, digest("wrong"))(DIGEST)
    assert len(server.called) == 2


@pytest.mark.parametrize("kind", BACKENDS)
def test_a_body_is_sent_again_with_the_answer(kind: str, server: Authority) -> None:
    talk = Talk(kind, server, digest())
    assert talk(UPLOAD, body=io.BytesIO(b"content")) == [Thing(name="n")]
    assert [body for _, _, body in server.called] == [b"content"] * 2


@pytest.mark.parametrize("kind", BACKENDS)
def test_a_body_that_is_signed(kind: str, server: Authority) -> None:
    """RFC 7616, section 3.4.3: ``auth-int``, where the server wants nothing else."""
    server.qop = "auth-int"
    talk = Talk(kind, server, digest())
    assert talk(UPLOAD, UPLOAD, body=b"content") == [Thing(name="n")] * 2
    assert talk(DIGEST) == [Thing(name="n")]
    carried = [authorization for authorization in server.tokens if authorization]
    assert ["qop=auth-int" in one for one in carried] == [True] * 3


@pytest.mark.parametrize("kind", BACKENDS)
def test_a_body_that_is_read_while_it_is_sent_cannot_be_signed(
    kind: str, server: Authority
) -> None:
    server.qop = "auth-int"
    with pytest.raises(AuthenticationError):
        Talk(kind, server, digest())(UPLOAD, body=io.BytesIO(b"content"))
    assert server.tokens == [None]


@pytest.mark.parametrize("kind", BACKENDS)
def test_no_two_requests_answer_alike(kind: str, server: Authority) -> None:
    """The server refuses a count that it has seen."""
    talk = Talk(kind, server, digest())
    assert talk.at_once(DIGEST, before=1) == [Thing(name="n")] * MANY
    assert len(server.called) == MANY + 2
