"""Every type of field, there and back: edited in the window and read from the server, changed there and shown here.

`tests/run server` plays it on a real NocoBase, too.
"""

from typing import Any

import pytest
from PySide6.QtCore import QLocale, Qt, QTime
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QListWidget, QPlainTextEdit

from tests.contract.site import OpenList
from tests.sync.remote import Remote
from todo_desktop.gui.todo_table.editors.related import RelatedEditor
from todo_desktop.testing.hands import WindowHands
from todo_desktop.testing.running import Starter, TodoDesktop
from todo_desktop.testing.shapes import EVERY_KIND, RELATED

TITLE = "Every field"
PATIENCE_MS = 30_000

NINE, HALF_PAST_TWO = (QLocale().toString(at, QLocale.FormatType.ShortFormat) for at in (QTime(9, 5), QTime(14, 30)))

TYPED: dict[str, tuple[str, Any, str]] = {
    "share": ("12.5", 0.125, "12.5 %"),
    "link": (" https://example.com/a ", "https://example.com/a", "https://example.com/a"),
    "mail": ("ada@example.com", "ada@example.com", "ada@example.com"),
    "phone": ("+49 30 1234", "+49 30 1234", "+49 30 1234"),
    "cost": ("1234.5", "1234.50", "1,234.50"),
    "mood": ("Work", "work", "Work"),
    "boxes": ("Home", ["home"], "Home"),
    "grade": ("Two", 2, "Two"),
    "daily": ("9:05", "09:05:00", NINE),
    "colour": ("#1677ff", "#1677ff", "#1677ff"),
    "icon": ("mailoutlined", "mailoutlined", "mailoutlined"),
    "data": ('{"b": [1, null], "a": "x"}', {"b": [1, None], "a": "x"}, '{"a":"x","b":[1,null]}'),
    "sorted": ("[3, 1]", [3, 1], "[3,1]"),
    "readme": ("# Head\n\nwith *text*", "# Head\n\nwith *text*", "# Head\n\nwith *text*"),
    "page": ("One & two\nthree", "<p>One &amp; two</p><p>three</p>", "One & two\nthree"),
    "file": ("https://example.com/1.txt", "https://example.com/1.txt", "https://example.com/1.txt"),
    "script": ("if x:\n  y", "if x:\n  y", "if x:\n  y"),
    "effort": ("7", 7, "7"),
    "code": ("ABC", "ABC", "ABC"),
}
THERE: dict[str, tuple[Any, str]] = {
    "share": (0.5, "50 %"),
    "cost": ("2.00", "2.00"),
    "mood": ("home", "Home"),
    "boxes": (["work", "home"], "Home, Work"),
    "grade": (1, "One"),
    "daily": ("14:30", HALF_PAST_TWO),
    "data": ({"c": True}, '{"c":true}'),
    "page": ("<p>a <b>bold</b> word</p>", "a bold word"),
    "effort": (21, "21"),
}


@pytest.fixture
def remote(open_list: OpenList) -> Remote:
    found = Remote(open_list(EVERY_KIND))
    found.create(title=TITLE)
    return found


@pytest.fixture
def running(start_todo_desktop: Starter, remote: Remote) -> TodoDesktop:
    started = start_todo_desktop(remote.site)
    started.hands.qtbot.waitUntil(lambda: started.list.shown == [TITLE], timeout=PATIENCE_MS)
    return started


def type_into(hands: WindowHands, field: str, text: str) -> None:
    """As a person edits that cell of the only todo."""
    hands.double_click(0, field)
    editor = hands.editor
    if isinstance(editor, QListWidget):
        QTest.keyClicks(editor, text[:1])
        if editor.currentItem().flags() & Qt.ItemFlag.ItemIsUserCheckable:
            QTest.keyClick(editor, Qt.Key.Key_Space)
        QTest.keyClick(editor, Qt.Key.Key_Return)
    elif isinstance(editor, QPlainTextEdit):
        editor.selectAll()
        editor.insertPlainText(text)
        QTest.keyClick(editor, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    else:
        assert isinstance(editor, QLineEdit), f"{field} is not typed"
        editor.selectAll()
        QTest.keyClicks(editor, text)
        QTest.keyClick(editor, Qt.Key.Key_Return)
    hands.settle()
    assert hands.view.delegate.editor is None, f"{field}: {hands.text('editorNote')}"


def test_what_is_typed_into_every_type_is_on_the_server(running: TodoDesktop, remote: Remote) -> None:
    for field, (text, _, shown) in TYPED.items():
        type_into(running.hands, field, text)
        assert running.list.text(TITLE, field) == shown, field
    running.outbox.wait_until_sent()
    row = remote.row(TITLE)
    assert {name: row[name] for name in TYPED} == {name: stored for name, (_, stored, _) in TYPED.items()}
    assert {name: running.list.text(TITLE, name) for name in TYPED} == {name: t[2] for name, t in TYPED.items()}
    assert running.list.text(TITLE, "twice") == "14"
    assert running.list.text(TITLE, "number") == row["number"]


def test_what_is_changed_on_the_server_is_shown_in_every_type(running: TodoDesktop, remote: Remote) -> None:
    remote.update(remote.row(TITLE)["id"], **{name: value for name, (value, _) in THERE.items()})
    running.hands.choose("actionRefresh")

    def is_shown() -> None:
        assert {n: running.list.text(TITLE, n) for n in THERE} == {n: words for n, (_, words) in THERE.items()}

    running.hands.qtbot.waitUntil(is_shown, timeout=PATIENCE_MS)


def test_a_new_todo_has_the_servers_defaults_at_once(running: TodoDesktop) -> None:
    running.list.add("New")
    assert running.list.text("New", "effort") == "3"


@pytest.mark.parametrize(
    ("field", "text", "words"),
    [
        ("effort", "101", "The most that fits here is 100."),
        ("code", "abc", "The server wants another form here: ^[A-Z]+$"),
        ("code", "A", "At least 2 letters are wanted here."),
        ("code", "ABCDE", "At most 4 letters fit here; these are 5."),
        ("mail", "not mail", "This is not an e-mail address. Type for example ada@example.com."),
        ("daily", "late", f"This is not a time of day. Type for example {HALF_PAST_TWO}."),
        ("colour", "mauve", "This is not a colour. Type for example #2457d6, or pick one."),
        ("cost", "123456789", "This number is too large for the field."),
        ("data", '{"a": 1,\n"b"', "This is not JSON; look at line 2."),
    ],
)
def test_what_the_server_would_refuse_is_said_at_the_cell_and_stays_as_typed(
    running: TodoDesktop, field: str, text: str, words: str
) -> None:
    hands = running.hands
    with pytest.raises(AssertionError):
        type_into(hands, field, text)
    assert hands.text("editorNote").startswith(words)
    assert hands.editor.typed() == text
    QTest.keyClick(hands.editor, Qt.Key.Key_Escape)


@pytest.fixture
def related(open_list: OpenList) -> Remote:
    found = Remote(open_list(RELATED))
    found.create(title=TITLE, watchers=[1])
    found.create(title="Another")
    found.create(title="Below")
    return found


def pick(running: TodoDesktop, field: str, *keys: Qt.Key, text: str = "") -> None:
    """In the picker of that relation of the todo of TITLE, once the server was asked."""
    hands = running.hands
    hands.double_click(hands.row(TITLE), field)
    editor = hands.editor
    assert isinstance(editor, RelatedEditor)
    QTest.keyClicks(editor, text)
    hands.qtbot.waitUntil(lambda: not editor.looking, timeout=PATIENCE_MS)
    for key in (*keys, Qt.Key.Key_Return):
        QTest.keyClick(editor, key)
    hands.settle()
    assert hands.view.delegate.editor is None, hands.text("editorNote")


def pointed_to(related: Remote) -> tuple[Any, Any, list[Any]]:
    """The ids of the assignee, the parent and the watchers on the server."""
    row = related.row(TITLE, "assignee", "parent", "watchers")
    assignee, parent = (row[name] and row[name]["id"] for name in ("assignee", "parent"))
    return assignee, parent, [user["id"] for user in row["watchers"]]


def test_relations_are_picked_and_taken_away_in_the_window(start_todo_desktop: Starter, related: Remote) -> None:
    running = start_todo_desktop(related.site)
    running.hands.qtbot.waitUntil(lambda: len(running.list.shown) == 3, timeout=PATIENCE_MS)
    another = related.row("Another")["id"]
    pick(running, "assignee", text="Roo")  # known by the watchers, though this role may not list users
    pick(running, "parent", text="Anoth")  # found on the server
    pick(running, "watchers", Qt.Key.Key_Space)
    pick(running, "children", Qt.Key.Key_Space)  # its parent is not offered: Below is all that is left
    assert (running.list.text(TITLE, "watchers"), running.list.text(TITLE, "children")) == ("", "Below")
    assert (running.list.text(TITLE, "assignee"), running.list.text(TITLE, "parent")) == ("Root", "Another")
    running.outbox.wait_until_sent()
    assert pointed_to(related) == (1, another, [])
    assert related.row("Below", "parent")["parent"]["title"] == TITLE
    running.hands.qtbot.waitUntil(lambda: running.list.text("Below", "parent") == TITLE, timeout=PATIENCE_MS)
    pick(running, "watchers", Qt.Key.Key_Space)
    pick(running, "assignee", Qt.Key.Key_Up)
    running.outbox.wait_until_sent()
    assert pointed_to(related) == (None, another, [1])
    assert running.list.text(TITLE, "watchers") == "Root"
