"""Servers: the first is the default, its variables have theirs, `base_url` wins."""

import httpx2

from tests.workshop import Stage


def check_the_first_server_with_its_defaults(stage: Stage) -> None:
    client = stage.client(httpx2.Response(204))
    client.things.list()
    assert str(stage.sent.url) == "https://eu.api.test:8443/v2/things"


def check_another_url_replaces_it_wholly(stage: Stage) -> None:
    client = stage.client(httpx2.Response(204), base_url="http://localhost:1/x/")
    client.things.list()
    assert str(stage.sent.url) == "http://localhost:1/x/things"


def check_a_server_by_its_name(stage: Stage) -> None:
    client = stage.client(httpx2.Response(204), server="sandbox")
    client.things.list()
    assert str(stage.sent.url) == "https://sandbox.api.test/things"


def check_the_variables_of_a_server(stage: Stage) -> None:
    client = stage.client(httpx2.Response(204), region="us", port="1")
    client.things.list()
    assert str(stage.sent.url) == "https://us.api.test:1/v2/things"


def check_a_version_that_no_header_can_carry(stage: Stage) -> None:
    stage.client(httpx2.Response(204)).things.list()
    agent = stage.sent.headers["user-agent"]
    assert agent.startswith("case_servers/2024")
    assert agent.isascii()
