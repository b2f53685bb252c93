"""A PostgreSQL cluster of our own, reachable only through a socket in its folder."""

import os
import signal
import subprocess
from pathlib import Path

from tests.server.account import Account
from tests.server.binaries import Binaries
from tests.server.errors import ServerUnavailable
from tests.server.process import ServerProcess

SUPERUSER = "nocobase"
DATABASE = "nocobase"
READY_SECONDS = 60
# Its content lives for one test session: speed before safety.
SETTINGS = ("listen_addresses=", "fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_connections=100")


class Cluster:
    """A cluster whose `data` and `socket` folders lie in *folder*, which *account* may enter."""

    def __init__(self, binaries: Binaries, account: Account, folder: Path) -> None:
        self._binaries = binaries
        self._account = account
        self._folder = folder
        self._process: ServerProcess | None = None
        self.data = folder / "data"
        self.socket = folder / "socket"

    def create(self) -> None:
        """Make an empty cluster. Raises ServerUnavailable."""
        self._account.takes(self.data)
        command = self._account.command(
            *(self._binaries.postgres / "initdb", "-D", self.data, "-U", SUPERUSER),
            *("--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync"),
        )
        done = subprocess.run(
            command, cwd=self._folder, env=self._environment(), capture_output=True, text=True, check=False
        )
        if done.returncode != 0:
            raise ServerUnavailable(f"initdb failed:\n{done.stdout}{done.stderr}")

    def start(self) -> None:
        """Start it and wait until it answers. Raises ServerUnavailable."""
        if not self.socket.exists():
            self._account.takes(self.socket)
        settings = [f"unix_socket_directories={self.socket}", *SETTINGS]
        options = [word for setting in settings for word in ("-c", setting)]
        self._process = ServerProcess(
            self._account.command(self._binaries.postgres / "postgres", "-D", self.data, *options, when_we_die="QUIT"),
            folder=self._folder,
            environment=self._environment(),
            log=self._folder / "postgres.log",
        )
        self._process.wait_until(self._answers, READY_SECONDS)

    def stop(self) -> None:
        if self._process is not None:
            # SIGINT asks for a "fast" shutdown: clients are cut, data is written.
            self._process.stop(signal.SIGINT, seconds=20)
            self._process = None

    @property
    def pid(self) -> int | None:
        return None if self._process is None else self._process.pid

    def create_database(self) -> None:
        self.sql('CREATE DATABASE :"name"', database="postgres", name=DATABASE)

    def sql(self, statements: str, database: str = DATABASE, **variables: str) -> str:
        """What psql prints for *statements*: rows as lines, columns parted by `|`.

        In a statement `:"name"` stands for the variable *name* as an identifier, `:'name'` as a literal, `:name` as is.
        Raises CalledProcessError.
        """
        settings = [f"{name}={value}" for name, value in {"ON_ERROR_STOP": "1", **variables}.items()]
        done = subprocess.run(
            [*self._psql(database), *(word for setting in settings for word in ("-v", setting))],
            input=statements,
            env=self._environment(),
            capture_output=True,
            text=True,
            check=True,
        )
        return done.stdout.strip()

    def _answers(self) -> bool:
        command = [*self._psql("postgres"), "-c", "SELECT 1"]
        return subprocess.run(command, env=self._environment(), capture_output=True, check=False).returncode == 0

    def _psql(self, database: str) -> list[str]:
        program = str(self._binaries.postgres / "psql")
        return [program, "-XqAt", "-h", str(self.socket), "-U", SUPERUSER, "-d", database]

    def _environment(self) -> dict[str, str]:
        return {"PATH": os.environ["PATH"], "LANG": "C.UTF-8", "LC_ALL": "C.UTF-8", "TZ": "UTC"}
