"""Rich text is read as text, and written as paragraphs."""

import pytest

from todo_desktop.model.rich_text import is_simple, paragraphs, plain_text


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("", ""),
        ("<p>One</p><p>Two</p>", "One\nTwo"),
        ("<p>One</p><p><br></p><p>Two</p>", "One\n\nTwo"),
        ("<p>One<br>Two</p>", "One\nTwo"),
        ("<p>a <strong>bold</strong> word</p>", "a bold word"),
        ("<ul><li>One</li><li>Two</li></ul>", "One\nTwo"),
        ("<p>&lt;b&gt; &amp; c</p>", "<b> & c"),
        ("<p>a<script>alert(1)</script><style>p {}</style>b</p>", "ab"),
        ("<p>a<img src='http://example.com/x.png' onerror='x()'>b</p>", "ab"),
        ("no markup < at all", "no markup < at all"),
        ("<p>unclosed <b>bold", "unclosed bold"),
    ],
)
def test_what_a_person_reads(html: str, text: str) -> None:
    assert plain_text(html) == text


@pytest.mark.parametrize(
    ("html", "simple"),
    [
        ("<p>One</p><p><br></p>", True),
        ("plain", True),
        ("<p><b>bold</b></p>", False),
        ('<p class="ql-align-center">x</p>', False),
        ("<ol><li>x</li></ol>", False),
    ],
)
def test_only_paragraphs_without_marks_are_simple(html: str, simple: bool) -> None:
    assert is_simple(html) is simple


@pytest.mark.parametrize("text", ["One", "One\nTwo", "One\n\nTwo", "<b> & 'c' \"d\"", ""])
def test_paragraphs_are_read_as_they_were_written(text: str) -> None:
    assert is_simple(paragraphs(text))
    assert plain_text(paragraphs(text)) == text
