-- A replica as version 1 of the program left it: its schema, and what its own code stored in it.
CREATE TABLE list (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    base_url TEXT, collection TEXT, user_id TEXT,
    schema TEXT NOT NULL, permissions TEXT NOT NULL, schema_version INTEGER NOT NULL DEFAULT 1,
    last_sync INTEGER,
    loaded INTEGER NOT NULL DEFAULT 0, loaded_to, cursor INTEGER, swept_at INTEGER,
    sweep_due INTEGER NOT NULL DEFAULT 0
);
CREATE UNIQUE INDEX list_identity ON list (ifnull(base_url, ''), ifnull(collection, ''), ifnull(user_id, ''));
CREATE TABLE todo (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    list_id INTEGER NOT NULL REFERENCES list (id),
    server_id,
    title TEXT, done INTEGER, due TEXT, priority, sort_order NOT NULL, created_at NOT NULL, updated_at TEXT,
    state INTEGER NOT NULL DEFAULT 0, hidden INTEGER NOT NULL DEFAULT 0, doc INTEGER NOT NULL,
    extra TEXT NOT NULL, base TEXT
);
CREATE UNIQUE INDEX todo_server_id ON todo (list_id, server_id);
CREATE INDEX todo_order ON todo (list_id, sort_order, created_at, id, done, hidden);
CREATE INDEX todo_unsent ON todo (list_id, state) WHERE state <> 0;
CREATE TABLE entry (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    operation TEXT NOT NULL,
    list_id INTEGER NOT NULL REFERENCES list (id),
    todo_id INTEGER NOT NULL REFERENCES todo (id) ON DELETE CASCADE,
    kind TEXT NOT NULL, state TEXT NOT NULL, changes TEXT NOT NULL,
    tries INTEGER NOT NULL, not_before INTEGER NOT NULL, created_at INTEGER NOT NULL,
    problem TEXT, detail TEXT NOT NULL, receipt TEXT NOT NULL, theirs TEXT NOT NULL
);
CREATE INDEX entry_todo ON entry (todo_id);
CREATE INDEX entry_list ON entry (list_id, seq);
CREATE TABLE trash (
    id INTEGER PRIMARY KEY,
    list_id INTEGER NOT NULL REFERENCES list (id),
    content TEXT NOT NULL,
    removed_at INTEGER NOT NULL
);
CREATE INDEX trash_age ON trash (removed_at);
CREATE TABLE search_text (doc INTEGER PRIMARY KEY AUTOINCREMENT, todo_id INTEGER NOT NULL, text TEXT NOT NULL);
CREATE VIRTUAL TABLE search_index USING fts5(
    text, content='', columnsize=0, detail=none, tokenize='trigram case_sensitive 1'
);
INSERT INTO search_index (search_index, rank) VALUES ('automerge', 0);
INSERT INTO search_index (search_index, rank) VALUES ('crisismerge', 1000);
CREATE TABLE search_state (indexed_to INTEGER NOT NULL, stale INTEGER NOT NULL);
INSERT INTO search_state VALUES (0, 0);
DELETE FROM search_state;
INSERT INTO list (id, base_url, collection, user_id, schema, permissions, schema_version, last_sync, loaded, loaded_to, cursor, swept_at, sweep_due)
VALUES (1, 'http://localhost:13000/api', 'todos', '1', '{"name":"todos","title":"","fields":[{"name":"id","kind":"key","title":"","options":[],"required":false,"system":true,"scale":null,"trim":false,"max_length":null,"max_value":null,"default":null,"target":""},{"name":"title","kind":"text","title":"","options":[],"required":false,"system":false,"scale":null,"trim":false,"max_length":null,"max_value":null,"default":null,"target":""},{"name":"completed","kind":"boolean","title":"","options":[],"required":false,"system":false,"scale":null,"trim":false,"max_length":null,"max_value":null,"default":null,"target":""},{"name":"due","kind":"date","title":"","options":[],"required":false,"system":false,"scale":null,"trim":false,"max_length":null,"max_value":null,"default":null,"target":""},{"name":"priority","kind":"select","title":"","options":[{"value":"high","label":"High","color":"red"},{"value":"low","label":"Low","color":""}],"required":false,"system":false,"scale":null,"trim":false,"max_length":null,"max_value":null,"default":null,"target":""},{"name":"notes","kind":"long-text","title":"","options":[],"required":false,"system":false,"scale":null,"trim":false,"max_length":null,"max_value":null,"default":null,"target":""},{"name":"cost","kind":"decimal","title":"","options":[],"required":false,"system":false,"scale":2,"trim":false,"max_length":null,"max_value":null,"default":null,"target":""},{"name":"createdAt","kind":"datetime","title":"","options":[],"required":false,"system":true,"scale":null,"trim":false,"max_length":null,"max_value":null,"default":null,"target":""},{"name":"updatedAt","kind":"datetime","title":"","options":[],"required":false,"system":true,"scale":null,"trim":false,"max_length":null,"max_value":null,"default":null,"target":""}],"primary_key":"id","key_kind":"autoincrement","created_at":"createdAt","updated_at":"updatedAt","roles":{"title":"title","done":"completed","due":"due","priority":"priority","tags":"","notes":"notes","order":""}}', '{"view":{"allowed":true,"fields":null},"create":{"allowed":true,"fields":null},"update":{"allowed":true,"fields":null},"destroy":{"allowed":true,"fields":null},"role":""}', 1, 1795000000000, 1, NULL, 1794999970000, 1795000000000, 0);
INSERT INTO list (id, base_url, collection, user_id, schema, permissions, schema_version, last_sync, loaded, loaded_to, cursor, swept_at, sweep_due)
VALUES (2, NULL, NULL, NULL, '{"name":"","title":"","fields":[{"name":"completed","kind":"boolean","title":"Done","options":[],"required":false,"system":false,"scale":null,"trim":false,"max_length":null,"max_value":null,"default":null,"target":""},{"name":"title","kind":"text","title":"Title","options":[],"required":true,"system":false,"scale":null,"trim":false,"max_length":null,"max_value":null,"default":null,"target":""},{"name":"due","kind":"date","title":"Due","options":[],"required":false,"system":false,"scale":null,"trim":false,"max_length":null,"max_value":null,"default":null,"target":""},{"name":"priority","kind":"select","title":"Priority","options":[{"value":"high","label":"High","color":"red"},{"value":"medium","label":"Medium","color":"blue"},{"value":"low","label":"Low","color":"default"}],"required":false,"system":false,"scale":null,"trim":false,"max_length":null,"max_value":null,"default":null,"target":""},{"name":"notes","kind":"long-text","title":"Notes","options":[],"required":false,"system":false,"scale":null,"trim":false,"max_length":null,"max_value":null,"default":null,"target":""},{"name":"createdAt","kind":"datetime","title":"Created","options":[],"required":false,"system":true,"scale":null,"trim":false,"max_length":null,"max_value":null,"default":null,"target":""},{"name":"updatedAt","kind":"datetime","title":"Changed","options":[],"required":false,"system":true,"scale":null,"trim":false,"max_length":null,"max_value":null,"default":null,"target":""}],"primary_key":"id","key_kind":"other","created_at":"createdAt","updated_at":"updatedAt","roles":{"title":"title","done":"completed","due":"due","priority":"priority","tags":"","notes":"notes","order":""}}', '{"view":{"allowed":true,"fields":null},"create":{"allowed":true,"fields":null},"update":{"allowed":true,"fields":null},"destroy":{"allowed":true,"fields":null},"role":""}', 1, NULL, 0, NULL, NULL, NULL, 0);
INSERT INTO todo (id, list_id, server_id, title, done, due, priority, sort_order, created_at, updated_at, state, hidden, doc, extra, base)
VALUES (1, 1, 1, 'Synced', 1, '2026-12-01', 'high', X'', '2026-01-01T00:00:00.001Z', '2026-02-01T00:00:00.001Z', 0, 0, 1, '{"cost":"1.50","id":1,"notes":"with “notes”"}', NULL);
INSERT INTO todo (id, list_id, server_id, title, done, due, priority, sort_order, created_at, updated_at, state, hidden, doc, extra, base)
VALUES (2, 1, 2, 'Edited here', 1, NULL, NULL, X'', '2026-01-01T00:00:00.002Z', '2026-02-01T00:00:00.002Z', 1, 0, 6, '{"id":2}', '{"createdAt":"2026-01-01T00:00:00.002Z","id":2,"title":"Edited before","updatedAt":"2026-02-01T00:00:00.002Z"}');
INSERT INTO todo (id, list_id, server_id, title, done, due, priority, sort_order, created_at, updated_at, state, hidden, doc, extra, base)
VALUES (3, 1, 3, 'Mine', NULL, NULL, NULL, X'', '2026-01-01T00:00:00.003Z', '2026-02-01T00:00:00.003Z', 3, 0, 7, '{"id":3}', '{"createdAt":"2026-01-01T00:00:00.003Z","id":3,"title":"Disputed","updatedAt":"2026-02-01T00:00:00.003Z"}');
INSERT INTO todo (id, list_id, server_id, title, done, due, priority, sort_order, created_at, updated_at, state, hidden, doc, extra, base)
VALUES (4, 1, 4, 'To be deleted', NULL, NULL, NULL, X'', '2026-01-01T00:00:00.004Z', '2026-02-01T00:00:00.004Z', 1, 1, 4, '{"id":4}', '{"createdAt":"2026-01-01T00:00:00.004Z","id":4,"title":"To be deleted","updatedAt":"2026-02-01T00:00:00.004Z"}');
INSERT INTO todo (id, list_id, server_id, title, done, due, priority, sort_order, created_at, updated_at, state, hidden, doc, extra, base)
VALUES (6, 1, NULL, 'Made here', 0, NULL, NULL, X'', X'', NULL, 1, 0, 8, '{}', NULL);
INSERT INTO todo (id, list_id, server_id, title, done, due, priority, sort_order, created_at, updated_at, state, hidden, doc, extra, base)
VALUES (7, 1, NULL, 'Perhaps there', NULL, NULL, NULL, X'', X'', NULL, 1, 0, 9, '{}', NULL);
INSERT INTO todo (id, list_id, server_id, title, done, due, priority, sort_order, created_at, updated_at, state, hidden, doc, extra, base)
VALUES (8, 2, NULL, 'Only here', 0, NULL, NULL, X'', '2026-01-05T00:00:00.000Z', NULL, 0, 0, 10, '{}', NULL);
INSERT INTO entry (seq, operation, list_id, todo_id, kind, state, changes, tries, not_before, created_at, problem, detail, receipt, theirs)
VALUES (1, 'edit', 1, 2, 'update', 'waiting', '{"completed":[null,true],"title":["Edited before","Edited here"]}', 0, 0, 1795000000000, NULL, '', '', '{}');
INSERT INTO entry (seq, operation, list_id, todo_id, kind, state, changes, tries, not_before, created_at, problem, detail, receipt, theirs)
VALUES (2, 'dispute', 1, 3, 'update', 'parked', '{"title":["Disputed","Mine"]}', 2, 0, 1795000000000, 'conflict', '', '2026-02-02T00:00:00.000Z', '{"title":"Theirs"}');
INSERT INTO entry (seq, operation, list_id, todo_id, kind, state, changes, tries, not_before, created_at, problem, detail, receipt, theirs)
VALUES (3, 'delete', 1, 4, 'delete', 'waiting', '{}', 0, 1795000008000, 1795000000000, NULL, '', '', '{}');
INSERT INTO entry (seq, operation, list_id, todo_id, kind, state, changes, tries, not_before, created_at, problem, detail, receipt, theirs)
VALUES (4, 'create', 1, 6, 'create', 'waiting', '{"completed":[null,false],"title":[null,"Made here"]}', 0, 0, 1795000000001, NULL, '', '', '{}');
INSERT INTO entry (seq, operation, list_id, todo_id, kind, state, changes, tries, not_before, created_at, problem, detail, receipt, theirs)
VALUES (5, 'create-2', 1, 7, 'create', 'sent', '{"title":[null,"Perhaps there"]}', 1, 0, 1795000000002, 'timed-out', 'no answer', '', '{}');
INSERT INTO trash (id, list_id, content, removed_at)
VALUES (1, 1, '{"base":null,"entries":[],"hidden":false,"server_id":5,"todo_id":5,"values":{"createdAt":"2026-01-01T00:00:00.005Z","id":5,"title":"Gone there","updatedAt":"2026-02-01T00:00:00.005Z"}}', 1795000000003);
INSERT INTO trash (id, list_id, content, removed_at)
VALUES (2, 2, '{"base":null,"entries":[],"hidden":false,"server_id":null,"todo_id":9,"values":{"title":"Deleted here"}}', 1795000000004);
INSERT INTO search_text (doc, todo_id, text)
VALUES (1, 1, 'synced
with “notes”');
INSERT INTO search_text (doc, todo_id, text)
VALUES (4, 4, 'to be deleted');
INSERT INTO search_text (doc, todo_id, text)
VALUES (6, 2, 'edited here');
INSERT INTO search_text (doc, todo_id, text)
VALUES (7, 3, 'mine');
INSERT INTO search_text (doc, todo_id, text)
VALUES (8, 6, 'made here');
INSERT INTO search_text (doc, todo_id, text)
VALUES (9, 7, 'perhaps there');
INSERT INTO search_text (doc, todo_id, text)
VALUES (10, 8, 'only here');
INSERT INTO search_state (indexed_to, stale)
VALUES (0, 0);
INSERT OR REPLACE INTO sqlite_sequence (rowid, name, seq) VALUES ((SELECT rowid FROM sqlite_sequence WHERE name = 'list'), 'list', 2);
INSERT OR REPLACE INTO sqlite_sequence (rowid, name, seq) VALUES ((SELECT rowid FROM sqlite_sequence WHERE name = 'search_text'), 'search_text', 11);
INSERT OR REPLACE INTO sqlite_sequence (rowid, name, seq) VALUES ((SELECT rowid FROM sqlite_sequence WHERE name = 'todo'), 'todo', 9);
INSERT OR REPLACE INTO sqlite_sequence (rowid, name, seq) VALUES ((SELECT rowid FROM sqlite_sequence WHERE name = 'entry'), 'entry', 5);
PRAGMA application_id = 1416578159;
PRAGMA user_version = 1;
