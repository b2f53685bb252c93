"""A process that is killed at any step between an edit and its end: after a restart all is there, each edit once."""

import signal
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from tests.support.waiting import wait_until
from tests.sync.client import Client
from tests.sync.crashes.journeys import AROUND_A_CALL, pivots
from tests.sync.crashes.kinds import KINDS, PAGES, Kind
from tests.sync.crashes.prepared import Prepared, Run
from tests.sync.crashes.stage import Stage, Stages, shown, shown_of
from tests.sync.crashes.steps import Step
from tests.sync.remote import Remote
from todo_desktop.replica.database import Purpose, open_database

ON_THE_REAL_SERVER = ("edit", "delete", "bring back")


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Every step on the fake server, and on the real one those around the call."""
    if "step" in metafunc.fixturenames:
        real = metafunc.config.getoption("--server") == "real"
        cases = [case for case in _cases() if not real or _is_around_a_call(*case)]
        metafunc.parametrize(("kind", "shape", "step"), cases, ids=[" - ".join(map(str, case)) for case in cases])


def _cases() -> Iterator[tuple[str, str, Step]]:
    for name, kind in KINDS.items():
        yield from ((name, "tutorial", step) for step in kind.steps)
        yield from ((name, shape, step) for shape in kind.elsewhere for step in pivots(kind.steps))


def _is_around_a_call(kind: str, shape: str, step: Step) -> bool:
    tried = kind == "add" or (kind in ON_THE_REAL_SERVER and shape == "tutorial")
    return tried and step.name.endswith(AROUND_A_CALL)


def test_killed_and_restarted_it_ends_with_every_edit_once(
    prepared: Prepared, stages: Stages, tmp_path: Path, kind: str, shape: str, step: Step
) -> None:
    stage = stages.of(kind, shape)
    folder = tmp_path / "computer"
    remote = Remote(stage.site)
    run = prepared.run(stage.set(folder, last=step))
    assert run.steps[-1] == step, f"not reached; these were: {', '.join(map(str, run.steps))}"
    assert run.status == -signal.SIGKILL
    if step.name.endswith("on its way"):
        wait_until(lambda: remote.rows() != stage.rows)
    with closing(Client(folder, stage.site, pages=PAGES)) as client:
        _is_sound(folder)
        if _was_committed(KINDS[kind], run):
            _nothing_is_lost(client, KINDS[kind])
        else:
            _nothing_has_happened(client, stage)
            client.settle()
            _is_as_before(client, stage)
            (KINDS[kind].again or KINDS[kind].edit)(client)
        client.settle()
        _all_are_equal(client, remote.rows(), stage)


def _was_committed(kind: Kind, run: Run) -> bool:
    return not kind.edit_name or Step(f"{kind.edit_name}, committed") in run.steps


def _is_sound(folder: Path) -> None:
    with closing(open_database(folder, Purpose.READER)) as database:
        assert database.value("PRAGMA integrity_check") == "ok"
        assert database.rows("PRAGMA foreign_key_check") == []


def _nothing_is_lost(client: Client, kind: Kind) -> None:
    """Before it has asked the server again."""
    if kind.edit_name:
        assert sorted(shown(client).values()) == sorted(kind.wanted)
    else:
        assert set(kind.shown) & set(kind.wanted) <= set(shown(client).values())


def _nothing_has_happened(client: Client, stage: Stage) -> None:
    """What was not committed is wholly absent, row and outbox entry."""
    kind = KINDS[stage.kind]
    assert sorted(shown(client).values()) == sorted(kind.shown)
    if not kind.acts_before:
        assert client.entries() == stage.entries


def _is_as_before(client: Client, stage: Stage) -> None:
    """The sync did nothing that nobody asked for."""
    kind = KINDS[stage.kind]
    assert sorted(shown(client).values()) == sorted(kind.shown)
    if not kind.acts_before:
        assert [entry for entry in client.entries() if entry not in stage.entries] == []
        assert Remote(stage.site).rows() == stage.rows


def _all_are_equal(client: Client, rows: list[dict[str, Any]], stage: Stage) -> None:
    kind = KINDS[stage.kind]
    assert client.entries() == []
    assert sorted(shown_of(rows).values()) == sorted(kind.wanted)
    assert shown(client) == shown_of(rows)
    assert (stage.subject in shown_of(rows)) == kind.keeps_subject, "a todo brought back has its old id"
