"""Links: which part of an answer is an argument of what call, where people read it."""

import inspect

from tests.workshop import Stage


def section(stage: Stage, resource: str, method: str) -> str:
    text = inspect.getdoc(getattr(getattr(stage.client(), resource), method)) or ""
    found = " ".join(text.partition("Links:")[2].split())
    return found


def check_links_are_documented(stage: Stage) -> None:
    assert section(stage, "users", "get") == (
        "repositories: Pass the `user_name` of the response as `user_name` to "
        "`repositories.list`. "
        "same: Pass this call's `user_name` as `user_name` to `users.get`. The user "
        "again. "
        "next: Pass the header `X-Next` of the response as `user_name` to "
        "`users.get`. "
        "favourite: Pass the `pinned_repo[0].owner.user_name` of the response as "
        "`user_name`, `10` as `limit`, the `pinned_repo` of the response as the body "
        "to `repositories.pin`."
    )


def check_links_of_lists_and_of_answers_without_a_body(stage: Stage) -> None:
    assert section(stage, "repositories", "list") == (
        "owner: Pass the `[0].owner.user_name` of the response as `user_name` to "
        "`users.get`."
    )
    assert section(stage, "repositories", "pin") == (
        "all: Call `repositories.list`. Lists them. "
        "me: Pass `id-{$request.path.userName}` as `query_user_name`, the status of the "
        "response as `max` to `repositories.list`."
    )
