"""What a list can hold of the todo of another one: by fields of the same name and kind, else by what they are for."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, time

from todo_desktop.model.held import Held
from todo_desktop.model.instants import to_instant
from todo_desktop.model.lists import TodoList
from todo_desktop.model.schema import Field, FieldKind
from todo_desktop.model.validation import fits
from todo_desktop.model.values import Json

_ROLES = ("title", "done", "due", "priority", "tags", "notes")


class Fitting:
    """From the list *here* to the list *there*."""

    def __init__(self, here: TodoList, there: TodoList) -> None:
        self._here = here
        self._there = there

    def homeless(self, todo: Held) -> set[str]:
        """Names of the fields whose values *there* could not hold."""
        return set(self._split(todo)[1])

    @property
    def can_take_notes(self) -> bool:
        return self._notes_field() is not None

    def whole(self, todo: Held, *, into_notes: bool) -> dict[str, Json] | None:
        """All that *todo* holds, as *there* can hold it; None where it cannot, or shall not: what has no place goes
        *into_notes* only where that is wanted."""
        values, rest = self._split(todo)
        if not rest:
            return values
        return self._with_notes(values, rest) if into_notes else None

    def part(self, todo: Held) -> dict[str, Json]:
        """What *there* has a place for; the rest is left out."""
        return self._split(todo)[0]

    def _split(self, todo: Held) -> tuple[dict[str, Json], dict[str, Json]]:
        """(values by the field names there, values by the field names here that have no place there)."""
        values: dict[str, Json] = {}
        rest: dict[str, Json] = {}
        for field in self._here.collection.fields:
            value = todo.values.get(field.name)
            if field.system or field.kind is FieldKind.ORDER or value is None or value in ("", []):
                continue
            target = self._counterpart(field)
            fitting = _fitted(value, field, target) if target is not None and target.name not in values else None
            if target is None or fitting is None:
                rest[field.name] = value
            else:
                values[target.name] = fitting
        return values, rest

    def _counterpart(self, field: Field) -> Field | None:
        """The field there that plays the role of *field*, or that is called alike and of the same kind."""
        mine, theirs = self._here.collection.roles, self._there.collection.roles
        name = next((getattr(theirs, role) for role in _ROLES if getattr(mine, role) == field.name), "")
        if not name:
            alike = self._there.collection.field(field.name)
            name = alike.name if alike is not None and alike.kind is field.kind else ""
        found = self._there.collection.field(name)
        covered = found is not None and found.editable and self._there.permissions.create.covers(found.name)
        return found if covered else None

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


def _in_words(field: Field, value: Json) -> str:
    if isinstance(value, list):
        return ", ".join(_in_words(field, each) for each in value)
    return next((o.label for o in field.options if o.value == value), str(value))
