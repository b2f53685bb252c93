"""Nothing is uploaded before its owner knows what has no place on the server."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton, QRadioButton
from pytestqt.qtbot import QtBot

from todo_desktop.gui.upload_dialog import UploadChoice, UploadDialog

# Qt's off-screen platform says this of every dialog.
pytestmark = pytest.mark.qt_log_ignore("does not support propagateSizeHints", extend=True)

Offer = Callable[..., tuple[UploadDialog, list[UploadChoice]]]


@pytest.fixture
def offer(qtbot: QtBot) -> Offer:
    def make(
        count: int = 7, missing: tuple[str, ...] = (), *, has_notes: bool = False, host: str = "demo.example"
    ) -> tuple[UploadDialog, list[UploadChoice]]:
        dialog = UploadDialog(count, host, missing, has_notes=has_notes)
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
