"""Keys are read, and never printed."""

import copy
import logging

import pytest
from hypothesis import given
from hypothesis import strategies as st

from todo_desktop.model.connection import ApiKey
from todo_desktop.model.diagnosis import KeyFacts
from todo_desktop.nocobase import api_key
from todo_desktop.testing.signed_key import sign_key

KEY = sign_key("secret", user_id=7, role="member", issued=1_700_000_000, expires=1_800_000_000)


def test_a_key_tells_its_role_user_and_times() -> None:
    assert api_key.facts(ApiKey(KEY)) == KeyFacts("member", 7, 1_700_000_000_000, 1_800_000_000_000)


@given(st.text())
def test_garbage_tells_nothing(text: str) -> None:
    assert api_key.facts(ApiKey(text)) == KeyFacts()


@pytest.mark.parametrize(
    "key", ["a.b.c", "eyJ.eyJ.x", "a.bnVsbA.c", "a.W10.c", "a.eyJleHAiOiJub3cifQ.c", "é.é.é", "a.gA.c"]
)
def test_what_only_looks_like_a_key_tells_nothing(key: str) -> None:
    assert api_key.facts(ApiKey(key)) == KeyFacts()


@pytest.mark.parametrize("text", ["password", "a.b", "a.b.c.d", f"{KEY}é", ""])
def test_other_texts_are_no_keys(text: str) -> None:
    assert api_key.is_well_formed(ApiKey(KEY))
    assert not api_key.is_well_formed(ApiKey(text))


def test_a_key_cannot_be_printed_or_serialised(caplog: pytest.LogCaptureFixture) -> None:
    key = ApiKey(KEY)
    with caplog.at_level(logging.INFO):
        logging.getLogger("test").info("using %s %r", key, key)
    assert KEY not in caplog.text
    with pytest.raises(TypeError):
        copy.copy(key)
