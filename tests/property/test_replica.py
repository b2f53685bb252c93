"""The replica against a plain dictionary: any values, any edits, any search."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.unit.replica.todos import HERE, SORTABLE
from todo_desktop.model.held import Held
from todo_desktop.model.query import Query
from todo_desktop.model.values import Json
from todo_desktop.replica.database import Purpose, open_database
from todo_desktop.replica.json_text import is_same
from todo_desktop.replica.reader import Reader
from todo_desktop.replica.search_words import fold, words_of
from todo_desktop.replica.store import TodoStore

texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
scalars = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | texts
values = st.recursive(scalars, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts, inner, max_size=3))
names = st.sampled_from([field.name for field in SORTABLE.fields]) | texts
records = st.dictionaries(names, values, max_size=8)
letters = st.text("aA bßẞéÉ%_\"'日本", max_size=6)


@contextmanager
def replica() -> Iterator[tuple[TodoStore, Reader, int]]:
    with tempfile.TemporaryDirectory() as folder:
        database = open_database(Path(folder), Purpose.WORKER)
        store = TodoStore(database)
        yield store, Reader(database), store.open_list(HERE, SORTABLE).id
        database.close()


@settings(max_examples=40)
@given(st.lists(records, min_size=1, max_size=5))
def test_any_record_comes_back_exactly(given_records: list[dict[str, Json]]) -> None:
    with replica() as (store, reader, list_id):
        for number, values_given in enumerate(given_records, 1):
            todo_id = store.put(Held(0, list_id, None, values_given))
            assert is_same(dict(reader.rows([todo_id])[0].values), values_given)
            (adopted,), _, _ = store.adopt(list_id, [{**values_given, "id": number}])
            assert is_same(dict(store.held([adopted])[adopted].values), {**values_given, "id": number})
            assert store.adopt(list_id, [{**values_given, "id": number}]) == (frozenset(), frozenset(), [])


@settings(max_examples=60)
@given(st.lists(st.tuples(st.integers(1, 5), letters, letters, st.booleans()), max_size=12), letters)
def test_a_search_finds_what_a_plain_comparison_finds(edits: list[tuple[int, str, str, bool]], typed: str) -> None:
    with replica() as (store, reader, list_id):
        kept: dict[int, str] = {}
        for number, title, notes, index in edits:
            store.adopt(list_id, [{"id": number, "title": title, "notes": notes}])
            kept[number] = fold(f"{title}\n{notes}")
            if index:
                store.maintain()
        found = {todo.server_id for todo in reader.rows(reader.ids(Query(list_id, typed)))}
        assert found == {number for number, text in kept.items() if all(word in text for word in words_of(typed))}
