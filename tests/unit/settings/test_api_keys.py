"""A key is kept by a keyring that deserves it, or until the program ends, and the difference is told."""

from collections.abc import Callable

import pytest
from keyring.backend import KeyringBackend
from keyring.backends import null
from keyring.errors import InitError, KeyringLocked, NoKeyringError, PasswordDeleteError

from todo_desktop.model.connection import ApiKey
from todo_desktop.settings.api_keys import ApiKeyStore, KeyLookup, KeyringTrouble, KeyStoring, Stored
from todo_desktop.testing import trusted_keyring

KEY = ApiKey("key-one")
URL = "https://demo.example/api"


class MemoryKeyring(KeyringBackend):
    """Keeps passwords, or does what `broken` does."""

    viable = False  # as in `trusted_keyring`
    priority = 5.0

    def __init__(self, broken: Exception | None = None) -> None:
        self.passwords: dict[tuple[str, str], str] = {}
        self.broken = broken

    def get_password(self, service: str, username: str) -> str | None:
        self._break()
        return self.passwords.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self._break()
        self.passwords[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        self._break()
        if self.passwords.pop((service, username), None) is None:
            raise PasswordDeleteError("none")

    def _break(self) -> None:
        if self.broken:
            raise self.broken


class TrustedKeyring(MemoryKeyring):
    __module__ = "keyring.backends.SecretService"


class PlaintextKeyring(MemoryKeyring):
    """As those of keyrings.alt, installed on many machines by accident."""

    __module__ = "keyrings.alt.file"
    priority = 0.5


class EagerPlaintextKeyring(PlaintextKeyring):
    priority = 20.0


class FeebleKeyring(MemoryKeyring):
    __module__ = "keyring.backends.feeble"
    priority = 0.9


class ForgetfulKeyring(TrustedKeyring):
    __module__ = "keyring.backends.libsecret"

    def set_password(self, service: str, username: str, password: str) -> None:
        """Says nothing, keeps nothing."""


class ImpossibleKeyring(MemoryKeyring):
    __module__ = "keyring.backends.kwallet"

    @property
    def priority(self) -> float:  # type: ignore[override]
        raise RuntimeError("no D-Bus")


class ChainedKeyring(MemoryKeyring):
    __module__ = "keyring.backends.chainer"
    priority = 10.0

    def __init__(self, *backends: KeyringBackend) -> None:
        super().__init__()
        self.backends = backends


def store_with(keyring: KeyringBackend, scope: str = "default") -> ApiKeyStore:
    return ApiKeyStore(scope, lambda: keyring)


def test_a_keyring_of_tests_is_never_taken_for_one_of_the_system() -> None:
    of_tests = (MemoryKeyring, trusted_keyring.TrustedKeyring)
    assert not [backend for backend in KeyringBackend.get_viable_backends() if issubclass(backend, of_tests)]


def test_a_key_survives_a_restart_in_a_trusted_keyring() -> None:
    keyring = TrustedKeyring()
    assert store_with(keyring).store(URL, KEY) == KeyStoring(Stored.KEYRING)
    assert store_with(keyring).load(URL) == KeyLookup(KEY, Stored.KEYRING)


def test_there_is_no_key_before_one_was_stored() -> None:
    assert store_with(TrustedKeyring()).load(URL) == KeyLookup(ApiKey(""))


@pytest.mark.parametrize(
    "make",
    [
        PlaintextKeyring,
        EagerPlaintextKeyring,
        FeebleKeyring,
        ImpossibleKeyring,
        null.Keyring,
        ChainedKeyring,
        lambda: ChainedKeyring(EagerPlaintextKeyring(), FeebleKeyring()),
    ],
)
def test_a_keyring_that_cannot_be_trusted_never_sees_the_key(make: Callable[[], KeyringBackend]) -> None:
    keyring = make()
    store = store_with(keyring)
    assert store.store(URL, KEY) == KeyStoring(Stored.MEMORY, KeyringTrouble.NONE)
    assert store.load(URL) == KeyLookup(KEY, Stored.MEMORY)
    for backend in (keyring, *getattr(keyring, "backends", ())):
        assert not getattr(backend, "passwords", {})
    assert store_with(keyring).load(URL) == KeyLookup(ApiKey(""), None, KeyringTrouble.NONE)


def test_behind_a_chain_the_trusted_member_is_used_alone() -> None:
    plain, trusted = EagerPlaintextKeyring(), TrustedKeyring()
    chain = ChainedKeyring(plain, FeebleKeyring(), trusted)
    assert store_with(chain).store(URL, KEY).stored is Stored.KEYRING
    assert list(trusted.passwords.values()) == ["key-one"]
    assert not plain.passwords


def test_a_keyring_that_does_not_keep_what_it_is_given_is_not_believed() -> None:
    store = store_with(ForgetfulKeyring())
    assert store.store(URL, KEY) == KeyStoring(Stored.MEMORY, KeyringTrouble.FAILED)
    assert store.load(URL) == KeyLookup(KEY, Stored.MEMORY)


@pytest.mark.parametrize(
    ("error", "trouble"),
    [
        (KeyringLocked("dismissed"), KeyringTrouble.LOCKED),
        (InitError("no collection"), KeyringTrouble.FAILED),
        (NoKeyringError("none"), KeyringTrouble.NONE),
        (ConnectionRefusedError("D-Bus"), KeyringTrouble.FAILED),
        (RuntimeError("odd"), KeyringTrouble.FAILED),
    ],
)
def test_a_keyring_that_fails_costs_nothing_but_memory(error: Exception, trouble: KeyringTrouble) -> None:
    keyring = TrustedKeyring()
    store = store_with(keyring)
    keyring.broken = error
    assert store.load(URL) == KeyLookup(ApiKey(""), None, trouble)
    assert store.store(URL, KEY) == KeyStoring(Stored.MEMORY, trouble)
    assert store.load(URL) == KeyLookup(KEY, Stored.MEMORY)
    assert store.delete(URL) is trouble
    assert store.load(URL).key == ApiKey("")


def test_two_servers_and_two_profiles_never_mix_keys() -> None:
    keyring = TrustedKeyring()
    store_with(keyring).store(URL, KEY)
    assert not store_with(keyring).load("https://other.example/api").key
    assert not store_with(keyring).load("http://demo.example/api").key
    assert not store_with(keyring, "work").load(URL).key


def test_the_api_part_that_a_test_of_the_connection_adds_does_not_lose_the_key() -> None:
    store = store_with(TrustedKeyring())
    store.store("https://demo.example/nocobase", KEY)
    assert store.load("https://demo.example/nocobase/api").key == KEY


def test_a_deleted_key_is_gone_and_deleting_none_is_no_error() -> None:
    keyring = TrustedKeyring()
    store = store_with(keyring)
    store.store(URL, KEY)
    assert store.delete(URL) is None
    assert not keyring.passwords
    assert store.delete(URL) is None


def test_a_new_key_that_could_only_be_kept_in_memory_wins_over_an_old_one_in_the_keyring() -> None:
    keyring = TrustedKeyring()
    store = store_with(keyring)
    store.store(URL, KEY)
    keyring.broken = KeyringLocked("dismissed")
    store.store(URL, ApiKey("key-two"))
    keyring.broken = None
    assert store.load(URL).key == ApiKey("key-two")


def test_two_users_of_one_server_have_a_key_each() -> None:
    keyring = TrustedKeyring()
    store = store_with(keyring)
    store.store(URL, KEY)
    store.store(URL, ApiKey("key-two"), 1)
    assert (store.load(URL).key, store.load(URL, 1).key) == (KEY, ApiKey("key-two"))
    store.delete(URL, 1)
    assert (store.load(URL).key, store.load(URL, 1).key) == (KEY, ApiKey(""))
