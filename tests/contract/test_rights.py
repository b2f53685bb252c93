"""What a role may not do is refused, or dropped in silence."""

from tests.contract.site import Connect, OpenList, Raw
from todo_desktop.model.permissions import FORBIDDEN, RIGHTS
from todo_desktop.testing.rights import NO_RIGHTS, READ_ONLY, limited, scoped
from todo_desktop.testing.shapes import FULL, TUTORIAL


def test_permissions_are_told_by_the_server(open_list: OpenList, connect: Connect) -> None:
    todos = open_list(TUTORIAL)
    _, reader = connect(todos.with_rights(READ_ONLY)).describe()
    assert reader.view.covers("title")
    assert (reader.create, reader.update, reader.destroy) == (FORBIDDEN, FORBIDDEN, FORBIDDEN)
    _, nobody = connect(todos.with_rights(NO_RIGHTS)).describe()
    assert nobody.view == FORBIDDEN
    _, writer = connect(todos.with_rights(limited(unwritable=["completed", "id"]))).describe()
    assert writer.update.covers("title")
    assert not writer.update.covers("completed")
    assert not writer.create.covers("id")
    assert writer.destroy.allowed


def test_an_array_of_rows_is_created_as_one(open_list: OpenList) -> None:
    todos = open_list(TUTORIAL)
    raw = Raw(todos)
    answer = raw.post(f"{todos.collection}:create", [{"title": "a"}, {"title": "b"}])
    assert [row["title"] for row in answer.json()["data"]] == ["a", "b"]


def test_a_role_with_a_filter_of_its_own_is_told_of_each_row_what_it_may_do(
    open_list: OpenList, connect: Connect
) -> None:
    todos = open_list(FULL)
    for title, priority in (("a", "high"), ("b", "low")):
        Raw(todos).post(f"{todos.collection}:create", {"title": title, "priority": priority})
    client = connect(todos.with_rights(scoped(update={"$and": [{"priority": {"$eq": "high"}}]})))
    _, permissions = client.describe()
    assert permissions.update.some
    assert not permissions.destroy.some
    rows = client.page_by_id(None, 10).records
    told = {str(row["title"]): row[RIGHTS] for row in rows}
    assert told == {"a": permissions.told(["update", "destroy"]), "b": permissions.told(["destroy"])}
    stamps, _ = client.stamps(None, 10)
    assert [stamp.rights for stamp in stamps] == list(told.values())
    assert [row[RIGHTS] for row in client.by_ids([stamps[1].server_id])] == [told["b"]]


def test_rights_are_told_only_with_pages_that_hold_the_ids(open_list: OpenList) -> None:
    todos = open_list(FULL)
    Raw(todos).post(f"{todos.collection}:create", {"title": "a"})
    raw = Raw(todos.with_rights(scoped(destroy={"$and": [{"priority": {"$eq": "high"}}]})))
    asked = {"X-With-ACL-Meta": "true"}

    def told(**query: str) -> dict[str, int] | None:
        meta = raw.get(f"{todos.collection}:list", asked, **query).json().get("meta", {})
        allowed = meta.get("allowedActions")
        return {action: len(ids) for action, ids in allowed.items()} if allowed is not None else None

    assert told(fields="id") == {"view": 1, "update": 1, "destroy": 0}
    assert told(fields="title") is None
    assert told(fields="id", paginate="false") is None
    assert "allowedActions" not in raw.get(f"{todos.collection}:list").json()["meta"]


def test_a_role_whose_rows_are_all_alike_asks_for_no_rights_of_theirs(open_list: OpenList, connect: Connect) -> None:
    todos = open_list(FULL)
    Raw(todos).post(f"{todos.collection}:create", {"title": "a"})
    (row,) = connect(todos).page_by_id(None, 10).records
    assert RIGHTS not in row
