"""One list in one order, held in memory until the data changes: ids, which are open, and what is searched in them.

Masks are bytes, one for each todo of the order: 1 where it is meant, else 0. They are put together as one large number
each, which costs nothing, and a mask of 100,000 texts takes 5 ms: no index is quicker for a letter that most have.
"""

from array import array
from collections.abc import Container, Sequence
from itertools import compress

from msgspec import Struct, field

from todo_desktop.model.query import Counts, Show


class Ordered(Struct, frozen=True):
    """All todos of a list. `open` is the mask of those that are not done."""

    ids: "array[int]"
    open: bytes
    _numbers: list[int] = field(default_factory=list)
    """The same ids once more, as soon as some of them are picked: from an array each would be made anew every time."""

    def __add__(self, other: "Ordered") -> "Ordered":
        """The todos of *other* after these."""
        return Ordered(self.ids + other.ids, self.open + other.open) if self.ids else other

    def shown(self, show: Show, found: bytes | None) -> "array[int]":
        """The ids that *show* lets through, of those in the mask *found* (None: of all)."""
        if show is Show.ALL:
            return self.ids[:] if found is None else self._picked(found)
        wanted = self.open if show is Show.OPEN else _inverted(self.open)
        return self._picked(wanted if found is None else _both(wanted, found))

    def prepare(self) -> None:
        """Make ready for picking some."""
        if not self._numbers:
            self._numbers.extend(self.ids)

    def counts(self, found: bytes | None) -> Counts:
        """Of those in the mask *found* (None: of all)."""
        if found is None:
            return Counts(len(self.ids), self.open.count(1))
        return Counts(found.count(1), _both(self.open, found).count(1))

    def among(self, todo_ids: Container[int]) -> bytes:
        """The mask of these todos."""
        return bytes([todo_id in todo_ids for todo_id in self.ids])

    def _picked(self, mask: bytes) -> "array[int]":
        if mask.count(1) == len(self.ids):
            return self.ids[:]
        self.prepare()
        picked = array("q")
        picked.fromlist([*compress(self._numbers, mask)])
        return picked


class Found(Struct, frozen=True):
    """The mask of the texts that have every one of *words*."""

    words: tuple[str, ...]
    mask: bytes

    def leads_to(self, words: Sequence[str]) -> bool:
        """Whether what has all *words* is among what was found: they only say more, as when somebody types on."""
        return all(any(old in new for new in words) for old in self.words)


def find(texts: Sequence[str], words: tuple[str, ...], before: Found | None) -> Found:
    """Those of *texts* that have every one of *words*, at least one. *before* is an answer about the same texts; one
    that leads to this one saves most of the comparing."""
    known = before if before is not None and before.leads_to(words) else None
    mask = known.mask if known else None
    for word in words if known is None else (word for word in words if word not in known.words):
        mask = _with(word, texts, mask)
    return Found(words, mask if mask is not None else bytes(len(texts)))


def _with(word: str, texts: Sequence[str], among: bytes | None) -> bytes:
    """The mask of those *among* the texts (None: all of them) that have *word*."""
    if among is None:
        return bytes([word in text for text in texts])
    if among.count(1) > len(texts) / _FEW:
        return _both(bytes([word in text for text in texts]), among)
    mask = bytearray(len(texts))
    for place in compress(range(len(texts)), among):
        if word in texts[place]:
            mask[place] = 1
    return bytes(mask)


def _both(a: bytes, b: bytes) -> bytes:
    return (int.from_bytes(a, "big") & int.from_bytes(b, "big")).to_bytes(len(a), "big")


def _inverted(mask: bytes) -> bytes:
    return mask.translate(_OTHER)


_FEW = 4
"""Up to a fourth of the texts are sooner picked out than all of them gone through."""
_OTHER = bytes.maketrans(b"\0\1", b"\1\0")
