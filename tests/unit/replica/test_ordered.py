"""A search that is typed on finds what one for the whole words finds, however many texts are left at each letter."""

import random

import pytest

from todo_desktop.replica.ordered import Found, find

TEXTS = [f"{'pay' if place % 2 else 'call'} {'ada' if place % 7 else 'grace'} {place}" for place in range(500)]


@pytest.mark.parametrize("typed", ["pay ada 4", "call", "grace 49", "a a", "pay zebra", "9 pay", "499"])
def test_letter_by_letter_as_at_once(typed: str) -> None:
    found: Found | None = None
    for end in range(1, len(typed) + 1):
        words = tuple(typed[:end].split())
        found = find(TEXTS, words, found)
        assert found.mask == bytes([all(word in text for word in words) for text in TEXTS])


def test_what_was_found_before_is_no_limit_for_other_words() -> None:
    chance = random.Random(3)  # noqa: S311 - the same words in every run
    before: Found | None = None
    for _ in range(200):
        words = tuple(
            chance.choice(["p", "pay", "ada", "grace", "4", "48", "zebra"]) for _ in range(chance.randint(1, 3))
        )
        before = find(TEXTS, words, before)
        assert before.mask == bytes([all(word in text for word in words) for text in TEXTS])
