"""Disks as keepers meet them: full, read-only, with short names, or with a file that was edited.

Each build says what is wrong, where, and what to do, with exit status 1 and no traceback; the old
site stays as it was, and once the trouble is over the next build is as good as a clean one. What
becomes of the cache costs time, and nothing else.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from edits import edited, letter, write
from keeper import Keeper, Told, clean


@pytest.fixture
def keeper(built: Keeper, tmp_path: Path) -> Keeper:
    """A collection with its site, edited since it was built."""
    keeper = built.twin(tmp_path / "home", site=True)
    for name in ("body", "add", "title"):
        edited(keeper, name, 1)
    return keeper


def refused(told: Told, code: str, *words: str) -> bool:
    """Tell whether a build refused for one reason, in so many words."""
    found = [one for one in told.diagnostics if one["level"] == "error"]
    text = " ".join(f"{one['path']} {one['message']} {one['hint']}" for one in found)
    return (
        told.status == 1
        and not told.errors
        and told.codes == [code]
        and bool(found[0]["hint"])
        and all(word in text for word in words)
    )


def assert_mended(keeper: Keeper) -> None:
    """The next build is as good as a clean one."""
    with clean(keeper) as (other, expected):
        assert keeper.build().status == expected.status == 0
        assert keeper.files() == other.files()
        assert keeper.ledger == other.ledger
    assert not keeper.rests()


# --- the site ------------------------------------------------------------------------------------


@pytest.fixture
def small(tmp_path: Path) -> Iterator[Path]:
    """A disk of 4 MB, where this machine lets us mount one."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs", str(folder)]
    done = shutil.which("mount") and subprocess.run(mount, check=False, capture_output=True)
    if not done or done.returncode:
        pytest.skip("this machine lets nobody mount a disk")
    yield folder
    subprocess.run(["umount", str(folder)], check=True)


def moved(folder: Path, place: Path) -> None:
    """Move a folder to another disk, and leave a link to it."""
    shutil.copytree(folder, place)
    shutil.rmtree(folder)
    folder.symlink_to(place)


def fill(disk: Path) -> None:
    """Write to a disk until there is no room."""
    with (disk / "ballast").open("wb", buffering=0) as ballast, contextlib.suppress(OSError):
        while True:
            ballast.write(bytes(4096))


def remount(disk: Path, how: str) -> None:
    """Make a disk read-only, or writable again."""
    subprocess.run(["mount", "-o", f"remount,{how}", str(disk)], check=True)


def test_a_full_disk(keeper: Keeper, small: Path) -> None:
    moved(keeper.site, small / "site")
    before = keeper.files()
    fill(small)
    assert refused(keeper.build(), "P-004", "No space left", "make room", str(keeper.site))
    assert keeper.files() == before
    (small / "ballast").unlink()
    assert_mended(keeper)
    assert [one.name for one in small.iterdir()] == ["site"]


def test_a_disk_that_is_read_only(keeper: Keeper, small: Path) -> None:
    moved(keeper.site, small / "site")
    before = keeper.files()
    remount(small, "ro")
    assert refused(keeper.build(), "P-004", "Read-only file system", "writable", str(small))
    assert keeper.files() == before
    remount(small, "rw")
    assert_mended(keeper)


def test_a_name_that_is_too_long(keeper: Keeper) -> None:
    before = keeper.files()
    # The name is one that the disk takes; that of its source view, which is longer, is not.
    file = keeper.collection / f"{'x' * 250}.txt"
    write(file, letter(9, "harbour"))
    assert refused(keeper.build(), "P-004", "File name too long", "shorter name", "xxx.txt.html")
    assert keeper.files() == before
    file.unlink()


@pytest.mark.parametrize("names", [("Ship.txt", "ship.txt"), ("é.txt", "e\u0301.txt")])
def test_names_that_some_disks_take_for_one(keeper: Keeper, names: tuple[str, str]) -> None:
    for number, name in enumerate(names):
        write(keeper.collection / name, letter(40 + number, ("rope", "anchor")[number]))
    told = keeper.build()
    assert refused(told, "S-020", *names)
    assert f"sources/{names[0]}" in keeper.files() or f"sources/{names[1]}" in keeper.files()


def test_a_file_of_the_site_that_somebody_edited(keeper: Keeper) -> None:
    page = keeper.site / "index.html"
    write(page, page.read_bytes() + b"<!-- mine -->")
    before = keeper.files()
    assert refused(keeper.build(), "P-011", "index.html", "another hand")
    assert keeper.files() == before
    page.unlink()
    assert_mended(keeper)


# --- the cache -----------------------------------------------------------------------------------


def no_folder(keeper: Keeper) -> None:
    """Put a file where the folder of the cache should be."""
    shutil.rmtree(keeper.cache)
    write(keeper.cache, "no folder")


def garbage(keeper: Keeper) -> None:
    """Overwrite the files of the cache."""
    for file in keeper.cache.rglob("*"):
        if file.is_file():
            file.write_bytes(b"garbage " * 999)


def halves(keeper: Keeper) -> None:
    """Cut the files of the cache off."""
    for file in keeper.cache.rglob("*"):
        if file.is_file():
            os.truncate(file, file.stat().st_size // 2)


def folders(keeper: Keeper) -> None:
    """Put folders where the files of the cache should be."""
    for file in [*keeper.cache.rglob("*")]:
        if file.is_file():
            file.unlink()
            write(file / "below", "")


@pytest.mark.parametrize("harm", [no_folder, garbage, halves, folders])
def test_a_cache_that_cannot_be_used_costs_time_and_nothing_else(
    keeper: Keeper, harm: Callable[[Keeper], None]
) -> None:
    harm(keeper)
    assert_mended(keeper)
    assert keeper.build().status == 0


def test_a_cache_on_a_full_disk_costs_time_and_nothing_else(keeper: Keeper, small: Path) -> None:
    moved(keeper.cache, small / "cache")
    fill(small)
    assert_mended(keeper)
    assert keeper.build().status == 0


def test_a_cache_that_is_read_only_costs_time_and_nothing_else(keeper: Keeper, small: Path) -> None:
    moved(keeper.cache, small / "cache")
    remount(small, "ro")
    assert_mended(keeper)
    assert keeper.build().status == 0
