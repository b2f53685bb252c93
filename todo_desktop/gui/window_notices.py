"""What stands between the toolbar and the list: what needs the user, and the question about many removals at once."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from todo_desktop.gui.mass_removal import MassRemovalBar
from todo_desktop.gui.message_action import MessageAction, action_label
from todo_desktop.gui.messages import RENEWABLE, ProblemMessage, host_of, problem_message, with_renewal
from todo_desktop.gui.notice_bar import NoticeBar
from todo_desktop.gui.theme.icons import Icons
from todo_desktop.gui.todo_table.edited_cell import TypedText
from todo_desktop.gui.typed_words import typed_message
from todo_desktop.model.changes import Changes
from todo_desktop.model.errors import Problem, TodoDesktopError
from todo_desktop.model.status import Phase, SyncStatus
from todo_desktop.service import TodoService

_WENT_BACK = "went back"
"""The subject of a notice."""


class WindowNotices(QWidget):
    """Speaks of `service.list`. Takes no room while there is nothing to say."""

    action_wanted = Signal(object)
    """The `MessageAction` of a notice."""
    removal_settled = Signal(int, bool)
    """How many todos the user was told are missing on the server, and whether they are to be brought back there,
    instead of removed here too."""
    turning = Signal()
    """It is about to take room, or to give some back: what is below it moves."""
    older_states_read = Signal()
    """That todos went back to an older state was dismissed."""

    def __init__(self, service: TodoService, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._service = service
        self._status = SyncStatus(Phase.LOCAL)
        self._waiting = 0
        self._renewable = False
        self._obstacle: ProblemMessage | None = None
        self._went_back: frozenset[int] = frozenset()
        self.lists_that_went_back: frozenset[int] = frozenset()
        """In which there are todos of which that is said."""
        self._bar = NoticeBar(icons, self)
        self._removal = MassRemovalBar(self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._bar)
        column.addWidget(self._removal)
        self._bar.turning.connect(self.turning)
        self._bar.wanted.connect(self.action_wanted)
        self._bar.read.connect(self._on_read)
        self._removal.removal_wanted.connect(lambda: self._settle(bring_back=False))
        self._removal.return_wanted.connect(lambda: self._settle(bring_back=True))
        self._removal.put_off.connect(self._put_question_away)

    def say(self, message: ProblemMessage, *, informs: bool = False) -> None:
        """Something to say once, until it is dismissed; *informs*: nothing is wrong."""
        if self._obstacle is not None and message.text == problem_message(Problem.REPLICA_REPLACED).text:
            return  # it stands there, with what became of the todos
        if informs:
            self._bar.inform(message.text, message)
        else:
            self._bar.pass_by(message)

    def keep_typed(self, typed: TypedText, problem: str) -> None:
        """What is nowhere else: it stays until it is dismissed, whatever else there is to say."""
        self._bar.keep(typed_message(typed, problem))

    def keep_words(self, text: str, sentence: str) -> None:
        """The same of *text*, about which there is a *sentence* already."""
        self._bar.keep(ProblemMessage(sentence, MessageAction.COPY, action_label(MessageAction.COPY), copies=text))

    def warn(self, sentence: str) -> None:
        """What could not be done."""
        self.say(ProblemMessage(sentence))

    def say_failure(self, error: TodoDesktopError) -> None:
        """What could not be read or kept, until it is dismissed."""
        self.say(problem_message(error.problem, detail=error.detail))

    def take_back(self, error: TodoDesktopError) -> None:
        """It is mended; what was said since stays."""
        self._bar.take_back(problem_message(error.problem, detail=error.detail))

    def say_of_settings(self, text: str) -> None:
        """What is good to know of them, such as that the key is kept in memory only; an empty text takes it back."""
        said = ProblemMessage(text, MessageAction.OPEN_SETTINGS, self.tr("Open settings")) if text else None
        self._bar.inform("settings", said)

    def say_of_web_page(self, text: str) -> None:
        """Why NocoBase was not opened on what was asked for; an empty text takes it back."""
        self._bar.inform("web page", ProblemMessage(text) if text else None)

    def say_of_key(self, message: ProblemMessage | None) -> None:
        """That it ends soon; None takes it back."""
        self._bar.inform("key", message)

    def let_renew(self, renewable: bool) -> None:
        """Whether a sign-in could make a new key in the place of one that is refused."""
        self._renewable = renewable
        self._bar.stand(self._hindrance())

    def say_of_verb(self, text: str) -> None:
        """What the last verb left undone, where it did the rest."""
        self._bar.inform("verb", ProblemMessage(text))

    def say_of_filter(self, message: ProblemMessage | None) -> None:
        """What it hides that the user has just added; None takes it back."""
        self._bar.inform("filter", message)

    def say_of_other_lists(self, text: str) -> None:
        """What waits in lists that are not open; an empty text takes it back."""
        said = ProblemMessage(text, MessageAction.OPEN_SETTINGS, self.tr("Open settings")) if text else None
        self._bar.inform("other lists", said)

    def say_went_back(self, changes: Changes) -> None:
        """Todos of any list that the server shows in an older state, together with those of which that was said
        before, until it is dismissed."""
        if not self._bar.informs(_WENT_BACK):
            self._went_back, self.lists_that_went_back = frozenset(), frozenset()
        self._went_back |= changes.went_back
        self.lists_that_went_back |= {changes.list_id}
        count = len(self._went_back)
        what = self.tr("%Ln todos are in an older state on the server than they were before.", "", count)
        if count == 1:
            what = self.tr("A todo is in an older state on the server than it was before.")
        kept = self.tr("What was there before is kept for 30 days and can be restored.")
        action = MessageAction.RECENTLY_REMOVED
        self._bar.inform(_WENT_BACK, ProblemMessage(f"{what} {kept}", action, action_label(action)))

    def let_pass(self) -> None:
        """Take back what went wrong: it is tried again."""
        self._bar.let_pass()

    def hinder(self, message: ProblemMessage) -> None:
        """Another file is in the place of the replica: what stands here for as long as the window is open."""
        self._obstacle = message
        self._bar.take_back(problem_message(Problem.REPLICA_REPLACED))
        self._bar.stand(message)

    def show_status(self, status: SyncStatus) -> None:
        """What hinders the sync stands here until it goes on."""
        self._status = status
        self._bar.stand(self._hindrance())
        self.ask_about_removal()

    def show_waiting(self, waiting: int) -> None:
        """So many changes are not sent yet."""
        self._waiting = waiting
        self._bar.stand(self._hindrance())

    def ask_about_removal(self) -> None:
        """Until the sync goes on; an answer, or *Later*, puts the question away."""
        if not self._asks:
            self._put_question_away()
            return
        if self._removal.isHidden():
            self.turning.emit()
        self._removal.ask(self._status.detail, self._host)

    def _put_question_away(self) -> None:
        if not self._removal.isHidden():
            self.turning.emit()
            self._removal.hide()

    @property
    def _asks(self) -> bool:
        is_asked = self._status.phase is Phase.PAUSED and self._status.problem is Problem.MASS_REMOVAL
        return is_asked and not self._service.list.is_all

    @property
    def _host(self) -> str:
        identity = self._service.list.identity
        return host_of(identity.base_url) if identity else ""

    def _hindrance(self) -> ProblemMessage | None:
        status = self._status
        if self._obstacle is not None:
            return self._obstacle
        if self._service.list.is_all:
            from todo_desktop.gui.all_lists.status import hindrance  # noqa: PLC0415  (most show one list)

            return hindrance(status)
        if status.phase is not Phase.PAUSED or status.problem in (None, Problem.MASS_REMOVAL):
            return None
        message = problem_message(
            status.problem,
            detail=status.detail,
            host=status.host or self._host,
            collection=status.collection or self._service.list.collection.label,
            waiting=self._waiting,
        )
        return with_renewal(message) if self._renewable and status.problem in RENEWABLE else message

    def _on_read(self, subject: str) -> None:
        if subject == _WENT_BACK:
            self.older_states_read.emit()

    def _settle(self, *, bring_back: bool) -> None:
        self._put_question_away()
        self.removal_settled.emit(int(self._status.detail), bring_back)
