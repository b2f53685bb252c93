"""What Undo and Redo would do, or left undone, in words."""

from PySide6.QtCore import QCoreApplication

from todo_desktop.service import LeftAlone, UndoStep

_translate = QCoreApplication.translate


def step_words(step: UndoStep) -> str:
    """*step* as it follows the word Undo or Redo in a menu."""
    one, many = {
        "add": (_translate("Undo", "adding a todo"), _translate("Undo", "adding %Ln todos", "", step.count)),
        "edit": (_translate("Undo", "the edit"), _translate("Undo", "the edit of %Ln todos", "", step.count)),
        "done": (_translate("Undo", "marking done"), _translate("Undo", "marking %Ln done", "", step.count)),
        "open": (_translate("Undo", "marking open"), _translate("Undo", "marking %Ln open", "", step.count)),
        "delete": (_translate("Undo", "the deletion"), _translate("Undo", "the deletion of %Ln todos", "", step.count)),
        "restore": (_translate("Undo", "the restoring"), _translate("Undo", "restoring %Ln todos", "", step.count)),
        "move": (_translate("Undo", "the move"), _translate("Undo", "moving %Ln todos", "", step.count)),
        "copy": (_translate("Undo", "the copying"), _translate("Undo", "copying %Ln todos", "", step.count)),
        "decide": (_translate("Undo", "the decision"), _translate("Undo", "the decision on %Ln todos", "", step.count)),
    }.get(step.verb, ("", ""))
    return one if step.count == 1 else many


def left_alone_words(left: LeftAlone) -> str:
    """What an undo or a redo did not do, and why."""
    sentences = (
        (
            left.values,
            _translate("Undo", "One value was left as it is: somebody has changed it since."),
            _translate("Undo", "%Ln values were left as they are: somebody has changed them since.", "", left.values),
        ),
        (
            left.todos,
            _translate("Undo", "One todo was not removed: somebody has changed it since."),
            _translate("Undo", "%Ln todos were not removed: somebody has changed them since.", "", left.todos),
        ),
        (
            left.gone,
            _translate("Undo", "One todo has been deleted meanwhile."),
            _translate("Undo", "%Ln todos have been deleted meanwhile.", "", left.gone),
        ),
        (
            left.there,
            _translate("Undo", "One todo is in the list again already."),
            _translate("Undo", "%Ln todos are in the list again already.", "", left.there),
        ),
    )
    return " ".join(one if count == 1 else many for count, one, many in sentences if count)
