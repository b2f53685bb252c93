"""Nothing goes to another list before its owner knows what has no place there."""

import pytest
from PySide6.QtWidgets import QAbstractButton, QLabel, QPushButton, QRadioButton
from pytestqt.qtbot import QtBot

from todo_desktop.gui.carry_dialog import CarryDialog
from todo_desktop.model.misfits import Misfits, UnfitValues

# Qt's off-screen platform says this of every dialog.
pytestmark = pytest.mark.qt_log_ignore("does not support propagateSizeHints", extend=True)

LONG = Misfits(
    unfit=(UnfitValues("Title", is_title=True, too_long=True, count=1, todos=("Once upon a time",)),), todos=1
)


def opened(qtbot: QtBot, misfits: Misfits, *, moves: bool, count: int = 35) -> CarryDialog:
    dialog = CarryDialog(count, "todos", misfits, moves=moves)
    qtbot.addWidget(dialog)
    dialog.show()
    return dialog


def text(dialog: CarryDialog, name: str) -> str:
    found = dialog.findChild(QLabel, name) or dialog.findChild(QRadioButton, name)
    assert isinstance(found, QLabel | QRadioButton)
    return found.text()


@pytest.mark.parametrize(
    ("moves", "question", "without"),
    [
        (True, "Move 35 todos to “todos”?", "Leave that todo where it is, and move the others"),
        (False, "Copy 35 todos to “todos”?", "Copy with the title cut"),
    ],
)
def test_a_title_that_is_too_long_there_is_told_with_what_becomes_of_it(
    qtbot: QtBot, moves: bool, question: str, without: str
) -> None:
    dialog = opened(qtbot, LONG, moves=moves)
    assert text(dialog, "carryQuestion") == question
    assert text(dialog, "carryMissing") == "1 title is longer than “todos” takes: “Once upon a time”."
    assert text(dialog, "carryIntoNotes") == "Cut the title, and put the whole of it into the notes"
    assert text(dialog, "carryWithout") == without


@pytest.mark.parametrize("can_take_notes", [True, False])
def test_what_has_no_column_goes_into_the_notes_where_there_are_notes(qtbot: QtBot, can_take_notes: bool) -> None:
    dialog = opened(qtbot, Misfits(("Due", "Tags"), todos=2, can_take_notes=can_take_notes), moves=False)
    assert text(dialog, "carryMissing") == "“todos” has no column for: Due, Tags."
    assert text(dialog, "carryWithout") == "Copy without them"
    go = dialog.findChild(QPushButton, "carryButton")
    assert go is not None
    with qtbot.waitSignal(dialog.chosen) as chosen:
        go.click()
    assert chosen.args == [can_take_notes]


@pytest.mark.parametrize(
    ("count", "question"), [(1, "This todo cannot be moved to “todos”"), (2, "2 todos cannot be moved to “todos”")]
)
def test_a_move_is_not_offered_where_every_todo_would_stay(qtbot: QtBot, count: int, question: str) -> None:
    dialog = opened(qtbot, Misfits(("Due",), todos=count, can_take_notes=False), moves=True, count=count)
    assert text(dialog, "carryQuestion") == question
    assert text(dialog, "carryMissing").startswith("“todos” has no column for: Due.\n")
    them = "it" if count == 1 else "them"
    assert f"To have {them} there without that, use “Copy to”." in text(dialog, "carryMissing")
    shown = [each.objectName() for each in dialog.findChildren(QAbstractButton) if each.isVisible()]
    assert shown == ["carryCancel"]


def test_todos_that_fit_are_still_moved_where_others_must_stay(qtbot: QtBot) -> None:
    dialog = opened(qtbot, Misfits(("Due",), todos=1, can_take_notes=False), moves=True, count=2)
    assert text(dialog, "carryQuestion") == "Move 2 todos to “todos”?"
    assert text(dialog, "carryWithout") == "Leave that todo where it is, and move the others"
    go = dialog.findChild(QPushButton, "carryButton")
    assert go is not None
    assert go.isVisible()
