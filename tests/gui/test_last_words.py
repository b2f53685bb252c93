"""What is kept for the next start does not keep this one from its end."""

from pathlib import Path

from todo_desktop.app.last_words import FILE_NAME, LastWords


def test_a_run_that_ends_by_itself_leaves_nothing(tmp_path: Path) -> None:
    words = LastWords(tmp_path)
    assert words.begin() == ""
    words.end()
    assert not (tmp_path / FILE_NAME).exists()


def test_the_end_goes_on_where_the_file_cannot_be_removed(tmp_path: Path) -> None:
    words = LastWords(tmp_path)
    words.begin()
    (tmp_path / FILE_NAME).unlink()
    (tmp_path / FILE_NAME).mkdir()
    words.end()
