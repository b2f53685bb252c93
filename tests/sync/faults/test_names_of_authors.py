"""What the authors of news are called is known as it is now, and seldom asked for."""

from tests.sync.conftest import OpenClient
from tests.sync.remote import Remote
from todo_desktop.model.answers import Person
from todo_desktop.sync.writers import NAMES_LAST
from todo_desktop.testing.fake_nocobase import FakeNocoBase
from todo_desktop.testing.fake_nocobase.server import FakeList
from todo_desktop.testing.shapes import FULL


def looks_at_authors(site: FakeList) -> int:
    """Requests for rows with those who wrote them."""
    return sum("appends=createdBy" in request.path for request in site.server.requests)


def test_an_author_who_is_called_otherwise_is_called_so_here_a_day_later_or_in_the_next_session(
    fake: FakeNocoBase, open_client: OpenClient
) -> None:
    site = fake.open_list(FULL)
    Remote(site).create(title="One")
    stranger = site.of_another_user()
    client = open_client(site)
    client.sync()
    stranger.user.name = "Ada"
    Remote(stranger).update(Remote(stranger).row("One")["id"], title="Two")
    client.settle()
    (todo,) = client.reader.news([client.list_id]).changed
    assert client.reader.authors_of(todo).writer == Person(str(stranger.user_id), "Ada")

    asked = looks_at_authors(site)
    assert asked == 1
    stranger.user.name = "Ada Lovelace"
    client.sync()
    assert looks_at_authors(site) == asked, "asked for once a day"
    client.clock.forward(NAMES_LAST)
    client.sync()
    assert client.reader.authors_of(todo).writer == Person(str(stranger.user_id), "Ada Lovelace")

    stranger.user.name = "Countess Lovelace"
    client.connect()
    client.sync()
    assert client.reader.authors_of(todo).writer == Person(str(stranger.user_id), "Countess Lovelace")
    asked = looks_at_authors(site)
    client.sync()
    assert looks_at_authors(site) == asked
