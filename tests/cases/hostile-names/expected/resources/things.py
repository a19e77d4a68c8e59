"""The `things` resource.

The functions at the top describe the operations. Each runs once, on the first call of
its operation, and loads the models that the operation uses.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache, cached_property
from typing import TypedDict, Unpack

from .. import models
from .._runtime.client.async_client import AsyncCalls, async_raw, async_streaming
from .._runtime.client.options import RequestOptions
from .._runtime.client.sync_client import Calls, raw, streaming
from .._runtime.core.operation import Operation
from .._runtime.core.unset import UNSET, Unset
from .._runtime.decoding.decoders import Empty, Json
from .._runtime.encoding.bodies import JsonBody


class _OptionsWithoutExtraHeadersAndTimeout(TypedDict, total=False):
    """Options whose names are not those of arguments."""

    extra_query: Mapping[str, object] | None
    extra_body: Mapping[str, object] | None
    max_retries: int


@cache
def _create() -> Operation[models.ModelConfig]:
    return Operation(
        name="things.create",
        method="POST",
        path="/things",
        body=JsonBody(models.ModelConfig),
        success={"200": Json(models.ModelConfig)},
    )


@cache
def _classes() -> Operation[models.ThingsClassesResponse]:
    return Operation(
        name="things.classes",
        method="GET",
        path="/classes",
        success={"200": Json(models.ThingsClassesResponse)},
    )


@cache
def _get_very_long_name_of_operationread_very_long_name_of_operation_end() -> (
    Operation[None]
):
    return Operation(
        name="things.get_very_long_name_of_operationread_very_long_name_of_operation_end",
        method="GET",
        path="/long",
        success={"204": Empty()},
    )


@cache
def _read_very_long_name_of_operationread_very_long_name_of_operation_fin() -> (
    Operation[None]
):
    return Operation(
        name="things.read_very_long_name_of_operationread_very_long_name_of_operation_fin",
        method="PUT",
        path="/long",
        success={"204": Empty()},
    )


@cache
def _arguments() -> Operation[None]:
    return Operation(
        name="things.arguments",
        method="GET",
        path="/arguments/{class}",
        types={
            ("path", "class"): str,
            ("query", "self"): str,
            ("query", "cls"): str,
            ("query", "timeout"): str,
            ("query", "extra_headers"): str,
            ("query", "request"): str,
            ("query", "list"): list[str],
            ("query", "str"): str,
            ("query", "UNSET"): str,
            ("query", "None"): str,
            ("query", "1st"): str,
            ("query", "😀"): str,
            ("query", "名"): str,
            ("query", "a-b"): str,
            ("query", "a_b"): str,
            ("query", "aB"): str,
            ("query", "a[]"): str,
            ("query", "__debug__"): str,
        },
        success={"204": Empty()},
    )


class ThingsResource:
    """Things."""

    def __init__(self, calls: Calls) -> None:
        self._calls = calls

    @cached_property
    def with_raw_response(self) -> ThingsResourceWithRawResponse:
        """The same methods, returning a `RawResponse`."""
        return ThingsResourceWithRawResponse(self._calls.raw())

    @cached_property
    def with_streaming_response(self) -> ThingsResourceWithStreamingResponse:
        """The same methods as context managers that stream the body."""
        return ThingsResourceWithStreamingResponse(self._calls.streaming())

    def create(
        self,
        *,
        model_config: str | Unset = UNSET,
        model_fields: str | Unset = UNSET,
        model_validate: str | Unset = UNSET,
        model_dump: str | Unset = UNSET,
        model_post_init: str | Unset = UNSET,
        model: str | Unset = UNSET,
        schema: str | Unset = UNSET,
        schema_json: str | Unset = UNSET,
        fields: str | Unset = UNSET,
        copy: str | Unset = UNSET,
        json: str | Unset = UNSET,
        dict: Mapping[str, str] | Unset = UNSET,
        construct: str | Unset = UNSET,
        validate: str | Unset = UNSET,
        register: str | Unset = UNSET,
        to_dict: str | Unset = UNSET,
        self_: str | Unset = UNSET,
        cls_: str | Unset = UNSET,
        class_: str | Unset = UNSET,
        init: str | Unset = UNSET,
        dict_2: str | Unset = UNSET,
        slots: str | Unset = UNSET,
        pydantic_extra: str | Unset = UNSET,
        x: str | Unset = UNSET,
        x_x: str | Unset = UNSET,
        true: str | Unset = UNSET,
        list: Sequence[str] | Unset = UNSET,
        name: str | Unset = UNSET,
        name_2: str | Unset = UNSET,
        name_3: str | Unset = UNSET,
        naïve: str | Unset = UNSET,
        ñ: str | Unset = UNSET,
        fi: str | Unset = UNSET,
        fi_2: str | Unset = UNSET,
        **options: Unpack[RequestOptions],
    ) -> models.ModelConfig:
        """Create.

        Returns:
            It.
        """
        return self._calls.call(
            _create(),
            fields={
                "model_config": model_config,
                "model_fields": model_fields,
                "model_validate": model_validate,
                "model_dump": model_dump,
                "model_post_init": model_post_init,
                "model_": model,
                "schema": schema,
                "schema_json": schema_json,
                "fields": fields,
                "copy": copy,
                "json": json,
                "dict": dict,
                "construct": construct,
                "validate": validate,
                "register": register,
                "to_dict": to_dict,
                "self": self_,
                "cls": cls_,
                "__class__": class_,
                "__init__": init,
                "__dict__": dict_2,
                "__slots__": slots,
                "__pydantic_extra__": pydantic_extra,
                "_": x,
                "__": x_x,
                "True": true,
                "list": list,
                "name": name,
                "NAME": name_2,
                "Name": name_3,
                "naïve": naïve,
                "ñ": ñ,
                "ﬁ": fi,
                "fi": fi_2,
            },
            options=options,
        )

    def classes(
        self,
        **options: Unpack[RequestOptions],
    ) -> models.ThingsClassesResponse:
        """Classes.

        Returns:
            One of each.
        """
        return self._calls.call(_classes(), options=options)

    def get_very_long_name_of_operationread_very_long_name_of_operation_end(
        self,
        **options: Unpack[RequestOptions],
    ) -> None:
        """Get very long name of operationread very long name of operation end."""
        return self._calls.call(
            _get_very_long_name_of_operationread_very_long_name_of_operation_end(),
            options=options,
        )

    def read_very_long_name_of_operationread_very_long_name_of_operation_fin(
        self,
        **options: Unpack[RequestOptions],
    ) -> None:
        """Read very long name of operationread very long name of operation fin."""
        return self._calls.call(
            _read_very_long_name_of_operationread_very_long_name_of_operation_fin(),
            options=options,
        )

    def arguments(
        self,
        class_: str,
        *,
        self_: str | Unset = UNSET,
        cls_: str | Unset = UNSET,
        timeout: str | Unset = UNSET,
        extra_headers: str | Unset = UNSET,
        request: str | Unset = UNSET,
        list: Sequence[str] | Unset = UNSET,
        str: str | Unset = UNSET,
        unset: str | Unset = UNSET,
        none: str | Unset = UNSET,
        value_1_st: str | Unset = UNSET,
        x: str | Unset = UNSET,
        名: str | Unset = UNSET,
        a_b: str | Unset = UNSET,
        a_b_2: str | Unset = UNSET,
        a_b_3: str | Unset = UNSET,
        a: str | Unset = UNSET,
        debug: str | Unset = UNSET,
        **options: Unpack[_OptionsWithoutExtraHeadersAndTimeout],
    ) -> None:
        """Arguments."""
        return self._calls.call(
            _arguments(),
            path={"class": class_},
            query={
                "self": self_,
                "cls": cls_,
                "timeout": timeout,
                "extra_headers": extra_headers,
                "request": request,
                "list": list,
                "str": str,
                "UNSET": unset,
                "None": none,
                "1st": value_1_st,
                "😀": x,
                "名": 名,
                "a-b": a_b,
                "a_b": a_b_2,
                "aB": a_b_3,
                "a[]": a,
                "__debug__": debug,
            },
            options=options,
        )


class ThingsResourceWithRawResponse:
    """The methods of `ThingsResource`, returning a `RawResponse`."""

    def __init__(self, calls: Calls) -> None:
        resource = ThingsResource(calls)
        self.create = raw(resource.create)
        self.classes = raw(resource.classes)
        self.get_very_long_name_of_operationread_very_long_name_of_operation_end = raw(
            resource.get_very_long_name_of_operationread_very_long_name_of_operation_end,
        )
        self.read_very_long_name_of_operationread_very_long_name_of_operation_fin = raw(
            resource.read_very_long_name_of_operationread_very_long_name_of_operation_fin,
        )
        self.arguments = raw(resource.arguments)


class ThingsResourceWithStreamingResponse:
    """The methods of `ThingsResource`, streaming the body."""

    def __init__(self, calls: Calls) -> None:
        resource = ThingsResource(calls)
        self.create = streaming(resource.create)
        self.classes = streaming(resource.classes)
        self.get_very_long_name_of_operationread_very_long_name_of_operation_end = streaming(
            resource.get_very_long_name_of_operationread_very_long_name_of_operation_end,
        )
        self.read_very_long_name_of_operationread_very_long_name_of_operation_fin = streaming(
            resource.read_very_long_name_of_operationread_very_long_name_of_operation_fin,
        )
        self.arguments = streaming(resource.arguments)


class AsyncThingsResource:
    """Things."""

    def __init__(self, calls: AsyncCalls) -> None:
        self._calls = calls

    @cached_property
    def with_raw_response(self) -> AsyncThingsResourceWithRawResponse:
        """The same methods, returning a `RawResponse`."""
        return AsyncThingsResourceWithRawResponse(self._calls.raw())

    @cached_property
    def with_streaming_response(self) -> AsyncThingsResourceWithStreamingResponse:
        """The same methods as context managers that stream the body."""
        return AsyncThingsResourceWithStreamingResponse(self._calls.streaming())

    async def create(
        self,
        *,
        model_config: str | Unset = UNSET,
        model_fields: str | Unset = UNSET,
        model_validate: str | Unset = UNSET,
        model_dump: str | Unset = UNSET,
        model_post_init: str | Unset = UNSET,
        model: str | Unset = UNSET,
        schema: str | Unset = UNSET,
        schema_json: str | Unset = UNSET,
        fields: str | Unset = UNSET,
        copy: str | Unset = UNSET,
        json: str | Unset = UNSET,
        dict: Mapping[str, str] | Unset = UNSET,
        construct: str | Unset = UNSET,
        validate: str | Unset = UNSET,
        register: str | Unset = UNSET,
        to_dict: str | Unset = UNSET,
        self_: str | Unset = UNSET,
        cls_: str | Unset = UNSET,
        class_: str | Unset = UNSET,
        init: str | Unset = UNSET,
        dict_2: str | Unset = UNSET,
        slots: str | Unset = UNSET,
        pydantic_extra: str | Unset = UNSET,
        x: str | Unset = UNSET,
        x_x: str | Unset = UNSET,
        true: str | Unset = UNSET,
        list: Sequence[str] | Unset = UNSET,
        name: str | Unset = UNSET,
        name_2: str | Unset = UNSET,
        name_3: str | Unset = UNSET,
        naïve: str | Unset = UNSET,
        ñ: str | Unset = UNSET,
        fi: str | Unset = UNSET,
        fi_2: str | Unset = UNSET,
        **options: Unpack[RequestOptions],
    ) -> models.ModelConfig:
        """Create.

        Returns:
            It.
        """
        return await self._calls.call(
            _create(),
            fields={
                "model_config": model_config,
                "model_fields": model_fields,
                "model_validate": model_validate,
                "model_dump": model_dump,
                "model_post_init": model_post_init,
                "model_": model,
                "schema": schema,
                "schema_json": schema_json,
                "fields": fields,
                "copy": copy,
                "json": json,
                "dict": dict,
                "construct": construct,
                "validate": validate,
                "register": register,
                "to_dict": to_dict,
                "self": self_,
                "cls": cls_,
                "__class__": class_,
                "__init__": init,
                "__dict__": dict_2,
                "__slots__": slots,
                "__pydantic_extra__": pydantic_extra,
                "_": x,
                "__": x_x,
                "True": true,
                "list": list,
                "name": name,
                "NAME": name_2,
                "Name": name_3,
                "naïve": naïve,
                "ñ": ñ,
                "ﬁ": fi,
                "fi": fi_2,
            },
            options=options,
        )

    async def classes(
        self,
        **options: Unpack[RequestOptions],
    ) -> models.ThingsClassesResponse:
        """Classes.

        Returns:
            One of each.
        """
        return await self._calls.call(_classes(), options=options)

    async def get_very_long_name_of_operationread_very_long_name_of_operation_end(
        self,
        **options: Unpack[RequestOptions],
    ) -> None:
        """Get very long name of operationread very long name of operation end."""
        return await self._calls.call(
            _get_very_long_name_of_operationread_very_long_name_of_operation_end(),
            options=options,
        )

    async def read_very_long_name_of_operationread_very_long_name_of_operation_fin(
        self,
        **options: Unpack[RequestOptions],
    ) -> None:
        """Read very long name of operationread very long name of operation fin."""
        return await self._calls.call(
            _read_very_long_name_of_operationread_very_long_name_of_operation_fin(),
            options=options,
        )

    async def arguments(
        self,
        class_: str,
        *,
        self_: str | Unset = UNSET,
        cls_: str | Unset = UNSET,
        timeout: str | Unset = UNSET,
        extra_headers: str | Unset = UNSET,
        request: str | Unset = UNSET,
        list: Sequence[str] | Unset = UNSET,
        str: str | Unset = UNSET,
        unset: str | Unset = UNSET,
        none: str | Unset = UNSET,
        value_1_st: str | Unset = UNSET,
        x: str | Unset = UNSET,
        名: str | Unset = UNSET,
        a_b: str | Unset = UNSET,
        a_b_2: str | Unset = UNSET,
        a_b_3: str | Unset = UNSET,
        a: str | Unset = UNSET,
        debug: str | Unset = UNSET,
        **options: Unpack[_OptionsWithoutExtraHeadersAndTimeout],
    ) -> None:
        """Arguments."""
        return await self._calls.call(
            _arguments(),
            path={"class": class_},
            query={
                "self": self_,
                "cls": cls_,
                "timeout": timeout,
                "extra_headers": extra_headers,
                "request": request,
                "list": list,
                "str": str,
                "UNSET": unset,
                "None": none,
                "1st": value_1_st,
                "😀": x,
                "名": 名,
                "a-b": a_b,
                "a_b": a_b_2,
                "aB": a_b_3,
                "a[]": a,
                "__debug__": debug,
            },
            options=options,
        )


class AsyncThingsResourceWithRawResponse:
    """The methods of `AsyncThingsResource`, returning a `RawResponse`."""

    def __init__(self, calls: AsyncCalls) -> None:
        resource = AsyncThingsResource(calls)
        self.create = async_raw(resource.create)
        self.classes = async_raw(resource.classes)
        self.get_very_long_name_of_operationread_very_long_name_of_operation_end = async_raw(
            resource.get_very_long_name_of_operationread_very_long_name_of_operation_end,
        )
        self.read_very_long_name_of_operationread_very_long_name_of_operation_fin = async_raw(
            resource.read_very_long_name_of_operationread_very_long_name_of_operation_fin,
        )
        self.arguments = async_raw(resource.arguments)


class AsyncThingsResourceWithStreamingResponse:
    """The methods of `AsyncThingsResource`, streaming the body."""

    def __init__(self, calls: AsyncCalls) -> None:
        resource = AsyncThingsResource(calls)
        self.create = async_streaming(resource.create)
        self.classes = async_streaming(resource.classes)
        self.get_very_long_name_of_operationread_very_long_name_of_operation_end = async_streaming(
            resource.get_very_long_name_of_operationread_very_long_name_of_operation_end,
        )
        self.read_very_long_name_of_operationread_very_long_name_of_operation_fin = async_streaming(
            resource.read_very_long_name_of_operationread_very_long_name_of_operation_fin,
        )
        self.arguments = async_streaming(resource.arguments)
