"""Reads and writes `manifest-sha256.txt`: what the last build wrote, as sha256sum checks it.

Comes in: the folder of a site; sums by public path. Goes out: the same, or that it is no site.
Must not know: what the files are. The home page's line is the last one: a list that was cut off,
even between two lines, does not end with it, and no line is there that sha256sum would not know.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from msgspec import Struct

from backissues import urls
from backissues.files import by_sum
from backissues.patterns import late
from backissues.publish.places import are_public, is_public

# A line of a manifest, as sha256sum writes and checks it.
_LINE = late(rb"(?P<sha256>[0-9a-f]{64})  (?P<path>[^\n]+)")
_LINES = late(rb"(?:[0-9a-f]{64}  [^\n]+\n)+")
# Where the sum of a line ends, and its path begins.
_SUM, _PATH = 64, 66
# RFC 8493: a bag of that format has this file and a manifest of the same name as ours.
_BAG = "bagit.txt"


class Manifest(Struct, frozen=True, kw_only=True):
    """Sums by path; the lines that say nothing sound, each with its number; whether it ends."""

    sums: dict[str, str]
    faults: tuple[tuple[int, str], ...]
    is_whole: bool


def read_manifest(target: Path) -> dict[str, str] | None:
    """Return the sha256 of each file that the last build wrote; None where it is not our site."""
    try:
        data = (target / urls.MANIFEST).read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        return None
    manifest = parse_manifest(data)
    is_a_bag = (target / _BAG).exists() and _BAG not in manifest.sums
    return None if manifest.faults or is_a_bag else manifest.sums


# A build reads that of its site several times.
@by_sum
def parse_manifest(data: bytes) -> Manifest:
    """Read what can be read of a manifest, whatever became of it."""
    # A copy that went through an editor of Windows, or through git there, has other line ends.
    data = data.replace(b"\r\n", b"\n")
    if (sound := _sound(data)) is not None:
        return sound
    lines = data.split(b"\n")
    sums: dict[str, str] = {}
    faults: list[tuple[int, str]] = []
    path = ""
    for number, (path, digest, why) in enumerate(map(_read, lines[:-1]), 1):
        if why:
            faults.append((number, why))
        elif sums.setdefault(path, digest) != digest:
            faults.append((number, f"it names {path} again, with another sum"))
    if lines[-1]:
        faults.append((len(lines), "it breaks off"))
    is_whole = path == urls.HOME and not lines[-1]
    return Manifest(sums=sums, faults=tuple(faults), is_whole=is_whole)


def _sound(data: bytes) -> Manifest | None:
    """Read a manifest in which nothing is wrong, all at once: in half the time; else None."""
    if not _LINES.fullmatch(data):
        return None
    try:
        lines = data.decode("utf-8").removesuffix("\n").split("\n")
    except UnicodeDecodeError:
        return None
    sums = {line[_PATH:]: line[:_SUM] for line in lines}
    if len(sums) < len(lines) or not are_public(sums):
        return None
    return Manifest(sums=sums, faults=(), is_whole=lines[-1][_PATH:] == urls.HOME)


def _read(line: bytes) -> tuple[str, str, str]:
    """Return the path and the sum of a line, or why it has none."""
    match = _LINE.fullmatch(line)
    if match is None:
        return "", "", "it is no sum with a path"
    try:
        path = match["path"].decode("utf-8")
    except UnicodeDecodeError:
        return "", "", "its path is no UTF-8"
    if not is_public(path):
        return "", "", f"{path} leads out of the folder, or is no path of a site"
    return path, match["sha256"].decode("ascii"), ""


def manifest_bytes(manifest: Mapping[str, str]) -> bytes:
    """Write a manifest, in the order of the paths, the home page last."""
    return "".join(f"{manifest[path]}  {path}\n" for path in _ordered(manifest)).encode("utf-8")


def _ordered(paths: Mapping[str, str]) -> Iterator[str]:
    yield from sorted(path for path in paths if path != urls.HOME)
    yield from (path for path in paths if path == urls.HOME)
