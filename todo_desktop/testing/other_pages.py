"""What stands around the list: settings, the changes on their way, the status bar and the bar of notices."""

from PySide6.QtWidgets import QComboBox, QLabel, QLineEdit, QPushButton, QTableView, QWidget

from todo_desktop.gui.settings_dialog.dialog import SettingsDialog
from todo_desktop.testing.given_server import GivenServer
from todo_desktop.testing.hands import WindowHands

PATIENCE_MS = 20_000
"""With what a server is asked for."""


class SettingsPage:
    """The dialog; every verb but `open` wants it open."""

    def __init__(self, hands: WindowHands) -> None:
        self._hands = hands

    @property
    def is_open(self) -> bool:
        return any(dialog.isVisible() for dialog in self._hands.window.findChildren(SettingsDialog))

    @property
    def dialog(self) -> SettingsDialog:
        found = next((each for each in self._hands.window.findChildren(SettingsDialog) if each.isVisible()), None)
        assert found is not None, "the settings are not open"
        return found

    def open(self) -> None:
        self._hands.choose("actionSettings")
        self._hands.qtbot.waitUntil(lambda: self.is_open)

    def fill_in(self, server: GivenServer) -> None:
        """Address, key and collection of *server*."""
        self._line("baseUrlField").setText(server.base_url)
        self._line("apiKeyField").setText(server.key)
        collection = self.dialog.findChild(QComboBox, "collectionField")
        assert isinstance(collection, QComboBox)
        collection.setEditText(server.collection)

    def test(self) -> str:
        """Press *Test connection*; what it says in the end."""
        button = self._button("testConnectionButton")
        before = button.text()
        button.click()
        self._hands.qtbot.waitUntil(lambda: button.text() == before, timeout=PATIENCE_MS)
        result = self.dialog.findChild(QLabel, "testResult")
        assert isinstance(result, QLabel)
        return result.text()

    def note(self, field: str) -> str:
        """What stands below the field of that object name."""
        found = self.dialog.findChild(QLabel, f"{field}Note")
        assert isinstance(found, QLabel), f"nothing stands below {field}"
        return found.text()

    def save(self) -> None:
        """It tests what was not tested yet, and stays open where that fails: see `is_open`."""
        button = self._button("saveButton")
        button.click()
        # The dialog, and the button with it, is deleted once it has been closed.
        self._hands.qtbot.waitUntil(lambda: not self.is_open or button.isEnabled(), timeout=PATIENCE_MS)

    def cancel(self) -> None:
        self._button("cancelButton").click()

    def connect_to(self, server: GivenServer) -> None:
        """All of it, from *Settings* to *Save*."""
        self.open()
        self.fill_in(server)
        self.save()
        assert not self.is_open, f"it was not saved: {self.note('baseUrlField')} {self.note('apiKeyField')}"

    def _line(self, name: str) -> QLineEdit:
        found = self.dialog.findChild(QLineEdit, name)
        assert isinstance(found, QLineEdit)
        return found

    def _button(self, name: str) -> QPushButton:
        found = self.dialog.findChild(QPushButton, name)
        assert isinstance(found, QPushButton)
        return found


class OutboxPage:
    """*Changes on their way*: what is not on the server yet."""

    def __init__(self, hands: WindowHands) -> None:
        self._hands = hands

    @property
    def is_open(self) -> bool:
        panel = self._hands.window.findChild(QWidget, "outboxPanel")
        return panel is not None and panel.isVisible()

    def open(self) -> None:
        if not self.is_open:
            self._hands.choose("actionOutbox")

    def close(self) -> None:
        self._hands.press_tool("outboxClose")

    @property
    def changes(self) -> list[str]:
        """Each in words, with its state, in the order of sending; it is open."""
        model = self._view.model()
        return [str(model.index(row, 0).data()) for row in range(model.rowCount())]

    def choose(self, title: str) -> None:
        """The first change whose words hold *title*; then `press` acts on it."""
        words = self.changes
        row = next((place for place, text in enumerate(words) if title in text), -1)
        assert row >= 0, f"no change is about {title!r}; there are {words}"
        self._view.setCurrentIndex(self._view.model().index(row, 0))

    def press(self, name: str) -> None:
        """A button of the chosen change, by object name: `changeRetry`, `changeDiscard`, `takeMine`."""
        self._hands.press(name)

    def wait_until_sent(self) -> None:
        """Until the status bar tells of no change that waits or needs somebody."""
        hands = self._hands
        hands.qtbot.waitUntil(
            lambda: not hands.sees("statusWaiting") and not hands.sees("statusParked"), timeout=PATIENCE_MS
        )

    @property
    def _view(self) -> QTableView:
        found = self._hands.part("outboxList")
        assert isinstance(found, QTableView)
        return found


class StatusPage:
    """The bar at the bottom."""

    def __init__(self, hands: WindowHands) -> None:
        self._hands = hands

    @property
    def connection(self) -> str:
        """Such as "Connected to 127.0.0.1:13000 · synced just now"."""
        return self._hands.text("statusConnection")

    @property
    def waiting(self) -> str:
        """Such as "2 changes waiting"; empty where none is."""
        return self._hands.text("statusWaiting") if self._hands.sees("statusWaiting") else ""

    @property
    def parked(self) -> str:
        """Such as "1 needs you"; empty where none does."""
        return self._hands.text("statusParked") if self._hands.sees("statusParked") else ""

    def wait_for(self, words: str) -> None:
        """Until the connection is told in words that hold these."""

        def is_so() -> None:
            assert words in self.connection

        self._hands.qtbot.waitUntil(is_so, timeout=PATIENCE_MS)


class NoticePage:
    """The bar under the toolbar, which says what needs somebody."""

    def __init__(self, hands: WindowHands) -> None:
        self._hands = hands

    @property
    def text(self) -> str:
        """Empty where there is nothing to say."""
        return self._hands.text("noticeText") if self._hands.sees("noticeBar") else ""

    def wait_for(self, words: str) -> None:
        """Until it says something that holds these words."""

        def is_so() -> None:
            assert words in self.text

        self._hands.qtbot.waitUntil(is_so, timeout=PATIENCE_MS)

    def act(self) -> None:
        """Press its button."""
        self._hands.press("noticeAction")

    def dismiss(self) -> None:
        self._hands.press_tool("noticeDismiss")
