"""URLs are joined by their parts, whatever a server's URL or a link consists of."""

import httpx2
import pytest

from tests.workshop import Stage

DONE = httpx2.Response(204)
TOKEN = httpx2.Response(200, json={"access_token": "t", "token_type": "Bearer"})


def asked(stage: Stage) -> str:
    return str(stage.sent.url)


def check_the_url_of_a_server(stage: Stage) -> None:
    for base, expected in (
        ("https://h.test", "https://h.test/things/a%20b"),
        ("https://h.test/", "https://h.test/things/a%20b"),
        ("https://h.test/api//", "https://h.test/api/things/a%20b"),
        ("  https://h.test/api\n", "https://h.test/api/things/a%20b"),
        ("https://h.test/api?v=2", "https://h.test/api/things/a%20b?v=2"),
        ("https://h.test/api/?v=2&w#part", "https://h.test/api/things/a%20b?v=2&w"),
        ("https://h.test?v=2", "https://h.test/things/a%20b?v=2"),
        ("https://h.test#part", "https://h.test/things/a%20b"),
        ("https://h.test/a%2Fb%20c", "https://h.test/a%2Fb%20c/things/a%20b"),
        ("https://h.test/a b", "https://h.test/a%20b/things/a%20b"),
        ("http://[::1]:8080/api", "http://[::1]:8080/api/things/a%20b"),
        ("http://u:p@[::1]:8080?v=2", "http://[::1]:8080/things/a%20b?v=2"),
        ("HTTP://H.test:80/x", "http://h.test/x/things/a%20b"),
    ):
        stage.client(DONE, base_url=base).things.load("a b")
        assert asked(stage) == expected, base


def check_user_name_and_password_in_a_url(stage: Stage) -> None:
    client = stage.client(DONE, base_url="https://us%20er:p%3Aw@h.test/api")
    client.things.load("x")
    assert stage.sent.headers["authorization"] == "Basic dXMgZXI6cDp3"
    assert asked(stage) == "https://h.test/api/things/x"
    assert "p%3Aw" not in repr(client)
    client = stage.client(
        TOKEN,
        DONE,
        base_url="https://u:p@h.test/api?v=1",
        client_id="i",
        client_secret="s",
    )
    client.things.authorized()
    fetched, sent = stage.requests[-2:]
    assert str(fetched.url) == "https://h.test/token"
    assert fetched.headers["authorization"] == "Basic aTpz"
    assert sent.headers["authorization"] == "Bearer t"


def check_the_queries_of_server_path_and_arguments(stage: Stage) -> None:
    client = stage.client(DONE, base_url="https://h.test?version=1&v=2")
    client.things.act()
    assert asked(stage) == "https://h.test/do?version=1&v=2&action=list&deep"
    client.things.act(page=2)
    assert asked(stage) == "https://h.test/do?version=1&v=2&action=list&deep&page=2"
    client.things.act(page=2, action="a&b")
    assert asked(stage) == "https://h.test/do?version=1&v=2&deep&page=2&action=a%26b"
    client.things.convert("a/b", "c&d")
    assert asked(stage) == "https://h.test/do/a%2Fb?version=1&v=2&as=c%26d"


def check_a_fragment_of_a_path_is_not_sent(stage: Stage) -> None:
    stage.client(DONE).things.describe(page=1)
    assert asked(stage) == "https://api.test/v1/do?page=1"


def check_a_key_in_the_query(stage: Stage) -> None:
    stage.client(DONE, base_url="https://h.test?v=2", api_key="a&b").things.keyed()
    assert asked(stage) == "https://h.test/keyed?v=2&key=a%26b"
    client = stage.client(DONE, base_url="https://h.test?v=2", api_key="a")
    client.request("GET", "/x?y=1#z", params={"q": 1})
    assert asked(stage) == "https://h.test/x?v=2&y=1&q=1&key=a"


def check_an_argument_replaces_what_the_server_has(stage: Stage) -> None:
    page = httpx2.Response(200, json=[])
    client = stage.client(page, base_url="https://h.test?version=1&tag=x")
    client.things.list(version="2", tag=["a", "b"])
    assert asked(stage) == "https://h.test/things?version=2&tag=a&tag=b"


def check_the_next_page(stage: Stage) -> None:
    base = "https://u:p@h.test/api?version=1"
    for header, expected in (
        ('</api/things?page=2>; rel="next"', "/api/things?version=1&page=2"),
        ("<?page=2>; rel=next", "/api/things?version=1&page=2"),
        ('<https://h.test/n?version=7&p=a;b,c>; REL="NEXT"', "/n?version=7&p=a;b,c"),
        (
            '</p;x=1,2?a=b>; title="a, \\"<b>; rel=prev"; rel="next"',
            "/p;x=1,2?version=1&a=b",
        ),
        ('</1>; rel="prev", </n#part>; rel="last next"', "/n?version=1"),
        ('</1>; rel="nextish", </n>; rel=next; rel=prev', "/n?version=1"),
        ('</n>;rel="next";type="a/b;c"', "/n?version=1"),
    ):
        first = httpx2.Response(200, json=[1], headers={"Link": header})
        client = stage.client(first, httpx2.Response(200, json=[2]), base_url=base)
        page = client.things.list()
        assert page.get_next_page().items == [2], header
        assert asked(stage) == f"https://h.test{expected}", header
        assert stage.sent.headers["authorization"] == "Basic dTpw"


def check_what_is_no_url_of_a_server(stage: Stage) -> None:
    for base, message in (
        (
            "",
            "no server is known. Pass base_url=… with scheme and host: 'https://HOST'",
        ),
        (
            "/api",
            "the server URL is relative, '/api'. Pass base_url=… with scheme and host: 'https://HOST/api'",
        ),
        ("h.test/api", "'h.test/api' is not an absolute URL. Pass base_url=…"),
        ("localhost:80?u=http://x", "'localhost:80' is not an absolute URL. Pass"),
        ("https:///api", "'https:///api' is not an absolute URL. Pass"),
        (
            "https://{tenant}.test",
            "the server URL has a variable without a value, {tenant}. Pass",
        ),
        ("https://h.test:port", "'https://h.test:port/things/x' is not a URL"),
    ):
        error = stage.package.errors.RequestValidationError
        with pytest.raises(error) as caught:
            stage.client(DONE, base_url=base).things.load("x")
        assert caught.value.message.startswith("things.load: "), base
        assert message in caught.value.message
    assert stage.requests == []
