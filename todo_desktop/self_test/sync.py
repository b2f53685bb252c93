"""One sync of a list of its own: with a server of the check's own, or with the one that the environment names."""

from pathlib import Path

from todo_desktop.app.clock import new_operation, now
from todo_desktop.app.lazy_tester import LazyTester
from todo_desktop.app.list_choice import list_of_user
from todo_desktop.app.sync_session import SessionOpener
from todo_desktop.gui.messages import problem_message
from todo_desktop.model.connection import ApiKey
from todo_desktop.model.errors import TodoDesktopError
from todo_desktop.model.values import ServerId
from todo_desktop.replica.database import Purpose, open_database
from todo_desktop.replica.store import TodoStore
from todo_desktop.self_test.checks import ADVICE, CheckFailed
from todo_desktop.self_test.loopback import COLLECTION, KEY, loopback_server
from todo_desktop.service import TodoService
from todo_desktop.settings.environment import Environment
from todo_desktop.settings.folders import folders_of
from todo_desktop.settings.preferences import Preferences

TITLE = "Typed by the self-test"


def sync(folder: Path, environment: Environment) -> str:
    """Reads the environment's list; without one, sends a todo to a server in this process and reads it back."""
    folders = folders_of(data_dir=folder)
    folders.make()
    if environment.base_url:
        preferences = environment.over(Preferences())
        rows = _synced(folders.replica, preferences, environment.api_key, title="")
        return f"{rows} todos read from {preferences.base_url}"
    with loopback_server() as server:
        preferences = Preferences(base_url=server.base_url, collection=COLLECTION)
        rows = _synced(folders.replica, preferences, ApiKey(KEY), title=TITLE)
        if [row["title"] for row in server.rows.values()] != [TITLE] or rows != 1:
            raise CheckFailed(f"A todo did not arrive at the server, or not once. {ADVICE['sync']}")
    return "one todo sent to a server on this computer and read back"


def _synced(replica: Path, preferences: Preferences, key: ApiKey, *, title: str) -> int:
    """How many todos the list has here after a sync that left nothing to send; *title*, if any, is added before."""
    found = LazyTester().test(preferences.connection(key))
    if found.problem is not None or found.user_id is None:
        problem = found.problem
        words = problem_message(problem, detail=found.detail).text if problem else "The server told no user."
        raise CheckFailed(words)
    try:
        return _cycle(replica, preferences, key, found.user_id, title)
    except TodoDesktopError as error:
        raise CheckFailed(problem_message(error.problem, detail=error.detail).text) from error


def _cycle(replica: Path, preferences: Preferences, key: ApiKey, user_id: ServerId, title: str) -> int:
    database = open_database(replica, Purpose.WINDOW)
    try:
        store = TodoStore(database)
        todos = list_of_user(store, preferences, user_id)
        if title:
            TodoService(store, todos, now=now, new_operation=new_operation).add({"title": title})
        opener = SessionOpener(preferences.connection(ApiKey("")), todos.id, database, lambda: key)
        session = opener(lambda _changes: None, lambda _done, _all: None, lambda: None)
        try:
            if not session.engine.cycle() or session.engine.has_unsent():
                raise CheckFailed(f"The sync left something unsent. {ADVICE['sync']}")
        finally:
            session.close()
        return store.count(todos.id)
    finally:
        database.close()
