"""What this program is, on what it runs, and where it keeps its data."""

import platform
from pathlib import Path

import PySide6
from PySide6.QtCore import Qt, QUrl, qVersion
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QDialog, QGridLayout, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from todo_desktop import __version__
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
        column = QVBoxLayout(self)
        column.setContentsMargins(LARGE, LARGE, LARGE, MEDIUM)
        column.setSpacing(LARGE)
        column.addLayout(self._build_heading(icons))
        column.addLayout(self._build_facts())
        column.addLayout(self._build_buttons())

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
        folder = self._build_button("aboutOpenFolder", self.tr("Open the data folder"))
        folder.clicked.connect(lambda: _open(self._data_folder))
        log = self._build_button("aboutOpenLog", self.tr("Show the log"))
        log.clicked.connect(lambda: _open(self._log_file))
        close = self._build_button("aboutClose", self.tr("Close"))
        set_role(close, Role.PRIMARY)
        close.setDefault(True)
        close.clicked.connect(self.accept)
        close.setFocus()
        row = QHBoxLayout()
        row.setSpacing(SMALL)
        row.addWidget(folder)
        row.addWidget(log)
        row.addStretch(1)
        row.addWidget(close)
        return row

    def _build_button(self, name: str, text: str) -> QPushButton:
        button = QPushButton(text)
        button.setObjectName(name)
        button.setAutoDefault(False)
        return button


def _selectable(text: str, name: str) -> QLabel:
    label = QLabel(text)
    label.setObjectName(name)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return label


def _open(path: Path) -> None:
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))
