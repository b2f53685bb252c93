"""What belongs to others is shown by its name, and links lead to where they say, nowhere else."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit

from tests.gui.conftest import OpenHands
from tests.gui.window_hands import Hands
from tests.support.gui_desk import MakeDesk
from todo_desktop.gui.todo_table.cell_links import links_of
from todo_desktop.gui.todo_table.texts_of_a_kind import address_of, color_of, link_of
from todo_desktop.model.field_rules import Format
from todo_desktop.model.permissions import Grant, Permissions
from todo_desktop.model.query import SortKey
from todo_desktop.model.schema import Collection, Field, FieldKind, guess_roles
from todo_desktop.model.values import Json

FIELDS = (
    Field("id", FieldKind.KEY, "ID", system=True),
    Field("title", FieldKind.TEXT, "Title"),
    Field("link", FieldKind.TEXT, "Link", format=Format.URL),
    Field("assignee", FieldKind.RELATION, "Assignee", target="users", target_title="nickname"),
    Field("watchers", FieldKind.RELATIONS, "Watchers", target="users", target_title="nickname"),
    Field("children", FieldKind.RELATIONS, "Children", target="todos", foreign_key="parentId"),
    Field("files", FieldKind.FILES, "Files", shown_alone=True),
)
COLLECTION = Collection("todos", "Todos", FIELDS, roles=guess_roles(FIELDS))
ANA: dict[str, Json] = {"id": 1, "nickname": "Ana"}
BEN: dict[str, Json] = {"id": 2, "nickname": "ben"}
CHILDREN: list[Json] = [{"id": 7}]
FILES: list[Json] = [
    {"id": 1, "title": "plan", "extname": ".pdf", "url": "/files/main/1.pdf"},
    {"id": 2, "title": "trap", "extname": ".sh", "url": "file:///etc/passwd"},
]


@pytest.fixture
def hands(make_desk: MakeDesk, open_hands: OpenHands) -> Hands:
    desk = make_desk(COLLECTION)
    desk.fill(
        [
            {"title": "One", "link": "https://example.com/a", "assignee": BEN, "watchers": [BEN, ANA], "files": FILES},
            {
                "title": "Two",
                "link": "javascript:alert(1)",
                "assignee": ANA,
                "watchers": [ANA],
                "children": [{"id": 7}],
            },
            {"title": "Three", "watchers": [], "files": []},
        ]
    )
    return open_hands(desk)


def open_by_key(hands: Hands, row: int, field: str) -> None:
    hands.click(row, field)
    hands.key(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)


def test_related_records_and_files_are_shown_by_their_names(hands: Hands) -> None:
    shown: Callable[[int, str], str] = lambda row, field: hands.model.cell(row, hands.column(field)).full  # noqa: E731
    assert [shown(row, "assignee") for row in range(3)] == ["ben", "Ana", ""]
    assert [shown(row, "watchers") for row in range(3)] == ["ben, Ana", "Ana", ""]
    assert shown(0, "files") == "plan.pdf, trap.sh"
    assert shown(1, "children") == "7"


@pytest.mark.parametrize("field", ["assignee", "watchers"])
def test_a_list_is_sorted_by_what_related_records_are_called(hands: Hands, field: str) -> None:
    hands.window.pane.sort(SortKey(field))
    hands.settle()
    assert hands.titles == ["Two", "One", "Three"]


def test_a_link_is_opened_from_its_cell(hands: Hands, addresses_opened: list[str]) -> None:
    open_by_key(hands, 0, "link")
    assert addresses_opened == ["https://example.com/a"]


def test_a_file_is_opened_at_its_server(hands: Hands, addresses_opened: list[str]) -> None:
    open_by_key(hands, 0, "files")
    assert addresses_opened == ["https://demo.example/files/main/1.pdf"]


@pytest.mark.parametrize(
    ("server", "url", "address"),
    [
        ("https://demo.example/api", "/files/1.txt", "https://demo.example/files/1.txt"),
        ("https://demo.example/noco/api", "/files/1.txt", "https://demo.example/noco/files/1.txt"),
        ("https://demo.example/noco/api", "/noco/files/1.txt", "https://demo.example/noco/files/1.txt"),
        ("https://demo.example/noco/api", "https://cdn.example/1.txt", "https://cdn.example/1.txt"),
        ("https://demo.example/noco/api", "//cdn.example/1.txt", ""),
    ],
)
def test_a_file_is_looked_for_below_the_path_of_its_server(server: str, url: str, address: str) -> None:
    field = Field("files", FieldKind.FILES)
    found = links_of(field, [{"id": 1, "title": "a", "url": url}], server)
    assert found == ([("a", address)] if address else [])


def test_a_double_click_on_files_opens_the_first_and_says_where(hands: Hands, addresses_opened: list[str]) -> None:
    hands.double_click(0, "files")
    assert addresses_opened == ["https://demo.example/files/main/1.pdf"]
    assert "must be signed in to NocoBase" in hands.text("editorNote")


def test_what_is_no_link_opens_nothing(hands: Hands, addresses_opened: list[str]) -> None:
    for row, field in ((1, "link"), (2, "link"), (0, "title"), (2, "files")):
        open_by_key(hands, row, field)
    assert addresses_opened == []


def test_why_files_cannot_be_edited_is_said(hands: Hands) -> None:
    hands.double_click(2, "files")
    assert "They are added and taken away there." in hands.text("editorNote")


def test_children_are_edited_only_where_the_role_may(make_desk: MakeDesk, open_hands: OpenHands) -> None:
    limited = Permissions(update=Grant(fields=frozenset({"title"})))
    desk = make_desk(COLLECTION, permissions=limited)
    desk.fill([{"title": "One", "children": CHILDREN}])
    hands = open_hands(desk)
    hands.double_click(0, "children")
    assert hands.text("editorNote") == "Your role may not change this field."
    assert hands.view.delegate.editor is None


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("https://example.com", "https://example.com"),
        ("example.com/a", "https://example.com/a"),
        ("localhost:13000", ""),
        ("HTTP://example.com", "HTTP://example.com"),
        ("javascript:alert(1)", ""),
        ("file:///etc/passwd", ""),
        ("ftp://example.com", ""),
        ("nonsense", ""),
        ("..", ""),
    ],
)
def test_only_safe_addresses_are_links(text: str, address: str) -> None:
    assert address_of(text) == address


@pytest.mark.parametrize(
    ("kind", "text", "address"),
    [
        (Format.EMAIL, "ada@example.com", "mailto:ada@example.com"),
        (Format.EMAIL, "ada", ""),
        (Format.EMAIL, "a b@example.com", ""),
        (Format.PHONE, "+49 (30) 12-34", "tel:+49301234"),
        (Format.PHONE, "none", ""),
        (Format.URL, "https://example.com/a b", ""),
        (Format.URL, " ", ""),
    ],
)
def test_mail_and_phone_lead_to_their_programs(kind: Format, text: str, address: str) -> None:
    assert link_of(kind, text) == address


@pytest.mark.parametrize(
    ("text", "color"),
    [
        ("#1677FF", "#1677ff"), ("#FF0", "#ffff00"), ("#1677ff80", "#1677ff"), (" #abc ", "#aabbcc"),
        ("red", ""), ("1677ff", ""), ("#12345", ""), ("#xyz", ""), ("", ""),
    ],
)  # fmt: skip
def test_a_colour_is_known_by_its_figures(text: str, color: str) -> None:
    assert color_of(text) == color


@pytest.mark.parametrize("text", ["nonsense", "not a link", "https:// example.com"])
def test_what_is_no_web_address_is_said_while_it_is_typed(hands: Hands, text: str) -> None:
    hands.double_click(0, "link")
    assert isinstance(hands.editor, QLineEdit)
    hands.editor.selectAll()
    QTest.keyClicks(hands.editor, text)
    QTest.keyClick(hands.editor, Qt.Key.Key_Return)
    assert hands.text("editorNote") == "This is not a web address. Type for example https://example.com."
    assert hands.value(0, "link") == "https://example.com/a"
    QTest.keyClick(hands.editor, Qt.Key.Key_Escape)


@pytest.mark.parametrize("text", ["example.com/a?b", "localhost:3000", "/files/1", "https://intranet", ""])
def test_an_address_of_any_form_may_be_typed(hands: Hands, text: str) -> None:
    hands.double_click(0, "link")
    assert isinstance(hands.editor, QLineEdit)
    hands.editor.selectAll()
    QTest.keyClicks(hands.editor, text or "\b")
    QTest.keyClick(hands.editor, Qt.Key.Key_Return)
    hands.settle()
    assert hands.value(0, "link") == text
