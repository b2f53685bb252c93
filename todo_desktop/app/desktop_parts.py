"""What the program has on the desktop besides its window: the tray's icon, the capture window, the start at login.

Made after the first paint, which needs none of it; the capture window when it is first asked for.
"""

import os
import sys
from collections.abc import Callable, Collection
from typing import TYPE_CHECKING

from msgspec.structs import replace
from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QSystemTrayIcon

from todo_desktop.app.kept_preferences import KeptPreferences
from todo_desktop.app.notification_link import NotificationLink
from todo_desktop.app.quiet_end import QuietEnd
from todo_desktop.app.tray_arrival import TrayArrival
from todo_desktop.desktop.login_start import LoginStart, login_start
from todo_desktop.desktop.own_command import own_command
from todo_desktop.desktop.request import ACTIVATION
from todo_desktop.gui.bridge import SyncBridge
from todo_desktop.gui.desktop_notifications import DesktopNotifications, Subject
from todo_desktop.gui.main_window import MainWindow
from todo_desktop.gui.open_count import OpenCount
from todo_desktop.gui.settings_dialog.result import DesktopState
from todo_desktop.gui.theme.icons import Icons
from todo_desktop.gui.tray import Tray
from todo_desktop.model.errors import StorageError
from todo_desktop.queries import TodoQueries
from todo_desktop.service import TodoService
from todo_desktop.settings.folders import Folders
from todo_desktop.settings.options import Options
from todo_desktop.settings.preferences import Preferences

if TYPE_CHECKING:
    from todo_desktop.gui.capture_window import CaptureWindow


_SETTLED_MS = 1000
"""After the start: nobody logs out sooner."""


class DesktopParts(QObject):
    """Of the program that shows *window*, until `stop`."""

    def __init__(
        self,
        *,
        options: Options,
        folders: Folders,
        kept: KeptPreferences,
        service: TodoService,
        queries: TodoQueries,
        bridge: SyncBridge,
        window: MainWindow,
        icons: Icons,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._options = options
        self._folders = folders
        self._kept = kept
        self._window = window
        self._icons = icons
        self._tray: Tray | None = None
        self._count = OpenCount(window.pane.contents, self)
        self._quiet_end = QuietEnd(service, queries, bridge, window, self)
        self._tray_arrival = TrayArrival(self)
        self._tray_arrival.settled.connect(self._bring_tray)
        self._link = NotificationLink(self)
        self._notifications = DesktopNotifications(
            service, queries, bridge, window, self._link, lambda: kept.chosen, self
        )
        self._link.pressed.connect(self._notifications.take)
        self._notifications.show_wanted.connect(self._show_subject)
        self._notifications.retry_wanted.connect(self._retry)
        self._count.changed.connect(self._show_count)
        window.open_counted.connect(self._count.take_all)
        window.hidden.connect(self._explain_once)

    def start(self) -> None:
        if self._options.hidden:
            self._tray_arrival.begin()
        else:
            self._bring_tray()
        if sys.platform.startswith("linux"):
            QTimer.singleShot(_SETTLED_MS, self, self._hear_of_session)

    def _hear_of_session(self) -> None:
        from todo_desktop.app.session_end import SessionEnd  # QtDBus costs 10 ms

        session = SessionEnd(self)
        session.near.connect(self._window.keep)
        session.there.connect(self._window.end)
        session.begin()

    def _bring_tray(self) -> None:
        self.apply(self._kept.chosen)

    def apply(self, preferences: Preferences) -> None:
        """*preferences* are in force now."""
        wanted = preferences.tray_icon and QSystemTrayIcon.isSystemTrayAvailable()
        if wanted and self._tray is None:
            self._tray = Tray(self._icons, self._window.actions_.offline, self)
            self._tray.show_wanted.connect(self._show_or_hide)
            self._tray.capture_wanted.connect(self._window.capture_requested)
            self._tray.quit_wanted.connect(self._window.end)
            self._show_count()
        elif not wanted and self._tray is not None:
            self._tray.close()
            self._tray = None
        self._window.hides_when_closed = self._tray is not None and preferences.close_to_tray

    @property
    def state(self) -> DesktopState:
        """For the settings."""
        return DesktopState(QSystemTrayIcon.isSystemTrayAvailable(), self._login.is_on)

    def start_at_login(self, wanted: bool) -> None:
        if wanted == self._login.is_on:
            return
        try:
            self._login.turn(wanted)
        except StorageError as error:
            self._window.notices.say_failure(error)

    def watch_lists(self, lists: Callable[[], Collection[int]]) -> None:
        """Notifications speak of those with the ids that *lists* tells."""
        self._notifications.watch_lists(lists)

    def list_changed(self) -> None:
        """Another list is open."""
        self._notifications.list_changed()

    def watch(self, capture: "CaptureWindow") -> None:
        """Once it closes, a program that was started for it alone ends."""
        capture.closed.connect(self._after_capture)

    def stop(self) -> None:
        self._quiet_end.cancel()
        self._tray_arrival.stop()
        self._notifications.stop()
        self._link.stop()
        if self._tray is not None:
            self._tray.close()
            self._tray = None

    @property
    def _login(self) -> LoginStart:
        command = own_command(sys.argv[0]).on(self._options.profile, self._options.data_dir, "--hidden")
        return login_start(self._folders, command)

    def _after_capture(self) -> None:
        """Without an icon nobody could see that the program runs, or end it; who starts it hidden wants that."""
        if self._tray is None and not self._options.hidden:
            self._quiet_end.begin()

    def _show_subject(self, subject: Subject, token: str) -> None:
        if token:
            os.environ[ACTIVATION] = token
        self._window.come_forward()
        if subject is Subject.NEEDS_YOU:
            self._window.outbox.open_all()

    def _retry(self, subject: Subject) -> None:
        if subject is Subject.NEEDS_YOU:
            self._window.outbox.retry_all()
        self._window.actions_.refresh.trigger()

    def _show_count(self) -> None:
        if self._tray is not None:
            self._tray.show_count(self._count.open)

    def _show_or_hide(self) -> None:
        if self._window.isActiveWindow() and self._window.hides_when_closed:
            self._window.close()
        else:
            self._window.come_forward()

    def _explain_once(self) -> None:
        if self._tray is not None and not self._kept.chosen.told_of_tray:
            self._kept.save(replace(self._kept.chosen, told_of_tray=True))
            self._tray.explain(
                self.tr("The window is closed, and Todo Desktop goes on here. To end it, choose Quit in this menu.")
            )
