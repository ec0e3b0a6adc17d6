"""A build that is killed: at any moment the site is whole, and the next build ends what it began.

A collection is edited at random, and its build is killed: after a part of the time that it takes,
when its journal stands there, or at one of its operations on files, as the number of the trial
decides. `--all-proofs` tries 200; trial 7 alone is `-k 'killed and 7-'`.
"""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from checkout import CHECKOUT
from edits import BASE, SOURCES, edited
from keeper import MANIFEST, Keeper, clean, dead_links
from trouble import Trouble, die

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="a child that dies needs fork")

# Far more operations than a build of this collection has while it commits.
OPERATIONS = 400
# So long a build may take; one that hangs is killed by the test, and fails it.
HANGS = 60


@pytest.fixture
def keeper(built: Keeper, tmp_path: Path) -> Keeper:
    """A collection with its site."""
    return built.twin(tmp_path / "home", site=True)


def edit(keeper: Keeper, chance: random.Random) -> None:
    """Edit the collection once to thrice."""
    for _ in range(chance.randrange(1, 4)):
        edited(keeper, chance.choice([*SOURCES]), chance.randrange(10**6))


# --- the ways to die -----------------------------------------------------------------------------


def by_time(keeper: Keeper, chance: random.Random) -> None:
    """Kill a build after a part of the time that the same build takes elsewhere."""
    twin = keeper.twin(keeper.home.with_name("twin"), site=True)
    start = time.monotonic()
    os.waitpid(twin.fork(), 0)
    length = time.monotonic() - start
    shutil.rmtree(twin.home)
    child = keeper.fork()
    time.sleep(length * chance.random())
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)


def by_journal(keeper: Keeper, chance: random.Random) -> None:
    """Kill a build a moment after its journal was written: it is committing."""
    _once_there(keeper.home / ".backissues-site" / "journal", keeper.fork(), chance.random() * 0.02)


def by_operation(keeper: Keeper, chance: random.Random) -> None:
    """Let a build kill itself at one of its operations on files."""
    child = os.fork()
    if child == 0:
        with pytest.MonkeyPatch.context() as patch:
            Trouble(chance.randrange(1, OPERATIONS), die).spread(patch)
            os.waitpid(keeper.fork(), 0)
            os._exit(0)
    os.waitpid(child, 0)


def by_its_workers(keeper: Keeper, chance: random.Random) -> None:
    """Kill a build while workers of it are making files: they must end as well, and soon."""
    aside = keeper.home / ".backissues-site" / "new"
    _once_there(aside, keeper.fork("--jobs", "2"), chance.random() * 0.1)


def _once_there(sign: Path, child: int, pause: float) -> None:
    """Kill a build some seconds after a file or folder of its workshop is there."""
    until = time.monotonic() + HANGS
    while not sign.exists() and time.monotonic() < until:
        if os.waitpid(child, os.WNOHANG) != (0, 0):
            return  # there was nothing to do
    time.sleep(pause)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)


def by_command(keeper: Keeper, chance: random.Random) -> None:
    """Kill `python build.py` itself, start and all."""
    command = [sys.executable, str(CHECKOUT / "build.py"), "letters", "--quiet"]
    environment = os.environ | keeper.environment()
    with subprocess.Popen(
        command,
        cwd=keeper.home,
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    ) as process:
        time.sleep(chance.random() * 1.5)
        process.kill()


WAYS: tuple[Callable[[Keeper, random.Random], None], ...] = (
    *(by_time, by_journal, by_operation, by_its_workers) * 2,
    *(by_journal, by_command),
)


# --- what must hold ------------------------------------------------------------------------------


def assert_whole(found: dict[str, bytes], *, old: dict[str, bytes], new: dict[str, bytes]) -> None:
    """Each file is the old one or the new one, and no link on the way of a reader is dead."""
    for path, data in found.items():
        assert data in (old.get(path), new.get(path)), f"{path} is torn"
    assert old.keys() & new.keys() <= found.keys()
    staying = {path for path in found if path in old and path in new}
    assert not dead_links(found, staying, base=BASE)


@pytest.mark.proof(sample=10, all=200)
def test_a_build_that_is_killed_is_whole_and_ended_by_the_next(keeper: Keeper, number: int) -> None:
    chance = random.Random(number)  # noqa: S311
    old, old_ledger = keeper.files(), keeper.ledger
    edit(keeper, chance)
    with clean(keeper) as (other, _):
        # What nothing can be made of, such as a broken template, leaves the site as it is.
        new, new_ledger = other.files() or old, other.ledger
    ways = WAYS[number % len(WAYS) :][: chance.choice((1, 1, 1, 2))]
    for kill in ways:
        kill(keeper, chance)
        assert_whole(keeper.files(), old=old, new=new)
        assert keeper.ledger in (old_ledger, new_ledger)
    if chance.random() < 0.3:
        edit(keeper, chance)
    with clean(keeper) as (other, told):
        again = keeper.build()
        assert again.status == told.status, again
        assert keeper.files() == (other.files() or keeper.files())
        assert keeper.ledger == other.ledger
    assert not keeper.rests()


def test_the_links_of_a_site_are_seen(keeper: Keeper) -> None:
    files = keeper.files()
    assert not dead_links(files, {"index.html"}, base=BASE)
    gone = next(path for path in files if path.startswith("articles/") and path.endswith(".html"))
    del files[gone]
    assert ("index.html", gone) in dead_links(files, {"index.html"}, base=BASE)
    assert any(page == "rss.xml" for page, _ in dead_links(files, {"rss.xml"}, base=BASE))
    assert MANIFEST in files
