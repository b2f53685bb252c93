"""API keys in the system's keyring; in memory until the program ends where there is none that can be trusted.

Every method may block for as long as the keyring asks its user for a password: call them from a background thread,
never at start or quit.
"""

import logging
import sys
from collections.abc import Callable
from enum import StrEnum
from importlib.util import find_spec
from typing import TYPE_CHECKING

from msgspec import Struct

from todo_desktop.model.connection import ApiKey

if TYPE_CHECKING:
    from keyring.backend import KeyringBackend

SERVICE = "Todo Desktop"

_TRUSTED_PACKAGE = "keyring.backends."
_log = logging.getLogger(__name__)


class Stored(StrEnum):
    KEYRING = "keyring"
    MEMORY = "memory"


class KeyringTrouble(StrEnum):
    """Why the keyring was not used. none: the system has none that keeps secrets safely. locked: its user did not
    unlock it. failed: it said no, or did not keep what it was given."""

    NONE = "none"
    LOCKED = "locked"
    FAILED = "failed"


class KeyLookup(Struct, frozen=True):
    """An empty key with `stored` None: there is none."""

    key: ApiKey
    stored: Stored | None = None
    trouble: KeyringTrouble | None = None


class KeyStoring(Struct, frozen=True):
    """Where the key is now; with MEMORY it is gone when the program ends, because of `trouble`."""

    stored: Stored
    trouble: KeyringTrouble | None = None


class ApiKeyStore:
    """The keys of one profile, one for each server and *login* there (`ListAddress.login`). *scope* is
    `Folders.key_scope`."""

    def __init__(self, scope: str, system_keyring: "Callable[[], KeyringBackend] | None" = None) -> None:
        self._scope = scope
        self._system_keyring = system_keyring or _system_keyring
        self._memory: dict[str, ApiKey] = {}

    def load(self, base_url: str, login: int = 0) -> KeyLookup:
        """The key for that server."""
        account = self._account(base_url, login)
        if account in self._memory:
            return KeyLookup(self._memory[account], Stored.MEMORY)
        try:
            text = self._trusted().get_password(SERVICE, account)
        except _KeyringRefused as refusal:
            return KeyLookup(ApiKey(""), None, refusal.trouble)
        except _backend_errors() as error:
            return KeyLookup(ApiKey(""), None, _trouble(error))
        return KeyLookup(ApiKey(text), Stored.KEYRING) if text else KeyLookup(ApiKey(""))

    def store(self, base_url: str, key: ApiKey, login: int = 0) -> KeyStoring:
        """Keep *key*; a backend is believed only when it hands the key out again."""
        account = self._account(base_url, login)
        self._memory[account] = key
        try:
            keyring = self._trusted()
            keyring.set_password(SERVICE, account, key.reveal())
            kept = keyring.get_password(SERVICE, account) == key.reveal()
        except _KeyringRefused as refusal:
            return KeyStoring(Stored.MEMORY, refusal.trouble)
        except _backend_errors() as error:
            return KeyStoring(Stored.MEMORY, _trouble(error))
        if not kept:
            return KeyStoring(Stored.MEMORY, KeyringTrouble.FAILED)
        del self._memory[account]
        return KeyStoring(Stored.KEYRING)

    def delete(self, base_url: str, login: int = 0) -> KeyringTrouble | None:
        """Forget the key; the trouble says that the keyring may still hold it."""
        account = self._account(base_url, login)
        self._memory.pop(account, None)
        try:
            keyring = self._trusted()
            if keyring.get_password(SERVICE, account) is not None:
                keyring.delete_password(SERVICE, account)
        except _KeyringRefused as refusal:
            # A keyring that is never used holds nothing of ours.
            return None if refusal.trouble is KeyringTrouble.NONE else refusal.trouble
        except _backend_errors() as error:
            return _trouble(error)
        return None

    def backend_name(self) -> str:
        """Of the keyring that would keep a key; empty where there is none to trust. It is asked for nothing else."""
        try:
            return str(self._trusted().name)
        except _KeyringRefused:
            return ""

    def _account(self, base_url: str, login: int) -> str:
        # The `/api` that a test of the connection adds does not make it another server.
        account = f"{self._scope}: {base_url.rstrip('/').removesuffix('/api')}"
        return f"{account} #{login}" if login else account

    def _trusted(self) -> "KeyringBackend":
        backends = _members(self._system_keyring())
        trusted = max((b for b in backends if _is_trusted(b)), key=_priority, default=None)
        if trusted is None:
            _log.info("no trusted keyring among %s", [type(b).__module__ for b in backends])
            raise _KeyringRefused(KeyringTrouble.NONE)
        return trusted


def missing_keyring_parts() -> list[str]:
    """The modules that speak to this system's keyring and cannot be loaded."""
    parts = {"linux": ("secretstorage", "jeepney"), "win32": ("win32ctypes",)}.get(sys.platform, ())
    return [name for name in parts if find_spec(name) is None]


class _KeyringRefused(Exception):
    """There is no keyring that we would trust."""

    def __init__(self, trouble: KeyringTrouble) -> None:
        super().__init__(trouble.value)
        self.trouble = trouble


def _system_keyring() -> "KeyringBackend":
    import keyring  # noqa: PLC0415  (144 ms that the start of the program does without)

    return keyring.get_keyring()


def _members(backend: "KeyringBackend") -> "list[KeyringBackend]":
    """The backends behind a chain, which by itself would write to plain files too."""
    if type(backend).__module__ == "keyring.backends.chainer":
        return list(getattr(backend, "backends", ()))
    return [backend]


def _is_trusted(backend: "KeyringBackend") -> bool:
    return type(backend).__module__.startswith(_TRUSTED_PACKAGE) and _priority(backend) >= 1


def _priority(backend: "KeyringBackend") -> float:
    try:
        return float(backend.priority)
    except RuntimeError:  # keyring's way to say that a backend cannot work here
        return -1.0


def _backend_errors() -> tuple[type[Exception], ...]:
    """What backends raise. Those of Linux let errors of the libraries beneath them through."""
    from keyring.errors import KeyringError  # noqa: PLC0415  (as above)

    found: list[type[Exception]] = [KeyringError, OSError, EOFError, RuntimeError]
    try:
        from jeepney import DBusErrorResponse  # noqa: PLC0415  (on Linux only)
        from secretstorage.exceptions import SecretStorageException  # noqa: PLC0415  (on Linux only)
    except ImportError:
        return tuple(found)
    return (*found, DBusErrorResponse, SecretStorageException)


def _trouble(error: Exception) -> KeyringTrouble:
    from keyring.errors import KeyringLocked, NoKeyringError  # noqa: PLC0415  (as above)

    # The text of a backend's error is not ours to trust with a secret.
    _log.info("the keyring failed: %s", type(error).__name__)
    if isinstance(error, NoKeyringError):
        return KeyringTrouble.NONE
    return KeyringTrouble.LOCKED if isinstance(error, KeyringLocked) else KeyringTrouble.FAILED
