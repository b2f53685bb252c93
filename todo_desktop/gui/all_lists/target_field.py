"""The list that new todos go to, to be chosen beside the line where they are typed."""

from msgspec.structs import replace
from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QStandardItemModel
from PySide6.QtWidgets import QComboBox, QSizePolicy, QWidget

from todo_desktop.gui.all_lists.names import names_of
from todo_desktop.gui.column_layout import LayoutBook, name_of
from todo_desktop.gui.rights_words import why_not_add
from todo_desktop.service import TodoService

_WIDEST = 200


class TargetField(QComboBox):
    """Begins with the list that was chosen last, as *book* tells."""

    chosen = Signal()
    """By the user: it is `service.target` now, and in the book."""

    def __init__(self, service: TodoService, book: LayoutBook, parent: QWidget) -> None:
        super().__init__(parent)
        self._service = service
        self._book = book
        self.setObjectName("quickAddList")
        self.setAccessibleName(self.tr("List for new todos"))
        self.setToolTip(self.tr("New todos go to this list"))
        self.setMaximumWidth(_WIDEST)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.activated.connect(self._choose)
        for each in service.list.parts:
            if name_of(each) == book.window.add_to:
                service.add_to(each.id)

    def show_lists(self) -> None:
        """Those that are open. One that the role may not add to says so."""
        together = self._service.list
        self.clear()
        for list_id, name in names_of(together.parts).items():
            reason = why_not_add(together.part(list_id))
            self.addItem(self.tr("{list} (may not add)").format(list=name) if reason else name, list_id)
            self.setItemData(self.count() - 1, reason, Qt.ItemDataRole.ToolTipRole)
            model = self.model()
            if reason and isinstance(model, QStandardItemModel):
                model.item(self.count() - 1).setEnabled(False)
        self.setCurrentIndex(self.findData(self._service.target.id))

    def _choose(self, place: int) -> None:
        self._service.add_to(self.itemData(place))
        self._book.keep_window(replace(self._book.window, add_to=name_of(self._service.target)))
        self.chosen.emit()
