"""Runs the measuring programs of this folder, each in a process of its own, and takes what they found."""

import json
import os
import subprocess
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from tests.bench.child import SPAWNED

LONGEST_SECONDS = 300

Findings = dict[str, Any]


class DriverFailed(Exception):
    """A measuring program ended without findings; says what it said last."""


class Drivers:
    """Children run under *python*, and keep their compiled modules in *scratch*: a program that is installed has them
    too."""

    def __init__(self, scratch: Path, python: str) -> None:
        self._python = python
        self._environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
        self._environment["PYTHONPYCACHEPREFIX"] = str(scratch / "compiled")

    def run(self, module: str, *arguments: str | Path, environment: Mapping[str, str] | None = None) -> Findings:
        """What `python -m tests.bench.MODULE ARGUMENTS` prints as one line of JSON. Raises DriverFailed."""
        command = [self._python, "-m", f"tests.bench.{module}", *map(str, arguments)]
        spawned = {SPAWNED: str(time.monotonic_ns())}
        done = subprocess.run(
            command,
            env=self._environment | dict(environment or {}) | spawned,
            capture_output=True,
            text=True,
            check=False,
            timeout=LONGEST_SECONDS,
        )
        lines = done.stdout.splitlines()
        if done.returncode != 0 or not lines:
            raise DriverFailed(f"{module} ended with {done.returncode}:\n{done.stdout}{done.stderr}")
        findings: Findings = json.loads(lines[-1])
        return findings
