"""Models of the `drawings` resource."""

from __future__ import annotations

from typing import Annotated, Literal, TypeAlias, Union

from pydantic import Field

from .._runtime.types.constants import constant
from .._runtime.types.constraints import Sent
from .._runtime.types.enums import OpenStrEnum
from .._runtime.types.models import Model, Nullable
from .._runtime.types.unions import Discriminated, UnknownVariant
from .._runtime.types.untagged import Untagged
from .shared import Shape

__all__ = [
    "AnyVehicle",
    "Binary",
    "Branch",
    "Car",
    "Choice",
    "Closed",
    "Content",
    "Drawing",
    "Event",
    "Failure",
    "Fixed",
    "Free",
    "Leaf",
    "Loose",
    "Many",
    "Minus",
    "MinusSign",
    "MinusSignValue",
    "Node",
    "Opened",
    "Part",
    "Photo",
    "Plus",
    "PlusSign",
    "PlusSignValue",
    "Result",
    "Success",
    "Van",
    "Vehicle",
    "Words",
    "Zone",
    "ZoneEnum",
    "ZoneEnumValue",
]


class PlusSign(OpenStrEnum):
    PLUS = "plus"


PlusSignValue: TypeAlias = Literal["plus"]
"""What may be passed for a member of `PlusSign`."""


class MinusSign(OpenStrEnum):
    MINUS = "minus"


MinusSignValue: TypeAlias = Literal["minus"]
"""What may be passed for a member of `MinusSign`."""


class ZoneEnum(OpenStrEnum):
    AUTO = "auto"
    NONE = "none"


ZoneEnumValue: TypeAlias = Literal["auto", "none"]
"""What may be passed for a member of `ZoneEnum`."""


class Words(Model):
    type: Literal["text"] | None = constant("text", optional=True)
    """Default of the API: `"text"`."""
    text: str


class Photo(Model):
    type: Literal["image"] | None = constant("image", optional=True)
    """Default of the API: `"image"`."""
    url: str


class Opened(Model):
    code: int = constant(1)
    by: str | None = None


class Closed(Model):
    code: int = constant(2)
    reason: str | None = None


class Success(Model):
    ok: Literal[True] = constant(True)
    value: int


class Failure(Model):
    ok: Literal[False] = constant(False)
    value: str


class Vehicle(Model):
    vehicle_type: Annotated[str, Field(alias="vehicleType")]


class Car(Vehicle):
    doors: int | None = None
    vehicle_type: Annotated[str, Field(alias="vehicleType")] = constant("car")


class Van(Vehicle):
    volume: int | None = None
    vehicle_type: Annotated[str, Field(alias="vehicleType")] = constant("van")


class Leaf(Model):
    node: str = constant("leaf")
    size: int | None = None


class Binary(Model):
    node: str = constant("branch")
    form: str = constant("binary")
    left: Node
    right: Node


class Many(Model):
    node: str = constant("branch")
    form: str = constant("many")
    children: list[Node]


class Plus(Model):
    sign: PlusSign = constant("plus")
    by: int


class Minus(Model):
    sign: MinusSign = constant("minus")
    by: int


class Fixed(Model):
    mode: Literal["fixed"] | str = constant("fixed")
    x: int


class Free(Model):
    x: int


class Drawing(Model):
    shape: Shape | None = None
    shapes: list[Shape] | None = None
    part: Part | None = None
    parts: dict[str, Part] | None = None
    event: Event | None = None
    result: Result | None = None
    vehicle: AnyVehicle | None = None
    node: Node | None = None
    choice: Choice | None = None
    content: Nullable[Content] = None
    loose: Loose | None = None
    zone: Zone | None = None


Part: TypeAlias = Annotated[
    Union[Words, Photo, UnknownVariant],
    Discriminated("type", {"text": Words, "image": Photo}),
]

Event: TypeAlias = Annotated[
    Union[Opened, Closed, UnknownVariant],
    Discriminated("code", {1: Opened, 2: Closed}),
]

Result: TypeAlias = Annotated[
    Union[Success, Failure, UnknownVariant],
    Discriminated("ok", {True: Success, False: Failure}),
]

AnyVehicle: TypeAlias = Annotated[
    Union[Car, Van, Vehicle],
    Discriminated("vehicleType", {"car": Car, "van": Van}),
]

Branch: TypeAlias = Annotated[
    Union[Binary, Many, UnknownVariant],
    Discriminated("form", {"binary": Binary, "many": Many}),
]

Node: TypeAlias = Annotated[
    Union[Leaf, Branch, UnknownVariant],
    Discriminated("node", {"leaf": Leaf, "branch": Branch}),
]

Choice: TypeAlias = Annotated[
    Union[Plus, Minus, UnknownVariant],
    Discriminated("sign", {"plus": Plus, "minus": Minus}),
]

Content: TypeAlias = (
    Annotated[
        Union[str, Words, Photo, UnknownVariant],
        Discriminated("type", {"text": Words, "image": Photo}),
    ]
    | None
)

Loose: TypeAlias = Annotated[Union[Fixed, Free], Untagged()]

Zone: TypeAlias = ZoneEnum | Annotated[str, Sent(pattern="^z[0-9]+$")]
