"""Every collectionFormat of Swagger 2.0, also of arrays in arrays."""

import httpx2

from tests.workshop import Stage


def check_parameters(stage: Stage) -> None:
    things = stage.client(httpx2.Response(204)).things
    things.find(
        ["a", "b|c"],
        tabs=["x", "y z"],
        rows=[[1, 2], [3]],
        many=[["a", "b"], ["&"]],
        x_codes=[["a", "b"], ["c"]],
    )
    assert stage.sent.url.raw_path == (
        b"/find/a%7Cb%7Cc?tabs=x%09y%20z&rows=1%7C2,3&many=a%20b&many=%26"
    )
    assert stage.sent.headers["x-codes"] == "a,b|c"


def check_a_form(stage: Stage) -> None:
    stage.client(httpx2.Response(204)).things.form("a", rows=[[1, 2], [3]])
    assert stage.sent.content == b"rows=1%2C2%093"
