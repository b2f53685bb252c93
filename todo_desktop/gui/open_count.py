"""How many todos of the open list are not done, whatever is searched for at the moment."""

from PySide6.QtCore import QObject, Signal

from todo_desktop.gui.list_contents import ListContents
from todo_desktop.model.query import Counts


class OpenCount(QObject):
    """Follows *contents*. While the list is searched, the number is that of before."""

    changed = Signal()

    def __init__(self, contents: ListContents, parent: QObject) -> None:
        super().__init__(parent)
        self._contents = contents
        self.open = contents.counts.open if not contents.query.text else 0
        contents.counts_changed.connect(self._take)

    def _take(self, counts: Counts) -> None:
        if not self._contents.query.text and counts.open != self.open:
            self.open = counts.open
            self.changed.emit()
