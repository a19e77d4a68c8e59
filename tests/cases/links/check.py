"""Links: which part of an answer is an argument of what call, where people read it."""

import inspect

from tests.workshop import Stage


def section(stage: Stage, resource: str, method: str) -> str:
    text = inspect.getdoc(getattr(getattr(stage.client(), resource), method)) or ""
    found = " ".join(text.partition("Links:")[2].split())
    return found


def check_links_are_documented(stage: Stage) -> None:
    assert section(stage, "users", "get_user") == (
        "repositories: The `user_name` of the answer is the `user_name` of "
        "`repositories.list`. "
        "same: This call's `user_name` is the `user_name` of `users.get_user`. The user "
        "again. "
        "next: The header `X-Next` of the answer is the `user_name` of "
        "`users.get_user`. "
        "favourite: The `pinned_repo[0].owner.user_name` of the answer is the "
        "`user_name`, `10` is the `limit`, the `pinned_repo` of the answer is the body "
        "of `repositories.pin`."
    )


def check_links_of_lists_and_of_answers_without_a_body(stage: Stage) -> None:
    assert section(stage, "repositories", "list") == (
        "owner: The `[0].owner.user_name` of the answer is the `user_name` of "
        "`users.get_user`."
    )
    assert section(stage, "repositories", "pin") == (
        "all: Leads to `repositories.list`. Lists them. "
        "me: `id-{$request.path.userName}` is the `user_name_2`, the status of the "
        "answer is the `max` of `repositories.list`."
    )
