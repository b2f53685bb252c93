"""What was measured, as a table: medians with their spread, and each as a ratio to its floor."""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

HEADINGS = ("", "floor", "ours", "ratio", "limit", "")


@dataclass(frozen=True, slots=True)
class Figure:
    """One thing that was measured in every round. `floor` holds the same thing done by as little as can do it, or the
    one number that it is compared with. `limit` is that of the ratio: an upper one, or a lower one where more is
    better; None where the figure only explains others."""

    name: str
    unit: str
    floor: Sequence[float]
    ours: Sequence[float]
    limit: float | None = None
    more_is_better: bool = False

    @property
    def ratio(self) -> float:
        return median(self.ours) / median(self.floor)

    @property
    def passed(self) -> bool:
        if self.limit is None:
            return True
        return self.ratio >= self.limit if self.more_is_better else self.ratio <= self.limit

    def cells(self) -> tuple[str, ...]:
        sign = "≥" if self.more_is_better else "≤"
        limit = "" if self.limit is None else f"{sign} {self.limit:g}"
        verdict = "" if self.limit is None else "pass" if self.passed else "OVER"
        return (
            self.name,
            f"{spread(self.floor)} {self.unit}",
            f"{spread(self.ours)} {self.unit}",
            f"{self.ratio:.2f}",
            limit,
            verdict,
        )


def spread(values: Sequence[float]) -> str:
    """The median, and in brackets the smallest and the largest where they are not it."""
    middle = _number(median(values))
    low, high = _number(min(values)), _number(max(values))
    return middle if low == high else f"{middle} ({low}..{high})"


def percentile(values: Sequence[float], percent: float) -> float:
    """The smallest of *values* that is not below *percent* of them."""
    ordered = sorted(values)
    place = -(-len(ordered) * percent // 100)
    return ordered[max(int(place) - 1, 0)]


def table(figures: Sequence[Figure]) -> str:
    rows = [HEADINGS, *(figure.cells() for figure in figures)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(HEADINGS))]
    lines = ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows]
    return "\n".join([lines[0], "-" * max(map(len, lines)), *lines[1:]])


def _number(value: float) -> str:
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.1f}"
