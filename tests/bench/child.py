"""What a measuring program knows of the process that started it. Imports next to nothing: it is part of each start."""

import os
import sys
import time

SPAWNED = "TODO_DESKTOP_BENCH_SPAWNED"
"""When the process was asked for, by the machine's monotonic clock (ns)."""


def since_spawn() -> float:
    """Milliseconds since this process was asked for."""
    return (time.monotonic_ns() - int(os.environ[SPAWNED])) / 1e6


def tell(findings: dict[str, object]) -> None:
    """Hand *findings* over to the process that runs the measuring programs."""
    import json  # noqa: PLC0415

    sys.stdout.write(json.dumps(findings) + "\n")
    sys.stdout.flush()
