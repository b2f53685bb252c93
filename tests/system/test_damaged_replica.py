"""A damaged file of todos: the program says so, repairs it, and goes on with everything that can be read."""

from pathlib import Path

from tests.support.waiting import wait_until
from tests.system.conftest import StartProgram
from tests.system.program import PATIENCE_SECONDS, titles_in, wait_for_titles
from todo_desktop.replica.database import Purpose, open_database

PAGE = 4096


def _file(data_dir: Path) -> Path:
    return data_dir / "replica" / "replica.sqlite3"


def _overwrite(path: Path, start: int, length: int) -> None:
    content = bytearray(path.read_bytes())
    content[start : start + length] = b"\xa5" * length
    path.write_bytes(content)


def _is_sound(data_dir: Path) -> bool:
    database = open_database(data_dir / "replica", Purpose.READER)
    database.check()
    database.close()
    return True


def test_a_file_without_its_head_is_repaired_by_the_next_start(start: StartProgram, data_dir: Path) -> None:
    program = start()
    program.add("Typed before the damage")
    wait_for_titles(data_dir, "Typed before the damage")
    assert program.close() == 0
    _overwrite(_file(data_dir), 0, PAGE)
    again = start()
    again.add("Typed after it")
    wait_for_titles(data_dir, "Typed after it", "Typed before the damage")
    assert again.close() == 0
    assert again.said() == ""
    assert _is_sound(data_dir)
    assert (data_dir / "replica" / "replica.damaged-1.sqlite3").exists()


def test_damage_that_a_crash_left_is_found_while_the_window_is_open_and_repaired_by_the_next_start(
    start: StartProgram, data_dir: Path
) -> None:
    program = start()
    for number in range(3):
        program.add(f"Todo {number}")
    wait_until(lambda: len(titles_in(data_dir)) == 3, PATIENCE_SECONDS)
    program.kill()
    database = open_database(data_dir / "replica", Purpose.WORKER)
    database.run("INSERT INTO search_text (todo_id, text) SELECT id, hex(zeroblob(9000)) FROM todo")
    database.checkpoint()
    last = _file(data_dir).stat().st_size - PAGE
    database.close()
    _overwrite(_file(data_dir), last, PAGE)
    (data_dir / "replica" / "replica.sqlite3-wal").write_bytes(b"left by a crash")
    again = start()
    wait_until((data_dir / "replica" / "repair-wanted").exists, PATIENCE_SECONDS)
    assert again.window
    assert again.terminate() == 0
    third = start()
    wait_until((data_dir / "replica" / "replica.damaged-1.sqlite3").exists, PATIENCE_SECONDS)
    third.add("Typed after it")
    wait_for_titles(data_dir, "Todo 0", "Todo 1", "Todo 2", "Typed after it")
    assert third.close() == 0
    assert _is_sound(data_dir)
