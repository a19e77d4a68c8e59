"""Tags of OpenAPI 3.2: a tag with a parent is a resource below that of the parent."""

import inspect

import httpx2

from tests.workshop import Stage


def check_a_tag_nests_below_its_parent(stage: Stage) -> None:
    client = stage.client(httpx2.Response(204))
    client.flights.list()
    # A method that would hide the resource gives way.
    client.flights.get_international()
    client.flights.international.list()
    client.flights.international.long_haul.list()
    client.staff.crews.list()
    assert [request.url.path for request in stage.requests] == [
        "/flights",
        "/flights/international",
        "/flights/international/all",
        "/flights/international/long",
        "/crews",
    ]
    assert not hasattr(client, "international")


def check_a_tag_that_only_marks_is_no_resource(stage: Stage) -> None:
    client = stage.client(httpx2.Response(204))
    # ... unless there is no other.
    client.partner.list()
    assert stage.sent.url.path == "/partners"


def check_what_has_no_parent_stays_where_it_is(stage: Stage) -> None:
    client = stage.client(httpx2.Response(204))
    for resource in ("stated", "lost", "egg", "undeclared"):
        getattr(client, resource).list()
    assert not hasattr(client, "hen")


def check_a_resource_that_only_holds_others_is_described(stage: Stage) -> None:
    client = stage.client()
    assert inspect.getdoc(type(client.flights)) == "Everything that flies."
    assert inspect.getdoc(type(client.flights.international)) == "Across borders."
    assert inspect.getdoc(type(client.staff)) == "Who works here."
