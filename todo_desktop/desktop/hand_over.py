"""Hands a request over to the first start of a folder. Quick: it needs no Qt, nor anything else that is large."""

import sys
import time
from enum import Enum
from pathlib import Path

from todo_desktop.desktop.meeting_place import meeting_place
from todo_desktop.desktop.request import LONGEST, Request, read_reply, to_line


class Answer(Enum):
    """silent: somebody is there and does not answer, or not in our words. nobody: nobody listens."""

    DONE = "done"
    SILENT = "silent"
    NOBODY = "nobody"


def hand_over(folder: Path, request: Request, patience: float) -> Answer:
    """Ask the first start of *folder*, for *patience* seconds at most. Blocks."""
    place = meeting_place(folder)
    if not place:
        return Answer.NOBODY
    line = _exchange(place, to_line(request), patience)
    if line is None:
        return Answer.NOBODY
    reply = read_reply(line)
    return Answer.DONE if reply is not None and reply.done else Answer.SILENT


if sys.platform == "win32":

    def _exchange(place: str, question: bytes, _patience: float) -> bytes | None:
        """Not tried by anybody yet. A pipe of Windows cannot be given up on, so a stuck first start is waited for."""
        try:
            with open(rf"\\.\pipe\{place}", "r+b", buffering=0) as pipe:  # noqa: PTH123
                pipe.write(question)
                return pipe.readline(LONGEST)
        except OSError:
            return None

else:
    import socket

    def _exchange(place: str, question: bytes, patience: float) -> bytes | None:
        """The line that came back; empty where none did in time, None where nobody listens."""
        deadline = time.monotonic() + patience
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as connection:
            connection.settimeout(patience)
            try:
                connection.connect(place)
            except TimeoutError:
                return b""
            except OSError:
                return None
            try:
                connection.sendall(question)
                return _line(connection, deadline)
            except OSError:  # it took too long, or ended
                return b""

    def _line(connection: "socket.socket", deadline: float) -> bytes:
        line = b""
        while not line.endswith(b"\n") and len(line) < LONGEST:
            connection.settimeout(max(0.001, deadline - time.monotonic()))
            part = connection.recv(4096)
            if not part:
                break
            line += part
        return line
