"""Where a condition's related records are chosen: those that are known here, and those that the server has."""

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from todo_desktop.gui.background_job import BackgroundJob
from todo_desktop.gui.filter_bar.value import ChoiceEntry, Choices, SeveralEntry
from todo_desktop.model.filter import Scalar, Value
from todo_desktop.model.found import FoundRecords
from todo_desktop.model.schema import NAMES_OF_RELATED, Field

if TYPE_CHECKING:
    from todo_desktop.gui.todo_table.editors.related import Finder


class RelatedEntry(ChoiceEntry):
    """One record."""

    def __init__(self, field: Field, value: Value, finder: "Finder | None", parent: QWidget) -> None:
        super().__init__((), value, parent)
        look_for(field, finder, self)


class SeveralRelatedEntry(SeveralEntry):
    """Any of some records."""

    def __init__(self, field: Field, value: Value, finder: "Finder | None", parent: QWidget) -> None:
        super().__init__((), value, parent)
        look_for(field, finder, self)


def look_for(field: Field, finder: "Finder | None", entry: ChoiceEntry | SeveralEntry) -> None:
    """Offer the records in *entry* once they are found; until then what is chosen stands there by its key."""
    if finder is None:
        return
    look = finder.look(field, "")
    job: BackgroundJob[FoundRecords] = BackgroundJob(look.find, look.cancel, entry)
    job.succeeded.connect(lambda found: entry.offer(_choices(field, found)))
    entry.destroyed.connect(job.cancel)
    job.start()


def _choices(field: Field, found: FoundRecords) -> Choices:
    """Each record once, by name."""
    names: dict[Scalar, str] = {}
    for record in found.records:
        key = record.get(field.target_key) if isinstance(record, dict) else None
        if isinstance(record, dict) and isinstance(key, int | str) and not isinstance(key, bool):
            shown = [record.get(name) for name in (field.target_title, *NAMES_OF_RELATED)]
            names.setdefault(key, next((str(name) for name in shown if name), str(key)))
    return sorted(names.items(), key=lambda pair: pair[1].casefold())
