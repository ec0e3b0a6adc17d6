"""The processes that share the work: results in order, whoever dies."""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
import threading
import time
from pathlib import Path

import pytest

from alone import alone
from backissues.pool import Crew, Died, beside, processes, wait_for

forks = pytest.mark.skipif(sys.platform != "linux", reason="workers are forked on Linux alone")


@pytest.mark.parametrize("jobs", [1, 2, 3])
@pytest.mark.parametrize("count", [0, 1, 7, 500])
@alone
def test_results_come_in_order(jobs: int, count: int) -> None:
    crew = Crew(lambda number: number * number, jobs)
    assert list(crew.results(range(count))) == [number * number for number in range(count)]
    assert crew.died == 0


@forks
@alone
def test_the_work_is_done_elsewhere_where_there_are_workers() -> None:
    crew = Crew(lambda _: os.getpid(), 2)
    assert os.getpid() not in set(crew.results(range(100)))
    assert list(Crew(lambda _: os.getpid(), 1).results([1])) == [os.getpid()]


@forks
@alone
def test_each_worker_has_something_to_do_last(tmp_path: Path) -> None:
    done: list[int] = []

    def last() -> None:
        (tmp_path / str(os.getpid())).write_text(str(sum(done)), encoding="utf-8")

    assert len(list(Crew(done.append, 2, last=last).results(range(100)))) == 100
    assert sum(int(file.read_text(encoding="utf-8")) for file in tmp_path.iterdir()) == 4950
    assert not done


@pytest.mark.parametrize("jobs", [1, 2])
@alone
def test_an_exception_is_raised_in_the_place_of_its_result(jobs: int) -> None:
    def call(number: int) -> int:
        if number == 40:
            raise ValueError(number)
        return number

    taken = []
    with pytest.raises(ValueError, match="40"):
        taken.extend(Crew(call, jobs).results(range(64)))
    assert taken == list(range(len(taken)))


@forks
@alone
def test_what_a_dead_worker_was_at_is_done_once_more(tmp_path: Path) -> None:
    def call(number: int) -> int:
        if number == 33:
            try:
                (tmp_path / "died").mkdir()
            except FileExistsError:
                return number
            os.kill(os.getpid(), signal.SIGKILL)
        return number

    crew = Crew(call, 2)
    assert list(crew.results(range(200))) == list(range(200))
    assert crew.died == 1


@forks
@alone
def test_what_kills_its_worker_twice_is_given_up_alone() -> None:
    def call(number: int) -> int:
        if number in {5, 150}:
            os.kill(os.getpid(), signal.SIGKILL)
        return number

    crew = Crew(call, 2)
    found = list(crew.results(range(200)))
    assert [number for number, one in enumerate(found) if isinstance(one, Died)] == [5, 150]
    assert [one for one in found if not isinstance(one, Died)] == [
        number for number in range(200) if number not in {5, 150}
    ]
    assert crew.died >= 4


@forks
@alone
def test_a_process_with_threads_is_not_forked() -> None:
    done = threading.Event()
    other = threading.Thread(target=done.wait)
    other.start()
    try:
        assert list(Crew(lambda _: os.getpid(), 2).results([1, 2])) == [os.getpid()] * 2
    finally:
        done.set()
        other.join()


def test_what_waits_for_the_disk_is_all_done_and_the_first_failure_raised() -> None:
    done: list[int] = []

    def call(task: int) -> None:
        done.append(task)
        if task == 7:
            raise OSError("full")

    wait_for(done.append, range(20))
    assert sorted(done) == list(range(20))
    wait_for(done.append, ())
    with pytest.raises(OSError, match="full"):
        wait_for(call, [7])


def test_few_tasks_are_worth_no_worker() -> None:
    assert processes(None, 3) == 1
    assert processes(None, 0) == 1
    assert processes(5, 3) == 5


@forks
@alone
def test_what_is_done_beside_gives_its_result() -> None:
    with beside(lambda: str(os.getpid()).encode(), 2) as result:
        assert int(result()) != os.getpid()
    with beside(lambda: b"x" * 1_000_000, 2) as result:
        assert len(result()) == 1_000_000


@forks
@alone
def test_what_fails_or_dies_beside_gives_nothing() -> None:
    def fail() -> bytes:
        raise ValueError

    def die() -> bytes:
        os.kill(os.getpid(), signal.SIGKILL)
        return b"dead"

    for call in (fail, die):
        with beside(call, 2) as result:
            assert result() == b""
    with beside(lambda: b"alone", 1) as result:
        assert result() == b""


@forks
@alone
def test_what_nobody_waits_for_does_not_stay() -> None:
    def wait() -> bytes:
        time.sleep(60)
        return b""

    with beside(wait, 2):
        pass
    assert not multiprocessing.active_children()
