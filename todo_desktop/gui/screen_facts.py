"""What Qt says of itself and of the screens, for a report of a problem."""

import PySide6
from PySide6.QtCore import QLocale, qVersion
from PySide6.QtGui import QGuiApplication


def screen_facts() -> tuple[tuple[str, str], ...]:
    """Names and values, in order. On the window's thread."""
    screens = [
        f"{screen.size().width()} x {screen.size().height()} at {screen.devicePixelRatio():g}"
        for screen in QGuiApplication.screens()
    ]
    return (
        ("Qt", f"{qVersion()}, PySide {PySide6.__version__}"),
        ("Platform of Qt", QGuiApplication.platformName()),
        ("Screens", "; ".join(screens)),
        ("Colours", QGuiApplication.styleHints().colorScheme().name),
        ("Language", QLocale().name()),
    )
