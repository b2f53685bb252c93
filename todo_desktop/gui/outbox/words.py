"""Changes of the outbox in words: what was changed, why it needs a person, who else wrote, what a discard does."""

from collections.abc import Callable, Iterable

from PySide6.QtCore import QCoreApplication, QLocale

from todo_desktop.gui.messages import host_of, problem_message
from todo_desktop.gui.outbox.state_words import state_words
from todo_desktop.gui.plain_text import shortened
from todo_desktop.gui.status_words import ago
from todo_desktop.gui.todo_table.display import CellDisplay
from todo_desktop.model import decision
from todo_desktop.model.change import ChangeKind, Entry
from todo_desktop.model.editing import returning
from todo_desktop.model.errors import Problem
from todo_desktop.model.held import Held
from todo_desktop.model.incomplete import unfilled
from todo_desktop.model.instants import from_instant
from todo_desktop.model.lists import TodoList
from todo_desktop.model.status import SyncStatus
from todo_desktop.model.values import Json, Milliseconds

_BY_ID, _BY_NAME = ("updatedById", "updated_by_id"), ("updatedBy", "updated_by")


class ChangeWords:
    """Speaks of *todo_list*, as it is at *now* (ms since 1970)."""

    def __init__(self, todo_list: TodoList, now: Milliseconds, locale: QLocale) -> None:
        self._list = todo_list
        self._collection = todo_list.collection
        self._now = now
        self._locale = locale
        roles = todo_list.collection.roles
        self._display = CellDisplay(locale, now, roles.done, roles.due)

    def name(self, held: Held) -> str:
        """The todo's title, to be quoted."""
        title = held.values.get(self._collection.roles.title)
        return shortened(str(title)) if title else _tr("Untitled")

    def _name_before(self, held: Held, entry: Entry) -> str:
        """What the todo was called before *entry* renamed it."""
        renamed = entry.changes.get(self._collection.roles.title) if entry.kind is ChangeKind.UPDATE else None
        if renamed is None:
            return self.name(held)
        return shortened(str(renamed.old)) if renamed.old else _tr("Untitled")

    def label(self, field: str) -> str:
        known = self._collection.field(field)
        return known.label if known else field

    def in_order(self, fields: Iterable[str]) -> list[str]:
        """As the columns of the collection stand."""
        places = {field.name: place for place, field in enumerate(self._collection.fields)}
        return sorted(fields, key=lambda name: places.get(name, len(places)))

    def value(self, field: str, value: Json) -> str:
        """The whole value; empty where there is none."""
        known = self._collection.field(field)
        return self._display.words(known, value) if known else str(value if value is not None else "")

    def quoted(self, field: str, value: Json) -> str:
        words = shortened(self.value(field, value))
        return _tr("“{text}”").format(text=words) if words else _tr("empty")

    # What was changed

    def change(self, held: Held, entry: Entry) -> str:
        """The whole change, as somebody would tell it."""
        name = self._name_before(held, entry)
        if entry is returning(held):
            return _tr("Bring back “{todo}”").format(todo=name)
        if entry.kind is ChangeKind.CREATE:
            return _tr("Add “{todo}”").format(todo=name)
        if entry.kind is ChangeKind.DELETE:
            return _tr("Delete “{todo}”").format(todo=name)
        if len(entry.changes) == 1:
            ((field, change),) = entry.changes.items()
            return self._one_field(name, field, change.new)
        values = [f"{self.label(f)} {self.quoted(f, entry.changes[f].new)}" for f in self.in_order(entry.changes)]
        return _tr("Change “{todo}”: {values}").format(todo=name, values=", ".join(values))

    def _one_field(self, name: str, field: str, new: Json) -> str:
        roles = self._collection.roles
        if field == roles.title and new:
            return _tr("Rename “{todo}” to {new}").format(todo=name, new=self.quoted(field, new))
        if field == roles.done:
            return (_tr("Mark “{todo}” done") if new is True else _tr("Mark “{todo}” open")).format(todo=name)
        label, words = self.label(field), shortened(self.value(field, new))
        if not words:
            return _tr("Clear {field} of “{todo}”").format(field=label, todo=name)
        return _tr("Set {field} of “{todo}” to {value}").format(field=label, todo=name, value=words)

    # Why it needs a person

    def reason(self, entry: Entry) -> str:
        """Why it needs a person, in whole sentences."""
        if entry.problem is None:
            return ""
        fields = self.in_order(entry.theirs or entry.changes)
        if entry.problem is Problem.INCOMPLETE:
            fields = [field.name for field in unfilled(self._list, entry.wanted)]
        if entry.problem is Problem.FIELD_REFUSED:
            return " ".join(self.refusal(field) for field in fields)
        identity = self._list.identity
        if entry.problem is Problem.CONFLICT and entry.kind is ChangeKind.DELETE:
            return self._changed_since(entry)
        return problem_message(
            entry.problem,
            detail=entry.detail,
            host=host_of(identity.base_url) if identity else "",
            collection=self._collection.label,
            fields=[self.label(field) for field in fields],
        ).text

    def to_edit(self, entry: Entry) -> str:
        """The field with which to mend *entry*; empty where it names none."""
        lacking = unfilled(self._list, entry.wanted) if entry.problem is Problem.INCOMPLETE else ()
        return lacking[0].name if lacking else next(iter(entry.changes), "")

    def reason_with_values(self, entry: Entry) -> str:
        """The same with both values of each disputed field: for a place without a chooser."""
        values = [self._both(entry, field) for field in self.in_order(entry.theirs) if field in entry.changes]
        return "\n".join([self.reason(entry), *values])

    def _both(self, entry: Entry, field: str) -> str:
        """The two values of a disputed field."""
        mine, theirs = self.quoted(field, entry.changes[field].new), self.quoted(field, entry.theirs[field])
        return _tr("{field}: {mine} here, {theirs} on the server.").format(
            field=self.label(field), mine=mine, theirs=theirs
        )

    def refusal(self, field: str) -> str:
        """That the server did not take a field, and why, as far as the role tells."""
        label = self.label(field)
        if self._collection.field(field) is None:
            return _tr("The server has no column “{field}” any more. Your value is kept here.").format(field=label)
        if not self._list.permissions.update.covers(field):
            return _tr("The server did not accept “{field}”: your role may not write it.").format(field=label)
        return _tr("The server did not accept “{field}”: it kept its own value.").format(field=label)

    def _changed_since(self, entry: Entry) -> str:
        if not entry.theirs:
            return _tr("You deleted this todo, but it is still on the server. It is kept until you choose.")
        values = [f"{self.label(f)} {self.quoted(f, entry.theirs[f])}" for f in self.in_order(entry.theirs)]
        return _tr(
            "You deleted this todo, but somebody has changed it since: {values}. It is kept until you choose."
        ).format(values=", ".join(values))

    # Who and when

    def typed(self, entry: Entry) -> str:
        return ago(entry.created_at, self._now, self._locale) if entry.created_at else ""

    def written(self, held: Held, entry: Entry) -> str:
        """Who wrote the server's values, and when, as far as its row tells."""
        writer = entry.writer
        if writer is not None:
            moment = from_instant(writer.at)
            return self._who_and_when(self._user(writer.name, writer.user_id), moment)
        row = held.base or {}
        at = row.get(self._collection.updated_at) if self._collection.updated_at else None
        return self._who_and_when(self._author(held), from_instant(at) if isinstance(at, str) else None)

    def _who_and_when(self, who: str, moment: Milliseconds | None) -> str:
        parts = [who, ago(moment, self._now, self._locale) if moment is not None else ""]
        return ", ".join(part for part in parts if part)

    def _author(self, held: Held) -> str:
        row = held.base or {}
        who = next((row[name] for name in _BY_NAME if isinstance(row.get(name), dict)), None)
        if isinstance(who, dict):
            named = next((who[key] for key in ("nickname", "username", "email") if who.get(key)), None)
            if named:
                return shortened(str(named), 40)
        user = next((row[name] for name in _BY_ID if row.get(name) is not None), None)
        return self._user("", "" if user is None else str(user))

    def _user(self, name: str, user_id: str) -> str:
        if self._list.identity is not None and user_id == self._list.identity.user_id:
            return _tr("you, elsewhere")
        if name:
            return shortened(name, 40)
        return _tr("user {id}").format(id=user_id) if user_id else ""

    # Discarding

    def discarding(self, held: Held) -> str:
        """What would become of the todo, in a sentence."""
        after = decision.discarded(held, operation="", now=0)
        name = self.name(held)
        if returning(held) is not None:
            return _tr("“{todo}” goes: its deletion is under way. It can be restored for 30 days.").format(todo=name)
        if after is None and held.create_entry is not None and held.server_id is None:
            return _tr("“{todo}” goes. It can be restored for 30 days.").format(todo=name)
        if after is None:
            return _tr("“{todo}” goes here too. It can be restored for 30 days.").format(todo=name)
        if after.hidden and not held.hidden:
            return _tr("“{todo}” may have reached the server already: it is deleted there.").format(todo=name)
        if held.hidden and not after.hidden:
            return _tr("“{todo}” comes back.").format(todo=name)
        back = [
            _tr("{field} goes back from {mine} to {before}.").format(
                field=field.label, mine=self.quoted(field.name, mine), before=self.quoted(field.name, before)
            )
            for field in self._collection.fields
            for mine, before in [(held.values.get(field.name), after.values.get(field.name))]
            if not field.system and not field.same(mine, before)
        ]
        return " ".join(back) or _tr("The todo stays as the server has it.")

    def state(self, entry: Entry, status: SyncStatus) -> str:
        """Where *entry* stands, as it follows the change after a comma."""
        return state_words(entry, status, self._now)


WordsNow = Callable[[int], ChangeWords]
"""Words for this very moment."""


def sentence(change: str, state: str) -> str:
    """A change and where it stands."""
    return _tr("{change}, {state}").format(change=change, state=state)


def _tr(text: str) -> str:
    return QCoreApplication.translate("ChangeWords", text)
