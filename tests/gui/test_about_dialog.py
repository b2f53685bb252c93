"""The program says what it is and where the data lies."""

from pathlib import Path

import pytest
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from todo_desktop import __version__
from todo_desktop.gui.about_dialog import AboutDialog
from todo_desktop.gui.theme.icons import Icons
from todo_desktop.gui.theme.palette import LIGHT
from todo_desktop.settings.resources import resources_folder

# Qt's off-screen platform says this of every dialog.
pytestmark = pytest.mark.qt_log_ignore("does not support propagateSizeHints", extend=True)


def test_version_and_folders_are_shown(qtbot: QtBot, tmp_path: Path) -> None:
    dialog = AboutDialog(Icons(resources_folder() / "icons", LIGHT), tmp_path, tmp_path / "logs" / "todo-desktop.log")
    qtbot.addWidget(dialog)
    dialog.show()
    shown = {label.objectName(): label.text() for label in dialog.findChildren(QLabel)}
    assert shown["aboutVersion"] == __version__
    assert shown["aboutDataFolder"] == str(tmp_path)
    assert shown["aboutLogFile"].endswith("todo-desktop.log")
    assert "Qt 6" in shown["aboutRunsOn"]
    close = dialog.findChild(QPushButton, "aboutClose")
    assert close is not None
    close.click()
    assert not dialog.isVisible()
