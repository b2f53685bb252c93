"""A computer of the soak as its parent sees it: a process that can be killed and started again, and its files."""

import json
import subprocess
import sys
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from typing import Any

from tests.bench.memory import resident
from tests.soak.computer import Orders, Report
from todo_desktop.replica.database import FILE_NAME

ROOT = Path(__file__).parents[2]


class Desk:
    """Its process writes what goes wrong into `complaints`."""

    def __init__(self, orders: Orders) -> None:
        self.orders = orders
        self.folder = Path(orders.folder)
        self.folder.mkdir(mode=0o700)
        self.crashes = 0
        self._errors = self.folder.with_suffix(".errors")
        self._process: subprocess.Popen[str] | None = None

    def start(self) -> None:
        with self._errors.open("a") as errors:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "tests.soak.computer"],
                cwd=ROOT,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=errors,
                text=True,
            )
        self._ask(json.dumps(asdict(self.orders)))

    def crash(self) -> None:
        """SIGKILL at whatever it is doing, and a new start."""
        self._alive.kill()
        self._let_go()
        self.crashes += 1
        self.start()

    def rest(self) -> Report:
        return Report(**self._ask("rest"))

    def report(self) -> Report:
        return Report(**self._ask("report"))

    def end(self) -> None:
        """In good order."""
        if self._process is None:
            return
        with suppress(BrokenPipeError):
            self._alive.communicate("end\n", timeout=30)
        self._process = None

    def kill(self) -> None:
        if self._process is not None:
            self._process.kill()
            self._let_go()

    @property
    def complaints(self) -> str:
        return self._errors.read_text(encoding="utf-8")

    @property
    def memory(self) -> float:
        """MB in RAM."""
        return resident(self._alive.pid)

    def file_sizes(self) -> tuple[float, float]:
        """MB of the replica and of its write-ahead log."""
        replica = self.folder / FILE_NAME
        log = replica.with_name(f"{FILE_NAME}-wal")
        return _megabytes(replica), _megabytes(log)

    @property
    def _alive(self) -> "subprocess.Popen[str]":
        if self._process is None:
            raise RuntimeError("the computer is not running")
        return self._process

    def _ask(self, line: str) -> Any:
        process = self._alive
        if process.stdin is None or process.stdout is None:
            raise RuntimeError("the computer cannot be spoken to")
        with suppress(BrokenPipeError):
            process.stdin.write(f"{line}\n")
            process.stdin.flush()
        answer = process.stdout.readline()
        if not answer:
            raise RuntimeError(f"{self.orders.label} has ended by itself:\n{self.complaints[-4000:]}")
        return json.loads(answer)

    def _let_go(self) -> None:
        process = self._alive
        for pipe in (process.stdin, process.stdout):
            if pipe is not None:
                with suppress(BrokenPipeError):
                    pipe.close()
        process.wait()
        self._process = None


def _megabytes(path: Path) -> float:
    return path.stat().st_size / 1_000_000 if path.exists() else 0.0
