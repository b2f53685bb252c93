"""Every colour of the program can be read where it is used, in both themes."""

from itertools import product

import pytest
from msgspec.structs import asdict

from todo_desktop.gui.theme.palette import DARK, LIGHT, READABLE, VISIBLE, Palette, chip_colors, contrast, mix

GROUNDS = (
    "window",
    "sidebar",
    "field",
    "button",
    "button_hover",
    "raised",
    "hover",
    "selection",
    "selection_inactive",
    "banner",
    "notice",
)
TEXTS = ("text", "secondary", "accent", "danger", "warning", "good")
NAMED_LABELS = (
    *("red", "magenta", "volcano", "orange", "gold", "lime"),
    *("green", "cyan", "blue", "geekblue", "purple", "default"),
)
LABELS = (
    *NAMED_LABELS,
    *("pink", "yellow", "success", "processing", "warning", "error"),
    *("#f00", "#FF0000", "#00ff0080", "#000000", "#ffffff", "#808080", "#123", "nonsense", "#12", "#zzzzzz"),
)

both_themes = pytest.mark.parametrize("palette", [LIGHT, DARK], ids=lambda palette: palette.name)


def test_contrast_is_that_of_wcag() -> None:
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21.0)
    assert contrast("#FFFFFF", "#FFFFFF") == pytest.approx(1.0)
    assert contrast("#777777", "#FFFFFF") == pytest.approx(4.48, abs=0.005)
    assert contrast("#FFFFFF", "#777777") == contrast("#777777", "#FFFFFF")


def test_mixing_covers_the_ground_by_the_share_given() -> None:
    assert mix("#000000", "#FFFFFF", 0.0) == "#000000"
    assert mix("#000000", "#FFFFFF", 1.0) == "#FFFFFF"
    assert mix("#102030", "#203040", 0.5) == "#182838"


@both_themes
@pytest.mark.parametrize(("ground", "text"), list(product(GROUNDS, TEXTS)))
def test_every_text_can_be_read_on_every_ground(palette: Palette, ground: str, text: str) -> None:
    assert contrast(getattr(palette, ground), getattr(palette, text)) >= READABLE


@both_themes
@pytest.mark.parametrize("button", ["accent", "accent_hover", "accent_pressed"])
def test_the_text_of_an_accent_button_can_be_read(palette: Palette, button: str) -> None:
    assert contrast(getattr(palette, button), palette.on_accent) >= READABLE


@both_themes
@pytest.mark.parametrize(("ground", "mark"), list(product(GROUNDS, ("edge", "focus", "accent", "good"))))
def test_every_edge_and_mark_stands_out_from_every_ground(palette: Palette, ground: str, mark: str) -> None:
    assert contrast(getattr(palette, ground), getattr(palette, mark)) >= VISIBLE


@both_themes
@pytest.mark.parametrize("ground", ["window", "sidebar", "field", "button", "raised"])
def test_what_is_disabled_recedes_and_can_still_be_made_out(palette: Palette, ground: str) -> None:
    assert 2.0 <= contrast(getattr(palette, ground), palette.disabled) < READABLE


@both_themes
@pytest.mark.parametrize("ground", ["selection", "selection_inactive", "hover"])
def test_what_is_pointed_at_or_selected_differs_from_the_window(palette: Palette, ground: str) -> None:
    assert contrast(getattr(palette, ground), palette.window) >= 1.08


@both_themes
@pytest.mark.parametrize("label", LABELS)
def test_every_label_colour_of_the_server_becomes_a_chip_that_can_be_read(palette: Palette, label: str) -> None:
    background, text = chip_colors(label, palette)
    assert contrast(background, text) >= READABLE
    assert contrast(background, palette.window) >= 1.05


@both_themes
def test_label_colours_stay_apart(palette: Palette) -> None:
    names = [
        "red",
        "magenta",
        "volcano",
        "orange",
        "gold",
        "lime",
        "green",
        "cyan",
        "blue",
        "geekblue",
        "purple",
        "default",
    ]
    assert len({chip_colors(name, palette) for name in names}) == len(names)


@both_themes
@pytest.mark.parametrize("label", ["", "default", "nonsense", "#12", "#zzzzzz", "ff0000", "rgb(1,2,3)"])
def test_an_unknown_label_colour_becomes_the_neutral_chip(palette: Palette, label: str) -> None:
    assert chip_colors(label, palette) == chip_colors("default", palette)


@pytest.mark.parametrize("spelling", ["#f00", "#F00", "#ff0000", "#FF0000", " #ff0000 ", "#ff0000cc", "#f00c"])
def test_a_hex_colour_is_understood_in_each_spelling(spelling: str) -> None:
    assert chip_colors(spelling, LIGHT) == chip_colors("#FF0000", LIGHT)
    assert chip_colors(spelling, LIGHT) != chip_colors("default", LIGHT)


@both_themes
def test_every_colour_is_written_as_six_hex_digits(palette: Palette) -> None:
    colours = [value for name, value in asdict(palette).items() if name != "name"]
    assert all(len(colour) == 7 and mix(colour, colour, 0.0) == colour for colour in colours)
