"""Where the server's own web page shows a collection, and one record of it: looked for among the pages of its menu.

A page holds tabs, a tab a tree of blocks: `flowModels`, or `uiSchemas` where the page was made with NocoBase 1. Every
signed-in role may read these; which pages there are is told as far as the role has them in its menu.
"""

from collections.abc import Callable, Iterator
from typing import TypeAlias
from urllib.parse import quote

from msgspec import Struct

from todo_desktop.model.connection import Connection, home_page
from todo_desktop.model.errors import Cancelled, TodoDesktopError
from todo_desktop.model.values import Json, Record, ServerId
from todo_desktop.nocobase.exchanges import Watch
from todo_desktop.nocobase.http import HttpSession, Timeouts

LIST_MENU = "desktopRoutes:listAccessible"
FIND_MODEL = "flowModels:findOne"
FIND_SCHEMA = "uiSchemas:getProperties"
PATIENCE_SECONDS = 4.0
"""A person waits: no longer than this for the pages of a menu, however many these are."""

_PAGE, _FIRST_PAGE, _TAB, _GROUP = "flowPage", "page", "tabs", "group"
"""Kinds of routes; a `page` is one of NocoBase 1."""
_POPUPS = ("ViewActionModel", "EditActionModel")
"""The buttons of a row that lead to a record of which the address is known, the best first."""
_NO_LISTS = ("Form", "Filter")
"""In the names of blocks that are about the collection and show none of its records."""


Read: TypeAlias = Callable[[str, dict[str, str]], Json]
"""Asks for an action with a query; the answer's data."""


class Tab(Struct, frozen=True):
    """`address` is its part of the web address: a page's first tab has none of its own. `page` is what stands in the
    menu; `routes` are what leads there from the top of the menu, and the other tabs, by id."""

    address: str
    uid: str
    of_first: bool
    """Whether it was made with NocoBase 1."""
    page: str = ""
    routes: frozenset[int] = frozenset()


class WebPages:
    """Of the collection that *connection* names; for one look, which is one short job of its own."""

    def __init__(self, connection: Connection, *, monotonic: Callable[[], float], watch: Watch | None = None) -> None:
        timeouts = Timeouts(connect=2.0, read=PATIENCE_SECONDS, call=PATIENCE_SECONDS)
        self._http = HttpSession(connection, monotonic=monotonic, timeouts=timeouts, watch=watch)
        self._monotonic = monotonic
        self._name = connection.collection
        self._home = home_page(connection.base_url)

    def find(self, record: ServerId | None) -> str:
        """The address of the first page that shows the collection, and in it of *record*; of the server's web page
        where none is found in PATIENCE_SECONDS. It never holds the key. Blocks; raises Cancelled."""
        deadline = self._monotonic() + PATIENCE_SECONDS
        try:
            for tab in tabs_in(self._read(LIST_MENU, {"tree": "true", "sort": "sort"})):
                if self._monotonic() > deadline:
                    break
                way = self._way_on(tab, record)
                if way is not None:
                    return f"{self._home}/{tab.address}{way}"
        except Cancelled:
            raise
        except TodoDesktopError:
            pass  # a server that tells no menu, or nothing at all, still has a page to begin at
        return self._home

    def cancel(self) -> None:
        """End the call under way, from any thread."""
        self._http.cancel()

    def close(self) -> None:
        self._http.close()

    def _read(self, action: str, query: dict[str, str]) -> Json:
        return self._http.read(action, query).data

    def _way_on(self, tab: Tab, record: ServerId | None) -> str | None:
        """What leads on from *tab* to *record*, empty where it is not known; None where the tab does not show the
        collection."""
        block = next((block for block in _blocks(tab, self._read) if _shown(block) == self._name), None)
        return None if block is None else _popup_of(block, record)


def tabs_in(routes: Json, above: frozenset[int] = frozenset()) -> Iterator[Tab]:
    """Of all pages, in the order of the menu; *above* are the groups that they are in."""
    for route in _objects(routes):
        kind, uid, children = route.get("type"), str(route.get("schemaUid")), _objects(route.get("children"))
        if kind in (_PAGE, _FIRST_PAGE):
            leading = above | _ids([route, *children])
            tabs = [str(child.get("schemaUid")) for child in children if child.get("type") == _TAB]
            further = "tab" if kind == _PAGE else "tabs"
            for place, tab in enumerate(tabs):
                address = uid if not place else f"{uid}/{further}/{tab}"
                yield Tab(address, tab, kind == _FIRST_PAGE, str(route.get("title") or ""), leading)
        elif kind == _GROUP:
            yield from tabs_in(route.get("children"), above | _ids([route]))


def collections_on(tab: Tab, read: Read) -> Iterator[str]:
    """Of which *tab* shows records; only those of the server's own database."""
    for block in _blocks(tab, read):
        name = _shown(block)
        if name is not None:
            yield name


def _blocks(tab: Tab, read: Read) -> Iterator[dict[str, Json]]:
    """All that *tab* is made of, from the top."""
    if tab.of_first:
        return _schemas(read(f"{FIND_SCHEMA}/{quote(tab.uid, safe='')}", {}))
    return _models(_grid_of(tab, read))


def _grid_of(tab: Tab, read: Read) -> Json:
    """The tree of its blocks; None where it is empty, which the server answers with 204."""
    try:
        return read(FIND_MODEL, {"parentId": tab.uid, "subKey": "grid"})
    except TodoDesktopError as error:
        if error.status == 204:
            return None
        raise


def _shown(block: Record) -> str | None:
    """The collection of the server's own database of which *block* shows records."""
    return _shown_in_first(block) if "x-decorator" in block else _shown_by_model(block)


def _shown_by_model(model: Record) -> str | None:
    steps = model.get("stepParams")
    settings = steps.get("resourceSettings") if isinstance(steps, dict) else None
    found = settings.get("init") if isinstance(settings, dict) else None
    if not isinstance(found, dict) or any(word in str(model.get("use")) for word in _NO_LISTS):
        return None
    is_own = found.get("dataSourceKey", "main") == "main" and not found.get("associationName")
    return _text(found.get("collectionName")) if is_own else None


def _shown_in_first(schema: Record) -> str | None:
    """The same of one part of a page of NocoBase 1."""
    settings = schema.get("x-decorator-props")
    if not isinstance(settings, dict) or any(word in str(schema.get("x-decorator")) for word in _NO_LISTS):
        return None
    is_own = settings.get("dataSource", "main") == "main" and not settings.get("association")
    return _text(settings.get("collection")) if is_own else None


def _popup_of(block: dict[str, Json], record: ServerId | None) -> str:
    """What leads from the page of *block* to *record*; empty where nothing is known to."""
    if record is None:
        return ""
    buttons = {str(model.get("use")): model.get("uid") for model in reversed(list(_models(block)))}
    uid = next((buttons[use] for use in _POPUPS if use in buttons), None)
    return f"/view/{uid}/filterbytk/{quote(str(record), safe='')}" if isinstance(uid, str) else ""


def _models(tree: Json) -> Iterator[dict[str, Json]]:
    """*tree*, which is a model, and all that it is made of, from the top."""
    if not isinstance(tree, dict):
        return
    yield tree
    parts = tree.get("subModels")
    for part in parts.values() if isinstance(parts, dict) else ():
        for model in part if isinstance(part, list) else [part]:
            yield from _models(model)


def _schemas(tree: Json) -> Iterator[dict[str, Json]]:
    """The same of a page of NocoBase 1."""
    if not isinstance(tree, dict):
        return
    yield tree
    parts = tree.get("properties")
    for part in parts.values() if isinstance(parts, dict) else ():
        yield from _schemas(part)


def _objects(data: Json) -> list[dict[str, Json]]:
    return [item for item in data if isinstance(item, dict)] if isinstance(data, list) else []


def _ids(routes: list[dict[str, Json]]) -> frozenset[int]:
    return frozenset(number for each in routes if isinstance(number := each.get("id"), int))


def _text(value: Json) -> str | None:
    return value if isinstance(value, str) else None
