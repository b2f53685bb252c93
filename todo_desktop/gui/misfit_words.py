"""What of some todos has no place in another list, in words."""

from PySide6.QtCore import QCoreApplication

from todo_desktop.gui.plain_text import shortened
from todo_desktop.model.misfits import Misfits, UnfitValues

_LONGEST = 40
"""Of a title, in letters."""


def misfit_words(misfits: Misfits, title: str = "") -> str:
    """A line for each sort. *title* of the list that they are to go to; empty where that is just the server's."""
    lines = [_unfit_words(each, _quoted(title) or _tr("the server")) for each in misfits.unfit]
    if misfits.missing:
        where = _quoted(title) or _tr("The server")
        missing = _tr("{where} has no column for: {names}.").format(where=where, names=", ".join(misfits.missing))
        lines.insert(0, missing)
    return "\n".join(lines)


def into_notes_words(misfits: Misfits) -> str:
    """What becomes of them where they are put into the notes."""
    cut = [each for each in misfits.unfit if each.is_title and each.too_long]
    if not cut:
        return _tr("Put them into the notes")
    if misfits.missing or len(misfits.unfit) > 1:
        return _tr("Put them into the notes, and cut what is too long in titles")
    if cut[0].count == 1:
        return _tr("Cut the title, and put the whole of it into the notes")
    return _tr("Cut the titles, and put the whole of them into the notes")


def without_words(misfits: Misfits) -> str:
    """What becomes of them in copies that do without."""
    cut = [each for each in misfits.unfit if each.is_title and each.too_long]
    if not cut:
        return _tr("Copy without them")
    if misfits.missing or len(misfits.unfit) > 1:
        return _tr("Copy without them, and cut what is too long in titles")
    return _tr("Copy with the title cut") if cut[0].count == 1 else _tr("Copy with the titles cut")


def _unfit_words(values: UnfitValues, where: str) -> str:
    return _pattern(values).format(where=where, field=values.label, todos=_named(values))


def _pattern(values: UnfitValues) -> str:
    count = values.count
    one, many = {
        (True, True): (
            _tr("1 title is longer than {where} takes: {todos}."),
            _n("%Ln titles are longer than {where} takes: {todos}.", count),
        ),
        (True, False): (
            _tr("1 title is not as {where} takes it: {todos}."),
            _n("%Ln titles are not as {where} takes them: {todos}.", count),
        ),
        (False, True): (
            _tr("{field} is longer than {where} takes, in 1 todo: {todos}."),
            _n("{field} is longer than {where} takes, in %Ln todos: {todos}.", count),
        ),
        (False, False): (
            _tr("{field} is not as {where} takes it, in 1 todo: {todos}."),
            _n("{field} is not as {where} takes it, in %Ln todos: {todos}.", count),
        ),
    }[values.is_title, values.too_long]
    return one if count == 1 else many


def _named(values: UnfitValues) -> str:
    """The first few todos."""
    named = [_quoted(todo) or _tr("Untitled") for todo in values.todos]
    more = values.count - len(named)
    return ", ".join([*named, _n("%Ln more", more)] if more else named)


def _quoted(text: str) -> str:
    words = shortened(text, _LONGEST)
    return _tr("“{text}”").format(text=words) if words else ""


def _tr(text: str) -> str:
    return QCoreApplication.translate("Misfits", text)


def _n(text: str, count: int) -> str:
    return QCoreApplication.translate("Misfits", text, "", count)
