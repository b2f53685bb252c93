"""The page of what the program does on the desktop when its window is not looked at."""

from msgspec.structs import replace
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QLabel, QVBoxLayout, QWidget

from todo_desktop.gui.settings_dialog.result import DesktopState
from todo_desktop.gui.theme.metrics import CHECKBOX, LARGE, MEDIUM, SMALL
from todo_desktop.gui.theme.role import Role, set_role
from todo_desktop.settings.preferences import Preferences


class DesktopPage(QWidget):
    """Each choice is a sentence."""

    def __init__(self, preferences: Preferences, desktop: DesktopState, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desktop = desktop
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(LARGE, LARGE, LARGE, LARGE)
        self._column.setSpacing(SMALL)
        self._heading(self.tr("Tray"))
        self._tray = self._choice("trayField", self.tr("Show an icon with the number of open todos in the tray"))
        self._close = self._choice("closeToTrayField", self.tr("Closing the window leaves Todo Desktop in the tray"))
        self._note = self._hint(
            "trayFieldNote", self.tr("This desktop shows no tray now, so the window closes as usual.")
        )
        self._heading(self.tr("Login"))
        self._login = self._choice("startAtLoginField", self.tr("Start Todo Desktop hidden when I log in"))
        self._heading(self.tr("Notifications, while the window is not in front"))
        self._needs = self._choice("notifyField", self.tr("Tell me when something needs me"))
        self._hint("notifyFieldNote", self.tr("Conflicts, changes that could not be sent, and a list that is paused."))
        self._added = self._choice("notifyAddedField", self.tr("Tell me about todos that others add"))
        self._column.addStretch(1)
        self._fill(preferences)
        self._tray.toggled.connect(self._follow)

    def applied_to(self, preferences: Preferences) -> Preferences:
        """*preferences* with what is chosen here."""
        return replace(
            preferences,
            tray_icon=self._tray.isChecked(),
            close_to_tray=self._close.isChecked(),
            notify=self._needs.isChecked(),
            notify_added=self._added.isChecked(),
        )

    @property
    def start_at_login(self) -> bool:
        return self._login.isChecked()

    def _fill(self, preferences: Preferences) -> None:
        self._tray.setChecked(preferences.tray_icon)
        self._close.setChecked(preferences.close_to_tray)
        self._login.setChecked(self._desktop.starts_at_login)
        self._needs.setChecked(preferences.notify)
        self._added.setChecked(preferences.notify_added)
        self._note.setVisible(not self._desktop.has_tray)
        self._follow()

    def _follow(self) -> None:
        """Without an icon there would be no way back to a window that is closed to it."""
        self._close.setEnabled(self._tray.isChecked())

    def _heading(self, text: str) -> None:
        label = QLabel(text)
        set_role(label, Role.HEADING)
        if self._column.count():
            self._column.addSpacing(MEDIUM)
        self._column.addWidget(label)

    def _choice(self, name: str, text: str) -> QCheckBox:
        box = QCheckBox(text)
        box.setObjectName(name)
        self._column.addWidget(box)
        return box

    def _hint(self, name: str, text: str) -> QLabel:
        label = QLabel(text)
        label.setObjectName(name)
        label.setWordWrap(True)
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setIndent(CHECKBOX + SMALL)  # below the words of its choice
        set_role(label, Role.HINT)
        self._column.addWidget(label)
        return label
