"""Calls side by side without threads: made one after the other in an order drawn by lot, the same in every run."""

from random import Random

from todo_desktop.sync.calls import Call, Outcome, outcome_of


class InTurn:
    """What was begun first may reach the server last, and an answer may be there long before it is looked at."""

    def __init__(self, chance: Random) -> None:
        self._chance = chance
        self._begun: list[Call] = []
        self._answered: list[tuple[Call, Outcome]] = []

    @property
    def under_way(self) -> int:
        return len(self._begun) + len(self._answered)

    def start(self, call: Call) -> None:
        self._begun.append(call)
        self._make(self._chance.randrange(len(self._begun) + 1))

    def next(self) -> tuple[Call, Outcome]:
        if self._begun:
            self._make(self._chance.randrange(0 if self._answered else 1, len(self._begun) + 1))
        return self._answered.pop(self._chance.randrange(len(self._answered)))

    def close(self) -> None:
        """Nothing is under way any more."""

    def _make(self, some: int) -> None:
        for _ in range(some):
            call = self._begun.pop(self._chance.randrange(len(self._begun)))
            self._answered.append((call, outcome_of(call)))
