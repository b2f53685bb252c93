"""A headless Chromium, driven over WebDriver (W3C), which is plain HTTP; its driver is Debian's chromium-driver."""

import base64
import os
import re
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import requests

from tests.support.waiting import wait_until

PATIENCE_SECONDS = 40.0
_ELEMENT = "element-6066-11e4-a52e-4f735466cecf"
_ARGUMENTS = (
    "--headless=new", "--no-first-run", "--disable-gpu", "--disable-dev-shm-usage", "--disable-background-networking",
    "--window-size=1280,900",
    "--no-sandbox",  # the tests may be root's, and the pages are of a server of ours
)  # fmt: skip
_BY_ITSELF = {"DBUS_SESSION_BUS_ADDRESS": "disabled:"}
"""It leaves the desktop of the test alone."""
_SELECT_ALL = "\ue009a\ue000"
"""Control held, a, all let go."""


class Browser:
    """One window with one page. What is clicked or typed into is waited for."""

    def __init__(self, driver: str) -> None:
        """*driver* is the address at which it listens."""
        self._http = requests.Session()
        self._http.trust_env = False
        wanted = {"browserName": "chrome", "goog:chromeOptions": {"args": list(_ARGUMENTS)}}
        made = self._http.post(
            f"{driver}/session", json={"capabilities": {"alwaysMatch": wanted}}, timeout=PATIENCE_SECONDS
        )
        self._session = f"{driver}/session/{made.json()['value']['sessionId']}"

    def sign_in(self, site: str, token: str) -> None:
        """As the web client of *site* remembers who signed in."""
        self.open(f"{site}/global.css")
        kept = {"NOCOBASE_TOKEN": token, "NOCOBASE_AUTH": "basic", "NOCOBASE_ROLE": "root"}
        for name, value in kept.items():
            self._run("localStorage.setItem(arguments[0], arguments[1])", name, value)

    def open(self, address: str) -> None:
        self._call("url", url=address)

    @property
    def address(self) -> str:
        found: str = self._call("url")
        return found

    @property
    def text(self) -> str:
        """All that can be read on the page."""
        found: str = self._run("return document.body.innerText")
        return found

    def wait_for(self, text: str) -> None:
        try:
            wait_until(lambda: text in self.text, PATIENCE_SECONDS)
        except AssertionError as error:
            raise AssertionError(f"{text!r} is not on the page {self.address}:\n{self.text}") from error

    def click(self, xpath: str) -> None:
        self._use(xpath, "click")

    def type_into(self, xpath: str, text: str) -> None:
        """In the place of what is there."""
        self._use(xpath, "value", text=f"{_SELECT_ALL}{text}")

    def picture(self, path: Path) -> None:
        """Of the page, for a person to look at."""
        path.write_bytes(base64.b64decode(self._call("screenshot")))

    def close(self) -> None:
        self._http.delete(self._session, timeout=PATIENCE_SECONDS)
        self._http.close()

    def _use(self, xpath: str, verb: str, **body: Any) -> None:
        """Until the page takes it: what is drawn anew meanwhile, or lies under something that just goes, does not."""

        def done() -> bool:
            found = self._answer("element", using="xpath", value=xpath)
            return _ELEMENT in found and "error" not in self._answer(f"element/{found[_ELEMENT]}/{verb}", **body)

        try:
            wait_until(done, PATIENCE_SECONDS)
        except AssertionError as error:
            raise AssertionError(f"no {xpath} to be used on the page {self.address}:\n{self.text}") from error

    def _run(self, script: str, *arguments: str) -> Any:
        return self._call("execute/sync", script=script, args=list(arguments))

    def _call(self, command: str, **body: Any) -> Any:
        """The value of the answer: to a POST where there is a *body*, else to a GET."""
        url = f"{self._session}/{command}"
        if body:
            answer = self._http.post(url, json=body, timeout=PATIENCE_SECONDS)
        else:
            answer = self._http.get(url, timeout=PATIENCE_SECONDS)
        found = answer.json()["value"]
        assert not (isinstance(found, dict) and "error" in found), found
        return found

    def _answer(self, command: str, **body: Any) -> dict[str, Any]:
        """To a POST; empty where there is nothing to say. It may tell of an error."""
        return self._http.post(f"{self._session}/{command}", json=body, timeout=PATIENCE_SECONDS).json()["value"] or {}


@contextmanager
def running_browser() -> Iterator[Browser]:
    """Gone with its driver at the end."""
    driver = subprocess.Popen(
        ["chromedriver", "--port=0", "--allowed-ips=127.0.0.1"], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
        stdin=subprocess.DEVNULL, text=True, env={**os.environ, **_BY_ITSELF},
    )  # fmt: skip
    try:
        browser = Browser(f"http://127.0.0.1:{_port_of(driver)}")
        try:
            yield browser
        finally:
            browser.close()
    finally:
        driver.terminate()
        driver.wait(PATIENCE_SECONDS)
        assert driver.stdout is not None
        driver.stdout.close()


def _port_of(driver: "subprocess.Popen[str]") -> str:
    assert driver.stdout is not None
    for line in driver.stdout:
        if found := re.search(r"started successfully on port (\d+)", line):
            return found[1]
    raise AssertionError("the driver of the browser does not start")
