"""The screen as an assistive program sees it: a tree of parts with roles, names and actions, over D-Bus (AT-SPI)."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from jeepney import DBusAddress, DBusErrorResponse, new_method_call
from jeepney.io.blocking import DBusConnection, open_dbus_connection
from jeepney.low_level import MessageType

from tests.support.waiting import wait_until

PATIENCE_SECONDS = 30.0
ENVIRONMENT = {"QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1"}
"""Of a program that shall show its tree though nothing in the session has asked for it before."""

_A11Y = "org.a11y.atspi"
_ROOT = "/org/a11y/atspi/accessible/root"
_PROPERTIES = "org.freedesktop.DBus.Properties"
_CHECKED = 4
"""ATSPI_STATE_CHECKED."""


class PartGone(Exception):
    """It was there when it was looked for."""


def wait_for(condition: Callable[[], object]) -> None:
    """Return as soon as *condition* holds; parts that go while it looks at them make it look again."""

    def holds() -> object:
        try:
            return condition()
        except PartGone:
            return False

    wait_until(holds, PATIENCE_SECONDS)


@dataclass(frozen=True)
class Part:
    """A widget, a menu's entry, a cell. What it says is asked anew each time."""

    bus: "AccessibilityBus"
    owner: str
    path: str

    @property
    def name(self) -> str:
        return str(self._property("Accessible", "Name"))

    @property
    def description(self) -> str:
        return str(self._property("Accessible", "Description"))

    @property
    def role(self) -> str:
        """ "push button", "table cell"."""
        return str(self._call("Accessible", "GetRoleName"))

    @property
    def is_checked(self) -> bool:
        return bool(self._call("Accessible", "GetState")[0] & 1 << _CHECKED)

    @property
    def children(self) -> list["Part"]:
        return [Part(self.bus, owner, path) for owner, path in self._call("Accessible", "GetChildren")]

    @property
    def text(self) -> str:
        """What is typed into a field."""
        return str(self._call("Text", "GetText", "ii", (0, -1)))

    @property
    def actions(self) -> list[str]:
        return [str(name) for name, _, _ in self._call("Action", "GetActions")]

    def do(self, action: str) -> None:
        """One of `actions`."""
        assert self._call("Action", "DoAction", "i", (self.actions.index(action),)), f"{action} was refused"

    def write(self, text: str) -> None:
        """In place of what a field held."""
        assert self._call("EditableText", "SetTextContents", "s", (text,)), "the field takes no text"

    def below(self) -> Iterator["Part"]:
        """All parts of it, the nearest first."""
        level = self.children
        while level:
            yield from level
            level = [child for part in level for child in part.children]

    def find(self, role: str, name: str) -> "Part":
        """The part below of that role whose name begins so, as soon as there is one."""
        found: list[Part] = []

        def look() -> bool:
            found[:] = [part for part in self.below() if part.role == role and part.name.startswith(name)][:1]
            return bool(found)

        wait_for(look)
        return found[0]

    def _call(self, interface: str, method: str, signature: str = "", body: tuple[object, ...] = ()) -> Any:
        return self.bus.call(self.owner, self.path, f"{_A11Y}.{interface}", method, signature, body)

    def _property(self, interface: str, name: str) -> Any:
        body = (f"{_A11Y}.{interface}", name)
        return self.bus.call(self.owner, self.path, _PROPERTIES, "Get", "ss", body)[1]


class AccessibilityBus:
    """The bus of this session that assistive programs listen to; it is started where nobody did. `close` it."""

    def __init__(self) -> None:
        session = open_dbus_connection("SESSION")
        address = _ask(session, "org.a11y.Bus", "/org/a11y/bus", "org.a11y.Bus", "GetAddress")
        session.close()
        self._connection = open_dbus_connection(address)

    def close(self) -> None:
        self._connection.close()

    def application(self, pid: int, after: Part | None = None) -> Part:
        """The tree of that process, as soon as it shows one; *after* one that it showed before it began anew."""
        found: list[Part] = []

        def look() -> bool:
            others = [part for part in self._applications() if after is None or part.owner != after.owner]
            found[:] = [part for part in others if self._pid_of(part) == pid][:1]
            return bool(found)

        wait_for(look)
        return found[0]

    def call(self, owner: str, path: str, interface: str, method: str, signature: str, body: tuple[object, ...]) -> Any:
        """The first value of the answer."""
        return _ask(self._connection, owner, path, interface, method, signature, body)

    def _applications(self) -> list[Part]:
        return Part(self, f"{_A11Y}.Registry", _ROOT).children

    def _pid_of(self, part: Part) -> int:
        bus, path = "org.freedesktop.DBus", "/org/freedesktop/DBus"
        return int(self.call(bus, path, bus, "GetConnectionUnixProcessID", "s", (part.owner,)))


def _ask(
    connection: DBusConnection, owner: str, path: str, interface: str, method: str, signature: str = "",
    body: tuple[object, ...] = (),
) -> Any:  # fmt: skip
    address = DBusAddress(path, bus_name=owner, interface=interface)
    answer = connection.send_and_get_reply(
        new_method_call(address, method, signature or None, body), timeout=PATIENCE_SECONDS
    )
    if answer.header.message_type is MessageType.error:
        raise PartGone(str(DBusErrorResponse(answer)))
    return answer.body[0] if answer.body else None
