"""Whether Qt finds a screen, draws the icons and speaks the languages that were brought along."""

from pathlib import Path

from PySide6.QtCore import QLocale, QSize, Qt, QTranslator, qVersion
from PySide6.QtGui import QFontDatabase, QGuiApplication, QImage, QPainter
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QApplication

from todo_desktop.self_test.checks import INSTALL_AGAIN, CheckFailed
from todo_desktop.settings.resources import resources_folder

_ICON = QSize(32, 32)


def screen() -> str:
    """Qt ends the process where there is none."""
    app = QApplication([])
    size = QGuiApplication.primaryScreen().size()
    if not QFontDatabase.families():
        raise CheckFailed("There is no font to write with. Install one, such as Debian's fonts-dejavu-core.")
    return f"Qt {qVersion()} on {app.platformName()}, a screen of {size.width()} x {size.height()}"


def icons() -> str:
    """All of them, each with something on it."""
    found = sorted(_resources("icons").rglob("*.svg"))
    blank = [path.stem for path in found if not _shows_something(path)]
    if blank or not found:
        raise CheckFailed(f"These icons cannot be drawn: {', '.join(blank) or 'all'}. {INSTALL_AGAIN}")
    return f"{len(found)} found"


def translations() -> str:
    """Each language by its own name; the words in the program itself are English."""
    languages = ["English (built in)"]
    for path in sorted(_resources("").glob("translations/*.qm")):
        translator = QTranslator()
        if not translator.load(str(path)):
            raise CheckFailed(f"The translation {path.name} cannot be read. {INSTALL_AGAIN}")
        languages.append(QLocale(translator.language()).nativeLanguageName())
    return ", ".join(languages)


def _resources(name: str) -> Path:
    try:
        return resources_folder() / name
    except FileNotFoundError as error:
        raise CheckFailed(f"{error}.") from error


def _shows_something(path: Path) -> bool:
    image = QImage(_ICON, QImage.Format.Format_ARGB32)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    QSvgRenderer(str(path)).render(painter)
    painter.end()
    return any(image.constBits())
