"""The icon in the desktop's tray, where it has one: how many todos are open, and what is wanted without the window."""

from PySide6.QtCore import QObject, QRect, Qt, Signal
from PySide6.QtGui import QAction, QColor, QFont, QIcon, QPainter, QPixmap
from PySide6.QtWidgets import QMenu, QSystemTrayIcon

from todo_desktop.gui.theme.icons import Icons

_SIZES = (16, 22, 24, 32, 48, 64)
_MOST = 99
_BADGE, _INK = "#B42318", "#FFFFFF"
"""Of the count: the same on light and dark panels, whose colour nobody tells."""
_Reason = QSystemTrayIcon.ActivationReason


class Tray(QObject):
    """From when it is made until `close`. *offline* is the window's action, which the menu's follows and works."""

    show_wanted = Signal()
    """The window is to come forward; or to go, where it is in front."""
    capture_wanted = Signal()
    quit_wanted = Signal()

    def __init__(self, icons: Icons, offline: QAction, parent: QObject) -> None:
        super().__init__(parent)
        self._program = icons.program()
        self._icon = QSystemTrayIcon(self)
        self._icon.setObjectName("trayIcon")
        self._menu = QMenu()
        self._menu.setObjectName("menuTray")
        self._build_menu(icons, offline)
        self._icon.setContextMenu(self._menu)
        self._icon.activated.connect(self._on_activated)
        self.show_count(0)
        self._icon.show()

    @property
    def menu(self) -> QMenu:
        return self._menu

    def show_count(self, open_todos: int) -> None:
        self._icon.setIcon(counted_icon(self._program, open_todos) if open_todos else self._program)
        words = self.tr("%Ln open todos", "", open_todos) if open_todos != 1 else self.tr("1 open todo")
        self._icon.setToolTip(f"Todo Desktop\n{words}")

    @property
    def tooltip(self) -> str:
        return self._icon.toolTip()

    def explain(self, text: str) -> None:
        """Say once where the window has gone."""
        self._icon.showMessage("Todo Desktop", text, self._program)

    def close(self) -> None:
        self._icon.hide()
        self._menu.deleteLater()
        self.deleteLater()

    def _build_menu(self, icons: Icons, offline: QAction) -> None:
        show = self._action("actionTrayShow", self.tr("&Show Todo Desktop"))
        add = self._action("actionTrayAdd", self.tr("&Quick add…"))
        pause = self._action("actionTrayPause", self.tr("&Pause sync"))
        leave = self._action("actionTrayQuit", self.tr("Q&uit"))
        for action, icon in ((show, "list"), (add, "add"), (leave, "quit")):
            icons.show_on(action, icon)
        pause.setCheckable(True)
        pause.setChecked(offline.isChecked())
        pause.triggered.connect(offline.trigger)
        offline.toggled.connect(pause.setChecked)
        show.triggered.connect(self.show_wanted)
        add.triggered.connect(self.capture_wanted)
        leave.triggered.connect(self.quit_wanted)
        self._menu.addActions([show, add])
        self._menu.addSeparator()
        self._menu.addAction(pause)
        self._menu.addSeparator()
        self._menu.addAction(leave)

    def _action(self, name: str, text: str) -> QAction:
        action = QAction(text, self._menu)
        action.setObjectName(name)
        return action

    def _on_activated(self, reason: _Reason) -> None:
        if reason is _Reason.Trigger:
            self.show_wanted.emit()
        elif reason is _Reason.MiddleClick:
            self.capture_wanted.emit()


def counted_icon(program: QIcon, count: int) -> QIcon:
    """*program* with *count* in a corner: at most two digits can be read there."""
    text = str(count) if count <= _MOST else "…"
    icon = QIcon()
    for size in _SIZES:
        icon.addPixmap(_with_badge(program.pixmap(size, size), text))
    return icon


def _with_badge(pixmap: QPixmap, text: str) -> QPixmap:
    drawn = QPixmap(pixmap)
    side = pixmap.width()
    # Small icons need all of it for the digits; on large ones more of the picture stays in sight.
    height = max(9, round(side * (0.56 if side < 32 else 0.44)))
    width = max(height, round(height * (0.45 + 0.55 * len(text))))
    badge = QRect(side - width, side - height, width, height)
    font = QFont()
    font.setBold(True)
    font.setPixelSize(max(8, round(height * 0.82)))
    painter = QPainter(drawn)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(_BADGE))
    painter.drawRoundedRect(badge, height / 2, height / 2)
    painter.setPen(QColor(_INK))
    painter.setFont(font)
    painter.drawText(badge, int(Qt.AlignmentFlag.AlignCenter), text)
    painter.end()
    return drawn
