"""What this program is, on what it runs, and where it keeps its data."""

import platform
from pathlib import Path

import PySide6
from PySide6.QtCore import Qt, QUrl, qVersion
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QDialog, QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from todo_desktop import __version__
from todo_desktop.gui.dialog_parts import button_row, push_button
from todo_desktop.gui.theme.icons import Icons
from todo_desktop.gui.theme.metrics import LARGE, MEDIUM, SMALL
from todo_desktop.gui.theme.role import Role, set_role

ICON_SIZE = 64


class AboutDialog(QDialog):
    """Open it with `show`."""

    def __init__(self, icons: Icons, data_folder: Path, log_file: Path, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("aboutDialog")
        self.setWindowTitle(self.tr("About Todo Desktop"))
        self._data_folder = data_folder
        self._log_file = log_file
        self._close = push_button("aboutClose", self.tr("Close"), main=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(LARGE, LARGE, LARGE, MEDIUM)
        column.setSpacing(LARGE)
        column.addLayout(self._build_heading(icons))
        column.addLayout(self._build_facts())
        column.addLayout(self._build_buttons())
        self._close.setFocus()

    def _build_heading(self, icons: Icons) -> QHBoxLayout:
        picture = QLabel()
        picture.setPixmap(icons.program().pixmap(ICON_SIZE, ICON_SIZE))
        name = QLabel(self.tr("Todo Desktop"))
        set_role(name, Role.TITLE)
        purpose = QLabel(self.tr("A todo list on your desktop, online or not, whose server is NocoBase."))
        purpose.setWordWrap(True)
        words = QVBoxLayout()
        words.setSpacing(SMALL)
        words.addStretch(1)
        words.addWidget(name)
        words.addWidget(purpose)
        words.addStretch(1)
        row = QHBoxLayout()
        row.setSpacing(LARGE)
        row.addWidget(picture, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(words, 1)
        return row

    def _build_facts(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(LARGE)
        grid.setVerticalSpacing(SMALL)
        grid.setColumnStretch(1, 1)
        running_on = f"Python {platform.python_version()}, Qt {qVersion()}, PySide {PySide6.__version__}"
        for row, (label, value, name) in enumerate((
            (self.tr("Version"), __version__, "aboutVersion"),
            (self.tr("Runs on"), running_on, "aboutRunsOn"),
            (self.tr("Data"), str(self._data_folder), "aboutDataFolder"),
            (self.tr("Log"), str(self._log_file), "aboutLogFile"),
        )):  # fmt: skip
            what = QLabel(label)
            set_role(what, Role.SECONDARY)
            grid.addWidget(what, row, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(_selectable(value, name), row, 1)
        return grid

    def _build_buttons(self) -> QHBoxLayout:
        folder = push_button("aboutOpenFolder", self.tr("Open the data folder"))
        folder.clicked.connect(lambda: _open(self._data_folder))
        log = push_button("aboutOpenLog", self.tr("Show the log"))
        log.clicked.connect(lambda: _open(self._log_file))
        licences = push_button("aboutLicences", self.tr("Licences"))
        licences.clicked.connect(self._open_licences)
        self._close.clicked.connect(self.accept)
        return button_row([folder, log, licences], [self._close])

    def _open_licences(self) -> None:
        from todo_desktop.gui.licences_dialog import LicencesDialog  # noqa: PLC0415  (hardly ever needed)
        from todo_desktop.settings.licences import licences_text  # noqa: PLC0415

        dialog = LicencesDialog(licences_text, self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()


def _selectable(text: str, name: str) -> QLabel:
    label = QLabel(text)
    label.setObjectName(name)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return label


def _open(path: Path) -> None:
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))
