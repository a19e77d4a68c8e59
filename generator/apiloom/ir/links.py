"""Links: how the answer of one operation leads to a call of another."""

from __future__ import annotations

from dataclasses import dataclass

from apiloom.ir.types import Extensions, Json
from apiloom.locations import Pointer


@dataclass(frozen=True, slots=True)
class Link:
    """A documented way from an answer to another operation (section 4.8.20).

    `operation` is the id of the operation that it leads to.  Values of `parameters`
    and `body` are constants or, as strings, runtime expressions (section 4.8.20.4);
    names of parameters may be qualified by their place (``path.id``).
    """

    name: str
    operation: str
    parameters: tuple[tuple[str, Json], ...] = ()
    body: Json = None
    description: str = ""
    server: str = ""
    pointer: Pointer = Pointer()
    extensions: Extensions = ()
