"""Decides what is said through the desktop's notifications: only what needs a person who does not look at the window.

One notification for each subject, brought up to date in its place, and seldom: never a flood.
"""

from collections.abc import Callable, Collection
from enum import StrEnum
from typing import Protocol

from PySide6.QtCore import QElapsedTimer, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from todo_desktop.desktop.notification import DEFAULT, Notification, Pressed
from todo_desktop.gui.bridge import SyncBridge
from todo_desktop.gui.messages import host_of, problem_message
from todo_desktop.gui.plain_text import shortened
from todo_desktop.model.changes import Changes
from todo_desktop.model.errors import StorageError
from todo_desktop.model.lists import ListAddress
from todo_desktop.model.status import Phase, SyncStatus
from todo_desktop.queries import TodoQueries
from todo_desktop.service import TodoService
from todo_desktop.settings.preferences import Preferences

COLLECT_MS = 2_000
"""What comes at once is said at once."""
QUIET_MS = 30_000
"""Between two words on the same subject."""
_TITLES = 3
SHOW, RETRY = "show", "retry"
_UNDER_WAY = (Phase.CONNECTING, Phase.LOADING, Phase.SYNCING)


class Subject(StrEnum):
    """needs-you: changes that wait for a person. paused: the whole list does. added: todos of others."""

    NEEDS_YOU = "needs-you"
    PAUSED = "paused"
    ADDED = "added"


class Notifier(Protocol):
    """Shows notifications, one for each subject. Both return at once."""

    def show(self, subject: str, notification: Notification) -> None: ...

    def withdraw(self, subject: str) -> None: ...


class DesktopNotifications(QObject):
    """Speaks of the lists of `watch_lists`, else of `service.list` alone, to somebody who does not see *window*, as
    *preferences* want it. From when it is made until `stop`."""

    show_wanted = Signal(object, str)
    """The `Subject` to show, and the desktop's leave to take the focus."""
    retry_wanted = Signal(object)

    def __init__(
        self,
        service: TodoService,
        queries: TodoQueries,
        bridge: SyncBridge,
        window: QWidget,
        notifier: Notifier,
        preferences: Callable[[], Preferences],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._service = service
        self._queries = queries
        self._window = window
        self._notifier = notifier
        self._preferences = preferences
        self._status = SyncStatus(Phase.LOCAL)
        self._hindrances: dict[ListAddress, SyncStatus] = {}
        """Why lists are paused, the latest last, also while that is looked at again."""
        self._lists: Callable[[], Collection[int]] = lambda: [each.id for each in service.list.parts]
        self._is_on = True
        self._due: set[Subject] = set()
        self._said: dict[Subject, QElapsedTimer] = {}
        self._known = 0
        """So many changes that wait for a person were seen or told."""
        self._added: list[int] = []
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.timeout.connect(self._say_what_is_due)
        bridge.status.connect(self._note_status)
        bridge.list_status.connect(self._take_status)
        bridge.changes.connect(self._take_changes)
        app = QGuiApplication.instance()
        if isinstance(app, QGuiApplication):
            app.applicationStateChanged.connect(self._on_attention)
            app.focusWindowChanged.connect(self._on_attention)

    def watch_lists(self, lists: Callable[[], Collection[int]]) -> None:
        """Speak of those with the ids that *lists* tells."""
        self._lists = lists

    def list_changed(self) -> None:
        """Another list is open: what was said of the one before was seen."""
        self._forget()
        self._mark(Subject.NEEDS_YOU)

    def take(self, pressed: Pressed) -> None:
        """A button of a notification was pressed."""
        subject = Subject(pressed.subject)
        if pressed.action == RETRY:
            self.retry_wanted.emit(subject)
        elif pressed.action in (SHOW, DEFAULT):
            self.show_wanted.emit(subject, pressed.token)

    def stop(self) -> None:
        self._is_on = False
        self._soon.stop()
        for subject in list(self._said):
            self._withdraw(subject)

    # What happens

    def _note_status(self, status: SyncStatus) -> None:
        """Of the list in sight."""
        self._status = status

    def _take_status(self, address: ListAddress, status: SyncStatus) -> None:
        """A paused list is tried again every minute: only what comes of that says whether it goes on."""
        if status.phase is Phase.PAUSED:
            before = self._hindrances.pop(address, None)
            self._hindrances[address] = status
            if before is None or before.problem is not status.problem:
                self._mark(Subject.PAUSED)
        elif status.phase not in _UNDER_WAY:
            self._hindrances.pop(address, None)
            if not self._hindrances:
                self._withdraw(Subject.PAUSED)

    def _take_changes(self, changes: Changes) -> None:
        if changes.outbox and changes.list_id in self._lists():
            self._mark(Subject.NEEDS_YOU)
        if changes.list_id not in {each.id for each in self._service.list.parts}:
            return
        # What the first load brings is no news.
        if changes.added and self._preferences().notify_added and self._status.phase is not Phase.LOADING:
            self._added += sorted(changes.added)
            self._mark(Subject.ADDED)

    def _on_attention(self) -> None:
        """What is seen in the window need not be said."""
        if self._is_on and not self._is_away:
            self._forget()
            self._known = self._waiting_for_somebody()

    @property
    def _is_away(self) -> bool:
        in_front = QGuiApplication.applicationState() is Qt.ApplicationState.ApplicationActive
        return not (in_front and self._window.isVisible() and not self._window.isMinimized())

    def _forget(self) -> None:
        self._due.clear()
        self._added.clear()
        self._known = 0
        for subject in list(self._said):
            self._withdraw(subject)

    # What is said

    def _mark(self, subject: Subject) -> None:
        self._due.add(subject)
        if self._is_on and not self._soon.isActive():
            self._soon.start(COLLECT_MS)

    def _say_what_is_due(self) -> None:
        if not self._is_away:
            self._on_attention()
            return
        for subject in sorted(self._due):
            if subject not in self._said or self._said[subject].hasExpired(QUIET_MS):
                self._due.discard(subject)
                self._say(subject)
        if self._due:
            self._soon.start(COLLECT_MS)

    def _say(self, subject: Subject) -> None:
        words = {
            Subject.NEEDS_YOU: self._needs_you,
            Subject.PAUSED: self._paused,
            Subject.ADDED: self._were_added,
        }[subject]()
        if words is None:
            return
        self._notifier.show(subject.value, words)
        self._said[subject] = QElapsedTimer()
        self._said[subject].start()

    def _withdraw(self, subject: Subject) -> None:
        self._due.discard(subject)
        if self._said.pop(subject, None) is not None:
            self._notifier.withdraw(subject.value)

    def _waiting_for_somebody(self) -> int:
        """So many todos."""
        try:
            return sum(self._queries.outbox_counts(list_id)[1] for list_id in self._lists())
        except StorageError:  # said by the window, which reads them, too
            return self._known

    def _in_dispute(self) -> int:
        """How many of them were changed here and elsewhere."""
        try:
            return self._queries.disputes(*self._lists())
        except StorageError:  # as above
            return 0

    def _needs_you(self) -> Notification | None:
        """None where there is nothing new."""
        count = self._waiting_for_somebody()
        before, self._known = self._known, count
        if not count:
            self._withdraw(Subject.NEEDS_YOU)
        if count <= before or not self._preferences().notify:
            return None
        disputed = self._in_dispute()
        failed = count - disputed
        if not failed:
            summary = self.tr("%Ln todos were changed here and elsewhere", "", disputed)
            if disputed == 1:
                summary = self.tr("A todo was changed here and elsewhere")
            return Notification(summary, self.tr("Both versions are kept until you choose."), self._buttons())
        if not disputed:
            summary = self.tr("%Ln changes could not be sent", "", failed)
            if failed == 1:
                summary = self.tr("A change could not be sent")
            return Notification(summary, self.tr("Nothing is lost: it is kept on this computer."), self._buttons(RETRY))
        body = self.tr("Changed here and elsewhere: {disputed}. Could not be sent: {failed}. Nothing is lost.")
        return Notification(
            self.tr("%Ln todos need you", "", count),
            body.format(disputed=disputed, failed=failed),
            self._buttons(RETRY),
        )

    def _paused(self) -> Notification | None:
        """None where it goes on by now."""
        address, status = next(reversed(self._hindrances.items()), (ListAddress(), None))
        if status is None or status.problem is None or not self._preferences().notify:
            return None
        host, label = self._names(address)
        message = problem_message(status.problem, detail=status.detail, host=host, collection=label)
        summary = (
            self.tr("“{name}” is paused").format(name=shortened(label)) if label else self.tr("The sync is paused")
        )
        return Notification(summary, message.text, self._buttons(RETRY), urgent=True)

    def _names(self, address: ListAddress) -> tuple[str, str]:
        """The list's server and what it is called."""
        todo_list = self._service.list
        identity = todo_list.identity
        if address.is_local or (
            identity and (identity.base_url, identity.collection) == (address.base_url, address.collection)
        ):
            return host_of(identity.base_url) if identity else "", todo_list.collection.label
        return host_of(address.base_url), address.collection

    def _were_added(self) -> Notification | None:
        """None where they have gone again."""
        todo_list = self._service.list
        try:
            first = self._queries.rows(self._added[:_TITLES])
        except StorageError:
            first = []
        titles = [shortened(todo_list.part(todo.list_id).title_of(todo.values)) for todo in first]
        if not titles or not self._preferences().notify_added:
            return None
        count = len(self._added)
        summary = self.tr("A todo was added") if count == 1 else self.tr("%Ln todos were added", "", count)
        more = [self.tr("and %Ln more", "", count - _TITLES)] if count > _TITLES else []
        return Notification(summary, "\n".join(titles + more), self._buttons())

    def _buttons(self, *more: str) -> tuple[tuple[str, str], ...]:
        labels = {DEFAULT: self.tr("Show"), SHOW: self.tr("Show"), RETRY: self.tr("Retry")}
        return tuple((name, labels[name]) for name in (DEFAULT, SHOW, *more))
