"""The server's description of its collections (`collections:listMeta`), read into ours. Pure."""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import TypeGuard

from msgspec.structs import replace

from todo_desktop.model.field_rules import Format
from todo_desktop.model.schema import Collection, Field, FieldKind, KeyKind, Option, guess_roles
from todo_desktop.model.values import Json
from todo_desktop.nocobase.rules import is_required, longest_of, rules_of

CREATED_AT, UPDATED_AT = "createdAt", "updatedAt"

_TRANSLATED = re.compile(r"""\{\{\s*t\(\s*(["'])(.*?)\1""")

_KEY_KINDS = {
    "snowflakeId": KeyKind.SNOWFLAKE,
    "uuid": KeyKind.UUID,
    "nanoid": KeyKind.NANOID,
}
_OF_RELATION = {
    **dict.fromkeys(("belongsTo", "hasOne"), FieldKind.RELATION),
    **dict.fromkeys(("hasMany", "belongsToMany", "belongsToArray"), FieldKind.RELATIONS),
}
_RELATED = (FieldKind.RELATION, FieldKind.RELATIONS, FieldKind.FILES)
_TEXTS = (FieldKind.TEXT, FieldKind.LONG_TEXT)
_OWNED = ("hasMany", "o2m")
"""A relation to records that say themselves to whom they belong."""
_PICKED = (("belongsTo", "m2o"), ("belongsTo", "obo"), ("belongsToMany", "m2m"), ("belongsToArray", "mbm"), _OWNED)
"""Relations whose records live for themselves: one picks some of them."""
_OTHER_END = {"hasMany": "belongsTo", "belongsTo": "hasMany"}
_AUTHORS = {"createdBy": "createdById", "updatedBy": "updatedById"}
_LONG_TEXT = ("textarea", "markdown", "vditor", "richText", "code")
_SHORT_TEXT = ("input", "email", "phone", "url", "color", "icon", "attachmentURL")
_FORMATS = {
    "email": Format.EMAIL, "phone": Format.PHONE, "url": Format.URL, "attachmentURL": Format.URL,
    "color": Format.COLOR, "icon": Format.ICON, "markdown": Format.MARKDOWN, "vditor": Format.MARKDOWN,
    "richText": Format.RICH,
}  # fmt: skip
_COMPUTED = ("formula", "sequence")
"""Types whose values the server makes of what the user writes."""
_MADE_OF = {"sequence": "string", "uuid": "string", "nanoid": "string", "vditor": "text", "unixTimestamp": "datetime"}
"""Types that are stored and read as another one."""
_OF_CHOICE = dict.fromkeys(("string", "integer", "bigInt"), FieldKind.SELECT)
_OF_CHOICES = dict.fromkeys(("array", "json", "jsonb"), FieldKind.MULTI_SELECT)
_BY_INTERFACE = {
    "select": _OF_CHOICE,
    "radioGroup": _OF_CHOICE,
    "multipleSelect": _OF_CHOICES,
    "checkboxGroup": _OF_CHOICES,
}
_OF_FORMULA = {"string": "text"}
_BY_TYPE = {
    "boolean": FieldKind.BOOLEAN,
    "integer": FieldKind.INTEGER,
    "bigInt": FieldKind.INTEGER,
    "float": FieldKind.NUMBER,
    "double": FieldKind.NUMBER,
    "real": FieldKind.NUMBER,
    "decimal": FieldKind.DECIMAL,
    "dateOnly": FieldKind.DATE,
    "date": FieldKind.DATETIME,
    "datetime": FieldKind.DATETIME,
    "datetimeTz": FieldKind.DATETIME,
    "datetimeNoTz": FieldKind.DATETIME_LOCAL,
    "time": FieldKind.TIME,
    "sort": FieldKind.ORDER,
    "json": FieldKind.JSON,
    "jsonb": FieldKind.JSON,
}

_Meta = Mapping[str, Json]


def collections_of(data: Json) -> dict[str, _Meta]:
    """The descriptions by name, of what `collections:listMeta` answers as data. Unnamed ones are left out."""
    return {str(meta["name"]): meta for meta in _objects(data) if isinstance(meta.get("name"), str)}


def is_system(meta: _Meta) -> bool:
    """Whether the collection belongs to NocoBase itself (users, roles, join tables)."""
    return meta.get("from") == "db2cm" or bool(meta.get("hidden"))


def title_of(meta: _Meta) -> str:
    return _plain(meta.get("title"))


def collection_of(meta: _Meta, others: Mapping[str, _Meta] | None = None) -> Collection:
    """One description as a Collection. `primary_key` is empty where the rows cannot be told apart. Its relations are
    called as *others*, which are the descriptions by name, have it."""
    raw = {str(f["name"]): f for f in _objects(meta.get("fields")) if isinstance(f.get("name"), str)}
    key = _primary_key(meta, raw)
    told = [_with_target(f, others or {}) for f in _fields(raw, key)]
    fields = (*(_with_other_end(f, told, raw) for f in told), *_timestamps(meta, raw))
    if key and key not in raw:
        fields = (Field(key, FieldKind.KEY, "ID", system=True), *fields)
    names = {f.name for f in fields}
    return Collection(
        name=str(meta["name"]),
        title=title_of(meta),
        fields=fields,
        primary_key=key,
        key_kind=_key_kind(raw.get(key)),
        created_at=CREATED_AT if CREATED_AT in names else "",
        updated_at=UPDATED_AT if UPDATED_AT in names else "",
        created_by=_AUTHORS["createdBy"] if _AUTHORS["createdBy"] in names else "",
        updated_by=_AUTHORS["updatedBy"] if _AUTHORS["updatedBy"] in names else "",
        roles=guess_roles(fields),
    )


def _primary_key(meta: _Meta, raw: Mapping[str, _Meta]) -> str:
    for name, field in raw.items():
        if field.get("primaryKey") is True:
            return name
    if meta.get("autoGenId") is not False and "id" not in raw:
        return "id"
    target = meta.get("filterTargetKey")
    return target if isinstance(target, str) and target in raw else ""


def _key_kind(field: _Meta | None) -> KeyKind:
    if field is None or field.get("autoIncrement") is True:
        return KeyKind.AUTOINCREMENT
    if field.get("customAlphabet"):
        return KeyKind.OTHER  # somebody wants ids of a form that we do not know
    return _KEY_KINDS.get(str(field.get("type")), KeyKind.OTHER)


def _fields(raw: Mapping[str, _Meta], key: str) -> Iterator[Field]:
    foreign = {f.get("foreignKey") for f in raw.values() if f.get("type") == "belongsTo"}
    for name, meta in raw.items():
        if name == key:
            yield Field(name, FieldKind.KEY, _title(meta) or "ID", system=True)
        elif name in _AUTHORS and meta.get("type") == "belongsTo":
            # The whole user record is not ours to read: who it was is told by the id.
            yield Field(_AUTHORS[name], FieldKind.OTHER, _title(meta), system=True)
        elif _is_shown(name, meta) and name not in foreign:
            yield _field(name, meta, key)


def _is_shown(name: str, meta: _Meta) -> bool:
    """Fields without an interface are the server's own; passwords are not read."""
    if meta.get("hidden") or not meta.get("interface") or name in _AUTHORS.values():
        return False
    return meta.get("type") not in ("password", "context")


def _field(name: str, meta: _Meta, key: str) -> Field:
    """*key* is the field by which the collection's rows are told apart."""
    kind = _kind(meta)
    ui = _ui(meta)
    computed = meta.get("type") in _COMPUTED
    return Field(
        name,
        kind,
        _title(meta),
        options=tuple(_options(ui.get("enum"))),
        required=is_required(meta, ui),
        system=computed or name in (CREATED_AT, UPDATED_AT) or _fills_itself(meta),
        computed=computed,
        scale=_scale(meta, ui) if kind is FieldKind.DECIMAL else None,
        percent=meta.get("interface") == "percent" and kind in (FieldKind.NUMBER, FieldKind.DECIMAL),
        trim=meta.get("trim") is True,
        max_length=longest_of(meta, ui),
        max_value=2**53 if meta.get("type") == "bigInt" else None,
        default=_default(meta.get("defaultValue")),
        target=str(meta.get("target") or "") if kind in _RELATED else "",
        target_key=str(meta.get("targetKey") or "id"),
        foreign_key=_foreign_key(meta),
        shown_alone=kind in _RELATED and not _is_picked(meta, key),
        # It is read as an instant, and compared with a number of seconds.
        asked_for=meta.get("type") != "unixTimestamp",
        blank_is_empty=meta.get("type") == "string" or kind not in _TEXTS,
        format=_FORMATS.get(str(meta.get("interface")), Format.PLAIN),
        rules=rules_of(meta, ui),
    )


def _is_picked(meta: _Meta, key: str) -> bool:
    """Records that name their owner by something else than its key are not: which of them are free cannot be told."""
    way = (meta.get("type"), meta.get("interface"))
    return way in _PICKED and (way != _OWNED or (bool(_foreign_key(meta)) and meta.get("sourceKey", key) == key))


def _foreign_key(meta: _Meta) -> str:
    return str(meta.get("foreignKey") or "") if meta.get("type") == _OWNED[0] else ""


def _with_other_end(field: Field, fields: Iterable[Field], raw: Mapping[str, _Meta]) -> Field:
    """A relation within the collection with the one of *fields* that is the same seen from its records."""
    mine = raw.get(field.name, {})
    ends = (f.name for f in fields if f.target and f.target == field.target and _is_other_end(mine, raw[f.name]))
    return replace(field, other_end=next(ends, ""))


def _is_other_end(mine: _Meta, other: _Meta) -> bool:
    """Of two relations to one collection, their own."""
    tied = mine.get("foreignKey") is not None and mine.get("foreignKey") == other.get("foreignKey")
    return tied and other.get("type") == _OTHER_END.get(str(mine.get("type")))


def _with_target(field: Field, others: Mapping[str, _Meta]) -> Field:
    """A relation with what its records are called by; to files, whatever its interface, where its target holds such."""
    target = others.get(field.target)
    if target is None:
        return field
    title = target.get("titleField")
    called = replace(field, target_title=title if isinstance(title, str) else "")
    if field.kind is FieldKind.RELATIONS and target.get("template") == "file":
        return replace(called, kind=FieldKind.FILES, shown_alone=True)
    return called


def _kind(meta: _Meta) -> FieldKind:
    kind, interface = _stored_type(meta), str(meta.get("interface"))
    if kind in _OF_RELATION:
        return FieldKind.FILES if interface == "attachment" else _OF_RELATION[kind]
    if kind in _BY_INTERFACE.get(interface, {}):
        return _BY_INTERFACE[interface][kind]
    if kind in ("string", "text"):
        if interface in _LONG_TEXT:
            return FieldKind.LONG_TEXT
        return FieldKind.TEXT if interface in _SHORT_TEXT or meta.get("type") != kind else FieldKind.OTHER
    # What shows one thing and stores another in a way that is not known here.
    if _objects(_ui(meta).get("enum")) and kind != "boolean":
        return FieldKind.OTHER
    return _BY_TYPE.get(kind, FieldKind.OTHER)


def _fills_itself(meta: _Meta) -> bool:
    return meta.get("type") in ("uuid", "nanoid") and meta.get("autoFill") is not False


def _stored_type(meta: _Meta) -> str:
    """The type that its values have: that of its result, for a formula."""
    kind = str(meta.get("type"))
    if kind == "formula":
        return _OF_FORMULA.get(str(meta.get("dataType")), str(meta.get("dataType")))
    return _MADE_OF.get(kind, kind)


def _timestamps(meta: _Meta, raw: Mapping[str, _Meta]) -> Iterator[Field]:
    """Times and authors that the collection keeps by its options alone, without fields of their own."""
    for name, title in ((CREATED_AT, "Created at"), (UPDATED_AT, "Last updated at")):
        if meta.get(name) is True and name not in raw:
            yield Field(name, FieldKind.DATETIME, title, system=True)


def _scale(meta: _Meta, ui: _Meta) -> int | None:
    """Digits behind the point: the field's own, else those of the editor's step."""
    scale = meta.get("scale")
    if isinstance(scale, int):
        return scale
    props = ui.get("x-component-props")
    step = str(props.get("step", "")) if isinstance(props, dict) else ""
    return len(step.partition(".")[2]) if re.fullmatch(r"\d+(\.\d+)?", step) else None


def _options(enum: Json) -> Iterator[Option]:
    for entry in enum if isinstance(enum, list) else ():
        if isinstance(entry, dict) and entry.get("value") is not None:
            value = entry["value"]
            stored = value if isinstance(value, int) else str(value)
            yield Option(stored, _plain(entry.get("label")) or str(stored), str(entry.get("color") or ""))
        elif isinstance(entry, str):
            yield Option(entry, entry)


def _default(value: Json) -> Json:
    """A default that is computed on the server (`{{…}}`) is not known here."""
    return None if isinstance(value, str) and value.startswith("{{") else value


def _ui(meta: _Meta) -> _Meta:
    ui = meta.get("uiSchema")
    return ui if isinstance(ui, dict) else {}


def _title(meta: _Meta) -> str:
    return _plain(_ui(meta).get("title"))


def _plain(text: Json) -> str:
    """A title as a person reads it: `{{t("Created at")}}` is a template of the server's translations."""
    if not isinstance(text, str):
        return ""
    template = _TRANSLATED.match(text)
    return template.group(2) if template else text


def _objects(data: Json) -> list[dict[str, Json]]:
    return [item for item in data if _is_object(item)] if isinstance(data, list) else []


def _is_object(item: Json) -> TypeGuard[dict[str, Json]]:
    return isinstance(item, dict)
