"""Descriptions as a real server answered them (`answers/list_meta.json`) become collections."""

import json
from pathlib import Path
from typing import Any

import pytest

from todo_desktop.model.schema import Collection, Field, FieldKind, FieldRoles, KeyKind, Option
from todo_desktop.nocobase.schema import collection_of, collections_of, is_system, title_of

ANSWER = json.loads((Path(__file__).parent / "answers" / "list_meta.json").read_text())["data"]


def _collection(name: str) -> Collection:
    return collection_of(collections_of(ANSWER)[name])


def _field(collection: Collection, name: str) -> Field:
    found = collection.field(name)
    assert found is not None
    return found


def _kinds(name: str) -> dict[str, FieldKind]:
    return {field.name: field.kind for field in _collection(name).fields}


def test_every_field_has_a_kind() -> None:
    kind = FieldKind
    assert _kinds("tasks") == {
        "id": kind.KEY, "title": kind.TEXT, "done": kind.BOOLEAN, "notes": kind.LONG_TEXT, "md": kind.LONG_TEXT,
        "rich": kind.LONG_TEXT, "due": kind.DATE, "at": kind.DATETIME, "atno": kind.DATETIME_LOCAL, "clock": kind.TIME,
        "unix": kind.DATETIME, "count": kind.INTEGER, "big": kind.INTEGER, "ratio": kind.NUMBER, "pct": kind.NUMBER,
        "cost": kind.DECIMAL, "priority": kind.SELECT, "radio": kind.SELECT, "tags": kind.MULTI_SELECT,
        "boxes": kind.MULTI_SELECT, "link": kind.TEXT, "mail": kind.TEXT, "phone": kind.TEXT, "color": kind.TEXT,
        "icon": kind.TEXT, "blob": kind.JSON, "uid2": kind.TEXT, "nano": kind.TEXT, "code": kind.TEXT,
        "form": kind.NUMBER, "assignee": kind.RELATION, "parent": kind.RELATION, "children": kind.RELATIONS,
        "watchers": kind.RELATIONS, "createdById": kind.OTHER, "updatedById": kind.OTHER,
        "createdAt": kind.DATETIME, "updatedAt": kind.DATETIME,
    }  # fmt: skip


def test_who_changed_a_row_is_told_where_the_collection_keeps_it() -> None:
    assert [_collection(name).updated_by for name in ("tasks", "plain")] == ["updatedById", ""]


def test_a_share_is_known_as_percent() -> None:
    assert [field.name for field in _collection("tasks").fields if field.percent] == ["pct"]


def test_what_the_server_alone_writes_cannot_be_edited() -> None:
    system = {field.name for field in _collection("tasks").fields if field.system}
    kept, computed = {"id", "createdAt", "updatedAt", "createdById", "updatedById", "uid2", "nano"}, {"code", "form"}
    assert system == kept | computed
    assert {field.name for field in _collection("tasks").fields if field.computed} == computed
    editable = {field.name for field in _collection("tasks").fields if field.editable}
    assert not editable & {*system, "code", "form", "uid2"}


@pytest.mark.parametrize(
    ("name", "key", "times"),
    [
        ("todos", KeyKind.AUTOINCREMENT, ("createdAt", "updatedAt")),
        ("tasks", KeyKind.SNOWFLAKE, ("createdAt", "updatedAt")),
        ("uu", KeyKind.UUID, ("createdAt", "updatedAt")),
        ("plain", KeyKind.AUTOINCREMENT, ("", "")),
    ],
)
def test_keys_and_times_are_told(name: str, key: KeyKind, times: tuple[str, str]) -> None:
    collection = _collection(name)
    assert (collection.primary_key, collection.key_kind) == ("id", key)
    assert (collection.created_at, collection.updated_at) == times


def test_roles_are_found_by_name() -> None:
    assert _collection("tasks").roles == FieldRoles("title", "done", "due", "priority", "tags", "notes", "")


def test_options_have_labels_and_colours() -> None:
    priority = _collection("tasks").field("priority")
    assert priority is not None
    assert priority.options == (Option("high", "High", "red"), Option("low", "Low", "blue"))


def test_the_rules_of_a_field_are_kept() -> None:
    todos, tasks = _collection("todos"), _collection("tasks")
    title, trimmed = _field(todos, "title"), _field(tasks, "title")
    assert (title.required, title.trim, title.max_length) == (True, False, 255)
    assert (trimmed.required, trimmed.trim) == (False, True)
    assert _field(tasks, "cost").scale == 2
    assert _field(tasks, "notes").max_length is None
    assert _field(tasks, "tags").default == []


def test_titles_are_what_a_person_reads() -> None:
    collection = _collection("todos")
    assert (collection.label, [f.label for f in collection.fields][:2]) == ("Todos", ["ID", "Title"])
    assert title_of({"title": """{{t('Users', { ns: "x" })}}"""}) == "Users"


def test_the_servers_own_collections_are_told_apart() -> None:
    metas = collections_of(ANSWER)
    assert [name for name, meta in metas.items() if is_system(meta)] == ["users"]


def _with_field(**meta: Any) -> FieldKind | None:
    description: dict[str, Any] = {
        "name": "c",
        "fields": [{"name": "id", "type": "bigInt", "primaryKey": True}, {"name": "f", "interface": "input", **meta}],
    }
    field = collection_of(description).field("f")
    return None if field is None else field.kind


@pytest.mark.parametrize(
    ("meta", "kind"),
    [
        ({"type": "string", "hidden": True}, None),
        ({"type": "string", "interface": None}, None),
        ({"type": "password", "interface": "password"}, None),
        ({"type": "hasMany", "interface": "o2m"}, FieldKind.RELATIONS),
        ({"type": "belongsToMany", "interface": None}, None),
        ({"type": "belongsToMany", "interface": "attachment"}, FieldKind.FILES),
        ({"type": "hasOne", "interface": "oho"}, FieldKind.RELATION),
        ({"type": "sort", "interface": "sort"}, FieldKind.ORDER),
        (
            {"type": "integer", "interface": "select", "uiSchema": {"enum": [{"value": 1, "label": "One"}]}},
            FieldKind.SELECT,
        ),
        (
            {"type": "float", "interface": "select", "uiSchema": {"enum": [{"value": 1.5, "label": "One"}]}},
            FieldKind.OTHER,
        ),
        ({"type": "json", "interface": "json"}, FieldKind.JSON),
        ({"type": "array", "interface": "json"}, FieldKind.OTHER),
        ({"type": "jsonb", "interface": "checkboxGroup"}, FieldKind.MULTI_SELECT),
        ({"type": "formula", "interface": "formula", "dataType": "string"}, FieldKind.TEXT),
        ({"type": "formula", "interface": "formula", "dataType": "date"}, FieldKind.DATETIME),
        ({"type": "vditor", "interface": "vditor"}, FieldKind.LONG_TEXT),
        ({"type": "string", "interface": "attachmentURL"}, FieldKind.TEXT),
        ({"type": "made-up", "interface": "made-up"}, FieldKind.OTHER),
        ({}, FieldKind.OTHER),
    ],
)
def test_other_fields_are_left_out_or_only_shown(meta: dict[str, Any], kind: FieldKind | None) -> None:
    assert _with_field(**meta) is kind


def test_a_foreign_key_is_not_shown_beside_its_relation() -> None:
    description: dict[str, Any] = {
        "name": "c",
        "fields": [
            {"name": "id", "type": "bigInt", "primaryKey": True},
            {"name": "parentId", "type": "bigInt", "interface": "integer", "isForeignKey": True},
            {"name": "parent", "type": "belongsTo", "interface": "m2o", "target": "c", "foreignKey": "parentId"},
        ],
    }
    assert [field.name for field in collection_of(description).fields] == ["id", "parent"]


def test_a_key_that_is_not_described_is_there_all_the_same() -> None:
    field: dict[str, Any] = {"name": "title", "type": "string", "interface": "input"}
    described = collection_of({"name": "c", "autoGenId": True, "filterTargetKey": "id", "fields": [field]})
    assert (described.primary_key, described.key_kind) == ("id", KeyKind.AUTOINCREMENT)
    assert described.fields[0].kind is FieldKind.KEY


def test_rows_without_a_key_cannot_be_told_apart() -> None:
    field: dict[str, Any] = {"name": "title", "type": "string", "interface": "input"}
    assert collection_of({"name": "c", "autoGenId": False, "fields": [field]}).primary_key == ""


def test_a_default_that_only_the_server_can_compute_is_none() -> None:
    field: dict[str, Any] = {"name": "due", "type": "dateOnly", "interface": "date", "defaultValue": "{{$nDate.today}}"}
    found = collection_of({"name": "c", "fields": [field]}).field("due")
    assert found is not None
    assert found.default is None


@pytest.mark.parametrize("data", [None, [], {}, "x", [1, None, {"fields": []}], [{"name": 5}]])
def test_other_answers_describe_nothing(data: Any) -> None:
    assert collections_of(data) == {}


def test_odd_descriptions_are_read_as_far_as_they_go() -> None:
    odd: dict[str, Any] = {
        "name": "c",
        "fields": [None, 5, {"name": None}, {"name": "x", "uiSchema": "?", "interface": "input"}],
    }
    assert [field.name for field in collection_of(odd).fields] == ["id", "x"]


def test_relations_are_called_as_their_collections_say() -> None:
    relation = {"type": "belongsToMany", "interface": "m2m", "target": "users"}
    description: dict[str, Any] = {
        "name": "c",
        "fields": [
            {"name": "id", "type": "bigInt", "primaryKey": True},
            {"name": "watchers", **relation},
            {"name": "papers", **relation, "target": "papers"},
            {"name": "lost", **relation, "target": "gone"},
        ],
    }
    others = {"users": {"name": "users", "titleField": "nickname"}, "papers": {"name": "papers", "template": "file"}}
    found = {field.name: field for field in collection_of(description, others).fields}
    assert [found[name].target_title for name in ("watchers", "papers", "lost")] == ["nickname", "", ""]
    assert found["papers"].kind is FieldKind.FILES
    assert (found["papers"].shown_alone, found["watchers"].shown_alone) == (True, False)


def _relation(kind: str, **options: Any) -> dict[str, Any]:
    interface = {"hasMany": "o2m", "belongsTo": "m2o"}[kind]
    return {"name": f"{kind}_{len(options)}", "type": kind, "interface": interface, "target": "c", **options}


def _relations(*relations: dict[str, Any]) -> dict[str, Field]:
    description: dict[str, Any] = {"name": "c", "fields": [{"name": "id", "type": "bigInt", "primaryKey": True}]}
    description["fields"] += relations
    found = collection_of(description).fields
    return {field.name: field for field in found if field.is_related}


def test_the_two_ends_of_a_relation_within_a_collection_know_each_other() -> None:
    found = _relations(
        _relation("hasMany", name="children", foreignKey="parentId"),
        _relation("belongsTo", name="blocked", foreignKey="blockerId"),
        _relation("belongsTo", name="parent", foreignKey="parentId"),
        _relation("hasMany", name="steps", foreignKey="parentId", target="steps"),
    )
    assert {name: field.other_end for name, field in found.items()} == {
        "children": "parent", "blocked": "", "parent": "children", "steps": "",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("options", "picked"),
    [
        ({"foreignKey": "ownerId"}, True),
        ({"foreignKey": "ownerId", "sourceKey": "id"}, True),
        ({"foreignKey": "ownerId", "sourceKey": "code"}, False),
        ({"foreignKey": "ownerId", "interface": "subTable"}, False),
        ({}, False),
    ],
)
def test_records_are_picked_where_it_can_be_told_whose_they_are(options: dict[str, Any], picked: bool) -> None:
    (field,) = _relations(_relation("hasMany", **options)).values()
    assert (field.editable, field.foreign_key) == (picked, options.get("foreignKey", ""))
