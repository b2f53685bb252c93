"""What becomes of the todos of this computer once a server is connected: offered, and moved a few at a time."""

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QWidget

from todo_desktop.app.clock import new_operation, now
from todo_desktop.gui.messages import host_of
from todo_desktop.gui.upload_dialog import UploadChoice, UploadDialog
from todo_desktop.model.errors import StorageError
from todo_desktop.model.lists import TodoList
from todo_desktop.model.query import Query
from todo_desktop.queries import TodoQueries
from todo_desktop.service import EditStore
from todo_desktop.upload import Upload, WithoutColumn

AT_ONCE = 10
"""Todos moved between two looks at what the user does: some ten milliseconds."""

_CHOICES = {
    UploadChoice.UPLOAD: WithoutColumn.INTO_NOTES,
    UploadChoice.UPLOAD_INTO_NOTES: WithoutColumn.INTO_NOTES,
    UploadChoice.UPLOAD_AND_LEAVE_SOME: WithoutColumn.KEEP_TODO_HERE,
}


class LocalTodos(QObject):
    """The todos of *here*, the local list. `remember` is told what was chosen for which list while an upload is under
    way, and an empty text when it has ended, so that the next start goes on with it."""

    moved = Signal(object, object)
    """The `Changes` in the local list, and those in the server's."""
    failed = Signal(object)
    """A `StorageError` that stopped the upload; `go_on` goes on with it."""

    def __init__(
        self,
        store: EditStore,
        queries: TodoQueries,
        here: TodoList,
        remember: Callable[[str], None],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._store = store
        self._queries = queries
        self._here = here
        self._remember = remember
        self._upload: Upload | None = None
        self._choice = WithoutColumn.INTO_NOTES
        self._waiting: list[int] = []
        self._step = QTimer(self)
        self._step.setInterval(0)
        self._step.timeout.connect(self._move_some)

    def offer(self, there: TodoList, window: QWidget) -> None:
        """Ask whether the todos shall go to *there*; nothing where there are none."""
        upload = self._upload_to(there)
        ids = list(self._queries.ids(Query(self._here.id)))
        offer = upload.offer(ids)
        if offer.count == 0 or there.identity is None:
            return
        dialog = UploadDialog(
            offer.count,
            host_of(there.identity.base_url),
            offer.misfits,
            parent=window,
        )
        dialog.chosen.connect(lambda choice: self._begin(upload, there, ids, choice))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def go_on(self, there: TodoList, remembered: str) -> bool:
        """Finish the upload that was begun; False where that was not to *there*."""
        choice = next((choice for choice in _CHOICES if remembered == _in_words(choice, there)), None)
        if choice is None:
            return False
        ids = list(self._queries.ids(Query(self._here.id)))
        self._begin(self._upload_to(there), there, ids, choice)
        return True

    @property
    def busy(self) -> bool:
        return self._step.isActive()

    def stop(self) -> None:
        """Leave the rest for the next start."""
        self._step.stop()

    def _upload_to(self, there: TodoList) -> Upload:
        return Upload(self._store, self._here, there, now=now, new_operation=new_operation)

    def _begin(self, upload: Upload, there: TodoList, ids: list[int], choice: UploadChoice) -> None:
        if choice not in _CHOICES:
            return
        self._remember(_in_words(choice, there))
        self._upload, self._choice, self._waiting = upload, _CHOICES[choice], ids
        self._step.start()

    def _move_some(self) -> None:
        some, self._waiting = self._waiting[:AT_ONCE], self._waiting[AT_ONCE:]
        if self._upload is None or not some:
            self._step.stop()
            self._remember("")
            return
        try:
            here, there = self._upload.run(some, self._choice)
        except StorageError as error:
            self._step.stop()
            self.failed.emit(error)
            return
        if there:
            self.moved.emit(here, there)


def _in_words(choice: UploadChoice, there: TodoList) -> str:
    """What is remembered: the same todos must not go on to another server."""
    return f"{choice.value} to list {there.id}"
