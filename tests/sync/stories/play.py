"""Draws stories and plays them: what can happen, how often, and the machine that tells it step by step."""

import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule

from tests.sync.stories import families, second_thoughts, steps
from tests.sync.stories.computer import place_for_replicas
from tests.sync.stories.shrink import shortened
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
SECOND_THOUGHTS: Often = {
    st.builds(second_thoughts.Disagree, WHO, ROW, FIELD, PICK, PICK): 5,
    st.builds(second_thoughts.EditWhatGoes, WHO, ROW, FIELD, PICK): 2,
    st.builds(second_thoughts.ThinkAgain, WHO, CHOICES, YES_NO, st.integers(1, 2), YES_NO): 6,
    st.builds(second_thoughts.DeleteAndReturn, WHO, ROW, YES_NO): 2,
    st.builds(second_thoughts.LoseToABackup, WHO, ROW, FIELD, PICK, YES_NO): 3,
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
    st.builds(steps.BackUp): 2,
    st.builds(steps.PutBack): 2,
}
FAMILIES: Often = {
    st.builds(families.GiveChild, WHO, ROW, ROW): 16,
    st.builds(families.TakeChild, WHO, ROW, ROW): 8,
    st.builds(families.SetParent, WHO, ROW, st.integers(0, 7)): 12,
    st.builds(families.AddFamily, WHO, ROW, YES_NO): 5,
    st.builds(families.ServerGive, ROW, ROW): 5,
    st.builds(families.ServerChildren, ROW, ROW, st.integers(0, 2)): 3,
}
"""In a list of todos that have children."""
INSIDE_THE_SERVER: Often = {
    st.builds(steps.Late, st.sampled_from(steps.WRITES)): 2,
    st.builds(steps.Late, st.just("*:destroy")): 1,
    st.builds(steps.Race, WHO): 4,
    st.builds(steps.Forbid, FIELD): 1,
    st.builds(steps.ServerClock, SKEW): 1,
}
"""What only a server in this process can be made to do."""


def one_of(*kinds: Often) -> st.SearchStrategy[Step]:
    weighted = [kind for often in kinds for kind, weight in often.items() for _ in range(weight)]
    return st.sampled_from(weighted).flatmap(lambda kind: kind)


def told(stories: int, length: int, *, again: bool) -> settings:
    """*again*: always the same stories. What fails is made short by `shrink.py`, if at all."""
    return settings(
        max_examples=stories, stateful_step_count=length, derandomize=again, database=None,
        print_blob=False, suppress_health_check=list(HealthCheck),
        phases=[Phase.generate],
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Beginning:
    skews: list[int]
    fields: list[int]
    rows: int
    choices: tuple[Choice, ...]


def machine(make: MakeStory, what_happens: st.SearchStrategy[Step], *, shrink: bool) -> type[RuleBasedStateMachine]:
    """Tells one story after the other, each from its first step to the reckoning. *shrink*: one that fails fails again
    when it is told again, and a short one is to be told of it."""

    class Telling(RuleBasedStateMachine):
        def __init__(self) -> None:
            super().__init__()
            self._beginning: Beginning | None = None
            self._steps: list[Step] = []

        @initialize(
            beginning=st.builds(
                Beginning,
                st.lists(SKEW, min_size=2, max_size=3),
                st.lists(st.integers(0, 14), min_size=3, max_size=3, unique=True),
                st.integers(0, 3),
                CHOICES,
            )
        )
        def begin(self, beginning: Beginning) -> None:
            self._beginning = beginning

        @rule(step=what_happens)
        def then(self, step: Step) -> None:
            self._steps.append(step)

        def teardown(self) -> None:
            beginning = self._beginning
            if beginning is None:
                return
            wrong = _wrong_with(make, beginning, self._steps)
            if wrong is not None:
                short = self._steps
                if shrink:
                    short = shortened(short, lambda less: _is_like(wrong, _wrong_with(make, beginning, less)))
                wrong.add_note("\n".join(map(str, (beginning, *short))))
                raise wrong

    return Telling


def _wrong_with(make: MakeStory, beginning: Beginning, told_steps: Sequence[Step]) -> Exception | None:
    """What goes wrong when this story is told."""
    with tempfile.TemporaryDirectory(dir=place_for_replicas()) as folder:
        story = make(Path(folder), beginning.skews, beginning.fields, beginning.rows)
        try:
            for step in told_steps:
                step.play(story)
            story.end(chooser(beginning.choices))
            story.check()
        except Exception as error:  # noqa: BLE001 (told again, then raised)
            return error
        finally:
            story.close()
    return None


def _is_like(wrong: Exception, other: Exception | None) -> bool:
    return type(wrong) is type(other) and str(wrong).partition(":")[0] == str(other).partition(":")[0]
