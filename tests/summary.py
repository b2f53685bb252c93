"""Adds up the last lines of several pytest runs: `python tests/summary.py FOLDER SECONDS [FAILED_STEP...]`.

FOLDER holds, for each run, its output `*.log` and its exit status `*.log.status`; all of it took so many SECONDS, which
are less than the sum where runs went on side by side. Needs the standard library only.
"""

import re
import sys
from collections import Counter
from pathlib import Path

SUMMARY = re.compile(r"^(?:=+ )?(?P<counts>.*) in [\d.]+s(?: \(.*\))?(?: =+)?$")
COUNT = re.compile(r"(\d+) ([a-z]+)")
COLOUR = re.compile(r"\x1b\[[\d;]*m")
ORDER = ("failed", "passed", "skipped", "deselected", "xfailed", "xpassed", "warning", "error")
NOTHING_COLLECTED = 5


def counts_of(output: str) -> Counter[str]:
    """What the last line of a run says: counts by singular outcome. Empty where it has no such line."""
    lines = COLOUR.sub("", output).rstrip().splitlines()
    match = SUMMARY.match(lines[-1]) if lines else None
    if match is None:
        return Counter()
    return Counter({name.removesuffix("s"): int(number) for number, name in COUNT.findall(match["counts"])})


def main(folder: Path, seconds: int, failed_steps: list[str]) -> int:
    total = Counter[str]()
    broken_runs = 0
    logs = sorted(folder.glob("*.log"))
    for log in logs:
        counts = counts_of(log.read_text(errors="replace"))
        if _broke(log):
            broken_runs += 1
            # A run that broke before its last line has no count to tell of it.
            counts["error"] += not (counts["failed"] or counts["error"])
        total += counts
    # A failed gate that is not pytest counts as one error.
    total["error"] += len(failed_steps) - broken_runs
    status = 1 if failed_steps else 0
    if len(logs) == 1 and len(failed_steps) == broken_runs:
        return status  # pytest's own last line has said it
    if failed_steps:
        print("Failed:", "; ".join(failed_steps))
    print(_line(total, seconds))
    return status


def _broke(log: Path) -> bool:
    return int(log.with_name(f"{log.name}.status").read_text()) not in {0, NOTHING_COLLECTED}


def _line(total: Counter[str], seconds: int) -> str:
    parts = [f"{total[kind]} {_plural(kind, total[kind])}" for kind in ORDER if total[kind]]
    return f" {', '.join(parts) or 'no tests ran'} in {seconds:.2f}s ".center(80, "=")


def _plural(kind: str, number: int) -> str:
    return f"{kind}s" if kind in {"warning", "error"} and number > 1 else kind


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), int(sys.argv[2]), sys.argv[3:]))
