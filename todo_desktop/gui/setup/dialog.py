"""The wizard: a way to begin, one sign-in, what is to be made and what that will do, and how it goes."""

from collections.abc import Callable
from enum import IntEnum

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialog, QStackedWidget, QVBoxLayout, QWidget

from todo_desktop.gui.background_job import BackgroundJob
from todo_desktop.gui.dialog_parts import button_row, push_button
from todo_desktop.gui.messages import host_of, problem_message
from todo_desktop.gui.setup.asking import Answer, Asking
from todo_desktop.gui.setup.progress_page import ProgressPage
from todo_desktop.gui.setup.sign_in_page import SignInPage
from todo_desktop.gui.setup.visit import SignIn, Visit
from todo_desktop.gui.setup.ways import SetupWays
from todo_desktop.gui.setup.wish_page import WishPage
from todo_desktop.gui.setup.words import left_words
from todo_desktop.gui.theme.metrics import LARGE, MEDIUM
from todo_desktop.model.errors import Cancelled, TodoDesktopError
from todo_desktop.model.setup import SetupDone, SetupLeftOver, SetupStep

_WIDTH = 620


class Page(IntEnum):
    """In the order in which they come."""

    WAYS = 0
    SIGN_IN = 1
    WISH = 2
    PROGRESS = 3


class SetupDialog(QDialog):
    """Open it with `show`; *sign_in* is called in the background."""

    here_wanted = Signal()
    key_wanted = Signal()
    finished_setup = Signal(object)
    """A `SetupDone`."""
    _stepped = Signal(object)

    def __init__(self, base_url: str, sign_in: SignIn, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._sign_in = sign_in
        self._visit: Visit | None = None
        self._asking = Asking(self)
        self._is_closed = False
        self._is_at_work = False
        self._takes_back = False
        """Who set up does not want it any more."""
        self.setObjectName("setupDialog")
        self.setWindowTitle(self.tr("Set up"))
        self._ways = SetupWays("setupWay")
        self._account = SignInPage(base_url)
        self._wish = WishPage()
        self._progress = ProgressPage()
        self._pages = QStackedWidget()
        for page in (self._ways, self._account, self._wish, self._progress):
            self._pages.addWidget(page)
        self._back = push_button("setupBack", self.tr("Back"))
        self._close = push_button("setupClose", self.tr("Cancel"))
        self._next = push_button("setupBegin", self.tr("Set up"), main=True)
        self._lay_out()
        self._connect()
        self.show_page(Page.WAYS)

    def show_page(self, page: Page) -> None:
        """Its buttons with it, and the window as high as its words need."""
        self._pages.setCurrentIndex(page)
        self._back.setVisible(page in (Page.SIGN_IN, Page.WISH))
        self._next.setVisible(page is not Page.WAYS)
        self._next.setText({Page.SIGN_IN: self.tr("Sign in"), Page.WISH: self.tr("Set up")}.get(page, self.tr("Close")))
        self._fit()
        match page:
            case Page.WAYS:
                self._ways.first.setFocus()
            case Page.SIGN_IN:
                self._account.focus_first()
            case Page.WISH:
                self._wish.focus_first()
            case Page.PROGRESS:
                self._next.setFocus()

    def pass_ways(self) -> None:
        """Go on to the sign-in, unless it has come that far already."""
        if self._pages.currentIndex() == Page.WAYS:
            self.show_page(Page.SIGN_IN)

    def reject(self) -> None:
        """While the server is set up, what was made is taken back first."""
        if not self._is_at_work:
            super().reject()
            return
        self._takes_back = True
        self._close.setEnabled(False)
        self._progress.say_taking_back()
        self._fit()

    def done(self, result: int, /) -> None:
        """A sign-in that is under way ends by itself, and so does its session."""
        self._is_closed = True
        self._asking.forget()
        self._end_visit()
        super().done(result)

    def _end_visit(self) -> None:
        visit, self._visit = self._visit, None
        if visit is not None:
            BackgroundJob(visit.end, lambda: None).start()

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(LARGE, LARGE, LARGE, MEDIUM)
        column.setSpacing(MEDIUM)
        column.addWidget(self._pages, 1)
        column.addLayout(button_row([self._back], [self._close, self._next]))

    def _connect(self) -> None:
        self._ways.here_wanted.connect(lambda: self._leave_for(self.here_wanted.emit))
        self._ways.key_wanted.connect(lambda: self._leave_for(self.key_wanted.emit))
        self._account.key_wanted.connect(lambda: self._leave_for(self.key_wanted.emit))
        self._ways.server_wanted.connect(self.pass_ways)
        self._account.edited.connect(self._fit)
        self._wish.resized.connect(self._fit)
        self._back.clicked.connect(lambda: self.show_page(Page(self._pages.currentIndex() - 1)))
        self._close.clicked.connect(self.reject)
        self._next.clicked.connect(self._on_next)
        self._stepped.connect(self._progress.show_step)
        self._stepped.connect(self._fit)

    def _leave_for(self, another: Callable[[], None]) -> None:
        self.reject()
        another()

    def _fit(self, _step: SetupStep | None = None) -> None:
        """Be as high as the words of this page need."""
        page = self._pages.currentWidget()
        layout = page.layout() if page is not None else None
        if layout is not None:
            layout.activate()
            width = _WIDTH - 2 * LARGE
            self._pages.setMinimumHeight(max(layout.totalHeightForWidth(width), layout.totalMinimumSize().height()))
        own = self.layout()
        if own is not None:
            own.activate()  # or it knows the page before
        self.resize(_WIDTH, self.minimumSizeHint().height())

    def _on_next(self) -> None:
        match Page(self._pages.currentIndex()):
            case Page.SIGN_IN:
                self._on_sign_in()
            case Page.WISH:
                self._on_set_up()
            case _:
                self.accept()

    def _on_sign_in(self) -> None:
        asked = self._account.read()
        if asked is None:
            self._fit()
            return
        base_url, login = asked

        def sign_in() -> Visit:
            visit = self._sign_in(base_url, login)
            if self._is_closed:
                visit.end()
            return visit

        self._ask(
            sign_in,
            self._on_signed_in,
            lambda error: self._account.say_refused(error, base_url),
            self.tr("Signing in…"),
        )

    def _on_signed_in(self, visit: Visit) -> None:
        self._end_visit()
        self._visit = visit
        self._wish.show_site(visit.site)
        self.show_page(Page.WISH)

    def _on_set_up(self) -> None:
        visit, asked = self._visit, self._wish.read()
        if asked is None or visit is None:
            return
        wish, owner = asked
        self._is_at_work, self._takes_back = True, False
        self._progress.begin()
        self.show_page(Page.PROGRESS)
        self._ask(
            lambda: visit.set_up(wish, owner, self._tell),
            self._on_done,
            lambda error: self._on_failed(error, host_of(visit.site.base_url)),
            self.tr("Close"),
            self._give_up,
        )

    def _tell(self, step: SetupStep) -> None:
        """In the background, after each step. Raises Cancelled where it was the last that is wanted."""
        if self._takes_back:
            raise Cancelled
        self._stepped.emit(step)

    def _give_up(self) -> None:
        self._takes_back = True

    def _on_done(self, done: SetupDone) -> None:
        """Also where it was not wanted any more too late."""
        self._is_at_work = False
        self._progress.show_done(done)
        self._close.hide()
        self._fit()
        self.finished_setup.emit(done)

    def _on_failed(self, error: TodoDesktopError, host: str) -> None:
        self._is_at_work = False
        self._close.setEnabled(True)
        if isinstance(error, Cancelled):
            self.reject()
            return
        self.show_page(Page.WISH)
        said = problem_message(error.problem, detail=error.detail, host=host).text
        self._wish.say_refused(error, f"{said} {left_words(error.left)}" if isinstance(error, SetupLeftOver) else said)

    def _ask(
        self,
        work: Callable[[], Answer],
        answered: Callable[[Answer], None],
        refused: Callable[[TodoDesktopError], None],
        label: str,
        cancel: Callable[[], None] = lambda: None,
    ) -> None:
        """Nothing can be typed meanwhile; *label* stands on the button."""

        def on_answer(answer: Answer) -> None:
            self._set_open(True)
            answered(answer)

        def on_refusal(error: TodoDesktopError) -> None:
            self._set_open(True)
            refused(error)
            self._fit()

        self._set_open(False)
        self._next.setText(label)
        self._asking.ask(work, on_answer, on_refusal, cancel)

    def _set_open(self, is_open: bool) -> None:
        page = Page(self._pages.currentIndex())
        self._pages.setEnabled(is_open or page is Page.PROGRESS)
        if not is_open:  # or the focus goes to Cancel, where Enter once more would press it
            self.setFocus()
        self._back.setEnabled(is_open)
        self._next.setEnabled(is_open)
        if is_open:
            self.show_page(page)
