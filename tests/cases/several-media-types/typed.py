"""What type checkers say to code that chooses among media types."""

# pyright: reportUnnecessaryTypeIgnoreComment=true

from pathlib import Path

from case_several_media_types import MediaTypes
from case_several_media_types.models import Pet as Sent


def media(client: MediaTypes) -> None:
    client.send.same(name="", content_type="application/json")
    client.send.same(name="", content_type="text/csv")  # type: ignore[arg-type]
    client.send.same_with_body(body="<a/>", content_type="text/xml")
    client.send.different(body=Sent(name=""))
    client.send.different(body=Path("a.png"), content_type="image/png")
    client.send.different(body=7)  # type: ignore[arg-type]
