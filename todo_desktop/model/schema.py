"""A collection and its fields, as far as a todo list needs to know them."""

from collections.abc import Callable, Iterable, Mapping
from enum import StrEnum

from msgspec import Struct, field

from todo_desktop.model.decimals import exact, to_scale
from todo_desktop.model.field_rules import Format, Rules
from todo_desktop.model.instants import normal_instant
from todo_desktop.model.reference import reference_of
from todo_desktop.model.values import Json


class FieldKind(StrEnum):
    """What a field holds; decides its display, its editor and when two values are the same."""

    TEXT = "text"
    LONG_TEXT = "long-text"
    BOOLEAN = "boolean"
    INTEGER = "integer"
    NUMBER = "number"
    DECIMAL = "decimal"
    DATE = "date"
    DATETIME = "datetime"
    DATETIME_LOCAL = "datetime-local"
    TIME = "time"
    SELECT = "select"
    MULTI_SELECT = "multi-select"
    JSON = "json"
    RELATION = "relation"
    """To one record: an object with its key and its title, or a reference to a todo that is not sent yet."""
    RELATIONS = "relations"
    """To many records: a list of such objects."""
    FILES = "files"
    """To many records that are files, with their addresses."""
    KEY = "key"
    ORDER = "order"
    OTHER = "other"


EDITABLE_KINDS = frozenset(
    {
        FieldKind.TEXT, FieldKind.LONG_TEXT, FieldKind.BOOLEAN, FieldKind.INTEGER, FieldKind.NUMBER, FieldKind.DECIMAL,
        FieldKind.DATE, FieldKind.DATETIME, FieldKind.DATETIME_LOCAL, FieldKind.TIME, FieldKind.SELECT,
        FieldKind.MULTI_SELECT, FieldKind.JSON, FieldKind.RELATION, FieldKind.RELATIONS,
    }
)  # fmt: skip


NAMES_OF_RELATED = ("nickname", "title", "name", "label", "username", "filename")
"""The fields by which a related record is called where its collection does not say, the best first."""


class KeyKind(StrEnum):
    """How a collection makes its ids. Only snowflake, uuid and nanoid ids may be chosen by a client."""

    AUTOINCREMENT = "autoincrement"
    SNOWFLAKE = "snowflake"
    UUID = "uuid"
    NANOID = "nanoid"
    OTHER = "other"


class Option(Struct, frozen=True):
    """One choice of a select: stored value (a text, mostly), label shown, the server's colour name or hex (may be
    empty)."""

    value: str | int
    label: str
    color: str = ""


class Field(Struct, frozen=True, omit_defaults=True):
    """One column. `system` fields (id, createdAt, …) are written by the server alone; those that are `computed`
    (formulas, sequences) are so of what the user writes, and shown like the user's own."""

    name: str
    kind: FieldKind
    title: str = ""
    options: tuple[Option, ...] = ()
    required: bool = False
    system: bool = False
    computed: bool = False
    scale: int | None = None
    percent: bool = False
    """A number that people read and type a hundred times as large: 0.25 is 25 %."""
    trim: bool = False
    max_length: int | None = None
    max_value: int | None = None
    """Integers from -max_value up to max_value - 1; None: 32 bits."""
    default: Json = None
    target: str = ""
    """For a relation: the collection that it points to."""
    target_key: str = "id"
    """The field by which its records are told apart."""
    target_title: str = ""
    """The field by which its records are called, empty where the server has none for that."""
    shown_alone: bool = False
    """For a relation that is changed elsewhere: files, sub-records."""
    foreign_key: str = ""
    """For a relation to records that belong to this one from their own side, such as the children of a todo: their
    column that says so. Each of them belongs to one alone."""
    other_end: str = ""
    """For a relation within one collection: the field by which its records see this one, empty where they do not."""
    asked_for: bool = True
    """Whether the server finds rows by a value of it as that is read."""
    blank_is_empty: bool = True
    """Whether an empty text in it counts as no value where the server filters."""
    format: Format = Format.PLAIN
    rules: Rules = Rules()

    @property
    def label(self) -> str:
        return self.title or self.name

    @property
    def editable(self) -> bool:
        return self.kind in EDITABLE_KINDS and not self.system and not self.shown_alone

    @property
    def is_related(self) -> bool:
        """Whether its values are records of other rows, which the server sends only where it is asked to."""
        return self.kind in _RELATED

    @property
    def is_stamped(self) -> bool:
        """Whether a change of it moves the change time of its row: that of a relation to many leaves no trace."""
        return self.kind not in (FieldKind.RELATIONS, FieldKind.FILES)

    def same(self, a: Json, b: Json) -> bool:
        """Whether *a* and *b* are one value to this field, however the server chose to write them."""
        return (a == b and type(a) is type(b)) or self.normal(a) == self.normal(b)

    def normal(self, value: Json) -> object:
        """A comparable form of *value*: two values of this field are the same when their forms are equal."""
        if value is None:
            return None
        if self.kind in NUMBERS:
            return _number(value, self.scale)
        if self.trim and isinstance(value, str):
            value = value.strip()
        if self.kind in _RELATED:
            return _relation_keys(value, self.target_key)
        return _FORMS.get(self.kind, _exact)(value)


_RELATED = (FieldKind.RELATION, FieldKind.RELATIONS, FieldKind.FILES)
NUMBERS = frozenset({FieldKind.DECIMAL, FieldKind.NUMBER, FieldKind.INTEGER, FieldKind.ORDER})


def _number(value: Json, scale: int | None) -> object:
    number = exact(value)
    if number is None:
        return value
    return to_scale(number, scale) if scale is not None else number


def _relation_keys(value: Json, key: str) -> object:
    if isinstance(value, list):
        keys = {_relation_keys(item, key) for item in value}
        return tuple(sorted(keys, key=lambda each: (isinstance(each, int), str(each))))
    reference = reference_of(value)
    if reference is not None:
        return reference.todo_id  # a number, and so no id of the server, which are texts here
    if isinstance(value, dict):
        return str(value.get(key))
    return str(value)


def _set_of_texts(value: Json) -> object:
    return tuple(sorted({str(item) for item in value})) if isinstance(value, list) else value


def _instant(value: Json) -> object:
    return normal_instant(value) if isinstance(value, str) else value


def _local_datetime(value: Json) -> object:
    return value.replace("T", " ").split(".")[0] if isinstance(value, str) else value


def _time_of_day(value: Json) -> object:
    if not isinstance(value, str) or ":" not in value:
        return value
    return ":".join(part.zfill(2) for part in [*value.split(":"), "00"][:3])


def _exact(value: Json) -> object:
    return repr(value) if isinstance(value, list | dict) else value


def _document(value: Json) -> object:
    """The order of the names in an object means nothing: some columns of the server do not keep it."""
    if isinstance(value, dict):
        return "object", tuple(sorted((name, _document(item)) for name, item in value.items()))
    if isinstance(value, list):
        return "array", tuple(_document(item) for item in value)
    number = None if isinstance(value, str) else exact(value)
    return repr(value) if number is None else number


_FORMS: dict[FieldKind, Callable[[Json], object]] = {
    FieldKind.BOOLEAN: bool,
    FieldKind.MULTI_SELECT: _set_of_texts,
    FieldKind.JSON: _document,
    FieldKind.DATETIME: _instant,
    FieldKind.DATETIME_LOCAL: _local_datetime,
    FieldKind.TIME: _time_of_day,
    FieldKind.KEY: str,
}


class FieldRoles(Struct, frozen=True):
    """Names of the fields that play a part in every view; empty where the collection has none."""

    title: str = ""
    done: str = ""
    due: str = ""
    priority: str = ""
    tags: str = ""
    notes: str = ""
    order: str = ""


class Collection(Struct, frozen=True):
    """A collection of the server (or the local list): its fields in their order and its keys."""

    name: str
    title: str = ""
    fields: tuple[Field, ...] = ()
    primary_key: str = "id"
    key_kind: KeyKind = KeyKind.AUTOINCREMENT
    created_at: str = ""
    """Name of the creation time field, empty where the collection has none."""
    updated_at: str = ""
    """Name of the change time field, empty where the collection has none."""
    created_by: str = ""
    """Name of the field with the id of whoever created the row, empty where the collection has none."""
    updated_by: str = ""
    """Name of the field with the id of whoever changed the row last, empty where the collection has none."""
    roles: FieldRoles = field(default_factory=FieldRoles)
    chosen: Mapping[str, str] = field(default_factory=dict)
    """What the user has said about the roles (`role_choice`): a field's name by role."""

    def field(self, name: str) -> Field | None:
        """The field of that name, or None."""
        return next((f for f in self.fields if f.name == name), None)

    def same(self, name: str, a: Json, b: Json) -> bool:
        """Whether *a* and *b* are one value to the field of that name; exactly, where there is none."""
        known = self.field(name)
        return a == b if known is None else known.same(a, b)

    @property
    def parent(self) -> "Field | None":
        """The to-one relation to this same collection that makes its todos a tree; the one so named, if several do."""
        own = [f for f in self.fields if f.kind is FieldKind.RELATION and f.target == self.name and self.name]
        return next((f for f in own if f.name == "parent"), next(iter(own), None))

    @property
    def label(self) -> str:
        return self.title or self.name


_NAMES = {
    "title": ("title", "name", "subject", "todo", "task", "text", "summary"),
    "done": ("completed", "done", "finished", "closed", "complete", "checked"),
    "due": ("due", "duedate", "dueat", "due_date", "due_at", "deadline", "date"),
    "priority": ("priority", "prio", "importance"),
    "tags": ("tags", "labels", "tag", "categories"),
    "notes": ("notes", "note", "description", "details", "body", "comment", "content"),
    "order": ("sort", "order", "position", "rank"),
}
ROLE_KINDS = {
    "title": (FieldKind.TEXT, FieldKind.LONG_TEXT),
    "done": (FieldKind.BOOLEAN,),
    "due": (FieldKind.DATE, FieldKind.DATETIME, FieldKind.DATETIME_LOCAL),
    "priority": (FieldKind.SELECT, FieldKind.INTEGER),
    "tags": (FieldKind.MULTI_SELECT,),
    "notes": (FieldKind.LONG_TEXT, FieldKind.TEXT),
    "order": (FieldKind.ORDER,),
}
_BY_KIND_ALONE = {"title", "done", "order"}


def guess_roles(fields: Iterable[Field]) -> FieldRoles:
    """Which field plays which role: by name first, and for title, done and order else by kind alone."""
    own = [f for f in fields if not f.system]
    taken: dict[str, str] = {}
    for role, names in _NAMES.items():
        fitting = [f for f in own if f.kind in ROLE_KINDS[role] and f.name not in taken.values()]
        named = sorted((f for f in fitting if f.name.lower() in names), key=lambda f: names.index(f.name.lower()))
        chosen = named or (fitting if role in _BY_KIND_ALONE else [])
        if chosen:
            taken[role] = chosen[0].name
    return FieldRoles(**taken)
