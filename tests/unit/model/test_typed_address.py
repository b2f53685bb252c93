"""An address is the same however it was typed or pasted."""

import pytest

from todo_desktop.model.typed_address import InvalidAddress, likely_api_url, normal_base_url


@pytest.mark.parametrize(
    "text",
    [
        "localhost:13000", "  localhost:13000/\n", "HTTP://LocalHost:13000", "http://localhost:13000?a=b#c",
        "http:/localhost:13000", "http//localhost:13000", "http://http://localhost:13000", "//localhost:13000",
        "<http://localhost:13000>", '"http://localhost:13000",', "“localhost:13000”", "\ufefflocalhost:13000\u200b",
        "TODO_DESKTOP_BASE_URL=http://localhost:13000", "http://localhost:13000\\", "localhost:13000/todos:list",
        "localhost:13000/todos:get/1",
    ],
)  # fmt: skip
def test_what_comes_along_with_an_address_is_left_out(text: str) -> None:
    assert normal_base_url(text) == "http://localhost:13000"


@pytest.mark.parametrize(
    ("base_url", "api"),
    [
        ("", ""),
        ("http://h.example", "http://h.example/api"),
        ("http://h.example/admin/xyz", "http://h.example/api"),
        ("http://h.example/nb/signin", "http://h.example/nb/api"),
        ("http://h.example/nb/api", "http://h.example/nb/api"),
        ("http://h.example/nb", "http://h.example/nb"),
    ],
)
def test_a_page_of_the_web_site_is_known_without_asking(base_url: str, api: str) -> None:
    assert likely_api_url(base_url) == api


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("https://h.example/nb/admin/abc?x=1", "https://h.example/nb/admin/abc"),
        ("https://h.example:443/nb/api/", "https://h.example:443/nb/api"),
        ("[::1]:13000", "http://[::1]:13000"),
        ("::1", "http://[::1]"),
        ("http://[fe80::1%eth0]:13000", "http://[fe80::1%eth0]:13000"),
        ("münchen.example:13000", "http://münchen.example:13000"),
        ("https://xn--mnchen-3ya.example", "https://xn--mnchen-3ya.example"),
    ],
)
def test_an_address_keeps_what_belongs_to_it(text: str, address: str) -> None:
    assert normal_base_url(text) == address


@pytest.mark.parametrize(
    "text",
    [
        "",
        "http://",
        "a b",
        "ftp://h",
        "localhost:port",
        "localhost:0",
        "localhost:99999",
        "user:pw@h.example",
        "::z",
        "a::1g",
    ],
)
def test_what_is_no_address_is_refused(text: str) -> None:
    with pytest.raises(InvalidAddress):
        normal_base_url(text)
