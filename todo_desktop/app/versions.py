"""What runs here, and on what: for reports and for the doctor."""

import platform
import sqlite3
import ssl
import sys

from todo_desktop import __version__


def versions() -> list[tuple[str, str]]:
    """(what, its version) each."""
    return [
        ("Todo Desktop", __version__ + (" (packaged)" if getattr(sys, "frozen", False) else "")),
        ("System", platform.platform()),
        ("Python", platform.python_version()),
        ("SQLite", sqlite3.sqlite_version),
        ("TLS", ssl.OPENSSL_VERSION),
    ]
