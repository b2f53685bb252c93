"""About this todo: who made and changed it, what is new, how it stands, as far as that is known; in plain text."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLabel, QPushButton

from tests.gui.conftest import OpenHands
from tests.gui.rows_of_others import row
from tests.gui.window_hands import Hands
from tests.support.gui_desk import Desk
from tests.sync.remote import Remote
from todo_desktop.gui.todo_details import TodoDetails
from todo_desktop.model.answers import Authors, Person
from todo_desktop.testing.fake_nocobase import FakeList, FakeNocoBase, faults
from todo_desktop.testing.hands import WindowHands
from todo_desktop.testing.running import Starter
from todo_desktop.testing.shapes import FULL

# Qt's off-screen platform says this of every dialog.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


def details(hands: WindowHands) -> TodoDetails:
    found = hands.window.findChild(TodoDetails)
    assert found is not None
    return found


def says(hands: Hands, name: str) -> str:
    label = details(hands).findChild(QLabel, name)
    assert label is not None
    return label.text() if label.isVisible() else ""


def about(hands: Hands, title: str) -> None:
    hands.click(hands.row(title), "title")
    hands.key(Qt.Key.Key_Return, Qt.KeyboardModifier.AltModifier)


@pytest.fixture
def hands(away: Desk, open_hands: OpenHands) -> Hands:
    return open_hands(away)


def test_a_key_opens_what_is_known_of_the_selected_todo(hands: Hands) -> None:
    about(hands, "Pay rent")
    assert says(hands, "detailsTitle") == "Pay rent"
    assert says(hands, "detailsCreated") == "Yesterday 10:00"
    assert says(hands, "detailsState") == "The server has all of it"
    assert (says(hands, "detailsList"), says(hands, "detailsServer")) == ("To Dos", "demo.example")
    assert says(hands, "detailsNumber") == "1"
    assert says(hands, "detailsNews") == ""


def test_who_wrote_it_is_told_as_far_as_it_is_known(hands: Hands) -> None:
    desk = hands.desk
    desk.receive([row(1, "Pay rent", updatedById=1), row(2, "Call Ana", updatedById=7), row(3, "Buy milk")])
    ids = desk.worker.held_by_server_id(desk.list.id, [2])
    desk.worker.note_authors(desk.list.id, {ids[2].todo_id: Authors("", None, Person("7", "Ada <b>"))})
    about(hands, "Pay rent")
    assert says(hands, "detailsChanged").endswith("by you")
    about(hands, "Call Ana")
    assert says(hands, "detailsChanged").endswith("by Ada <b>")


def test_what_was_new_is_told_though_the_todo_was_selected_for_it(away: Desk, open_hands: OpenHands) -> None:
    away.receive([row(1, "Pay the rent")])
    hands = open_hands(away)
    hands.qtbot.waitUntil(lambda: hands.sees("newsText"))
    about(hands, "Pay the rent")
    assert not hands.sees("newsText"), "it was looked at"
    assert "Title, before: Pay rent" in says(hands, "detailsNews")


def test_it_follows_what_the_sync_brings_while_it_is_open(hands: Hands) -> None:
    about(hands, "Pay rent")
    hands.desk.receive([row(1, "Pay the rent")])
    hands.qtbot.waitUntil(lambda: says(hands, "detailsTitle") == "Pay the rent")
    assert says(hands, "detailsNews").startswith("Changed by")
    assert "Title, before: Pay rent" in says(hands, "detailsNews")


def test_a_change_on_its_way_and_its_reason_are_told(hands: Hands) -> None:
    about(hands, "Pay rent")
    hands.window.activateWindow()
    hands.desk.service.edit([hands.model.id_at(0)], {"title": "Mine"})
    hands.qtbot.waitUntil(lambda: "Title" in says(hands, "detailsState"))


def test_a_todo_that_goes_meanwhile_is_said_to_be_gone(hands: Hands) -> None:
    about(hands, "Pay rent")
    hands.desk.remove([hands.model.id_at(0)])
    hands.qtbot.waitUntil(lambda: says(hands, "detailsState") == "It is not in the list any more.")
    button = details(hands).findChild(QPushButton, "detailsOpen")
    assert button is not None
    assert not button.isEnabled()


def test_all_of_it_can_be_copied(hands: Hands) -> None:
    about(hands, "Pay rent")
    details(hands)._copy.click()
    copied = QGuiApplication.clipboard().text().splitlines()
    assert copied[0] == "Pay rent"
    assert "ID there: 1" in copied
    assert not any(line.endswith(": ") for line in copied)


def test_it_leads_to_the_servers_own_page(hands: Hands) -> None:
    wanted: list[object] = []
    hands.window.web_page_requested.connect(lambda todo: wanted.append(todo.server_id))
    about(hands, "Pay rent")
    details(hands)._open.click()
    assert wanted == [1]


def test_markup_is_only_text(hands: Hands) -> None:
    hands.desk.receive([row(1, "<img src=x> & <b>bold</b>")])
    hands.qtbot.waitUntil(lambda: hands.titles[0].startswith("<img"))
    about(hands, "<img src=x> & <b>bold</b>")
    assert says(hands, "detailsTitle") == "<img src=x> & <b>bold</b>"
    assert all(label.textFormat() == Qt.TextFormat.PlainText for label in details(hands).findChildren(QLabel)
               if label.objectName())  # fmt: skip


def test_a_local_todo_knows_when_and_has_no_server(local: Hands) -> None:
    about(local, "Pay rent")
    assert says(local, "detailsCreated") == "Today 10:00"
    assert says(local, "detailsState") == "On this computer alone"
    assert (says(local, "detailsServer"), says(local, "detailsNumber")) == ("", "")


def named(fake: FakeNocoBase) -> FakeList:
    """A list with a todo that somebody else made, whose name is known there."""
    mine = fake.open_list(FULL)
    Remote(mine.of_another_user()).create(title="Of somebody else")
    return mine


def test_the_server_is_asked_who_it_was_and_its_answer_is_kept(start_todo_desktop: Starter, fake: FakeNocoBase) -> None:
    server = named(fake)
    running = start_todo_desktop(server)
    running.list.wait_for("Of somebody else")
    running.hands.click(0, "title")
    running.hands.choose("actionDetails")
    found = details(running.hands)
    running.hands.qtbot.waitUntil(lambda: "by u_2" in found.text)
    running.end()
    again = start_todo_desktop(offline=True)
    again.list.wait_for("Of somebody else")
    again.hands.click(0, "title")
    again.hands.choose("actionDetails")
    again_found = details(again.hands)
    assert again_found.text.count("by u_2") == 2, "who created and who changed it"


def test_a_server_that_does_not_answer_leaves_what_is_known(start_todo_desktop: Starter, fake: FakeNocoBase) -> None:
    running = start_todo_desktop(named(fake))
    running.list.wait_for("Of somebody else")
    fake.faults.next("collections:listMeta", faults.CUT_BEFORE)
    asked = len(fake.requests)
    running.hands.click(0, "title")
    running.hands.choose("actionDetails")
    running.hands.qtbot.waitUntil(lambda: len(fake.requests) > asked)
    found = details(running.hands)
    assert "by user 2" in found.text
