"""The lists of steps are complete."""

from pathlib import Path

from tests.sync.crashes.kinds import KINDS
from tests.sync.crashes.prepared import Prepared
from tests.sync.crashes.stage import Stages


def test_no_step_between_an_edit_and_its_end_goes_untried(prepared: Prepared, stages: Stages, tmp_path: Path) -> None:
    listed = {step.name for kind in KINDS.values() for step in kind.steps}
    for name in (name for name, kind in KINDS.items() if kind.steps):
        run = prepared.run(stages.of(name, "tutorial").set(tmp_path / name))
        assert run.status == 0
        assert {step.name for step in run.steps} <= listed, name
