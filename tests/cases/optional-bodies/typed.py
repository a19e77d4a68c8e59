"""What type checkers say of a body that may be left out, though not a part of it.

Where the call would be refused, both refuse it, and nowhere else.
"""

# pyright: reportUnnecessaryTypeIgnoreComment=true

from case_optional_bodies import AsyncOptional, Optional


def sync(client: Optional) -> None:
    client.items.change("1")
    client.items.change("1", dry=True)
    client.items.change("1", title="a")
    client.items.change("1", title="a", status=None, dry=True)
    client.items.change("1", status="a")  # type: ignore
    client.items.change("1", title=None)  # type: ignore
    client.items.with_raw_response.change("1", title="a").parse()
    client.items.with_raw_response.change("1").parse()
    client.items.with_raw_response.change("1", status="a")  # type: ignore
    client.items.touch("1")
    client.items.touch("1", note="a")


async def awaited(client: AsyncOptional) -> None:
    await client.items.change("1")
    await client.items.change("1", title="a")
    await client.items.change("1", status="a")  # type: ignore
    await client.items.with_raw_response.change("1", status="a")  # type: ignore
