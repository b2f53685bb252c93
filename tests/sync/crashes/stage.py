"""Where a kind of work begins: a list on a server and a computer's folder, prepared once and set again for each run."""

import copy
import shutil
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.contract.site import TodoList
from tests.server.lists import RemoteList
from tests.sync.client import Client
from tests.sync.crashes.doomed import Job, Place
from tests.sync.crashes.kinds import KINDS, PAGES, Row
from tests.sync.crashes.steps import Step
from tests.sync.remote import Remote
from todo_desktop.model.change import Entry
from todo_desktop.testing.fake_nocobase import FakeList


@dataclass(frozen=True, slots=True)
class Stage:
    """One kind of work on one list, with the outbox and the server's rows as they are before; `subject` is the id of
    the todo that it is about."""

    kind: str
    site: TodoList
    subject: Any
    prepared: Path
    entries: list[Entry]
    rows: list[dict[str, Any]]
    kept: "KeptRows"

    def set(self, folder: Path, last: Step | None = None) -> Job:
        """The server as it was when all was prepared, and in *folder* the computer, which is to die at *last*."""
        self.kept.restore()
        shutil.copytree(self.prepared, folder)
        return Job(self.kind, str(folder), Place.of(self.site), last)


class KeptRows:
    """All rows of *site* as they are now, with ids and times, under a *name* among others of that list."""

    def __init__(self, site: TodoList, name: str) -> None:
        self._site = site
        self._copy = f"{site.collection} {name}"
        if isinstance(site, FakeList):
            self._rows = copy.deepcopy(site.table.rows)
        else:
            assert isinstance(site, RemoteList)
            site.sql('CREATE TABLE :"copy" AS TABLE :"todos";', copy=self._copy)

    def restore(self) -> None:
        empty(self._site)
        if isinstance(self._site, FakeList):
            self._site.table.rows.update(copy.deepcopy(self._rows))
        else:
            assert isinstance(self._site, RemoteList)
            self._site.sql('INSERT INTO :"todos" TABLE :"copy";', copy=self._copy)


def empty(site: TodoList) -> None:
    """Delete every row behind the server's back; ids go on where they were."""
    if isinstance(site, FakeList):
        site.table.rows.clear()
    else:
        assert isinstance(site, RemoteList)
        site.sql('DELETE FROM :"todos";')


@dataclass
class Stages:
    """`open_list` makes a new list of a shape, by its name; `folder` holds the prepared computers."""

    open_list: Callable[[str], TodoList]
    folder: Path
    _lists: dict[str, TodoList] = field(default_factory=dict)
    _stages: dict[tuple[str, str], Stage] = field(default_factory=dict)

    def of(self, kind: str, shape: str) -> Stage:
        if (kind, shape) not in self._stages:
            self._stages[kind, shape] = self._prepare(kind, shape)
        return self._stages[kind, shape]

    def _prepare(self, name: str, shape: str) -> Stage:
        if shape not in self._lists:
            self._lists[shape] = self.open_list(shape)  # a second, on the real server
        site = self._lists[shape]
        empty(site)
        remote = Remote(site)
        remote.create(title="other")
        subject = remote.create(title="subject")
        folder = self.folder / f"{name} - {shape}"
        folder.mkdir(mode=0o700)
        with closing(Client(folder, site, pages=PAGES)) as client:
            if KINDS[name].shown:
                client.settle()
            KINDS[name].prepared(client, remote)
            entries = client.entries()
        return Stage(name, site, subject, folder, entries, remote.rows(), KeptRows(site, name))


def shown(client: Client) -> dict[Any, Row]:
    """What the window shows, by the server's id."""
    return {t.server_id: (str(t.values.get("title")), bool(t.values.get("completed"))) for t in client.todos()}


def shown_of(rows: list[dict[str, Any]]) -> dict[Any, Row]:
    """What a window would show of the server's *rows*."""
    return {row["id"]: (row["title"], bool(row["completed"])) for row in rows}
