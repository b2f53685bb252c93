"""What each problem is called in words: what happened, and what to do about it.

Names in braces are filled in by `messages`; translators keep them.
"""

from todo_desktop.gui.problem_sentences.key import key_sentences
from todo_desktop.gui.problem_sentences.sentence import Sentence
from todo_desktop.gui.problem_sentences.server import server_sentences
from todo_desktop.gui.problem_sentences.storage import storage_sentences
from todo_desktop.gui.problem_sentences.todos import todo_sentences
from todo_desktop.model.errors import Problem


def sentences() -> dict[Problem, Sentence]:
    """For every problem, in the language of the moment."""
    return {**server_sentences(), **key_sentences(), **todo_sentences(), **storage_sentences()}
