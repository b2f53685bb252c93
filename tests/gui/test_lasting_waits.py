"""A thread that goes on emitting finds what waited for its first signal still there."""

import gc
import weakref

from PySide6.QtCore import QThread, Signal
from pytestqt.qtbot import QtBot


class Talker(QThread):
    said = Signal(int)

    def run(self) -> None:
        for n in range(50):
            self.said.emit(n)


def test_what_waited_lives_until_all_that_was_emitted_has_arrived(qtbot: QtBot) -> None:
    talker = Talker()
    with qtbot.waitSignal(talker.said) as wait:
        talker.start()
    waited = weakref.ref(wait)
    del wait
    gc.collect()
    talker.wait()
    assert waited() is not None
