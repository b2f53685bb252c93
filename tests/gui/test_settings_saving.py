"""Saving the settings: what is refused, what is warned about, and what comes out of it."""

from pathlib import Path

import pytest
from msgspec.structs import replace
from PySide6.QtWidgets import QCheckBox, QComboBox, QLabel, QSpinBox

from tests.gui.settings_hands import CONNECTED, WORKS, Open, StubTester
from todo_desktop.gui.settings_dialog.result import SettingsResult
from todo_desktop.model.diagnosis import Diagnosis
from todo_desktop.model.errors import Problem
from todo_desktop.settings.preferences import Preferences, ThemeChoice

# Qt's off-screen platform says this of every dialog.
pytestmark = pytest.mark.qt_log_ignore("does not support propagateSizeHints", extend=True)


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


def test_an_address_that_is_saved_untested_is_completed_all_the_same(opened: Open, tester: StubTester) -> None:
    page = opened(Preferences(), None)
    page.line("baseUrlField").setText("localhost:13000")
    tester.diagnosis = Diagnosis(base_url="http://localhost:13000", problem=Problem.CONNECTION_REFUSED)
    assert page.save() is None
    saved = page.save()
    assert saved is not None
    assert saved.preferences.base_url == "http://localhost:13000/api"
