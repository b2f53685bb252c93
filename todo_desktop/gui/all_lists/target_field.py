"""The list that new todos go to, to be chosen beside the line where they are typed."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QStandardItemModel
from PySide6.QtWidgets import QComboBox, QSizePolicy, QWidget

from todo_desktop.gui.all_lists.names import names_of
from todo_desktop.gui.rights_words import why_not_add
from todo_desktop.model.lists import TodoList

_WIDEST = 200


class TargetField(QComboBox):
    """Shows what it is given; `chosen` is told of what the user picks alone."""

    chosen = Signal(int)
    """The id of a list."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("quickAddList")
        self.setAccessibleName(self.tr("List for new todos"))
        self.setToolTip(self.tr("New todos go to this list"))
        self.setMaximumWidth(_WIDEST)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.activated.connect(lambda place: self.chosen.emit(self.itemData(place)))

    def show_lists(self, together: TodoList, target: TodoList) -> None:
        """A list that the role may not add to says so."""
        self.clear()
        for list_id, name in names_of(together.parts).items():
            reason = why_not_add(together.part(list_id))
            self.addItem(self.tr("{list} (may not add)").format(list=name) if reason else name, list_id)
            self.setItemData(self.count() - 1, reason, Qt.ItemDataRole.ToolTipRole)
            model = self.model()
            if reason and isinstance(model, QStandardItemModel):
                model.item(self.count() - 1).setEnabled(False)
        self.setCurrentIndex(self.findData(target.id))
