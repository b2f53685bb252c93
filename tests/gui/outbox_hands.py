"""Hands for the outbox in the window: edits made here, what the sync would do to them, and what is read there."""

from collections.abc import Callable, Mapping

from msgspec.structs import replace
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton, QWidget

from tests.gui.window_hands import Hands
from tests.support.gui_desk import FULL_COLLECTION, NOW
from todo_desktop.gui.outbox.panel import OutboxPanel
from todo_desktop.model.change import Entry
from todo_desktop.model.changes import Changes
from todo_desktop.model.instants import to_instant
from todo_desktop.model.status import SyncStatus
from todo_desktop.model.values import Json
from todo_desktop.sync import plan


def post(hands: Hands, status: SyncStatus) -> None:
    with hands.qtbot.waitSignal(hands.desk.bridge.status):
        hands.desk.bridge.post_status(status)
    hands.settle()


def sync(hands: Hands, todo_id: int, change: Callable[[Entry], Entry]) -> None:
    """As the sync moves the entries of a todo."""
    held = hands.desk.worker.held([todo_id])[todo_id]
    hands.desk.worker.put(replace(held, entries=tuple(change(entry) for entry in held.entries)))
    tell(hands, todo_id)


def read(hands: Hands, todo_id: int, **values: Json) -> None:
    """The sync reads the todo's row with these values: what was edited here too is in dispute."""
    held = hands.desk.worker.held([todo_id])[todo_id]
    row = {**(held.base or {}), "updatedAt": to_instant(NOW - 120_000), "updatedById": 5, **values}
    hands.desk.worker.put(plan.on_read(held, row, FULL_COLLECTION))
    tell(hands, todo_id)


def lose(hands: Hands, todo_id: int) -> None:
    """The sync finds the todo's row gone."""
    gone = plan.on_absent(hands.desk.worker.held([todo_id])[todo_id])
    assert gone is not None
    hands.desk.worker.put(gone)
    tell(hands, todo_id)


def tell(hands: Hands, todo_id: int) -> None:
    with hands.qtbot.waitSignal(hands.desk.bridge.changes):
        hands.desk.bridge.post_changes(Changes(hands.desk.list.id, changed=frozenset({todo_id}), outbox=True))
    hands.settle()


def edit(hands: Hands, row: int, values: Mapping[str, Json]) -> int:
    todo_id = hands.model.id_at(row)
    hands.desk.service.edit([todo_id], values)
    hands.settle()
    return todo_id


def panel(hands: Hands) -> OutboxPanel:
    """Open, with everything that is on its way now."""
    hands.window.outbox.open()
    found = hands.part("outboxPanel")
    assert isinstance(found, OutboxPanel)
    return found


def lines(hands: Hands) -> list[str]:
    model = panel(hands).model
    return [str(model.index(row, 0).data()) for row in range(model.rowCount())]


def words_in(part: QWidget) -> str:
    return "\n".join(label.text() for label in part.findChildren(QLabel))


def in_dispute(hands: Hands, row: int = 0) -> int:
    """Title and tags were changed here and there."""
    todo_id = edit(hands, row, {"title": "Mine", "tags": ["home"]})
    read(hands, todo_id, title="Theirs", tags=["work"])
    return todo_id


def choose(hands: Hands, field: str, button: str) -> None:
    group = hands.part(f"choice-{field}")
    found = group.findChild(QPushButton, button)
    assert isinstance(found, QPushButton)
    QTest.mouseClick(found, Qt.MouseButton.LeftButton)
    hands.settle()
