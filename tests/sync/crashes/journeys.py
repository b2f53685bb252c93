"""The steps by name, in the order in which they are reached."""

from collections.abc import Sequence

from tests.sync.crashes.steps import Step

AROUND_A_CALL = ("half of it sent", "on its way", ", answered")
"""Ends of the names of the steps at which the server knows more or less than it seems."""
PIVOTS = (
    *AROUND_A_CALL, "acknowledged, before the commit", "acknowledged, committed", "waiting, committed",
    "rows, committed", "state, committed",
)  # fmt: skip
"""Ends of the names of the steps after which a restart finds something else than after the step before."""


def stored(edit: str) -> tuple[Step, ...]:
    """Of an edit, until it is on the disk."""
    return (Step(f"{edit} begun"), *_write(edit))


def sent(call: str) -> tuple[Step, ...]:
    """Of an edit, until the server has answered the *call* and a read has shown what came of it."""
    half = () if call == "destroy" else (Step(f"{call}, half of it sent"),)
    return (
        *stored("edit"),
        *_write("marked as sent"),
        Step(f"{call}, before it leaves"),
        *half,
        Step(f"{call}, on its way"),
        Step(f"{call}, answered"),
        Step(f"{call}, answer read"),
        *_write("acknowledged"),
        *_read("read by id"),
        *_write("removed" if call == "destroy" else "settled"),
    )


def decided(call: str) -> tuple[Step, ...]:
    """Of a decision that sends something: it goes on as an edit does."""
    return (*stored("decision"), *pivots(sent(call)))


def pivots(steps: Sequence[Step]) -> tuple[Step, ...]:
    return tuple(step for step in steps if step.name.endswith(PIVOTS))


def _write(what: str, times: Sequence[int] = (1,)) -> tuple[Step, ...]:
    return tuple(Step(f"{what}, {when}", time) for time in times for when in ("before the commit", "committed"))


def _read(what: str, times: Sequence[int] = (1,)) -> tuple[Step, ...]:
    return tuple(Step(f"{what} {when}", time) for time in times for when in ("asked", "answered"))


_GREETING = (*_read("who we are"), *_read("schema"))
_LAST_SYNC = _write("last sync")

FOUND = (
    *_read("look for the create"), *_write("acknowledged"), *_read("read by id"), *_write("settled"),
)  # fmt: skip
NOT_FOUND = (
    *_read("look for the create", (1, 2)), *_write("marked as sent", (1, 2)), *_write("waiting"),
    *_write("marked as sent", (3,)), Step("create, on its way"), Step("create, answer read"),
)  # fmt: skip
FIRST_LOAD = (
    *_GREETING, *_write("schema"), *_read("totals"), *_read("page", (1, 2, 3)), *_write("rows", (1, 2, 3)),
    *_write("pull state", (1, 2, 3, 4)), *_LAST_SYNC,
)  # fmt: skip
DELTA = (
    *_read("totals"), *_read("delta", (1, 2)), *_write("rows", (1, 2)), *_write("pull state"), *_LAST_SYNC,
)  # fmt: skip
SWEEP = (
    *_read("totals", (1, 2)), *_read("stamps", (1, 2)), *_read("read by id"), *_write("removed"),
    *_write("pull state", (2,)), *_LAST_SYNC,
)  # fmt: skip
