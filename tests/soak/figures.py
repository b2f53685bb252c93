"""What a soak measured, as tables."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from tests.soak.desk import Desk


@dataclass(frozen=True, slots=True)
class Sample:
    """One computer at one moment, in MB."""

    memory: float
    replica: float
    log: float


def sample(desk: Desk) -> Sample:
    return Sample(desk.memory, *desk.file_sizes())


def counts(title: str, counted: Mapping[str, int]) -> str:
    """Most frequent first."""
    lines = [f"  {number:>7,}  {kind}" for kind, number in Counter(counted).most_common()]
    return "\n".join([f"{title}: {sum(counted.values()):,}", *lines])


def samples(taken: Sequence[Sequence[Sample]]) -> str:
    """A line for each tenth of the time."""
    computers = range(len(taken[0])) if taken else ()
    heads = [f"computer {n + 1}: RSS, replica, log (MB)" for n in computers]
    lines = ["  ".join(["tenth", *(f"{head:>38}" for head in heads)])]
    for tenth, row in enumerate(taken):
        cells = (f"{f'{one.memory:.1f}  {one.replica:.2f}  {one.log:.2f}':>38}" for one in row)
        lines.append("  ".join([f"{tenth:>5}", *cells]))
    return "\n".join(lines)


def named(title: str, names: Iterable[str], most: int = 20) -> str:
    found = list(names)
    lines = [f"  {name}" for name in found[:most]]
    return "\n".join([f"{title}: {len(found)}", *lines])
