"""Tells whether anything changed since a site was last built: if not, there is nothing to do.

Comes in: the folders of the collection and of the site, the file of the cache. Goes out: what the
last build told, or None. Files are looked at, and not opened: 10,000 documents take 0.1 s.
Must not know: what the files mean. This is loaded before anything else is, and loads little.
"""

from __future__ import annotations

import hashlib
import os
import time
from collections.abc import Iterator, Mapping
from contextlib import closing
from pathlib import Path

import msgspec
from msgspec import Struct

from backissues.cache.program import furniture, signature
from backissues.cache.store import Cache
from backissues.filenames import has_workshop, name_of, shown
from backissues.files import Look, is_settled, look_at
from backissues.model import Diagnostic
from backissues.record import Record, decoded

# The build writes the ledger itself: it is known by what is in it.
_LEDGER = "permalinks.tsv"
# How that looks which cannot be looked at.
_NOTHING: Look = (-1, 0, 0, 0)
# What notes are about: how the files of a site were left, and what the last build of it told.
_SITE, _LAST = _ABOUT = (b"site", b"last")


class Scene(Struct, frozen=True, array_like=True):
    """What a build depends on, as it was found; `settled` where a later change will show."""

    program: str
    options: tuple[str, ...]
    files: str
    settled: bool


class Told(Struct, frozen=True, kw_only=True, array_like=True):
    """What a build told: of how many documents and files, and what was to be said of them."""

    documents: int
    files: int
    diagnostics: tuple[Diagnostic, ...]


class Last(Struct, frozen=True, array_like=True):
    """The last build of one site: where it found things, the ledger that it left, what it told."""

    scene: Scene
    ledger: str
    told: Told


class View(Struct, frozen=True):
    """A collection as it was seen: what a build of it depends on, and how each file looked."""

    scene: Scene
    looks: Mapping[str, Look]


def look_around(folder: Path, *options: str) -> View:
    """Look at a collection, before anything of it is read."""
    began = time.time_ns()
    looks = dict(_looks(os.path.realpath(folder), ""))
    try:
        data = msgspec.msgpack.encode(looks)
    except UnicodeEncodeError:  # a name that is no sound Unicode
        data = repr(looks).encode()
    files = hashlib.sha256(furniture().encode() + data).hexdigest()
    settled = all(is_settled(look, began) for look in looks.values())
    return View(Scene(signature(), options, files, settled), looks)


def _looks(folder: str, prefix: str) -> Iterator[tuple[str, Look]]:
    """Look at all files of a folder and of those in it, but for hidden ones and the ledger.

    Files are known by their paths in the collection, as `Listed` has them.
    """
    try:
        with os.scandir(folder) as found:
            entries = sorted(found, key=lambda entry: entry.name)
    except OSError:  # whoever reads it will say so
        yield prefix, _NOTHING
        return
    for entry in entries:
        name = entry.name
        if name.startswith(".") or (name == _LEDGER and not prefix):
            continue
        path = prefix + shown(name)
        yield path, _look(entry.path)
        if entry.is_symlink():  # settings may be one, and are those that it leads to
            yield f"{path} ->", _look(os.path.realpath(entry.path))
        elif entry.is_dir(follow_symlinks=False):
            yield from _looks(entry.path, f"{path}/")


def _look(name: str) -> Look:
    """Look at what may be gone by now, such as an editor's passing file."""
    try:
        return look_at(name)
    except OSError:
        return _NOTHING


def unchanged(cache: Path, folder: Path, target: Path, scene: Scene) -> Told | None:
    """Return what the last build of a site told, if this one would do and tell the same."""
    if not cache.exists() or has_workshop(target):
        return None
    with closing(Cache(cache)) as kept:
        last = kept.noted(_name(target), Last)
        if last is None or last.scene != scene or last.ledger != ledger_of(folder):
            return None
        left = decoded(kept.get("notes", record_of(target)), program=scene.program)
        return last.told if left and _stands(left, target) else None


def remember(cache: Cache, target: Path, *, left: bytes, last: Last | None) -> None:
    """Keep how a build left its site; and what it told, where a later change of anything will show.

    Both at once: how it is now must not be taken for what another build told.
    """
    data = msgspec.msgpack.encode(last) if last is not None and last.scene.settled else b""
    cache.put("notes", [(_name(target), data), (record_of(target), left)])
    cache.drop("notes", [key for key in cache.keys("notes") if _is_of_a_lost_site(key)])


def _is_of_a_lost_site(key: bytes) -> bool:
    """Tell whether a note is about a site that is no longer there."""
    about, _, target = key.partition(b" ")
    return about in _ABOUT and not Path(os.fsdecode(target)).is_dir()


def record_of(target: Path) -> bytes:
    """Name the note that says how the files of a site were left."""
    return _SITE + b" " + os.fsencode(os.path.realpath(target))


def _name(target: Path) -> bytes:
    return _LAST + b" " + os.fsencode(os.path.realpath(target))


def ledger_of(folder: Path) -> str:
    """Return the sha256 of a collection's ledger, if it has one."""
    try:
        return hashlib.sha256((folder / _LEDGER).read_bytes()).hexdigest()
    except OSError:
        return ""


def _stands(left: Record, target: Path) -> bool:
    """Tell whether all files of a site are as they were left."""
    folder = str(target)
    try:
        return all(look_at(name_of(folder, path)) == one.look for path, one in left.items())
    except OSError:
        return False
