"""A report of a problem: what it says, what it never says, and that its user sees all of it before it is kept."""

from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QCheckBox, QPlainTextEdit, QPushButton

from todo_desktop.gui.report_dialog import ReportDialog
from todo_desktop.settings.folders import Folders
from todo_desktop.settings.log import FILE_NAME
from todo_desktop.settings.preferences import Preferences
from todo_desktop.testing import TUTORIAL, FakeNocoBase
from todo_desktop.testing.fake_nocobase import faults
from todo_desktop.testing.running import Starter, TodoDesktop

# Qt's off-screen platform says this of every dialog.
pytestmark = pytest.mark.qt_log_ignore("does not support (propagateSizeHints|raise)", extend=True)


def open_report(running: TodoDesktop) -> ReportDialog:
    running.hands.choose("actionReport")
    (dialog,) = running.window.findChildren(ReportDialog)
    wait_until_made(running, dialog)
    return dialog


def wait_until_made(running: TodoDesktop, dialog: ReportDialog) -> None:
    save = dialog.findChild(QPushButton, "reportSave")
    assert isinstance(save, QPushButton)
    running.hands.qtbot.waitUntil(save.isEnabled)


def close(running: TodoDesktop, dialog: ReportDialog) -> None:
    dialog.close()
    running.hands.qtbot.waitUntil(lambda: not running.window.findChildren(ReportDialog))


@pytest.fixture
def online(start_todo_desktop: Starter, fake_nocobase: FakeNocoBase) -> TodoDesktop:
    """With one todo on the server, and one that the server does not take."""
    there = fake_nocobase.open_list(TUTORIAL)
    there.write_row({"title": "Call the doctor", "updatedAt": "2026-01-01T10:00:00.000Z"})
    running = start_todo_desktop(there, preferences=Preferences(proxy="", ca_file=""))
    running.list.wait_for("Call the doctor")
    running.status.wait_for("Connected to")
    fake_nocobase.faults.next("*:create", faults.STATUS_503, times=100)
    running.list.add("Buy a ring for Ana")
    return running


def test_it_tells_versions_settings_counts_and_the_end_of_the_log(
    online: TodoDesktop, todo_desktop_folders: Folders
) -> None:
    log = todo_desktop_folders.logs / FILE_NAME
    online.hands.qtbot.waitUntil(lambda: log.exists() and "not reachable" in log.read_text(encoding="utf-8"))
    dialog = open_report(online)
    report = dialog.report
    for words in ("Todo Desktop  ", "Python  ", "SQLite  ", "Qt  ", "offscreen", "sync_interval  ", "todos_1 at http"):
        assert words in report
    assert "todos: 2, open: 2" in report
    assert "with changes on their way: 1" in report
    assert "create: " in report
    assert "not reachable" in report, "the log"
    close(online, dialog)


def test_nothing_that_stands_in_a_todo_is_in_it_unless_that_is_wanted(
    online: TodoDesktop, todo_desktop_folders: Folders
) -> None:
    log = todo_desktop_folders.logs / FILE_NAME
    with log.open("a", encoding="utf-8") as file:
        file.write("ValueError: cannot sort 'Call the doctor'\n")
    dialog = open_report(online)
    assert "cannot sort '[redacted]'" in dialog.report
    assert "doctor" not in dialog.report
    assert "Ana" not in dialog.report
    texts = dialog.findChild(QCheckBox, "reportTexts")
    assert isinstance(texts, QCheckBox)
    texts.click()
    wait_until_made(online, dialog)
    assert "cannot sort 'Call the doctor'" in dialog.report
    assert "create “Buy a ring for Ana”" in dialog.report
    close(online, dialog)


def test_no_key_and_no_password_is_in_it_and_no_name_of_the_users_folder(
    start_todo_desktop: Starter, fake_nocobase: FakeNocoBase, todo_desktop_folders: Folders,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.setenv("HOME", str(todo_desktop_folders.data.parent))
    there = fake_nocobase.open_list(TUTORIAL)
    settings = Preferences(proxy="http://ana:geheim@127.0.0.1:9", ca_file=str(todo_desktop_folders.data / "ca.pem"))
    running = start_todo_desktop(there, preferences=settings)
    with (todo_desktop_folders.logs / FILE_NAME).open("a", encoding="utf-8") as file:
        file.write(f"Authorization: Bearer {there.key}\n")
    dialog = open_report(running)
    assert there.key not in dialog.report
    assert "geheim" not in dialog.report
    assert str(Path.home()) not in dialog.report
    assert "~/todo-desktop/ca.pem" in dialog.report
    close(running, dialog)


def test_what_went_wrong_is_in_the_report_of_it(todo_desktop: TodoDesktop) -> None:
    todo_desktop.program.report("ZeroDivisionError: once")
    (dialog,) = todo_desktop.window.findChildren(ReportDialog)
    wait_until_made(todo_desktop, dialog)
    assert "What went wrong\n  ZeroDivisionError: once" in dialog.report
    close(todo_desktop, dialog)


def test_a_report_that_is_open_tells_of_the_fault_that_comes_next_too(todo_desktop: TodoDesktop) -> None:
    dialog = open_report(todo_desktop)
    for trace in ("ZeroDivisionError: once", "KeyError: then", "ZeroDivisionError: once"):
        todo_desktop.program.report(trace)
        wait_until_made(todo_desktop, dialog)
    assert todo_desktop.window.findChildren(ReportDialog) == [dialog]
    assert dialog.report.count("ZeroDivisionError: once") == 1
    assert "What went wrong\n  ZeroDivisionError: once\n  KeyError: then" in dialog.report
    close(todo_desktop, dialog)
    dialog = open_report(todo_desktop)
    assert "What went wrong" not in dialog.report
    close(todo_desktop, dialog)


def test_what_is_saved_and_copied_is_what_was_shown(todo_desktop: TodoDesktop, tmp_path: Path) -> None:
    dialog = open_report(todo_desktop)
    preview = dialog.findChild(QPlainTextEdit, "reportPreview")
    assert isinstance(preview, QPlainTextEdit)
    assert preview.isReadOnly()
    target = tmp_path / "report.txt"
    dialog.save(target)
    assert target.read_text(encoding="utf-8") == preview.toPlainText() == dialog.report
    assert target.stat().st_mode & 0o077 == 0
    copy = dialog.findChild(QPushButton, "reportCopy")
    assert isinstance(copy, QPushButton)
    copy.click()
    assert QApplication.clipboard().text() == dialog.report
    close(todo_desktop, dialog)


def test_a_folder_that_takes_no_file_is_told(todo_desktop: TodoDesktop, tmp_path: Path) -> None:
    dialog = open_report(todo_desktop)
    dialog.save(tmp_path / "missing" / "report.txt")
    assert todo_desktop.hands.text("reportNote") not in ("", "Saved as report.txt.")
    close(todo_desktop, dialog)


def test_a_replica_that_cannot_be_read_is_told_in_it(todo_desktop: TodoDesktop, todo_desktop_folders: Folders) -> None:
    (todo_desktop_folders.replica / "replica.sqlite3").rename(todo_desktop_folders.replica / "elsewhere")
    dialog = open_report(todo_desktop)
    assert "The replica cannot be read" in dialog.report
    (todo_desktop_folders.replica / "elsewhere").rename(todo_desktop_folders.replica / "replica.sqlite3")
    close(todo_desktop, dialog)
