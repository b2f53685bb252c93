"""What the doctor found out about one thing."""

from collections.abc import Mapping
from enum import StrEnum

from msgspec import Struct, field

from todo_desktop.model.values import Json


class Verdict(StrEnum):
    """GOOD: as it should be. NOTE: works, and is good to know. BAD: not all of the four calls would work."""

    GOOD = "good"
    NOTE = "note"
    BAD = "bad"


class Finding(Struct, frozen=True):
    """`text` is for people; `facts` say the same to programs, and hold neither a key nor a todo."""

    topic: str
    verdict: Verdict
    text: str
    facts: Mapping[str, Json] = field(default_factory=dict)
