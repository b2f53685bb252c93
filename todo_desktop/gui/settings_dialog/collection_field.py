"""The field of the collection: those that the key may see, and free text."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QWidget

from todo_desktop.gui.settings_dialog.field_box import FieldBox
from todo_desktop.gui.theme.icons import Icons
from todo_desktop.model.diagnosis import CollectionChoice

_NOT_IN_A_NAME = frozenset("/:?#&=%\\'\"<>{}[]()")


class CollectionField(QWidget):
    """Not a widget to show: `box` is."""

    edited = Signal()

    def __init__(self, collection: str, icons: Icons, parent: QWidget) -> None:
        super().__init__(parent)
        self.setVisible(False)
        self._field = QComboBox()
        self._field.setObjectName("collectionField")
        self._field.setAccessibleName(self.tr("Collection"))
        self._field.setEditable(True)
        self._field.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self._field.setEditText(collection)
        self._field.activated.connect(self._take_name)
        self._field.editTextChanged.connect(self._on_edited)
        self.box = FieldBox(self._field, icons, keeps_room=True)
        self.box.set_hint(self.tr("A test of the connection lists those that the key may see."))

    def read(self) -> str:
        """The collection's name, with an error below the field where it cannot be one."""
        name = self._field.currentText().strip()
        if not name:
            self.box.show_error(self.tr("Choose the collection that holds the todos, or type its name."))
        elif any(sign in _NOT_IN_A_NAME or sign.isspace() for sign in name):
            self.box.show_error(
                self.tr("A collection's name has no spaces or signs like / and :. It is shown in NocoBase.")
            )
        return name

    def fill(self, name: str) -> None:
        """As if *name* had been typed."""
        self._field.setEditText(name)

    def offer(self, choices: Sequence[CollectionChoice]) -> None:
        """Let the user choose among *choices*; what is typed stays."""
        if not choices:
            return
        typed = self._field.currentText()
        self._field.blockSignals(True)
        self._field.clear()
        for choice in choices:
            titled = choice.title and choice.title != choice.name
            self._field.addItem(f"{choice.title} ({choice.name})" if titled else choice.name, choice.name)
        self._field.setCurrentIndex(self._field.findData(typed, Qt.ItemDataRole.UserRole))
        self._field.setEditText(typed)
        self._field.blockSignals(False)
        self.box.set_hint("")

    def _take_name(self, index: int) -> None:
        self._field.setEditText(str(self._field.itemData(index)))

    def _on_edited(self) -> None:
        self.box.clear_error()
        self.edited.emit()
