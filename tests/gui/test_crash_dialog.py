"""A fault that nobody caught is told once, with its trace, and does not bury its user in dialogs."""

import threading
from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication, QLabel, QPlainTextEdit, QPushButton
from pytestqt.qtbot import QtBot

from todo_desktop.app.crash_watch import MOST_DIALOGS, CrashWatch
from todo_desktop.gui.crash_dialog import CrashDialog
from todo_desktop.model.redaction import redacted

# Qt's off-screen platform says this of every dialog.
pytestmark = pytest.mark.qt_log_ignore("does not support propagateSizeHints", extend=True)


class RunningProgram:
    """Remembers what it was asked for."""

    def __init__(self) -> None:
        self.reported: list[str] = []
        self.ends = False

    def report(self, trace: str) -> None:
        self.reported.append(trace)

    def end_for_restart(self) -> None:
        self.ends = True


@pytest.fixture
def program() -> RunningProgram:
    return RunningProgram()


@pytest.fixture
def watch(qtbot: QtBot, program: RunningProgram) -> Iterator[CrashWatch]:
    found = CrashWatch(redacted)
    found.serve(program)
    yield found
    found.close()


def dialogs() -> list[CrashDialog]:
    return [found for found in QApplication.topLevelWidgets() if isinstance(found, CrashDialog) and found.isVisible()]


def fail(words: str) -> None:
    raise ValueError(words)


def fault(words: str) -> Exception:
    with pytest.raises(ValueError) as caught:  # noqa: PT011  (any words will do)
        fail(words)
    return caught.value


def tell(watch: CrashWatch, words: str, times: int = 1) -> None:
    for _ in range(times):
        watch.tell(fault(words))
    QApplication.processEvents()


def text_of(name: str) -> str:
    (dialog,) = dialogs()
    label = dialog.findChild(QLabel, name)
    assert isinstance(label, QLabel)
    return label.text()


def trace() -> str:
    (dialog,) = dialogs()
    box = dialog.findChild(QPlainTextEdit, "crashTrace")
    assert isinstance(box, QPlainTextEdit)
    return box.toPlainText()


def press(name: str) -> None:
    (dialog,) = dialogs()
    button = dialog.findChild(QPushButton, name)
    assert isinstance(button, QPushButton)
    button.click()
    QApplication.processEvents()


def test_the_trace_is_shown_and_copied_without_secrets(watch: CrashWatch) -> None:
    tell(watch, "Authorization: Bearer very-secret")
    assert "ValueError: Authorization: [redacted]" in trace()
    assert "in fail\n    raise ValueError(words)" in trace()
    press("crashCopy")
    assert QApplication.clipboard().text() == trace()
    assert "on the disk" in text_of("crashText")


def test_a_fault_that_repeats_is_counted_in_the_dialog_that_is_open(watch: CrashWatch) -> None:
    tell(watch, "in every paint", times=50)
    assert len(dialogs()) == 1
    assert text_of("crashAgain") == "It happened 50 times."


def test_a_fault_that_was_read_is_not_shown_again(watch: CrashWatch) -> None:
    tell(watch, "<Widget at 0x7f01>")
    press("crashClose")
    tell(watch, "<Widget at 0x7f02>", times=5)
    assert dialogs() == []


def test_many_faults_open_no_more_than_a_few_dialogs(watch: CrashWatch) -> None:
    shown = 0
    for number in range(10):
        tell(watch, f"another fault {number}")
        shown += len(dialogs())
        if dialogs():
            press("crashClose")
    assert shown == MOST_DIALOGS


def test_a_fault_of_another_thread_is_told_as_well(watch: CrashWatch, qtbot: QtBot) -> None:
    thread = threading.Thread(target=lambda: watch.tell(fault("on a thread")))
    thread.start()
    thread.join()
    qtbot.waitUntil(lambda: len(dialogs()) == 1)
    assert "on a thread" in trace()


def test_a_report_and_a_restart_can_be_asked_for(watch: CrashWatch, program: RunningProgram) -> None:
    tell(watch, "once")
    press("crashReport")
    (reported,) = program.reported
    assert "ValueError: once" in reported
    press("crashRestart")
    assert watch.restart_is_wanted
    assert program.ends
    assert dialogs() == []


def test_what_ended_the_run_before_is_told_by_the_next(watch: CrashWatch) -> None:
    watch.tell_of_last_time("Fatal Python error: Aborted")
    assert text_of("crashTitle") == "Todo Desktop ended unexpectedly"
    assert "Aborted" in trace()


def test_what_ended_the_run_before_is_told_after_what_is_read_already(watch: CrashWatch) -> None:
    tell(watch, "at the start")
    watch.tell_of_last_time("Fatal Python error: Aborted")
    assert "at the start" in trace()
    press("crashClose")
    assert "Aborted" in trace()
    press("crashClose")
    assert dialogs() == []
