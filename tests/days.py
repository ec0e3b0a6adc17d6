"""A day in which time passes as fast as it is waited for, and things happen at their hour."""

from __future__ import annotations

from collections.abc import Callable

from backissues.serving.watching import Clock

Act = Callable[[], object]


class Day:
    """A clock that goes by when somebody sleeps, and what happens at which second of it."""

    def __init__(self) -> None:
        self.time = 0.0
        self.acts: list[tuple[float, Act]] = []

    def at(self, second: float, act: Act) -> None:
        self.acts.append((self.time + second, act))

    def sleep(self, seconds: float) -> None:
        self.time += seconds
        for due in [one for one in self.acts if one[0] <= self.time]:
            self.acts.remove(due)
            due[1]()
        assert self.time < 10_000, "nothing was noticed"

    @property
    def clock(self) -> Clock:
        return Clock(lambda: self.time, self.sleep)
