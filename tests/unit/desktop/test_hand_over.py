"""A later start reaches the first one, and nobody but the same user does."""

import os
import socket
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from todo_desktop.desktop.hand_over import Answer, hand_over
from todo_desktop.desktop.meeting_place import meeting_place
from todo_desktop.desktop.request import LONGEST, Reply, Request, Verb, read_reply, read_request, to_line

Serve = Callable[[bytes | None], list[bytes]]


@pytest.fixture(autouse=True)
def runtime(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The desktop's folder for sockets."""
    # A socket's path holds hardly a hundred letters.
    folder = tmp_path / "r"
    folder.mkdir(mode=0o700)
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(folder))
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    return folder


@pytest.fixture
def serve(tmp_path: Path) -> Iterator[Serve]:
    """`serve(reply)` listens where the first start of tmp_path does, answers the first line that comes with *reply*, or
    not at all, and gives what it heard."""
    stop, threads = threading.Event(), []

    def begin(reply: bytes | None) -> list[bytes]:
        heard: list[bytes] = []
        server = socket.socket(socket.AF_UNIX)
        server.bind(meeting_place(tmp_path))
        server.listen()

        def run() -> None:
            with server, server.accept()[0] as connection:
                if reply is None:
                    stop.wait()
                else:
                    heard.append(connection.makefile("rb").readline())
                    connection.sendall(reply)

        threads.append(threading.Thread(target=run))
        threads[-1].start()
        return heard

    yield begin
    stop.set()
    for thread in threads:
        thread.join()


def test_what_was_asked_for_arrives_word_for_word(serve: Serve, tmp_path: Path) -> None:
    heard = serve(to_line(Reply(done=True)))
    request = Request(Verb.CAPTURE, "Pay rent\n“tomorrow”", "token")
    assert hand_over(tmp_path, request, 5) is Answer.DONE
    assert read_request(heard[0]) == request


def test_where_nobody_listens_it_is_said_at_once(tmp_path: Path) -> None:
    begun = time.monotonic()
    assert hand_over(tmp_path, Request(), 60) is Answer.NOBODY
    assert time.monotonic() - begun < 30


def test_a_socket_that_a_crash_left_behind_is_nobody(tmp_path: Path) -> None:
    dead = socket.socket(socket.AF_UNIX)
    dead.bind(meeting_place(tmp_path))
    dead.close()
    assert hand_over(tmp_path, Request(), 60) is Answer.NOBODY


def test_one_that_hangs_is_left_after_the_time_that_was_given(serve: Serve, tmp_path: Path) -> None:
    serve(None)
    begun = time.monotonic()
    assert hand_over(tmp_path, Request(), 0.2) is Answer.SILENT
    assert time.monotonic() - begun < 10


@pytest.mark.parametrize("reply", [b"", b"shown\n", b"\xff\n", to_line(Reply(done=False)), b"x" * (LONGEST + 1)])
def test_an_answer_that_is_none_of_ours_counts_as_silence(serve: Serve, tmp_path: Path, reply: bytes) -> None:
    serve(reply)
    assert hand_over(tmp_path, Request(), 5) is Answer.SILENT


@pytest.mark.parametrize(
    "line", [b"", b"\n", b"[]\n", b'{"verb":"dance"}\n', b'{"verb":"show","version":2}\n', b"\xff\n"]
)
def test_what_another_version_asks_is_not_guessed_at(line: bytes) -> None:
    assert read_request(line) is None


def test_an_answer_can_be_read_by_any_version() -> None:
    assert read_reply(b'{"done":true,"version":7,"more":1}\n') == Reply(done=True, version=7)


def test_the_desktops_own_folder_is_used_where_it_is_private(runtime: Path, tmp_path: Path) -> None:
    assert Path(meeting_place(tmp_path)).parent == runtime


@pytest.mark.parametrize("mode", [0o755, 0o770, 0o777, 0o701])
def test_a_folder_that_others_can_enter_is_not_used(runtime: Path, tmp_path: Path, mode: int) -> None:
    runtime.chmod(mode)
    assert Path(meeting_place(tmp_path)).parent == tmp_path / f"todo-desktop-{os.getuid()}"


def test_without_a_desktop_the_folder_is_made_for_this_user_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("XDG_RUNTIME_DIR")
    made = Path(meeting_place(tmp_path)).parent
    assert made.stat().st_mode & 0o777 == 0o700


@pytest.mark.parametrize("trick", ["a link", "open to others", "a file"])
def test_a_place_that_somebody_else_prepared_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, trick: str
) -> None:
    monkeypatch.delenv("XDG_RUNTIME_DIR")
    prepared = tmp_path / f"todo-desktop-{os.getuid()}"
    if trick == "a link":
        (tmp_path / "theirs").mkdir(mode=0o700)
        prepared.symlink_to(tmp_path / "theirs")
    elif trick == "a file":
        prepared.touch(mode=0o600)
    else:
        prepared.mkdir()
        prepared.chmod(0o777)
    assert meeting_place(tmp_path) == ""
    assert hand_over(tmp_path, Request(), 5) is Answer.NOBODY


def test_what_belongs_to_another_user_is_refused(
    tmp_path: Path, runtime: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "getuid", lambda: 12345)
    assert meeting_place(tmp_path) == ""


def test_each_folder_has_a_place_of_its_own_however_it_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "link").symlink_to(tmp_path / "data")
    assert meeting_place(Path("data")) == meeting_place(tmp_path / "link") == meeting_place(tmp_path / "data")
    assert meeting_place(Path("data")) != meeting_place(Path("other"))
