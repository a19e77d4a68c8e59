"""How methods are called: cleaned operationIds, and names from paths alone."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

import pytest

from tests.workshop import document, understood

THING: Final = {"type": "object", "properties": {"id": {"type": "string"}}}
LIST: Final = {"type": "array", "items": THING}
PAGE: Final = {
    "type": "object",
    "properties": {"result": LIST, "count": {"type": "integer"}},
}
NAMED: Final = {"type": "object", "properties": {"flow_runs": LIST}}
GRAPH: Final = {"type": "object", "properties": {"nodes": LIST}}

Row = tuple[str, str, str | None, Any, str]

ONE_EACH: Final[list[Row]] = [
    # The noun, in any number and place
    ("flow_runs", "POST /flow_runs", "create_flow_run", THING, "create"),
    ("flow_runs", "GET /flow_runs", "getFlowRuns", LIST, "list"),
    ("flow_runs", "GET /flow_runs/{id}", "flow-run-get", THING, "get"),
    (
        "items",
        "PATCH /x",
        "update_single_items_articles",
        THING,
        "update_single_articles",
    ),
    ("add_ons", "DELETE /addons/{id}", "deleteAddon", None, "delete"),
    ("repos", "POST /user/repos", "create_repository", THING, "create"),
    (
        "chat",
        "POST /chat/completions",
        "createChatCompletion",
        THING,
        "create_completion",
    ),
    ("issues", "POST /issues/{id}/sub", "addSubIssue", THING, "add_sub_issue"),
    ("search", "GET /search/code", "search_code", PAGE, "code"),
    ("rerank", "POST /v1/rerank", "rerank", THING, "create"),
    # List and get
    ("models", "GET /models", "retrieveModels", PAGE, "list"),
    ("models", "GET /models/{id}", "list-model", THING, "get"),
    ("models", "GET /models/{id}", "retrieveModel", THING, "retrieve"),
    ("runs", "POST /runs/filter", "read_runs_runs_filter_post", LIST, "list"),
    ("runs", "GET /runs/{id}/graph", "read_run_graph", GRAPH, "get_graph"),
    ("runs", "GET /flow_runs", "fetchAll", NAMED, "list"),
    ("settings", "GET /settings", "getSettings", THING, "get"),
    ("glossary", "GET /glossary", "glossary", THING, "get"),
    ("points", "GET /points/{point}/stations", "point_stations", LIST, "list_stations"),
    # Several at a time
    ("tags", "DELETE /tags", "deleteTags", None, "delete_many"),
    ("tags", "PATCH /tags/{collection}", "updateTags", None, "update_many"),
    ("tags", "PATCH /tags/{id}", "updateTags", None, "update"),
    # FastAPI, also below what its application is mounted at
    (
        "automations",
        "POST /api/automations/templates/validate",
        "validate_template_automations_templates_validate_post",
        None,
        "validate_template",
    ),
    ("items", "GET /v1/items/{id}", "read_item_v1_items__id__get", THING, "get"),
    ("batch", "POST /v1/batch", "batchUploadV1BatchPost", None, "upload"),
    # Django REST framework
    (
        "projects",
        "PATCH /api/projects/{id}/",
        "api_projects_partial_update",
        THING,
        "update",
    ),
    ("projects", "PUT /api/projects/{id}/", "api_projects_update", THING, "update"),
    ("projects", "DELETE /api/projects/{id}/", "api_projects_destroy", None, "delete"),
    ("projects", "GET /api/projects/", "api_projects_list", PAGE, "list"),
    ("dcim", "GET /dcim/racks/{id}/", "dcim_racks_read", THING, "get_rack"),
    # Spring, NestJS, gRPC, .NET
    ("users", "GET /users", "getUsersUsingGET_1", LIST, "list"),
    ("users", "GET /users/{id}", "UsersController_findOne", THING, "get"),
    ("workflows", "GET /workflows", "WorkflowService_ListWorkflows", PAGE, "list"),
    ("users", "POST /api/users", "Users_CreateAsync", THING, "create"),
    ("containers", "POST /containers/{id}/kill", "ContainerKill", None, "kill"),
    # The path again, in the words of an operationId
    ("customers", "GET /v1/customers/{customer}", "GetCustomersCustomer", THING, "get"),
    (
        "customers",
        "POST /v1/customers/{customer}",
        "PostCustomersCustomer",
        THING,
        "update",
    ),
    (
        "customers",
        "POST /v1/customers/{customer}/sources/{id}/verify",
        "PostCustomersCustomerSourcesIdVerify",
        THING,
        "verify_source",
    ),
    ("files", "GET /files/{file_id}/tasks", "get_files_id_tasks", LIST, "list_tasks"),
    ("transfer", "POST /transfer/event/list", "transferEventList", PAGE, "list_events"),
    # Words run together
    (
        "responses",
        "POST /responses/input_tokens",
        "Getinputtokens",
        THING,
        "get_input_tokens",
    ),
    (
        "groups",
        "GET /placement_groups/{id}",
        "get_placementgroup",
        THING,
        "get_placement",
    ),
    # No operationId
    ("annotation_layers", "GET /api/v1/annotation_layer/", None, PAGE, "list"),
    ("annotation_layers", "GET /api/v1/annotation_layer/{pk}", None, THING, "get"),
    ("annotation_layers", "PUT /api/v1/annotation_layer/{pk}", None, THING, "update"),
    ("queries", "GET /saved_query/", None, PAGE, "list_saved"),
    ("charts", "GET /chart/{pk}/thumbnail/{digest}", None, None, "get_thumbnail"),
    ("charts", "POST /chart/import", None, None, "import_"),
    ("charts", "PUT /chart/warm_up_cache", None, None, "warm_up_cache"),
    ("jobs", "POST /jobs/{id}:cancel", None, None, "cancel"),
    ("repos", "GET /orgs/{org}/repos", None, LIST, "list_for_org"),
    ("me", "DELETE /cache/entries", None, None, "delete_cache_entries"),
]


def operation(tag: str, id_: str | None, schema: Any) -> dict[str, Any]:
    content = {"application/json": {"schema": schema}}
    found: dict[str, Any] = {
        "tags": [tag],
        "responses": {
            "200": {"description": "A.", **({"content": content} if schema else {})}
        },
    }
    return {**found, "operationId": id_} if id_ is not None else found


def names(folder: Path, rows: Sequence[Row]) -> list[str]:
    paths: dict[str, dict[str, Any]] = {}
    for tag, place, id_, schema, _ in rows:
        method, path = place.split(" ")
        paths.setdefault(path, {})[method.lower()] = operation(tag, id_, schema)
    found = understood(folder, document(paths)).names.places
    return [found[place].method for _, place, _, _, _ in rows]


@pytest.mark.parametrize("row", ONE_EACH, ids=lambda row: f"{row[1]} {row[2]}")
def test_an_operation_is_called_what_it_does(row: Row, tmp_path: Path) -> None:
    assert names(tmp_path, [row]) == [row[4]]


TOGETHER: Final[dict[str, list[Row]]] = {
    "the plainest path has the plain name": [
        (
            "chat_completions",
            "POST /engines/{model}/chat/completions",
            "chat_completion_engines__model__chat_completions_post",
            THING,
            "create_for_engine",
        ),
        (
            "chat_completions",
            "POST /v1/chat/completions",
            "chat_completion_v1_chat_completions_post",
            THING,
            "create_v1",
        ),
        (
            "chat_completions",
            "POST /chat/completions",
            "chat_completion_chat_completions_post",
            THING,
            "create",
        ),
        ("other", "POST /other", "other", THING, "create"),
    ],
    "PUT replaces where PATCH updates": [
        ("tags", "PUT /tags/{id}", None, THING, "replace"),
        ("tags", "PATCH /tags/{id}", None, THING, "update"),
    ],
    "the same path with other methods": [
        ("proxy", "GET /proxy/{path}", "tunnel", None, "tunnel"),
        ("proxy", "POST /proxy/{path}", "tunnel", None, "post_tunnel"),
        ("proxy", "DELETE /proxy/{path}", "tunnel", None, "delete_tunnel"),
    ],
    "a parameter tells two paths apart": [
        ("fields", "GET /fields/{id}/option", "getOption", THING, "get_option"),
        (
            "fields",
            "GET /fields/{id}/option/{name}",
            "getOption",
            THING,
            "get_option_by_name",
        ),
    ],
    "words of the path tell several apart": [
        ("health", "GET /health/liveness", "health_live", None, "get_liveness"),
        ("health", "GET /health/live", "health_live", None, "get_live"),
    ],
}


@pytest.mark.parametrize("title", TOGETHER)
def test_operations_that_claim_one_name(title: str, tmp_path: Path) -> None:
    rows = TOGETHER[title]
    assert names(tmp_path, rows) == [row[4] for row in rows]
    # Their order in the document says nothing.
    backwards = rows[::-1]
    assert names(tmp_path, backwards) == [row[4] for row in backwards]


def test_a_tag_that_says_the_title_groups_nothing(tmp_path: Path) -> None:
    names = ("wallets", "items", "links", "transfers", "users")
    paths = {
        f"/{name}": {"get": operation("shop", f"{name}Get", LIST)} for name in names
    }
    found = understood(tmp_path, document(paths)).names.places
    assert found["GET /wallets"].dotted == "wallets.list"


def test_a_long_name_keeps_its_verb_and_its_last_words(tmp_path: Path) -> None:
    words = "_".join(f"word{number}" for number in range(20))
    [name] = names(tmp_path, [("a", "GET /b", f"get_{words}", None, "")])
    assert name.startswith("get_word")
    assert name.endswith("_word19")
    assert len(name) <= 80
