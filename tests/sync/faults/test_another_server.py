"""Another server takes the place of the one we know."""

import pytest

from tests.sync.client import Client
from tests.sync.conftest import OpenClient
from todo_desktop.model.errors import NeedsAttention, Problem
from todo_desktop.testing.fake_nocobase import FakeNocoBase
from todo_desktop.testing.shapes import FULL, NO_TIMESTAMPS, TUTORIAL, Shape

SINCE = "2026-11-11T11:11:11.111Z"


def _problem_of(client: Client) -> Problem:
    with pytest.raises(NeedsAttention) as stopped:
        client.sync()
    return stopped.value.problem


def test_a_user_of_the_same_id_made_at_another_time_is_somebody_elses_server(
    fake: FakeNocoBase, open_client: OpenClient, any_shape: Shape
) -> None:
    site = fake.open_list(any_shape)
    site.seed(3)
    client = open_client(site)
    client.sync()
    client.add("typed here")
    fake.access.users[1].created_at = SINCE
    client.connect()
    assert _problem_of(client) is Problem.ANOTHER_SERVER
    assert len(client.todos()) == 4
    assert f"{site.collection}:create" not in fake.actions_asked
    client.engine.accept_server()
    client.settle()
    assert client.entries() == []
    client.connect()
    client.sync()


def test_an_empty_list_of_another_server_is_not_asked_about(fake: FakeNocoBase, open_client: OpenClient) -> None:
    """Without times only the user tells: it is asked for before the question is."""
    site = fake.open_list(NO_TIMESTAMPS)
    site.seed(5)
    client = open_client(site)
    client.sync()
    site.table.rows.clear()
    fake.access.users[1].created_at = SINCE
    assert _problem_of(client) is Problem.ANOTHER_SERVER
    assert len(client.todos()) == 5


def test_a_collection_whose_ids_are_of_another_kind_is_another_one(fake: FakeNocoBase, open_client: OpenClient) -> None:
    site = fake.open_list(NO_TIMESTAMPS)
    site.seed(2)
    client = open_client(site)
    client.sync()
    site.table.rows.clear()
    site.table.meta["fields"][0] = FULL.description("x")["fields"][0]
    client.connect()
    assert _problem_of(client) is Problem.ANOTHER_SERVER
    assert len(client.todos()) == 2


def test_where_nobody_tells_who_the_user_is_the_same_words_under_the_same_ids_prove_nothing(
    fake: FakeNocoBase, open_client: OpenClient
) -> None:
    """A server that was set up anew may begin with the same todos."""
    site = fake.open_list(TUTORIAL)
    site.seed(5)
    fake.access.users[1].created_at = ""
    client = open_client(site)
    client.sync()
    for row in site.table.rows.values():
        row["createdAt"] += 3_600_000_000
    client.connect()
    assert _problem_of(client) is Problem.ANOTHER_SERVER
    assert len(client.todos()) == 5


def test_who_we_are_is_asked_again_after_a_401(fake: FakeNocoBase, open_client: OpenClient) -> None:
    site = fake.open_list(NO_TIMESTAMPS)
    client = open_client(site)
    client.sync()
    site.user.roles.discard(site.role)
    assert _problem_of(client) is Problem.KEY_WITHOUT_ROLE
    site.user.roles.add(site.role)
    asked = fake.actions_asked.count("auth:check")
    client.sync()
    assert fake.actions_asked.count("auth:check") == asked + 1


def test_a_server_that_was_accepted_is_not_asked_about_again_until_it_was_read(
    fake: FakeNocoBase, open_client: OpenClient
) -> None:
    """It has fewer rows, so that the removal of the others is asked about in between."""
    site = fake.open_list(TUTORIAL)
    site.seed(30)
    client = open_client(site)
    client.sync()
    rows = site.table.rows
    for key in [key for key in rows if key > 5]:
        del rows[key]
    for row in rows.values():
        row["createdAt"] -= 1_000_000_000
        row["title"] = f"another {row['title']}"
    client.connect()
    assert _problem_of(client) is Problem.ANOTHER_SERVER
    client.engine.accept_server()
    assert _problem_of(client) is Problem.MASS_REMOVAL
    client.engine.allow_mass_removal(30)
    client.sync()
    assert len(client.todos()) == 5
    client.connect()
    client.sync()
