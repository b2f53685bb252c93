"""A real notification service, dunst, on the bus and the screen of the test session, and a person's hands on it."""

import json
import shlex
import subprocess
from pathlib import Path

from tests.support.waiting import wait_until

PATIENCE_SECONDS = 30.0
_CONFIGURATION = """\
[global]
    dmenu = {dmenu}
    idle_threshold = 0
    notification_limit = 0
    markup = full
    follow = none
[urgency_low]
    timeout = 0
[urgency_normal]
    timeout = 0
[urgency_critical]
    timeout = 0
"""


class Dunst:
    """Runs until `end`. What it shows stays until it is taken away."""

    def __init__(self, folder: Path) -> None:
        self._wanted = folder / "wanted"
        chooser = folder / "choose"
        # Instead of a menu on the screen: the first line that begins with the label that was asked for.
        chooser.write_text(f'#!/bin/sh\nexec grep -m1 -F "$(cat {shlex.quote(str(self._wanted))})"\n', encoding="utf-8")
        chooser.chmod(0o755)
        configuration = folder / "dunstrc"
        configuration.write_text(_CONFIGURATION.format(dmenu=chooser), encoding="utf-8")
        self._log = (folder / "dunst.log").open("w", encoding="utf-8")
        self._process = subprocess.Popen(
            ["dunst", "-config", str(configuration)], stdout=self._log, stderr=subprocess.STDOUT
        )
        # To ask the service itself would have the bus start another one.
        wait_until(_is_there, PATIENCE_SECONDS)

    def shown(self) -> int:
        """How many notifications are on the screen."""
        return int(_control("count", "displayed") or "0")

    def press(self, label: str) -> None:
        """The button of the newest notification."""
        self._wanted.write_text(f"#{label} ", encoding="utf-8")
        assert _control("context") is not None

    def click(self) -> None:
        """On the newest notification itself."""
        assert _control("action", "0") is not None

    def said(self) -> list[tuple[str, str]]:
        """Summary and body of what was shown and is not any more, newest first; what is shown is closed for it."""
        _control("close-all")
        history = json.loads(_control("history") or "{}")
        return [(item["summary"]["data"], item["body"]["data"]) for part in history.get("data", []) for item in part]

    def end(self) -> None:
        self._process.terminate()
        self._process.wait(PATIENCE_SECONDS)
        self._log.close()


def _is_there() -> bool:
    done = subprocess.run(
        ["dbus-send", "--session", "--dest=org.freedesktop.DBus", "--print-reply=literal", "/",
         "org.freedesktop.DBus.NameHasOwner", "string:org.freedesktop.Notifications"],
        capture_output=True, text=True, check=False, timeout=PATIENCE_SECONDS,
    )  # fmt: skip
    return "true" in done.stdout


def _control(*command: str) -> str | None:
    """What dunst says; None where it does not answer."""
    done = subprocess.run(["dunstctl", *command], capture_output=True, text=True, check=False, timeout=PATIENCE_SECONDS)
    return done.stdout if done.returncode == 0 else None
