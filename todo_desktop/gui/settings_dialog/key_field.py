"""The field of the API key: hidden, can be looked at while it is typed; a stored key is never loaded into it."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QPushButton, QToolButton, QWidget

from todo_desktop.gui.key_words import key_words
from todo_desktop.gui.settings_dialog.field_box import FieldBox
from todo_desktop.gui.theme.icons import Icons
from todo_desktop.gui.theme.role import Role, set_role
from todo_desktop.model.connection import ApiKey
from todo_desktop.model.diagnosis import KeyFacts
from todo_desktop.model.pasted_command import pasted_command
from todo_desktop.model.typed_key import typed_key
from todo_desktop.settings.api_keys import Stored

NOTHING_KNOWN = KeyFacts()


class ApiKeyField(QWidget):
    """Not a widget to show: `box` is. *stored* says where the present key is, None where there is none; *known* what it
    tells of itself."""

    edited = Signal()
    command_pasted = Signal(object)
    """A `PastedCommand` with a key that this field has taken already."""

    def __init__(self, stored: Stored | None, icons: Icons, parent: QWidget, known: KeyFacts = NOTHING_KNOWN) -> None:
        super().__init__(parent)
        self.setVisible(False)
        self._stored = stored
        self._known = known
        self._icons = icons
        self._for_stored_server = True
        self._removed = False
        self._field = self._build_field()
        self._reveal = self._build_reveal()
        self._remove = self._build_remove()
        self.box = FieldBox(self._field, icons, self._reveal, self._remove, keeps_room=True)
        self._refresh()

    @property
    def remove_key(self) -> bool:
        """Whether the stored key is to be forgotten."""
        return self._removed and not self._field.text()

    def read(self) -> ApiKey:
        """What was typed, empty where nothing was; with an error below the field where it cannot be a key."""
        key = typed_key(self._field.text())
        if not key.reveal().isascii():
            self.box.show_error(self.tr("A key has only unaccented letters, digits and a few signs. Copy it again."))
        return key

    def fill(self, key: ApiKey) -> None:
        """As if *key* had been typed."""
        self._field.setText(key.reveal())
        self._on_edited(self._field.text())

    def server_changed(self, is_stored_one: bool) -> None:
        """The address now typed is, or is not, the one that the stored key is for."""
        if is_stored_one != self._for_stored_server:
            self._for_stored_server = is_stored_one
            self._refresh()

    def show_hint(self) -> None:
        """What is known of the key, below the field."""
        self.box.set_hint(self._hint(self._stored is not None and self._for_stored_server))

    def forget(self) -> None:
        """As if the user had asked for the removal of the key."""
        self._field.clear()
        if self._stored is not None:
            self._removed = True
        self._refresh()

    def _build_field(self) -> QLineEdit:
        field = QLineEdit()
        field.setObjectName("apiKeyField")
        field.setAccessibleName(self.tr("API key"))
        field.setEchoMode(QLineEdit.EchoMode.Password)
        field.textEdited.connect(self._on_edited)
        return field

    def _build_reveal(self) -> QToolButton:
        button = QToolButton()
        button.setObjectName("apiKeyReveal")
        button.setCheckable(True)
        button.setAccessibleName(self.tr("Show the key"))
        button.setToolTip(self.tr("Show the key"))
        self._icons.show_on(button, "eye")
        button.toggled.connect(self._on_reveal)
        return button

    def _build_remove(self) -> QPushButton:
        button = QPushButton()
        button.setObjectName("apiKeyRemove")
        set_role(button, Role.QUIET)
        button.setAutoDefault(False)
        button.clicked.connect(self._on_remove)
        return button

    def _on_edited(self, text: str) -> None:
        self.box.clear_error()
        command = pasted_command(text)
        if command is not None and command.api_key:
            self._field.setText(command.api_key.reveal())
            self.command_pasted.emit(command)
        self.edited.emit()

    def _on_reveal(self, shown: bool) -> None:
        self._field.setEchoMode(QLineEdit.EchoMode.Normal if shown else QLineEdit.EchoMode.Password)
        self._icons.show_on(self._reveal, "eye-off" if shown else "eye")

    def _on_remove(self) -> None:
        self._removed = not self._removed
        self._field.clear()
        self._refresh()
        self.edited.emit()

    def _refresh(self) -> None:
        usable = self._stored is not None and self._for_stored_server
        self._remove.setVisible(usable)
        self._remove.setText(self.tr("Keep it") if self._removed else self.tr("Remove"))
        name = self.tr("Keep the stored key") if self._removed else self.tr("Remove the stored key")
        self._remove.setAccessibleName(name)
        self._field.setPlaceholderText("•" * 16 if usable and not self._removed else "")
        self.show_hint()

    def _hint(self, usable: bool) -> str:
        if not usable:
            return self.tr("Make one in NocoBase under API keys, and paste it here.")
        if self._removed:
            return self.tr("The stored key is removed when you save.")
        if self._stored is Stored.KEYRING:
            kept = self.tr("A key is stored in the system's keyring.")
        else:
            kept = self.tr("A key is kept until you quit: no keyring holds it.")
        return " ".join(filter(None, [kept, key_words(self._known), self.tr("Enter another one to replace it.")]))
