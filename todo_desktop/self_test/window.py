"""Paints the real window on a list of its own, and looks whether the rows are on the screen."""

from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QTableView

from todo_desktop.app.clock import new_operation, now
from todo_desktop.app.first_paint import after_first_paint
from todo_desktop.app.list_choice import local_list
from todo_desktop.app.program import Program
from todo_desktop.app.request_server import RequestServer
from todo_desktop.desktop.meeting_place import meeting_place
from todo_desktop.replica.database import Purpose, open_database
from todo_desktop.replica.store import TodoStore
from todo_desktop.self_test.checks import ADVICE, CheckFailed
from todo_desktop.service import TodoService
from todo_desktop.settings.environment import Environment
from todo_desktop.settings.folders import Folders, folders_of
from todo_desktop.settings.log import ProgramLog
from todo_desktop.settings.options import Options

TITLES = ("Call Ana", "Pay the rent", "Water the plants")
PATIENCE_MS = 30_000


def window(folder: Path) -> str:
    """Offline, in *folder*; the window is closed as soon as it was painted."""
    folders = folders_of(data_dir=folder)
    folders.make()
    _write_todos(folders)
    app = QApplication(["todo-desktop"])
    log = ProgramLog(folders.logs)
    try:
        # In a function of its own: the window is to be gone before Qt is.
        rows, picture = _shown(app, folders, log)
    finally:
        log.close()
    if picture is None:
        raise CheckFailed(f"Nothing was painted for {PATIENCE_MS // 1000} s. {ADVICE['qt']}")
    if rows != len(TITLES) or _colours(picture) < 2 * len(TITLES):
        raise CheckFailed(f"The window shows {rows} of {len(TITLES)} todos, or no words. {ADVICE['window']}")
    return f"painted with {rows} todos, {picture.width()} x {picture.height()}"


def _shown(app: QApplication, folders: Folders, log: ProgramLog) -> tuple[int, QImage | None]:
    """How many rows the window has, and what its table looks like once it is painted."""
    program = Program(app, Options(data_dir=folders.data, offline=True), folders, Environment(), log)
    table = program.window.findChild(QTableView, "todoTable")
    assert isinstance(table, QTableView)  # noqa: S101  (findChild tells no type)
    pictures: list[QImage] = []

    def look_and_close() -> None:
        pictures.append(table.viewport().grab().toImage())
        program.window.end()

    # Qt's network part is linked to libraries of its own.
    other_starts = RequestServer(meeting_place(folders.replica) or app.applicationName())
    program.start()
    after_first_paint(program.window, look_and_close)
    QTimer.singleShot(PATIENCE_MS, app, app.quit)
    app.exec()
    rows = table.model().rowCount()
    other_starts.close()
    program.stop()
    program.deleteLater()
    return rows, pictures[0] if pictures else None


def _write_todos(folders: Folders) -> None:
    database = open_database(folders.replica, Purpose.WINDOW)
    try:
        store = TodoStore(database)
        service = TodoService(store, local_list(store), now=now, new_operation=new_operation)
        for title in TITLES:
            service.add({"title": title})
    finally:
        database.close()


def _colours(image: QImage) -> int:
    """Words have many, for their edges are smoothed; an empty table has a few."""
    converted = image.convertToFormat(QImage.Format.Format_RGB32)  # kept, for its bits are looked at in place
    return len(set(memoryview(converted.constBits()).cast("B").cast("I")))
