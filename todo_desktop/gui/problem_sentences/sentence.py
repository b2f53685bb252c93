"""What a problem is called in words."""

from msgspec import Struct

from todo_desktop.gui.message_action import MessageAction


class Sentence(Struct, frozen=True):
    """`kept`: unsent changes are safe, and it is said. `quotes`: the other side's own words help the reader."""

    what: str
    do: str
    action: MessageAction | None
    kept: bool = True
    quotes: bool = False
