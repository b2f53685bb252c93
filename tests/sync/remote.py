"""Somebody else on the same server: through the API, and behind its back as an SQL script would."""

from collections.abc import Callable, Mapping
from typing import Any

from tests.contract.site import Raw, Reachable, write_row
from tests.server.lists import RemoteList
from todo_desktop.testing.fake_nocobase import FakeList
from todo_desktop.testing.rights import Rights


class Remote:
    """Another client of the same list, that keeps nothing."""

    def __init__(self, site: Reachable) -> None:
        self.site = site
        self._raw = Raw(site)

    def create(self, **values: Any) -> Any:
        """The new id."""
        return self._call("create", values)["id"]

    def update(self, row_id: Any, **values: Any) -> None:
        assert self._call("update", values, filterByTk=row_id), "the row to be changed is not there"

    def delete(self, row_id: Any) -> None:
        assert self._call("destroy", None, filterByTk=row_id) == 1

    def update_if_there(self, row_id: Any, **values: Any) -> None:
        self._call("update", values, filterByTk=row_id)

    def delete_if_there(self, row_id: Any) -> None:
        self._call("destroy", None, filterByTk=row_id)

    def move(self, row_id: Any, target_id: Any) -> None:
        """Drag a row in front of another one."""
        answer = self._raw.post(f"{self.site.collection}:move", sourceId=row_id, targetId=target_id, sortField="sort")
        assert answer.status_code == 200, answer.text

    def rows(self, *appends: str) -> list[dict[str, Any]]:
        """All that the server has, by id, with the records of the relations *appends*."""
        more: dict[str, Any] = {"appends": ",".join(appends)} if appends else {}
        answer = self._raw.get(f"{self.site.collection}:list", paginate="false", sort="id", **more)
        found: list[dict[str, Any]] = answer.json()["data"]
        return found

    def row(self, title: str, *appends: str) -> dict[str, Any]:
        (found,) = [row for row in self.rows(*appends) if row["title"] == title]
        return found

    def titles(self) -> list[str]:
        return sorted(str(row["title"]) for row in self.rows())

    def write(self, **values: Any) -> None:
        """Insert a row by SQL: nothing is stamped."""
        write_row(self.site, **values)

    def erase(self, *titles: str) -> None:
        """Delete rows by SQL."""
        if isinstance(self.site, FakeList):
            rows = self.site.table.rows
            for key in [key for key, row in rows.items() if row["title"] in titles]:
                del rows[key]
            return
        assert isinstance(self.site, RemoteList)
        for title in titles:
            self.site.sql("DELETE FROM :\"todos\" WHERE title = :'title';", title=title)

    def make_anew(self) -> None:
        """The same ids, but other todos, created at other times: another server, to all appearances."""
        self.bring_all_back()
        for row in self.rows():
            self.update(row["id"], title=f"another {row['title']}")

    def bring_all_back(self) -> None:
        """As they were, by somebody whose role may not write when they were created: at other times."""
        if isinstance(self.site, FakeList):
            for row in self.site.table.rows.values():
                row["createdAt"] += 3_600_000_000
            return
        assert isinstance(self.site, RemoteList)
        self.site.sql('UPDATE :"todos" SET "createdAt" = "createdAt" + interval \'1 hour\';')

    def age(self) -> None:
        """All was written an hour earlier."""
        if isinstance(self.site, FakeList):
            for row in self.site.table.rows.values():
                row["updatedAt"] -= 3_600_000_000
            return
        assert isinstance(self.site, RemoteList)
        self.site.sql('UPDATE :"todos" SET "updatedAt" = "updatedAt" - interval \'1 hour\';')

    def back_up(self) -> Callable[[], object]:
        """Keep all rows as they are; returns what puts the server back to them."""
        site = self.site
        if isinstance(site, FakeList):
            kept = {key: dict(row) for key, row in site.table.rows.items()}

            def put_back() -> None:
                site.table.rows.clear()
                site.table.rows.update(kept)

            return put_back
        assert isinstance(site, RemoteList)
        names = {"kept": f"{site.collection}_kept"}
        site.sql('DROP TABLE IF EXISTS :"kept"; CREATE TABLE :"kept" AS TABLE :"todos";', **names)
        again = 'DELETE FROM :"todos"; INSERT INTO :"todos" TABLE :"kept"; DROP TABLE :"kept";'
        return lambda: site.sql(again, **names)

    def hand_over(self, title: str, user_id: int) -> None:
        """Make somebody else the author of a row, by SQL: the API lets nobody do that."""
        if isinstance(self.site, FakeList):
            for row in self.site.table.rows.values():
                row["createdById"] = user_id if row["title"] == title else row["createdById"]
            return
        assert isinstance(self.site, RemoteList)
        statement = 'UPDATE :"todos" SET "createdById" = :user WHERE title = :\'title\';'
        self.site.sql(statement, title=title, user=str(user_id))

    def change_rights(self, rights: Rights) -> None:
        """The role of this list's key may do that from now on."""
        if isinstance(self.site, FakeList):
            self.site.server.access.allow(self.site.role, self.site.collection, rights)
            return
        assert isinstance(self.site, RemoteList)
        self.site.admin.change_rights(self.site.role, self.site.collection, self.site.shape, rights)

    def renumber(self, orders: Mapping[str, int]) -> None:
        """Set the order of rows, by title, as `todos:move` does it: without touching their change time."""
        if isinstance(self.site, FakeList):
            for row in self.site.table.rows.values():
                row["sort"] = orders.get(row["title"], row["sort"])
            return
        assert isinstance(self.site, RemoteList)
        for title, order in orders.items():
            statement = "UPDATE :\"todos\" SET sort = :order WHERE title = :'title';"
            self.site.sql(statement, title=title, order=str(order))

    def drop_field(self, name: str) -> None:
        """As an administrator does on a live collection."""
        if isinstance(self.site, FakeList):
            table = self.site.table
            del table.columns[name]
            table.declared.remove(name)
            table.meta["fields"] = [field for field in table.meta["fields"] if field["name"] != name]
            for row in table.rows.values():
                row.pop(name, None)
            return
        assert isinstance(self.site, RemoteList)
        self.site.admin.drop_field(self.site.collection, name)

    def drop_list(self) -> None:
        """As an administrator does: the collection is no more."""
        if isinstance(self.site, FakeList):
            del self.site.server.tables[self.site.collection]
            self.site.server.dropped.add(self.site.collection)
            return
        assert isinstance(self.site, RemoteList)
        self.site.admin.destroy_collection(self.site.collection)

    def _call(self, verb: str, body: Any, **query: Any) -> Any:
        answer = self._raw.post(f"{self.site.collection}:{verb}", body, **query)
        assert answer.status_code == 200, answer.text
        return answer.json()["data"]
