"""Nothing is uploaded before its owner knows what has no place on the server."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton, QRadioButton
from pytestqt.qtbot import QtBot

from todo_desktop.gui.upload_dialog import UploadChoice, UploadDialog
from todo_desktop.model.misfits import Misfits, UnfitValues

# Qt's off-screen platform says this of every dialog.
pytestmark = pytest.mark.qt_log_ignore("does not support propagateSizeHints", extend=True)

Offer = Callable[..., tuple[UploadDialog, list[UploadChoice]]]


@pytest.fixture
def offer(qtbot: QtBot) -> Offer:
    def make(
        count: int = 7,
        missing: tuple[str, ...] = (),
        *,
        unfit: tuple[UnfitValues, ...] = (),
        has_notes: bool = False,
        host: str = "demo.example",
    ) -> tuple[UploadDialog, list[UploadChoice]]:
        todos = sum(each.count for each in unfit) + len(missing)
        dialog = UploadDialog(count, host, Misfits(missing, unfit, todos=todos, can_take_notes=has_notes))
        qtbot.addWidget(dialog)
        chosen: list[UploadChoice] = []
        dialog.chosen.connect(chosen.append)
        dialog.show()
        return dialog, chosen

    return make


def press(dialog: UploadDialog, name: str) -> None:
    button = dialog.findChild(QPushButton, name)
    assert button is not None
    button.click()


def text(dialog: UploadDialog, name: str) -> str:
    label = dialog.findChild(QLabel, name)
    return label.text() if label is not None else ""


def radio(dialog: UploadDialog, name: str) -> QRadioButton:
    button = dialog.findChild(QRadioButton, name)
    assert button is not None
    return button


@pytest.mark.parametrize(("count", "said"), [(1, "Upload 1 todo to"), (7, "Upload 7 todos to")])
def test_the_question_names_how_many_and_where_to(count: int, said: str, offer: Offer) -> None:
    dialog, _ = offer(count)
    assert text(dialog, "uploadQuestion") == f"{said} demo.example?"


def test_the_list_can_be_used_while_the_question_stands(offer: Offer) -> None:
    assert not offer()[0].isModal()


def test_with_a_column_for_everything_there_is_nothing_more_to_choose(offer: Offer) -> None:
    dialog, chosen = offer()
    assert text(dialog, "uploadMissing") == ""
    press(dialog, "uploadButton")
    assert chosen == [UploadChoice.UPLOAD]


def test_values_without_a_column_are_named_and_go_into_the_notes_where_there_are_notes(offer: Offer) -> None:
    dialog, chosen = offer(missing=("Due", "Priority"), has_notes=True)
    assert "Due, Priority" in text(dialog, "uploadMissing")
    press(dialog, "uploadButton")
    assert chosen == [UploadChoice.UPLOAD_INTO_NOTES]


def test_values_without_a_column_can_stay_here(offer: Offer) -> None:
    dialog, chosen = offer(missing=("Due",), has_notes=True)
    radio(dialog, "uploadKeepValues").click()
    press(dialog, "uploadButton")
    assert chosen == [UploadChoice.UPLOAD_AND_LEAVE_SOME]


def test_a_title_that_is_too_long_is_said_to_be_that_and_the_others_are_let_alone(offer: Offer) -> None:
    long = UnfitValues("Title", is_title=True, too_long=True, count=1, todos=("Once upon a time there was " * 11,))
    dialog, _ = offer(35, unfit=(long,), has_notes=True)
    said = "1 title is longer than the server takes: “Once upon a time there was Once upon a…”."
    assert text(dialog, "uploadMissing") == said
    assert radio(dialog, "uploadIntoNotes").text() == "Cut the title, and put the whole of it into the notes"
    assert radio(dialog, "uploadKeepValues").text() == "Leave that todo on this computer, and upload the others"


def test_missing_columns_and_values_that_do_not_fit_are_told_apart(offer: Offer) -> None:
    titles = UnfitValues("Title", is_title=True, too_long=True, count=5, todos=("One", "Two", "Three"))
    priorities = UnfitValues("Priority", is_title=False, too_long=False, count=1, todos=("Buy milk",))
    dialog, _ = offer(35, ("Due",), unfit=(titles, priorities), has_notes=True)
    assert text(dialog, "uploadMissing").splitlines() == [
        "The server has no column for: Due.",
        "5 titles are longer than the server takes: “One”, “Two”, “Three”, 2 more.",
        "Priority is not as the server takes it, in 1 todo: “Buy milk”.",
    ]
    into_notes = radio(dialog, "uploadIntoNotes").text()
    assert into_notes == "Put them into the notes, and cut what is too long in titles"
    assert radio(dialog, "uploadKeepValues").text() == "Leave those 7 todos on this computer, and upload the others"


def test_without_notes_on_the_server_they_are_not_offered(offer: Offer) -> None:
    dialog, chosen = offer(missing=("Due",))
    assert not radio(dialog, "uploadIntoNotes").isVisible()
    press(dialog, "uploadButton")
    assert chosen == [UploadChoice.UPLOAD_AND_LEAVE_SOME]


def test_everything_can_stay_here(offer: Offer) -> None:
    dialog, chosen = offer()
    press(dialog, "uploadLeave")
    assert chosen == [UploadChoice.LEAVE]


def test_escape_and_closing_upload_nothing(offer: Offer) -> None:
    first, chosen = offer()
    QTest.keyClick(first, Qt.Key.Key_Escape)
    assert chosen == [UploadChoice.LEAVE]
    second, chosen = offer()
    second.close()
    assert chosen == [UploadChoice.LEAVE]


def test_enter_uploads(offer: Offer) -> None:
    dialog, chosen = offer()
    QTest.keyClick(dialog, Qt.Key.Key_Return)
    assert chosen == [UploadChoice.UPLOAD]


def test_names_from_the_server_are_only_text(offer: Offer) -> None:
    dialog, _ = offer(missing=("<b>Due</b>",), host="<i>demo</i>")
    for name in ("uploadQuestion", "uploadMissing"):
        label = dialog.findChild(QLabel, name)
        assert label is not None
        assert label.textFormat() == Qt.TextFormat.PlainText
