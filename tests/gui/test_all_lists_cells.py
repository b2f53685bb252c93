"""The cells of all lists together: each value as in its own list, and edited by that list's field."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from tests.gui.window_hands import Hands
from tests.support.gui_desk import Desk, MakeDesk
from todo_desktop.app.list_choice import lists_together
from todo_desktop.gui.all_lists.names import names_of
from todo_desktop.gui.sidebar.entries import ListEntry
from todo_desktop.gui.todo_table.editors.choice import ChoiceEditor
from todo_desktop.model.held import Held
from todo_desktop.model.lists import ALL_LISTS, ListAddress, ListIdentity, TodoList
from todo_desktop.model.permissions import Grant, Permissions
from todo_desktop.model.schema import Collection, Field, FieldKind, FieldRoles, Option
from todo_desktop.model.todo import Todo

FIELDS = (
    Field("id", FieldKind.KEY, system=True),
    Field("subject", FieldKind.TEXT, "Subject", max_length=10),
    Field("finished", FieldKind.BOOLEAN, "Finished"),
    Field("deadline", FieldKind.DATETIME, "Deadline"),
    Field("weight", FieldKind.SELECT, "Weight", options=(Option("a", "Now", "volcano"), Option("b", "Later", "green"))),
    Field("createdById", FieldKind.INTEGER, system=True),
)
ROLES = FieldRoles(title="subject", done="finished", due="deadline", priority="weight")
BARE = (Field("id", FieldKind.KEY, system=True), Field("title", FieldKind.TEXT, "Title"))


class Together:
    """A window on three lists: of this computer, one that calls everything otherwise, and one with titles alone."""

    def __init__(self, desk: Desk, hands_of: Callable[[Desk], Hands]) -> None:
        self.desk = desk
        store = desk.store
        self.here = desk.list
        self.other = store.open_list(
            ListIdentity("https://a.example/api", "tickets", "1"),
            Collection("tickets", "Tickets", FIELDS, roles=ROLES, created_by="createdById"),
        )
        self.bare = store.open_list(
            ListIdentity("https://b.example/api", "bare", "1"),
            Collection("bare", "Bare", BARE, roles=FieldRoles(title="title")),
        )
        desk.service.add({"title": "Here", "priority": "high", "due": "2026-11-25"})
        ticket = {"subject": "Ticket", "weight": "b", "deadline": "2026-11-20T08:00:00.000Z"}
        store.put(Held(0, self.other.id, 1, ticket))
        store.put(Held(0, self.bare.id, 1, {"title": "Bare"}))
        desk.service.open_list(lists_together(store, (self.here, self.other, self.bare)))
        self.hands = hands_of(desk)

    def cell(self, title: str, column: str) -> object:
        return self.hands.model.cell(self.hands.row(title), self.hands.column(column))

    def todo(self, title: str) -> Todo:
        todo = self.hands.model.todo_at(self.hands.row(title))
        assert todo is not None
        return todo


@pytest.fixture
def together(make_desk: MakeDesk, open_hands: Callable[[Desk], Hands]) -> Together:
    return Together(make_desk(), open_hands)


def test_labels_colours_and_days_are_those_of_each_list(together: Together) -> None:
    model, hands = together.hands.model, together.hands
    priority, due = hands.column("priority"), hands.column("due")
    assert [(chip.text, chip.color) for chip in model.cell(hands.row("Here"), priority).chips] == [("High", "red")]
    assert [(chip.text, chip.color) for chip in model.cell(hands.row("Ticket"), priority).chips] == [("Later", "green")]
    assert model.cell(hands.row("Here"), due).text == "Tomorrow"
    late = model.cell(hands.row("Ticket"), due)
    assert (late.tone, late.text.partition(",")[0]) == ("danger", "Overdue")


def test_a_column_that_a_list_has_not_is_blank_and_says_so(together: Together) -> None:
    model, row = together.hands.model, together.hands.row("Bare")
    for column in ("done", "due", "priority"):
        place = together.hands.column(column)
        assert model.cell(row, place).full == ""
        assert model.obstacle(row, place) == "This list has no such column."
        assert not model.flags(model.index(row, place)) & Qt.ItemFlag.ItemIsEditable


def test_the_editor_of_a_cell_is_that_of_its_list(together: Together) -> None:
    hands = together.hands
    hands.double_click(hands.row("Ticket"), "priority")
    editor = hands.editor
    assert isinstance(editor, ChoiceEditor)
    assert {"Now", "Later"} <= {editor.item(place).text() for place in range(editor.count())}
    QTest.keyClick(editor, Qt.Key.Key_Escape)
    hands.double_click(hands.row("Ticket"), "title")
    QTest.keyClicks(hands.editor, "much longer than its list allows")
    QTest.keyClick(hands.editor, Qt.Key.Key_Return)
    assert together.todo("Ticket").values["subject"] == "Ticket"
    QTest.keyClick(hands.editor, Qt.Key.Key_Escape)


def test_a_rule_about_single_todos_of_one_list_holds_for_these_alone(together: Together) -> None:
    desk = together.desk
    own = Permissions(update=Grant(own=True))
    desk.store.save_schema(together.other.id, together.other.collection, own)
    held = desk.store.held([together.todo("Ticket").id]).popitem()[1]
    desk.store.put(Held(held.todo_id, held.list_id, 1, {**held.values, "createdById": 99}))
    desk.service.reload_list()
    together.hands.window.show_list()
    model, hands = together.hands.model, together.hands
    model.refresh_all()
    assert "only the todos that you created" in model.obstacle(hands.row("Ticket"), hands.column("title"))
    assert model.obstacle(hands.row("Here"), hands.column("title")) == ""


def test_a_column_that_is_new_on_a_server_is_there_while_all_are_in_sight(together: Together) -> None:
    fields = (*BARE, Field("due", FieldKind.DATE, "Due"))
    collection = Collection("bare", "Renamed", fields, roles=FieldRoles(title="title", due="due"))
    together.desk.store.save_schema(together.bare.id, collection, Permissions())
    together.desk.service.reload_list()
    together.hands.window.show_list()
    row = together.hands.row("Bare")
    assert together.hands.model.obstacle(row, together.hands.column("due")) == ""
    assert together.hands.model.cell(row, together.hands.column("list")).full == "Renamed (b.example)"


def test_whole_rows_are_copied_with_what_each_list_holds(together: Together) -> None:
    together.hands.window.pane.view.selectAll()
    together.hands.choose("actionCopyRows")
    rows = [line.split("\t") for line in QApplication.clipboard().text().splitlines()]
    assert rows == [
        ["Done", "Title", "Due", "Priority", "List"],
        ["Open", "Here", "2026-11-25", "High", "To do (On this computer)"],
        ["Open", "Ticket", "2026-11-20T08:00:00.000Z", "Later", "Tickets (a.example)"],
        ["", "Bare", "", "", "Bare (b.example)"],
    ]
    together.hands.choose("actionCopy")
    assert QApplication.clipboard().text().splitlines() == ["Here", "Ticket", "Bare"]


def test_those_that_have_a_checkbox_are_ticked_and_the_others_are_passed_over(together: Together) -> None:
    together.hands.window.pane.view.selectAll()
    together.hands.choose("actionDone")
    assert together.todo("Here").values["completed"] is True
    assert together.todo("Ticket").values["finished"] is True
    together.hands.window.pane.view.selectAll()
    together.hands.choose("actionDone")
    assert together.todo("Ticket").values["finished"] is False, "all that can be are done: they are open again"


def test_a_field_is_gone_to_here_where_it_is_shown_else_in_its_list(together: Together) -> None:
    chosen: list[object] = []
    window = together.hands.window
    window.list_chosen.connect(chosen.append)
    addresses = [
        ListAddress(each.identity.base_url, each.identity.collection) if each.identity else ListAddress()
        for each in (together.here, together.other, together.bare)
    ]
    lists = (together.here, together.other, together.bare)
    entries = [
        ListEntry(address, "A", str(n), each.id) for n, (address, each) in enumerate(zip(addresses, lists, strict=True))
    ]
    window.show_lists([ListEntry(ALL_LISTS, "All", ""), *entries], ALL_LISTS)
    window.go_to(together.todo("Ticket").id, "weight")
    assert isinstance(together.hands.editor, ChoiceEditor)
    QTest.keyClick(together.hands.editor, Qt.Key.Key_Escape)
    assert chosen == []
    window.go_to(together.todo("Here").id, "notes")
    assert chosen == [addresses[0]]


def test_lists_that_are_called_alike_are_told_apart() -> None:
    def made(list_id: int, host: str, title: str, user: str = "1") -> TodoList:
        return TodoList(list_id, ListIdentity(f"https://{host}/api", "todos", user), Collection("todos", title))

    lists = (made(1, "a", "Todos"), made(2, "b", "Todos"), made(3, "b", "Jobs"), made(4, "b", "Todos", "2"))
    assert list(names_of(lists).values()) == ["Todos · a", "Todos · b", "Jobs", "Todos · b (2)"]
