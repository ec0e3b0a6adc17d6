"""Writes the site, and nothing else does: all of it or nothing of it.

Comes in: outputs, the folder of the site, the collection's folder. Goes out: `Published`, with
what was made, written and removed. Everything is made aside before the first file of the site is
touched; files that are not in the last manifest are other people's, and stay as they are.
Must not know: what an output shows.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import re
import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator
from collections.abc import Set as AbstractSet
from pathlib import Path

from msgspec import Struct, structs

from backissues import filenames, urls
from backissues.codes import FaultError, diagnose
from backissues.model import Diagnostic, Output

# The folder that files are made in, beside the site: on the same file system, to be renamed.
_ASIDE = ".backissues-"
# A line of a manifest, as sha256sum writes and checks it.
_LINE = re.compile(r"(?P<sha256>[0-9a-f]{64})  (?P<path>[^\n]+)", re.ASCII)
# These folders are filled first, in this order; then the others, then the files at the top.
_FIRST = ("static", "media", "sources", "articles")
# RFC 8493: a bag of that format has this file and a manifest of the same name as ours.
_BAG = "bagit.txt"


class Published(Struct, frozen=True, kw_only=True):
    """What became of a build: outputs made, files written and removed; an error means none were.

    `failure` is the exception behind a P-004 or P-009, for whoever wants its traceback.
    """

    made: int = 0
    written: int = 0
    removed: int = 0
    diagnostics: tuple[Diagnostic, ...] = ()
    failure: Exception | None = None


class _StopError(Exception):
    """Nothing can be published: the diagnostics say why."""

    def __init__(self, *found: Diagnostic) -> None:
        super().__init__(*found)
        self.found = found


def _nothing() -> tuple[Diagnostic, ...]:
    return ()


def publish(
    outputs: Iterable[Output],
    target: Path,
    sources: Path,
    *,
    promise: Callable[[], tuple[Diagnostic, ...]] = _nothing,
) -> Published:
    """Make every output, then bring the site to what they are.

    `promise` is called once, when all is made and nothing stands in the way: the addresses that
    the site is about to have are written down before the site has them, and never in vain.
    """
    # Whole paths: diagnostics are shown beside those of the collection, whose paths are its own.
    target = target.absolute()
    try:
        _refuse_nesting(target, sources)
        site = _Site(target)
        planned = _plan(outputs, target)
        with _folder_aside(target) as aside:
            manifest, changed = _make(planned, site=site, aside=aside)
            site.refuse_others_work(manifest, changed)
            said = promise()
            done = _commit(manifest, changed, site=site, aside=aside)
            return structs.replace(done, diagnostics=(*said, *done.diagnostics))
    except _StopError as stop:
        cause = stop.__cause__
        failure = cause if isinstance(cause, Exception) else None
        return Published(diagnostics=stop.found, failure=failure)
    except OSError as error:
        found = diagnose("P-004", str(error.filename or target), why=_reason(error))
        return Published(diagnostics=(found,), failure=error)


def _reason(error: OSError) -> str:
    return error.strerror or str(error)


def _refuse_nesting(target: Path, sources: Path) -> None:
    site, collection = target.resolve(), sources.resolve()
    if site.is_relative_to(collection) or collection.is_relative_to(site):
        raise _StopError(diagnose("P-002", str(target)))


# --- making --------------------------------------------------------------------------------------


def _plan(outputs: Iterable[Output], target: Path) -> list[Output]:
    """Gather the outputs, and report all paths that two of them want together."""
    try:
        planned = list(outputs)
    except Exception as error:  # outputs come from templates and themes, which may raise anything
        raise _StopError(diagnose("P-009", str(target), why=_described(error))) from error
    registry = urls.Registry()
    found: list[Diagnostic] = []
    for output in planned:
        place = str(target / output.path)
        if not _is_public(output.path) or output.path == urls.MANIFEST:
            found.append(diagnose("P-009", place, why="that is no public path"))
        elif (other := registry.claim(output.path, output.path)) is not None:
            found.append(diagnose("P-001", place, address=output.path, other=other))
    if found:
        raise _StopError(*found)
    return planned


def _is_public(path: str) -> bool:
    """Tell whether a path stays inside the site and can stand in a line of a manifest."""
    parts = path.split("/")
    odd = any(char < " " or char in "\\\x7f" for char in path)
    return not odd and not any(part in {"", ".", ".."} for part in parts)


def _described(error: Exception) -> str:
    return f"{type(error).__name__}: {error}" if str(error) else type(error).__name__


@contextlib.contextmanager
def _folder_aside(target: Path) -> Iterator[Path]:
    """Make a fresh folder on the file system of the site; remove it in any case."""
    place = target.parent
    place.mkdir(parents=True, exist_ok=True)
    if target.exists() and target.stat().st_dev != place.stat().st_dev:
        place = target
    aside = Path(tempfile.mkdtemp(prefix=_ASIDE, dir=place))
    try:
        yield aside
    finally:
        shutil.rmtree(aside, ignore_errors=True)


def _make(planned: list[Output], *, site: _Site, aside: Path) -> tuple[dict[str, str], list[str]]:
    """Make all bytes; return each path's sha256, and the paths whose file differs (now aside)."""
    manifest: dict[str, str] = {}
    changed: list[str] = []
    for output in planned:
        try:
            data = output.make()
        except FaultError as fault:
            raise _StopError(fault.found) from fault
        except Exception as error:
            place = str(site.target / output.path)
            raise _StopError(diagnose("P-009", place, why=_described(error))) from error
        manifest[output.path] = hashlib.sha256(data).hexdigest()
        if not site.holds(output.path, data):
            _write(_file(aside, output.path), data, shown=site.target / output.path)
            changed.append(output.path)
    return manifest, changed


def _write(file: Path, data: bytes, *, shown: Path) -> None:
    """Write a file aside; a failure names the place in the site that it was meant for."""
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(data)
    except OSError as error:
        raise _StopError(diagnose("P-004", str(shown), why=_reason(error))) from error


# --- the site as it is ---------------------------------------------------------------------------


class _Site:
    """The folder of the site, and what the last manifest says of it."""

    def __init__(self, target: Path) -> None:
        self.target = target
        if target.exists() and not target.is_dir():
            raise _StopError(diagnose("P-004", str(target), why="it is not a folder"))
        manifest = _read_manifest(target)
        self.manifest = manifest or {}
        names = sorted(target.iterdir()) if manifest is None and target.exists() else []
        if names:
            raise self._foreign(names[0].name)

    def holds(self, path: str, data: bytes) -> bool:
        """Tell whether a file of the site holds these very bytes already."""
        file = _file(self.target, path)
        return (
            self._is_file(path) and file.stat().st_size == len(data) and file.read_bytes() == data
        )

    def is_ours(self, path: str) -> bool:
        """Tell whether a file is as the last manifest says."""
        if path not in self.manifest or not self._is_file(path):
            return False
        data = _file(self.target, path).read_bytes()
        return hashlib.sha256(data).hexdigest() == self.manifest[path]

    def refuse_others_work(self, manifest: dict[str, str], changed: Iterable[str]) -> None:
        """Stop where a file would replace one that is not ours, or that another hand changed."""
        stale = self.manifest.keys() - manifest.keys()
        for path in changed:
            foreign = self._foreign_at(path, stale)
            if foreign is not None:
                raise self._foreign(foreign)
            if self._is_file(path) and not self.is_ours(path):
                raise _StopError(diagnose("P-011", str(self.target / path)))

    def _foreign_at(self, path: str, stale: AbstractSet[str]) -> str | None:
        """Name what is not ours where a file wants to stand, if there is anything."""
        for folder in _folders(path):
            place = _file(self.target, folder)
            if place.is_symlink() or (
                place.exists() and not place.is_dir() and folder not in stale
            ):
                return folder
        file = _file(self.target, path)
        if file.is_dir() and not file.is_symlink():
            # A folder may give way to a file when all that is in it goes.
            inside = (f.relative_to(self.target).as_posix() for f in _files_below(file))
            below = sorted(map(filenames.shown, inside))
            return next((f for f in below if f not in stale or not self.is_ours(f)), None)
        return path if os.path.lexists(file) and path not in self.manifest else None

    def _is_file(self, path: str) -> bool:
        """Tell whether an ordinary file stands at a path, reached through no link."""
        places = [_file(self.target, folder) for folder in _folders(path)]
        file = _file(self.target, path)
        return file.is_file() and not any(place.is_symlink() for place in (*places, file))

    def _foreign(self, example: str) -> _StopError:
        return _StopError(diagnose("P-003", str(self.target), example=example))


def _file(folder: Path, path: str) -> Path:
    """Return the file that a public path names in a folder of this machine."""
    return folder / filenames.native(path)


def _folders(path: str) -> list[str]:
    """Return the folders that a path leads through, the outermost first."""
    return [path[:at] for at, char in enumerate(path) if char == "/"]


def _files_below(folder: Path) -> Iterator[Path]:
    return (file for file in folder.rglob("*") if file.is_symlink() or not file.is_dir())


# --- the manifest --------------------------------------------------------------------------------


def _read_manifest(target: Path) -> dict[str, str] | None:
    """Return the sha256 of each file that the last build wrote; None where it is not our site."""
    try:
        text = (target / urls.MANIFEST).read_bytes().decode("utf-8")
    except (FileNotFoundError, NotADirectoryError, UnicodeDecodeError):
        return None
    found = [_LINE.fullmatch(line) for line in text.split("\n")[:-1]]
    manifest = {match["path"]: match["sha256"] for match in found if match}
    sound = None not in found and all(_is_public(path) for path in manifest)
    is_a_bag = (target / _BAG).exists() and _BAG not in manifest
    return manifest if sound and (not text or text.endswith("\n")) and not is_a_bag else None


def _manifest_bytes(manifest: dict[str, str]) -> bytes:
    return "".join(f"{manifest[path]}  {path}\n" for path in sorted(manifest)).encode("utf-8")


# --- committing ----------------------------------------------------------------------------------


def _commit(manifest: dict[str, str], changed: list[str], *, site: _Site, aside: Path) -> Published:
    """Move what changed into place, remove what belongs to no page any more, manifest last."""
    stale = sorted(site.manifest.keys() - manifest.keys())
    gone = [path for path in stale if site.is_ours(path)]
    # A file that another hand changed is theirs now; one that is gone is no loss.
    ours = set(gone)
    kept = [path for path in stale if path not in ours and _file(site.target, path).exists()]
    blocking = _blocking(gone, changed)
    data = _manifest_bytes(manifest)
    if not site.holds(urls.MANIFEST, data):
        _write(aside / urls.MANIFEST, data, shown=site.target / urls.MANIFEST)
    moves = _Moves(site.target, aside)
    try:
        for path in sorted(blocking):
            moves.remove(path)
        for path in sorted(changed, key=_rank):
            moves.place(path)
        for path in gone:
            if path not in blocking:
                moves.remove(path)
        if (aside / urls.MANIFEST).exists():
            moves.place(urls.MANIFEST)
    except OSError as error:
        moves.undo()
        place = str(site.target / moves.current)
        raise _StopError(diagnose("P-004", place, why=_reason(error))) from error
    return Published(
        made=len(manifest),
        written=len(changed),
        removed=len(gone),
        diagnostics=tuple(diagnose("P-012", str(site.target / path)) for path in kept),
    )


def _blocking(gone: list[str], changed: list[str]) -> set[str]:
    """Return the files that must go first: a folder takes their place, or they are in a file's."""
    folders = {folder for path in changed for folder in _folders(path)}
    files = set(changed)
    return {path for path in gone if path in folders or files.intersection(_folders(path))}


def _rank(path: str) -> tuple[int, str]:
    """Order files so that no page leads to one that is not there yet: what is shown comes first."""
    top, _, rest = path.partition("/")
    if not rest:
        return len(_FIRST) + 1, path
    return (_FIRST.index(top) if top in _FIRST else len(_FIRST)), path


class _Moves:
    """Moves files into the site and out of it, and can put all of them back."""

    def __init__(self, target: Path, aside: Path) -> None:
        self._target = target
        self._aside = aside
        self._old = Path(tempfile.mkdtemp(dir=aside))
        self._done: list[tuple[Path, Path | None]] = []
        self.current = ""

    def place(self, path: str) -> None:
        """Put a file that was made aside into its place, where an old one may stand."""
        self.current = path
        file = _file(self._target, path)
        file.parent.mkdir(parents=True, exist_ok=True)
        old = self._keep(file) if file.exists() else None
        _file(self._aside, path).replace(file)
        self._done.append((file, old))

    def remove(self, path: str) -> None:
        """Take a file away, and the folders that it leaves empty."""
        self.current = path
        file = _file(self._target, path)
        old = self._keep(file)
        file.unlink()
        self._done.append((file, old))
        self._prune(file.parent)

    def undo(self) -> None:
        """Put everything back, the last move first, as far as the disk allows."""
        for file, old in reversed(self._done):
            with contextlib.suppress(OSError):
                if old is None:
                    file.unlink()
                    self._prune(file.parent)
                else:
                    file.parent.mkdir(parents=True, exist_ok=True)
                    old.replace(file)

    def _keep(self, file: Path) -> Path:
        """Keep the old file under another name, while its own name still leads to it."""
        old = self._old / str(len(self._done))
        try:
            os.link(file, old)
        except OSError:  # a file system without hard links
            shutil.copy2(file, old)
        return old

    def _prune(self, folder: Path) -> None:
        """Remove empty folders, up to the site's own."""
        while folder != self._target:
            try:
                folder.rmdir()
            except OSError:  # it holds something
                return
            folder = folder.parent
