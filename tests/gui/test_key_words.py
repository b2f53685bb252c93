"""What a key tells of itself is said in words, and a week before its end it is told."""

import pytest

from todo_desktop.gui.key_words import DAY, days_left, ends_soon_message, key_words
from todo_desktop.gui.messages import MessageAction
from todo_desktop.model.diagnosis import KeyFacts

NOW = 1_795_000_000_000


@pytest.mark.parametrize(
    ("left", "days"),
    [(8 * DAY, None), (7 * DAY, 7), (DAY + 1, 1), (60_000, 0), (0, None), (-DAY, None)],
)
def test_the_last_seven_days_of_a_key_are_counted(left: int, days: int | None) -> None:
    assert days_left(KeyFacts("r", 1, NOW - DAY, NOW + left), NOW) == days


def test_a_key_that_never_ends_is_never_told() -> None:
    assert days_left(KeyFacts("r", 1, NOW), NOW) is None
    assert key_words(KeyFacts("clerk", 1, NOW)) == "Its role is clerk. Does not expire."
    assert key_words(KeyFacts()) == ""


@pytest.mark.parametrize(("days", "words"), [(5, "in 5 days"), (1, "tomorrow"), (0, "today")])
def test_when_it_ends_is_said_with_what_to_do(days: int, words: str) -> None:
    message = ends_soon_message(KeyFacts("r", 1, NOW, NOW + days * DAY), days, "demo.example")
    assert words in message.text
    assert message.action is MessageAction.RENEW_KEY
    given = ends_soon_message(KeyFacts("r", 1, NOW, NOW + days * DAY), days, "demo.example", is_given=True)
    assert words in given.text
    assert given.text.endswith("TODO_DESKTOP_API_KEY gives it: start with a new one there.")
    assert given.action is None, "no sign-in here can replace it"
