"""A damaged file is set aside, and everything in it that can be read goes on, the outbox above all."""

import sqlite3
from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import Path

import pytest
from msgspec.structs import replace

from tests.unit.replica.todos import HERE, PLAIN, edited, record
from todo_desktop.model import editing
from todo_desktop.model.change import ChangeKind, Entry, EntryState, Writer
from todo_desktop.model.errors import Problem, StorageError
from todo_desktop.model.lists import PullState, local_collection
from todo_desktop.model.news import News, NewsOverview
from todo_desktop.model.query import Query
from todo_desktop.model.repaired import Repaired
from todo_desktop.replica.backups import Backups
from todo_desktop.replica.care import repair_is_wanted, want_repair
from todo_desktop.replica.database import FILE_NAME, Purpose, open_database
from todo_desktop.replica.folder_use import FolderUse
from todo_desktop.replica.reader import Reader
from todo_desktop.replica.rebuild import Rebuild
from todo_desktop.replica.repair import finish_switch, repair
from todo_desktop.replica.store import TodoStore

DAY = 86_400_000
NOON = 1_795_000_000_000
PAGE = 4096
Damage = Callable[[bytearray], bytearray]
SYNCED = 60


class Computer:
    """A folder with a server's list and a local one; opened for a moment at a time."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        with closing(open_database(folder, Purpose.WINDOW)) as database:
            store = TodoStore(database)
            self.server_list = store.open_list(HERE, PLAIN).id
            self.local_list = store.local_list(local_collection({})).id
            store.adopt(self.server_list, [record(n, f"synced {n} " + "x" * 300) for n in range(1, SYNCED + 1)])
            store.save_pull_state(self.server_list, PullState(loaded=True, cursor=5, swept_at=5))

    def add(self, title: str, *, local: bool = False) -> int:
        list_id = self.local_list if local else self.server_list
        held = editing.new_todo(list_id, {"title": title}, tracked=not local, operation=f"add {title}", now=NOON)
        with closing(open_database(self.folder, Purpose.WINDOW)) as database:
            return TodoStore(database).put(held)

    def edit(self, server_id: int, title: str) -> None:
        with closing(open_database(self.folder, Purpose.WINDOW)) as database:
            store = TodoStore(database)
            held = store.held_by_server_id(self.server_list, [server_id])[server_id]
            store.put(edited(held, f"edit {title}", title=title))

    def set_state(self, title: str, state: EntryState) -> None:
        with closing(open_database(self.folder, Purpose.WINDOW)) as database:
            store = TodoStore(database)
            (entry,) = [entry for entry in self._entries(store) if entry.wanted.get("title") == title]
            held = store.held([entry.todo_id])[entry.todo_id]
            store.put(replace(held, entries=tuple(replace(each, state=state) for each in held.entries)))

    def back_up(self, at: int = NOON) -> None:
        with closing(open_database(self.folder, Purpose.READER)) as database:
            Backups(self.folder).make(database, at, lambda: True)

    def damage(self, how: Damage) -> None:
        path = self.folder / FILE_NAME
        path.write_bytes(how(bytearray(path.read_bytes())))

    def titles(self) -> list[str]:
        with closing(open_database(self.folder, Purpose.WORKER)) as database:
            reader = Reader(database)
            ids = [*reader.ids(Query(self.server_list)), *reader.ids(Query(self.local_list))]
            return [str(todo.values["title"]).split(" x")[0] for todo in reader.rows(ids)]

    def outbox(self) -> list[tuple[str, ChangeKind, EntryState]]:
        return [(str(entry.wanted.get("title")), entry.kind, entry.state) for entry in self.entries()]

    def entries(self) -> list[Entry]:
        with closing(open_database(self.folder, Purpose.WORKER)) as database:
            return self._entries(TodoStore(database))

    def _entries(self, store: TodoStore) -> list[Entry]:
        return store.entries(self.server_list, set(EntryState))

    def pull_state(self) -> PullState:
        with closing(open_database(self.folder, Purpose.WORKER)) as database:
            return TodoStore(database).pull_state(self.server_list)

    def found(self, words: str) -> int:
        with closing(open_database(self.folder, Purpose.WORKER)) as database:
            return len(Reader(database).ids(Query(self.server_list, words)))


@pytest.fixture
def computer(folder: Path) -> Computer:
    return Computer(folder)


def is_sound(folder: Path) -> bool:
    with closing(open_database(folder, Purpose.WORKER)) as database:
        database.check()
    return True


def lost_head(content: bytearray) -> bytearray:
    return bytearray(b"\xa5" * PAGE) + content[PAGE:]


def lost_end(content: bytearray) -> bytearray:
    return content[: len(content) - 2 * PAGE]


def lost_all(content: bytearray) -> bytearray:
    return bytearray(b"garbage " * (len(content) // 8))


def without(pages: Sequence[int]) -> Damage:
    """The pages of these numbers, from 1, hold nothing that makes sense."""

    def overwrite(content: bytearray) -> bytearray:
        for page in pages:
            content[(page - 1) * PAGE : page * PAGE] = b"\xff" * PAGE
        return content

    return overwrite


def leaves(folder: Path, table: str) -> list[int]:
    """The last pages of a table: those that hold its rows."""
    with closing(sqlite3.connect(folder / FILE_NAME)) as database:
        (root,) = database.execute("SELECT rootpage FROM sqlite_master WHERE name = ?", (table,)).fetchone()
    content = (folder / FILE_NAME).read_bytes()

    def below(page: int) -> list[int]:
        start = (page - 1) * PAGE
        if content[start] != 5:
            return [page]
        cells = int.from_bytes(content[start + 3 : start + 5])
        pointers = [int.from_bytes(content[start + 12 + 2 * n : start + 14 + 2 * n]) for n in range(cells)]
        children = [int.from_bytes(content[start + p : start + p + 4]) for p in pointers]
        return [leaf for child in [*children, int.from_bytes(content[start + 8 : start + 12])] for leaf in below(child)]

    return below(root)


ALL_SYNCED = [f"synced {n}" for n in range(1, SYNCED + 1)]


def test_without_its_first_page_everything_else_goes_on(computer: Computer, folder: Path) -> None:
    computer.edit(1, "changed here")
    computer.add("made here")
    computer.add("only on this computer", local=True)
    computer.damage(lost_head)
    repaired = repair(folder)
    assert is_sound(folder)
    assert repaired == Repaired("replica.damaged-1.sqlite3", SYNCED + 2, 2, complete=True, backup=None)
    assert computer.titles() == ["changed here", *ALL_SYNCED[1:], "made here", "only on this computer"]
    assert computer.outbox() == [
        ("changed here", ChangeKind.UPDATE, EntryState.WAITING),
        ("made here", ChangeKind.CREATE, EntryState.WAITING),
    ]
    assert computer.found("synced 60") == 1
    assert (
        lost_head(bytearray((folder / repaired.set_aside).read_bytes())) == (folder / repaired.set_aside).read_bytes()
    )


@pytest.mark.parametrize("state", list(EntryState))
def test_a_change_stays_in_its_state(computer: Computer, folder: Path, state: EntryState) -> None:
    computer.edit(1, "changed here")
    computer.set_state("changed here", state)
    before = computer.entries()
    computer.damage(lost_head)
    repair(folder)
    assert computer.entries() == before


def test_the_next_sync_reads_the_whole_list(computer: Computer, folder: Path) -> None:
    computer.damage(lost_head)
    repair(folder)
    assert computer.pull_state() == PullState(loaded=True, sweep_due=True)


def test_a_lost_page_of_todos_is_filled_from_the_backup(computer: Computer, folder: Path) -> None:
    computer.add("only on this computer", local=True)
    computer.back_up()
    computer.edit(1, "changed here")
    computer.add("made here")
    computer.damage(without(leaves(folder, "todo")[1:3]))
    repaired = repair(folder)
    assert (repaired.complete, repaired.backup is not None) == (False, True)
    assert set(computer.titles()) == {"changed here", *ALL_SYNCED[1:], "made here", "only on this computer"}
    assert ("made here", ChangeKind.CREATE, EntryState.WAITING) in computer.outbox()


def test_a_todo_that_was_deleted_after_the_backup_stays_away(computer: Computer, folder: Path) -> None:
    gone = computer.add("deleted since", local=True)
    computer.back_up()
    with closing(open_database(folder, Purpose.WINDOW)) as database:
        TodoStore(database).remove(gone, NOON)
    computer.damage(lost_head)
    repair(folder)
    assert "deleted since" not in computer.titles()


def test_from_a_backup_alone_a_new_todo_is_looked_for_before_it_is_sent(computer: Computer, folder: Path) -> None:
    computer.add("perhaps sent since")
    computer.edit(2, "perhaps sent, too")
    computer.back_up()
    computer.damage(lost_all)
    repaired = repair(folder)
    assert (repaired.complete, repaired.todos, repaired.unsent) == (False, SYNCED + 1, 2)
    assert computer.outbox() == [
        ("perhaps sent since", ChangeKind.CREATE, EntryState.SENT),
        ("perhaps sent, too", ChangeKind.UPDATE, EntryState.WAITING),
    ]
    assert [entry.tries for entry in computer.entries()] == [1, 0]


def test_a_change_that_was_sent_after_the_backup_is_not_sent_again(computer: Computer, folder: Path) -> None:
    computer.edit(1, "sent since")
    computer.back_up()
    with closing(open_database(folder, Purpose.WINDOW)) as database:
        store = TodoStore(database)
        held = store.held_by_server_id(computer.server_list, [1])[1]
        store.put(replace(held, entries=(), base=None))
    computer.edit(30, "lies on another page")
    computer.damage(without(leaves(folder, "todo")[-1:]))
    repair(folder)
    assert computer.outbox() == [("lies on another page", ChangeKind.UPDATE, EntryState.WAITING)]
    assert computer.titles()[0] == "sent since"


def test_a_todo_that_reached_the_server_after_the_backup_is_not_here_twice(computer: Computer, folder: Path) -> None:
    made = computer.add("sent since")
    computer.back_up()
    with closing(open_database(folder, Purpose.WINDOW)) as database:
        store = TodoStore(database)
        store.put(replace(store.held([made])[made], server_id=500, entries=()))
    computer.damage(without(leaves(folder, "todo")[-1:]))
    repair(folder)
    assert computer.outbox() == []
    assert "sent since" not in computer.titles(), "the next sync brings it under its id"


def test_where_the_entries_are_lost_what_the_rows_show_is_kept(computer: Computer, folder: Path) -> None:
    computer.edit(1, "changed here")
    computer.add("made here")
    computer.damage(without(leaves(folder, "entry")))
    repaired = repair(folder)
    assert not repaired.complete
    update, create = computer.entries()
    assert (update.kind, update.state, update.wanted) == (
        ChangeKind.UPDATE, EntryState.WAITING, {"title": "changed here"},
    )  # fmt: skip
    assert (create.kind, create.problem, create.wanted) == (
        ChangeKind.CREATE, Problem.AMBIGUOUS_CREATE, {"title": "made here"},
    )  # fmt: skip


def test_where_a_todo_is_lost_its_changes_are_kept(computer: Computer, folder: Path) -> None:
    computer.edit(1, "changed here")
    computer.add("made here")
    computer.damage(without(leaves(folder, "todo")))
    repair(folder)
    assert computer.titles() == ["changed here", "made here"]
    assert [(entry.wanted["title"], entry.problem) for entry in computer.entries()] == [
        ("changed here", Problem.GONE), ("made here", None),
    ]  # fmt: skip


def test_no_local_id_is_given_twice(computer: Computer, folder: Path) -> None:
    last = computer.add("made here")
    computer.damage(without(leaves(folder, "todo")))
    repair(folder)
    assert computer.add("later") > last


def test_a_file_that_was_cut_short_is_read_as_far_as_it_goes(computer: Computer, folder: Path) -> None:
    computer.edit(1, "changed here")
    computer.damage(lost_end)
    repair(folder)
    assert is_sound(folder)
    assert computer.outbox() == [("changed here", ChangeKind.UPDATE, EntryState.WAITING)]


def test_without_anything_to_read_the_list_begins_anew(computer: Computer, folder: Path) -> None:
    computer.damage(lost_all)
    repaired = repair(folder)
    assert repaired == Repaired("replica.damaged-1.sqlite3", 0, 0, complete=False, backup=None)
    assert is_sound(folder)


def test_a_damaged_backup_is_passed_over(computer: Computer, folder: Path) -> None:
    computer.back_up(NOON - DAY)
    computer.back_up(NOON)
    (_, newest), (older_day, _) = Backups(folder).newest_first()
    newest.write_bytes(lost_all(bytearray(newest.read_bytes())))
    computer.damage(lost_all)
    assert repair(folder).backup == older_day
    assert computer.titles() == ALL_SYNCED


def test_whichever_page_is_lost_no_change_is(computer: Computer, folder: Path) -> None:
    """Every page in turn, with a backup from before the last changes."""
    computer.add("only on this computer", local=True)
    computer.back_up()
    computer.edit(1, "changed here")
    computer.add("made here")
    sound = (folder / FILE_NAME).read_bytes()
    for page in range(1, len(sound) // PAGE + 1):
        (folder / FILE_NAME).write_bytes(without([page])(bytearray(sound)))
        repaired = repair(folder)
        assert is_sound(folder), page
        wished = {str(entry.wanted.get("title")) for entry in computer.entries()}
        assert wished == {"changed here", "made here"}, page
        assert {"changed here", "made here", "only on this computer"} <= set(computer.titles()), page
        assert len(computer.titles()) == SYNCED + 2, (page, repaired)


def test_the_log_beside_the_file_is_read_and_set_aside_with_it(computer: Computer, folder: Path) -> None:
    database = open_database(folder, Purpose.WINDOW)
    store = TodoStore(database)
    store.put(edited(store.held_by_server_id(computer.server_list, [1])[1], "o", title="only in the log"))
    crashed = folder.parent / "crashed"
    crashed.mkdir()
    for name in (FILE_NAME, f"{FILE_NAME}-wal"):
        (crashed / name).write_bytes((folder / name).read_bytes())
    database.close()
    computer.folder = crashed
    computer.damage(without(leaves(folder, "search_text")))
    repaired = repair(crashed)
    assert computer.outbox() == [("only in the log", ChangeKind.UPDATE, EntryState.WAITING)]
    assert (crashed / f"{repaired.set_aside}-wal").exists()


@pytest.mark.parametrize("step", range(1, 6))
def test_a_crash_in_the_middle_of_the_switch_is_made_good_by_the_next_start(
    computer: Computer, folder: Path, step: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    computer.edit(1, "changed here")
    computer.damage(lost_head)
    steps = iter(range(1, 100))
    move = Path.replace

    def until_the_crash(self: Path, target: Path) -> Path:
        if next(steps) == step:
            raise KeyboardInterrupt
        return move(self, target)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "replace", until_the_crash)
        crashed = False
        try:
            repair(folder)
        except KeyboardInterrupt:
            crashed = True
    assert crashed == (step <= 3), "the switch has three moves here"
    finish_switch(folder)
    if step == 1:
        repair(folder)  # it had not begun: the file is as damaged as before
    assert computer.titles()[0] == "changed here"
    assert not (folder / "repairing").exists()
    assert (folder / "replica.damaged-1.sqlite3").exists()


def test_a_repair_that_fails_leaves_everything_as_it_was(
    computer: Computer, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    computer.damage(lost_head)
    before = (folder / FILE_NAME).read_bytes()

    def full(_self: object) -> None:
        raise StorageError(Problem.DISK_FULL)

    monkeypatch.setattr(Rebuild, "run", full)
    with pytest.raises(StorageError):
        repair(folder)
    assert (folder / FILE_NAME).read_bytes() == before
    assert not (folder / "replica.damaged-1.sqlite3").exists()


def test_a_repair_that_was_asked_for_is_remembered_until_it_is_done(computer: Computer, folder: Path) -> None:
    assert not repair_is_wanted(folder)
    want_repair(folder)
    assert repair_is_wanted(folder)
    repair(folder)
    assert not repair_is_wanted(folder)


def test_whoever_repairs_is_alone(folder: Path) -> None:
    folder.mkdir()
    window, other = FolderUse(folder), FolderUse(folder)
    assert window.share()
    assert other.share()
    assert not other.alone()
    window.end()
    assert other.alone()
    assert not window.share()
    other.end()
    assert window.share()
    window.end()


WRITER = Writer("2026-02-02T00:00:00.000Z", "7", "Ana")
SINCE = "2025-01-01T00:00:00.000Z"


@pytest.fixture
def in_dispute(computer: Computer) -> Computer:
    """One todo in dispute with somebody whose name is known; and it is known when the list's user was made."""
    computer.edit(1, "changed here")
    with closing(open_database(computer.folder, Purpose.WINDOW)) as database:
        store = TodoStore(database)
        store.save_user_since(computer.server_list, SINCE)
        (held,) = store.held_by_server_id(computer.server_list, [1]).values()
        entry = replace(held.entries[0].parked(Problem.CONFLICT), theirs={"title": "hers"}, writer=WRITER)
        store.put(replace(held, entries=(entry,)))
    return computer


def user_since(computer: Computer) -> str:
    with closing(open_database(computer.folder, Purpose.WORKER)) as database:
        return TodoStore(database).todo_list(computer.server_list).user_since


def test_who_wrote_the_other_side_and_whose_server_it_is_stay_known(in_dispute: Computer, folder: Path) -> None:
    in_dispute.damage(lost_head)
    repair(folder)
    assert [entry.writer for entry in in_dispute.entries()] == [WRITER]
    assert user_since(in_dispute) == SINCE


def test_they_are_taken_from_the_backup_where_the_file_is_lost(in_dispute: Computer, folder: Path) -> None:
    in_dispute.back_up()
    in_dispute.damage(lost_all)
    repair(folder)
    assert [entry.writer for entry in in_dispute.entries()] == [WRITER]
    assert user_since(in_dispute) == SINCE


def test_where_they_are_garbled_the_rest_goes_on_without_them(in_dispute: Computer, folder: Path) -> None:
    with closing(sqlite3.connect(folder / FILE_NAME)) as database:
        database.execute("UPDATE entry SET writer = '[\"20'")
        database.execute("UPDATE list SET user_since = 'xx' WHERE base_url IS NOT NULL")
        database.commit()
    in_dispute.damage(lost_head)
    repair(folder)
    assert [(entry.writer, entry.theirs) for entry in in_dispute.entries()] == [(None, {"title": "hers"})]
    assert user_since(in_dispute) == ""


@pytest.fixture
def with_news(computer: Computer) -> Computer:
    """The user has looked at noon; somebody has changed one todo and removed another since."""
    with closing(open_database(computer.folder, Purpose.WORKER)) as database:
        store = TodoStore(database)
        store.look([computer.server_list], NOON)
        store.adopt(computer.server_list, [record(1, "changed there")])
        store.remove(store.held_by_server_id(computer.server_list, [2])[2].todo_id, NOON)
    return computer


def news(computer: Computer) -> tuple[NewsOverview, dict[int, News]]:
    with closing(open_database(computer.folder, Purpose.WORKER)) as database:
        reader = Reader(database)
        found = reader.news([computer.server_list])
        return found, reader.news_of(sorted(found.in_list))


@pytest.mark.parametrize("damage", [lost_head, lost_all], ids=["from the file", "from the backup"])
def test_what_others_did_since_the_user_looked_last_stays_news(
    with_news: Computer, folder: Path, damage: Damage
) -> None:
    with_news.back_up()
    before = news(with_news)
    assert (len(before[0].changed), len(before[0].removed), before[0].since) == (1, 1, NOON)
    with_news.damage(damage)
    repair(folder)
    assert news(with_news) == before


def test_what_the_user_has_looked_at_since_the_backup_is_news_no_more(with_news: Computer, folder: Path) -> None:
    with_news.back_up()
    with closing(open_database(folder, Purpose.WINDOW)) as database:
        TodoStore(database).forget_all_news([with_news.server_list])
    with_news.damage(lost_head)
    repair(folder)
    assert not news(with_news)[0]


def test_garbled_news_are_left_out_and_a_file_without_any_is_repaired(with_news: Computer, folder: Path) -> None:
    with closing(sqlite3.connect(folder / FILE_NAME)) as database:
        database.execute("UPDATE news SET before = '{\"tit' WHERE kind = 'changed'")
        database.execute("UPDATE list SET looked_at = 'xx'")
        database.commit()
    with_news.damage(lost_head)
    assert not repair(folder).complete
    left, _ = news(with_news)
    assert (left.changed, len(left.removed), left.since) == (frozenset(), 1, None)
    with closing(sqlite3.connect(folder / FILE_NAME)) as database:  # as an earlier version left it
        database.execute("DROP TABLE news")
        database.execute("ALTER TABLE list DROP COLUMN looked_at")
        database.execute("PRAGMA user_version = 6")
    assert repair(folder).complete
    assert with_news.titles()[0] == "changed there"
    assert not news(with_news)[0]
