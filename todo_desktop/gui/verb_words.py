"""How far a verb on many todos has come, in words."""

from PySide6.QtCore import QCoreApplication, QLocale

from todo_desktop.gui.verb_queue import VerbProgress

_translate = QCoreApplication.translate


def progress_words(progress: VerbProgress, locale: QLocale) -> str:
    """What is going on, how far it has come, and that something waits for it."""
    doing = {
        "copy": _translate("Verbs", "Copying"),
        "move": _translate("Verbs", "Moving"),
        "look": _translate("Verbs", "Looking through"),
        "add": _translate("Verbs", "Adding"),
        "edit": _translate("Verbs", "Editing"),
        "done": _translate("Verbs", "Marking done"),
        "open": _translate("Verbs", "Marking open"),
        "delete": _translate("Verbs", "Deleting"),
        "restore": _translate("Verbs", "Restoring"),
        "undo": _translate("Verbs", "Undoing"),
        "redo": _translate("Verbs", "Redoing"),
        "decide": _translate("Verbs", "Settling"),
        "retry": _translate("Verbs", "Retrying"),
        "discard": _translate("Verbs", "Discarding"),
        "role": _translate("Verbs", "Preparing the list"),
    }[progress.name]
    words = _translate("Verbs", "{doing}: {done} of {total}").format(
        doing=doing, done=locale.toString(progress.done), total=locale.toString(progress.total)
    )
    if progress.waiting == 0:
        return words
    if progress.waiting == 1:
        return _translate("Verbs", "{words} · 1 more waits").format(words=words)
    return _translate("Verbs", "{words} · {count} more wait").format(
        words=words, count=locale.toString(progress.waiting)
    )


def stopped_words(done: int, total: int) -> str:
    """That a verb was left before its end."""
    locale = QLocale()
    return _translate("Verbs", "It was stopped after {done} of {total} todos.").format(
        done=locale.toString(done), total=locale.toString(total)
    )
