"""What a list can hold of the todo of another one: by fields of the same name and kind, else by what they are for."""

from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime, time

from msgspec import Struct
from msgspec import field as each_its_own

from todo_desktop.model.held import Held
from todo_desktop.model.instants import to_instant
from todo_desktop.model.lists import TodoList
from todo_desktop.model.misfits import Misfits, UnfitValues
from todo_desktop.model.schema import Field, FieldKind
from todo_desktop.model.validation import fits
from todo_desktop.model.values import Json

_ROLES = ("title", "done", "due", "priority", "tags", "notes")


class _Split(Struct):
    """A todo: `values` by the field names there; `rest` by those here, what has no place there or not the whole of it.
    `refused` tells of the latter which column has refused it; the others have none."""

    values: dict[str, Json] = each_its_own(default_factory=dict)
    rest: dict[str, Json] = each_its_own(default_factory=dict)
    refused: dict[str, Field] = each_its_own(default_factory=dict)


class Fitting:
    """From the list *here* to the list *there*."""

    def __init__(self, here: TodoList, there: TodoList) -> None:
        self._here = here
        self._there = there

    def misfits(self, todos: Iterable[Held]) -> Misfits:
        """What *there* could not hold of these."""
        takes_notes = self._notes_field() is not None
        found = (self._misfits(todo) for todo in todos if not todo.hidden)
        return sum((each for each in found if each), Misfits(can_take_notes=takes_notes))

    def whole(self, todo: Held, *, into_notes: bool) -> dict[str, Json] | None:
        """All that *todo* holds, as *there* can hold it; None where it cannot, or shall not: what has no place goes
        *into_notes* only where that is wanted. A title that is too long is whole in there, and cut."""
        split = self._split(todo)
        if not split.rest:
            return split.values
        return self._with_notes(split.values, split.rest) if into_notes else None

    def part(self, todo: Held) -> dict[str, Json]:
        """What *there* has a place for; the rest is left out. A title that is too long is cut."""
        return self._split(todo).values

    def _misfits(self, todo: Held) -> Misfits:
        title = self._here.collection.roles.title
        split = self._split(todo)
        fields = [field for field in self._here.collection.fields if field.name in split.rest]
        unfit = [
            UnfitValues(
                field.label,
                is_title=field.name == title,
                too_long=_is_too_long(split.rest[field.name], split.refused[field.name]),
                count=1,
                todos=(str(todo.values.get(title) or ""),),
            )
            for field in fields
            if field.name in split.refused
        ]
        missing = tuple(field.label for field in fields if field.name not in split.refused)
        return Misfits(missing, tuple(unfit), todos=1 if fields else 0)

    def _split(self, todo: Held) -> _Split:
        split = _Split()
        title = self._here.collection.roles.title
        for field in self._here.collection.fields:
            value = todo.values.get(field.name)
            if field.system or field.kind is FieldKind.ORDER or value is None or value in ("", []):
                continue
            target = self._counterpart(field)
            if target is None or target.name in split.values:
                split.rest[field.name] = value
                continue
            fitting = _fitted(value, field, target)
            if fitting is None:
                split.rest[field.name] = value
                split.refused[field.name] = target
                fitting = _cut(value, target) if field.name == title else None
            if fitting is not None:
                split.values[target.name] = fitting
        return split

    def _counterpart(self, field: Field) -> Field | None:
        """The field there that plays the role of *field*, or that is called alike and of the same kind."""
        mine, theirs = self._here.collection.roles, self._there.collection.roles
        name = next((getattr(theirs, role) for role in _ROLES if getattr(mine, role) == field.name), "")
        if not name:
            alike = self._there.collection.field(field.name)
            name = alike.name if alike is not None and alike.kind is field.kind else ""
        found = self._there.collection.field(name)
        # A child belongs to one alone: to whom it did.
        takes = found is not None and found.editable and not found.foreign_key
        return found if takes and self._there.permissions.create.covers(name) else None

    def _notes_field(self) -> Field | None:
        notes = self._here.collection.field(self._here.collection.roles.notes)
        if notes is not None:
            return self._counterpart(notes)
        found = self._there.collection.field(self._there.collection.roles.notes)
        covered = found is not None and found.editable and self._there.permissions.create.covers(found.name)
        return found if covered else None

    def _with_notes(self, values: dict[str, Json], rest: Mapping[str, Json]) -> dict[str, Json] | None:
        """*values* with what has no column as lines at the end of the notes; None where there is no room for them."""
        notes = self._notes_field()
        if notes is None:
            return None
        labels = {f.name: f for f in self._here.collection.fields}
        lines = [f"{labels[name].label}: {_in_words(labels[name], value)}" for name, value in rest.items()]
        before = [str(values[notes.name])] if values.get(notes.name) else []
        text = "\n".join([*before, *lines])
        return {**values, notes.name: text} if fits(notes, text) else None


def _fitted(value: Json, field: Field, target: Field) -> Json:
    """*value* as *target* holds it, or None where it cannot."""
    if target.kind is FieldKind.SELECT:
        wanted = _in_words(field, value).casefold()
        options = {o.value for o in target.options if wanted in (str(o.value).casefold(), o.label.casefold())}
        return min(options, key=str, default=None)
    if field.kind is FieldKind.DATE and target.kind in (FieldKind.DATETIME, FieldKind.DATETIME_LOCAL):
        midnight = datetime.combine(date.fromisoformat(str(value)), time())
        if target.kind is FieldKind.DATETIME_LOCAL:
            return f"{midnight:%Y-%m-%d %H:%M:%S}"
        return to_instant(int(midnight.astimezone(UTC).timestamp() * 1000))
    return value if fits(target, value) else None


def _is_too_long(value: Json, column: Field) -> bool:
    is_text = isinstance(value, str) and column.kind in (FieldKind.TEXT, FieldKind.LONG_TEXT)
    return is_text and column.max_length is not None and len(str(value)) > column.max_length


def _cut(title: Json, column: Field) -> Json:
    """The beginning of a *title* that is too long for *column*; None where that is refused for another reason."""
    if column.max_length is None or not _is_too_long(title, column):
        return None
    beginning = f"{str(title)[: column.max_length - 1].rstrip()}…"
    return beginning if fits(column, beginning) else None


def _in_words(field: Field, value: Json) -> str:
    if isinstance(value, list):
        return ", ".join(_in_words(field, each) for each in value)
    return next((o.label for o in field.options if o.value == value), str(value))
