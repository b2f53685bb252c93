"""How much memory this process holds."""

from pathlib import Path


def resident() -> float:
    """MB in RAM now, shared libraries included."""
    return _status("VmRSS")


def highest() -> float:
    """The most it ever was, in MB."""
    return _status("VmHWM")


def _status(name: str) -> float:
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith(f"{name}:"):
            return int(line.split()[1]) / 1024
    raise LookupError(name)
