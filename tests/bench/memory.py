"""How much memory a process holds."""

from pathlib import Path


def resident(process: int | None = None) -> float:
    """MB in RAM now, shared libraries included; of this process, or of that one."""
    return _status("VmRSS", process)


def highest() -> float:
    """The most it ever was, in MB."""
    return _status("VmHWM")


def _status(name: str, process: int | None = None) -> float:
    for line in Path(f"/proc/{process or 'self'}/status").read_text().splitlines():
        if line.startswith(f"{name}:"):
            return int(line.split()[1]) / 1024
    raise LookupError(name)
