"""The rows of the sidebar: each list below the heading of the place where it is, and its views below it."""

from collections.abc import Mapping, Sequence
from typing import Any, TypeAlias

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from todo_desktop.gui.plain_text import one_line, tooltip
from todo_desktop.gui.sidebar.entries import ListEntry, ListState, ViewEntry, list_state
from todo_desktop.model.lists import ListAddress
from todo_desktop.model.query import Overview
from todo_desktop.model.status import SyncStatus

Index: TypeAlias = QModelIndex | QPersistentModelIndex
_NO_INDEX = QModelIndex()
_DISPLAY, _TOOL_TIP, _ACCESSIBLE = (
    int(role) for role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole)
)


class SidebarModel(QAbstractListModel):
    """A row is a heading (a text), a `ListEntry`, or a `ViewEntry`."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: list[str | ListEntry | ViewEntry] = []
        self._views: Mapping[ListAddress, Sequence[str]] = {}
        self._overviews: Mapping[int, Overview] = {}
        self._statuses: dict[ListAddress, SyncStatus] = {}

    @property
    def entries(self) -> list[ListEntry]:
        return [row for row in self._rows if isinstance(row, ListEntry)]

    def show(self, entries: Sequence[ListEntry]) -> None:
        """Those of one place follow one another."""
        rows: list[str | ListEntry | ViewEntry] = []
        place = None
        for entry in entries:
            if entry.place and entry.place != place:
                rows.append(entry.place)
                place = entry.place
            rows.append(entry)
            rows.extend(ViewEntry(entry.address, name) for name in self._views.get(entry.address, ()))
        if rows != self._rows:
            self.beginResetModel()
            self._rows = rows
            self.endResetModel()

    def show_views(self, views: Mapping[ListAddress, Sequence[str]]) -> None:
        """Names of views, by their list."""
        self._views = views
        self.show(self.entries)

    def show_overviews(self, overviews: Mapping[int, Overview]) -> None:
        if overviews != self._overviews:
            self._overviews = overviews
            self._all_changed()

    def show_status(self, address: ListAddress, status: SyncStatus) -> None:
        self._statuses[address] = status
        self._all_changed()

    def _all_changed(self) -> None:
        if self._rows:
            self.dataChanged.emit(self.index(0), self.index(len(self._rows) - 1))

    def entry(self, row: int) -> ListEntry | None:
        """None for a heading."""
        found = self._rows[row] if 0 <= row < len(self._rows) else None
        return found if isinstance(found, ListEntry) else None

    def view(self, row: int) -> ViewEntry | None:
        """None for a list or a heading."""
        found = self._rows[row] if 0 <= row < len(self._rows) else None
        return found if isinstance(found, ViewEntry) else None

    def row_of(self, address: ListAddress, view: str = "") -> int:
        """Of the list, or its *view* where that is there; -1 where the list is not."""
        shown = ViewEntry(address, view)
        if view and shown in self._rows:
            return self._rows.index(shown)
        return next(
            (n for n, row in enumerate(self._rows) if isinstance(row, ListEntry) and row.address == address), -1
        )

    def overview(self, entry: ListEntry) -> Overview | None:
        """None where it is not known yet; of all lists, what is open in them."""
        if entry.address.is_all:
            ids = [each.list_id for each in self.entries if each.list_id is not None]
            known = [self._overviews[list_id] for list_id in ids if list_id in self._overviews]
            return Overview(open=sum(each.open for each in known)) if known else None
        return self._overviews.get(entry.list_id) if entry.list_id is not None else None

    def state(self, entry: ListEntry) -> ListState:
        return list_state(entry, self._statuses.get(entry.address), self.overview(entry) or Overview())

    def rowCount(self, parent: Index = _NO_INDEX) -> int:  # noqa: N802
        return 0 if parent.isValid() else len(self._rows)

    def flags(self, index: Index) -> Qt.ItemFlag:
        """A todo can be dropped on a list; to all of them together it belongs already."""
        entry = self.entry(index.row())
        if entry is None and self.view(index.row()) is None:
            return Qt.ItemFlag.NoItemFlags
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        takes_todos = entry is not None and not entry.address.is_all
        return flags | Qt.ItemFlag.ItemIsDropEnabled if takes_todos else flags

    def data(self, index: Index, role: int = _DISPLAY) -> Any:
        if not 0 <= index.row() < len(self._rows):
            return None
        row = self._rows[index.row()]
        if role == _DISPLAY:
            return one_line(_title(row))
        if isinstance(row, ListEntry) and role == _TOOL_TIP:
            return tooltip("\n".join((row.title, *self.state(row).words)))
        if isinstance(row, ViewEntry):
            return self._of_view(row, role)
        if isinstance(row, ListEntry) and role == _ACCESSIBLE:
            return ", ".join((one_line(row.title), *self._count_words(row), *self.state(row).words))
        return None

    def _of_view(self, view: ViewEntry, role: int) -> Any:
        if role == _TOOL_TIP:
            return tooltip(view.name)
        return self.tr("View: {name}").format(name=one_line(view.name)) if role == _ACCESSIBLE else None

    def _count_words(self, entry: ListEntry) -> list[str]:
        overview = self.overview(entry)
        return [] if overview is None else [self.tr("%Ln open", "", overview.open)]


def _title(row: str | ListEntry | ViewEntry) -> str:
    if isinstance(row, ViewEntry):
        return row.name
    return row.title if isinstance(row, ListEntry) else row
