"""A process with everything imported and nothing opened: each job is a child forked from it, which may kill itself.

    with Prepared() as prepared:
        steps, status = prepared.run(job)

A fork from the tests' own process would copy their threads' locks; a new interpreter for each job would take a second.
"""

import json
import os
import select
import signal
import subprocess
import sys
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Self

from tests.sync.crashes.doomed import Job, carry_out
from tests.sync.crashes.steps import Step

ROOT = Path(__file__).parents[3]
PATIENCE_SECONDS = 30


@dataclass(frozen=True, slots=True)
class Run:
    """What a child did: the steps it reached, and its exit status (negative: the signal that ended it)."""

    steps: list[Step]
    status: int


class Prepared:
    """The handle of that process."""

    def __enter__(self) -> Self:
        self._process = subprocess.Popen(
            [sys.executable, "-m", __name__], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        return self

    def __exit__(self, *_: object) -> None:
        self._process.communicate(timeout=PATIENCE_SECONDS)

    def run(self, job: Job) -> Run:
        """Blocks until the child has ended."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(f"{json.dumps(asdict(job))}\n")
        self._process.stdin.flush()
        steps: list[Step] = []
        for line in self._process.stdout:
            told = json.loads(line)
            if isinstance(told, int):
                return Run(steps, told)
            steps.append(Step(*told))
        raise AssertionError("the prepared process has ended")


def _tell(what: Any) -> None:
    """In one write, so that it is told whatever comes next."""
    os.write(sys.stdout.fileno(), f"{json.dumps(what)}\n".encode())


def _kill_after(child: int, seconds: float) -> None:
    handle = os.pidfd_open(child)
    ended, _, _ = select.select([handle], [], [], seconds)
    os.close(handle)
    if not ended:
        os.kill(child, signal.SIGKILL)


def main() -> None:
    for line in sys.stdin:
        job = Job.of(json.loads(line))
        child = os.fork()
        if not child:
            carry_out(job, lambda step: _tell([step.name, step.time]))
            os._exit(0)  # without the end that belongs to the parent
        _kill_after(child, PATIENCE_SECONDS if job.seconds is None else job.seconds)
        _, status = os.waitpid(child, 0)
        _tell(os.waitstatus_to_exitcode(status))


if __name__ == "__main__":
    main()
