"""Rights as a real server answered them (`answers/roles_check.json`) become permissions."""

import json
from pathlib import Path
from typing import Any

import pytest

from todo_desktop.model.permissions import FORBIDDEN, Action, Grant, Permissions
from todo_desktop.nocobase.acl import mark_rights, permissions_of

ANSWERS = json.loads((Path(__file__).parent / "answers" / "roles_check.json").read_text())


def test_root_may_do_everything() -> None:
    assert permissions_of(ANSWERS["root"], "todos") == Permissions(role="root")


def test_a_role_without_rights_may_do_nothing() -> None:
    assert permissions_of(ANSWERS["none"], "todos") == Permissions(
        FORBIDDEN, FORBIDDEN, FORBIDDEN, FORBIDDEN, role="none"
    )


def test_fields_are_granted_one_by_one() -> None:
    found = permissions_of(ANSWERS["limited"], "todos")
    assert found.view.fields == frozenset({"id", "title", "createdAt", "updatedAt", "createdById"})
    assert found.create == found.update == Grant(fields=frozenset({"title"}))
    assert found.destroy == Grant()


def test_an_empty_list_of_fields_hides_all_of_them_and_limits_no_write() -> None:
    found = permissions_of(ANSWERS["own"], "todos")
    assert found.update.covers("title")
    data: dict[str, Any] = {"resources": ["todos"], "actions": {"todos:view": {"fields": []}}}
    assert not permissions_of(data, "todos").view.covers("title")


def test_relations_are_granted_apart_from_fields() -> None:
    found = permissions_of(ANSWERS["full2"], "todos2")
    assert found.view.covers("assignee")
    assert found.view.covers("assigneeId")


def test_a_collection_without_rules_of_its_own_is_under_the_strategy() -> None:
    own = permissions_of(ANSWERS["strategy"], "todos")
    assert own == Permissions(update=Grant(own=True), destroy=Grant(own=True), role="strategy")
    assert permissions_of(ANSWERS["allview"], "todos") == Permissions(
        Grant(), FORBIDDEN, FORBIDDEN, FORBIDDEN, role="allview"
    )


def test_rules_of_ones_own_replace_the_strategy() -> None:
    data: dict[str, Any] = {
        "strategy": {"actions": ["create", "view"]},
        "resources": ["todos"],
        "actions": {"todos:view": {}},
    }
    found = permissions_of(data, "todos")
    assert (found.view.allowed, found.create) == (True, FORBIDDEN)


def test_the_rules_of_another_collection_grant_nothing() -> None:
    assert permissions_of(ANSWERS["full2"], "todo").view == FORBIDDEN


@pytest.mark.parametrize("data", [None, [], {}, {"actions": 5, "strategy": "x", "resources": None}])
def test_other_answers_grant_nothing(data: Any) -> None:
    assert not permissions_of(data, "todos").view.allowed


def test_rights_on_ones_own_records_alone_are_told_apart() -> None:
    mine = {"createdById": "{{ ctx.state.currentUser.id }}"}
    data: dict[str, Any] = {
        "actions": {
            "todos:view": {"own": False, "filter": {}},
            "todos:update": {"own": True, "filter": mine, "whitelist": ["title"]},
            "todos:destroy": {"own": True, "filter": mine, "fields": []},
        }
    }
    found = permissions_of(data, "todos")
    assert found.update == Grant(fields=frozenset({"title"}), own=True)
    assert found.destroy == Grant(own=True)
    assert not found.view.own


def test_rights_on_some_records_are_told_apart_from_those_of_another_day() -> None:
    def rules(filter_: dict[str, Any]) -> dict[str, Any]:
        return {
            "actions": {
                "todos:view": {"filter": {"status": "open"}},
                "todos:create": {"filter": filter_},
                "todos:update": {"filter": filter_, "whitelist": ["title"]},
                "todos:destroy": {"own": False, "filter": {}, "fields": []},
            }
        }

    found = permissions_of(rules({"status": "open"}), "todos")
    assert found.update == Grant(fields=frozenset({"title"}), some=True)
    assert found.destroy == Grant()
    assert not found.view.some
    assert not found.create.some
    assert found.scopes
    assert permissions_of(rules({"status": "open"}), "todos") == found
    assert permissions_of(rules({"status": "done"}), "todos").scopes not in ("", found.scopes)
    assert permissions_of(rules({}), "todos").scopes == ""


def test_a_strategy_may_grant_ones_own_records_alone() -> None:
    data: dict[str, Any] = {"strategy": {"actions": ["view:own", "create", "update:own", "destroy:own", "destroy"]}}
    found = permissions_of(data, "todos")
    assert found.update == Grant(own=True)
    assert found.destroy == Grant()
    assert found.view == Grant()


def test_what_an_answer_does_not_say_of_its_rows_is_left_open() -> None:
    permissions = Permissions(update=Grant(some=True), scopes="today")
    rows: list[dict[str, Any]] = [{"id": 1}, {"id": "2"}]
    silent: tuple[Any, ...] = (None, {}, {"allowedActions": None}, {"allowedActions": []})
    for meta in silent:
        mark_rights(rows, "id", meta, permissions)
        assert rows == [{"id": 1}, {"id": "2"}]
    mark_rights(rows, "id", {"allowedActions": {"update": [2]}}, permissions)
    assert [permissions.forbids(Action.UPDATE, row) for row in rows] == [True, False]
    assert not any(permissions.forbids(Action.DESTROY, row) for row in rows)
    tomorrow = Permissions(update=Grant(some=True), scopes="tomorrow")
    assert not any(tomorrow.forbids(Action.UPDATE, row) for row in rows), "said by other rules"
