"""A publish that nothing can break: the machine may stop, or fail, at any operation on files.

Every operation of a publish is tried in turn: once the process dies there, as by a power cut or
`kill -9`; once the operation fails, as on a full, read-only or dying disk. No file may ever be
torn; what a failing build leaves is the old site; what a dead one leaves, the next build finishes.
"""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from backissues.model import Output
from backissues.publish import Published, publish, settle
from checkout import tree
from trouble import Trouble, die

OLD = {
    "index.html": "old home",
    "about.html": "the same",
    "articles/a.html": "old a",
    "articles/gone.html": "gone",
    "tags/old.html": "gone with its folder",
    "static/style.css": "old style",
    "years/2019": "a file becomes a folder",
    "rss.xml": "old feed",
}
NEW = {
    "index.html": "new home",
    "about.html": "the same",
    "articles/a.html": "new a",
    "articles/b.html": "new b",
    "kinds/essay/1.html": "a new folder",
    "static/style.css": "new style",
    "years/2019/1.html": "below what was a file",
    "rss.xml": "new feed",
}


def outputs(files: dict[str, str]) -> list[Output]:
    return [Output(path, text, text.encode) for path, text in files.items()]


@pytest.fixture(autouse=True)
def _no_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    """Wait for no disk: the machine that dies here dies in one process only."""
    monkeypatch.setattr(os, "fsync", lambda _: None)
    monkeypatch.setattr(os, "sync", lambda: None)


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """A folder with a collection, and a site of the old state."""
    (tmp_path / "seeds").mkdir()
    assert publish(outputs(OLD), tmp_path / "site", tmp_path / "seeds").written == len(OLD)
    return tmp_path


@pytest.fixture
def clean(tmp_path: Path) -> dict[str, bytes]:
    """The new site as it is when nothing happens."""
    (tmp_path / "clean" / "seeds").mkdir(parents=True)
    publish(outputs(NEW), tmp_path / "clean" / "site", tmp_path / "clean" / "seeds")
    return tree(tmp_path / "clean" / "site")


def build(place: Path, files: dict[str, str]) -> Published:
    return publish(outputs(files), place / "site", place / "seeds")


def rests(place: Path) -> list[Path]:
    return [*place.glob(".backissues-*"), *(place / "site").rglob(".backissues-*")]


def reset(place: Path) -> None:
    """Bring the site back to the old state."""
    found = build(place, OLD)
    assert not [one for one in found.diagnostics if one.level != "note"]
    assert not rests(place)


def dies_at(number: int, place: Path, files: dict[str, str]) -> bool:
    """Publish in a process of its own that dies at an operation; tell whether it came so far."""
    child = os.fork()
    if child == 0:
        with pytest.MonkeyPatch.context() as patch:
            Trouble(number, die).spread(patch)
            build(place, files)
            os._exit(0)
    _, status = os.waitpid(child, 0)
    return os.WIFSIGNALED(status)


def is_whole(site: Path) -> bool:
    """Tell whether each file of a site is one that some build wrote, from end to end."""
    known = {*OLD.items(), *NEW.items()}
    return all(
        (path, data.decode()) in known
        for path, data in tree(site).items()
        if path != "manifest-sha256.txt" and not path.startswith(".")
    )


def numbers() -> Iterator[int]:
    return iter(range(1, 1000))


@pytest.mark.skipif(not hasattr(os, "fork"), reason="a child process that dies needs fork")
def test_a_build_that_dies_anywhere_is_finished_by_the_next(
    place: Path, clean: dict[str, bytes]
) -> None:
    number = 0
    for number in numbers():
        died = dies_at(number, place, NEW)
        assert is_whole(place / "site")
        found = build(place, NEW)
        assert [one.code for one in found.diagnostics] in ([], ["P-019"]), (number, found)
        assert tree(place / "site") == clean, f"operation {number}"
        assert not rests(place)
        if not died:
            break
        reset(place)
    assert number > 40, "the operations were not counted"


@pytest.mark.skipif(not hasattr(os, "fork"), reason="a child process that dies needs fork")
def test_a_build_that_dies_is_finished_even_by_one_that_fails(
    place: Path, clean: dict[str, bytes]
) -> None:
    def fail() -> bytes:
        raise KeyError("title")

    old = tree(place / "site")
    for number in numbers():
        died = dies_at(number, place, NEW)
        found = publish([Output("index.html", "", fail)], place / "site", place / "seeds")
        assert found.diagnostics[-1].code == "P-009"
        assert tree(place / "site") in (old, clean), f"operation {number}"
        if not died:
            break
        reset(place)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="a child process that dies needs fork")
def test_a_build_that_dies_is_ended_where_nothing_more_can_be_made(
    place: Path, clean: dict[str, bytes]
) -> None:
    old = tree(place / "site")
    assert settle(place / "site") == Published()
    for number in range(20, 80, 5):
        dies_at(number, place, NEW)
        found = settle(place / "site")
        assert [one.code for one in found.diagnostics] in ([], ["P-019"])
        assert tree(place / "site") == (clean if found.diagnostics else old)
        assert not rests(place)
        reset(place)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="a child process that dies needs fork")
def test_two_builds_that_die_one_after_the_other(place: Path, clean: dict[str, bytes]) -> None:
    for first in range(20, 80, 6):
        for second in range(1, 40, 8):
            dies_at(first, place, NEW)
            dies_at(second, place, NEW)
            assert is_whole(place / "site")
            assert not [one for one in build(place, NEW).diagnostics if one.level != "note"]
            assert tree(place / "site") == clean, f"operations {first} and {second}"
            reset(place)


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EIO, errno.EACCES, errno.EROFS])
def test_an_operation_that_fails_leaves_the_old_site(
    place: Path, clean: dict[str, bytes], number: int
) -> None:
    old = tree(place / "site")

    def fail() -> None:
        raise OSError(number, os.strerror(number))

    for operation in numbers():
        trouble = Trouble(operation, fail)
        with pytest.MonkeyPatch.context() as patch:
            trouble.spread(patch)
            found = build(place, NEW)
        errors = [one.code for one in found.diagnostics if one.level == "error"]
        after = tree(place / "site")
        assert after == (old if errors else clean), f"operation {operation}"
        assert errors in ([], ["P-004"]), f"operation {operation}"
        if trouble.count < operation:
            break
        reset(place)


def test_a_disk_that_fails_for_good_is_told_and_the_next_build_puts_back_what_is_left(
    place: Path, clean: dict[str, bytes]
) -> None:
    def fail() -> None:
        raise OSError(errno.EIO, "Input/output error")

    told = 0
    for operation in numbers():
        trouble = Trouble(operation, fail)
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(Trouble, "strike", _from_then_on)
            trouble.spread(patch)
            found = build(place, NEW)
        assert is_whole(place / "site")
        told += any(one.code == "P-020" for one in found.diagnostics)
        if trouble.count < operation:
            break
        assert not [one for one in build(place, NEW).diagnostics if one.level != "note"]
        assert tree(place / "site") == clean
        reset(place)
    assert told


def _from_then_on(trouble: Trouble) -> None:
    trouble.count += 1
    if trouble.count >= trouble.at:
        trouble.act()


def test_an_interrupt_leaves_a_whole_site(place: Path, clean: dict[str, bytes]) -> None:
    old = tree(place / "site")

    def interrupt() -> None:
        raise KeyboardInterrupt

    for operation in numbers():
        trouble = Trouble(operation, interrupt)
        interrupted = False
        with pytest.MonkeyPatch.context() as patch:
            trouble.spread(patch)
            try:
                build(place, NEW)
            except KeyboardInterrupt:
                interrupted = True
        if not interrupted:
            break
        assert tree(place / "site") in (old, clean), f"operation {operation}"
        reset(place)
