"""The key and the collection in the settings: stored, typed, pasted, chosen."""

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QComboBox, QLabel, QLineEdit, QToolButton

from tests.gui.settings_hands import CONNECTED, WORKS, Open, StubTester
from todo_desktop.model.connection import ApiKey, Connection
from todo_desktop.model.diagnosis import Diagnosis
from todo_desktop.model.errors import Problem
from todo_desktop.settings.api_keys import Stored
from todo_desktop.settings.preferences import Preferences

# Qt's off-screen platform says this of every dialog.
pytestmark = pytest.mark.qt_log_ignore("does not support propagateSizeHints", extend=True)


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
