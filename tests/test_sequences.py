"""An incremental build equals a clean one, byte for byte, whatever a keeper did before.

A collection is edited step by step, in a random order that its number decides. After each step it
is built, and the same sources, with the ledger as it was, are built into an empty folder with an
empty cache: both must give the same site, ledger and diagnostics. Files that did not change keep
their inode and time, and a second build right after touches nothing. `--all-proofs` tries 300
sequences; the steps of one that fails are thinned out, as long as it fails.
"""

from __future__ import annotations

import io
import os
import random
import shutil
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

from edits import EDITS, documents, edited
from keeper import Keeper, Told, clean

# A name of `EDITS`, or `meanwhile`; and the seed of what it works on.
Step = tuple[str, int]
STEPS, SAMPLE = 8, 3
MEANWHILE = "meanwhile"
JOBS = ("1", "1", "2")


# --- edits while a build is reading --------------------------------------------------------------


def meanwhile(keeper: Keeper, chance: random.Random) -> Told:
    """Build while a file changes that it reads."""
    file = chance.choice(beside(keeper))
    how = chance.choice(("once", "and back", "twice"))
    return changing(keeper, file, how=how, reads=chance.randrange(3))


def changing(keeper: Keeper, file: Path, *, how: str, reads: int) -> Told:
    """Build while a file changes that was read so often: once, and back, or twice at once."""
    before, stat = file.read_bytes(), file.stat()
    opened = io.open

    def opening(name: Any, mode: str = "r", *more: Any, **named: Any) -> Any:
        nonlocal reads
        if set(mode) & set("wax+") or not file.samefile(name):
            return opened(name, mode, *more, **named)
        reads -= 1
        if reads >= 0:
            return opened(name, mode, *more, **named)
        patch.undo()
        if how == "twice":
            file.write_bytes(before.swapcase())
        data = io.BytesIO(file.read_bytes())
        file.write_bytes(before[::-1] if how == "twice" else before.swapcase())
        return data

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(io, "open", opening)
        told = keeper.build("--jobs", "1")
    if how == "and back":
        file.write_bytes(before)
        os.utime(file, ns=(stat.st_atime_ns, stat.st_mtime_ns))
    return told


def beside(keeper: Keeper) -> list[Path]:
    """Return what a build reads: documents, and what lies beside them."""
    more = (
        file for file in sorted(keeper.collection.rglob("*")) if file.suffix in {".yml", ".png"}
    )
    return [*documents(keeper), *more]


# --- one step ------------------------------------------------------------------------------------


def marks(folder: Path) -> dict[str, tuple[int, ...]]:
    """Return what tells whether somebody touched a file or folder: its inode and its times.

    Of a folder that is not there, as of a site that was deleted and cannot be built, nothing.
    """
    if not folder.exists():
        return {}
    return {
        str(one.relative_to(folder)): (stat.st_ino, stat.st_mtime_ns, stat.st_ctime_ns)
        for one in (folder, *folder.rglob("*"))
        for stat in (one.lstat(),)
    }


def assert_unchanged_files_stay(
    keeper: Keeper, before: dict[str, bytes], were: dict[str, tuple[int, ...]]
) -> None:
    """A file with the bytes that it had is the file that it was."""
    now = marks(keeper.site)
    for path, data in keeper.files().items():
        if before.get(path) == data:
            assert now[path][:2] == were[path][:2], f"{path} was written anew"


def take(keeper: Keeper, step: Step) -> None:
    """Do one step and build, and hold the build to all that was promised."""
    name, number = step
    if name == MEANWHILE:
        told = meanwhile(keeper, random.Random(number))  # noqa: S311
        assert not told.errors
    else:
        edited(keeper, name, number)
    before, were = keeper.files(), marks(keeper.site)
    with clean(keeper) as (other, expected):
        told = keeper.build("--jobs", JOBS[number % len(JOBS)])
        assert told.diagnostics == expected.diagnostics
        assert (told.status, told.errors) == (expected.status, "")
        # Where nothing can be built, as with a broken template, the site stays as it is.
        assert keeper.files() == (other.files() or before)
        assert keeper.ledger == other.ledger
    assert_unchanged_files_stay(keeper, before, were)
    were = marks(keeper.home)
    again = keeper.build()
    assert (again.status, again.errors) == (told.status, "")
    assert (again.figures.get("written", 0), again.figures.get("removed", 0)) == (0, 0)
    changed = {path for path, mark in marks(keeper.home).items() if were.get(path) != mark}
    assert not {path for path in changed if not path.startswith("cache")} - {"."}
    assert not keeper.rests()


def wrong(built: Keeper, steps: Sequence[Step], home: Path) -> AssertionError | None:
    """Take steps one after the other; return what went wrong."""
    keeper = built.twin(home, site=True)
    try:
        for step in steps:
            take(keeper, step)
    except AssertionError as error:
        return error
    finally:
        shutil.rmtree(home)
    return None


def thinned(steps: list[Step], fails: Callable[[list[Step]], bool]) -> list[Step]:
    """Leave out steps as long as the others fail without them."""
    place = 0
    while place < len(steps):
        fewer = steps[:place] + steps[place + 1 :]
        if fewer and fails(fewer):
            steps = fewer
        else:
            place += 1
    return steps


# --- the proofs ----------------------------------------------------------------------------------


def steps_of(number: int) -> list[Step]:
    """Return a sequence; the first few deal out all edits among them, each once."""
    names = [*EDITS, MEANWHILE]
    chance = random.Random(number)  # noqa: S311
    if number < SAMPLE:
        random.Random(SAMPLE).shuffle(names)  # noqa: S311
        return [(name, chance.randrange(10**6)) for name in names[number::SAMPLE]]
    return [(chance.choice(names), chance.randrange(10**6)) for _ in range(STEPS)]


@pytest.mark.proof(sample=SAMPLE, all=300)
def test_whatever_was_edited_an_incremental_build_equals_a_clean_one(
    built: Keeper, tmp_path: Path, number: int
) -> None:
    steps = steps_of(number)
    error = wrong(built, steps, tmp_path / "home")
    if error is not None:
        fewest = thinned(steps, lambda few: wrong(built, few, tmp_path / "home") is not None)
        pytest.fail(f"sequence {number}, thinned to {fewest}: {error}")


@pytest.mark.proof(sample=3, all=60)
def test_what_changes_while_it_is_read_is_never_taken_for_what_it_was(
    built: Keeper, tmp_path: Path, number: int
) -> None:
    take(built.twin(tmp_path / "home", site=True), (MEANWHILE, number))


def test_a_source_that_changes_while_its_page_is_made_stops_the_build(
    built: Keeper, tmp_path: Path
) -> None:
    keeper = built.twin(tmp_path / "home", site=True)
    before, file = keeper.files(), documents(keeper)[0]
    told = []
    for reads in range(4):
        file.write_bytes(file.read_bytes() + b"\nOne more line.\n")
        told.append(changing(keeper, file, how="and back", reads=reads).codes)
        assert not told[-1] or keeper.files() == before
        before = keeper.files()
    assert ["P-041"] in told


def test_steps_that_matter_are_left() -> None:
    steps = [(name, 0) for name in "abcdef"]
    assert thinned(steps, lambda few: {("b", 0), ("e", 0)} <= {*few}) == [("b", 0), ("e", 0)]
