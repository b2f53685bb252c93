"""What is said to the server can be looked at, searched, copied and exported, without the key."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from msgspec.structs import replace
from PySide6.QtCore import QDeadlineTimer
from PySide6.QtGui import QAction, QGuiApplication
from PySide6.QtWidgets import QFileDialog, QLabel, QLineEdit, QPlainTextEdit, QPushButton, QTableView, QWidget
from pytestqt.qtbot import QtBot

from todo_desktop.gui.background_job import wait_for_jobs
from todo_desktop.gui.doctor_dialog import DoctorDialog
from todo_desktop.gui.request_log.dialog import RequestLogDialog
from todo_desktop.gui.request_log.log import MOST, RequestLog
from todo_desktop.model.connection import ApiKey
from todo_desktop.model.exchange import Exchange
from todo_desktop.testing import FakeList, FakeNocoBase
from todo_desktop.testing.fake_nocobase import faults
from todo_desktop.testing.running import TodoDesktop

# Qt's off-screen platform says this of every dialog.
pytestmark = pytest.mark.qt_log_ignore("does not support propagateSizeHints", extend=True)

KEY = ApiKey("abc.def.ghi")
API = "http://localhost:13000/api"
GET = Exchange("GET", f"{API}/todos:list?pageSize=20", 12.3, status=200, received='{"data":[]}', size=11)
POST = Exchange("POST", f"{API}/todos:create", 5.0, '{"title":"Pay rent"}', 403, '{"errors":[]}', size=13)
SILENT = Exchange("GET", f"{API}/auth:check", 900, failure="timed-out")


class Looking:
    """The dialog, open."""

    def __init__(self, dialog: QWidget) -> None:
        self.dialog = dialog

    def rows(self) -> list[list[str]]:
        view = self.dialog.findChild(QTableView, "requestLogList")
        assert view is not None
        model = view.model()
        return [
            [str(model.index(row, column).data()) for column in range(1, model.columnCount())]
            for row in range(model.rowCount())
        ]

    def select(self, row: int) -> None:
        view = self.dialog.findChild(QTableView, "requestLogList")
        assert view is not None
        view.selectRow(row)

    def detail(self) -> str:
        found = self.dialog.findChild(QPlainTextEdit, "requestLogDetail")
        assert found is not None
        return found.toPlainText()

    def note(self) -> str:
        found = self.dialog.findChild(QLabel, "requestLogNote")
        assert found is not None
        return found.text()

    def press(self, name: str) -> None:
        found = self.dialog.findChild(QPushButton, name)
        assert found is not None
        found.click()

    def choose(self, name: str) -> str:
        """That way of copying; what is in the clipboard then."""
        action = self.dialog.findChild(QAction, name)
        assert action is not None
        action.trigger()
        return QGuiApplication.clipboard().text()

    def search(self, text: str) -> None:
        found = self.dialog.findChild(QLineEdit, "requestLogSearch")
        assert found is not None
        found.setText(text)


@pytest.fixture
def log(qtbot: QtBot) -> Iterator[RequestLog]:
    made = RequestLog(lambda: 1_798_761_600_000)
    for exchange in (GET, POST, SILENT):
        with qtbot.waitSignal(made.added):
            made.post(exchange)
    yield made
    made.deleteLater()


@pytest.fixture
def looking(log: RequestLog, qtbot: QtBot) -> Looking:
    dialog = RequestLogDialog(log, lambda _url: KEY)
    qtbot.addWidget(dialog)
    dialog.show()
    return Looking(dialog)


def test_the_latest_call_comes_first_with_what_became_of_it(looking: Looking) -> None:
    assert looking.rows() == [
        ["GET", "/auth:check", "none", "900 ms", "0 bytes"],
        ["POST", "/todos:create", "403", "5 ms", "13 bytes"],
        ["GET", "/todos:list?pageSize=20", "200", "12 ms", "11 bytes"],
    ]


def test_a_call_is_shown_whole_with_its_bodies_indented(looking: Looking) -> None:
    looking.select(1)
    assert '{\n  "title": "Pay rent"\n}' in looking.detail()
    assert "Answer 403" in looking.detail()
    looking.select(0)
    assert "No answer: timed-out" in looking.detail()


def test_a_filter_is_read_as_it_is_meant_in_the_list_in_the_whole_call_and_by_a_search(
    looking: Looking, log: RequestLog, qtbot: QtBot
) -> None:
    with qtbot.waitSignal(log.added):
        log.post(replace(GET, url=f"{API}/todos:list?filter=%7B%22title%22%3A%22Pay+%26+go%22%7D&sort=id"))
    assert looking.rows()[0][1] == '/todos:list?filter={"title":"Pay & go"}&sort=id'
    looking.select(0)
    assert f'GET {API}/todos:list\n\nfilter={{\n  "title": "Pay & go"\n}}\nsort=id\n' in looking.detail()
    looking.search('"title":"pay & go"')
    assert len(looking.rows()) == 1


def test_calls_to_several_servers_say_which(looking: Looking, log: RequestLog, qtbot: QtBot) -> None:
    with qtbot.waitSignal(log.added):
        log.post(replace(GET, url="https://demo.example/api/todos:list"))
    assert [row[1] for row in looking.rows()][:2] == ["demo.example /todos:list", "localhost:13000 /auth:check"]


def test_a_new_call_moves_neither_the_selection_nor_what_is_read(
    looking: Looking, log: RequestLog, qtbot: QtBot
) -> None:
    looking.select(1)
    before = looking.detail()
    with qtbot.waitSignal(log.added):
        log.post(GET)
    assert looking.detail() == before
    assert len(looking.rows()) == 4


def test_a_search_looks_into_paths_and_bodies(looking: Looking, log: RequestLog, qtbot: QtBot) -> None:
    looking.search("pay RENT")
    assert [row[1] for row in looking.rows()] == ["/todos:create"]
    with qtbot.waitSignal(log.added):
        log.post(GET)
    assert len(looking.rows()) == 1
    looking.search("")
    assert len(looking.rows()) == 4


class Body(str):
    """Counts how often it is made ready for a search."""

    __slots__ = ()
    folded = 0

    def casefold(self) -> str:
        Body.folded += 1
        return super().casefold()


def test_a_long_body_is_made_ready_for_a_search_once_and_not_before_there_is_one(
    looking: Looking, log: RequestLog, qtbot: QtBot
) -> None:
    with qtbot.waitSignal(log.added):
        log.post(replace(GET, received=Body("Buy MILK")))
    assert Body.folded == 0
    for text in ("m", "mi", "mil", "milk"):
        looking.search(text)
        assert Body.folded == 1
    assert [row[1] for row in looking.rows()] == ["/todos:list?pageSize=20"]


def test_no_more_calls_are_kept_than_fit(looking: Looking, log: RequestLog, qtbot: QtBot) -> None:
    for _ in range(MOST):
        log.post(GET)
    qtbot.waitUntil(lambda: all(row[1] == "/todos:list?pageSize=20" for row in looking.rows()))
    assert len(looking.rows()) == len(log.exchanges) == MOST


def test_a_call_is_copied_without_the_key_unless_it_is_asked_for(looking: Looking, qtbot: QtBot) -> None:
    looking.select(1)
    assert looking.choose("copyAsCurl").startswith("curl --request POST")
    assert "$TODO_DESKTOP_API_KEY" in looking.note()
    assert "requests.request" in looking.choose("copyAsPython")
    assert KEY.reveal() not in QGuiApplication.clipboard().text()
    looking.choose("copyAsCurlWithKey")
    qtbot.waitUntil(lambda: KEY.reveal() in QGuiApplication.clipboard().text())
    assert "with your key" in looking.note()


def test_what_is_said_of_a_copy_is_not_wiped_away_by_the_next_call(
    looking: Looking, log: RequestLog, qtbot: QtBot
) -> None:
    looking.select(0)
    looking.choose("copyAsCurl")
    said = looking.note()
    with qtbot.waitSignal(log.added):
        log.post(GET)
    assert said.startswith("Copied.")
    assert looking.note() == said


def test_the_calls_that_are_shown_are_exported(
    looking: Looking, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "calls.har"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(target), ""))
    looking.search("todos:")
    looking.press("requestLogExport")
    entries = json.loads(target.read_text())["log"]["entries"]
    assert [entry["request"]["method"] for entry in entries] == ["GET", "POST"]
    assert target.stat().st_mode & 0o077 == 0, "todos stand in it"


def test_an_export_that_fails_says_so(looking: Looking, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / "gone" / "calls.har"), ""))
    looking.press("requestLogExport")
    assert "could not be written" in looking.note()


def test_it_can_be_cleared(looking: Looking) -> None:
    looking.press("requestLogClear")
    assert looking.rows() == []
    assert looking.note() == "Nothing was said to a server yet."


def test_the_program_shows_its_own_calls_and_never_its_key(
    connected_todo_desktop: TodoDesktop, todo_desktop_server: FakeList, qtbot: QtBot
) -> None:
    running = connected_todo_desktop
    running.status.wait_for("Connected")
    running.list.add("Pay rent")
    running.outbox.wait_until_sent()
    running.hands.choose("actionRequestLog")
    looking = Looking(next(d for d in running.window.findChildren(RequestLogDialog) if d.isVisible()))
    qtbot.waitUntil(lambda: any(":create" in row[1] for row in looking.rows()))
    for row in range(len(looking.rows())):
        looking.select(row)
        assert todo_desktop_server.key not in looking.detail()
    looking.dialog.close()


def test_the_doctor_answers_in_the_window(connected_todo_desktop: TodoDesktop, qtbot: QtBot) -> None:
    running = connected_todo_desktop
    running.status.wait_for("Connected")
    running.hands.choose("actionDoctor")
    dialog = next(d for d in running.window.findChildren(DoctorDialog) if d.isVisible())
    found = dialog.findChild(QPlainTextEdit, "doctorFound")
    assert found is not None
    qtbot.waitUntil(lambda: "All four calls work." in found.toPlainText(), timeout=20_000)
    copy = dialog.findChild(QPushButton, "doctorCopy")
    assert copy is not None
    copy.click()
    assert QGuiApplication.clipboard().text() == found.toPlainText()
    dialog.close()


def test_a_look_whose_dialog_is_closed_ends_though_the_server_is_silent(
    connected_todo_desktop: TodoDesktop, fake_nocobase: FakeNocoBase, qtbot: QtBot
) -> None:
    running = connected_todo_desktop
    running.status.wait_for("Connected")
    fake_nocobase.faults.next("app:getInfo", faults.HANG)
    asked = fake_nocobase.actions_asked.count("app:getInfo")
    running.hands.choose("actionDoctor")
    dialog = next(d for d in running.window.findChildren(DoctorDialog) if d.isVisible())
    qtbot.waitUntil(lambda: fake_nocobase.actions_asked.count("app:getInfo") > asked)
    dialog.close()
    qtbot.waitUntil(lambda: wait_for_jobs(QDeadlineTimer(0)))
