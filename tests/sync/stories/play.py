"""Draws stories and plays them: what can happen, how often, and the machine that tells it step by step."""

import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule

from tests.sync.stories import steps
from tests.sync.stories.computer import place_for_replicas
from tests.sync.stories.steps import SKEWS, Step, chooser
from tests.sync.stories.story import Story
from tests.sync.stories.values import PICKS
from todo_desktop.model.decision import Choice

Often = Mapping[st.SearchStrategy[Step], int]
"""Kinds of steps, and how often of a hundred times or so."""
MakeStory = Callable[[Path, list[int], list[int], int], Story]
"""(folder for the replicas, skews of the computers' clocks, numbers of the fields in use, rows at first)"""

WHO, ROW, FIELD, PICK, YES_NO = (
    st.integers(0, 2), st.integers(0, 3), st.integers(0, 2), st.integers(0, PICKS - 1), st.booleans(),
)  # fmt: skip
CHOICES = st.lists(st.sampled_from(Choice), min_size=1, max_size=3).map(tuple)
SKEW = st.integers(0, len(SKEWS) - 1)
LOST = st.sampled_from(sorted(steps.FAULTS))

USERS: Often = {
    st.builds(steps.Edit, WHO, ROW, FIELD, PICK, st.sampled_from([1, 1, 1, 3])): 24,
    st.builds(steps.Add, WHO, FIELD, PICK): 6,
    st.builds(steps.Tick, WHO, ROW, YES_NO): 2,
    st.builds(steps.Delete, WHO, ROW, YES_NO, st.sampled_from([1, 1, 3])): 4,
    st.builds(steps.Undo, WHO): 4,
    st.builds(steps.Redo, WHO): 2,
    st.builds(steps.Decide, WHO, CHOICES): 4,
    st.builds(steps.Retry, WHO, ROW): 1,
    st.builds(steps.Discard, WHO, ROW): 2,
    st.builds(steps.Restore, WHO): 2,
}
COMPUTERS: Often = {
    st.builds(steps.Sync, WHO, YES_NO): 26,
    st.builds(steps.Network, WHO, st.sampled_from([True, True, False])): 3,
    st.builds(steps.Restart, WHO): 1,
    st.builds(steps.CrashIn, WHO, st.integers(0, 40)): 4,
    st.builds(steps.SetClock, WHO, SKEW): 1,
    st.builds(steps.Wait, st.integers(0, len(steps.WAITS) - 1)): 4,
}
ON_THE_WAY: Often = {
    st.builds(steps.Lose, st.sampled_from(steps.ACTIONS), LOST): 2,
    st.builds(steps.Lose, st.sampled_from(steps.WRITES), LOST): 4,
}
SERVER: Often = {
    st.builds(steps.ServerAdd, ROW, YES_NO): 1,
    st.builds(steps.ServerEdit, ROW, FIELD, PICK): 5,
    st.builds(steps.ServerDelete, ROW, YES_NO): 2,
    st.builds(steps.ServerDeleteAll): 1,
    st.builds(steps.Move, ROW, ROW): 1,
}
INSIDE_THE_SERVER: Often = {
    st.builds(steps.Late, st.sampled_from(steps.WRITES)): 2,
    st.builds(steps.Race, WHO): 4,
    st.builds(steps.Forbid, FIELD): 1,
    st.builds(steps.ServerClock, SKEW): 1,
}
"""What only a server in this process can be made to do."""


def one_of(*kinds: Often) -> st.SearchStrategy[Step]:
    weighted = [kind for often in kinds for kind, weight in often.items() for _ in range(weight)]
    return st.sampled_from(weighted).flatmap(lambda kind: kind)


def told(stories: int, length: int, *, again: bool, shrink: bool = True) -> settings:
    """*again*: always the same stories."""
    return settings(
        max_examples=stories, stateful_step_count=length, derandomize=again, deadline=None, database=None,
        print_blob=False, suppress_health_check=list(HealthCheck),
        phases=[Phase.generate, Phase.shrink] if shrink else [Phase.generate],
    )  # fmt: skip


def machine(make: MakeStory, what_happens: st.SearchStrategy[Step]) -> type[RuleBasedStateMachine]:
    """Tells one story after the other, each from its first step to the reckoning."""

    class Telling(RuleBasedStateMachine):
        def __init__(self) -> None:
            super().__init__()
            self._folder = tempfile.TemporaryDirectory(dir=place_for_replicas())
            self._story: Story | None = None
            self._choices: tuple[Choice, ...] = ()
            self._broken = False

        @initialize(
            skews=st.lists(SKEW, min_size=2, max_size=3),
            fields=st.lists(st.integers(0, 14), min_size=3, max_size=3, unique=True),
            rows=st.integers(0, 3),
            choices=CHOICES,
        )
        def begin(self, skews: list[int], fields: list[int], rows: int, choices: tuple[Choice, ...]) -> None:
            self._story = make(Path(self._folder.name), skews, fields, rows)
            self._choices = choices

        @rule(step=what_happens)
        def then(self, step: Step) -> None:
            assert self._story is not None
            self._broken = True
            step.play(self._story)
            self._broken = False

        def teardown(self) -> None:
            try:
                if self._story is not None and not self._broken:
                    self._story.end(chooser(self._choices))
                    self._story.check()
            finally:
                if self._story is not None:
                    self._story.close()
                self._folder.cleanup()

    return Telling
