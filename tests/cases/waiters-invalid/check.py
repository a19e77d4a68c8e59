"""A waiter that cannot be made leaves the operation as it is."""

import httpx2

from tests.workshop import Stage


def check_the_others_are_there(stage: Stage) -> None:
    client = stage.client(httpx2.Response(200, json={"status": "done"}))
    assert client.unknown_key.load().status == "done"
    assert not hasattr(client.unknown_key, "wait")
    assert client.one_of_two.wait().status == "done"
    assert not hasattr(client.one_of_two, "wait_more")
