"""The icons are one family, drawn in the colours of the palette."""

import re
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QAction, QIcon, QImage, QPixmap
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot
from shiboken6 import delete

from todo_desktop.gui.theme.icons import Icons
from todo_desktop.gui.theme.palette import DARK, LIGHT, Palette

ICONS = Path(__file__).parents[2] / "resources" / "icons"
STROKE_ICONS = sorted(path.stem for path in ICONS.glob("*.svg") if path.stem != "todo-desktop")
COLOUR = re.compile(r'(?:stroke|fill)="([^"]+)"')


@pytest.fixture
def icons(qapp: QApplication) -> Icons:
    return Icons(ICONS, LIGHT)


def _middle(pixmap: QPixmap) -> str:
    """The colour at the centre, which the plus sign of `add` covers."""
    image = pixmap.toImage()
    return image.pixelColor(image.width() // 2, image.height() // 2).name().upper()


def _is_empty(image: QImage) -> bool:
    return not any(image.pixelColor(x, y).alpha() for x in range(image.width()) for y in range(image.height()))


@pytest.mark.parametrize("name", STROKE_ICONS)
def test_every_icon_is_of_the_family_and_shows_something(icons: Icons, name: str) -> None:
    source = (ICONS / f"{name}.svg").read_text(encoding="utf-8")
    root = ET.fromstring(source)  # noqa: S314 - our own file
    assert root.get("viewBox") == "0 0 20 20"
    assert root.get("stroke-width") == "1.6"
    assert set(COLOUR.findall(source)) <= {"currentColor", "none"}
    assert not _is_empty(icons.pixmap(name, 16).toImage())


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=lambda palette: palette.name)
def test_the_marks_of_the_style_sheet_have_the_colours_of_their_palette(palette: Palette) -> None:
    expected = {"check": palette.on_accent, "minus": palette.on_accent, "dot": palette.on_accent}
    marks = sorted((ICONS / palette.name).glob("*.svg"))
    assert [mark.name for mark in marks] == sorted(path.name for path in (ICONS / "light").glob("*.svg"))
    for mark in marks:
        color = palette.disabled if mark.stem.endswith("-disabled") else expected.get(mark.stem, palette.secondary)
        assert set(COLOUR.findall(mark.read_text(encoding="utf-8"))) == {"none", color}


def test_an_icon_has_the_colour_asked_for(icons: Icons) -> None:
    assert _middle(icons.pixmap("add", 20)) == LIGHT.text
    assert _middle(icons.pixmap("add", 20, "danger")) == LIGHT.danger
    assert _middle(icons.pixmap("add", 20, "#12AB34")) == "#12AB34"


def test_a_pixmap_is_sharp_on_a_dense_screen(icons: Icons) -> None:
    dense = icons.pixmap("add", 16, ratio=2.0)
    assert (dense.size(), dense.devicePixelRatio()) == (QSize(32, 32), 2.0)
    assert icons.pixmap("add", 32, ratio=1.0).devicePixelRatio() == 1.0
    assert icons.pixmap("add", 16, ratio=1.25).size() == QSize(20, 20)


def test_the_icon_of_a_disabled_action_is_greyed_and_of_a_checked_one_coloured(icons: Icons) -> None:
    icon = icons.icon("add", checked="accent")
    size = QSize(20, 20)
    assert _middle(icon.pixmap(size)) == LIGHT.text
    assert _middle(icon.pixmap(size, QIcon.Mode.Disabled)) == LIGHT.disabled
    assert icon.pixmap(size, QIcon.Mode.Disabled).toImage().pixelColor(0, 0).alpha() == 0, "no square around it"
    assert _middle(icon.pixmap(size, QIcon.Mode.Normal, QIcon.State.On)) == LIGHT.accent


def test_what_shows_an_icon_takes_the_new_colours(icons: Icons, qtbot: QtBot) -> None:
    button = QPushButton()
    qtbot.addWidget(button)
    action = QAction(button)
    icons.show_on(button, "add", "on_accent")
    icons.show_on(action, "add")
    icons.recolor(DARK)
    assert _middle(button.icon().pixmap(QSize(20, 20))) == DARK.on_accent
    assert _middle(action.icon().pixmap(QSize(20, 20))) == DARK.text


def test_a_deleted_button_does_not_stop_the_others_from_taking_new_colours(icons: Icons, qtbot: QtBot) -> None:
    gone, here = QPushButton(), QPushButton()
    qtbot.addWidget(here)
    icons.show_on(gone, "add")
    icons.show_on(here, "add")
    delete(gone)
    icons.recolor(DARK)
    assert _middle(here.icon().pixmap(QSize(20, 20))) == DARK.text


def test_an_icon_or_colour_that_does_not_exist_is_told_at_once(icons: Icons) -> None:
    with pytest.raises(FileNotFoundError):
        icons.icon("no-such-icon")
    with pytest.raises(AttributeError):
        icons.icon("add", "no_such_colour")


def test_the_program_has_an_icon_for_every_place_where_a_desktop_shows_one(icons: Icons) -> None:
    sizes = {size.width() for size in icons.program().availableSizes()}
    assert {16, 32, 48, 128} <= sizes
