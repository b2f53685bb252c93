"""*Test connection* in the settings: what is wrong is said where it was typed, and nobody waits for a network."""

import pytest
from msgspec.structs import replace
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QWidget

from tests.gui.settings_hands import CONNECTED, WORKS, Open, StubTester, wait_for_no_thread
from todo_desktop.gui.settings_dialog.findings import Place, place_of
from todo_desktop.model.connection import Connection
from todo_desktop.model.diagnosis import Diagnosis
from todo_desktop.model.errors import Problem
from todo_desktop.settings.preferences import Preferences

# Qt's off-screen platform says this of every dialog.
pytestmark = pytest.mark.qt_log_ignore("does not support propagateSizeHints", extend=True)


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


def test_what_is_no_address_is_said_to_be_none_and_is_not_asked(opened: Open, tester: StubTester) -> None:
    page = opened()
    page.line("baseUrlField").setText("not an address !!")
    page.button("testConnectionButton").click()
    assert "not a web address" in page.note("baseUrlField")
    assert page.line("baseUrlField").text() == "not an address !!"
    assert tester.tested == []


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
