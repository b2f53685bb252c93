"""That a server shows todos in an older state than before: told at each start until that was read."""

from collections import defaultdict

from msgspec.structs import replace
from PySide6.QtCore import QObject, Signal

from todo_desktop.app.kept_preferences import KeptPreferences
from todo_desktop.gui.window_notices import WindowNotices
from todo_desktop.model.changes import Changes
from todo_desktop.model.errors import StorageError
from todo_desktop.queries import TodoQueries


class UntoldStates(QObject):
    """The sync tells at once, and the window says it; a program that ends before somebody has read it tells again."""

    failed = Signal(object)
    """The `StorageError` for which it is told again though it was read."""

    def __init__(self, queries: TodoQueries, kept: KeptPreferences, notices: WindowNotices, parent: QObject) -> None:
        super().__init__(parent)
        self._queries = queries
        self._kept = kept
        self._notices = notices
        notices.older_states_read.connect(self._on_read)

    def start(self) -> None:
        """Raises StorageError."""
        by_list: dict[int, set[int]] = defaultdict(set)
        for state in self._queries.kept_states(self._kept.chosen.states_told):
            by_list[state.list_id].add(state.todo_id)
        for list_id, todo_ids in by_list.items():
            self._notices.say_went_back(Changes(list_id, went_back=frozenset(todo_ids)))

    def _on_read(self) -> None:
        told = self._kept.chosen.states_told
        try:
            untold = self._queries.kept_states(told)
        except StorageError as error:
            self.failed.emit(error)
            return
        if untold:
            numbers, times = zip(*(state.mark for state in untold), strict=True)
            self._kept.save(replace(self._kept.chosen, states_told=(max(numbers), max(times))))
