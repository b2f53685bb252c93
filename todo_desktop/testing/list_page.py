"""The list of todos, as a test speaks of it: by titles and by the names of fields."""

from typing import Literal

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit

from todo_desktop.gui.todo_table.columns import Part
from todo_desktop.model.query import SortKey
from todo_desktop.model.todo import SyncState
from todo_desktop.testing.hands import WindowHands

Show = Literal["all", "open", "done"]
_FILTERS: dict[Show, str] = {"all": "filterAll", "open": "filterOpen", "done": "filterDone"}


class ListPage:
    """Each verb does what a person would do, and returns once the window shows what came of it. Of several todos of one
    title the first is meant."""

    def __init__(self, hands: WindowHands) -> None:
        self._hands = hands

    # What is shown

    @property
    def shown(self) -> list[str]:
        """The titles of the rows, from the first to the last, whether scrolled to or not."""
        return self._hands.titles

    @property
    def done(self) -> list[str]:
        """Those of them that are ticked."""
        model, column = self._hands.model, self._hands.column_of(Part.DONE)
        ticked = [model.cell(row, column).checked for row in range(model.rowCount())]
        return [title for title, is_done in zip(self.shown, ticked, strict=True) if is_done]

    @property
    def selected(self) -> list[str]:
        return self._hands.selected

    def text(self, title: str, field: str) -> str:
        """The words of that cell: `"tomorrow"`, `"home, work"`."""
        return self._hands.model.cell(self._hands.row(title), self._hands.column(field)).full

    def mark(self, title: str) -> str:
        """Why the todo carries a mark at the row's end: "waiting", "failed" or "conflict"; empty where it has none."""
        state = self._hands.model.cell(self._hands.row(title), self._hands.column_of(Part.MARK)).mark
        return "" if state is SyncState.SYNCED else state.name.lower()

    def wait_for(self, *titles: str) -> None:
        """Until just these are shown, in whatever order."""

        def is_so() -> None:
            assert sorted(self.shown) == sorted(titles)

        self._hands.qtbot.waitUntil(is_so)

    # What is done

    def add(self, title: str) -> None:
        """Type it into the line at the top."""
        self._hands.add(title)

    def edit(self, title: str, text: str, *, field: str = "") -> None:
        """Type *text* into the cell of that *field*, else over the title, as far as its editor is one line."""
        hands = self._hands
        hands.double_click(hands.row(title), field or hands.field_of(Part.TITLE))
        editor = hands.editor
        assert isinstance(editor, QLineEdit), f"{field} is not edited by typing"
        editor.selectAll()
        QTest.keyClicks(editor, text)
        QTest.keyClick(editor, Qt.Key.Key_Return)
        hands.settle()

    def tick(self, title: str) -> None:
        """Or untick."""
        self._hands.click(self._hands.row(title), self._hands.field_of(Part.DONE))

    def select(self, title: str, *more: str) -> None:
        where = self._hands.field_of(Part.TITLE)
        self._hands.click(self._hands.row(title), where)
        for other in more:
            self._hands.click(self._hands.row(other), where, Qt.KeyboardModifier.ControlModifier)

    def delete(self, title: str, *more: str) -> None:
        """It can be undone for eight seconds, and is not sent to a server before."""
        self.select(title, *more)
        self._hands.choose("actionDelete")

    def undo(self) -> None:
        self._hands.choose("actionUndo")

    def redo(self) -> None:
        self._hands.choose("actionRedo")

    def search(self, text: str) -> None:
        """For *text*; an empty one shows all again."""
        self._hands.choose("actionSearch")
        self._hands.window.search.clear()
        self._hands.type(text)

    def filter(self, show: Show) -> None:
        self._hands.press(_FILTERS[show])

    def sort(self, field: str, *, descending: bool = False) -> None:
        """By that *field*; an empty one is the list's own order."""
        if field:
            self._hands.column(field)
        self._hands.window.pane.sort(SortKey(field, descending) if field else None)
        self._hands.settle()
