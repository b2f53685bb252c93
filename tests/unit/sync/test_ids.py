"""Ids of our own: of the server's form, and never one that it could make itself."""

import secrets
import uuid
from collections.abc import Callable

import pytest

from todo_desktop.model.schema import KeyKind
from todo_desktop.sync.ids import EPOCH, LARGEST, IdMaker

NOW = 1_795_790_000_000
SERVERS_HIGHEST = 2**15 - 1
"""A server counts up from 0 in every second."""


def maker(now: Callable[[], int] = lambda: NOW, bits: Callable[[int], int] | None = None) -> IdMaker:
    return IdMaker(now, bits or secrets.randbits)


def test_a_snowflake_looks_like_the_servers_own_of_this_second() -> None:
    made = maker().next(KeyKind.SNOWFLAKE)
    assert isinstance(made, int)
    assert made >> 21 == NOW // 1000 - EPOCH
    assert len(str(made)) == 15


@pytest.mark.parametrize("bits", [lambda _: 0, lambda count: 2**count - 1], ids=["lowest", "highest"])
def test_ids_of_one_second_rise_and_are_none_that_a_server_counts_to(bits: Callable[[int], int]) -> None:
    ids = maker(bits=bits)
    made = [ids.next(KeyKind.SNOWFLAKE) for _ in range(40_000)]
    assert made == sorted(set(made), key=lambda one: one or 0)
    assert all(isinstance(one, int) and one & 0xFFFF > SERVERS_HIGHEST for one in made)


def test_a_clock_set_back_makes_no_id_twice() -> None:
    times = iter([NOW, NOW - 60_000, NOW - 60_000, NOW])
    ids = maker(lambda: next(times))
    made = [ids.next(KeyKind.SNOWFLAKE) for _ in range(4)]
    assert len(set(made)) == 4


@pytest.mark.parametrize("now", [0, EPOCH * 1000, 2**53 * 1000])
def test_a_clock_that_is_far_off_leaves_the_id_to_the_server(now: int) -> None:
    assert maker(lambda: now).next(KeyKind.SNOWFLAKE) is None


def test_the_largest_id_is_still_a_number_to_everybody() -> None:
    last = (LARGEST >> 21) + EPOCH
    made = maker(lambda: last * 1000).next(KeyKind.SNOWFLAKE)
    assert isinstance(made, int)
    assert made <= LARGEST


def test_texts_have_the_servers_form() -> None:
    made = maker().next(KeyKind.UUID)
    assert uuid.UUID(str(made)).version == 4
    assert str(made) == str(uuid.UUID(str(made)))
    short = maker().next(KeyKind.NANOID)
    assert isinstance(short, str)
    assert len(short) == 12
    assert short.replace("-", "").replace("_", "").isalnum()


@pytest.mark.parametrize("kind", [KeyKind.AUTOINCREMENT, KeyKind.OTHER])
def test_a_counted_id_is_never_chosen(kind: KeyKind) -> None:
    assert maker().next(kind) is None
