"""What people type for a day or a time is understood the way they mean it."""

from datetime import date

import pytest
from PySide6.QtCore import QLocale

from todo_desktop.gui.dates_in_words import read_day, read_time, typed_day

TODAY = date(2026, 11, 24)
US, GERMAN, SWEDISH = QLocale("en_US"), QLocale("de_DE"), QLocale("sv_SE")


@pytest.mark.parametrize(
    ("typed", "locale", "day"),
    [
        ("today", US, TODAY),
        (" Tomorrow ", US, date(2026, 11, 25)),
        ("yesterday", US, date(2026, 11, 23)),
        ("friday", US, date(2026, 11, 27)),
        ("Fri", US, date(2026, 11, 27)),
        ("Tuesday", US, date(2026, 12, 1)),
        ("2026-12-01", US, date(2026, 12, 1)),
        ("12/1/26", US, date(2026, 12, 1)),
        ("12/1/2026", US, date(2026, 12, 1)),
        ("Dec 1", US, date(2026, 12, 1)),
        ("1.12.2026", GERMAN, date(2026, 12, 1)),
        ("01.12.26", GERMAN, date(2026, 12, 1)),
        ("2026-12-01", SWEDISH, date(2026, 12, 1)),
    ],
)
def test_a_day_is_understood(typed: str, locale: QLocale, day: date) -> None:
    assert read_day(typed, TODAY, locale) == day


@pytest.mark.parametrize("typed", ["", "soon", "2026-02-30", "13/13/26", "1984 book"])
def test_what_is_no_day_is_not_guessed(typed: str) -> None:
    assert read_day(typed, TODAY, US) is None


@pytest.mark.parametrize(
    ("typed", "clock"),
    [("14:30", (14, 30)), ("9", (9, 0)), ("9am", (9, 0)), ("9 pm", (21, 0)), ("9:15 pm", (21, 15)), ("08.05", (8, 5))],
)
def test_a_time_is_understood(typed: str, clock: tuple[int, int]) -> None:
    assert read_time(typed, US) == clock


@pytest.mark.parametrize("typed", ["", "noonish", "25:00", "9:75"])
def test_what_is_no_time_is_not_guessed(typed: str) -> None:
    assert read_time(typed, US) is None


@pytest.mark.parametrize("name", ["C", "en_US", "de_DE", "fr_FR", "sv_SE", "zh_CN", "ja_JP", "en_GB"])
def test_a_day_that_an_editor_shows_is_read_back_as_the_same_day(name: str) -> None:
    locale = QLocale(name)
    for day in (date(2026, 12, 1), date(1999, 2, 28), date(2031, 1, 31)):
        assert read_day(typed_day(day, locale), TODAY, locale) == day
