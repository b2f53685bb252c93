"""The settings: what is wrong is said where it was typed, nothing is lost, and nobody waits for a network."""

from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Event
from typing import TypeVar

import pytest
from msgspec.structs import replace
from PySide6.QtCore import QCoreApplication, QEvent, QObject, QPoint, Qt, QThread
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QCheckBox, QComboBox, QLabel, QLineEdit, QPushButton, QSpinBox, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from todo_desktop.gui.settings_dialog.dialog import SettingsDialog
from todo_desktop.gui.settings_dialog.findings import Place, place_of
from todo_desktop.gui.settings_dialog.result import SettingsResult
from todo_desktop.gui.theme.icons import Icons
from todo_desktop.gui.theme.palette import LIGHT
from todo_desktop.model.connection import ApiKey, Connection
from todo_desktop.model.diagnosis import CollectionChoice, Diagnosis, KeyFacts
from todo_desktop.model.errors import Problem
from todo_desktop.model.lists import local_collection
from todo_desktop.settings.api_keys import Stored
from todo_desktop.settings.preferences import Preferences, ThemeChoice
from todo_desktop.settings.resources import resources_folder

# Qt's off-screen platform says this of every dialog.
pytestmark = pytest.mark.qt_log_ignore("does not support propagateSizeHints", extend=True)

CONNECTED = Preferences(base_url="https://demo.example/api", collection="todos")
WORKS = Diagnosis(
    base_url="https://demo.example/api",
    server_version="2.2.15",
    user_id=1,
    user_name="Ana",
    key=KeyFacts(role="member", user_id=1, issued_at=1, expires_at=1_798_761_600_000),
    collections=(CollectionChoice("todos", "To Dos"), CollectionChoice("tasks", "")),
    collection=replace(local_collection({}), name="todos", title="To Dos"),
    latency_ms=23.4,
)

W = TypeVar("W", bound=QWidget)


class StubTester:
    """Answers with `diagnosis`; waits before that while `hangs` is set."""

    def __init__(self) -> None:
        self.diagnosis = WORKS
        self.tested: list[Connection] = []
        self.may_answer = Event()
        self.may_answer.set()
        self.entered = Event()

    def test(self, connection: Connection) -> Diagnosis:
        self.tested.append(connection)
        self.entered.set()
        self.may_answer.wait(10)
        return self.diagnosis

    def cancel(self) -> None:
        self.may_answer.set()


def wait_for_no_thread(qtbot: QtBot) -> None:
    app = QCoreApplication.instance()
    assert app is not None
    qtbot.waitUntil(lambda: not app.findChildren(QThread))


class Opened:
    """A dialog that is shown, and what came out of it."""

    def __init__(self, qtbot: QtBot, tester: StubTester, preferences: Preferences, stored: Stored | None) -> None:
        self.qtbot = qtbot
        self.tester = tester
        self.asked_for_key: list[str] = []
        icons = Icons(resources_folder() / "icons", LIGHT)
        self.dialog = SettingsDialog(preferences, stored, self._load_key, lambda: tester, icons, user_id="1")
        self.results: list[SettingsResult] = []
        self.dialog.accepted_settings.connect(self.results.append)
        qtbot.addWidget(self.dialog)
        self.dialog.show()

    def _load_key(self, base_url: str) -> ApiKey:
        self.asked_for_key.append(base_url)
        return ApiKey("stored-key")

    def find(self, kind: type[W], name: str) -> W:
        found = self.dialog.findChild(kind, name)
        assert found is not None, name
        return found

    def line(self, name: str) -> QLineEdit:
        return self.find(QLineEdit, name)

    def button(self, name: str) -> QPushButton:
        return self.find(QPushButton, name)

    def note(self, field: str) -> str:
        label = self.find(QLabel, f"{field}Note")
        return label.text() if label.isVisibleTo(self.dialog) else ""

    def test(self) -> None:
        self.button("testConnectionButton").click()
        self.wait_for_result()

    def wait_for_result(self) -> None:
        self.qtbot.waitUntil(lambda: self.button("testConnectionButton").text() == "Test connection")

    def result_text(self) -> str:
        return self.find(QLabel, "testResult").text()

    def facts(self) -> str:
        card = self.find(QWidget, "testFacts")
        labels = card.findChildren(QLabel) if card.isVisibleTo(self.dialog) else []
        return "\n".join(label.text() for label in labels)

    def save(self) -> SettingsResult | None:
        self.button("saveButton").click()
        self.wait_for_result()
        return self.results[-1] if self.results else None


Open = Callable[..., Opened]


@pytest.fixture
def tester() -> StubTester:
    return StubTester()


@pytest.fixture
def opened(qtbot: QtBot, tester: StubTester) -> Iterator[Open]:
    def make(preferences: Preferences = CONNECTED, stored: Stored | None = Stored.KEYRING) -> Opened:
        return Opened(qtbot, tester, preferences, stored)

    yield make
    tester.may_answer.set()
    wait_for_no_thread(qtbot)


FIELD_OF = {
    Place.ADDRESS: "baseUrlField",
    Place.KEY: "apiKeyField",
    Place.COLLECTION: "collectionField",
    Place.CA_FILE: "caFileField",
    Place.PROXY: "proxyField",
}


@pytest.mark.parametrize("problem", list(Problem), ids=lambda problem: problem.value)
def test_each_problem_is_told_at_the_field_that_it_concerns(problem: Problem, opened: Open, tester: StubTester) -> None:
    tester.diagnosis = Diagnosis(CONNECTED.base_url, problem, "their words")
    page = opened()
    page.test()
    place = place_of(problem)
    told = page.result_text() if place is Place.RESULT else page.note(FIELD_OF[place])
    assert len(told) > 20
    if place is not Place.RESULT:
        assert page.find(QWidget, FIELD_OF[place]).property("invalid") is True
        assert page.find(QWidget, FIELD_OF[place]).accessibleDescription() == told
        others = [name for name in FIELD_OF.values() if name != FIELD_OF[place]]
        assert not any(page.find(QWidget, name).property("invalid") for name in others)


@pytest.mark.parametrize(
    "problem",
    [Problem.ADDRESS_NOT_FOUND, Problem.KEY_EXPIRED, Problem.COLLECTION_MISSING, Problem.CERTIFICATE, Problem.PROXY],
)
def test_the_field_that_hinders_has_the_focus(problem: Problem, opened: Open, tester: StubTester) -> None:
    tester.diagnosis = Diagnosis(CONNECTED.base_url, problem)
    page = opened()
    page.test()
    assert page.dialog.focusWidget() is page.find(QWidget, FIELD_OF[place_of(problem)])


def test_a_problem_goes_when_its_field_is_edited(opened: Open, tester: StubTester) -> None:
    tester.diagnosis = Diagnosis(CONNECTED.base_url, Problem.KEY_WRONG)
    page = opened()
    page.test()
    QTest.keyClicks(page.line("apiKeyField"), "new")
    assert "refused" not in page.note("apiKeyField")
    assert not page.line("apiKeyField").property("invalid")
    assert page.result_text() == ""


def test_a_connection_that_works_tells_what_was_found(opened: Open) -> None:
    page = opened()
    page.test()
    assert page.result_text() == "The connection works."
    shown = page.facts()
    for fact in ("NocoBase 2.2.15, answered in 23 ms", "Ana", "member", "2027", "To Dos, 7 columns"):
        assert fact in shown


def test_what_the_key_may_not_do_is_told(opened: Open, tester: StubTester) -> None:
    tester.diagnosis = replace(WORKS, limits=(Problem.MAY_NOT_CREATE, Problem.MAY_NOT_DELETE))
    page = opened()
    page.test()
    assert "with limits" in page.result_text()
    assert "may not add" in page.facts()
    assert "may not delete" in page.facts()
    assert "may not change" not in page.facts()


def test_a_missing_api_part_is_mended_in_the_field_and_said(opened: Open, tester: StubTester) -> None:
    page = opened(Preferences(), None)
    page.line("baseUrlField").setText("https://demo.example/")
    page.test()
    assert page.line("baseUrlField").text() == "https://demo.example/api"
    assert "Completed" in page.note("baseUrlField")
    saved = page.save()
    assert saved is not None
    assert saved.preferences.base_url == "https://demo.example/api"
    assert len(tester.tested) == 1, "the mended address needs no second test"


def test_text_of_the_server_is_only_text(opened: Open, tester: StubTester) -> None:
    tester.diagnosis = replace(WORKS, user_name="<b>Ana</b><img src=x>")
    page = opened()
    page.test()
    card = page.find(QWidget, "testFacts")
    label = next(label for label in card.findChildren(QLabel) if "Ana" in label.text())
    assert label.textFormat() == Qt.TextFormat.PlainText


def test_the_collections_that_the_key_may_see_can_be_chosen_and_others_typed(opened: Open) -> None:
    page = opened()
    combo = page.find(QComboBox, "collectionField")
    combo.setEditText("mine")
    page.test()
    assert combo.currentText() == "mine"
    assert [combo.itemText(row) for row in range(combo.count())] == ["To Dos (todos)", "tasks"]
    combo.setCurrentIndex(0)
    combo.activated.emit(0)
    assert combo.currentText() == "todos"


def test_the_stored_key_is_used_but_never_shown(opened: Open, tester: StubTester) -> None:
    page = opened()
    assert page.line("apiKeyField").text() == ""
    assert "stored in the system's keyring" in page.note("apiKeyField")
    page.test()
    assert tester.tested[-1].api_key == ApiKey("stored-key")
    assert page.asked_for_key == [CONNECTED.base_url]
    assert all("stored-key" not in label.text() for label in page.dialog.findChildren(QLabel))


def test_a_key_that_lasts_until_the_end_is_not_said_to_be_stored(opened: Open) -> None:
    assert "until you quit" in opened(stored=Stored.MEMORY).note("apiKeyField")


def test_a_typed_key_is_tested_and_handed_back_without_the_blanks_that_came_along(
    opened: Open, tester: StubTester
) -> None:
    page = opened()
    page.line("apiKeyField").setText(' Bearer “new- \u200bkey" ')
    saved = page.save()
    assert tester.tested[-1].api_key == ApiKey("new-key")
    assert saved is not None
    assert (saved.new_key, saved.remove_key) == (ApiKey("new-key"), False)
    assert saved.diagnosis == WORKS
    assert page.asked_for_key == []


@pytest.mark.parametrize("field", ["baseUrlField", "apiKeyField"])
def test_a_pasted_command_fills_in_address_collection_and_key(field: str, opened: Open, tester: StubTester) -> None:
    dialog = opened(Preferences(), None)
    dialog.line(field).setFocus()
    QGuiApplication.clipboard().setText(
        "curl --location 'http://localhost:13000/api/tasks:list' \\\n--header 'Authorization: Bearer abc.def.ghi'"
    )
    dialog.line(field).paste()
    assert dialog.line("baseUrlField").text() == "http://localhost:13000/api"
    assert dialog.find(QComboBox, "collectionField").currentText() == "tasks"
    assert dialog.line("apiKeyField").text() == "abc.def.ghi"
    dialog.test()
    assert tester.tested[-1] == Connection("http://localhost:13000/api", "tasks", ApiKey("abc.def.ghi"))


def test_a_key_is_hidden_until_it_is_revealed(opened: Open) -> None:
    page = opened()
    field, reveal = page.line("apiKeyField"), page.find(QToolButton, "apiKeyReveal")
    assert field.echoMode() == QLineEdit.EchoMode.Password
    reveal.click()
    assert field.echoMode() == QLineEdit.EchoMode.Normal
    reveal.click()
    assert field.echoMode() == QLineEdit.EchoMode.Password


def test_the_stored_key_can_be_removed_and_kept_after_all(opened: Open, tester: StubTester) -> None:
    tester.diagnosis = Diagnosis(CONNECTED.base_url, Problem.KEY_MISSING)
    page = opened()
    page.button("apiKeyRemove").click()
    assert "removed when you save" in page.note("apiKeyField")
    page.button("apiKeyRemove").click()
    assert "stored in the system's keyring" in page.note("apiKeyField")
    page.button("apiKeyRemove").click()
    assert page.save() is None, "without a key the list cannot be read"
    assert not tester.tested[-1].api_key
    saved = page.save()
    assert saved is not None
    assert saved.remove_key


def test_the_stored_key_is_not_offered_to_another_server(opened: Open) -> None:
    page = opened()
    page.line("baseUrlField").setText("https://other.example/api")
    assert "keyring" not in page.note("apiKeyField")
    assert not page.button("apiKeyRemove").isVisibleTo(page.dialog)


@pytest.mark.parametrize(
    ("field", "text"),
    [
        ("baseUrlField", "ftp://demo.example"),
        ("baseUrlField", "https://user:pw@demo.example/api"),
        ("baseUrlField", "https://demo.example:port/api"),
        ("apiKeyField", "kéy"),
        ("caFileField", "/no/such/file.pem"),
        ("proxyField", "socks5://proxy.example"),
        ("proxyField", "http://user:pw@proxy.example"),
    ],
)
def test_bad_input_is_refused_in_the_field_where_it_was_typed(
    field: str, text: str, opened: Open, tester: StubTester
) -> None:
    page = opened()
    page.line(field).setText(text)
    assert page.save() is None
    assert page.note(field)
    assert page.line(field).property("invalid") is True
    assert page.dialog.focusWidget() is page.line(field)
    assert tester.tested == []


@pytest.mark.parametrize("name", ["", "  ", "a b", "todos:list", "a/b"])
def test_what_cannot_be_a_collection_is_refused(name: str, opened: Open, tester: StubTester) -> None:
    page = opened()
    page.find(QComboBox, "collectionField").setEditText(name)
    assert page.save() is None
    assert page.note("collectionField")
    assert tester.tested == []


def test_saving_tests_what_was_not_tested_yet_and_may_be_insisted_on(opened: Open, tester: StubTester) -> None:
    tester.diagnosis = Diagnosis("https://demo.example/api", Problem.SERVER_STARTING)
    page = opened()
    page.find(QComboBox, "collectionField").setEditText("tasks")
    assert page.save() is None
    assert page.button("saveButton").text() == "Save anyway"
    saved = page.save()
    assert saved is not None
    assert (saved.preferences.collection, saved.diagnosis) == ("tasks", None)
    assert len(tester.tested) == 1


@pytest.mark.parametrize("problem", [Problem.COLLECTION_MISSING, Problem.COLLECTION_WITHOUT_KEY])
@pytest.mark.parametrize("tested_before", [True, False])
def test_a_collection_that_the_server_does_not_have_is_refused_until_it_has_it(
    opened: Open, tester: StubTester, problem: Problem, tested_before: bool
) -> None:
    tester.diagnosis = Diagnosis("https://demo.example/api", problem)
    page = opened()
    page.find(QComboBox, "collectionField").setEditText("taks")
    if tested_before:
        page.test()
    for _ in range(2):
        assert page.save() is None
        assert page.button("saveButton").text() == "Save"
        assert "“taks”" in page.note("collectionField")
    tester.diagnosis = Diagnosis("https://demo.example/api")
    saved = page.save()
    assert saved is not None
    assert saved.preferences.collection == "taks"


def test_a_test_that_failed_has_to_be_overruled_in_so_many_words(opened: Open, tester: StubTester) -> None:
    tester.diagnosis = Diagnosis("https://demo.example/api", Problem.SERVER_STARTING)
    page = opened()
    page.find(QComboBox, "collectionField").setEditText("tasks")
    page.test()
    assert page.button("saveButton").text() == "Save anyway"


def test_insisting_is_over_when_something_is_edited(opened: Open, tester: StubTester) -> None:
    tester.diagnosis = Diagnosis("https://demo.example/api", Problem.SERVER_STARTING)
    page = opened()
    page.find(QComboBox, "collectionField").setEditText("tasks")
    page.save()
    page.find(QComboBox, "collectionField").setEditText("tasks2")
    assert page.button("saveButton").text() == "Save"


def test_what_has_nothing_to_do_with_the_server_is_saved_without_a_test(opened: Open, tester: StubTester) -> None:
    page = opened()
    page.find(QSpinBox, "syncIntervalField").setValue(90)
    theme = page.find(QComboBox, "themeField")
    theme.setCurrentIndex(theme.findData("dark"))
    page.find(QCheckBox, "compactRowsField").setChecked(True)
    saved = page.save()
    assert saved == SettingsResult(replace(CONNECTED, sync_interval=90, theme=ThemeChoice.DARK, compact_rows=True))
    assert tester.tested == []


def test_everything_on_the_page_reaches_the_server_and_the_settings(
    opened: Open, tester: StubTester, tmp_path: Path
) -> None:
    authority = tmp_path / "ca.pem"
    authority.touch()
    page = opened()
    page.line("caFileField").setText(str(authority))
    page.line("proxyField").setText("proxy.example:3128")
    saved = page.save()
    assert saved is not None
    assert (saved.preferences.ca_file, saved.preferences.proxy) == (str(authority), "http://proxy.example:3128")
    assert (tester.tested[0].ca_file, tester.tested[0].proxy) == (str(authority), "http://proxy.example:3128")


def test_switching_verification_off_is_warned_about(opened: Open, tester: StubTester) -> None:
    page = opened()
    page.find(QCheckBox, "verifyTlsField").setChecked(False)
    assert "could pose as the server" in page.note("verifyTlsField")
    page.test()
    assert tester.tested[-1].verify_tls is False
    page.find(QCheckBox, "verifyTlsField").setChecked(True)
    assert page.note("verifyTlsField") == ""


def test_plain_http_to_another_machine_is_warned_about(opened: Open) -> None:
    page = opened()
    page.line("baseUrlField").setText("http://demo.example/api")
    assert "Without https" in page.note("baseUrlField")
    page.line("baseUrlField").setText("http://localhost:13000/api")
    assert page.note("baseUrlField") == ""


def test_another_server_or_collection_is_said_to_be_another_list(opened: Open) -> None:
    page = opened()
    combo = page.find(QComboBox, "collectionField")
    combo.setEditText("tasks")
    assert "opens another list" in page.find(QLabel, "otherListNote").text()
    combo.setEditText("todos")
    assert page.find(QLabel, "otherListNote").text() == ""
    page.line("baseUrlField").setText("https://other.example/api")
    assert "opens another list" in page.find(QLabel, "otherListNote").text()


def test_a_key_of_another_user_is_said_to_open_another_list(opened: Open, tester: StubTester) -> None:
    tester.diagnosis = replace(WORKS, user_id=2, user_name="Ben")
    page = opened()
    page.line("apiKeyField").setText("of-ben")
    page.test()
    assert "belongs to Ben" in page.note("apiKeyField")


def test_going_on_without_a_server_needs_no_test_and_loses_no_list(opened: Open, tester: StubTester) -> None:
    page = opened()
    page.button("useWithoutServerButton").click()
    assert "stays on this computer" in page.find(QLabel, "otherListNote").text()
    saved = page.save()
    assert saved is not None
    assert (saved.preferences.base_url, saved.remove_key) == ("", True)
    assert tester.tested == []


def test_leaving_the_dialog_changes_nothing(opened: Open) -> None:
    page = opened()
    page.button("useWithoutServerButton").click()
    QTest.keyClick(page.dialog, Qt.Key.Key_Escape)
    assert not page.dialog.isVisible()
    assert page.results == []


def test_enter_in_a_field_saves(opened: Open) -> None:
    page = opened()
    page.find(QSpinBox, "syncIntervalField").setValue(45)
    QTest.keyClick(page.line("proxyField"), Qt.Key.Key_Return)
    page.wait_for_result()
    assert page.results[0].preferences.sync_interval == 45


def test_a_test_that_hangs_can_be_stopped(opened: Open, tester: StubTester) -> None:
    tester.may_answer.clear()
    page = opened()
    page.button("testConnectionButton").click()
    page.qtbot.waitUntil(tester.entered.is_set)
    assert page.result_text() == "Asking demo.example…"
    page.button("testConnectionButton").click()
    assert page.button("testConnectionButton").text() == "Test connection"
    assert tester.may_answer.is_set()
    wait_for_no_thread(page.qtbot)
    assert page.result_text() == "", "the answer of a test that was stopped is not shown"


def test_the_dialog_closes_at_once_while_a_test_hangs(opened: Open, tester: StubTester) -> None:
    tester.may_answer.clear()
    page = opened()
    page.button("testConnectionButton").click()
    page.qtbot.waitUntil(tester.entered.is_set)
    page.dialog.reject()
    assert not page.dialog.isVisible()
    assert tester.may_answer.is_set()


def test_editing_while_a_test_runs_stops_it(opened: Open, tester: StubTester) -> None:
    tester.may_answer.clear()
    page = opened()
    page.button("testConnectionButton").click()
    page.qtbot.waitUntil(tester.entered.is_set)
    page.line("baseUrlField").setText("https://other.example/api")
    assert page.button("testConnectionButton").text() == "Test connection"
    assert page.result_text() == ""


@pytest.mark.expects_log("a background job failed")
def test_a_bug_in_the_test_is_told_and_does_not_end_the_dialog(opened: Open, tester: StubTester) -> None:
    def broken(connection: Connection) -> Diagnosis:
        raise ZeroDivisionError

    tester.test = broken  # type: ignore[method-assign]
    page = opened()
    page.test()
    assert "went wrong inside" in page.result_text()


def focus_chain(first: QWidget) -> Iterator[QWidget]:
    widget: QWidget | None = first
    while widget is not None:
        yield widget
        widget = widget.nextInFocusChain()
        if widget is first:
            return


def test_tab_goes_through_the_fields_in_reading_order(opened: Open) -> None:
    page = opened()
    names = [
        widget.objectName()
        for widget in focus_chain(page.line("baseUrlField"))
        if widget.isVisibleTo(page.dialog) and widget.isEnabled() and widget.focusPolicy() & Qt.FocusPolicy.TabFocus
    ]
    order = [
        "baseUrlField", "apiKeyField", "apiKeyReveal", "apiKeyRemove", "collectionField", "testConnectionButton",
        "syncIntervalField", "verifyTlsField", "caFileField", "caFileBrowse", "proxyField", "useWithoutServerButton",
        "cancelButton", "saveButton",
    ]  # fmt: skip
    assert [name for name in names if name in order] == order


def test_everything_that_can_be_used_has_a_name_for_people_and_one_for_programs(opened: Open) -> None:
    page = opened()
    kinds: tuple[type[QObject], ...] = (QLineEdit, QComboBox, QSpinBox, QCheckBox, QPushButton, QToolButton)
    inner = ("qt_spinbox_lineedit",)
    used = [w for w in page.dialog.findChildren(QWidget) if isinstance(w, kinds) and w.objectName() not in inner]
    used = [w for w in used if not isinstance(w.parent(), QComboBox)]
    assert len(used) >= 16
    for widget in used:
        assert widget.objectName(), widget
        text = widget.property("text") if isinstance(widget, QCheckBox | QPushButton) else ""
        assert widget.accessibleName() or text, widget.objectName()


def test_nothing_jumps_while_the_address_is_typed_or_the_collections_arrive(opened: Open) -> None:
    page = opened(Preferences(), None)
    button = page.button("testConnectionButton")
    before = button.mapTo(page.dialog, QPoint(0, 0))
    page.line("baseUrlField").setText("https://demo.example/api")
    page.qtbot.waitUntil(lambda: not page.note("baseUrlField"))
    QCoreApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest)
    assert button.mapTo(page.dialog, QPoint(0, 0)) == before
    page.test()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest)
    assert button.mapTo(page.dialog, QPoint(0, 0)) == before


def test_a_problem_far_down_is_scrolled_to(opened: Open, tester: StubTester) -> None:
    page = opened()
    page.dialog.resize(640, 420)
    tester.diagnosis = replace(WORKS, problem=Problem.CERTIFICATE)
    page.test()
    field = page.line("caFileField")
    page.qtbot.waitUntil(lambda: not field.visibleRegion().isEmpty())
    assert field.hasFocus()


def test_an_address_that_is_saved_untested_is_completed_all_the_same(opened: Open, tester: StubTester) -> None:
    page = opened(Preferences(), None)
    page.line("baseUrlField").setText("localhost:13000")
    tester.diagnosis = Diagnosis(base_url="http://localhost:13000", problem=Problem.CONNECTION_REFUSED)
    assert page.save() is None
    saved = page.save()
    assert saved is not None
    assert saved.preferences.base_url == "http://localhost:13000/api"
