"""The filter of the list in sight: the bar it is made in, its views, and NocoBase's writing of it on the clipboard."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from msgspec.structs import replace
from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QGuiApplication, QKeySequence
from PySide6.QtWidgets import QToolButton

from todo_desktop.gui.filter_bar.kept import View, kept, views_of
from todo_desktop.gui.filter_bar.views import ViewsMenu
from todo_desktop.gui.list_pane import ListPane
from todo_desktop.gui.message_action import MessageAction
from todo_desktop.gui.messages import ProblemMessage
from todo_desktop.gui.theme.icons import Icons
from todo_desktop.gui.window_actions import WindowActions
from todo_desktop.gui.window_notices import WindowNotices
from todo_desktop.model.filter import Group
from todo_desktop.model.filter_operators import askable, operators_of
from todo_desktop.model.query import Counts, Show
from todo_desktop.model.schema import Collection
from todo_desktop.model.values import Milliseconds
from todo_desktop.service import TodoService

if TYPE_CHECKING:
    from todo_desktop.gui.filter_bar.bar import FilterBar
    from todo_desktop.gui.filter_bar.row import Surroundings

_NATIVE = QKeySequence.SequenceFormat.NativeText


class Filtering(QObject):
    """Of *pane*. The bar is made when it is seen first: because somebody wants it, or a filter is in force."""

    views_changed = Signal()
    """Others than before, or another one is shown."""

    def __init__(
        self,
        service: TodoService,
        pane: ListPane,
        actions: WindowActions,
        button: QToolButton,
        notices: WindowNotices,
        icons: Icons,
        now: Callable[[], Milliseconds],
    ) -> None:
        super().__init__(pane)
        self._service = service
        self._pane = pane
        self._action = action = actions.filter
        self._views = views = ViewsMenu(actions.views_menu, pane)
        self._button = button
        self._notices = notices
        self._hidden: frozenset[int] = frozenset()
        self._about = service.list.id, service.list.collection
        self._icons = icons
        self._now = now
        self._bar: FilterBar | None = None
        action.toggled.connect(self._take_wish)
        action.toggled.connect(button.setChecked)
        action.triggered.connect(self._take_key)
        button.setCheckable(True)
        button.setToolTip(f"{self.tr('Filter')} ({action.shortcut().toString(_NATIVE)})")
        button.clicked.connect(action.trigger)
        pane.hidden_by_filter.connect(self._tell_hidden)
        notices.action_wanted.connect(self._act)
        pane.filter_changed.connect(self._follow)
        pane.contents.counts_changed.connect(self._show_counts)
        views.wanted.connect(self.open)
        views.save_wanted.connect(self.save)
        views.rename_wanted.connect(self.rename)
        views.delete_wanted.connect(self.delete)
        views.update_wanted.connect(self.update_view)
        views.copy_wanted.connect(self.copy)
        views.paste_wanted.connect(self.paste)
        views.clear_wanted.connect(self.clear)
        views.about_to_show.connect(self._offer_views)
        self._follow()

    # Views

    @property
    def views(self) -> tuple[View, ...]:
        return views_of(self._pane.keeper.layout.views)

    @property
    def view(self) -> str:
        """The name of the view that is shown, changed since or not; empty where none is."""
        name = self._pane.keeper.layout.view
        return name if any(view.name == name for view in self.views) else ""

    def open(self, name: str) -> None:
        """The view of that name; an empty one: all todos."""
        self._say("")
        view = next((view for view in self.views if view.name == name), None)
        layout = self._pane.keeper.layout
        self._pane.keeper.keep(replace(layout, view=name if view is not None else ""))
        if view is None:
            self.clear()
        else:
            self._pane.look(view.filter or None, view.show, view.sort)
        self.views_changed.emit()

    def save(self, name: str) -> None:
        """What is shown, under that name: instead of the view that has it."""
        layout = self._pane.keeper.layout
        view = View(name, self._pane.filter_in_force or Group(), layout.show, layout.sort)
        others = tuple(each for each in self.views if each.name != name)
        self._keep_views((*others, view), name)

    def update_view(self) -> None:
        """Let the view that is shown be what is shown."""
        if self.view:
            self.save(self.view)

    def rename(self, name: str) -> None:
        shown = self.view
        renamed = tuple(replace(each, name=name) if each.name == shown else each for each in self.views)
        self._keep_views(tuple({each.name: each for each in renamed}.values()), name)

    def delete(self) -> None:
        """The view that is shown; the filter stays in force."""
        shown = self.view
        self._keep_views(tuple(each for each in self.views if each.name != shown), "")

    def _keep_views(self, views: tuple[View, ...], shown: str) -> None:
        self._say("")
        layout = self._pane.keeper.layout
        self._pane.keeper.keep(replace(layout, views=tuple(kept(view) for view in views), view=shown))
        self._show_button()
        self._offer_views()
        self.views_changed.emit()

    # The clipboard

    def copy(self) -> None:
        """What can be asked of the filter in force."""
        from todo_desktop.model.filter_json import filter_to_text  # noqa: PLC0415  (when it is wanted)

        self._say("")
        collection = self._service.list.collection
        asked = askable(self._pane.filter_in_force or Group(), collection)
        QGuiApplication.clipboard().setText(filter_to_text(asked, collection))

    def paste(self) -> None:
        """All of what is on the clipboard, or nothing and why."""
        from todo_desktop.gui.filter_bar.words import not_taken_sentence  # noqa: PLC0415
        from todo_desktop.model.filter_reading import NotTaken, filter_from_text  # noqa: PLC0415

        todo_list = self._service.list
        user = todo_list.identity.user_id if todo_list.identity is not None else ""
        found = filter_from_text(QGuiApplication.clipboard().text(), todo_list.collection, user)
        self._action.setChecked(True)
        if isinstance(found, NotTaken):
            self._say(not_taken_sentence(found))
            return
        self._say("")
        self._pane.narrow(found or None)

    def _say(self, sentence: str) -> None:
        """Why what was pasted was not taken, until the next thing is done with filter or views."""
        if self._bar is not None:
            self._bar.say(sentence)

    # The bar

    def clear(self) -> None:
        self._say("")
        if self._pane.filter_in_force is not None:
            self._pane.narrow(None)
            self._pane.focus_rows()

    def _tell_hidden(self, todo_ids: frozenset[int]) -> None:
        """Nothing that is added vanishes without a word."""
        self._hidden = todo_ids
        words = self.tr("The todo is in the list, but the filter hides it.")
        if len(todo_ids) > 1:
            words = self.tr("{count} todos are in the list, but the filter hides them.").format(count=len(todo_ids))
        label = self.tr("Show it") if len(todo_ids) == 1 else self.tr("Show them")
        self._notices.say_of_filter(ProblemMessage(words, MessageAction.CLEAR_FILTER, label))

    def _act(self, action: MessageAction) -> None:
        if action is MessageAction.CLEAR_FILTER:
            hidden, self._hidden = self._hidden, frozenset()
            self._notices.say_of_filter(None)
            self.clear()
            if hidden:
                self._pane.go_to(max(hidden))

    def _take_wish(self, shown: bool) -> None:
        if shown and self._bar is None:
            self._make_bar()
        if self._bar is not None:
            if shown:
                self._fill_bar()
            self._bar.setVisible(shown)

    def _take_key(self, shown: bool) -> None:
        """The user wants the bar, or to be without it. It takes the keys from nobody who has not asked for it."""
        if shown and self._bar is not None:
            self._bar.take_focus()
        else:
            self._pane.focus_rows()

    def _make_bar(self) -> None:
        from todo_desktop.gui.filter_bar.bar import FilterBar  # noqa: PLC0415

        self._bar = FilterBar(self._views.menu, self._icons, (self._pane.quick_add, self._pane.view), self._pane)
        self._bar.changed.connect(self._take)
        self._bar.clear_wanted.connect(self.clear)
        self._bar.closed.connect(self._action.trigger)
        self._bar.left.connect(self._pane.focus_rows)
        self._pane.put_bar(self._bar)

    def _fill_bar(self) -> None:
        if self._bar is not None:
            self._bar.show_filter(self._pane.filter_in_force or Group(), self._around())
            self._show_counts(self._pane.contents.counts)

    def _around(self) -> "Surroundings":
        from PySide6.QtCore import QDateTime  # noqa: PLC0415

        from todo_desktop.gui.filter_bar.row import Surroundings  # noqa: PLC0415

        todo_list, collection = self._service.list, self._asked_collection()
        shown = [collection.field(column.field.name) for column in self._pane.model.columns if column.field is not None]
        fields = [field for field in shown if field is not None]
        seen = [field for field in fields if operators_of(field, collection)]
        author = collection.field(collection.created_by) if collection.created_by else None
        if author is not None and author not in seen and todo_list.identity is not None:
            seen.append(author)
        seen.sort(key=lambda field: (field.name != collection.roles.title, field.system))
        today = QDateTime.fromMSecsSinceEpoch(self._now()).date()
        return Surroundings(collection, seen, self._icons, self._pane.view.delegate.finder, today)

    def _asked_collection(self) -> Collection:
        """With what can be chosen from where several lists are in sight."""
        todo_list = self._service.list
        if not todo_list.is_all:
            return todo_list.collection
        from todo_desktop.gui.all_lists.names import names_of  # noqa: PLC0415  (most show one list)
        from todo_desktop.model.all_lists_filter import with_choices  # noqa: PLC0415

        return with_choices(todo_list, names_of(todo_list.parts))

    def _take(self, group: Group) -> None:
        """What was changed in the bar."""
        if (group or None) != self._pane.filter_in_force:
            self._pane.narrow(group or None)

    def _follow(self) -> None:
        """Another filter is in force, or the list has other fields."""
        filter_, todo_list = self._pane.filter_in_force, self._service.list
        about = todo_list.id, todo_list.collection
        lacks = filter_ is not None and askable(filter_, todo_list.collection) != filter_
        if lacks and not self._action.isChecked():
            self._action.setChecked(True)  # what is left out is said there
        elif self._is_stale(about):
            self._fill_bar()
        if filter_ is None or todo_list.id != self._about[0]:
            self._notices.say_of_filter(None)
        self._about = about
        self._show_button()
        self._offer_views()
        self.views_changed.emit()

    def _is_stale(self, about: tuple[int, Collection]) -> bool:
        """Whether the bar is seen, and shows what is not in force."""
        if self._bar is None or not self._action.isChecked():
            return False
        return about != self._about or (self._bar.group or None) != self._pane.filter_in_force

    def _show_button(self) -> None:
        from todo_desktop.model.filter import conditions  # noqa: PLC0415

        filter_ = self._pane.filter_in_force
        count = len([*conditions(filter_)]) if filter_ is not None else 0
        words = self.tr("Filter ({count})").format(count=count) if count else self.tr("Filter")
        self._button.setText(words)
        # A narrow window has room for the icon alone.
        self._icons.show_on(self._button, "filter", "accent" if count else "secondary")
        self._button.setAccessibleName(f"{words}: {self.view}" if self.view else words)

    def _show_counts(self, counts: Counts) -> None:
        if self._bar is not None:
            self._bar.show_counts(counts, filtered=self._pane.filter_in_force is not None)

    def _offer_views(self) -> None:
        filter_ = self._pane.filter_in_force
        layout = self._pane.keeper.layout
        is_plain = filter_ is None and layout.show is Show.ALL and not layout.sort
        self._views.offer(
            [view.name for view in self.views],
            self.view,
            filtered=filter_ is not None,
            plain=is_plain,
            of_all=self._pane.shows_several,
        )
