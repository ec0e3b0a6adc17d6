"""Says why a file of the site cannot be written, and what its keeper can do about it.

Comes in: the place that was meant, an error of the system. Goes out: a diagnostic.
Must not know: what was done with the file.
"""

from __future__ import annotations

import errno
from pathlib import Path

from backissues.codes import diagnose
from backissues.model import Diagnostic

_ROOM = "make room on that disk, or choose a folder on another one with -o"
_LEAVE = "make the folder writable for you, or choose another one with -o"
_DISK = "check that disk, and choose a folder on another one with -o"
_SHORTER = "give that document or file a shorter name, or choose a shorter folder with -o"
_ADVICE = {
    errno.ENOSPC: _ROOM,
    getattr(errno, "EDQUOT", errno.ENOSPC): _ROOM,
    errno.EFBIG: _ROOM,
    errno.EACCES: _LEAVE,
    errno.EPERM: _LEAVE,
    errno.EROFS: _LEAVE,
    errno.EIO: _DISK,
    errno.ENAMETOOLONG: _SHORTER,
    errno.ENOTDIR: "choose a folder with -o",
    # A name that the disk's own rules forbid, such as one with a colon on exFAT.
    errno.EINVAL: "give that document or file a plainer name, or choose a folder on another disk",
}
_OTHERWISE = "mend that, or choose another folder with -o"


def unwritable(place: Path, error: OSError) -> Diagnostic:
    """Say that a place of the site, or the site, cannot be written."""
    advice = _ADVICE.get(error.errno or 0, _OTHERWISE)
    return diagnose("P-004", str(place), why=error.strerror or str(error), advice=advice)
