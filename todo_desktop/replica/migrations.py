"""The schema, as the ordered steps that lead to it. A step that was released is never changed."""

APPLICATION_ID = 0x546F446F
"""Marks the file as ours ("ToDo" in ASCII)."""

# `server_id`, `priority` and the like have no declared type on purpose: 5 stays a number and '5' a text.
# `sort_order` and `created_at` hold an empty blob where there is no value: blobs sort after numbers and texts, so one
# index gives every list's own order.
# Few sort indexes, none that is filled in random order: each would multiply what a first sync writes.
_VERSION_1 = (
    """
    CREATE TABLE list (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        base_url TEXT, collection TEXT, user_id TEXT,
        schema TEXT NOT NULL, permissions TEXT NOT NULL, schema_version INTEGER NOT NULL DEFAULT 1,
        last_sync INTEGER,
        loaded INTEGER NOT NULL DEFAULT 0, loaded_to, cursor INTEGER, swept_at INTEGER,
        sweep_due INTEGER NOT NULL DEFAULT 0
    )
    """,
    "CREATE UNIQUE INDEX list_identity ON list (ifnull(base_url, ''), ifnull(collection, ''), ifnull(user_id, ''))",
    """
    CREATE TABLE todo (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        list_id INTEGER NOT NULL REFERENCES list (id),
        server_id,
        title TEXT, done INTEGER, due TEXT, priority, sort_order NOT NULL, created_at NOT NULL, updated_at TEXT,
        state INTEGER NOT NULL DEFAULT 0, hidden INTEGER NOT NULL DEFAULT 0, doc INTEGER NOT NULL,
        extra TEXT NOT NULL, base TEXT
    )
    """,
    "CREATE UNIQUE INDEX todo_server_id ON todo (list_id, server_id)",
    "CREATE INDEX todo_order ON todo (list_id, sort_order, created_at, id, done, hidden)",
    "CREATE INDEX todo_unsent ON todo (list_id, state) WHERE state <> 0",
    """
    CREATE TABLE entry (
        seq INTEGER PRIMARY KEY AUTOINCREMENT,
        operation TEXT NOT NULL,
        list_id INTEGER NOT NULL REFERENCES list (id),
        todo_id INTEGER NOT NULL REFERENCES todo (id) ON DELETE CASCADE,
        kind TEXT NOT NULL, state TEXT NOT NULL, changes TEXT NOT NULL,
        tries INTEGER NOT NULL, not_before INTEGER NOT NULL, created_at INTEGER NOT NULL,
        problem TEXT, detail TEXT NOT NULL, receipt TEXT NOT NULL, theirs TEXT NOT NULL
    )
    """,
    "CREATE INDEX entry_todo ON entry (todo_id)",
    "CREATE INDEX entry_list ON entry (list_id, seq)",
    """
    CREATE TABLE trash (
        id INTEGER PRIMARY KEY,
        list_id INTEGER NOT NULL REFERENCES list (id),
        content TEXT NOT NULL,
        removed_at INTEGER NOT NULL
    )
    """,
    "CREATE INDEX trash_age ON trash (removed_at)",
    "CREATE TABLE search_text (doc INTEGER PRIMARY KEY AUTOINCREMENT, todo_id INTEGER NOT NULL, text TEXT NOT NULL)",
    """
    CREATE VIRTUAL TABLE search_index USING fts5(
        text, content='', columnsize=0, detail=none, tokenize='trigram case_sensitive 1'
    )
    """,
    # A merge in passing would stretch somebody's transaction to 50 ms: `search` merges in small steps of its own.
    "INSERT INTO search_index (search_index, rank) VALUES ('automerge', 0)",
    "INSERT INTO search_index (search_index, rank) VALUES ('crisismerge', 1000)",
    "CREATE TABLE search_state (indexed_to INTEGER NOT NULL, stale INTEGER NOT NULL)",
    "INSERT INTO search_state VALUES (0, 0)",
)

_VERSION_2 = ("ALTER TABLE list ADD COLUMN user_since TEXT NOT NULL DEFAULT ''",)

_VERSION_3 = ("ALTER TABLE entry ADD COLUMN writer TEXT NOT NULL DEFAULT '[]'",)

# `layout` is the number of the layout that a row was written in; a list whose rows are being moved from one to the next
# keeps the earlier one in `layout_before`.
_VERSION_4 = (
    "ALTER TABLE list ADD COLUMN layout INTEGER NOT NULL DEFAULT 0",
    "ALTER TABLE list ADD COLUMN layout_before TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE todo ADD COLUMN layout INTEGER NOT NULL DEFAULT 0",
)

# Where the file was when the list was synced last (`place`); empty: it never was.
_VERSION_5 = ("ALTER TABLE list ADD COLUMN home TEXT NOT NULL DEFAULT ''",)

# The days on which something was removed, counted: no clock that is wrong for a while makes them pass (`trash`). And
# what a todo left there is found by its local id (`Trash.forget`); a text that damage has garbled tells none.
_VERSION_6 = (
    "ALTER TABLE trash ADD COLUMN day INTEGER NOT NULL DEFAULT 0",
    "CREATE INDEX trash_day ON trash (day)",
    "CREATE INDEX trash_todo ON trash (CASE WHEN json_valid(content) THEN json_extract(content, '$.todo_id') END)",
)

# What others did since the user looked last (`news`), by local id: of a todo that is gone, too. The names of users, by
# their ids, and who wrote which state of a row, as far as that was told (`people`). Written short: what describes the
# tables has to fit into the file's first page, which alone can be had from elsewhere where it is damaged (`salvage`).
_VERSION_7 = (
    "ALTER TABLE list ADD COLUMN looked_at",
    "CREATE TABLE news(todo_id INTEGER PRIMARY KEY,list_id,kind,before,author)",
    "CREATE TABLE person(list_id,user_id,name,PRIMARY KEY(list_id,user_id))WITHOUT ROWID",
    "CREATE TABLE written(todo_id INTEGER PRIMARY KEY,at,user_id)",
)

STEPS: tuple[tuple[str, ...], ...] = (
    _VERSION_1, _VERSION_2, _VERSION_3, _VERSION_4, _VERSION_5, _VERSION_6, _VERSION_7,
)  # fmt: skip
"""Step n (from 0) leads from version n to version n + 1."""
