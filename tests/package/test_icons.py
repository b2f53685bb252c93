"""One drawing becomes the icons of every desktop."""

from pathlib import Path

import pytest
from PySide6.QtGui import QImage, QImageReader

from resources.packaging.icons import SIZES, png, write_icns, write_ico, write_theme


def _is_the_icon(image: QImage) -> bool:
    """Blue in its middle left, nothing in its corner."""
    left = image.pixelColor(image.width() // 8, image.height() // 2)
    return left.blue() > left.red() and left.alpha() == 255 and image.pixelColor(0, 0).alpha() == 0


@pytest.mark.parametrize("size", SIZES)
def test_a_png_shows_the_icon_in_its_size(size: int) -> None:
    image = QImage.fromData(png(size))
    assert (image.width(), image.height()) == (size, size)
    assert _is_the_icon(image)


def test_a_desktop_finds_every_size_in_its_theme(tmp_path: Path) -> None:
    write_theme(tmp_path)
    found = {str(path.relative_to(tmp_path)) for path in tmp_path.rglob("*") if path.is_file()}
    pngs = {f"{size}x{size}/apps/todo-desktop.png" for size in SIZES}
    assert found == pngs | {"scalable/apps/todo-desktop.svg"}


def test_windows_finds_every_size_in_one_file(tmp_path: Path) -> None:
    write_ico(tmp_path / "todo-desktop.ico")
    assert sorted(_sizes(tmp_path / "todo-desktop.ico")) == [16, 24, 32, 48, 64, 128, 256]


def test_macos_finds_every_size_in_one_file(tmp_path: Path) -> None:
    write_icns(tmp_path / "todo-desktop.icns")
    assert sorted(_sizes(tmp_path / "todo-desktop.icns")) == [16, 32, 64, 128, 256, 512]


def _sizes(path: Path) -> list[int]:
    reader = QImageReader(str(path))
    found = []
    for number in range(reader.imageCount()):
        reader.jumpToImage(number)
        image = reader.read()
        assert _is_the_icon(image), reader.errorString()
        found.append(image.width())
    return found
