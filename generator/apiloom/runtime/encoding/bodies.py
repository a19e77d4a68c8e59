"""Request bodies: from the caller's values to bytes and a Content-Type.

OpenAPI 3.1, sections 4.8.13 (Request Body), 4.8.14 (Media Type) and 4.8.15
(Encoding Object).
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final, NamedTuple, TypeAlias, cast
from urllib.parse import urlencode

from ..core.errors import RequestValidationError
from ..core.lazy import Deferred
from ..core.unset import UNSET
from ..decoding.response_info import charset_of, fits, plain
from .files import Content, is_file, open_upload
from .parameters import Style, form_pairs

if TYPE_CHECKING:
    import pydantic
    import pydantic_core

    from ..types import constants
    from ..types.models import Adapter
    from . import checks
else:
    pydantic = Deferred("pydantic")
    pydantic_core = Deferred("pydantic_core")
    checks = Deferred(".checks", __package__)
    constants = Deferred("..types.constants", __package__)

_NONE: Final[Mapping[str, str]] = {}

Extra: TypeAlias = Mapping[str, object] | None
"""Members that a caller adds to a body that is an object, or replaces in it."""


def concrete(media_type: str, fallback: str) -> str:
    """Return a media type that can be sent: a range is none."""
    return fallback if "*" in media_type else media_type


class RequestBody(ABC):
    """Body of an operation, in one media type or range of them."""

    media_type: str

    @abstractmethod
    def encode(
        self,
        value: object,
        content_type: str | None = None,
        *,
        validate: bool = True,
        extra: Extra = None,
    ) -> Content:
        """Check and encode a value.

        Args:
            value: What the caller passed.
            content_type: The media type that the caller asks for.
            validate: Whether limits and required properties count, not types alone.
            extra: Members to add to an object, unchecked; without a value (UNSET),
                they are the object.

        Raises:
            RequestValidationError: The value cannot be sent.
        """

    @abstractmethod
    def fit(self, value: object) -> int:
        """Return how well a value suits this media type; 0 if it does not."""

    def refuse(self, extra: Extra) -> None:
        """Refuse members for a body that has none.

        Raises:
            RequestValidationError: There are some.
        """
        if extra:
            raise RequestValidationError(
                f"extra_body: a body of {self.media_type} has no members to add to"
            )

    def is_asked_for(self, content_type: str) -> bool:
        """Return whether this is the body for a media type."""
        return fits(plain(content_type), self.media_type)

    def _sent_as(self, content_type: str | None, fallback: str) -> str:
        """Return the media type that is sent; a range leaves it to the caller."""
        if content_type is None:
            return concrete(self.media_type, fallback)
        if not self.is_asked_for(content_type):
            raise RequestValidationError(
                f"content_type: {content_type} is not offered, {self.media_type} is"
            )
        return content_type


class TypedBody(RequestBody, ABC):
    """Base of bodies whose values have a type, which checks and writes them."""

    def __init__(self, type_: object, media_type: str) -> None:
        """Initialize with the type of a value and the media type."""
        self._checker: Final[checks.Checker] = checks.Checker(type_)
        self._model: Final[type[Any] | None] = (
            type_
            if isinstance(type_, type) and issubclass(type_, pydantic.BaseModel)
            else None
        )
        self.media_type = media_type

    @property
    def adapter(self) -> Adapter[Any]:
        """Return the adapter that reads and writes a value."""
        return self._checker.adapter

    def _checked(
        self, value: object, validate: bool, path: tuple[str, ...] = ()
    ) -> Any:
        return self._checker.checked(value, "body", path, validate=validate)

    def _members(
        self, value: object, validate: bool, extra: Extra
    ) -> dict[str, object]:
        """Return the members of an object, with those that are added to it.

        Raises:
            RequestValidationError: The value is no object.
        """
        members = {} if value is UNSET else members_of(self._checked(value, validate))
        return added_to(members, extra) if extra else members

    def _is_own(self, value: object) -> bool:
        """Return whether a value is a model of just this type."""
        return self._model is not None and type(value) is self._model


class JsonBody(TypedBody):
    """A body of a JSON media type."""

    def __init__(self, type_: object, media_type: str = "application/json") -> None:
        """Initialize with the type of the body and its media type."""
        super().__init__(type_, media_type)

    def fit(self, value: object) -> int:
        """Prefer what can be JSON; text fits, if nothing else takes it."""
        if is_file(value):
            return 0
        if isinstance(value, str) or _has_files(value):
            return 1
        return 3 if self._is_own(value) else 2

    def encode(
        self,
        value: object,
        content_type: str | None = None,
        *,
        validate: bool = True,
        extra: Extra = None,
    ) -> Content:
        """Write compact JSON with the API's names."""
        if "*" in self.media_type and is_file(value):
            self.refuse(extra)
            return uploaded(value, self._sent_as(content_type, self.media_type))
        sent_as = self._sent_as(content_type, "application/json")
        if extra:
            return Content(sent_as, [self._extended(value, validate, extra)])
        checked = self._checked(value, validate)
        return Content(sent_as, [self._checker.to_json(checked)])

    def _extended(
        self, value: object, validate: bool, extra: Mapping[str, object]
    ) -> bytes:
        """Return an object as JSON, with members that are added to it."""
        members: object = {}
        if value is not UNSET:
            checked = self._checked(value, validate)
            members = self._checker.to_jsonable(checked, "body", ())
        added = {
            name: (
                item
                if item is UNSET
                else checks.checked_any(item, "extra_body", (name,))
            )
            for name, item in extra.items()
        }
        return pydantic_core.to_json(added_to(members, added))


class Encoding(NamedTuple):
    """Encoding of one field of a form (Encoding Object)."""

    style: Style = Style("form", explode=True)
    content_type: str | None = None
    file: bool = False
    mixed: bool = False
    """Whether the field may also be something else than a file."""

    headers: Mapping[str, str] = _NONE
    """Headers of the part, where the body is a multipart one."""

    @property
    def is_styled(self) -> bool:
        """Whether a style is stated, which says how to write objects and lists."""
        return self.style != _FORM


_FORM: Final = Style("form", explode=True)
PLAIN: Final = Encoding()
"""The encoding of a field of which nothing is said."""


class FormBody(TypedBody):
    """A body of ``application/x-www-form-urlencoded``."""

    def __init__(
        self, type_: object, encoding: Mapping[str, Encoding] | None = None
    ) -> None:
        """Initialize with the type of the body and the encoding of its fields."""
        super().__init__(type_, "application/x-www-form-urlencoded")
        self._encoding: Final = dict(encoding or {})

    def fit(self, value: object) -> int:
        """Prefer objects without files."""
        if not has_members(value):
            return 0
        if _has_files(value):
            return 1
        return 3 if self._is_own(value) else 2

    def encode(
        self,
        value: object,
        content_type: str | None = None,
        *,
        validate: bool = True,
        extra: Extra = None,
    ) -> Content:
        """Write the fields as a query string."""
        pairs: list[tuple[str, str]] = []
        for name, item in self._members(value, validate, extra).items():
            style = self._encoding.get(name, PLAIN).style
            pairs += form_pairs(name, written_item(name, item), style)
        sent_as = self._sent_as(content_type, self.media_type)
        return Content(sent_as, [urlencode(pairs).encode("ascii")])


def written_item(name: str, item: object) -> Any:
    """Return the field of a form as JSON's types.

    Raises:
        RequestValidationError: It cannot be written as JSON.
    """
    return checks.jsonable_of(item, "body", (name,))


class TextBody(RequestBody):
    """A body of text."""

    def __init__(self, media_type: str = "text/plain") -> None:
        """Initialize with the media type."""
        self.media_type = media_type

    def fit(self, value: object) -> int:
        """Prefer text; files fit, if nothing else takes them."""
        return 3 if isinstance(value, str) else int(is_file(value))

    def encode(
        self,
        value: object,
        content_type: str | None = None,
        *,
        validate: bool = True,
        extra: Extra = None,
    ) -> Content:
        """Write text in the stated charset, else UTF-8; send files as they are read."""
        sent_as = self._sent_as(content_type, "text/plain")
        self.refuse(extra)
        if is_file(value):
            return uploaded(value, sent_as)
        if not isinstance(value, str):
            raise RequestValidationError(
                f"body: expected text or a file, not {type(value).__name__}"
            )
        charset = charset_of(sent_as, value)
        try:
            return Content(sent_as, [value.encode(charset)])
        except (LookupError, UnicodeEncodeError) as error:
            raise RequestValidationError(
                f"body: the text cannot be written in {charset}"
            ) from error


class BinaryBody(RequestBody):
    """A body of bytes."""

    def __init__(self, media_type: str = "application/octet-stream") -> None:
        """Initialize with the media type."""
        self.media_type = media_type

    def fit(self, value: object) -> int:
        """Prefer bytes and files; nothing else fits."""
        return 3 * is_file(value)

    def encode(
        self,
        value: object,
        content_type: str | None = None,
        *,
        validate: bool = True,
        extra: Extra = None,
    ) -> Content:
        """Send bytes as they are, and files as they are read."""
        self.refuse(extra)
        sent_as = self.media_type if content_type is None else content_type
        return uploaded(value, self._sent_as(content_type, sent_as))


class OneOfBodies(RequestBody):
    """A body that may come in several media types.

    The caller says which one, or the value decides: files and text go where they are
    wanted, a model where it belongs, anything else to the first that it is valid for.
    """

    def __init__(self, *bodies: RequestBody) -> None:
        """Initialize with the bodies in the order of preference."""
        self.bodies: Final = bodies
        self.media_type = ", ".join(body.media_type for body in bodies)

    def fit(self, value: object) -> int:
        """Return the best fit of all."""
        return max(body.fit(value) for body in self.bodies)

    def is_asked_for(self, content_type: str) -> bool:
        """Return whether one of the bodies is for a media type."""
        return any(body.is_asked_for(content_type) for body in self.bodies)

    def encode(
        self,
        value: object,
        content_type: str | None = None,
        *,
        validate: bool = True,
        extra: Extra = None,
    ) -> Content:
        """Encode with the body that was asked for, else with the one that fits best."""
        if content_type is not None:
            exact = [one for one in self.bodies if one.media_type == content_type]
            asked = [one for one in self.bodies if one.is_asked_for(content_type)]
            if not asked:
                self._sent_as(content_type, content_type)
            chosen = (exact or asked)[0]
            return chosen.encode(value, content_type, validate=validate, extra=extra)
        refused: RequestValidationError | None = None
        sample: object = {} if value is UNSET else value
        for body in sorted(self.bodies, key=lambda one: -one.fit(sample)):
            if refused is None or body.fit(sample):
                try:
                    return body.encode(value, validate=validate, extra=extra)
                except RequestValidationError as error:
                    refused = refused or error
        raise cast("RequestValidationError", refused)


def uploaded(value: object, media_type: str) -> Content:
    """Return a body that is a file; a range of media types leaves it to the file."""
    upload = open_upload("body", value, media_type)
    content = Content(upload.content_type)
    content.add(upload)
    return content


def added_to(members: object, extra: Mapping[str, object]) -> dict[str, object]:
    """Return the members of an object with more of them; UNSET removes one.

    Raises:
        RequestValidationError: It is no object, or JSON cannot express one of them.
    """
    if not isinstance(members, Mapping):
        raise RequestValidationError("extra_body: the body is not an object")
    given = {name: item for name, item in extra.items() if item is not UNSET}
    kept = {
        name: item
        for name, item in cast("Mapping[str, object]", members).items()
        if name not in extra
    }
    return {**kept, **given}


def has_members(value: object) -> bool:
    """Return whether a value is written as an object."""
    return isinstance(value, (Mapping, pydantic.BaseModel))


def _has_files(value: object) -> bool:
    """Return whether a value is an object with a file in it, or a list of files."""
    if isinstance(value, list):
        return any(map(is_file, cast("list[object]", value)))
    if not has_members(value):
        return False
    return any(
        is_file(one) for item in members_of(value).values() for one in items_of(item)
    )


def members_of(checked: object) -> dict[str, object]:
    """Return the fields that were set, under the API's names, values as they are.

    Raises:
        RequestValidationError: The value is no object.
    """
    if isinstance(checked, Mapping):
        return dict(cast("Mapping[str, object]", checked))
    if not isinstance(checked, pydantic.BaseModel):
        raise RequestValidationError("body: must be an object")
    declared = type(checked).model_fields
    members = {
        constants.wire_name(name, declared[name]): getattr(checked, name)
        for name in declared
        if name in checked.model_fields_set
    }
    return members | (checked.model_extra or {})


def items_of(value: object) -> list[object]:
    """Return the items of a list; of any other value, that value."""
    return cast("list[object]", value) if isinstance(value, list) else [value]
