"""A main window on a real replica in a folder of its own: the same parts as the program's, without a server."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from PySide6.QtWidgets import QApplication

from todo_desktop.gui.bridge import SyncBridge
from todo_desktop.gui.main_window import MainWindow
from todo_desktop.gui.theme.theme import Theme
from todo_desktop.model.changes import Changes
from todo_desktop.model.instants import from_instant, to_instant
from todo_desktop.model.lists import ListIdentity, TodoList, local_collection
from todo_desktop.model.permissions import Permissions
from todo_desktop.model.schema import Collection, Field, FieldKind, Option, guess_roles
from todo_desktop.model.values import Json, Milliseconds, Record
from todo_desktop.queries import TodoQueries
from todo_desktop.replica.database import Purpose, open_database
from todo_desktop.replica.reader import Reader
from todo_desktop.replica.store import TodoStore
from todo_desktop.service import TodoService

ICONS = Path(__file__).parents[2] / "resources" / "icons"
NOW: Milliseconds = from_instant("2026-11-24T10:00:00.000Z") or 0
IDENTITY = ListIdentity("https://demo.example/api", "todos", "1")

_OPTIONS = (Option("high", "High", "red"), Option("medium", "Medium", "blue"), Option("low", "Low", "default"))
_TAGS = (Option("home", "home", "green"), Option("work", "work", "geekblue"), Option("event", "event", "orange"))

FULL_COLLECTION_FIELDS = (
    Field("id", FieldKind.KEY, "ID", system=True),
    Field("completed", FieldKind.BOOLEAN, "Completed"),
    Field("title", FieldKind.TEXT, "Title", max_length=255),
    Field("tags", FieldKind.MULTI_SELECT, "Tags", options=_TAGS),
    Field("due", FieldKind.DATE, "Due"),
    Field("priority", FieldKind.SELECT, "Priority", options=_OPTIONS),
    Field("notes", FieldKind.LONG_TEXT, "Notes"),
    Field("starts", FieldKind.DATETIME, "Starts"),
    Field("estimate", FieldKind.INTEGER, "Estimate"),
    Field("cost", FieldKind.DECIMAL, "Cost", scale=2),
    Field("weight", FieldKind.NUMBER, "Weight"),
    Field("flagged", FieldKind.BOOLEAN, "Flagged"),
    Field("assignee", FieldKind.RELATION, "Assignee", target="users"),
    Field("extra", FieldKind.OTHER, "Extra"),
    Field("createdAt", FieldKind.DATETIME, "Created at", system=True),
    Field("updatedAt", FieldKind.DATETIME, "Last updated at", system=True),
)
FULL_COLLECTION = Collection(
    "todos", "To Dos", FULL_COLLECTION_FIELDS, created_at="createdAt", updated_at="updatedAt",
    updated_by="updatedById", roles=guess_roles(FULL_COLLECTION_FIELDS),
)  # fmt: skip


@dataclass
class KeptLayouts:
    """Layouts in memory."""

    layouts: dict[str, Json] = field(default_factory=dict)

    def load(self) -> dict[str, Json]:
        return dict(self.layouts)

    def save(self, layouts: dict[str, Json]) -> None:
        self.layouts = dict(layouts)


@dataclass
class RecordingControl:
    """Stands where the worker would be, and remembers what it was told."""

    woken: int = 0
    offline: bool = False
    answers: list[str] = field(default_factory=list)

    def wake(self) -> None:
        self.woken += 1

    def set_offline(self, offline: bool) -> None:
        self.offline = offline

    def accept_server(self) -> None:
        self.answers.append("accept server")

    def settle_missing(self, told: int, *, bring_back: bool) -> None:
        self.answers.append(f"{'bring back' if bring_back else 'remove'} {told}")


class Desk:
    """The parts of one running window. `worker` is a second connection to the replica, as the sync has one."""

    def __init__(self, folder: Path, theme: Theme, *, collection: Collection | None, permissions: Permissions) -> None:
        self.folder = folder
        self.now = NOW
        self._database = open_database(folder, Purpose.WINDOW)
        self._worker_database = open_database(folder, Purpose.WORKER)
        self.store = TodoStore(self._database)
        self.worker = TodoStore(self._worker_database)
        self.list = self._open(collection, permissions)
        self.queries = Reader(self._database)
        operations = iter(range(1, 1 << 30))
        self.service = TodoService(
            self.store, self.list, now=lambda: self.now, new_operation=lambda: f"operation-{next(operations)}"
        )
        self.bridge = SyncBridge()
        self.control = RecordingControl()
        self.layouts = KeptLayouts()
        self.theme = theme
        self.window: MainWindow | None = None

    def _open(self, collection: Collection | None, permissions: Permissions) -> TodoList:
        if collection is None:
            return self.store.local_list(local_collection({}))
        opened = self.store.open_list(IDENTITY, collection)
        self.store.save_schema(opened.id, collection, permissions)
        return self.store.todo_list(opened.id)

    def fill(self, rows: Sequence[Mapping[str, Json]]) -> list[int]:
        """Rows as if the server had sent them (or, in the local list, as if they had been typed); their local ids."""
        if self.list.is_local:
            return [max(self.service.add(row).added) for row in rows]
        known = self.worker.count(self.list.id)
        stamp = to_instant(self.now - 86_400_000)
        records: list[Record] = [
            {"id": known + place, "createdAt": stamp, "updatedAt": stamp, **row} for place, row in enumerate(rows, 1)
        ]
        for start in range(0, len(records), 500):
            self.worker.adopt(self.list.id, records[start : start + 500])
        held = self.worker.held_by_server_id(self.list.id, [record["id"] for record in records])  # type: ignore[misc]
        return [held[record["id"]].todo_id for record in records]  # type: ignore[index]

    def receive(self, rows: Sequence[Record]) -> Changes:
        """Rows that the sync reads from the server while the window is open."""
        added, changed, _ = self.worker.adopt(self.list.id, rows)
        changes = Changes(self.list.id, added=added, changed=changed)
        self.bridge.post_changes(changes)
        return changes

    def remove(self, todo_ids: Sequence[int]) -> None:
        """Rows that the sync finds deleted on the server."""
        for todo_id in todo_ids:
            self.worker.remove(todo_id, self.now)
        self.bridge.post_changes(Changes(self.list.id, removed=frozenset(todo_ids)))

    @contextmanager
    def open_reader(self) -> Iterator[TodoQueries]:
        database = open_database(self.folder, Purpose.READER)
        try:
            yield Reader(database)
        finally:
            database.close()

    def open_window(self) -> MainWindow:
        """A new one; the one before goes, as it does with a program that ends."""
        self._close_window()
        self.window = MainWindow(
            service=self.service,
            queries=self.queries,
            open_reader=self.open_reader,
            bridge=self.bridge,
            theme=self.theme,
            icons=self.theme.icons,
            layouts=self.layouts,
            now=lambda: self.now,
        )
        self.window.control = self.control
        self.window.furnish()
        return self.window

    def _close_window(self) -> None:
        if self.window is not None:
            self.window.close()
            self.window.deleteLater()
            self.window = None

    def close(self) -> None:
        self._close_window()
        self.bridge.deleteLater()
        self._worker_database.close()
        self._database.close()


MakeDesk = Callable[..., Desk]


def theme_for(app: QApplication) -> Theme:
    """The light theme, whatever the system says."""
    theme = Theme(app, ICONS, "light")
    theme.dress()
    return theme
