"""`python -m tests.screenshots`: pictures of the main window, light and dark, for the README, into `resources/`."""

import os
import sys
import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path

from msgspec.structs import replace

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QDeadlineTimer
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QApplication, QLabel

from tests.support.gui_desk import NOW, Desk, theme_for
from todo_desktop.gui.main_window import MainWindow
from todo_desktop.model.errors import Problem
from todo_desktop.model.permissions import Permissions
from todo_desktop.model.schema import Collection, Field, FieldKind, Option, guess_roles
from todo_desktop.model.status import Phase, SyncStatus
from todo_desktop.model.values import Json

PICTURES = Path(__file__).resolve().parents[2] / "resources" / "screenshots"
PATIENCE_MS = 10_000
WIDTH, HEIGHT = 1180, 680

_PRIORITIES = (Option("high", "High", "red"), Option("medium", "Medium", "blue"), Option("low", "Low", "default"))
_TAGS = (Option("home", "home", "cyan"), Option("work", "work", "geekblue"), Option("errand", "errand", "orange"))
_FIELDS = (
    Field("completed", FieldKind.BOOLEAN, "Completed"),
    Field("title", FieldKind.TEXT, "Title"),
    Field("tags", FieldKind.MULTI_SELECT, "Tags", options=_TAGS),
    Field("due", FieldKind.DATE, "Due"),
    Field("priority", FieldKind.SELECT, "Priority", options=_PRIORITIES),
    Field("hours", FieldKind.NUMBER, "Hours"),
    Field("notes", FieldKind.LONG_TEXT, "Notes"),
)
COLLECTION = Collection("todos", "To do", _FIELDS, roles=guess_roles(_FIELDS))
# Title, days until due, priority, tags, hours, notes, done
TODOS: tuple[tuple[str, int | None, str | None, tuple[str, ...], float | None, str, bool], ...] = (
    ("Send the signed offer to Mertens", -3, "high", ("work",), 0.5, "The second page needs a date.", False),
    ("Call Ana about the venue", 0, "medium", ("work",), None, "Ask for the small hall, 40 seats.", False),
    ("Water the plants on the balcony", 0, None, ("home",), None, "", False),
    ("Review pull request: retry on lost replies", 0, "medium", ("work",), 1.5, "", False),
    ("Buy milk, oats, coffee", 1, "low", ("errand", "home"), None, "", False),
    ("Pick up the parcel", 1, None, ("errand",), None, "Bring the passport.", False),
    ("Draft the talk for the user group", 4, "high", ("work",), 6, "Offline first: what we learned.", False),
    ("Renew the library card", 9, "low", ("errand",), None, "", False),
    ("Plan the trip to Porto", 21, None, ("home",), 2, "", False),
    ("Pay the electricity bill", 0, "medium", ("home",), None, "", True),
    ("Answer the accountant", -1, "medium", ("work",), 0.25, "", True),
    ("Book the dentist", -2, None, ("errand",), None, "", True),
)


def main() -> int:
    app = QApplication(["todo-desktop"])
    app.setFont(QFont("Inter", 10))
    PICTURES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        desk = Desk(Path(folder), theme_for(app), collection=COLLECTION, permissions=Permissions())
        ids = desk.fill([_row(*todo) for todo in TODOS])
        desk.service.edit([ids[1]], {"priority": "high"})
        desk.service.edit([ids[3]], {"hours": 2.0})
        _refuse(desk, ids[3])
        window = desk.open_window()
        window.resize(WIDTH, HEIGHT)
        window.show()
        desk.bridge.post_status(SyncStatus(Phase.IDLE, last_sync=NOW - 120_000))
        for name in ("light", "dark"):
            desk.theme.prefer(name)
            _take(app, window, PICTURES / f"main-{name}.png")
        desk.close()
    return 0


def _row(
    title: str,
    days: int | None,
    priority: str | None,
    tags: tuple[str, ...],
    hours: float | None,
    notes: str,
    done: bool,
) -> dict[str, Json]:
    today = datetime.fromtimestamp(NOW / 1000, UTC).date()
    return {
        "title": title,
        "due": None if days is None else str(today + timedelta(days=days)),
        "priority": priority,
        "tags": list(tags),
        "hours": hours,
        "notes": notes,
        "completed": done,
    }


def _refuse(desk: Desk, todo_id: int) -> None:
    """As if the role might not write what was changed."""
    held = desk.worker.held([todo_id])[todo_id]
    desk.worker.put(replace(held, entries=tuple(entry.parked(Problem.FIELD_REFUSED) for entry in held.entries)))


def _take(app: QApplication, window: MainWindow, picture: Path) -> None:
    """Once the status has arrived and everything was painted."""
    deadline = QDeadlineTimer(PATIENCE_MS)
    while "synced" not in _status(window) and not deadline.hasExpired():
        app.processEvents()
    window.pane.view.selectRow(1)
    app.processEvents()
    window.grab().save(str(picture))


def _status(window: MainWindow) -> str:
    label = window.status.findChild(QLabel, "statusConnection")
    return label.text() if isinstance(label, QLabel) else ""


if __name__ == "__main__":
    sys.exit(main())
