"""Says something on a terminal, or into a pipe whose other end may have gone."""

import os
from typing import TextIO


def say(terminal: TextIO | None, text: str) -> None:
    """Where nobody listens any more (`| head`), this and all that follows is said to nobody. Ends the program with a
    sentence where *text* cannot be written, such as on a full disk."""
    if terminal is None:
        return
    try:
        terminal.write(text)
        terminal.flush()
    except OSError as error:
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, terminal.fileno())  # or what is still held back fails once more at the end
        os.close(nowhere)
        if not isinstance(error, BrokenPipeError):
            raise SystemExit(f"What was found cannot be written: {error.strerror}.") from None
