"""Where the files of a site lie: public paths on this machine's disk, and what may be one.

Comes in: the folder of the site, public paths. Goes out: files, folders, answers about them.
Must not know: why anybody asks. Of ten thousand files it is asked by name, without a `Path` each.
"""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Iterable, Iterator
from pathlib import Path

from backissues import filenames, urls
from backissues.patterns import late

# What no public path holds: a control, a backslash, or an empty step, as in `a//b`, `../a`, `a/`.
_ODD = late(r"[\x00-\x1f\\\x7f]|(?:^|/)\.{0,2}(?:/|\Z)")

# The same in a list of paths, each in a line of its own.
_ODD_STEPS = (
    *("\\", "//", "/./", "/../", "/\n", "/.\n", "/..\n"),
    *("\n\n", "\n/", "\n./", "\n../", "\n.\n", "\n..\n"),
)

# What the system says where nothing stands: no such file, a file in the place of a folder, a link
# that leads to itself.
_NOTHING = frozenset({errno.ENOENT, errno.ENOTDIR, errno.ELOOP})


def file_of(folder: Path, path: str) -> Path:
    """Return the file that a public path names in a folder of this machine."""
    return folder / filenames.native(path)


def folders_of(path: str) -> tuple[str, ...]:
    """Return the folders that a path leads through, the outermost first."""
    return urls.folders(path.rpartition("/")[0])


def is_public(path: str) -> bool:
    """Tell whether a path stays inside the site and can stand in a line of a manifest."""
    return _ODD.search(path) is None


def are_public(paths: Iterable[str]) -> bool:
    """Tell whether all of some paths are, at once: in a tenth of the time of a look at each."""
    known = tuple(paths)
    text = "\n".join(("", *known, ""))
    # Letters of any script can be printed; controls cannot, nor some that are no controls.
    sound = text.count("\n") == len(known) + 1 and text.replace("\n", "").isprintable()
    if sound and not any(step in text for step in _ODD_STEPS):
        return True
    return all(map(is_public, known))


def is_plain(folder: Path, path: str) -> bool:
    """Tell whether an ordinary file stands at a path, reached through no link."""
    about = look(filenames.name_of(folder, path))
    ordinary = about is not None and stat.S_ISREG(about.st_mode)
    return ordinary and not behind_link(folder, path.rpartition("/")[0])


def behind_link(folder: Path, inner: str) -> bool:
    """Tell whether a folder of a site is reached through a link."""
    return any(_is_link(folder, name) for name in urls.folders(inner))


def _is_link(folder: Path, path: str) -> bool:
    about = look(filenames.name_of(folder, path))
    return about is not None and stat.S_ISLNK(about.st_mode)


def look(name: str) -> os.stat_result | None:
    """Look at what stands at a name, a link itself; None where nothing does."""
    try:
        return os.lstat(name)
    except OSError as error:
        if error.errno in _NOTHING:
            return None
        raise


def is_file(name: str) -> bool:
    """Tell whether a file stands at a name, or a link to one."""
    about = look(name)
    if about is None or not stat.S_ISLNK(about.st_mode):
        return about is not None and stat.S_ISREG(about.st_mode)
    return Path(name).is_file()


def files_below(folder: Path) -> Iterator[Path]:
    """Yield all that lies below a folder and is no folder itself."""
    return (file for file in folder.rglob("*") if file.is_symlink() or not file.is_dir())
