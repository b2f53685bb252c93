"""A relation is edited by typing some of a name, and picking."""

from collections.abc import Callable, Sequence

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QListWidget

from tests.gui.conftest import OpenHands
from tests.gui.test_links_and_related import ANA, BEN, COLLECTION
from tests.gui.window_hands import Hands
from tests.support.gui_desk import MakeDesk
from todo_desktop.gui.todo_table.editors.related import RelatedEditor, id_typed
from todo_desktop.model.errors import Problem
from todo_desktop.model.found import FoundRecords
from todo_desktop.model.schema import Field
from todo_desktop.model.values import Json

CARLA: dict[str, Json] = {"id": 3, "nickname": "Carla"}
ANNETTE: dict[str, Json] = {"id": 4, "nickname": "Annette"}
Key = Qt.Key


class Asked:
    """Stands where the server would be asked; remembers what for."""

    def __init__(self, found: FoundRecords) -> None:
        self.found = found
        self.texts: list[str] = []

    def look(self, _field: Field, text: str) -> "Asked":
        self.texts.append(text)
        return self

    def of(self, _todo_id: int) -> "Asked":
        return self

    def find(self) -> FoundRecords:
        return self.found

    def cancel(self) -> None:
        pass


@pytest.fixture
def hands(make_desk: MakeDesk, open_hands: OpenHands) -> Hands:
    desk = make_desk(COLLECTION)
    desk.fill([{"title": "One", "assignee": BEN, "watchers": [BEN, ANA]}])
    return open_hands(desk)


@pytest.fixture
def ask(hands: Hands) -> Callable[..., Asked]:
    def answer(records: Sequence[Json] = (ANA, BEN, CARLA, ANNETTE), *, asked: bool = True) -> Asked:
        finder = Asked(FoundRecords(tuple(records), None if asked else Problem.CONNECTION_REFUSED, asked))
        hands.window.set_finder(finder)
        return finder

    return answer


def opened(hands: Hands, field: str, text: str = "") -> RelatedEditor:
    hands.double_click(0, field)
    editor = hands.editor
    assert isinstance(editor, RelatedEditor)
    QTest.keyClicks(editor, text)
    hands.qtbot.waitUntil(lambda: not editor.looking)
    return editor


def choices(hands: Hands) -> QListWidget:
    (found,) = hands.window.findChildren(QListWidget, "relatedChoices")
    return found


def offered(hands: Hands) -> list[str]:
    found = choices(hands)
    return [found.item(row).text() for row in range(found.count())]


def enter(hands: Hands, *keys: Key) -> None:
    for key in (*keys, Key.Key_Return):
        QTest.keyClick(hands.editor, key)
    hands.settle()


def test_what_the_server_has_is_offered(hands: Hands, ask: Callable[..., Asked]) -> None:
    ask()
    assert opened(hands, "assignee").text() == "ben"
    assert offered(hands) == ["None", "ben", "Ana", "Carla", "Annette"]
    QTest.keyClick(hands.editor, Key.Key_Escape)


def test_typing_narrows_and_asks_for_what_is_typed(hands: Hands, ask: Callable[..., Asked]) -> None:
    finder = ask()
    opened(hands, "assignee", "ANN")
    assert offered(hands) == ["None", "Annette"]
    assert finder.texts[-1] == "ANN"
    enter(hands)
    assert hands.value(0, "assignee") == ANNETTE


def test_the_record_of_just_that_name_is_meant(hands: Hands, ask: Callable[..., Asked]) -> None:
    ask([ANA, {"id": 9, "nickname": "Anastasia"}])
    opened(hands, "assignee", "ana")
    enter(hands)
    assert hands.value(0, "assignee") == ANA


def test_what_several_are_called_is_not_guessed(hands: Hands, ask: Callable[..., Asked]) -> None:
    ask()
    opened(hands, "assignee", "an")
    enter(hands)
    assert hands.text("editorNote") == "Several are called so. Pick one of them."
    assert hands.editor.typed() == "an"
    enter(hands, Key.Key_Down, Key.Key_Down)
    assert hands.value(0, "assignee") == ANNETTE


def test_a_name_that_nobody_has_is_said_and_stays(hands: Hands, ask: Callable[..., Asked]) -> None:
    ask()
    opened(hands, "assignee", "Zoe")
    enter(hands)
    assert hands.text("editorNote") == "Nothing here is called so."
    assert not hands.part("editorNote").geometry().intersects(hands.part("relatedChoices").geometry())
    assert hands.editor.typed() == "Zoe"
    QTest.keyClick(hands.editor, Key.Key_Escape)
    assert hands.value(0, "assignee") == BEN


def test_a_click_takes_a_record_and_the_first_line_takes_it_away(hands: Hands, ask: Callable[..., Asked]) -> None:
    ask()
    for row, taken in ((3, CARLA), (0, None)):
        opened(hands, "assignee")
        found = choices(hands)
        where: QPoint = found.visualItemRect(found.item(row)).center()
        QTest.mouseClick(found.viewport(), Qt.MouseButton.LeftButton, pos=where)
        hands.settle()
        assert hands.value(0, "assignee") == taken


def test_records_of_a_relation_to_many_are_ticked(hands: Hands, ask: Callable[..., Asked]) -> None:
    ask()
    opened(hands, "watchers")
    enter(hands, Key.Key_Space, Key.Key_Down, Key.Key_Down, Key.Key_Space)
    assert hands.value(0, "watchers") == [ANA, CARLA]
    hands.choose("actionUndo")
    assert hands.value(0, "watchers") == [BEN, ANA]


def test_enter_takes_what_was_typed_for_a_relation_to_many(hands: Hands, ask: Callable[..., Asked]) -> None:
    ask()
    opened(hands, "watchers", "ann")
    enter(hands)
    assert hands.value(0, "watchers") == [BEN, ANA, ANNETTE]
    opened(hands, "watchers", "ana")
    enter(hands)
    assert hands.value(0, "watchers") == [BEN, ANA, ANNETTE], "what is ticked already stays so"


def test_enter_takes_what_was_gone_to_among_what_was_typed(hands: Hands, ask: Callable[..., Asked]) -> None:
    ask()
    opened(hands, "watchers", "an")
    enter(hands)
    assert hands.text("editorNote") == "Several are called so. Pick one of them."
    enter(hands, Key.Key_Down)
    assert hands.value(0, "watchers") == [BEN, ANA, ANNETTE]


def test_what_was_gone_to_stays_so_when_the_server_answers(hands: Hands, ask: Callable[..., Asked]) -> None:
    finder = ask()
    editor = opened(hands, "watchers")
    finder.found = FoundRecords((*finder.found.records, {"id": 8, "nickname": "Anders"}))
    QTest.keyClicks(editor, "an")
    QTest.keyClick(editor, Key.Key_Down)
    assert "Anders" not in offered(hands)
    hands.qtbot.waitUntil(lambda: "Anders" in offered(hands))
    enter(hands)
    assert hands.value(0, "watchers") == [BEN, ANA, ANNETTE]


def test_a_name_that_nobody_has_is_said_for_a_relation_to_many(hands: Hands, ask: Callable[..., Asked]) -> None:
    ask()
    opened(hands, "watchers", "Zoe")
    enter(hands)
    assert hands.text("editorNote") == "Nothing here is called so."
    QTest.keyClick(hands.editor, Key.Key_Escape)
    assert hands.value(0, "watchers") == [BEN, ANA]


def test_what_was_ticked_below_a_typed_name_is_all_that_is_taken(hands: Hands, ask: Callable[..., Asked]) -> None:
    ask()
    opened(hands, "watchers", "an")
    enter(hands, Key.Key_Down, Key.Key_Space, Key.Key_Up)
    assert hands.value(0, "watchers") == [BEN, ANA, ANNETTE]


def test_without_the_server_what_is_known_here_can_be_picked(hands: Hands, ask: Callable[..., Asked]) -> None:
    ask([ANA, BEN], asked=False)
    opened(hands, "assignee")
    assert offered(hands)[-1] == "The server was not asked. These are known here."
    enter(hands, Key.Key_Down)
    assert hands.value(0, "assignee") == ANA


def test_a_role_that_may_not_list_the_records_is_told_so_where_it_can_be_read(
    hands: Hands, ask: Callable[..., Asked]
) -> None:
    ask().found = FoundRecords((ANA, BEN), Problem.MAY_NOT_VIEW)
    opened(hands, "assignee")
    assert offered(hands)[-1] == "Your role may not list them. These are known here; of any other, type its id."
    listed = choices(hands)
    note = listed.visualItemRect(listed.item(listed.count() - 1))
    room = listed.fontMetrics().boundingRect(note, Qt.TextFlag.TextWordWrap, offered(hands)[-1])
    assert room.height() <= note.height()
    assert listed.viewport().rect().contains(note), "no need to scroll to it"


@pytest.fixture
def unlisted(ask: Callable[..., Asked]) -> Asked:
    """The role may not list the people; Ana and Ben are known."""
    finder = ask()
    finder.found = FoundRecords((ANA, BEN), Problem.MAY_NOT_VIEW)
    return finder


def test_who_may_not_list_the_records_types_an_id(hands: Hands, unlisted: Asked) -> None:
    opened(hands, "assignee", "42")
    assert offered(hands)[:2] == ["None", "Id 42"]
    enter(hands)
    assert hands.value(0, "assignee") == {"id": 42}
    opened(hands, "assignee", "1")
    assert offered(hands)[1] == "Ana", "an id that is known is its record's"
    enter(hands)
    assert hands.value(0, "assignee") == ANA
    opened(hands, "watchers", "42")
    enter(hands, Key.Key_Down, Key.Key_Space)
    assert hands.value(0, "watchers") == [BEN, ANA, {"id": 42}]
    assert len(unlisted.texts) > 2


def test_what_cannot_be_an_id_is_a_name_still(hands: Hands, unlisted: Asked) -> None:
    opened(hands, "assignee", "Zoe")
    enter(hands)
    assert hands.text("editorNote") == "Nothing here is called so."
    QTest.keyClick(hands.editor, Key.Key_Escape)
    unlisted.found = FoundRecords(({"id": 9, "nickname": "Team 4"},), Problem.MAY_NOT_VIEW)
    opened(hands, "assignee", "4")
    assert offered(hands)[1:3] == ["Team 4", "Id 4"]
    enter(hands)
    assert hands.text("editorNote") == "Several are called so. Pick one of them."
    QTest.keyClick(hands.editor, Key.Key_Escape)
    assert hands.value(0, "assignee") == BEN


def test_where_they_can_be_listed_a_number_is_no_id(hands: Hands, ask: Callable[..., Asked]) -> None:
    ask()
    opened(hands, "assignee", "42")
    assert offered(hands) == ["None"]
    QTest.keyClick(hands.editor, Key.Key_Escape)


@pytest.mark.parametrize(
    ("text", "known", "found"),
    [
        (" 42 ", [], 42),
        ("007", ["1"], None),
        ("9007199254740993", ["1"], "9007199254740993"),
        ("0b9d3c0e-1f2a-4b5c-8d6e-7f8091a2b3c4", [], "0b9d3c0e-1f2a-4b5c-8d6e-7f8091a2b3c4"),
        ("V1StGXR8_Z5jdHi6B-myT", ["xStGXR8_Z5jdHi6B-myT9"], "V1StGXR8_Z5jdHi6B-myT"),
        ("Ana", ["1", "todo 3"], None),
        ("Ana Zoe", ["todo 33"], None),
        ("", [], None),
    ],
)
def test_what_looks_like_an_id_of_the_collection_is_one(text: str, known: list[str], found: object) -> None:
    assert id_typed(text, known) == found


def test_nothing_is_changed_by_looking(hands: Hands, ask: Callable[..., Asked]) -> None:
    ask()
    opened(hands, "watchers")
    enter(hands)
    opened(hands, "assignee")
    enter(hands)
    assert hands.desk.queries.outbox(hands.desk.list.id) == []
