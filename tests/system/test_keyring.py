"""A real Secret Service keeps the key, and keeps the keys of servers and profiles apart."""

import uuid
from collections.abc import Iterator

import keyring
import pytest
from keyring.backends import SecretService

from todo_desktop.model.connection import ApiKey
from todo_desktop.settings.api_keys import SERVICE, ApiKeyStore, KeyLookup, KeyStoring, Stored

URL = "https://demo.example/api"


@pytest.fixture
def scope() -> Iterator[str]:
    """A profile that nothing else uses, without keys when the test ends."""
    name = f"test-{uuid.uuid4()}"
    yield name
    ApiKeyStore(name).delete(URL)


def test_the_session_has_a_secret_service() -> None:
    assert isinstance(keyring.get_keyring(), SecretService.Keyring)


def test_a_key_survives_the_program(scope: str) -> None:
    assert ApiKeyStore(scope).store(URL, ApiKey("key-one")) == KeyStoring(Stored.KEYRING)
    assert ApiKeyStore(scope).load(URL) == KeyLookup(ApiKey("key-one"), Stored.KEYRING)
    assert keyring.get_password(SERVICE, f"{scope}: https://demo.example") == "key-one"


def test_a_new_key_replaces_the_old_one(scope: str) -> None:
    store = ApiKeyStore(scope)
    store.store(URL, ApiKey("key-one"))
    store.store(URL, ApiKey("key-two"))
    assert ApiKeyStore(scope).load(URL).key == ApiKey("key-two")


def test_a_deleted_key_is_gone(scope: str) -> None:
    ApiKeyStore(scope).store(URL, ApiKey("key-one"))
    assert ApiKeyStore(scope).delete(URL) is None
    assert ApiKeyStore(scope).load(URL) == KeyLookup(ApiKey(""))


def test_another_server_or_profile_does_not_see_the_key(scope: str) -> None:
    ApiKeyStore(scope).store(URL, ApiKey("key-one"))
    assert not ApiKeyStore(scope).load("https://other.example/api").key
    assert not ApiKeyStore(f"{scope}-2").load(URL).key
