"""The NocoBase application as a process on a loopback port."""

import os
import secrets
import signal
import socket
from collections.abc import Callable
from pathlib import Path

import requests

from tests.server.account import Account
from tests.server.binaries import Binaries
from tests.server.errors import ServerUnavailable
from tests.server.postgres import DATABASE, SUPERUSER
from tests.server.process import ServerProcess

HOST = "127.0.0.1"
ROOT_EMAIL = "root@example.com"
ROOT_PASSWORD = "root-of-a-test-server"
INSTALL_SECONDS = 300
READY_SECONDS = 300
STOP_SECONDS = 10
RUN_SCRIPT = "run_nocobase.js"


def free_port() -> int:
    """A loopback port that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        port: int = probe.getsockname()[1]
        return port


class NocoBase:
    """The application in *folder*, made by `app_folder`, on the database behind *database_socket*.

    Attributes: `port`, and `app_key`, the secret that signs the server's API keys.
    """

    def __init__(self, binaries: Binaries, account: Account, folder: Path, database_socket: Path, port: int) -> None:
        self._binaries = binaries
        self._account = account
        self._folder = folder
        self._database_socket = database_socket
        self._process: ServerProcess | None = None
        self.port = port
        self.app_key = secrets.token_hex(32)

    @property
    def base_url(self) -> str:
        return f"http://{HOST}:{self.port}/api"

    @property
    def pid(self) -> int | None:
        return None if self._process is None else self._process.pid

    def install(self) -> None:
        """Fill an empty database. Raises ServerUnavailable."""
        process = self._run("install", "--lang=en-US")
        try:
            process.wait(INSTALL_SECONDS)
        finally:
            process.stop(signal.SIGTERM, STOP_SECONDS)

    def launch(self) -> None:
        """Start it without waiting: until it is ready it refuses connections, then answers 503."""
        if self._process is None:
            self._process = self._run("start")

    def start(self) -> None:
        """Start it and wait until it is healthy. Raises ServerUnavailable."""
        self.launch()
        self.wait_until(self.healthy)

    def wait_until(self, ready: Callable[[], bool]) -> None:
        """Return once *ready* says so. Raises ServerUnavailable when it was not launched, ends, or takes too long."""
        if self._process is None:
            raise ServerUnavailable("NocoBase was not started.")
        self._process.wait_until(ready, READY_SECONDS)

    def stop(self) -> None:
        if self._process is not None:
            self._process.stop(signal.SIGTERM, STOP_SECONDS)
            self._process = None

    def healthy(self) -> bool:
        with requests.Session() as session:
            session.trust_env = False
            try:
                answer = session.get(f"{self.base_url}/__health_check", timeout=5)
            except requests.RequestException:
                return False
        return answer.status_code == requests.codes.ok and answer.text == "ok"

    def _run(self, *arguments: str) -> ServerProcess:
        return ServerProcess(
            self._account.command(self._binaries.node, RUN_SCRIPT, *arguments),
            folder=self._folder,
            environment=self._environment(),
            log=self._folder / "nocobase.log",
        )

    def _environment(self) -> dict[str, str]:
        """All that it knows: nothing of the developer's own environment but `PATH` reaches it."""
        return {
            "PATH": f"{self._binaries.node.parent}{os.pathsep}{os.environ['PATH']}",
            "HOME": str(self._folder),
            "TZ": "UTC",
            "APP_ENV": "production",
            "APP_KEY": self.app_key,
            "APP_HOST": HOST,
            "APP_PORT": str(self.port),
            "API_BASE_PATH": "/api/",
            "DB_DIALECT": "postgres",
            "DB_HOST": str(self._database_socket),
            "DB_PORT": "5432",
            "DB_DATABASE": DATABASE,
            "DB_USER": SUPERUSER,
            "DB_PASSWORD": "unused",
            "LOGGER_TRANSPORT": "console",
            "LOGGER_LEVEL": "warn",
            "INIT_ROOT_EMAIL": ROOT_EMAIL,
            "INIT_ROOT_PASSWORD": ROOT_PASSWORD,
            "INIT_ROOT_NICKNAME": "Root",
            "INIT_ROOT_USERNAME": "root",
        }
