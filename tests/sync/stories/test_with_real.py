"""A hundred short stories with the real server."""

from pathlib import Path

import pytest
from hypothesis.stateful import run_state_machine_as_test

from tests.server.lists import open_list
from tests.server.server import Server
from tests.sync.client import ShiftedClock
from tests.sync.stories.play import COMPUTERS, ON_THE_WAY, SECOND_THOUGHTS, SERVER, USERS, machine, one_of, told
from tests.sync.stories.real_world import RealWorld
from tests.sync.stories.steps import SKEWS
from tests.sync.stories.story import Story
from todo_desktop.testing.shapes import FULL, NO_TIMESTAMPS, TUTORIAL

STORIES = {"tutorial": (TUTORIAL, 34), "full": (FULL, 33), "plain": (NO_TIMESTAMPS, 33)}
"""Shapes, and how many of each in every run of the tests."""
STEPS = 10
WHAT_HAPPENS = one_of(USERS, SECOND_THOUGHTS, COMPUTERS, ON_THE_WAY, SERVER)


@pytest.mark.parametrize("shape", sorted(STORIES))
def test_all_computers_and_the_real_server_agree_in_the_end_and_nothing_is_lost(
    shape: str, nocobase: Server, request: pytest.FixtureRequest
) -> None:
    kind, stories = STORIES[shape]
    site = open_list(nocobase, kind)

    def story(folder: Path, skews: list[int], fields: list[int], rows: int) -> Story:
        clocks = [ShiftedClock(SKEWS[skew]) for skew in skews[:2]]
        return Story(folder, kind, RealWorld(site), clocks, fields=fields, rows=rows)

    wanted = request.config.getoption("--stories")
    # Not made shorter when one fails: the real server has moved on by then.
    run_state_machine_as_test(
        machine(story, WHAT_HAPPENS, shrink=False), settings=told(wanted or stories, STEPS, again=not wanted)
    )
