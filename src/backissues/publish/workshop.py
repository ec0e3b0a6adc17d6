"""The folder beside a site in which a build works: one build at a time, on the same file system.

Comes in: the folder of the site. Goes out: the workshop: a place for new files, for old ones until
all is well, and for the journal. It is gone after the build, but for one that was cut off.
Must not know: what is published, or how.
"""

from __future__ import annotations

import contextlib
import os
import platform
import shutil
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, NoReturn

from backissues import filenames
from backissues.codes import diagnose
from backissues.publish.standing import StopError

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

# Windows lets nobody read a byte that is locked: far behind the words that say who holds it.
_FAR = 1 << 30
# The workers of a build that was killed hold its lock as well, until they see that it is gone.
_PATIENCE, _PAUSE = 2.0, 0.02


class Workshop:
    """The folders that one build works in."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.new = folder / "new"
        self.old = folder / "old"
        self.journal = folder / "journal"
        self.undoing = folder / "undoing"

    def clear(self) -> None:
        """Throw away what an earlier build left, all but the lock."""
        for file in (self.journal, self.undoing):
            with contextlib.suppress(OSError):  # what stays is thrown away by the next build
                file.unlink(missing_ok=True)
        for folder in (self.new, self.old):
            shutil.rmtree(folder, ignore_errors=True)


@contextlib.contextmanager
def workshop(target: Path) -> Iterator[Workshop]:
    """Open the workshop of a site, or stop where another build is in it."""
    real = target.resolve()
    shop = Workshop(filenames.workshop(real, _place(real)))
    with _locked(shop.folder, target):
        try:
            yield shop
        finally:
            if not shop.journal.exists():
                # The lock goes last: whoever opens the folder meanwhile finds it held.
                shop.clear()
                shutil.rmtree(shop.folder, ignore_errors=True)


def _place(real: Path) -> Path:
    """Choose the folder that the workshop lies in: beside the site, or in it on its own disk.

    A site that is reached through a link has one workshop, by whatever name it is called.
    """
    real.parent.mkdir(parents=True, exist_ok=True)
    if real.exists():
        alone = real.stat().st_dev != real.parent.stat().st_dev
        if alone or not os.access(real.parent, os.W_OK):
            return real
    return real.parent


@contextlib.contextmanager
def _locked(folder: Path, target: Path) -> Iterator[None]:
    """Hold the lock of a folder, which is made; remove it where that came to nothing."""
    file = folder / "lock"
    try:
        stream, until = _opened(file), time.monotonic() + _PATIENCE
        while not (_lock(stream) and _is_there(file, stream)):
            with stream:
                if _is_there(file, stream):
                    if time.monotonic() > until:
                        _refuse(stream, target)
                    time.sleep(_PAUSE)
            # The build before us removed the file between our opening and locking it.
            stream = _opened(file)
        with stream:
            with contextlib.suppress(OSError):  # who is at work is good to know, and no more
                stream.truncate(0)
                stream.write(f"process {os.getpid()} on {platform.node()}".encode())
            yield
    except BaseException:
        with contextlib.suppress(OSError):  # where it is another build's, it is not empty
            folder.rmdir()
        raise


def _opened(file: Path) -> BinaryIO:
    """Open the file of a lock, and make it where it is not there."""
    while True:
        file.parent.mkdir(exist_ok=True)
        with contextlib.suppress(FileNotFoundError):  # the build before us has just tidied up
            return file.open("ab+", buffering=0)


def _is_there(file: Path, stream: BinaryIO) -> bool:
    """Tell whether a file was not removed by the build before us while we were opening it."""
    try:
        return file.stat().st_ino == os.fstat(stream.fileno()).st_ino
    except FileNotFoundError:
        return False


def _refuse(stream: BinaryIO, target: Path) -> NoReturn:
    """Stop, and say who is at work."""
    try:
        stream.seek(0)
        holder = stream.read(200).decode("utf-8", "replace").strip()
    except OSError:
        holder = ""
    raise StopError(diagnose("P-018", str(target), holder=holder or "another process"))


def _lock(stream: BinaryIO) -> bool:
    """Lock a file for this process, if no other has; the system unlocks it whatever happens."""
    try:
        if sys.platform == "win32":
            stream.seek(_FAR)
            msvcrt.locking(stream.fileno(), msvcrt.LK_NBLCK, 1)
            stream.seek(0)
        else:
            fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except (BlockingIOError, PermissionError):
        return False
    return True
