"""The settings dialog: keys, names, and that nothing jumps."""

from collections.abc import Iterator

import pytest
from msgspec.structs import replace
from PySide6.QtCore import QCoreApplication, QEvent, QObject, QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QCheckBox, QComboBox, QLineEdit, QPushButton, QSpinBox, QToolButton, QWidget

from tests.gui.settings_hands import WORKS, Open, StubTester
from todo_desktop.model.errors import Problem
from todo_desktop.settings.preferences import Preferences

# Qt's off-screen platform says this of every dialog.
pytestmark = pytest.mark.qt_log_ignore("does not support propagateSizeHints", extend=True)


def focus_chain(first: QWidget) -> Iterator[QWidget]:
    widget: QWidget | None = first
    while widget is not None:
        yield widget
        widget = widget.nextInFocusChain()
        if widget is first:
            return


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
