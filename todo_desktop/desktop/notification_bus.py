"""Desktop notifications with buttons, through the service that Linux desktops have for them (org.freedesktop).

Speaks D-Bus by jeepney: from Python, Qt's own D-Bus cannot build the unsigned numbers that the service insists on.
"""

import html
import logging
from collections.abc import Iterator
from typing import Any

from jeepney import DBusAddress, HeaderFields, MatchRule, Message, MessageType, message_bus, new_method_call
from jeepney.io.blocking import DBusConnection, open_dbus_connection

from todo_desktop.desktop.notification import Notification, Pressed

_SERVICE = DBusAddress(
    "/org/freedesktop/Notifications", "org.freedesktop.Notifications", "org.freedesktop.Notifications"
)
_CONNECT_SECONDS = 5.0
_log = logging.getLogger(__name__)
_DESKTOP_ENTRY = "todo-desktop"


class BusGone(Exception):
    """There is no session bus, or not any more; or no notification service on it."""


class NotificationBus:
    """One notification for each subject: a newer one takes the place of the older. Only `connect` blocks; the others
    raise BusGone."""

    def __init__(self, connection: DBusConnection, capabilities: frozenset[str]) -> None:
        self._connection = connection
        self._capabilities = capabilities
        self._shown: dict[str, int] = {}
        self._asked: dict[int, str] = {}
        """Subjects by the serial of the call that has no answer yet."""
        self._next: dict[str, Notification | None] = {}
        """What is to follow once that answer is there: something newer, or (None) the end."""
        self._tokens: dict[int, str] = {}

    @classmethod
    def connect(cls) -> "NotificationBus":
        """Blocks for some seconds at most: a service may have to be started first. Raises BusGone."""
        try:
            connection = open_dbus_connection("SESSION", auth_timeout=_CONNECT_SECONDS)
        except (OSError, KeyError, ValueError) as error:
            raise BusGone(str(error)) from error
        try:
            for signal in ("ActionInvoked", "NotificationClosed", "ActivationToken"):
                rule = MatchRule(
                    type="signal", sender=_SERVICE.bus_name, path=_SERVICE.object_path,
                    interface=_SERVICE.interface, member=signal,
                )  # fmt: skip
                _answer(connection, message_bus.AddMatch(rule))
            (capabilities,) = _answer(connection, new_method_call(_SERVICE, "GetCapabilities"))
        except (OSError, BusGone) as error:
            connection.close()
            raise BusGone(str(error)) from error
        return cls(connection, frozenset(capabilities))

    def fileno(self) -> int:
        """Readable where `read` has something to do."""
        number: int = self._connection.sock.fileno()
        return number

    def show(self, subject: str, notification: Notification) -> None:
        if subject in self._asked.values():
            self._next[subject] = notification
        else:
            self._send(subject, notification)

    def withdraw(self, subject: str) -> None:
        """Take it away, where it still is."""
        if subject in self._asked.values():
            self._next[subject] = None
        elif subject in self._shown:
            self._call("CloseNotification", "u", (self._shown.pop(subject),))

    def read(self) -> list[Pressed]:
        """Which buttons were pressed. Does not wait."""
        return [pressed for message in self._arrived() for pressed in self._take(message)]

    def close(self) -> None:
        self._connection.close()

    def _send(self, subject: str, notification: Notification) -> None:
        """Of the service's arguments, 0 stands for a new notification, and -1 for as long as usual."""
        # Names and labels take turns there.
        actions = (
            [part for action in notification.actions for part in action] if "actions" in self._capabilities else []
        )
        body = html.escape(notification.body, quote=False) if "body-markup" in self._capabilities else notification.body
        hints = {
            "desktop-entry": ("s", _DESKTOP_ENTRY),
            "urgency": ("y", 2 if notification.urgent else 1),
        }
        arguments = (
            "Todo Desktop", self._shown.get(subject, 0), _DESKTOP_ENTRY, notification.summary, body, actions, hints, -1,
        )  # fmt: skip
        serial = self._call("Notify", "susssasa{sv}i", arguments)
        self._asked[serial] = subject

    def _call(self, method: str, signature: str, arguments: tuple[object, ...]) -> int:
        """The serial of the call."""
        serial: int = next(self._connection.outgoing_serial)
        try:
            self._connection.send(new_method_call(_SERVICE, method, signature, arguments), serial=serial)
        except OSError as error:
            raise BusGone(str(error)) from error
        return serial

    def _arrived(self) -> Iterator[Message]:
        while True:
            try:
                yield self._connection.receive(timeout=0)
            except TimeoutError:
                return
            except OSError as error:
                raise BusGone(str(error)) from error

    def _take(self, message: Message) -> Iterator[Pressed]:
        fields = message.header.fields
        subject = self._asked.pop(fields.get(HeaderFields.reply_serial, -1), None)
        if subject is not None:
            self._answered(subject, message)
        if (
            message.header.message_type is not MessageType.signal
            or fields.get(HeaderFields.interface) != _SERVICE.interface
        ):
            return
        number, *rest = message.body
        match fields.get(HeaderFields.member), rest:
            case "ActivationToken", [str(token)]:
                self._tokens[number] = token
            case "ActionInvoked", [str(action)]:
                token = self._tokens.pop(number, "")
                yield from (Pressed(of, action, token) for of, known in self._shown.items() if known == number)
            case "NotificationClosed", _:
                self._tokens.pop(number, None)
                self._shown = {of: known for of, known in self._shown.items() if known != number}

    def _answered(self, subject: str, message: Message) -> None:
        """The number of the notification is known now, or the service refused it."""
        if message.header.message_type is MessageType.method_return:
            (self._shown[subject],) = message.body
        if subject in self._next:
            newer = self._next.pop(subject)
            if newer is None:
                self.withdraw(subject)
            else:
                self._send(subject, newer)


def connected() -> NotificationBus | None:
    """None where this desktop has no notifications. Blocks as `NotificationBus.connect` does."""
    try:
        return NotificationBus.connect()
    except BusGone as error:
        _log.info("there are no desktop notifications: %s", error)
        return None


def _answer(connection: DBusConnection, call: Message) -> tuple[Any, ...]:
    """Raises BusGone where it is an error, or none comes."""
    reply = connection.send_and_get_reply(call, timeout=_CONNECT_SECONDS)
    if reply.header.message_type is not MessageType.method_return:
        raise BusGone(str(reply.header.fields.get(HeaderFields.error_name, "no answer")))
    body: tuple[Any, ...] = reply.body
    return body
