"""Certificates are verified, and a private authority can be added."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from msgspec.structs import replace

from todo_desktop.model.connection import ApiKey, Connection
from todo_desktop.model.diagnosis import Diagnosis
from todo_desktop.model.errors import NeedsAttention, Problem
from todo_desktop.nocobase import sockets
from todo_desktop.nocobase.api import NocoBase
from todo_desktop.nocobase.diagnosis import Diagnostician
from todo_desktop.testing.fake_nocobase import FakeNocoBase, faults
from todo_desktop.testing.shapes import TUTORIAL

CERTIFICATES = Path(__file__).parents[2] / "support" / "certificates"
AUTHORITY = str(CERTIFICATES / "authority.pem")


@contextmanager
def _behind(certificate: str) -> Iterator[Connection]:
    with FakeNocoBase(certificate=CERTIFICATES / certificate) as server:
        todos = server.open_list(TUTORIAL)
        yield Connection(todos.base_url, todos.collection, ApiKey(todos.key), ca_file=AUTHORITY)


def test_a_silent_server_is_told_of_under_tls_and_heard_all_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sockets, "PATIENCE", 0.05)
    with FakeNocoBase(certificate=CERTIFICATES / "localhost.pem") as server:
        todos = server.open_list(TUTORIAL)
        todos.seed(300)
        connection = Connection(todos.base_url, todos.collection, ApiKey(todos.key), ca_file=AUTHORITY)
        silences: list[int] = []
        client = NocoBase(connection, monotonic=time.monotonic, on_silence=lambda: silences.append(1))
        client.describe()
        before = len(silences)
        server.faults.next("*:list", faults.delay(0.4))
        assert len(client.page_by_id(None, 500).records) == 300
        assert len(silences) > before
        client.close()


def test_a_server_that_speaks_https_alone_is_found_where_no_scheme_was_typed() -> None:
    with _behind("localhost.pem") as connection:
        typed = connection.base_url.removeprefix("https://")
        found = _diagnosed(replace(connection, base_url=typed))
        assert (found.problem, found.base_url) == (None, connection.base_url)
        found = _diagnosed(replace(connection, base_url=typed, ca_file=""))
        assert (found.problem, found.base_url) == (Problem.CERTIFICATE, connection.base_url)


def _diagnosed(connection: Connection) -> Diagnosis:
    return Diagnostician(monotonic=time.monotonic).test(connection)


def test_a_certificate_of_the_private_authority_is_good() -> None:
    with _behind("localhost.pem") as connection:
        client = NocoBase(connection, monotonic=time.monotonic)
        client.describe()
        client.create({"title": "x"})
        assert len(client.page_by_id(None, 10).records) == 1
        client.close()
        assert _diagnosed(connection).problem is None


@pytest.mark.parametrize(
    ("certificate", "ca_file", "reason"),
    [
        ("localhost.pem", "", "unable to get local issuer certificate"),
        ("elsewhere.pem", AUTHORITY, "mismatch"),
        ("expired.pem", AUTHORITY, "expired"),
    ],
)
def test_a_certificate_that_proves_nothing_is_told(certificate: str, ca_file: str, reason: str) -> None:
    with _behind(certificate) as connection:
        bad = replace(connection, ca_file=ca_file)
        client = NocoBase(bad, monotonic=time.monotonic)
        with pytest.raises(NeedsAttention) as stopped:
            client.describe()
        client.close()
        assert stopped.value.problem is Problem.CERTIFICATE
        found = _diagnosed(bad)
    assert found.problem is Problem.CERTIFICATE
    assert reason in found.detail


def test_verification_can_be_switched_off() -> None:
    with _behind("expired.pem") as connection:
        assert _diagnosed(replace(connection, verify_tls=False, ca_file="")).problem is None


@pytest.mark.parametrize("content", [None, "no certificate"])
def test_an_authority_that_cannot_be_read_is_told(tmp_path: Path, content: str | None) -> None:
    file = tmp_path / "authority.pem"
    if content is not None:
        file.write_text(content)
    with _behind("localhost.pem") as connection:
        assert _diagnosed(replace(connection, ca_file=str(file))).problem is Problem.CA_FILE


def test_https_to_a_server_without_it_is_told(fake: FakeNocoBase) -> None:
    todos = fake.open_list(TUTORIAL)
    https = todos.base_url.replace("http:", "https:")
    found = _diagnosed(Connection(https, todos.collection, ApiKey(todos.key)))
    assert found.problem is Problem.NOT_NOCOBASE
    assert found.detail
