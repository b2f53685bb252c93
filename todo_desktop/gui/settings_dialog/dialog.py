"""The settings dialog: pages on the right, their names on the left. Save tests what was not tested yet; a test that
failed can be overruled, unless the server says that there is no such list."""

from enum import IntEnum

from msgspec.structs import replace
from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import (
    QDialog,
    QFrame,
    QHBoxLayout,
    QListWidget,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from todo_desktop.gui.settings_dialog.appearance_page import AppearancePage
from todo_desktop.gui.settings_dialog.connection_page import ConnectionPage
from todo_desktop.gui.settings_dialog.desktop_page import DesktopPage
from todo_desktop.gui.settings_dialog.key_field import NOTHING_KNOWN
from todo_desktop.gui.settings_dialog.result import NO_DESKTOP, ConnectionDraft, DesktopState, SettingsResult
from todo_desktop.gui.settings_dialog.tester_panel import LoadKey, MakeTester, TesterPanel
from todo_desktop.gui.theme.icons import Icons
from todo_desktop.gui.theme.metrics import MEDIUM, SMALL
from todo_desktop.gui.theme.role import Role, set_role
from todo_desktop.model.connection import Connection
from todo_desktop.model.diagnosis import NOT_A_LIST, Diagnosis, KeyFacts
from todo_desktop.model.typed_address import likely_api_url
from todo_desktop.settings.api_keys import Stored
from todo_desktop.settings.preferences import Preferences

NAVIGATION_WIDTH = 176


class Page(IntEnum):
    """In the order in which they are listed."""

    CONNECTION = 0
    APPEARANCE = 1
    DESKTOP = 2


class SettingsDialog(QDialog):
    """Open it with `show` or `open`; it changes nothing by itself. `accepted_settings` comes before `accepted`."""

    accepted_settings = Signal(object)
    """A `SettingsResult`."""

    def __init__(
        self,
        preferences: Preferences,
        stored: Stored | None,
        load_key: LoadKey,
        make_tester: MakeTester,
        icons: Icons,
        parent: QWidget | None = None,
        *,
        user_id: str = "",
        desktop: DesktopState = NO_DESKTOP,
        known: KeyFacts = NOTHING_KNOWN,
    ) -> None:
        """*stored* says where the key of `preferences.base_url` is, *known* what that key tells of itself; *load_key*
        gets it, on a background thread. *user_id* is the user of the present list (`ListIdentity.user_id`)."""
        super().__init__(parent)
        self.setObjectName("settingsDialog")
        self.setWindowTitle(self.tr("Settings"))
        self._before = preferences
        self._saving = False
        self._tested: tuple[ConnectionDraft, Diagnosis] | None = None
        self._running: ConnectionDraft | None = None
        self._panel = TesterPanel(make_tester, load_key, icons)
        self._connection = ConnectionPage(preferences, stored, user_id, self._panel, icons, known=known)
        self._appearance = AppearancePage(preferences)
        self._desktop = DesktopPage(preferences, desktop)
        self._names = self._build_names(icons)
        self._pages = QStackedWidget()
        for page in (self._connection, self._appearance, self._desktop):
            self._pages.addWidget(page)
        self._save = self._build_button("saveButton", self.tr("Save"))
        set_role(self._save, Role.PRIMARY)
        self._save.setDefault(True)
        self._cancel = self._build_button("cancelButton", self.tr("Cancel"))
        self._lay_out()
        self._names.currentRowChanged.connect(self._pages.setCurrentIndex)
        self._panel.asked.connect(self._test)
        self._panel.found.connect(self._on_found)
        self._panel.running_changed.connect(self._on_running)
        self._connection.edited.connect(self._on_edited)
        self._save.clicked.connect(self._on_save)
        self._cancel.clicked.connect(self.reject)
        self.setMinimumWidth(640)
        self.resize(800, 680)
        self._connection.focus_first()

    def show_page(self, page: Page) -> None:
        self._names.setCurrentRow(page)

    def say_overruled(self, host: str) -> None:
        """The environment leads to *host*, whatever is chosen here."""
        self._connection.say_overruled(host)

    def ask_for_key(self) -> None:
        """The connection page, ready for a new key."""
        self.show_page(Page.CONNECTION)
        self._connection.focus_key()

    def ask_for_collection(self) -> None:
        """The connection page, ready for another collection."""
        self.show_page(Page.CONNECTION)
        self._connection.focus_collection()

    def leave_server(self) -> None:
        """The connection page, as if the user had asked to go on without a server: to be saved, or not."""
        self.show_page(Page.CONNECTION)
        self._connection.leave_server()

    def done(self, result: int, /) -> None:
        self._saving = False
        self._panel.cancel()
        super().done(result)

    def _build_names(self, icons: Icons) -> QListWidget:
        names = QListWidget()
        names.setObjectName("settingsPages")
        names.setAccessibleName(self.tr("Pages"))
        names.setFixedWidth(NAVIGATION_WIDTH)
        set_role(names, Role.NAVIGATION)
        pages = ((self.tr("Connection"), "server"), (self.tr("Appearance"), "sun"), (self.tr("Desktop"), "bell"))
        for row, (name, icon) in enumerate(pages):
            names.addItem(name)
            names.item(row).setIcon(icons.icon(icon))
        names.setCurrentRow(Page.CONNECTION)
        return names

    def _build_button(self, name: str, text: str) -> QPushButton:
        button = QPushButton(text)
        button.setObjectName(name)
        button.setAutoDefault(False)
        return button

    def _lay_out(self) -> None:
        side = QFrame()
        set_role(side, Role.SIDEBAR)
        beside = QVBoxLayout(side)
        beside.setContentsMargins(0, MEDIUM, 0, MEDIUM)
        beside.addWidget(self._names)
        buttons = QHBoxLayout()
        buttons.setContentsMargins(MEDIUM, MEDIUM, MEDIUM, MEDIUM)
        buttons.setSpacing(SMALL)
        buttons.addStretch(1)
        buttons.addWidget(self._cancel)
        buttons.addWidget(self._save)
        line = QFrame()
        set_role(line, Role.LINE)
        column = QVBoxLayout()
        column.setSpacing(0)
        column.addWidget(self._pages, 1)
        column.addWidget(line)
        column.addLayout(buttons)
        whole = QHBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(side)
        whole.addLayout(column, 1)

    def _test(self) -> None:
        draft = self._connection.read()
        if draft is not None and draft.connection.base_url:
            self._running = draft
            self._panel.run(draft.connection, use_stored_key=not draft.remove_key)

    def _on_found(self, found: Diagnosis) -> None:
        draft = self._running
        if draft is None:
            return
        with QSignalBlocker(self._connection):  # a mended address is no edit of the user's
            self._connection.show_found(draft.connection, found)
        mended = replace(draft, connection=replace(draft.connection, base_url=found.base_url))
        self._tested = (mended, found)
        if self._saving:
            self._saving = False
            if found.problem is None:
                self._accept_with(mended, found)
        if found.problem is not None and found.problem not in NOT_A_LIST:
            self._save.setText(self.tr("Save anyway"))

    def _on_save(self) -> None:
        draft = self._connection.read()
        if draft is None:
            self.show_page(Page.CONNECTION)
            return
        if not draft.connection.base_url or self._is_as_before(draft):
            self._accept_with(draft, None)
        elif self._tested is not None and self._tested[0] == draft and self._tested[1].problem not in NOT_A_LIST:
            found = self._tested[1]
            self._accept_with(draft, found if found.problem is None else None)
        else:
            self._saving = True
            self.show_page(Page.CONNECTION)
            self._test()

    def _accept_with(self, draft: ConnectionDraft, found: Diagnosis | None) -> None:
        connection = draft.connection
        preferences = replace(
            self._desktop.applied_to(self._before),
            base_url=connection.base_url if found else likely_api_url(connection.base_url),
            collection=connection.collection,
            verify_tls=connection.verify_tls,
            ca_file=connection.ca_file,
            proxy=connection.proxy,
            sync_interval=draft.sync_interval,
            theme=self._appearance.theme,
            compact_rows=self._appearance.compact_rows,
        )
        self.accepted_settings.emit(
            SettingsResult(
                preferences, connection.api_key or None, draft.remove_key, found, self._desktop.start_at_login
            )
        )
        self.accept()

    def _is_as_before(self, draft: ConnectionDraft) -> bool:
        """Whether the server would be reached as it was before."""
        before = Connection(
            self._before.base_url,
            self._before.collection,
            verify_tls=self._before.verify_tls,
            ca_file=self._before.ca_file,
            proxy=self._before.proxy,
        )
        return draft.connection == before and not draft.remove_key

    def _on_edited(self) -> None:
        self._tested = None
        self._save.setText(self.tr("Save"))
        self._saving = False
        self._panel.cancel()
        self._panel.clear()

    def _on_running(self, running: bool) -> None:
        self._save.setEnabled(not (running and self._saving))
