"""What a person sees in the window and does with it: eyes, mouse and keys."""

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton, QWidget
from pytestqt.qtbot import QtBot

from todo_desktop.gui.main_window import MainWindow
from todo_desktop.gui.todo_table.columns import Part
from todo_desktop.gui.todo_table.editors import Editor

SIZE = (1280, 720)
NO_MODIFIER = Qt.KeyboardModifier.NoModifier


class WindowHands:
    """On *window*, once `bring_up` has shown it. Rows and columns count from 0, fields go by their names."""

    def __init__(self, window: MainWindow, qtbot: QtBot) -> None:
        self.window = window
        self.qtbot = qtbot
        self.view = window.pane.view
        self.model = window.pane.model

    def bring_up(self) -> None:
        """Until the window can be typed into, and shows its list."""
        self.window.resize(*SIZE)
        self.window.show()
        self.qtbot.waitExposed(self.window)
        self.window.activateWindow()
        self.qtbot.waitUntil(self.window.isActiveWindow)
        self.settle()

    def settle(self) -> None:
        """Until everything that was asked of the reader thread is shown."""
        self.qtbot.waitUntil(lambda: self.window.pane.contents.settled)

    # Eyes

    @property
    def titles(self) -> list[str]:
        """Of the rows, in their order."""
        column = self.column_of(Part.TITLE)
        return [str(self.model.index(row, column).data()) for row in range(self.model.rowCount())]

    @property
    def selected(self) -> list[str]:
        titles = self.titles
        return [titles[row] for row in self.view.selected_rows()]

    def row(self, title: str) -> int:
        """The first row of that title."""
        titles = self.titles
        assert title in titles, f"no todo is called {title!r}; shown are {titles}"
        return titles.index(title)

    def column(self, field: str) -> int:
        fields = [column.key for column in self.model.columns]
        assert field in fields, f"no column is called {field!r}; there are {fields}"
        return fields.index(field)

    def column_of(self, part: Part) -> int:
        parts = [column.part for column in self.model.columns]
        assert part in parts, f"the list has no {part.value}"
        return parts.index(part)

    def field_of(self, part: Part) -> str:
        return self.model.columns[self.column_of(part)].key

    def cell(self, row: int, field: str) -> QRect:
        """Where it is painted, in the table; it is scrolled to."""
        index = self.model.index(row, self.column(field))
        self.view.scrollTo(index)
        return self.view.visualRect(index)

    def part(self, name: str) -> QWidget:
        """The widget of that object name."""
        found = self.window.findChild(QWidget, name)
        assert isinstance(found, QWidget), f"no widget is called {name}"
        return found

    def action(self, name: str) -> QAction:
        found = self.window.findChild(QAction, name)
        assert isinstance(found, QAction), f"no action is called {name}"
        return found

    def text(self, name: str) -> str:
        """What the label, button or field of that name says."""
        words = getattr(self.part(name), "text", None)
        assert callable(words), f"{name} holds no text"
        return str(words())

    def sees(self, name: str) -> bool:
        """Whether a widget of that name is there and to be seen."""
        found = self.window.findChild(QWidget, name)
        return isinstance(found, QWidget) and found.isVisible()

    def button_text(self, name: str) -> str:
        button = self.part(name)
        assert isinstance(button, QPushButton)
        return button.text()

    @property
    def editor(self) -> Editor:
        found = self.view.delegate.editor
        assert found is not None, "no editor is open"
        return found

    # Hands

    def click(self, row: int, field: str, modifiers: Qt.KeyboardModifier = NO_MODIFIER) -> None:
        where = self.cell(row, field).center()
        QTest.mouseClick(self.view.viewport(), Qt.MouseButton.LeftButton, modifiers, where)
        self.settle()

    def double_click(self, row: int, field: str) -> None:
        where = self.cell(row, field).center()
        QTest.mouseClick(self.view.viewport(), Qt.MouseButton.LeftButton, pos=where)
        QTest.mouseDClick(self.view.viewport(), Qt.MouseButton.LeftButton, pos=where)

    def click_at(self, part: QWidget, where: QPoint) -> None:
        QTest.mouseClick(part, Qt.MouseButton.LeftButton, pos=where)

    def press(self, name: str) -> None:
        button = self.part(name)
        assert isinstance(button, QPushButton)
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)
        self.settle()

    def press_tool(self, name: str) -> None:
        QTest.mouseClick(self.part(name), Qt.MouseButton.LeftButton)
        self.settle()

    def choose(self, action: str) -> None:
        """As from its menu."""
        self.action(action).trigger()
        self.settle()

    def key(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = NO_MODIFIER) -> None:
        """To whatever has the focus."""
        QTest.keyClick(self._focused(), key, modifiers)
        self.settle()

    def type(self, text: str) -> None:
        QTest.keyClicks(self._focused(), text)
        self.settle()

    def add(self, title: str) -> None:
        self.key(Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
        self.type(title)
        self.key(Qt.Key.Key_Return)

    def _focused(self) -> QWidget:
        target = self.window.focusWidget()
        assert target is not None, "nothing has the focus"
        return target
