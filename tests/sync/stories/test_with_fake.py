"""Two thousand stories with the fake server, and some about children, always the same ones.

`tests/run stories --stories N` plays N of each shape instead, drawn anew in each run.
"""

from pathlib import Path

import pytest
from hypothesis.stateful import run_state_machine_as_test

from tests.sync.stories.families import FamilyStory, FamilyWorld
from tests.sync.stories.play import (
    COMPUTERS,
    FAMILIES,
    INSIDE_THE_SERVER,
    ON_THE_WAY,
    SECOND_THOUGHTS,
    SERVER,
    USERS,
    machine,
    one_of,
    told,
)
from tests.sync.stories.steps import SKEWS
from tests.sync.stories.story import Story
from tests.sync.stories.time import ComputerClock
from tests.sync.stories.world import FakeWorld
from todo_desktop.testing.rights import limited
from todo_desktop.testing.shapes import AUTOINCREMENT_ID, FULL, NO_TIMESTAMPS, RELATED, TUTORIAL, Shape

STORIES = 500
"""Of each of the four shapes, in every run of the tests."""
STORIES_OF_CHILDREN = 40
"""Of each of the two shapes."""
STEPS = 40
"""In one story, at most."""
SHAPES = {
    "tutorial": (TUTORIAL, limited()),
    "full": (FULL, limited()),
    "plain": (NO_TIMESTAMPS, limited()),
    "unmarked": (TUTORIAL, limited(unwritable={"createdAt"})),
}
WITH_CHILDREN = {"timed": RELATED, "untimed": Shape((AUTOINCREMENT_ID, *RELATED.fields[1:5]), times=False)}
WHAT_HAPPENS = one_of(USERS, SECOND_THOUGHTS, COMPUTERS, ON_THE_WAY, SERVER, INSIDE_THE_SERVER)
WHAT_HAPPENS_TO_CHILDREN = one_of(FAMILIES, FAMILIES, USERS, COMPUTERS, ON_THE_WAY)


@pytest.mark.parametrize("shape", sorted(SHAPES))
def test_all_computers_and_the_server_agree_in_the_end_and_nothing_is_lost(
    shape: str, request: pytest.FixtureRequest
) -> None:
    kind, rights = SHAPES[shape]

    def story(folder: Path, skews: list[int], fields: list[int], rows: int) -> Story:
        world = FakeWorld(kind, rights)
        clocks = [ComputerClock(world.time, SKEWS[skew]) for skew in skews]
        return Story(folder, kind, world, clocks, fields=fields, rows=rows)

    wanted = request.config.getoption("--stories")
    run_state_machine_as_test(
        machine(story, WHAT_HAPPENS, shrink=True), settings=told(wanted or STORIES, STEPS, again=not wanted)
    )


@pytest.mark.parametrize("shape", sorted(WITH_CHILDREN))
def test_all_agree_whose_child_each_todo_is_and_none_is_taken_unseen(
    shape: str, request: pytest.FixtureRequest
) -> None:
    kind = WITH_CHILDREN[shape]

    def story(folder: Path, skews: list[int], _fields: list[int], rows: int) -> Story:
        world = FamilyWorld(kind, limited())
        clocks = [ComputerClock(world.time, SKEWS[skew]) for skew in skews]
        return FamilyStory(folder, kind, world, clocks, rows + 2)

    wanted = request.config.getoption("--stories")
    run_state_machine_as_test(
        machine(story, WHAT_HAPPENS_TO_CHILDREN, shrink=True),
        settings=told(wanted or STORIES_OF_CHILDREN, STEPS, again=not wanted),
    )
