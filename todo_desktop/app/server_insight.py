"""Lets the user look at what is said to the server, and have the doctor look at everything."""

from functools import partial

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QDialog

from todo_desktop.app.clock import now
from todo_desktop.app.kept_preferences import KeptPreferences
from todo_desktop.app.key_finder import KeyFinder
from todo_desktop.app.lazy_tester import LazyTester
from todo_desktop.gui.main_window import MainWindow
from todo_desktop.gui.open_once import OpenOnce
from todo_desktop.gui.request_log.log import RequestLog
from todo_desktop.model.connection import ApiKey
from todo_desktop.settings.folders import Folders


class ServerInsight(QObject):
    """Over *window*. The dialogs are made when they are asked for."""

    def __init__(
        self,
        calls: RequestLog,
        kept: KeptPreferences,
        keys: KeyFinder,
        folders: Folders,
        window: MainWindow,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._calls = calls
        self._kept = kept
        self._keys = keys
        self._folders = folders
        self._window = window
        self._log_dialog = OpenOnce[QDialog](self)
        self._doctor_dialog = OpenOnce[QDialog](self)
        window.request_log_requested.connect(self._open_log)
        window.doctor_requested.connect(self._open_doctor)

    def _open_log(self) -> None:
        from todo_desktop.gui.request_log.dialog import RequestLogDialog

        self._log_dialog.show(lambda: RequestLogDialog(self._calls, self._find_key, self._window))

    def _open_doctor(self) -> None:
        from todo_desktop.gui.doctor_dialog import DoctorDialog, Look

        def look() -> Look:
            tester = LazyTester(now=now)
            return Look(partial(self._examine, tester), tester.cancel)

        self._doctor_dialog.show(lambda: DoctorDialog(look, self._window))

    def _find_key(self, url: str) -> ApiKey:
        """The one that a call to *url* was made with: no other server's. In the background: the keyring may ask its
        user."""
        called = [each for each in self._kept.in_force.addresses if url.startswith(f"{each.base_url}/")]
        lists = [each for each in called if url.startswith(f"{each.base_url}/{each.collection}:")]
        address = next(iter([*lists, *called]), None)
        return self._keys.find(address.base_url, address.login) if address is not None else ApiKey("")

    def _examine(self, tester: LazyTester) -> str:
        from todo_desktop.doctor.run import examination

        return examination(self._folders, self._kept.in_force, self._keys.find, tester)
