"""What is committed late in a story is: else the stories would prove nothing of it."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.sync.stories.story import Story
from tests.sync.stories.time import ComputerClock
from tests.sync.stories.world import A_DELETE_LANDS_WITHIN, FakeWorld
from todo_desktop.service import UNDO_MS
from todo_desktop.testing.rights import limited
from todo_desktop.testing.shapes import TUTORIAL


def add(story: Story) -> None:
    story.act(0, lambda computer: computer.service.add({"title": "new"}))


def edit(story: Story) -> None:
    story.act(0, lambda computer: computer.service.edit(story.shown(0), {"title": "edited"}))


def delete(story: Story) -> None:
    story.act(0, lambda computer: computer.service.delete(story.shown(0)))
    story.computers[0].clock.forward(UNDO_MS + 1)


@pytest.mark.parametrize(
    ("action", "what", "left"),
    [("create", add, ["at first 0", "new"]), ("update", edit, ["edited"]), ("destroy", delete, [])],
)
def test_a_late_write_is_committed_after_its_answer_was_given_up(
    tmp_path: Path, action: str, what: Callable[[Story], None], left: list[str]
) -> None:
    world = FakeWorld(TUTORIAL, limited())
    story = Story(tmp_path, TUTORIAL, world, [ComputerClock(world.time, 0)], rows=1)
    world.late(f"*:{action}")
    what(story)
    story.sync(0)
    assert [row["title"] for row in world.rows().values()] == ["at first 0"]
    world.time.forward(A_DELETE_LANDS_WITHIN)
    world.land()
    assert [row["title"] for row in world.rows().values()] == left
    story.close()
