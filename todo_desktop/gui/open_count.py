"""How many todos are not done: of the open list, whatever is searched for at the moment, or of all lists."""

from PySide6.QtCore import QObject, Signal

from todo_desktop.gui.list_contents import ListContents
from todo_desktop.model.query import Counts


class OpenCount(QObject):
    """Follows *contents*. While the list is searched, the number is that of before."""

    changed = Signal()

    def __init__(self, contents: ListContents, parent: QObject) -> None:
        super().__init__(parent)
        self._contents = contents
        self._here = contents.counts.open if not contents.query.text else 0
        self._of_all: int | None = None
        contents.counts_changed.connect(self._take)

    @property
    def open(self) -> int:
        return self._here if self._of_all is None else self._of_all

    def take_all(self, of_all: int | None) -> None:
        """Of all lists together; None where there is only this one."""
        before, self._of_all = self.open, of_all
        self._tell(before)

    def _take(self, counts: Counts) -> None:
        if not self._contents.query.text:
            before, self._here = self.open, counts.open
            self._tell(before)

    def _tell(self, before: int) -> None:
        if self.open != before:
            self.changed.emit()
