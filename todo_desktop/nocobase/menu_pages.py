"""Which page of the server's menu shows which collection, and which of them the role of a set-up sees."""

from typing import Any

from msgspec import Struct

from todo_desktop.model.errors import NeedsAttention
from todo_desktop.model.setup import ROLE
from todo_desktop.nocobase.administrator import Administrator, part_of, records_of
from todo_desktop.nocobase.web_pages import LIST_MENU, collections_on, tabs_in

SEEN = f"roles/{ROLE}/desktopRoutes"


class MenuPage(Struct, frozen=True):
    """`routes`: what a role must have in its menu to see it, by id: the page, its groups and its tabs."""

    title: str
    routes: frozenset[int]


def menu_pages(admin: Administrator) -> dict[str, MenuPage]:
    """The first page of each collection that has one. A server that knows no such menu has none."""

    def read(action: str, query: dict[str, str]) -> Any:
        return admin.read(action, **query)

    found: dict[str, MenuPage] = {}
    try:
        for tab in tabs_in(read(LIST_MENU, {"tree": "true", "sort": "sort"})):
            for name in collections_on(tab, read):
                found.setdefault(name, MenuPage(tab.page, tab.routes))
    except NeedsAttention as error:
        if error.status != 404:
            raise
    return found


def seen_routes(admin: Administrator) -> frozenset[int]:
    """What the role, which is there, has in its menu by now."""
    return frozenset(int(part_of(each, "id")) for each in records_of(admin.read(f"{SEEN}:list", paginate="false")))
