"""What the administrator arranges is what a client meets: keys, roles, permissions."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
import requests

from tests.server.lists import RemoteList, open_list
from tests.server.server import Server
from todo_desktop.testing.rights import (
    NO_RIGHTS,
    OWN_RECORDS,
    OWN_RECORDS_IN_SIGHT,
    READ_ONLY,
    WRITE_ONLY,
    limited,
)
from todo_desktop.testing.shapes import TUTORIAL

Ask = Callable[..., requests.Response]


@pytest.fixture
def ask() -> Iterator[Ask]:
    """`ask(todos, "list", body, key)` calls an action of the list as its client."""
    with requests.Session() as session:
        session.trust_env = False

        def call(todos: RemoteList, action: str, body: object = None, key: str | None = None) -> requests.Response:
            token = todos.key if key is None else key
            headers = {"Authorization": f"Bearer {token}"} if token else {}
            url = f"{todos.base_url}/{todos.collection}:{action}"
            return session.post(url, json=body, headers=headers, timeout=20)

        yield call


def code_of(answer: requests.Response) -> Any:
    return answer.json()["errors"][0].get("code")


def test_a_key_with_all_rights_lists_creates_updates_and_destroys(tutorial_list: RemoteList, ask: Ask) -> None:
    created = ask(tutorial_list, "create", {"title": "Bread"}).json()["data"]
    assert ask(tutorial_list, f"update?filterByTk={created['id']}", {"completed": True}).status_code == 200
    (read,) = ask(tutorial_list, "list").json()["data"]
    assert (read["title"], read["completed"]) == ("Bread", True)
    assert ask(tutorial_list, f"destroy?filterByTk={created['id']}").json() == {"data": 1}


def test_a_call_without_a_key_is_told_empty_token(tutorial_list: RemoteList, ask: Ask) -> None:
    answer = ask(tutorial_list, "list", key="")
    assert (answer.status_code, code_of(answer)) == (401, "EMPTY_TOKEN")


def test_a_garbled_key_is_told_invalid_token(tutorial_list: RemoteList, ask: Ask) -> None:
    answer = ask(tutorial_list, "list", key="garbage")
    assert (answer.status_code, code_of(answer)) == (401, "INVALID_TOKEN")


def test_an_expired_key_is_told_invalid_token(tutorial_list: RemoteList, ask: Ask) -> None:
    answer = ask(tutorial_list, "list", key=tutorial_list.expired_key())
    assert (answer.status_code, code_of(answer)) == (401, "INVALID_TOKEN")


def test_a_key_of_our_own_signature_is_good_until_it_expires(tutorial_list: RemoteList, ask: Ask) -> None:
    assert ask(tutorial_list, "list", key=tutorial_list.signed_key(valid_for=60)).status_code == 200


def test_a_revoked_key_is_told_blocked_token(tutorial_list: RemoteList, ask: Ask) -> None:
    assert ask(tutorial_list, "list").status_code == 200
    tutorial_list.revoke_key()
    answer = ask(tutorial_list, "list")
    assert (answer.status_code, code_of(answer)) == (401, "BLOCKED_TOKEN")


def test_a_key_whose_role_was_taken_away_is_told_so(tutorial_list: RemoteList, ask: Ask) -> None:
    tutorial_list.take_role_away()
    answer = ask(tutorial_list, "list")
    assert (answer.status_code, code_of(answer)) == (401, "ROLE_NOT_FOUND_FOR_USER")


def test_a_role_without_rights_is_forbidden_to_list(tutorial_list: RemoteList, ask: Ask) -> None:
    assert ask(tutorial_list.with_rights(NO_RIGHTS), "list").status_code == 403


def test_a_read_only_role_lists_and_may_not_write(tutorial_list: RemoteList, ask: Ask) -> None:
    reader = tutorial_list.with_rights(READ_ONLY)
    record = tutorial_list.admin.create_record(tutorial_list.collection, title="Look")
    assert ask(reader, "list").json()["data"] == [record]
    assert ask(reader, "create", {"title": "No"}).status_code == 403
    assert ask(reader, f"update?filterByTk={record['id']}", {"title": "No"}).status_code == 403
    assert ask(reader, f"destroy?filterByTk={record['id']}").status_code == 403


def test_a_write_only_role_may_create_and_not_list(tutorial_list: RemoteList, ask: Ask) -> None:
    writer = tutorial_list.with_rights(WRITE_ONLY)
    assert ask(writer, "create", {"title": "In the dark"}).status_code == 200
    assert ask(writer, "list").status_code == 403


def test_a_limited_role_loses_what_it_may_not_write_and_does_not_see_what_it_may_not_view(
    full_list: RemoteList, ask: Ask
) -> None:
    clerk = full_list.with_rights(limited(hidden=["notes"], unwritable=["priority"]))
    answer = ask(clerk, "create", {"title": "Bread", "notes": "rye", "priority": "high"})
    assert answer.status_code == 200
    (stored,) = full_list.admin.records(full_list.collection)
    assert (stored["title"], stored["notes"], stored["priority"]) == ("Bread", "rye", None)
    (seen,) = ask(clerk, "list").json()["data"]
    assert "notes" not in seen
    assert seen["title"] == "Bread"


def test_an_own_records_role_may_not_touch_what_somebody_else_wrote(full_list: RemoteList, ask: Ask) -> None:
    mine = full_list.admin.create_record(full_list.collection, title="Mine")
    other = full_list.of_another_user(OWN_RECORDS)
    assert [record["id"] for record in ask(other, "list").json()["data"]] == [mine["id"]]
    assert ask(other, f"update?filterByTk={mine['id']}", {"title": "Yours"}).json() == {"data": []}
    assert ask(other, f"destroy?filterByTk={mine['id']}").status_code == 403
    assert full_list.admin.record(full_list.collection, mine["id"])["title"] == "Mine"


def test_an_own_records_role_can_be_made_to_see_only_its_own(full_list: RemoteList, ask: Ask) -> None:
    full_list.admin.create_record(full_list.collection, title="Mine")
    other = full_list.of_another_user(OWN_RECORDS_IN_SIGHT)
    ask(other, "create", {"title": "Theirs"})
    assert [record["title"] for record in ask(other, "list").json()["data"]] == ["Theirs"]


def test_an_unknown_collection_is_not_found(nocobase: Server, ask: Ask) -> None:
    todos = open_list(nocobase, TUTORIAL)
    todos.admin.destroy_collection(todos.collection)
    answer = ask(todos, "list")
    assert (answer.status_code, answer.text) == (404, "Not Found")
