"""A key is the same however it was pasted."""

import pytest

from todo_desktop.model.connection import ApiKey
from todo_desktop.model.typed_key import typed_key

KEY = "eyJhbGciOiJIUzI1NiJ9.eyJ1c2VySWQiOjd9.c2lnbmF0dXJl-_x"


@pytest.mark.parametrize(
    "text",
    [
        KEY, f"  {KEY}\n", f"Bearer {KEY}", f"bearer  {KEY}", f'"{KEY}"', f"'Bearer {KEY}'", f"“{KEY}”",
        f"{KEY[:40]}\r\n  {KEY[40:]}", f"Authorization: Bearer {KEY}", f"authorization :{KEY}", f"\ufeff{KEY}\u200b",
        f"TODO_DESKTOP_API_KEY={KEY}", f'{{"data": {{"token": "{KEY}"}}}}',
        f"-H 'Authorization: Bearer {KEY}'", f"<{KEY}>,",
    ],
)  # fmt: skip
def test_what_comes_along_with_a_pasted_key_is_left_out(text: str) -> None:
    assert typed_key(text) == ApiKey(KEY)


def test_a_key_of_another_kind_stays_as_it_is() -> None:
    assert typed_key("Bearer s3cr3t-value") == ApiKey("s3cr3t-value")


@pytest.mark.parametrize("text", ["", "  ", '""', "Bearer ", "Authorization:"])
def test_nothing_typed_is_no_key(text: str) -> None:
    assert not typed_key(text)
