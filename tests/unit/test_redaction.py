"""No secret is left in a text that will be logged or shown."""

import base64
import json

import pytest

from todo_desktop.model.redaction import redacted


def jwt() -> str:
    parts = (json.dumps(part).encode() for part in ({"alg": "HS256"}, {"userId": 1, "roleName": "member"}))
    return ".".join([*(base64.urlsafe_b64encode(part).decode().rstrip("=") for part in parts), "c2lnbmF0dXJl-_x"])


SECRET = "s3cr3t-value"


@pytest.mark.parametrize(
    "text",
    [
        "Authorization: Bearer s3cr3t-value",
        "authorization: bearer   s3cr3t-value",
        "{'Authorization': 'Bearer s3cr3t-value', 'X-Locale': 'en'}",
        '{"authorization":"s3cr3t-value"}',
        "('Authorization', b'Bearer s3cr3t-value')",
        "Proxy-Authorization: Basic s3cr3t-value",
        "send: b'GET /api HTTP/1.1\\r\\nAuthorization: Bearer s3cr3t-value\\r\\n'",
        "https://user:s3cr3t-value@demo.example/api",
        "GET /api/todos:list?token=s3cr3t-value&page=1",
        "api_key = 's3cr3t-value'",
        "TODO_DESKTOP_API_KEY=s3cr3t-value",
        '{"account": "ada", "password": "my s3cr3t-value, a long one"}',
        '{"password": "a \\" and s3cr3t-value"}',
        "http://proxy:p@s3cr3t-value@demo.example:3128/",
    ],
)
def test_what_looks_like_a_secret_is_masked(text: str) -> None:
    masked = redacted(text)
    assert SECRET not in masked
    assert "[redacted]" in masked
    assert redacted(masked) == masked


def test_a_key_is_known_by_its_shape_anywhere() -> None:
    key = jwt()
    for part in (
        f"got {key}.",
        f"'{key}'",
        f"x={key}&y=1",
        f'curl -H "authorization: {key}"',
        key.rsplit(".", 1)[0],
        f"{key}\n{key}",
    ):
        masked = redacted(part)
        assert not any(piece in masked for piece in key.split("."))


def test_a_key_of_any_shape_is_masked_when_it_is_known() -> None:
    assert redacted("sent plain-key twice: plain-key", ["plain-key"]) == "sent [redacted] twice: [redacted]"


def test_a_known_key_that_is_empty_masks_nothing() -> None:
    assert redacted("abc", [""]) == "abc"


@pytest.mark.parametrize(
    "text",
    [
        "Pay rent tomorrow #home, key under the mat",
        "GET https://demo.example:13000/api/todos:list?page=2",
        "the token has expired",
        "value too long for type character varying(255)",
        "mail ana@demo.example about the keys",
        "no authorization was needed",
        "https://demo.example?mail=ana@demo.example",
    ],
)
def test_ordinary_words_are_left_alone(text: str) -> None:
    assert redacted(text) == text
