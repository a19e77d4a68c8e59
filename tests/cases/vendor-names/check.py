"""Extensions of other generators give names where ours are absent."""

import httpx2

from tests.workshop import Stage


def check_operations_and_arguments_have_the_names_they_are_given(stage: Stage) -> None:
    client = stage.client(httpx2.Response(204))
    client.users.keys.rotate(user_id="u")
    assert stage.sent.url.query == b"uid=u"
    client.users.tokens.revoke(token_id="t")
    assert stage.sent.url.query == b"tid=t"
    client.other.create_c(lines=["a"])
    assert stage.sent.content == b'["a"]'


def check_our_own_extensions_take_precedence(stage: Stage) -> None:
    client = stage.client(httpx2.Response(200, json={"numbers": 2, "ms": "a"}))
    found = client.other.ours()
    models = stage.package.models
    assert found.numbers is models.Numbers.HIGH
    assert found.ms is models.Ms.ALPHA


def check_members_are_named_by_value(stage: Stage) -> None:
    models = stage.package.models
    assert models.Fern.LESS_THAN.value == "<"
    assert models.Fern.MORE_THAN.value == ">"
    assert models.Speakeasy.ALONG.value == "y"


def check_what_others_ignore_is_left_out(stage: Stage) -> None:
    client = stage.client(httpx2.Response(204))
    assert not hasattr(client.other, "get_e")
    assert not hasattr(client.other, "get_f")
    client.other.create_g(limit=3, width="wide", k=stage.package.models.BranchKind.X)
    assert stage.sent.url.query == b"%24top=3"
    assert stage.sent.content == b'{"k":"x","w":"wide"}'


def check_inline_schemas_have_the_names_they_are_given(stage: Stage) -> None:
    assert [*stage.package.models.Detail.model_fields] == ["id"]
