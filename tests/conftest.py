"""For every test: no thread left behind, no unexpected warning in the log, nothing of the developer touched."""

import logging
import os
import re
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from todo_desktop.testing.leaks import no_thread_left_running

pytest_plugins = [
    "pytester",
    "todo_desktop.testing",
    "tests.server.fixtures",
    "tests.support.fixtures",
    "tests.contract.fixtures",
]

OPTIONS_OF_PYTEST_QT = ("qt_api", "qt_log_level_fail")
CONNECTS_THE_DEVELOPER = ("TODO_DESKTOP_BASE_URL", "TODO_DESKTOP_API_KEY", "TODO_DESKTOP_COLLECTION")
IN_TEST_SESSION = "TODO_DESKTOP_TEST_SESSION"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--server",
        choices=("fake", "real"),
        default="fake",
        help="the server that the contract tests talk to",
    )
    parser.addoption(
        "--stories",
        type=int,
        metavar="N",
        help="play N random stories of each shape in tests/sync/stories, instead of always the same ones",
    )
    if find_spec("pytestqt") is None:
        # Below the Qt line pytest-qt is not installed, and pyproject.toml is the same.
        for option in OPTIONS_OF_PYTEST_QT:
            parser.addini(option, "for pytest-qt")


def pytest_configure() -> None:
    # A busy machine is no fault of the code.
    at_any_pace = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
    settings.register_profile("at any pace", at_any_pace)
    settings.load_profile("at any pace")
    for name in CONNECTS_THE_DEVELOPER:
        os.environ.pop(name, None)
    if IN_TEST_SESSION not in os.environ:
        # Outside tests/in_desktop_session a keyring would be the developer's own.
        os.environ["PYTHON_KEYRING_BACKEND"] = "keyring.backends.fail.Keyring"


@pytest.fixture
def data_dir(tmp_path: Path) -> Path:
    """An empty folder of the program's own, for `--data-dir`."""
    folder = tmp_path / "data"
    folder.mkdir(mode=0o700)
    return folder


@pytest.fixture(autouse=True)
def _no_thread_is_left_running() -> Iterator[None]:
    with no_thread_left_running():
        yield


class _Warnings(logging.Handler):
    """Keeps what is logged as a warning or worse."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(f"{record.levelname} {record.name}: {record.getMessage()}")


@pytest.fixture(autouse=True)
def _no_unexpected_warning_is_logged(request: pytest.FixtureRequest) -> Iterator[None]:
    """Declare an expected one with `@pytest.mark.expects_log("pattern")`; it must then appear."""
    expected = [re.compile(str(marker.args[0])) for marker in request.node.iter_markers("expects_log")]
    handler = _Warnings()
    logging.getLogger().addHandler(handler)
    yield
    logging.getLogger().removeHandler(handler)
    surprises = [line for line in handler.lines if not any(pattern.search(line) for pattern in expected)]
    assert not surprises, "logged unexpectedly:\n" + "\n".join(surprises)
    silent = [pattern.pattern for pattern in expected if not any(map(pattern.search, handler.lines))]
    assert not silent, f"expected in the log, but not there: {silent}"
