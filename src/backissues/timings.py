"""Says where the time of a build went: a line a step, with how much it did.

Comes in: steps, as they begin and end. Goes out: lines for a terminal.
Must not know: what a step does.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager

from msgspec import Struct


class Step(Struct):
    """One step: how many things it did, how long it took, and the processors' time it cost."""

    name: str
    count: int = 0
    seconds: float = 0.0
    cpu: float = 0.0


class Timings:
    """The steps of a build, in their order."""

    def __init__(self) -> None:
        self.steps: list[Step] = []

    @contextmanager
    def step(self, name: str, count: int = 0) -> Iterator[Step]:
        """Time what is done inside; the count may be filled in there."""
        step = Step(name, count)
        self.steps.append(step)
        began, cost = time.perf_counter(), _cpu()
        try:
            yield step
        finally:
            step.seconds, step.cpu = time.perf_counter() - began, _cpu() - cost

    def lines(self) -> Iterator[str]:
        """Yield a table of all steps and of their sum."""
        total = Step("together")
        for step in self.steps:
            total.seconds, total.cpu = total.seconds + step.seconds, total.cpu + step.cpu
        for step in (*self.steps, total):
            count = f"{step.count:,}" if step.count else ""
            times = f"{step.seconds:>10.3f} s{step.cpu:>10.3f} s of processor"
            yield f"{step.name:<12}{count:>9}{times}"


def _cpu() -> float:
    """Return what this process and its workers, so far as they have ended, cost."""
    spent = os.times()
    return spent.user + spent.system + spent.children_user + spent.children_system
