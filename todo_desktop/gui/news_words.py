"""What others did since the user looked last, in words: in sum, and of one todo."""

from PySide6.QtCore import QCoreApplication, QLocale

from todo_desktop.gui.dates_in_words import clock_time, day_words
from todo_desktop.gui.plain_text import shortened
from todo_desktop.gui.todo_table.display import CellDisplay, local_moment
from todo_desktop.model.lists import TodoList
from todo_desktop.model.news import News, NewsKind, NewsOverview
from todo_desktop.model.schema import FieldKind
from todo_desktop.model.values import Json, Milliseconds

_LONGEST = 60
"""Letters of what a field held before."""


def moment_words(at: Milliseconds, now: Milliseconds, locale: QLocale) -> str:
    """Day and time: `Today 18:40`."""
    moment, today = local_moment(at), local_moment(now).date()
    return f"{day_words(moment.date(), today, locale)} {clock_time(moment, locale)}"


def _within_a_sentence(at: Milliseconds, now: Milliseconds, locale: QLocale) -> str:
    words = moment_words(at, now, locale)
    is_near = abs((local_moment(at).date() - local_moment(now).date()).days) <= 1
    return locale.toLower(words) if is_near else words


def news_words(news: NewsOverview, todo_list: TodoList, now: Milliseconds, locale: QLocale) -> str:
    """How many todos, since when."""
    counted = (
        (len(news.added), _tr("{count} added")),
        (len(news.changed), _tr("{count} changed")),
        (len(news.removed), _tr("{count} removed")),
    )
    counts = ", ".join(words.format(count=locale.toString(count)) for count, words in counted if count)
    # Where nobody keeps who it was, it may have been the user, elsewhere.
    named = any(part.collection.updated_by for part in todo_list.parts)
    counts = (_tr("{counts} by others") if named else _tr("{counts} elsewhere")).format(counts=counts)
    if news.since is None:
        return counts
    return _tr("Since {moment}: {counts}").format(moment=_within_a_sentence(news.since, now, locale), counts=counts)


def todo_news_words(news: News, author: str, todo_list: TodoList, display: CellDisplay) -> str:
    """Who did what with one todo, some lines. *author* is a name, empty where it is not known."""
    if news.kind is NewsKind.ADDED:
        return _tr("Added by {name} since you looked last").format(name=author or _tr("somebody else"))
    head = _tr("Changed by {name} since you looked last").format(name=author or _tr("somebody else"))
    return "\n".join([f"{head}:", *(_change_words(n, was, todo_list, display) for n, was in news.before.items())])


def _change_words(name: str, was: Json, todo_list: TodoList, display: CellDisplay) -> str:
    field = todo_list.collection.field(name)
    label = field.label if field is not None else name
    if field is None:
        return label
    if field.kind is FieldKind.BOOLEAN:
        before = _tr("yes") if was is True else _tr("no")
    else:
        before = shortened(display.words(field, was), _LONGEST) or _tr("nothing")
    return _tr("{field}, before: {value}").format(field=label, value=before)


def _tr(text: str) -> str:
    return QCoreApplication.translate("News", text)
