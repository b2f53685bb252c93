"""What the Help menu leads to: the first steps, a report of a problem, and what this program is. Nothing calls home."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from msgspec.structs import replace
from PySide6.QtCore import QObject

from todo_desktop.app.clock import now
from todo_desktop.app.kept_preferences import KeptPreferences
from todo_desktop.gui.main_window import MainWindow
from todo_desktop.gui.open_once import OpenOnce
from todo_desktop.gui.theme.theme import Theme
from todo_desktop.service import TodoService
from todo_desktop.settings.folders import Folders
from todo_desktop.settings.log import ProgramLog

if TYPE_CHECKING:
    from todo_desktop.gui.report_dialog import ReportDialog


class HelpFlow(QObject):
    """Over *window*. The dialogs are made when they are asked for."""

    def __init__(
        self,
        service: TodoService,
        kept: KeptPreferences,
        window: MainWindow,
        theme: Theme,
        folders: Folders,
        log: ProgramLog,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._service = service
        self._kept = kept
        self._window = window
        self._theme = theme
        self._folders = folders
        self._log = log
        self._report: OpenOnce[ReportDialog] = OpenOnce(self)
        self._traces: tuple[str, ...] = ()
        """Of the report that is open."""
        window.about_requested.connect(self._open_about)
        window.report_requested.connect(self.report)
        window.hints_dismissed.connect(self._forget_hints)

    def start(self) -> None:
        """Show the first steps to somebody who has taken none yet."""
        chosen = self._kept.chosen
        alone = self._service.list.is_local and not self._kept.in_force.uses_server
        if alone and not chosen.hints_dismissed and not self._window.pane.model.rowCount():
            self._window.show_hints()

    def report(self, trace: str = "") -> None:
        """Open a report; *trace* tells of the fault that led here. The one that is open is made anew with it, and tells
        of those that led there before, too."""
        known = self._traces if self._report.shown is not None else ()
        self._traces = known if not trace or trace in known else (*known, trace)
        if self._report.shown is not None and self._traces != known:
            self._report.shown.gather()
        self._report.show(self._made_report)

    def _made_report(self) -> "ReportDialog":
        from todo_desktop.gui.report_dialog import ReportDialog

        return ReportDialog(self._reporter, self._window)

    def _reporter(self) -> Callable[[bool], str]:
        """What makes the report of now."""
        from todo_desktop.app.problem_report import ReportSources, problem_report
        from todo_desktop.gui.screen_facts import screen_facts

        sources = ReportSources(
            self._folders.replica,
            self._log.path,
            self._kept.chosen,
            self._service.list.id,
            screen_facts(),
            self._log.without_secrets,
            "\n".join(self._traces),
        )
        return lambda texts: problem_report(sources, now(), texts=texts)

    def _forget_hints(self) -> None:
        self._kept.save(replace(self._kept.chosen, hints_dismissed=True))

    def _open_about(self) -> None:
        from todo_desktop.gui.about_dialog import AboutDialog

        dialog = AboutDialog(self._theme.icons, self._folders.data, self._log.path, self._window)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()
