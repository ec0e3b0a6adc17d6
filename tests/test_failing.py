"""A build whose disk fails: each operation on files in turn, of the site, the ledger, the cache.

Each of a whole build's operations that change the disk fails once, as on a full, dying, locked or
read-only disk. The build says so and leaves the old site, or gets by without; the next one is as
good as a clean one. `--all-proofs` tries every operation with every error, else a sample of them.
"""

from __future__ import annotations

import errno
import os
import random
import shutil
from pathlib import Path
from typing import NamedTuple

import pytest

from edits import edited, gather
from keeper import Keeper, Told, clean
from trouble import Trouble

ERRORS = (errno.ENOSPC, errno.EIO, errno.EACCES, errno.EROFS)
# So many pairs of an operation and an error are tried where nobody asks for all of them.
SAMPLE = 30


class Before(NamedTuple):
    """A place that was edited since its build, and what the next build should make of it."""

    keeper: Keeper
    new: dict[str, bytes]
    new_ledger: bytes | None
    operations: int


@pytest.fixture(scope="module")
def before(tmp_path_factory: pytest.TempPathFactory) -> Before:
    keeper = Keeper(tmp_path_factory.mktemp("before"))
    gather(keeper.collection)
    assert keeper.build().status == 0
    for name in ("body", "add", "rename", "title", "remove", "image", "static"):
        edited(keeper, name, 1)
    with clean(keeper) as (other, told):
        assert told.status == 0
        found = Before(keeper, other.files(), other.ledger, 0)
    twin = keeper.twin(keeper.home.with_name("counted"), site=True)
    return found._replace(operations=struck(twin, 0, errno.EIO)[1])


def struck(keeper: Keeper, at: int, number: int) -> tuple[Told, int]:
    """Build with an operation that fails; return what was said, and how many there were."""

    def fail() -> None:
        raise OSError(number, os.strerror(number))

    trouble = Trouble(at, fail)
    with pytest.MonkeyPatch.context() as patch:
        trouble.spread(patch)
        return keeper.build(), trouble.count


def test_an_operation_that_fails_is_told_and_leaves_the_old_site(
    before: Before, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    assert before.operations > 200, "the operations were not counted"
    pairs = [(at, error) for at in range(1, before.operations + 1) for error in ERRORS]
    if not request.config.getoption("--all-proofs"):
        pairs = random.Random(1).sample(pairs, SAMPLE)  # noqa: S311
    old = before.keeper.files()
    for at, error in pairs:
        case = f"operation {at} fails with {errno.errorcode[error]}"
        keeper = before.keeper.twin(tmp_path / "home", site=True)
        told, _ = struck(keeper, at, error)
        assert not told.errors, case
        assert told.codes in ([], ["P-004"], ["P-040"]), case
        assert told.status == bool(told.codes), case
        assert keeper.files() == (old if told.codes else before.new), case
        assert keeper.ledger in (before.keeper.ledger, before.new_ledger), case
        again = keeper.build()
        assert again.status == 0, (case, again)
        assert keeper.files() == before.new, case
        assert keeper.ledger == before.new_ledger, case
        assert not keeper.rests(), case
        shutil.rmtree(keeper.home)
