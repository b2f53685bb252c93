"""Open in NocoBase: the address of the page that shows a collection, found with the rights of a plain key."""

import time
from collections.abc import Callable, Iterator

import pytest

from todo_desktop.model.connection import ApiKey, Connection, home_page
from todo_desktop.model.errors import Cancelled
from todo_desktop.model.values import ServerId
from todo_desktop.nocobase.web_pages import FIND_MODEL, PATIENCE_SECONDS, WebPages
from todo_desktop.testing.fake_nocobase import FakeList, FakeNocoBase, faults
from todo_desktop.testing.fake_nocobase.menu import first_table, table
from todo_desktop.testing.shapes import TUTORIAL


@pytest.fixture
def todos(fake: FakeNocoBase) -> FakeList:
    return fake.open_list(TUTORIAL)


@pytest.fixture
def pages(todos: FakeList) -> Iterator[WebPages]:
    found = pages_of(todos)
    yield found
    found.close()


def pages_of(todos: FakeList, monotonic: Callable[[], float] = time.monotonic) -> WebPages:
    return WebPages(Connection(todos.base_url, todos.collection, ApiKey(todos.key)), monotonic=monotonic)


def home(fake: FakeNocoBase) -> str:
    return fake.base_url.removesuffix("/api") + "/admin"


@pytest.mark.parametrize(
    ("base_url", "page"),
    [
        ("http://localhost:13000/api", "http://localhost:13000/admin"),
        ("https://host/nocobase/api", "https://host/nocobase/admin"),
        ("https://host/behind/a/proxy", "https://host/behind/a/proxy/admin"),
    ],
)
def test_the_web_page_is_where_the_api_is_without_its_path(base_url: str, page: str) -> None:
    assert home_page(base_url) == page


def test_the_list_leads_to_the_first_page_that_shows_the_collection(
    fake: FakeNocoBase, todos: FakeList, pages: WebPages
) -> None:
    fake.menu.add_page("people", table("users", "View"))
    fake.menu.add_page("jobs", table(todos.collection, "View"))
    fake.menu.add_page("more", table(todos.collection))
    assert pages.find(None) == f"{home(fake)}/jobs"


@pytest.mark.parametrize(
    ("popups", "way"), [(("View", "Edit"), "/view/view"), (("Edit",), "/view/edit"), (("Delete",), "")]
)
@pytest.mark.parametrize(("record", "key"), [(7, "7"), ("a/b c", "a%2Fb%20c")])
def test_a_todo_leads_to_its_popup_where_the_page_has_one_with_an_address(
    fake: FakeNocoBase, todos: FakeList, pages: WebPages, popups: tuple[str, ...], way: str, record: ServerId, key: str
) -> None:
    fake.menu.add_page("jobs", table(todos.collection, *popups))
    assert pages.find(record) == f"{home(fake)}/jobs" + (f"{way}/filterbytk/{key}" if way else "")


def test_a_tab_behind_the_first_and_a_page_in_a_group_are_found(
    fake: FakeNocoBase, todos: FakeList, pages: WebPages
) -> None:
    fake.menu.add_page("jobs", None, table("users"), table(todos.collection, "View"), group="Office")
    assert pages.find(7) == f"{home(fake)}/jobs/tab/jobs-tab-3/view/view/filterbytk/7"


def test_a_form_another_database_and_what_belongs_to_one_record_do_not_show_the_list(
    fake: FakeNocoBase, todos: FakeList, pages: WebPages
) -> None:
    fake.menu.add_page("form", table(todos.collection, use="CreateFormModel"))
    fake.menu.add_page("other", table(todos.collection, dataSourceKey="crm"))
    fake.menu.add_page("of one", table(todos.collection, associationName="users.todos"))
    assert pages.find(7) == home(fake)


def test_a_page_of_nocobase_1_is_found_too(fake: FakeNocoBase, todos: FakeList, pages: WebPages) -> None:
    fake.menu.add_first_page("form", first_table(todos.collection, "FormBlockProvider"))
    fake.menu.add_first_page("old", first_table("users"), first_table(todos.collection))
    assert pages.find(None) == f"{home(fake)}/old/tabs/old-tab-2"
    assert pages.find(7) == f"{home(fake)}/old/tabs/old-tab-2", "its popups have no address that is known"


@pytest.mark.parametrize("fault", [faults.CUT_AFTER, faults.EMPTY_OBJECT, faults.HTML_AFTER])
@pytest.mark.parametrize("action", ["desktopRoutes:listAccessible", FIND_MODEL])
def test_where_the_server_does_not_tell_its_own_page_is_opened(
    fake: FakeNocoBase, todos: FakeList, pages: WebPages, fault: faults.Fault, action: str
) -> None:
    fake.menu.add_page("jobs", table(todos.collection))
    fake.faults.next(action, fault)
    assert pages.find(None) == home(fake)


def test_a_menu_of_many_pages_is_not_gone_through_to_its_end(fake: FakeNocoBase, todos: FakeList) -> None:
    for number in range(20):
        fake.menu.add_page(f"page {number}", table("users"))
    fake.menu.add_page("jobs", table(todos.collection))
    passed = iter(range(10_000))
    pages = pages_of(todos, lambda: next(passed) * PATIENCE_SECONDS / 10)
    assert pages.find(None) == home(fake)
    pages.close()
    assert fake.actions_asked.count(FIND_MODEL) < 10


def test_a_look_that_is_cancelled_finds_nothing(todos: FakeList, pages: WebPages) -> None:
    pages.cancel()
    with pytest.raises(Cancelled):
        pages.find(None)


def test_the_key_is_in_no_address(fake: FakeNocoBase, todos: FakeList, pages: WebPages) -> None:
    fake.menu.add_page("jobs", table(todos.collection, "View"))
    assert todos.key not in pages.find(7)
