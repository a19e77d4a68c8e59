"""What type checkers know of the options that each call accepts."""

# pyright: reportUnnecessaryTypeIgnoreComment=true

import httpx2
from case_call_options import AsyncCalling, Calling, RequestOptions


def sync(client: Calling) -> None:
    client.things.create(name="a", extra_headers={"X-A": "a", "X-B": None})
    client.things.create(name="a", extra_query={"q": [1]}, extra_body={"b": 1})
    client.things.status("1", timeout=5, max_retries=0)
    client.things.status("1", timeout=httpx2.Timeout(3))
    client.things.status("1", verbos=True)  # type: ignore
    client.things.status("1", extra_headers={"X-A": 1})  # type: ignore
    client.things.status("1", max_retries="1")  # type: ignore
    client.things.with_raw_response.status("1", max_retries=1)
    client.things.with_raw_response.status("1", max_retries="1")  # type: ignore
    client.things.with_streaming_response.status("1", timeout=None)
    client.things.with_streaming_response.status("1", retries=2)  # type: ignore
    client.things.change("1", max_retries=1)
    client.things.change("1", name="a", max_retries=1)
    client.things.change("1", name="a", retries=1)  # type: ignore
    client.things.list(extra_query={"b": 1})
    client.things.list(extra_query=[1])  # type: ignore
    client.things.wait("1", timeout=None, max_retries=1)
    client.things.wait("1", retries=1)  # type: ignore
    client.own.start(timeout=5, extra_body="b", max_retries=0)
    client.own.start(timeout=5.5)  # type: ignore
    client.request("GET", "/new", max_retries=1)
    client.request("GET", "/new", response_type=int, retries=1)  # type: ignore


def shared(client: Calling) -> None:
    patient: RequestOptions = {"timeout": 60, "max_retries": 5}
    client.things.status("1", **patient)
    client.with_options(default_query={"a": 1}, headers={"X-A": None})


async def awaited(client: AsyncCalling) -> None:
    await client.things.create(name="a", extra_headers={"X-A": None})
    await client.things.create(name="a", extra_header={"X-A": None})  # type: ignore
    await client.things.with_raw_response.status("1", max_retries=1)
    await client.things.with_raw_response.status("1", retries=1)  # type: ignore
    async for _ in client.things.list(max_retries=1):
        break
