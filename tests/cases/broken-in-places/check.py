"""A document with holes: what is whole works, and every operation can be called."""

import httpx2

from tests.workshop import Stage

BODY = {"a": [1], "b": "x"}


def check_every_operation_can_be_called(stage: Stage) -> None:
    client = stage.client(httpx2.Response(200, json=BODY))
    assert client.calls.fine().to_dict() == BODY
    assert client.calls.gone("i", q="x").to_dict() == BODY
    assert stage.sent.url.raw_path == b"/v1/gone/i?q=x"
    assert client.calls.remote() == BODY
    assert client.calls.circle() == BODY
    client.calls.slash()
    assert stage.sent.url.path.endswith("/no-slash")
