"""What a person does with the window of a desk, for the tests that click and type."""

from pytestqt.qtbot import QtBot

from tests.support.gui_desk import Desk
from todo_desktop.model.values import Json
from todo_desktop.testing.hands import WindowHands


class Hands(WindowHands):
    """Opens the desk's window and works in it."""

    def __init__(self, desk: Desk, qtbot: QtBot) -> None:
        super().__init__(desk.open_window(), qtbot)
        self.desk = desk
        self.bring_up()

    def value(self, row: int, field: str) -> Json:
        """As it is stored."""
        todo = self.desk.queries.rows([self.model.id_at(row)])[0]
        return todo.values.get(field)
