"""The fixture of a fake, for pytest, which only those need who use it."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import Any, NamedTuple, Protocol, TypeVar

FunctionT = TypeVar("FunctionT", bound=Callable[..., object])


class Parser(Protocol):
    """The parser of the settings of pytest."""

    def addini(self, name: str, about: str, /, **rest: Any) -> None:
        """Add a setting."""
        ...


class Config(Protocol):
    """The configuration of pytest."""

    def getini(self, name: str) -> Any:
        """Return a setting."""
        ...


class Request(Protocol):
    """The request for a fixture."""

    @property
    def config(self) -> Config:
        """The configuration."""
        ...


class Settings(NamedTuple):
    """The settings of the fakes of a run of tests."""

    strict: bool
    seed: int
    validate_requests: bool
    assert_all_called: bool


def fixture(function: FunctionT) -> FunctionT:
    """Mark a function as a fixture of pytest."""
    marked: FunctionT = import_module("pytest").fixture(function)
    return marked


def add_settings(parser: Parser, package: str) -> None:
    """Add the settings of a client's fixture to the configuration of pytest."""
    for name, about, default in (
        ("strict", "refuse calls that nothing is configured for", False),
        ("validate_requests", "refuse requests that the API does not allow", True),
        ("assert_all_called", "fail if something configured was not called", False),
    ):
        parser.addini(f"{package}_{name}", about, type="bool", default=default)
    parser.addini(f"{package}_seed", "what samples are made by", default="0")


def settings_of(request: Request, package: str) -> Settings:
    """Return the settings of a client's fixture.

    Raises:
        ValueError: The seed is not a number.
    """
    get = request.config.getini
    seed = str(get(f"{package}_seed"))
    if not seed.removeprefix("-").isdecimal():
        raise ValueError(f"{package}_seed must be an integer, not {seed!r}")
    return Settings(
        strict=bool(get(f"{package}_strict")),
        seed=int(seed),
        validate_requests=bool(get(f"{package}_validate_requests")),
        assert_all_called=bool(get(f"{package}_assert_all_called")),
    )
