"""Why no row is shown, and what to do about it."""

from PySide6.QtCore import QCoreApplication, QLocale

from todo_desktop.gui.empty_state import Emptiness, EmptyAction
from todo_desktop.gui.messages import host_of
from todo_desktop.gui.plain_text import one_line
from todo_desktop.gui.status_words import progress_words
from todo_desktop.model.lists import TodoList
from todo_desktop.model.query import Counts, Query, Show
from todo_desktop.model.status import Phase, SyncStatus

_BUSY = (Phase.CONNECTING, Phase.LOADING, Phase.SYNCING)


def emptiness(todo_list: TodoList, query: Query, counts: Counts, status: SyncStatus, locale: QLocale) -> Emptiness:
    """*counts* are of what matches the query's text, whatever its filter shows."""
    if query.text or (query.where is not None and not counts.total):
        return _no_match(query, counts)
    if counts.total:
        return _filtered_away(query)
    if todo_list.is_all:
        return Emptiness("inbox", _tr("Nothing to do in any list"), _tr("Type above and press Enter."))
    if todo_list.is_local:
        connect = (EmptyAction.CONNECT, _tr("Connect to NocoBase"))
        return Emptiness("inbox", _tr("Nothing to do yet"), _tr("Type above and press Enter."), (connect,))
    if todo_list.last_sync is None and status.last_sync is None:
        return _not_fetched(todo_list, status, locale)
    hint = _tr("Type above and press Enter.") if todo_list.permissions.create.allowed else ""
    return Emptiness("inbox", _tr("This list is empty"), hint)


def _nothing_meets(query: Query) -> Emptiness:
    """The filter, or the filter and the search together."""
    actions = [(EmptyAction.CLEAR_FILTER, _tr("Clear filter"))]
    if query.text:
        actions.append((EmptyAction.CLEAR_SEARCH, _tr("Clear search")))
        words = _tr("Nothing that the filter shows matches “{words}”.").format(words=one_line(query.text))
        return Emptiness("filter", words, "", tuple(actions))
    return Emptiness("filter", _tr("Nothing matches the filter."), "", tuple(actions))


def _no_match(query: Query, counts: Counts) -> Emptiness:
    if query.where is not None and not counts.total:
        return _nothing_meets(query)
    words = one_line(query.text)
    clear = (EmptyAction.CLEAR_SEARCH, _tr("Clear search"))
    if counts.total and query.show is Show.OPEN:
        more = (EmptyAction.SHOW_ALL, _tr("Search done todos too"))
        return Emptiness("search", _tr("Nothing open matches “{words}”.").format(words=words), "", (more, clear))
    if counts.total and query.show is Show.DONE:
        more = (EmptyAction.SHOW_ALL, _tr("Search open todos too"))
        return Emptiness("search", _tr("Nothing done matches “{words}”.").format(words=words), "", (more, clear))
    return Emptiness("search", _tr("Nothing matches “{words}”.").format(words=words), "", (clear,))


def _filtered_away(query: Query) -> Emptiness:
    show_all = (EmptyAction.SHOW_ALL, _tr("Show all"))
    if query.show is Show.DONE:
        return Emptiness("inbox", _tr("Nothing is done yet"), "", (show_all,))
    return Emptiness("done", _tr("Everything is done"), "", (show_all,))


def _not_fetched(todo_list: TodoList, status: SyncStatus, locale: QLocale) -> Emptiness:
    host = host_of(todo_list.identity.base_url) if todo_list.identity else ""
    if status.phase in _BUSY:
        return Emptiness("cloud", _tr("Fetching your todos"), progress_words(status, locale) or host)
    hint = _tr("The todos are fetched as soon as {host} can be reached. What you add here meanwhile is kept.")
    return Emptiness("offline", _tr("Nothing here yet"), hint.format(host=host))


def _tr(text: str) -> str:
    return QCoreApplication.translate("Emptiness", text)
