"""What a person does with the window, for the tests that click and type."""

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton, QWidget
from pytestqt.qtbot import QtBot

from tests.support.gui_desk import Desk
from todo_desktop.gui.main_window import MainWindow
from todo_desktop.gui.todo_table.editors import Editor
from todo_desktop.model.values import Json


class Hands:
    """Opens the desk's window and works in it."""

    def __init__(self, desk: Desk, qtbot: QtBot) -> None:
        self.desk = desk
        self.qtbot = qtbot
        self.window: MainWindow = desk.open_window()
        self.window.resize(1280, 720)
        self.window.show()
        qtbot.waitExposed(self.window)
        self.window.activateWindow()
        qtbot.waitUntil(self.window.isActiveWindow)
        self.view = self.window.pane.view
        self.model = self.window.pane.model
        self.settle()

    def settle(self) -> None:
        """Until everything that was asked of the reader thread is shown."""
        self.qtbot.waitUntil(lambda: self.window.pane.contents.settled)

    # Eyes

    @property
    def titles(self) -> list[str]:
        column = self.column(self.desk.list.collection.roles.title)
        return [str(self.model.index(row, column).data()) for row in range(self.model.rowCount())]

    @property
    def selected(self) -> list[str]:
        titles = self.titles
        return [titles[row] for row in self.view.selected_rows()]

    def column(self, field: str) -> int:
        return [column.key for column in self.model.columns].index(field)

    def cell(self, row: int, field: str) -> QRect:
        self.view.scrollTo(self.model.index(row, self.column(field)))
        return self.view.visualRect(self.model.index(row, self.column(field)))

    def value(self, row: int, field: str) -> Json:
        todo = self.desk.queries.rows([self.model.id_at(row)])[0]
        return todo.values.get(field)

    def part(self, name: str) -> QWidget:
        found = self.window.findChild(QWidget, name)
        assert isinstance(found, QWidget), f"no widget is called {name}"
        return found

    def text(self, name: str) -> str:
        part = self.part(name)
        words = getattr(part, "text", None)
        assert callable(words)
        return str(words())

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

    def click(self, row: int, field: str, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
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

    def key(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        """To whatever has the focus."""
        target = self.window.focusWidget()
        QTest.keyClick(target, key, modifiers)
        self.settle()

    def type(self, text: str) -> None:
        target = self.window.focusWidget()
        assert target is not None
        QTest.keyClicks(target, text)
        self.settle()

    def add(self, title: str) -> None:
        self.key(Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
        self.type(title)
        self.key(Qt.Key.Key_Return)
