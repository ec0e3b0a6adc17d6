"""The site as it stands: what the last build wrote, and what others have put or changed there.

Comes in: the folder of the site, the record of how its files were left. Goes out: answers about
its files; a `StopError` where a file of others is in the way.
Must not know: how files are moved; it changes none.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet
from functools import cache, partial
from pathlib import Path

from backissues import filenames, urls
from backissues.codes import diagnose
from backissues.filenames import name_of
from backissues.files import digest_of, look_of
from backissues.model import Diagnostic
from backissues.publish.manifest import read_manifest
from backissues.publish.places import behind_link, file_of, files_below, folders_of, look
from backissues.record import Record


class StopError(Exception):
    """Nothing can be published: the diagnostics say why."""

    def __init__(self, *found: Diagnostic) -> None:
        super().__init__(*found)
        self.found = found


class Site:
    """The folder of the site, and what the last manifest says of it.

    A file that nobody touched since it was left holds what it held: to read it again, once to see
    whether it is still ours and once to compare it with what takes its place, took a twentieth of
    the time in which all pages change.
    """

    def __init__(self, target: Path, left: Record) -> None:
        self.target = target
        self.name = str(target)
        self._left = left
        self._behind_link = cache(partial(behind_link, target))
        manifest = read_manifest(target)
        self.manifest = manifest or {}
        names = sorted(target.iterdir()) if manifest is None and target.exists() else []
        if names:
            raise self._foreign(names[0].name)

    def holds(self, path: str, data: bytes, sha256: str) -> bool:
        """Tell whether a file of the site holds these very bytes already, which have this sum."""
        about = self._plain(path)
        if about is None or about.st_size != len(data):
            return False
        if known := self._known(path, about):
            return known == sha256
        return file_of(self.target, path).read_bytes() == data

    def is_ours(self, path: str) -> bool:
        """Tell whether a file is as the last manifest says."""
        about = self._plain(path)
        return about is not None and self._is_ours(path, about)

    def _plain(self, path: str) -> os.stat_result | None:
        """Look at the ordinary file that stands at a path, reached through no link, if any does."""
        about = look(name_of(self.name, path))
        if about is None or not stat.S_ISREG(about.st_mode):
            return None
        return None if self._behind_link(path.rpartition("/")[0]) else about

    def _is_ours(self, path: str, about: os.stat_result) -> bool:
        """Tell whether an ordinary file, which looks like that, is as the last manifest says."""
        name = self._name_of(path)
        if name is None:
            return False
        sha256 = self._known(path, about) or digest_of(name_of(self.target, path))
        return sha256 == self.manifest[name]

    def _known(self, path: str, about: os.stat_result) -> str:
        """Return the sum of a file that looks as it was left; nothing for any other."""
        made = self._left.get(path)
        return made.sha256 if made is not None and made.look == look_of(about) else ""

    def is_one_file(self, path: str, other: str) -> bool:
        """Tell whether two paths lead to one file, as on disks that fold case or Unicode forms."""
        try:
            return file_of(self.target, path).samefile(file_of(self.target, other))
        except OSError:  # one of them is not there
            return False

    def _name_of(self, path: str) -> str | None:
        """Return the path by which the last manifest knows the file that stands at this one."""
        if path in self.manifest:
            return path
        fold = urls.fold(path)
        others = (name for name in self.manifest if urls.fold(name) == fold)
        return next((name for name in others if self.is_one_file(path, name)), None)

    def refuse_others_work(self, manifest: Mapping[str, str], changed: Iterable[str]) -> None:
        """Stop where a file would replace one that is not ours, or that another hand changed."""
        stale = self.manifest.keys() - manifest.keys()
        above = cache(partial(self._foreign_above, stale))
        for path in changed:
            about = look(name_of(self.target, path))
            foreign = above(path.rpartition("/")[0]) or self._foreign_at(path, about, stale)
            if foreign is not None:
                raise self._foreign(foreign)
            # No folder that it lies in is a link, or that would be in the way.
            if about and stat.S_ISREG(about.st_mode) and not self._is_ours(path, about):
                raise StopError(diagnose("P-011", str(self.target / path)))

    def _foreign_above(self, stale: AbstractSet[str], folder: str) -> str | None:
        """Name what is not ours where a folder wants to be, or one that it lies in."""
        for one in folders_of(f"{folder}/"):
            place = file_of(self.target, one)
            if place.is_symlink() or (place.exists() and not place.is_dir() and one not in stale):
                return one
        return None

    def _foreign_at(
        self, path: str, about: os.stat_result | None, stale: AbstractSet[str]
    ) -> str | None:
        """Name what is not ours where a file wants to stand, if there is anything."""
        if about is None:
            return None
        if stat.S_ISDIR(about.st_mode):
            file = file_of(self.target, path)
            # A folder may give way to a file when all that is in it goes.
            inside = (f.relative_to(self.target).as_posix() for f in files_below(file))
            below = sorted(map(filenames.shown, inside))
            return next((f for f in below if f not in stale or not self.is_ours(f)), None)
        return path if self._name_of(path) is None else None

    def _foreign(self, example: str) -> StopError:
        return StopError(diagnose("P-003", str(self.target), example=example))
