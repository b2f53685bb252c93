"""The program's icon in the sizes and containers that desktops ask for, made from its one drawing."""

import struct
from collections.abc import Mapping
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QRectF
from PySide6.QtGui import QImage, QImageWriter, QPainter
from PySide6.QtSvg import QSvgRenderer

DRAWING = Path(__file__).parents[1] / "icons" / "todo-desktop.svg"
SIZES = (16, 22, 24, 32, 48, 64, 128, 256, 512)
"""Pixels of the PNGs that a Linux desktop looks for."""

_ICO_SIZES = (16, 24, 32, 48, 64, 128, 256)
# How macOS calls a PNG of so many pixels.
_ICNS_TYPES = {16: b"icp4", 32: b"icp5", 64: b"icp6", 128: b"ic07", 256: b"ic08", 512: b"ic09"}


def png(size: int) -> bytes:
    """The drawing as a square of *size* pixels."""
    image = QImage(size, size, QImage.Format.Format_ARGB32)
    image.fill(0)
    painter = QPainter(image)
    QSvgRenderer(str(DRAWING)).render(painter, QRectF(0, 0, size, size))
    painter.end()
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    QImageWriter(buffer, QByteArray(b"png")).write(image)
    return bytes(buffer.data().data())


def write_theme(folder: Path) -> None:
    """The drawing and its PNGs as they lie in `share/icons/hicolor`, which is *folder*."""
    for size in SIZES:
        _write(folder / f"{size}x{size}" / "apps" / "todo-desktop.png", png(size))
    _write(folder / "scalable" / "apps" / "todo-desktop.svg", DRAWING.read_bytes())


def write_ico(path: Path) -> None:
    """All sizes in one file, for Windows."""
    images = {size: png(size) for size in _ICO_SIZES}
    _write(path, _ico(images))


def write_icns(path: Path) -> None:
    """All sizes in one file, for macOS."""
    chunks = b"".join(_chunk(kind, png(size)) for size, kind in _ICNS_TYPES.items())
    _write(path, _chunk(b"icns", chunks))


def _ico(images: Mapping[int, bytes]) -> bytes:
    """A table of the images, then each as a PNG, which Windows reads since Vista."""
    offset = 6 + 16 * len(images)
    table = struct.pack("<HHH", 0, 1, len(images))
    for size, image in images.items():
        table += struct.pack("<BBBBHHII", size % 256, size % 256, 0, 0, 1, 32, len(image), offset)
        offset += len(image)
    return table + b"".join(images.values())


def _chunk(kind: bytes, content: bytes) -> bytes:
    return kind + struct.pack(">I", len(content) + 8) + content


def _write(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
