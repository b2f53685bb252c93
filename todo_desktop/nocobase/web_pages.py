"""Where the server's own web page shows a collection, and one record of it: looked for among the pages of its menu.

A page holds tabs, a tab a tree of blocks: `flowModels`, or `uiSchemas` where the page was made with NocoBase 1. Every
signed-in role may read these; which pages there are is told as far as the role has them in its menu.
"""

from collections.abc import Callable, Iterator
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


class _Tab(Struct, frozen=True):
    """`address` is its part of the web address: a page's first tab has none of its own."""

    address: str
    uid: str
    of_first: bool
    """Whether it was made with NocoBase 1."""


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
            for tab in _tabs(self._http.read(LIST_MENU, {"tree": "true", "sort": "sort"}).data):
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

    def _way_on(self, tab: _Tab, record: ServerId | None) -> str | None:
        """What leads on from *tab* to *record*, empty where it is not known; None where the tab does not show the
        collection."""
        if tab.of_first:
            schema = self._http.read(f"{FIND_SCHEMA}/{quote(tab.uid, safe='')}").data
            return "" if any(_shows_in_first(each, self._name) for each in _schemas(schema)) else None
        block = _block_of(self._name, self._grid_of(tab))
        return None if block is None else _popup_of(block, record)

    def _grid_of(self, tab: _Tab) -> Json:
        """The tree of its blocks; None where it is empty, which the server answers with 204."""
        try:
            return self._http.read(FIND_MODEL, {"parentId": tab.uid, "subKey": "grid"}).data
        except TodoDesktopError as error:
            if error.status == 204:
                return None
            raise


def _tabs(routes: Json) -> Iterator[_Tab]:
    """Of all pages, in the order of the menu."""
    for route in _objects(routes):
        kind, uid, children = route.get("type"), str(route.get("schemaUid")), _objects(route.get("children"))
        if kind in (_PAGE, _FIRST_PAGE):
            tabs = [str(child.get("schemaUid")) for child in children if child.get("type") == _TAB]
            further = "tab" if kind == _PAGE else "tabs"
            for place, tab in enumerate(tabs):
                yield _Tab(uid if not place else f"{uid}/{further}/{tab}", tab, of_first=kind == _FIRST_PAGE)
        elif kind == _GROUP:
            yield from _tabs(route.get("children"))


def _block_of(collection: str, tree: Json) -> dict[str, Json] | None:
    """The first block in *tree* that shows records of *collection* of the server's own database."""
    return next((model for model in _models(tree) if _shows(model, collection)), None)


def _shows(model: Record, collection: str) -> bool:
    steps = model.get("stepParams")
    settings = steps.get("resourceSettings") if isinstance(steps, dict) else None
    found = settings.get("init") if isinstance(settings, dict) else None
    if not isinstance(found, dict) or any(word in str(model.get("use")) for word in _NO_LISTS):
        return False
    named = (found.get("collectionName"), found.get("dataSourceKey", "main"))
    return named == (collection, "main") and not found.get("associationName")


def _shows_in_first(schema: dict[str, Json], collection: str) -> bool:
    """The same of one part of a page of NocoBase 1."""
    settings = schema.get("x-decorator-props")
    if not isinstance(settings, dict) or any(word in str(schema.get("x-decorator")) for word in _NO_LISTS):
        return False
    named = (settings.get("collection"), settings.get("dataSource", "main"))
    return named == (collection, "main") and not settings.get("association")


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
