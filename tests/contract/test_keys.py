"""Every way in which a key, an address or a collection can be wrong, and what is said of it."""

from tests.contract.site import OpenList, TodoList, connection_to, diagnosed
from todo_desktop.model.errors import Problem
from todo_desktop.model.typed_key import typed_key
from todo_desktop.nocobase import api_key
from todo_desktop.testing.rights import NO_RIGHTS, READ_ONLY, WRITE_ONLY
from todo_desktop.testing.shapes import TUTORIAL


def test_a_text_that_is_no_key(todos: TodoList) -> None:
    assert diagnosed(connection_to(todos, key="password")).problem is Problem.KEY_MALFORMED


def test_a_sound_connection_is_told_whole(todos: TodoList) -> None:
    found = diagnosed(connection_to(todos))
    assert (found.problem, found.limits) == (None, ())
    assert found.server_version.startswith("2.")
    assert found.user_id == todos.user_id
    assert found.key.role
    assert found.collection is not None
    assert found.collection.name == todos.collection
    assert found.permissions is not None
    assert found.latency_ms is not None
    assert [choice.name for choice in found.collections] == [todos.collection]


def test_what_a_key_may_not_do_is_told(open_list: OpenList) -> None:
    todos = open_list(TUTORIAL)
    writes = (Problem.MAY_NOT_CREATE, Problem.MAY_NOT_UPDATE, Problem.MAY_NOT_DELETE)
    reader = diagnosed(connection_to(todos.with_rights(READ_ONLY)))
    assert (reader.problem, reader.limits) == (None, writes)
    nobody = diagnosed(connection_to(todos.with_rights(NO_RIGHTS)))
    assert (nobody.problem, nobody.limits) == (Problem.MAY_NOT_VIEW, writes)
    assert diagnosed(connection_to(todos.with_rights(WRITE_ONLY))).problem is Problem.MAY_NOT_VIEW


def test_a_key_tells_its_role_and_its_end(todos: TodoList) -> None:
    facts = api_key.facts(typed_key(f" Bearer {todos.key}\n"))
    assert facts.user_id == todos.user_id
    assert facts.role
    assert facts.expires_at is not None
    assert facts.issued_at is not None
    assert facts.issued_at < facts.expires_at
