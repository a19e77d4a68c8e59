"""What type checkers say to code that omits tags and other constants."""

# pyright: reportUnnecessaryTypeIgnoreComment=true

from typing import Literal, assert_type

from case_tags import AsyncTags, Tags, models


def omitted(client: Tags) -> None:
    client.drawings.create(
        shape=models.Triangle(a=1),
        part=models.Words(text="a"),
        event=models.Opened(),
        result=models.Failure(value="x"),
        vehicle=models.Car(doors=1),
        node=models.Many(children=[models.Leaf()]),
        choice=models.Plus(by=1),
        loose=models.Fixed(x=1),
    )
    client.drawings.create(shape={"a": 1}, shapes=[{"b": 1}])
    client.messages.send(text="x")
    client.messages.send(text="x", role="user")
    client.messages.send(role="user")  # type: ignore[call-arg]
    client.messages.send(text="x", role="system")  # type: ignore[arg-type]
    models.Triangle()  # type: ignore[call-arg]
    models.Triangle(kind="Dot", a=1)  # type: ignore[arg-type]


async def narrowed(client: AsyncTags) -> None:
    drawing = await client.drawings.create()
    if isinstance(drawing.shape, models.Triangle):
        assert_type(drawing.shape.kind, Literal["Tri"])
    part = drawing.part
    if isinstance(part, models.Words | models.Photo) and part.type == "text":
        assert_type(part, models.Words)
