"""What a person waits for runs beside the window, ends when they say so, and leaves no thread behind."""

from collections.abc import Iterator
from pathlib import Path
from threading import Event

import pytest
from PySide6.QtCore import QCoreApplication, QObject, QThread
from pytestqt.qtbot import QtBot

from todo_desktop.app import replica_care
from todo_desktop.gui.background_job import BackgroundJob
from todo_desktop.model.errors import Cancelled
from todo_desktop.replica.database import Purpose, open_database


def app_thread() -> QThread:
    app = QCoreApplication.instance()
    assert app is not None
    return app.thread()


class Work:
    """Returns once it may, and says where it ran."""

    def __init__(self) -> None:
        self.may_end = Event()
        self.entered = Event()
        self.was_beside = False
        self.cancelled = 0

    def run(self) -> str:
        self.was_beside = QThread.currentThread() is not app_thread()
        self.entered.set()
        self.may_end.wait(10)
        return "done"

    def cancel(self) -> None:
        self.cancelled += 1
        self.may_end.set()


@pytest.fixture
def work() -> Iterator[Work]:
    work = Work()
    yield work
    work.may_end.set()


def threads_left() -> int:
    app = QCoreApplication.instance()
    return len(app.findChildren(QThread)) if app else 0


@pytest.fixture(autouse=True)
def _no_thread_is_left(qtbot: QtBot, work: Work) -> Iterator[None]:
    yield
    work.may_end.set()
    qtbot.waitUntil(lambda: threads_left() == 0)


def test_the_result_arrives_from_another_thread(qtbot: QtBot, work: Work) -> None:
    job = BackgroundJob(work.run, work.cancel)
    work.may_end.set()
    with qtbot.waitSignal(job.succeeded) as arrived:
        job.start()
    assert arrived.args == ["done"]
    assert work.was_beside
    job.cancel()
    assert work.cancelled == 0, "what has ended needs no cancelling"


def test_after_cancel_nothing_arrives(qtbot: QtBot, work: Work) -> None:
    job = BackgroundJob(work.run, work.cancel)
    arrived: list[object] = []
    job.succeeded.connect(arrived.append)
    job.start()
    qtbot.waitUntil(work.entered.is_set)
    job.cancel()
    job.cancel()
    qtbot.waitUntil(lambda: threads_left() == 0)
    assert work.cancelled == 1
    assert arrived == []


def test_its_owner_may_go_while_the_work_hangs(qtbot: QtBot, work: Work) -> None:
    job = BackgroundJob(work.run, work.cancel)
    job.start()
    qtbot.waitUntil(work.entered.is_set)
    job.deleteLater()
    del job
    qtbot.waitUntil(lambda: threads_left() == 1)
    work.may_end.set()


def test_work_that_ends_because_it_was_cancelled_is_no_failure(qtbot: QtBot, work: Work) -> None:
    def run() -> None:
        work.run()
        raise Cancelled

    job = BackgroundJob(run, work.cancel)
    failed: list[object] = []
    job.failed.connect(failed.append)
    job.start()
    qtbot.waitUntil(work.entered.is_set)
    job.cancel()
    qtbot.waitUntil(lambda: threads_left() == 0)
    assert failed == []


@pytest.mark.expects_log("a background job failed")
def test_an_error_arrives_as_one(qtbot: QtBot) -> None:
    def fail() -> None:
        raise ZeroDivisionError

    job = BackgroundJob(fail, lambda: None)
    with qtbot.waitSignal(job.failed) as arrived:
        job.start()
    assert isinstance(arrived.args[0], ZeroDivisionError)


@pytest.mark.parametrize("fails", [False, pytest.param(True, marks=pytest.mark.expects_log("a background job failed"))])
def test_one_that_nobody_keeps_goes_once_its_outcome_was_told(qtbot: QtBot, work: Work, fails: bool) -> None:
    holder = QObject()

    def fail() -> str:
        raise ZeroDivisionError

    job = BackgroundJob(fail if fails else work.run, work.cancel, holder)
    with qtbot.waitSignal(job.failed if fails else job.succeeded):
        job.start_alone()
        work.may_end.set()
    qtbot.waitUntil(lambda: holder.children() == [])


def test_the_care_of_the_replica_keeps_no_finished_job(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(replica_care, "SUSPICIOUS_FIRST_MS", 0)
    open_database(tmp_path, Purpose.WINDOW).close()
    care = replica_care.ReplicaCare(tmp_path, suspicious=True)
    care.start()
    qtbot.waitUntil(lambda: care.findChild(BackgroundJob) is not None)
    qtbot.waitUntil(lambda: care.findChild(BackgroundJob) is None)
    assert not care.failed
    care.stop()
