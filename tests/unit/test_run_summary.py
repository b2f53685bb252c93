"""The last line of tests/run tells the truth about all that it ran."""

from pathlib import Path

import pytest

from tests.summary import main

SECONDS = 63


def run(folder: Path, number: int, last_line: str, status: int) -> None:
    log = folder / f"{number}.log"
    log.write_text(f"collected 3 items\n\n{last_line}\n", encoding="utf-8")
    log.with_name(f"{log.name}.status").write_text(f"{status}\n", encoding="utf-8")


class LastLine:
    def __init__(self, capsys: pytest.CaptureFixture[str]) -> None:
        self._capsys = capsys

    def __call__(self) -> str:
        """What was printed last since the last call, without the rule around it."""
        return self._capsys.readouterr().out.strip().splitlines()[-1].strip("= ")


@pytest.fixture
def last_line(capsys: pytest.CaptureFixture[str]) -> LastLine:
    return LastLine(capsys)


def test_several_runs_are_added_up(tmp_path: Path, last_line: LastLine) -> None:
    run(tmp_path, 1, "===== 5 passed, 1 skipped in 1.50s =====", 0)
    run(tmp_path, 2, "\x1b[32m=== \x1b[1m7 passed\x1b[0m, 2 warnings in 61.25s (0:01:01) ===\x1b[0m", 0)
    run(tmp_path, 3, "2 passed in 0.25s", 0)
    assert main(tmp_path, SECONDS, []) == 0
    assert last_line() == "14 passed, 1 skipped, 2 warnings in 63.00s"


def test_a_failed_run_fails_the_whole(tmp_path: Path, last_line: LastLine) -> None:
    run(tmp_path, 1, "=== 1 failed, 5 passed in 1.00s ===", 1)
    run(tmp_path, 2, "=== 7 passed in 1.00s ===", 0)
    assert main(tmp_path, SECONDS, ["tests/unit"]) == 1
    assert last_line() == "1 failed, 12 passed in 63.00s"


def test_a_failed_gate_that_is_not_pytest_counts_as_an_error(tmp_path: Path, last_line: LastLine) -> None:
    run(tmp_path, 1, "=== 5 passed in 1.00s ===", 0)
    run(tmp_path, 2, "=== 1 failed in 1.00s ===", 1)
    assert main(tmp_path, SECONDS, ["mypy", "tests/unit", "coverage"]) == 1
    assert last_line() == "1 failed, 5 passed, 2 errors in 63.00s"


def test_a_run_that_broke_before_its_last_line_counts_as_an_error(tmp_path: Path, last_line: LastLine) -> None:
    run(tmp_path, 1, "ImportError: no module named conftest", 4)
    run(tmp_path, 2, "=== 5 passed in 1.00s ===", 0)
    assert main(tmp_path, SECONDS, ["tests/unit"]) == 1
    assert last_line() == "5 passed, 1 error in 63.00s"


def test_a_part_of_which_nothing_was_selected_fails_nothing(tmp_path: Path, last_line: LastLine) -> None:
    run(tmp_path, 1, "=== 9 deselected in 0.50s ===", 5)
    run(tmp_path, 2, "=== 5 passed in 1.00s ===", 0)
    assert main(tmp_path, SECONDS, []) == 0
    assert last_line() == "5 passed, 9 deselected in 63.00s"


def test_a_single_run_speaks_for_itself(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(tmp_path, 1, "=== 1 failed in 1.00s ===", 1)
    assert main(tmp_path, SECONDS, ["tests/unit"]) == 1
    assert capsys.readouterr().out == ""
