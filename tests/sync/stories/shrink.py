"""A failing story made short: without whatever step it fails without."""

from collections.abc import Callable, Sequence

from tests.sync.stories.steps import Step


def shortened(steps: Sequence[Step], fails: Callable[[Sequence[Step]], bool]) -> list[Step]:
    """What is left when no single step can be left out; many at once are tried first. `fails` tells a story anew."""
    left, again = list(steps), True
    while again:
        before, size = len(left), max(len(left) // 2, 1)
        while size:
            start = 0
            while start < len(left):
                less = left[:start] + left[start + size :]
                if fails(less):
                    left = less
                else:
                    start += size
            size //= 2
        again = len(left) < before
    return left
