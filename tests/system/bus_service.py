"""A service of the desktop that the tests play: a name on the session's bus, and what is answered under it."""

from collections.abc import Iterator
from typing import Protocol

from jeepney import Message, MessageType, message_bus, new_error
from jeepney.io.blocking import DBusConnection, open_dbus_connection

PATIENCE_SECONDS = 30.0


class Answer(Protocol):
    def __call__(self, call: Message) -> Message | None:
        """None where there is no such method."""


class BusService:
    """Whoever calls *name* is answered while `serve` is called, until `close`."""

    def __init__(self, name: str, answer: Answer) -> None:
        self._connection = open_dbus_connection("SESSION")
        self._connection.send_and_get_reply(message_bus.RequestName(name), timeout=PATIENCE_SECONDS)
        self._answer = answer

    @property
    def connection(self) -> DBusConnection:
        return self._connection

    def close(self) -> None:
        self._connection.close()

    def serve(self) -> None:
        """Answer what has come."""
        for message in self._arrived():
            if message.header.message_type is MessageType.method_call:
                unknown = new_error(message, "org.freedesktop.DBus.Error.UnknownMethod", "s", ("There is none.",))
                self._connection.send(self._answer(message) or unknown)

    def _arrived(self) -> Iterator[Message]:
        try:
            while True:
                yield self._connection.receive(timeout=0.01)
        except TimeoutError:
            return
