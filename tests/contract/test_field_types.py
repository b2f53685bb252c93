"""Every type of field: how its values are read after they were written, and which are refused."""

import pytest

from tests.contract.rows import UNGUARDED, create_row
from tests.contract.site import Connect, OpenList
from todo_desktop.model.answers import Guard
from todo_desktop.model.errors import OutcomeUnknown, Refused
from todo_desktop.model.field_rules import Format
from todo_desktop.model.schema import FieldKind
from todo_desktop.model.values import Json
from todo_desktop.nocobase.api import NocoBase
from todo_desktop.testing.shapes import EVERY_KIND

SENT_AND_READ: dict[str, tuple[Json, Json]] = {
    "share": (0.123456789, 0.123456789),
    "link": ("https://example.com/a?b=c", "https://example.com/a?b=c"),
    "mail": ("ada@example.com", "ada@example.com"),
    "phone": ("+49 30 1234", "+49 30 1234"),
    "cost": ("1.239", "1.24"),
    "mood": ("home", "home"),
    "boxes": (["work", "home"], ["home", "work"]),
    "grade": (2, 2),
    "daily": ("9:05", "09:05:00"),
    "colour": ("#1677FF", "#1677FF"),
    "icon": ("accountbookoutlined", "accountbookoutlined"),
    "data": ({"b": 1, "a": [1, {"c": None}]}, {"b": 1, "a": [1, {"c": None}]}),
    "sorted": ({"bb": 1, "a": 2}, {"a": 2, "bb": 1}),
    "readme": ("# Head\n\n*text*", "# Head\n\n*text*"),
    "page": ("<p>a<script>alert(1)</script></p>", "<p>a</p>"),
    "seenAt": ("2026-12-01T10:00:00.000Z", "2026-12-01T10:00:00.000Z"),
    "file": ("/files/1.txt", "/files/1.txt"),
    "script": ("if x:\n  y", "if x:\n  y"),
    "effort": (7, 7),
    "code": ("ABC", "ABC"),
}
KINDS = {
    "share": FieldKind.NUMBER, "link": FieldKind.TEXT, "mail": FieldKind.TEXT, "phone": FieldKind.TEXT,
    "cost": FieldKind.DECIMAL, "mood": FieldKind.SELECT, "boxes": FieldKind.MULTI_SELECT, "grade": FieldKind.SELECT,
    "daily": FieldKind.TIME, "colour": FieldKind.TEXT, "icon": FieldKind.TEXT, "data": FieldKind.JSON,
    "sorted": FieldKind.JSON, "readme": FieldKind.LONG_TEXT, "page": FieldKind.LONG_TEXT,
    "seenAt": FieldKind.DATETIME, "file": FieldKind.TEXT, "script": FieldKind.LONG_TEXT, "effort": FieldKind.INTEGER,
    "twice": FieldKind.NUMBER, "number": FieldKind.TEXT, "token": FieldKind.TEXT, "code": FieldKind.TEXT,
}  # fmt: skip
FORMATS = {
    "link": Format.URL, "mail": Format.EMAIL, "phone": Format.PHONE, "colour": Format.COLOR, "icon": Format.ICON,
    "readme": Format.MARKDOWN, "page": Format.RICH, "file": Format.URL,
}  # fmt: skip


@pytest.fixture
def client(open_list: OpenList, connect: Connect) -> NocoBase:
    return connect(open_list(EVERY_KIND))


def test_every_type_is_known(client: NocoBase) -> None:
    collection, _ = client.describe()
    fields = {field.name: field for field in collection.fields if field.name in KINDS}
    assert {name: field.kind for name, field in fields.items()} == KINDS
    assert {name: field.format for name, field in fields.items() if field.format} == FORMATS
    assert [name for name, field in fields.items() if not field.editable] == ["twice", "number", "token"]
    assert [name for name, field in fields.items() if field.computed] == ["twice", "number"]
    assert fields["effort"].default == 3
    assert (fields["code"].rules.min_length, fields["code"].max_length) == (2, 4)


def test_every_type_is_read_as_it_was_written(client: NocoBase) -> None:
    key, _ = create_row(client, title="x")
    reply = client.update(key, {name: sent for name, (sent, _) in SENT_AND_READ.items()}, UNGUARDED)
    (read,) = client.by_ids([key])
    assert reply is not None
    assert {name: read[name] for name in SENT_AND_READ} == {name: stored for name, (_, stored) in SENT_AND_READ.items()}


def test_what_is_read_is_to_its_field_what_was_sent(client: NocoBase) -> None:
    collection, _ = client.describe()
    changed_by_the_server = {"page", "cost"}  # what it makes of these two is told by its reply
    for name, (sent, read) in SENT_AND_READ.items():
        assert collection.same(name, sent, read) or name in changed_by_the_server, name


def test_every_type_but_documents_can_guard(client: NocoBase) -> None:
    key, row = create_row(client, title="x", **{name: sent for name, (sent, _) in SENT_AND_READ.items()})
    for name in SENT_AND_READ:
        guard = Guard(by_time=False, values={name: row[name]})
        assert client.update(key, {"title": name}, guard) is not None, name
        assert client.update(key, {"title": "no"}, Guard(by_time=False, values={name: None})) is None, name


def test_every_type_is_emptied_by_null(client: NocoBase) -> None:
    key, _ = create_row(client, title="x", **{name: sent for name, (sent, _) in SENT_AND_READ.items()})
    client.update(key, dict.fromkeys(SENT_AND_READ), UNGUARDED)
    (read,) = client.by_ids([key])
    assert {name: read[name] for name in SENT_AND_READ} == dict.fromkeys(SENT_AND_READ)


def test_formulas_follow_and_sequences_count_by_themselves(client: NocoBase) -> None:
    key, first = create_row(client, title="x")
    _, second = create_row(client, title="y")
    assert (first["effort"], first["twice"]) == (3, 6)
    assert int(str(second["number"]).removeprefix("T-")) == int(str(first["number"]).removeprefix("T-")) + 1
    client.update(key, {"effort": 5, "twice": 99}, UNGUARDED)
    (read,) = client.by_ids([key])
    assert read["twice"] == 10
    assert first["token"]
    assert first["token"] != second["token"]


@pytest.mark.parametrize(
    ("field", "value"), [("effort", 101), ("effort", 1.5), ("code", "A"), ("code", "ABCDE"), ("code", "abc")]
)
def test_a_value_that_breaks_a_rule_is_refused(client: NocoBase, field: str, value: Json) -> None:
    key, _ = create_row(client, title="x")
    with pytest.raises(Refused) as refused:
        client.update(key, {field: value}, UNGUARDED)
    assert refused.value.status == 400


@pytest.mark.parametrize(("field", "value"), [("daily", "25:00"), ("daily", ""), ("cost", "123456789.5")])
def test_a_value_that_the_column_cannot_hold_is_a_server_error(client: NocoBase, field: str, value: Json) -> None:
    key, _ = create_row(client, title="x")
    with pytest.raises(OutcomeUnknown) as unknown:
        client.update(key, {field: value}, UNGUARDED)
    assert unknown.value.status == 500


@pytest.mark.parametrize(("field", "value"), [("mail", "not mail"), ("link", "not a link"), ("colour", "mauve")])
def test_validators_of_the_web_page_bind_the_page_alone(client: NocoBase, field: str, value: Json) -> None:
    _, row = create_row(client, title="x", **{field: value})
    assert row[field] == value
