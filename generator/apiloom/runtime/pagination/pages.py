"""Pages as callers see them: what those of both clients have in common.

A page is its body and a `Walk`, which knows the request for the next page.
"""

# Private to this module, and out of callers' completion.
# pyright: reportPrivateUsage=false

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import (
    TYPE_CHECKING,
    Any,
    ClassVar,
    Generic,
    Protocol,
    Self,
    TypeVar,
    cast,
    get_args,
    overload,
)

from pydantic import GetCoreSchemaHandler, PrivateAttr
from pydantic_core import CoreSchema, core_schema

from ..core.errors import REDACT, ResponseValidationError
from ..core.lazy import Deferred
from ..core.operation import Operation
from ..core.redaction import protect
from ..decoding.decoders import Decoder, Empty
from ..decoding.mismatches import Mismatches
from ..types.models import Model, wire_member
from .strategies import FetchedPage, Pagination, Turn

if TYPE_CHECKING:
    import httpx2

    from ..decoding import lenient
else:
    lenient = Deferred("..decoding.lenient", __package__)

T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)


@dataclass(slots=True, eq=False)
class Walk:
    """Position of a page, and what it takes to fetch the next one.

    It is not part of what a page says: pages are compared without it, and a copy of a
    page shares it.  A page that was made by hand is the last one; of a page that was
    pickled, it is unknown.
    """

    calls: Any = None
    operation: Operation[Any] | None = None
    turn: Turn | None = None
    refused: ResponseValidationError | None = None
    repeats: bool = False
    """Whether the page is only the one before it over again."""
    is_lost: bool = False

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Walk)

    __hash__ = object.__hash__

    def __copy__(self) -> Walk:
        return self

    def __deepcopy__(self, memo: dict[int, Any]) -> Walk:
        return self

    def __reduce__(self) -> tuple[Callable[[], Walk], tuple[()]]:
        return (Walk if self.calls is None else _lost), ()

    def goes_on(self) -> bool:
        """Return whether there is a next page; raise RuntimeError if unknown."""
        if self.is_lost:
            raise RuntimeError("a page that was pickled has lost its client")
        return self.turn is not None or self.refused is not None

    def onwards(self) -> Turn:
        """Return the request for the next page.

        Raises `ResponseValidationError` if the page links to another origin, and
        RuntimeError if it is the last one.
        """
        if self.goes_on() and self.turn is not None:
            return self.turn
        if self.refused is not None:
            raise self.refused
        raise RuntimeError("There is no next page. Check has_next_page() first.")


def _lost() -> Walk:
    return Walk(is_lost=True)


class AnyPage(Protocol):
    """A page of any kind."""

    @classmethod
    def _from_response(
        cls, body: object, walk: Callable[[Sequence[object]], Walk]
    ) -> Self:
        """Make a page of a body that was read; its items tell where it stands."""
        ...


class BasePage(Model, Generic[T]):
    """Base of pages that are objects: the model of the response, and the next page.

    Generated pages inherit from it and from that model.
    """

    _items_at: ClassVar[tuple[str, ...]] = ()
    """Where the items are."""
    _walk: Walk = PrivateAttr(default_factory=Walk)

    def __class_getitem__(cls, item: Any) -> Any:
        """Return the class: the type of the items is for type checkers alone."""
        return cls

    @classmethod
    def _from_response(
        cls, body: object, walk: Callable[[Sequence[object]], Walk]
    ) -> Self:
        """Make a page of a body that was read; it takes over the body's members."""
        if isinstance(body, Model):
            page = cls.__new__(cls)
            object.__setattr__(page, "__dict__", vars(body))
            object.__setattr__(page, "__pydantic_extra__", body.model_extra)
            object.__setattr__(page, "__pydantic_fields_set__", body.model_fields_set)
            object.__setattr__(page, "__pydantic_private__", {})
        else:
            # Nothing but items, or not even these: all else is None.
            items = cast("list[object]", body) if isinstance(body, list) else []
            at = cls._items_at[:1] if len(cls._items_at) == 1 else ()
            page = cast("Self", lenient.read(cls, dict.fromkeys(at, items))[0])
        page._walk = walk(page._listed())
        return page

    def _listed(self) -> list[T]:
        """Return the items of this page alone."""
        found = wire_member(self, self._items_at)
        return cast("list[T]", found) if isinstance(found, list) else []


class BaseListPage(Sequence[T_co]):
    """A page that is a list: a sequence of its own items, and the way to the next page.

    `len`, indexing, slices, ``in`` and ``==`` are about this page alone.
    """

    items: list[T_co]
    """The items of this page."""

    def __init__(self, items: Sequence[T_co] = ()) -> None:
        """Initialize with the items; a page made by hand has no next one."""
        self.items = list(items)
        self._walk = Walk()

    @classmethod
    def _from_response(
        cls, body: object, walk: Callable[[Sequence[object]], Walk]
    ) -> Self:
        """Make a page of a body that was read."""
        page = cls(cast("list[T_co]", body) if isinstance(body, list) else ())
        page._walk = walk(page.items)
        return page

    @overload
    def __getitem__(self, index: int) -> T_co: ...
    @overload
    def __getitem__(self, index: slice) -> list[T_co]: ...
    def __getitem__(self, index: int | slice) -> T_co | list[T_co]:
        return self.items[index]

    def __len__(self) -> int:
        return len(self.items)

    def __iter__(self) -> Iterator[T_co]:
        return iter(self.items)

    def __reversed__(self) -> Iterator[T_co]:
        return reversed(self.items)

    def __contains__(self, item: object) -> bool:
        return item in self.items

    def index(self, value: object, start: int = 0, stop: int | None = None) -> int:
        """Return the index of an item in this page; raise ValueError without it."""
        end = len(self.items) if stop is None else stop
        return cast("list[object]", self.items).index(value, start, end)

    def count(self, value: object) -> int:
        """Return the number of items of this page that equal a value."""
        return cast("list[object]", self.items).count(value)

    def __eq__(self, other: object) -> bool:
        if isinstance(other, BaseListPage):
            return self.items == cast("BaseListPage[object]", other).items
        return self.items == other if isinstance(other, list) else NotImplemented

    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.items!r})"

    @classmethod
    def __get_pydantic_core_schema__(
        cls, source: Any, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        """Let pydantic read and write a page as the list that it is."""
        (item,) = get_args(source) or (Any,)
        listed = handler.generate_schema(list[item])  # type: ignore[valid-type]
        made = core_schema.no_info_after_validator_function(cls, listed)
        return core_schema.union_schema(
            [core_schema.is_instance_schema(cls), made],
            mode="left_to_right",
            serialization=core_schema.wrap_serializer_function_ser_schema(
                _items, schema=listed
            ),
        )


def _items(page: BaseListPage[object], write: Callable[[object], object]) -> object:
    return write(page.items)


class PageDecoder(Decoder):
    """Reads a response as a page: its body, and the way to the next one."""

    def __init__(
        self,
        page: type[AnyPage],
        body: Decoder,
        calls: object,
        operation: Operation[Any],
        turn: Turn,
        *,
        may_be_empty: bool = False,
    ) -> None:
        """Initialize with the class of the page, and the request for it."""
        self.media_types = body.media_types
        self._page = page
        self._body = body
        self._calls = calls
        self._operation = operation
        self._turn = turn
        self._may_be_empty = may_be_empty

    def read(self, response: httpx2.Response, mismatches: Mismatches) -> Any:
        """Return the page, its members as they came where they do not fit.

        Raises:
            ResponseValidationError: The body is no page.
        """
        if not response.content and self._may_be_empty:
            return self.without_body(response)
        body = self._body.read(response, mismatches)
        if not _is_page(body):
            raise ResponseValidationError(
                f"{self._operation.name}: the response is no page", response=response
            )
        return self._page_of(body, response)

    def without_body(self, response: httpx2.Response) -> Any:
        """Return a page without items."""
        return self._page_of(None, response)

    def _page_of(self, body: object, response: httpx2.Response) -> Any:
        def walk(items: Sequence[object]) -> Walk:
            return self._walk(FetchedPage(self._turn, body, items, response))

        return self._page._from_response(body, walk)

    def _walk(self, fetched: FetchedPage) -> Walk:
        walk = Walk(self._calls, self._operation)
        walk.repeats = bool(fetched.items) and self._turn.previous == fetched.items
        pagination = self._operation.pages
        if isinstance(pagination, Pagination) and not walk.repeats:
            try:
                walk.turn = pagination.following(fetched)
            except ResponseValidationError as error:
                request = fetched.response.request
                protect(error, request.extensions.get(REDACT))
                walk.refused = error
        return walk


def _is_page(body: object) -> bool:
    """Return whether a body can be that of a page; without one, a page has no items."""
    return body is None or isinstance(body, Model | list)


def paged(
    page: type[AnyPage], calls: object, operation: Operation[Any], turn: Turn
) -> Operation[Any]:
    """Return the operation that asks for one page, and returns it.

    A success that the specification does not mention is a page as well; one without
    a body is a page without items.  A redirect is no page, but an error.
    """
    described: dict[str, Decoder] = {
        status: PageDecoder(page, decoder, calls, operation, turn)
        for status, decoder in operation.success.items()
        if not status.startswith("3")
    }
    if "2XX" not in described and "default" not in described:
        usual = next(
            decoder
            for status, decoder in operation.success.items()
            if status in described and not isinstance(decoder, Empty)
        )
        described["2XX"] = PageDecoder(
            page, usual, calls, operation, turn, may_be_empty=True
        )
    return replace(operation, success=described, url=turn.url)
