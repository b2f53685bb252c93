"""The server's own web page, in a browser, shows what the window wrote, and the window what was changed there."""

import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.server.lists import RemoteList
from tests.support.waiting import wait_until
from tests.sync.remote import Remote
from tests.system.browser import Browser, running_browser
from tests.system.conftest import StartProgram
from tests.system.program import PATIENCE_SECONDS, connection_to, wait_for_titles
from todo_desktop.model.connection import ApiKey, Connection
from todo_desktop.model.values import ServerId
from todo_desktop.nocobase.web_pages import WebPages

IN_THE_DRAWER = "//*[contains(@class, 'ant-drawer')]"
TITLE = f"{IN_THE_DRAWER}//input[@type='text' and not(@role)]"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with running_browser() as opened:
        yield opened


@pytest.fixture
def page(tutorial_list: RemoteList, browser: Browser) -> RemoteList:
    """The list, with a page in the server's menu that shows it, and the browser signed in there."""
    tutorial_list.admin.create_page(tutorial_list.collection, tutorial_list.role)
    browser.sign_in(tutorial_list.base_url.removesuffix("/api"), tutorial_list.admin.token)
    return tutorial_list


def address_of(there: RemoteList, record: ServerId | None = None) -> str:
    """Where *Open in NocoBase* leads with the list's own key."""
    pages = WebPages(Connection(there.base_url, there.collection, ApiKey(there.key)), monotonic=time.monotonic)
    try:
        return pages.find(record)
    finally:
        pages.close()


def button(words: str) -> str:
    return f"//*[self::a or self::button][normalize-space()='{words}']"


def test_the_web_page_shows_what_the_window_wrote_and_the_window_what_was_changed_there(
    page: RemoteList, browser: Browser, start: StartProgram, data_dir: Path
) -> None:
    remote = Remote(page)
    program = start(environment=connection_to(page))
    program.add("Typed in the window")
    wait_until(lambda: remote.titles() == ["Typed in the window"], PATIENCE_SECONDS)
    browser.open(address_of(page))
    browser.wait_for("Typed in the window")
    program.press("Escape", "Home", "F2", "ctrl+a")
    program.write("Edited in the window")
    program.press("Return")
    wait_until(lambda: remote.titles() == ["Edited in the window"], PATIENCE_SECONDS)
    browser.click(button("Refresh"))
    browser.wait_for("Edited in the window")
    browser.click(button("Edit"))
    browser.type_into(TITLE, "Changed on the web page")
    browser.click(f"{IN_THE_DRAWER}{button('Submit')}")
    wait_until(lambda: remote.titles() == ["Changed on the web page"], PATIENCE_SECONDS)
    program.press("F5")
    wait_for_titles(data_dir, "Changed on the web page")
    assert program.close() == 0


def test_open_in_nocobase_leads_to_the_todo_itself(page: RemoteList, browser: Browser) -> None:
    remote = Remote(page)
    remote.create(title="Another one")
    wanted = remote.create(title="The one that is wanted")
    address = address_of(page, wanted)
    assert address.endswith(f"/filterbytk/{wanted}")
    browser.open(address)
    browser.wait_for("Details")
    browser.click(f"{IN_THE_DRAWER}//*[normalize-space()='The one that is wanted']")
    assert browser.address == address
