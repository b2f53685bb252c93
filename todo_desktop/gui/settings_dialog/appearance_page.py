"""The page of colours and density."""

from PySide6.QtWidgets import QCheckBox, QComboBox, QVBoxLayout, QWidget

from todo_desktop.gui.settings_dialog.form import align_labels, field_form
from todo_desktop.gui.theme.metrics import CONTROL, LARGE
from todo_desktop.settings.preferences import Preferences, ThemeChoice

FIELD_WIDTH = 240


class AppearancePage(QWidget):
    def __init__(self, preferences: Preferences, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = QComboBox()
        self._theme.setObjectName("themeField")
        self._theme.setAccessibleName(self.tr("Colours"))
        for choice, label in (
            (ThemeChoice.SYSTEM, self.tr("As the system")),
            (ThemeChoice.LIGHT, self.tr("Light")),
            (ThemeChoice.DARK, self.tr("Dark")),
        ):
            self._theme.addItem(label, choice.value)
        self._theme.setCurrentIndex(self._theme.findData(preferences.theme.value))
        self._compact = QCheckBox(self.tr("Compact rows"))
        self._compact.setObjectName("compactRowsField")
        self._compact.setMinimumHeight(CONTROL)
        self._compact.setChecked(preferences.compact_rows)
        form = field_form()
        form.addRow(self.tr("Colours"), self._theme)
        form.addRow(self.tr("List"), self._compact)
        align_labels(form)
        self._theme.setFixedWidth(FIELD_WIDTH)
        column = QVBoxLayout(self)
        column.setContentsMargins(LARGE, LARGE, LARGE, LARGE)
        column.addLayout(form)
        column.addStretch(1)

    @property
    def theme(self) -> ThemeChoice:
        return ThemeChoice(self._theme.currentData())

    @property
    def compact_rows(self) -> bool:
        return self._compact.isChecked()
