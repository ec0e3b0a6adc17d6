"""Makes the executor that parsing and rendering share: one place, one path for one and for many.

Comes in: how many processes to use. Goes out: a `concurrent.futures.Executor`.
Must not know: what is executed.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Executor, Future
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
R = TypeVar("R")


class InProcess(Executor):
    """Runs each call at once, in this process, and keeps its result or exception as others do."""

    def submit(self, fn: Callable[P, R], /, *args: P.args, **kwargs: P.kwargs) -> Future[R]:
        """Run a call and return its finished future."""
        future: Future[R] = Future()
        try:
            future.set_result(fn(*args, **kwargs))
        except Exception as error:  # noqa: BLE001 - a future holds whatever its call raised
            future.set_exception(error)
        return future


def executor() -> Executor:
    """Make an executor; use it as a context manager."""
    return InProcess()
