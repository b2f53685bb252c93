"""A todo that was gone, and that somebody else has brought back: nothing unseen is overwritten."""

import pytest

from tests.contract.site import OpenList
from tests.sync.client import Client
from tests.sync.conftest import OpenClient
from tests.sync.remote import Remote
from todo_desktop.model.errors import Problem
from todo_desktop.testing.rights import limited
from todo_desktop.testing.shapes import NO_TIMESTAMPS, TUTORIAL


@pytest.fixture
def brought_back_there(open_list: OpenList, open_client: OpenClient) -> tuple[Client, Client]:
    """The todo "one" is edited here, deleted on the server, and there again with other values: somebody else brought it
    back. Here it is known to be gone, and no more."""
    site = open_list(NO_TIMESTAMPS)
    remote = Remote(site)
    keys = [remote.create(title=title) for title in ("one", "two")]
    here, there = open_client(site), open_client(site)
    here.sync()
    there.sync()
    here.edit("one", title="one here")
    remote.delete(keys[0])
    here.settle()
    assert here.problems() == [("one here", Problem.GONE)]
    there.sync()
    there.service.restore([there.store.trash(there.list_id)[0].id])
    there.edit("one", completed=False)
    there.settle()
    return here, there


def test_an_edit_of_a_todo_that_was_gone_overwrites_nothing_unseen(brought_back_there: tuple[Client, Client]) -> None:
    here, there = brought_back_there
    here.edit("one here", completed=True)
    here.settle()
    assert Problem.CONFLICT in [problem for _, problem in here.problems()]
    there.settle()
    assert there.todo("one here").values["completed"] is False


def test_a_todo_that_was_gone_is_not_deleted_with_what_nobody_here_has_seen(
    brought_back_there: tuple[Client, Client],
) -> None:
    here, _there = brought_back_there
    here.delete("one here")
    here.settle()
    assert Problem.CONFLICT in [problem for _, problem in here.problems()]
    assert len(Remote(here.site).titles()) == 2


@pytest.mark.parametrize("edited_there", [True, False])
def test_what_two_want_back_is_there_for_both_where_nothing_tells_that_it_is_one_todo(
    open_list: OpenList, open_client: OpenClient, edited_there: bool
) -> None:
    """The role may not write when a row was made: one that was brought back and edited may be another todo."""
    site = open_list(TUTORIAL).with_rights(limited(unwritable=["createdAt"]))
    remote = Remote(site)
    remote.create(title="one")
    here, there = open_client(site), open_client(site)
    here.sync()
    there.sync()
    there.delete("one")
    there.settle()
    there.undo()
    if edited_there:
        there.edit("one", title="one there")
    there.settle()
    here.delete("one")
    here.settle()
    here.undo()
    here.settle()
    there.settle()
    titles = ["one", "one there"] if edited_there else ["one"]
    assert here.titles() == there.titles() == remote.titles() == titles
    assert here.entries() == there.entries() == []
