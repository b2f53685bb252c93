"""Selected todos, dragged out of the table onto a list of the sidebar."""

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication, QEvent, QMimeData, QObject, QPoint, Qt
from PySide6.QtGui import QDrag, QMouseEvent, QPixmap
from PySide6.QtWidgets import QApplication, QFrame, QLabel

from todo_desktop.gui.theme import metrics
from todo_desktop.gui.todo_table.view import TodoTableView


def packed(todo_ids: Sequence[int]) -> QMimeData:
    """Local ids, for this window alone: another one has other todos with these ids."""
    data = QMimeData()
    data.setData(_format(), ",".join(map(str, todo_ids)).encode())
    return data


def unpacked(data: QMimeData) -> list[int]:
    """Empty where something else is dragged, or todos of another window."""
    return [int(part) for part in bytes(data.data(_format()).data()).decode().split(",") if part]


def _format() -> str:
    return f"application/x-todo-desktop-todos-of-{QCoreApplication.applicationPid()}"


class TodoDragging(QObject):
    """A press on a selected row begins it; one on another row selects, as ever, and so do moves from there."""

    def __init__(self, view: TodoTableView, parent: QObject) -> None:
        super().__init__(parent)
        self._view = view
        self._from: QPoint | None = None
        self._ids: list[int] = []
        view.viewport().installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        if isinstance(event, QMouseEvent):
            if event.type() == QEvent.Type.MouseButtonPress:
                self._press(event)
            elif event.type() == QEvent.Type.MouseButtonRelease:
                self._from = None
            elif event.type() == QEvent.Type.MouseMove and self._from is not None:
                return self._move(event, self._from)
        return super().eventFilter(watched, event)

    def _press(self, event: QMouseEvent) -> None:
        place = event.position().toPoint()
        plain = event.button() == Qt.MouseButton.LeftButton and not event.modifiers()
        chosen = self._view.selectionModel().isSelected(self._view.indexAt(place))
        self._from = place if plain and chosen else None
        self._ids = self._view.selected_ids() if self._from is not None else []

    def _move(self, event: QMouseEvent, begun: QPoint) -> bool:
        if not event.buttons() & Qt.MouseButton.LeftButton:
            self._from = None
            return False
        if (event.position().toPoint() - begun).manhattanLength() < QApplication.startDragDistance():
            return True  # else the rows on the way would be selected
        self._from = None
        self._view.select_ids(self._ids)  # the press left one of them
        drag = QDrag(self._view)
        drag.setMimeData(packed(self._ids))
        drag.setPixmap(self._picture(len(self._ids)))
        drag.setHotSpot(QPoint(-metrics.MEDIUM, -metrics.SMALL))
        drag.exec(Qt.DropAction.MoveAction | Qt.DropAction.CopyAction, Qt.DropAction.MoveAction)
        return True

    def _picture(self, count: int) -> QPixmap:
        """What goes with the pointer: how many todos."""
        label = QLabel(self.tr("1 todo") if count == 1 else self.tr("%Ln todos", "", count))
        label.setFrameShape(QFrame.Shape.Box)
        label.setMargin(metrics.TIGHT)
        return label.grab()
