"""Where files go, and who may read them."""

import stat
from pathlib import Path

import pytest

from todo_desktop.model.errors import Problem, StorageError
from todo_desktop.settings.folders import folders_of, is_profile_name
from todo_desktop.settings.resources import resources_folder


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_a_chosen_folder_holds_everything(tmp_path: Path) -> None:
    folders = folders_of(data_dir=tmp_path / "here")
    folders.make()
    paths = (folders.settings_file, folders.window_file, folders.replica, folders.logs)
    assert all(path.is_relative_to(tmp_path / "here") for path in paths)
    assert [path.name for path in tmp_path.iterdir()] == ["here"]


def test_only_the_owner_may_enter_the_folders(tmp_path: Path) -> None:
    folders = folders_of(data_dir=tmp_path / "here")
    folders.make()
    assert [mode(path) for path in (folders.data, folders.replica, folders.logs)] == [0o700] * 3


def test_a_chosen_folder_that_exists_keeps_its_mode_and_what_we_keep_inside_is_private(tmp_path: Path) -> None:
    tmp_path.chmod(0o755)
    folders = folders_of(data_dir=tmp_path)
    folders.replica.mkdir(mode=0o755)
    folders.make()
    assert mode(tmp_path) == 0o755
    assert mode(folders.replica) == mode(folders.logs) == 0o700


def test_without_a_chosen_folder_the_system_names_the_place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    monkeypatch.setenv("HOME", str(tmp_path))
    folders = folders_of("work")
    assert folders.data.is_relative_to(tmp_path)
    assert folders.data.parts[-2:] == ("todo-desktop", "work")


def test_profiles_never_share_a_folder_or_a_key(tmp_path: Path) -> None:
    one, other = folders_of("default", tmp_path), folders_of("work", tmp_path)
    assert one.settings_file != other.settings_file
    assert one.replica != other.replica
    elsewhere = folders_of("default", tmp_path / "b")
    system = folders_of("default")
    assert len({one.key_scope, other.key_scope, elsewhere.key_scope, system.key_scope}) == 4


def test_a_relative_folder_stays_the_same_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    folders = folders_of(data_dir=Path("here"))
    monkeypatch.chdir("/")
    assert folders.data == tmp_path / "here"


@pytest.mark.parametrize("name", ["", ".", "..", "a/b", "a\\b", "-x", "a b", "a" * 41, "naïve", "a\n"])
def test_a_name_that_would_leave_its_folder_is_no_profile(name: str, tmp_path: Path) -> None:
    assert not is_profile_name(name)
    with pytest.raises(ValueError, match="profile"):
        folders_of(name, tmp_path)


def test_a_folder_that_cannot_be_made_is_a_storage_error(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(StorageError) as caught:
        folders_of(data_dir=tmp_path / "file" / "here").make()
    assert caught.value.problem is Problem.INTERNAL
    assert str(tmp_path) in caught.value.detail


def test_the_resources_are_found_from_a_checkout() -> None:
    assert (resources_folder() / "icons" / "todo-desktop.svg").is_file()


def test_the_resources_of_a_frozen_program_are_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "resources" / "icons").mkdir(parents=True)
    (tmp_path / "resources" / "icons" / "todo-desktop.svg").touch()
    monkeypatch.setattr("sys._MEIPASS", str(tmp_path), raising=False)
    assert resources_folder() == tmp_path / "resources"
