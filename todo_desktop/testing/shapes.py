"""The collections that tests work on, as NocoBase wants them described."""

from typing import Any

from msgspec import Struct

JsonObject = dict[str, Any]
ITSELF = "(itself)"
"""The target of a relation within the collection."""


class Shape(Struct, frozen=True):
    """A kind of collection: its own *fields*, and the columns that the server keeps for each row.

    Where `declared` is False, the times are options of the collection only, as an older setup made them.
    `counted` False is `simplePaginate`: a list tells whether there is more, not how much.
    """

    fields: tuple[JsonObject, ...]
    times: bool = True
    authors: bool = False
    declared: bool = True
    counted: bool = True

    @property
    def field_names(self) -> tuple[str, ...]:
        """Names as a role's permission lists them."""
        return tuple(field["name"] for field in (*self.fields, *self._kept_by_server()))

    def description(self, name: str) -> JsonObject:
        """The body of `collections:create`."""
        return {
            "name": name,
            "title": name,
            "template": "general",
            "autoGenId": False,
            "createdAt": self.times,
            "updatedAt": self.times,
            "createdBy": self.authors,
            "updatedBy": self.authors,
            "sortable": any(field["type"] == "sort" for field in self.fields),
            **({} if self.counted else {"simplePaginate": True}),
            "fields": [
                {**field, "target": name} if field.get("target") == ITSELF else field
                for field in (*self.fields, *self._kept_by_server())
            ],
        }

    def _kept_by_server(self) -> tuple[JsonObject, ...]:
        times = (_time("createdAt", "Created at"), _time("updatedAt", "Last updated at"))
        authors = (_author("createdBy", "Created by"), _author("updatedBy", "Last updated by"))
        return (times if self.times and self.declared else ()) + (authors if self.authors else ())


def _field(
    name: str, kind: str, interface: str, title: str, ui: JsonObject | None = None, **options: Any
) -> JsonObject:
    return {"name": name, "type": kind, "interface": interface, "uiSchema": {"title": title, **(ui or {})}, **options}


def _choices(**labels_and_colours: tuple[str, str]) -> JsonObject:
    choices = labels_and_colours.items()
    return {"enum": [{"value": value, "label": label, "color": colour} for value, (label, colour) in choices]}


def _rules(kind: str, **rules: Any) -> JsonObject:
    """`validation` of a field: each rule with its one argument, or none."""
    argument = {"pattern": "regex"}
    return {
        "type": kind,
        "rules": [
            {"name": name, **({} if value is None else {"args": {argument.get(name, "limit"): value}})}
            for name, value in rules.items()
        ],
    }


def _time(name: str, title: str) -> JsonObject:
    return _field(name, "date", name, title, {"x-component": "DatePicker", "x-read-pretty": True}, field=name)


def _author(name: str, title: str) -> JsonObject:
    key = f"{name}Id"
    return _field(name, "belongsTo", name, title, {"x-read-pretty": True}, target="users", foreignKey=key)


AUTOINCREMENT_ID = _field("id", "bigInt", "id", "ID", autoIncrement=True, primaryKey=True, allowNull=False)
SNOWFLAKE_ID = _field("id", "snowflakeId", "snowflakeId", "ID", primaryKey=True, allowNull=False)
UUID_ID = _field("id", "uuid", "uuid", "ID", primaryKey=True, allowNull=False)
NANOID_ID = _field("id", "nanoid", "nanoid", "ID", primaryKey=True, allowNull=False)
TITLE = _field("title", "string", "input", "Title")
COMPLETED = _field("completed", "boolean", "checkbox", "Completed")
NOTES = _field("notes", "text", "textarea", "Notes")

PRIORITIES = _choices(low=("Low", "green"), normal=("Normal", "blue"), high=("High", "red"))
TAGS = _choices(home=("Home", "cyan"), work=("Work", "purple"), errand=("Errand", "orange"))

TUTORIAL = Shape((AUTOINCREMENT_ID, TITLE, COMPLETED))
UUIDS = Shape((UUID_ID, TITLE, COMPLETED))
NANOIDS = Shape((NANOID_ID, TITLE, COMPLETED))
PARENT = _field("parent", "belongsTo", "m2o", "Parent", target=ITSELF, foreignKey="parentId", targetKey="id")
TREE = Shape((AUTOINCREMENT_ID, TITLE, COMPLETED, PARENT))
SNOWFLAKE_TREE = Shape((SNOWFLAKE_ID, TITLE, COMPLETED, PARENT))
NO_TIMESTAMPS = Shape((AUTOINCREMENT_ID, TITLE, COMPLETED), times=False)
UNTIMED_NOTES = Shape((AUTOINCREMENT_ID, TITLE, COMPLETED, NOTES), times=False)
UNDECLARED_TIMES = Shape((AUTOINCREMENT_ID, TITLE, COMPLETED), declared=False)
UNCOUNTED = Shape((AUTOINCREMENT_ID, TITLE, COMPLETED), counted=False)
DEMANDING = Shape(
    (
        SNOWFLAKE_ID,
        TITLE,
        COMPLETED,
        _field("reason", "string", "input", "Reason", validation=_rules("string", required=None)),
        _field("place", "string", "input", "Place", {"required": True}, defaultValue="here"),
    )
)
"""A field without which the server takes no row, and one that it fills in."""
UNIQUE_TITLES = Shape((AUTOINCREMENT_ID, {**TITLE, "unique": True}, COMPLETED))
FULL = Shape(
    (
        SNOWFLAKE_ID,
        TITLE,
        COMPLETED,
        NOTES,
        _field("priority", "string", "select", "Priority", PRIORITIES),
        _field("tags", "array", "multipleSelect", "Tags", TAGS, defaultValue=[]),
        _field("due", "dateOnly", "date", "Due"),
        _field("remindAt", "datetimeTz", "datetime", "Remind at"),
        _field("startsAt", "datetimeNoTz", "datetimeNoTz", "Starts at"),
        _field("daily", "time", "time", "Every day at"),
        _field("effort", "integer", "integer", "Effort"),
        _field("steps", "bigInt", "integer", "Steps"),
        _field("score", "double", "number", "Score"),
        _field("cost", "decimal", "number", "Cost", precision=10, scale=2),
        _field("progress", "float", "percent", "Progress"),
        _field("link", "text", "url", "Link"),
        _field("contact", "string", "email", "Contact"),
        _field("assignee", "belongsTo", "m2o", "Assignee", target="users", foreignKey="assigneeId", targetKey="id"),
        _field("sort", "sort", "sort", "Order"),
    ),
    authors=True,
)

_NUMBERS = {"enum": [{"value": 1, "label": "One", "color": "red"}, {"value": 2, "label": "Two"}]}
_TEXTS = _choices(home=("Home", "cyan"), work=("Work", "purple"))
EVERY_KIND = Shape(
    (
        SNOWFLAKE_ID,
        TITLE,
        COMPLETED,
        _field("share", "float", "percent", "Share"),
        _field("link", "text", "url", "Link"),
        _field("mail", "string", "email", "Mail", {"x-validator": "email"}),
        _field("phone", "string", "phone", "Phone"),
        _field("cost", "decimal", "number", "Cost", precision=10, scale=2),
        _field("mood", "string", "radioGroup", "Mood", _TEXTS),
        _field("boxes", "array", "checkboxGroup", "Boxes", _TEXTS, defaultValue=[]),
        _field("grade", "integer", "select", "Grade", _NUMBERS),
        _field("daily", "time", "time", "Every day at"),
        _field("colour", "string", "color", "Colour"),
        _field("icon", "string", "icon", "Icon"),
        _field("data", "json", "json", "Data"),
        _field("sorted", "jsonb", "json", "Sorted data"),
        _field("readme", "text", "markdown", "Read me"),
        _field("page", "text", "richText", "Page"),
        _field("seenAt", "unixTimestamp", "unixTimestamp", "Seen at"),
        _field("file", "string", "attachmentURL", "File"),
        _field("script", "text", "code", "Script"),
        _field("effort", "integer", "integer", "Effort", defaultValue=3,
               validation=_rules("number", max=100, integer=None)),
        _field("twice", "formula", "formula", "Twice", dataType="double", engine="math.js", expression="{{effort}}*2"),
        _field("number", "sequence", "sequence", "Number", patterns=[
            {"type": "string", "options": {"value": "T-"}},
            {"type": "integer", "options": {"digits": 4, "start": 1, "key": 1}},
        ]),
        _field("token", "nanoid", "nanoid", "Token", autoFill=True, size=10),
        _field("code", "string", "input", "Code", validation=_rules("string", min=2, max=4, pattern="/^[A-Z]+$/")),
    ),
)  # fmt: skip
"""The kinds of fields that `FULL` has none of, and rules that the server enforces."""

RELATED = Shape(
    (
        SNOWFLAKE_ID,
        TITLE,
        COMPLETED,
        PARENT,
        _field("children", "hasMany", "o2m", "Children", target=ITSELF, foreignKey="parentId", sourceKey="id"),
        _field("assignee", "belongsTo", "m2o", "Assignee", target="users", foreignKey="assigneeId", targetKey="id"),
        _field("watchers", "belongsToMany", "m2m", "Watchers", target="users", targetKey="id", sourceKey="id"),
        _field("files", "belongsToMany", "attachment", "Files", target="attachments", targetKey="id", sourceKey="id"),
    )
)
"""Records that belong to others: to one, to many, of the same list, and files."""
