"""Mistakes that a type checker finds before the program runs.

Each comment that ignores an error is needed: the checkers are told to complain about
one that is not.
"""

# pyright: reportUnnecessaryTypeIgnoreComment=true

import apexverify
import httpx2
from apexverify import ApexVerify, AsyncHooks, Hooks, RequestEvent, errors, models
from experian_phone import ExperianPhone
from nhs_notify import NHSNotify
from vec import AsyncVec, Vec


async def awaited(event: RequestEvent) -> None:
    """A hook for async clients."""


def construction() -> None:
    """Arguments of clients."""
    ApexVerify("key")  # type: ignore[call-arg]
    ApexVerify(api_token="key")  # type: ignore[call-arg]
    ApexVerify(http_client=httpx2.AsyncClient())  # type: ignore[arg-type]
    AsyncVec(http_client=httpx2.Client())  # type: ignore[arg-type]
    ApexVerify(timeout="3 s")  # type: ignore[arg-type]
    NHSNotify(server="moon")  # type: ignore[arg-type]
    ApexVerify(hooks=AsyncHooks())  # type: ignore[arg-type]
    Hooks(on_request=awaited)  # type: ignore[arg-type]
    ApexVerify(deadline="3 s")  # type: ignore[arg-type]
    NHSNotify(client_assertion=signed)  # type: ignore[arg-type]
    NHSNotify(client_secret="s")  # type: ignore[call-arg]
    ApexVerify(api_key=b"k")  # type: ignore[arg-type]


async def signed() -> str:
    """What only the async client awaits."""
    return "jwt"


def arguments(
    client: ApexVerify, vec: Vec, nhs: NHSNotify, experian: ExperianPhone
) -> None:
    """Arguments of methods."""
    client.batch.launch()  # type: ignore[call-arg]
    client.batch.launch(7)  # type: ignore[arg-type]
    client.batch.launch("b", x_api_key="k")  # type: ignore[call-arg]
    client.batch.configure("b", type="email")  # type: ignore[call-arg]
    client.batch.configure("b", type="fax", target_country="SG")  # type: ignore[arg-type]
    client.batch.export("b", "json")  # type: ignore[call-arg]
    client.batch.export("b", format=None)  # type: ignore[arg-type]
    vec.batches.list(status="lost")  # type: ignore[arg-type]
    vec.batches.list(page="2")  # type: ignore[arg-type]
    vec.batches.list()[0]  # type: ignore[index]
    vec.batches.wait("b", timeout="soon")  # type: ignore[arg-type]
    vec.batches.with_raw_response.wait("b")  # type: ignore[attr-defined]
    vec.batches.create(name="n", template_id="t", csv_file="a.csv")  # type: ignore[arg-type]
    nhs.batch.update_status("1", data=None)  # type: ignore[arg-type]
    nhs.batch.update_status("1", status="ACCEPTED")  # type: ignore[call-arg]
    experian.batches.create(phones=["441206250380"])  # type: ignore[list-item]
    experian.batches.status("1", add_metadata="true")  # type: ignore[arg-type]


def results(client: ApexVerify) -> None:
    """Members of results and of errors."""
    client.batch.launch("b").state  # type: ignore[attr-defined]  # noqa: B018
    client.batch.status("b").batch_uuid  # type: ignore[union-attr]  # noqa: B018
    client.batches  # type: ignore[attr-defined]  # noqa: B018
    client.request("GET", "/v1/new", response_type=bytes).state  # type: ignore[attr-defined]  # noqa: B018
    client.request("GET", "/v1/new")["state"]  # type: ignore[index,call-overload]


def names() -> None:
    """Names that are not there, although the modules load theirs when asked."""
    apexverify.Teapot  # type: ignore[attr-defined]  # noqa: B018
    errors.TeapotError  # type: ignore[attr-defined]  # noqa: B018
    models.Teapot  # type: ignore[attr-defined]  # noqa: B018


async def forgotten(client: AsyncVec) -> int:
    """A call that is not awaited has no result yet."""
    return client.users.list().meta.total  # type: ignore[attr-defined,no-any-return]
