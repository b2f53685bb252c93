"""The theme puts one look on the whole application, and another when it is asked to."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication, QCalendarWidget, QLabel, QLineEdit, QPushButton, QTableView, QWidget
from pytestqt.qtbot import QtBot

from todo_desktop.gui.theme.calendar import tone_down
from todo_desktop.gui.theme.palette import DARK, LIGHT, READABLE, Palette, contrast
from todo_desktop.gui.theme.qt_palette import qt_palette
from todo_desktop.gui.theme.role import Role, set_invalid, set_role
from todo_desktop.gui.theme.style_sheet import style_sheet
from todo_desktop.gui.theme.theme import Theme

AWAY_FROM_THE_POINTER = QPoint(100, 100)
ICONS = Path(__file__).parents[2] / "resources" / "icons"

both_themes = pytest.mark.parametrize("palette", [LIGHT, DARK], ids=lambda palette: palette.name)


@pytest.fixture
def look(qapp: QApplication, light_theme: Theme) -> Iterator[None]:
    """What the other tests look at comes back after this one."""
    sheet, colours = qapp.styleSheet(), QPalette(qapp.palette())
    yield
    qapp.setPalette(colours)
    qapp.setStyleSheet(sheet)


@pytest.fixture
def theme(qapp: QApplication, look: None) -> Iterator[Theme]:
    made = Theme(qapp, ICONS, "light")
    made.dress()
    yield made
    made.prefer("system")
    qapp.styleHints().colorSchemeChanged.disconnect(made._follow)
    made.deleteLater()


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    """A window in sight, in which a part can be looked at."""
    made = QWidget()
    made.resize(300, 200)
    qtbot.addWidget(made)
    made.show()
    return made


def _colour_at_edge(widget: QWidget) -> str:
    """The colour halfway down the left edge, where a border is."""
    image = widget.grab().toImage()
    return image.pixelColor(0, image.height() // 2).name().upper()


def test_the_user_can_have_it_dark_or_light_whatever_the_system_says(qapp: QApplication, theme: Theme) -> None:
    theme.prefer("dark")
    assert (theme.palette, theme.preference) == (DARK, "dark")
    assert qapp.palette().color(QPalette.ColorRole.Window) == QColor(DARK.window)
    assert DARK.sidebar in qapp.styleSheet()

    theme.prefer("light")
    assert (theme.palette, theme.preference) == (LIGHT, "light")
    assert qapp.palette().color(QPalette.ColorRole.Window) == QColor(LIGHT.window)
    assert LIGHT.sidebar in qapp.styleSheet()


def test_a_change_is_told_once_and_only_if_the_colours_differ(theme: Theme) -> None:
    told: list[Palette] = []
    theme.changed.connect(lambda: told.append(theme.palette))
    theme.prefer("light")
    assert told == []
    theme.prefer("dark")
    theme.prefer("dark")
    assert told == [DARK]


def test_without_a_word_from_the_system_the_colours_that_the_desktop_gave_decide(
    qapp: QApplication, look: None
) -> None:
    given = QPalette(qapp.palette())
    for color, expected in (("#101010", DARK), ("#F0F0F0", LIGHT)):
        desktop = QPalette(given)
        desktop.setColor(QPalette.ColorRole.Window, QColor(color))
        qapp.setPalette(desktop)
        born = Theme(qapp, ICONS)
        born.dress()
        assert born.palette is expected
        qapp.styleHints().colorSchemeChanged.disconnect(born._follow)
        born.deleteLater()


@both_themes
def test_no_role_of_the_palette_is_left_to_be_derived(palette: Palette) -> None:
    made = qt_palette(palette)
    groups = (QPalette.ColorGroup.Active, QPalette.ColorGroup.Inactive, QPalette.ColorGroup.Disabled)
    unset = [
        (group, role)
        for group in groups
        for role in QPalette.ColorRole
        if role not in (QPalette.ColorRole.NoRole, QPalette.ColorRole.NColorRoles) and not made.isBrushSet(group, role)
    ]
    assert unset == []


@both_themes
def test_every_picture_of_the_style_sheet_is_there(palette: Palette) -> None:
    sheet = style_sheet(palette, ICONS / palette.name, 10.0)
    pictures = re.findall(r"url\(([^)]+)\)", sheet)
    assert pictures
    assert [picture for picture in pictures if not Path(picture).is_file()] == []


@both_themes
def test_the_style_sheet_is_understood(palette: Palette, theme: Theme, window: QWidget) -> None:
    # Qt warns of a sheet that it cannot parse, once a widget needs it; a warning fails the test.
    theme.prefer(palette.name)
    field = QLineEdit(window)
    field.move(AWAY_FROM_THE_POINTER)
    field.show()
    assert _colour_at_edge(field) == palette.edge


def test_the_roles_are_those_of_the_style_sheet() -> None:
    sheet = style_sheet(LIGHT, ICONS / "light", 10.0)
    assert set(re.findall(r'\[role="([^"]+)"\]', sheet)) == {role.value for role in Role}


def test_no_rule_slows_the_painting_of_tables() -> None:
    rules = re.findall(r"[^{},]*::item\b", style_sheet(LIGHT, ICONS, 10.0))
    navigation = 'QAbstractItemView[role="navigation"]'
    small = ("QComboBox QAbstractItemView", "QListWidget", "QTreeWidget", navigation, "QMenuBar", "QMenu", "QStatusBar")
    assert {rule.strip().removesuffix("::item") for rule in rules} == set(small)


def test_a_role_given_to_a_widget_in_sight_shows_at_once(theme: Theme, window: QWidget) -> None:
    button = QPushButton("New todo", window)
    button.move(AWAY_FROM_THE_POINTER)
    button.show()
    assert _colour_at_edge(button) == LIGHT.edge
    set_role(button, Role.PRIMARY)
    assert _colour_at_edge(button) == LIGHT.accent


def test_a_refused_value_shows_at_its_field_until_it_is_mended(theme: Theme, window: QWidget) -> None:
    field = QLineEdit(window)
    field.move(AWAY_FROM_THE_POINTER)
    field.show()
    set_invalid(field, True)
    assert _colour_at_edge(field) == LIGHT.danger
    set_invalid(field, False)
    assert _colour_at_edge(field) == LIGHT.edge


def test_a_window_in_sight_takes_the_new_colours(theme: Theme, qtbot: QtBot) -> None:
    table = QTableView()
    set_role(table, Role.LIST)
    qtbot.addWidget(table)
    table.show()
    theme.prefer("dark")
    assert table.grab().toImage().pixelColor(20, 40).name().upper() == DARK.window


def test_secondary_text_is_smaller_than_the_system_font(theme: Theme, qtbot: QtBot) -> None:
    plain = QLabel("x")
    qtbot.addWidget(plain)
    body = plain.fontInfo().pointSizeF()
    assert theme.secondary_font().pointSizeF() == pytest.approx(body * 0.9)


@both_themes
def test_the_weekends_of_a_calendar_can_be_read(palette: Palette, qtbot: QtBot) -> None:
    calendar = QCalendarWidget()
    qtbot.addWidget(calendar)
    tone_down(calendar, palette)
    for weekday in (calendar.firstDayOfWeek().Saturday, calendar.firstDayOfWeek().Sunday):
        color = calendar.weekdayTextFormat(weekday).foreground().color().name()
        assert contrast(color, palette.raised) >= READABLE


class QBalloonTip(QWidget):
    """Of the name of what Qt shows beside a tray's icon, which is no part of its interface, on the same paper."""


@both_themes
def test_what_is_said_beside_the_trays_icon_can_be_read(palette: Palette, theme: Theme, qtbot: QtBot) -> None:
    paper = QColor(0xFF, 0xFF, 0xE1)
    theme.prefer("dark" if palette is DARK else "light")
    balloon = QBalloonTip()
    qtbot.addWidget(balloon)
    words = QLabel("The window is hidden.", balloon)
    balloon.show()
    ink = words.palette().color(QPalette.ColorRole.WindowText)
    assert contrast(ink.name(), paper.name()) >= READABLE
