"""How the window and the columns of each list were left, to be so again the next time."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Protocol

import msgspec
from msgspec import Struct, field
from msgspec.structs import asdict, replace
from PySide6.QtCore import QMutex, QMutexLocker

from todo_desktop.model.lists import ListAddress, TodoList
from todo_desktop.model.query import Show, SortKey
from todo_desktop.model.values import Json

WINDOW = "window"
_ALL = "all lists"
_WIDEST_SIDEBAR = 800


class WindowLayouts(Protocol):
    """Where layouts are kept: one JSON object by name. Neither method raises."""

    def load(self) -> dict[str, Json]: ...

    def save(self, layouts: dict[str, Json]) -> None: ...


class ColumnLayout(Struct, frozen=True):
    """Of one list. `order` holds column keys from left to right, `widths` pixels of the columns that were resized,
    `shown` and `hidden` what differs from how a column starts. `filter` is what `filter_bar.kept` writes, as are the
    `views`; `view` is the name of the one that is shown."""

    order: tuple[str, ...] = ()
    widths: Mapping[str, int] = field(default_factory=dict)
    shown: frozenset[str] = frozenset()
    hidden: frozenset[str] = frozenset()
    sort: tuple[SortKey, ...] = ()
    show: Show = Show.ALL
    filter: Json = None
    views: tuple[Json, ...] = ()
    view: str = ""

    def with_visible(self, key: str, visible: bool) -> "ColumnLayout":
        shown, hidden = self.shown - {key}, self.hidden - {key}
        if visible:
            return replace(self, shown=shown | {key}, hidden=hidden)
        return replace(self, shown=shown, hidden=hidden | {key})

    def as_json(self) -> dict[str, Json]:
        return {
            "order": list(self.order),
            "widths": dict(self.widths),
            "shown": [*sorted(self.shown)],
            "hidden": [*sorted(self.hidden)],
            "sort": [{"field": key.field, "descending": key.descending} for key in self.sort],
            "show": self.show.value,
            "filter": self.filter,
            "views": list(self.views),
            "view": self.view,
        }


class Place(Struct, frozen=True):
    """What was looked at in the list of the name `list`: the search, the selected todos by local id, and the todo at
    the top (-1: the list's beginning), `offset` pixels above the edge or 0."""

    list: str = ""
    search: str = ""
    selected: tuple[int, ...] = ()
    top: int = -1
    offset: int = 0


class WindowLayout(Struct, frozen=True):
    """Of the window itself. `geometry` is Qt's own, in base 64; `drafts` is what was typed and not entered, by the name
    of its field. `sidebar`: how wide it was, 0 where there was none; `sidebar_hidden`: the user does without it.
    `add_to`: the name of the list that new todos go to where all are shown."""

    geometry: str = ""
    compact: bool = False
    drafts: Mapping[str, str] = field(default_factory=dict)
    place: Place = Place()
    sidebar: int = 0
    sidebar_hidden: bool = False
    add_to: str = ""

    def as_json(self) -> dict[str, Json]:
        return {
            "geometry": self.geometry,
            "compact": self.compact,
            "drafts": {name: text for name, text in self.drafts.items() if text},
            "place": {**asdict(self.place), "selected": list(self.place.selected)},
            "sidebar": self.sidebar,
            "sidebar_hidden": self.sidebar_hidden,
            "add_to": self.add_to,
        }


def name_of(todo_list: TodoList) -> str:
    """Under which the layout of *todo_list* is kept."""
    return _ALL if todo_list.is_all else todo_list.key


def column_layout(value: Json) -> ColumnLayout:
    """What `as_json` wrote; whatever cannot be read starts fresh."""
    if not isinstance(value, Mapping):
        return ColumnLayout()
    widths = value.get("widths")
    show, views, view = value.get("show"), value.get("views"), value.get("view")
    return ColumnLayout(
        order=_texts(value.get("order")),
        widths={k: w for k, w in widths.items() if isinstance(w, int)} if isinstance(widths, Mapping) else {},
        shown=frozenset(_texts(value.get("shown"))),
        hidden=frozenset(_texts(value.get("hidden"))),
        sort=_sort_keys(value.get("sort")),
        show=next((choice for choice in Show if choice.value == show), Show.ALL),
        filter=value.get("filter"),
        views=tuple(views) if isinstance(views, list) else (),
        view=view if isinstance(view, str) else "",
    )


def window_layout(value: Json) -> WindowLayout:
    """What `as_json` wrote; whatever cannot be read starts fresh."""
    if not isinstance(value, Mapping):
        return WindowLayout()
    geometry, compact, drafts = value.get("geometry"), value.get("compact"), value.get("drafts")
    sidebar, add_to = value.get("sidebar"), value.get("add_to")
    return WindowLayout(
        geometry if isinstance(geometry, str) else "",
        compact is True,
        {k: d for k, d in drafts.items() if isinstance(d, str)} if isinstance(drafts, Mapping) else {},
        _place(value.get("place")),
        sidebar if type(sidebar) is int and 0 <= sidebar <= _WIDEST_SIDEBAR else 0,
        value.get("sidebar_hidden") is True,
        add_to if isinstance(add_to, str) else "",
    )


def _place(value: Json) -> Place:
    try:
        return msgspec.convert(value, Place)
    except msgspec.ValidationError:
        return Place()


def _texts(value: Json) -> tuple[str, ...]:
    return tuple(item for item in value if isinstance(item, str)) if isinstance(value, list) else ()


def _sort_keys(value: Json) -> tuple[SortKey, ...]:
    items = [item for item in value if isinstance(item, Mapping)] if isinstance(value, list) else []
    return tuple(
        SortKey(name, item.get("descending") is True) for item in items if isinstance(name := item.get("field"), str)
    )


class LayoutBook:
    """What was left how, read once and written when `write` is called."""

    def __init__(self, kept: WindowLayouts) -> None:
        self._kept = kept
        self._pages = kept.load()
        self._newest = self._on_disk = dict(self._pages)
        self._lock = QMutex()

    def columns(self, todo_list: TodoList) -> ColumnLayout:
        return column_layout(self._pages.get(name_of(todo_list)))

    def view_names(self, address: ListAddress) -> tuple[str, ...]:
        """Of the views of the list there, in order; none where several users have one there."""
        start = f"{address.base_url} {address.collection} " if address.base_url else ""
        alone = _ALL if address.is_all else "local"
        pages = [page for name, page in self._pages.items() if (name.startswith(start) if start else name == alone)]
        views = column_layout(pages[0]).views if len(pages) == 1 else ()
        names = [view.get("name") for view in views if isinstance(view, Mapping)]
        return tuple(sorted((name for name in names if isinstance(name, str)), key=str.casefold))

    def keep_columns(self, todo_list: TodoList, layout: ColumnLayout) -> None:
        self._pages[name_of(todo_list)] = layout.as_json()

    @property
    def window(self) -> WindowLayout:
        return window_layout(self._pages.get(WINDOW))

    def keep_window(self, layout: WindowLayout) -> None:
        self._pages[WINDOW] = layout.as_json()

    def write(self) -> None:
        """Put on disk what is different since the last time; it is there when this returns."""
        self._take()
        self._save(self._newest)

    def writing(self) -> Callable[[], None] | None:
        """The same, as work for another thread; None where nothing is different."""
        return partial(self._save, self._newest) if self._take() else None

    def _take(self) -> bool:
        """Whether anything is different."""
        different = self._pages != self._newest
        if different:
            self._newest = dict(self._pages)
        return different

    def _save(self, pages: dict[str, Json]) -> None:
        """Nothing where newer ones are (to be) written."""
        with QMutexLocker(self._lock):
            if pages is self._newest and pages is not self._on_disk:
                self._kept.save(pages)
                self._on_disk = pages
