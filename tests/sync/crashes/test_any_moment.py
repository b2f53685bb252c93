"""A process that is killed at any moment, over and over, or at an unlucky one."""

import random
import signal
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

from tests.support.waiting import wait_until
from tests.sync.client import Client
from tests.sync.crashes.kinds import PAGES
from tests.sync.crashes.prepared import Prepared
from tests.sync.crashes.stage import Stages, shown, shown_of
from tests.sync.crashes.steps import Step
from tests.sync.remote import Remote
from todo_desktop.testing.fake_nocobase import FakeList

KILLS = 25
LONGEST_LIFE = 0.25


def test_killed_at_any_moment_over_and_over_it_keeps_what_was_on_the_disk_and_sends_it_once(
    prepared: Prepared, stages: Stages, tmp_path: Path
) -> None:
    chance = random.Random(3)  # noqa: S311
    stage = stages.of("work", "tutorial")
    folder = tmp_path / "computer"
    job = stage.set(folder)
    names: set[str] = {"other", "subject"}
    for _ in range(KILLS):
        run = prepared.run(replace(job, seconds=chance.uniform(0, LONGEST_LIFE)))
        assert run.status == -signal.SIGKILL
        with closing(Client(folder, stage.site, pages=PAGES)) as client:
            found = list(_names(client.titles()))
            assert names <= set(found), "a later process deletes only what it made itself"
            assert len(set(found)) == len(found)
            names = set(found)
    with closing(Client(folder, stage.site, pages=PAGES)) as client:
        on_disk = client.titles()
        client.settle(60)
        assert client.entries() == []
        assert client.titles() == on_disk
        assert shown(client) == shown_of(Remote(stage.site).rows())


def _names(titles: list[str]) -> Iterator[str]:
    """Without the marks of their edits."""
    return (title.rstrip("+") for title in titles)


def test_a_create_that_is_committed_only_after_the_restart_is_not_sent_again(
    prepared: Prepared, stages: Stages, tmp_path: Path
) -> None:
    stage = stages.of("add", "tutorial")
    assert isinstance(stage.site, FakeList)
    folder = tmp_path / "computer"
    job = stage.set(folder, last=Step("create, on its way"))
    with stage.site.server.commits_held():
        prepared.run(job)
        with closing(Client(folder, stage.site, pages=PAGES)) as client:
            client.sync()
            assert "added" in client.titles()
    wait_until(lambda: "added" in Remote(stage.site).titles())
    with closing(Client(folder, stage.site, pages=PAGES)) as client:
        client.settle()
        assert client.titles() == Remote(stage.site).titles() == ["added", "other", "subject"]
