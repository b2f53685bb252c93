"""The program says what it is and where the data lies."""

from pathlib import Path

import pytest
from PySide6.QtCore import qVersion
from PySide6.QtWidgets import QDialog, QLabel, QPlainTextEdit, QPushButton
from pytestqt.qtbot import QtBot

from todo_desktop import __version__
from todo_desktop.gui.about_dialog import AboutDialog
from todo_desktop.gui.licences_dialog import LicencesDialog
from todo_desktop.gui.theme.icons import Icons
from todo_desktop.gui.theme.palette import LIGHT
from todo_desktop.settings.resources import resources_folder

# Qt's off-screen platform says this of every dialog.
pytestmark = pytest.mark.qt_log_ignore("does not support propagateSizeHints", extend=True)


@pytest.fixture
def about(qtbot: QtBot, tmp_path: Path) -> AboutDialog:
    dialog = AboutDialog(Icons(resources_folder() / "icons", LIGHT), tmp_path, tmp_path / "logs" / "todo-desktop.log")
    qtbot.addWidget(dialog)
    dialog.show()
    return dialog


def press(dialog: QDialog, name: str) -> None:
    button = dialog.findChild(QPushButton, name)
    assert button is not None
    button.click()


def test_version_and_folders_are_shown(about: AboutDialog, tmp_path: Path) -> None:
    shown = {label.objectName(): label.text() for label in about.findChildren(QLabel)}
    assert shown["aboutVersion"] == __version__
    assert shown["aboutDataFolder"] == str(tmp_path)
    assert shown["aboutLogFile"].endswith("todo-desktop.log")
    assert "Qt 6" in shown["aboutRunsOn"]
    focused = about.focusWidget()
    assert focused is not None
    assert focused.objectName() == "aboutClose"
    press(about, "aboutClose")
    assert not about.isVisible()


def test_the_licences_of_what_runs_are_shown(about: AboutDialog, qtbot: QtBot) -> None:
    press(about, "aboutLicences")
    (dialog,) = about.findChildren(LicencesDialog)
    text = dialog.findChild(QPlainTextEdit, "licencesText")
    assert text is not None
    qtbot.waitUntil(lambda: "made with the work of others" in text.toPlainText(), timeout=20_000)
    assert f"Qt {qVersion()}: LGPL-3.0-only" in text.toPlainText()
    assert "Permission is hereby granted" in text.toPlainText()
    press(dialog, "licencesClose")
    qtbot.waitUntil(lambda: not about.findChildren(LicencesDialog))
