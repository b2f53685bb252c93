"""The real server of a story, and who else works on it. Calls get lost between the program and its sockets."""

from collections import deque
from collections.abc import Callable
from fnmatch import fnmatch
from typing import Any

from tests.contract.site import Raw
from tests.server.lists import RemoteList
from tests.sync.remote import Remote
from tests.sync.stories.ledger import Ledger
from tests.sync.stories.wire import LossySession, Plug
from todo_desktop.model.connection import Connection
from todo_desktop.nocobase.http import HttpSession, Timeouts
from todo_desktop.testing.fake_nocobase.faults import Fault

Row = dict[str, Any]


class RealWorld:
    """The list is emptied first: making a new one takes the server longer than a story."""

    def __init__(self, site: RemoteList) -> None:
        self.site = site
        self.ledger: Ledger
        self._remote = Remote(site)
        self._put_back: Callable[[], object] = lambda: None
        self._lost: deque[tuple[str, str]] = deque()
        Raw(site).post(f"{site.collection}:destroy", filter={"id": {"$notEmpty": True}})

    def session(self, _who: int) -> Callable[[Connection, Plug], HttpSession]:
        return lambda connection, plug: LossySession(connection, plug, self._loses, Timeouts())

    def fault(self, action: str, fault: Fault) -> None:
        """The next call of that kind gets no answer: it is carried out, or it is not."""
        self._lost.append((action, "after" if fault.carried_out else "before"))

    def _loses(self, action: str) -> str:
        for planned in self._lost:
            if fnmatch(action, planned[0]):
                self._lost.remove(planned)
                return planned[1]
        return ""

    def clear(self) -> None:
        self._lost.clear()

    def land(self, *, everything: bool) -> None:
        """The real server commits in its own time."""

    def rows(self) -> dict[Any, Row]:
        return {self._id(row): {**row, "id": self._id(row)} for row in self._remote.rows()}

    def ids(self) -> list[Any]:
        return list(self.rows())

    def create(self, values: Row) -> None:
        self.ledger.made_elsewhere.add(self._id({"id": self._remote.create(**values)}))

    def update(self, key: Any, values: Row) -> None:
        self.ledger.elsewhere(self.rows()[key], *values)
        self._remote.update(key, **values)

    def delete(self, key: Any, *, by_sql: bool = False) -> None:
        self.ledger.elsewhere(self.rows()[key])
        if by_sql:
            self.site.sql("DELETE FROM :\"todos\" WHERE id = :'id';", id=str(key))
        else:
            self._remote.delete(key)

    def insert(self, values: Row) -> None:
        """By SQL: nothing is stamped. Ids of its own are the table's, not the server's."""
        before = self.rows().keys()
        self._remote.write(id=str(max(map(int, before), default=0) + 1_000_000), **values)
        self.ledger.inserted(self.rows().keys() - before)

    def renumber(self, key: Any, order: int) -> None:
        if "sort" in self.site.shape.field_names:
            self.site.sql("UPDATE :\"todos\" SET sort = :order WHERE id = :'id';", id=str(key), order=str(order))

    def back_up(self) -> None:
        """Time does not pass here: all was written an hour earlier."""
        if self.site.shape.times:
            self._remote.age()
        self._put_back = self._remote.back_up()

    def put_back(self) -> None:
        self._put_back()

    def _id(self, row: Row) -> Any:
        """Ids are numbers here, as the program has them."""
        return int(row["id"])
