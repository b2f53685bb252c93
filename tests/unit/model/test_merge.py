"""Two values of one field, both kept."""

import pytest

from todo_desktop.model.merge import both, one_by_one
from todo_desktop.model.schema import Field, FieldKind
from todo_desktop.model.values import Json

TITLE = Field("title", FieldKind.TEXT, max_length=20)
NOTES = Field("notes", FieldKind.LONG_TEXT)
TAGS = Field("tags", FieldKind.MULTI_SELECT)


@pytest.mark.parametrize(
    ("field", "mine", "theirs", "merged"),
    [
        (TITLE, "eat lunch", "eat soup", "eat soup / eat lunch"),
        (TITLE, "eat", "eat soup", "eat soup"),
        (TITLE, "", "eat soup", "eat soup"),
        (TITLE, "a lunch for two", "a dinner", None),
        (TITLE, None, "eat soup", None),
        (NOTES, "a\nmine\nb", "a\ntheirs\nb", "a\ntheirs\nmine\nb"),
        (NOTES, "a\nb\nmine", "theirs\na\nb", "theirs\na\nb\nmine"),
        (TAGS, ["x", "mine"], ["x", "theirs"], ["x", "theirs", "mine"]),
        (Field("due", FieldKind.DATE), "2026-11-24", "2026-11-25", None),
        (Field("done", FieldKind.BOOLEAN), True, False, None),
    ],
)
def test_both_values_are_kept_where_the_field_can_hold_them(
    field: Field, mine: Json, theirs: Json, merged: Json
) -> None:
    assert both(field, mine, theirs) == merged


def test_a_long_list_is_merged_in_one_walk(monkeypatch: pytest.MonkeyPatch) -> None:
    field, looks, normal = Field("children", FieldKind.RELATIONS, foreign_key="parentId"), list[Json](), Field.normal

    def looked(self: Field, value: Json) -> object:
        looks.append(value)
        return normal(self, value)

    monkeypatch.setattr(Field, "normal", looked)
    old: list[Json] = [{"id": key} for key in range(500)]
    assert one_by_one(field, old, old[1:], old[:-1]) == old[1:-1]
    assert len(looks) < 10 * len(old)


@pytest.mark.parametrize(
    ("old", "mine", "theirs", "merged"),
    [
        ([1, 2], [2, 3], [1, 2, 4], [2, 4, 3]),
        ([1, 2], [2], [1], []),
        ([1], [1, 2], [2, 1], [2, 1]),
        ([1], None, [1, 2], [2]),
        (None, [1], [2], [2, 1]),
        ([1], [1, 2], None, [2]),
    ],
)
def test_records_of_a_list_come_and_go_one_by_one(old: Json, mine: Json, theirs: Json, merged: Json) -> None:
    field = Field("children", FieldKind.RELATIONS, foreign_key="parentId")

    def records(keys: Json) -> Json:
        return [{"id": key} for key in keys] if isinstance(keys, list) else keys

    assert one_by_one(field, records(old), records(mine), records(theirs)) == records(merged)
