"""Whether the libraries without a window are there, with all that the program wants of them."""

import sqlite3
import ssl
import sys
from contextlib import closing
from pathlib import Path

from todo_desktop.self_test.checks import INSTALL_AGAIN, CheckFailed


def sqlite(folder: Path) -> str:
    """JSON functions, the search by any three letters, and a log that lets two processes work at once."""
    wanted = (
        ("JSON", """SELECT json_extract('[{"a": 1}]', '$[0].a')""", 1),
        ("WAL", "PRAGMA journal_mode = WAL", "wal"),
        ("FTS5", "CREATE VIRTUAL TABLE words USING fts5 (word, tokenize = 'trigram')", None),
        ("FTS5", "INSERT INTO words VALUES ('a needle in the hay')", None),
        ("trigram", "SELECT count(*) FROM words WHERE words MATCH 'eedl'", 1),
    )
    with closing(sqlite3.connect(folder / "features.sqlite3")) as connection:
        for feature, statement, expected in wanted:
            try:
                row = connection.execute(statement).fetchone()
            except sqlite3.Error as error:
                raise CheckFailed(f"SQLite {sqlite3.sqlite_version} lacks {feature}: {error}. {_newer()}") from error
            if expected is not None and row[0] != expected:
                raise CheckFailed(f"SQLite {sqlite3.sqlite_version} answers {row[0]!r} for {feature}. {_newer()}")
    return f"SQLite {sqlite3.sqlite_version} with FTS5 trigram, JSON and WAL"


def _newer() -> str:
    return INSTALL_AGAIN if getattr(sys, "frozen", False) else "Use a Python whose SQLite is 3.40 or newer."


def tls(_folder: Path) -> str:
    """The very context with which the program connects."""
    from todo_desktop.model.connection import ApiKey, Connection
    from todo_desktop.nocobase.http import tls_context

    try:
        context = tls_context(Connection("https://localhost/api", "todos", ApiKey("")))
    except OSError as error:
        raise CheckFailed(f"The certificates cannot be read: {error}. {INSTALL_AGAIN}") from error
    authorities = context.cert_store_stats()["x509_ca"] if context is not None else 0
    if not authorities:
        raise CheckFailed(f"No certificate of an authority was found. {INSTALL_AGAIN}")
    return f"{ssl.OPENSSL_VERSION.partition('  ')[0]}, {authorities} authorities"


def keyring(_folder: Path) -> str:
    """Its name is asked for, and nothing else. Having none is no fault of the installation: the window says so too."""
    from todo_desktop.settings.api_keys import ApiKeyStore, missing_keyring_parts

    missing = missing_keyring_parts()
    if missing:
        raise CheckFailed(f"The keyring cannot be spoken to without {', '.join(missing)}. {INSTALL_AGAIN}")
    name = ApiKeyStore("self-test").backend_name()
    return name or "none here that can be trusted: the API key is kept until the program ends"
