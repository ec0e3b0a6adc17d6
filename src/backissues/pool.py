"""Makes the executor that parsing and rendering share: one place, one path for one and for many.

Comes in: a call, its tasks in order, how many processes to use. Goes out: their results in order.
A worker that dies (out of memory, killed) takes no result with it: what it was at is done once more
alone, and what kills its worker then too is `Died`.
Must not know: what is executed.
"""

from __future__ import annotations

import gc
import os
import signal
import sys
import threading
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from itertools import count, islice
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from msgspec import Struct

if TYPE_CHECKING:
    from concurrent.futures import Executor
    from multiprocessing.connection import Connection

R = TypeVar("R")
T = TypeVar("T")

# A worker is worth its start (some 20 ms) where it has this many tasks of a few milliseconds.
_WORTH = 32
# So many chunks a worker, for some are dearer than others; but one is never longer than that:
# what a dead worker was at is done again.
_CHUNKS, _LONGEST = 8, 32
# So many tasks wait for the disk at a time; sixteen take as long as four.
_WAITING = 4


class Died(Struct, frozen=True):
    """What stands in the place of a result whose worker died twice, the second time alone."""


def _nothing() -> None:
    pass


def executor(jobs: int, last: Callable[[], None] = _nothing) -> Executor:
    """Make an executor of so many processes; use it as a context manager.

    Workers are forked: they have all that this process has. What each does `last` comes behind all
    of its tasks.
    """
    import multiprocessing  # noqa: PLC0415 - with sockets and all, 12 ms
    from concurrent.futures import ProcessPoolExecutor  # noqa: PLC0415

    context = multiprocessing.get_context("fork")
    return ProcessPoolExecutor(jobs, context, initializer=_begin, initargs=(last,))


def _begin(last: Callable[[], None]) -> None:
    """Leave it to the parent to end on Ctrl-C, which reaches all processes of a terminal."""
    from multiprocessing.util import Finalize  # noqa: PLC0415 - loaded before the fork

    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_the_parent, daemon=True).start()
    Finalize(None, last, exitpriority=0)


def _end_with_the_parent() -> None:
    """End at once when the parent was killed: it held locks that are ours as well, until we end."""
    import multiprocessing  # noqa: PLC0415 - loaded before the fork

    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


@contextmanager
def beside(call: Callable[[], bytes], jobs: int | None) -> Iterator[Callable[[], bytes]]:
    """Do a call in a process of its own; what is yielded waits for its result.

    That is nothing where the call failed, where the process died, or where one is to do all.
    """
    if processes(jobs, _WORTH) == 1 or not can_fork():
        yield bytes
        return
    import multiprocessing  # noqa: PLC0415 - with sockets and all, 12 ms

    context = multiprocessing.get_context("fork")
    ours, theirs = context.Pipe(duplex=False)
    worker = context.Process(target=_send, args=(call, ours, theirs), daemon=True)
    gc.freeze()
    worker.start()
    gc.unfreeze()
    theirs.close()

    def result() -> bytes:
        try:
            return ours.recv_bytes()
        except EOFError:
            return b""

    try:
        yield result
    finally:
        ours.close()
        worker.kill()  # if nobody waited for its result
        worker.join()


def _send(call: Callable[[], bytes], here: Connection, there: Connection) -> None:
    """Send the result of a call; whoever gets none makes the call, and learns why it fails."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    here.close()  # or it would not be seen that the parent was killed
    with suppress(Exception):
        there.send_bytes(call())


def wait_for(call: Callable[[T], None], tasks: Sequence[T]) -> None:
    """Do what waits for the disk, of several tasks at a time; an exception of one is raised.

    To flush 150 files one after another takes 0.2 to 0.6 s, four at a time 0.04: the file system
    writes its journal once for all that wait for it.
    """
    each, failed = iter(tasks), list[BaseException]()

    def work() -> None:
        try:
            for task in each:
                call(task)
        except BaseException as error:  # noqa: BLE001 - raised where the others are waited for
            failed.append(error)

    # An executor of threads would do the same; to load one takes 8 ms.
    threads = [threading.Thread(target=work) for _ in range(min(_WAITING, len(tasks)))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failed:
        raise failed[0]


def can_fork() -> bool:
    """Tell whether workers can have what this process has.

    A fork copies locks that other threads hold, and nobody would ever open them; the libraries of
    macOS cannot be forked at all.
    """
    return sys.platform == "linux" and threading.active_count() == 1


def processes(wanted: int | None, tasks: int, *, worth: int = _WORTH) -> int:
    """Choose how many processes to use for so many tasks: as many as wanted, else as cores.

    Unless many are wanted, one is begun for so many tasks as make it `worth` while.
    """
    if wanted is not None:
        return wanted
    return min(len(os.sched_getaffinity(0)) if can_fork() else 1, tasks // worth + 1)


class Crew(Generic[T, R]):
    """Does tasks in processes; `died` counts the workers that were lost at it."""

    def __init__(
        self, call: Callable[[T], R], jobs: int, *, last: Callable[[], None] = _nothing
    ) -> None:
        """Take what is done of each task; results are pickled on their way back, tasks too.

        `last` is done by each worker when no more tasks come.
        """
        self.died = 0
        self._call = call
        self._last = last
        self._jobs = jobs
        self._number = next(_NUMBERS)

    def results(self, tasks: Sequence[T]) -> Iterator[R | Died]:
        """Yield the result of each task in order; an exception of one is raised in its place."""
        if self._jobs == 1 or not can_fork():
            yield from map(self._call, tasks)
            return
        from concurrent.futures import BrokenExecutor  # noqa: PLC0415 - see `executor`

        done, length = 0, self._length(len(tasks))
        _CALLS[self._number] = self._call
        try:
            while done < len(tasks):
                try:
                    for results in self._several(tasks[done:], length):
                        done += len(results)
                        yield from results
                except BrokenExecutor:
                    self.died += 1
                    # One of those that were handed out did it, and nobody knows which.
                    for task in tasks[done : done + self._ahead() * length]:
                        done += 1
                        yield self._alone(task)
        finally:
            del _CALLS[self._number]

    def _ahead(self) -> int:
        """Return how many chunks are handed out at most, so that no worker waits for its next."""
        return self._jobs * 2

    def _length(self, tasks: int) -> int:
        """Return how many tasks make a chunk."""
        return max(1, min(_LONGEST, tasks // (self._jobs * _CHUNKS)))

    def _several(self, tasks: Sequence[T], length: int) -> Iterator[list[R]]:
        """Yield results by chunks, of which only a few wait to be taken: they may be large."""
        chunks = (tasks[at : at + length] for at in range(0, len(tasks), length))
        # What is there already is not to be looked through by each worker: its pages stay shared.
        gc.freeze()
        try:
            with executor(self._jobs, self._last) as pool:
                begun = (pool.submit(_each, self._number, chunk) for chunk in chunks)
                ahead = deque(islice(begun, self._ahead()))
                while ahead:
                    results = ahead.popleft().result()
                    ahead.extend(islice(begun, 1))
                    yield results
        finally:
            gc.unfreeze()

    def _alone(self, task: T) -> R | Died:
        """Do one task in a worker of its own."""
        from concurrent.futures import BrokenExecutor  # noqa: PLC0415 - see `executor`

        with executor(1, self._last) as pool:
            try:
                results: list[R] = pool.submit(_each, self._number, [task]).result()
            except BrokenExecutor:
                self.died += 1
                return Died()
        return results[0]


# Workers find what to do where they have it from: in the memory that they were forked with.
_CALLS: dict[int, Callable[[Any], Any]] = {}
_NUMBERS = count()


def _each(number: int, tasks: Sequence[Any]) -> list[Any]:
    return [_CALLS[number](task) for task in tasks]
