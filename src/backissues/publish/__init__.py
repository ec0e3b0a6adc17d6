"""Writes the site, and nothing else does: all of it or nothing of it.

Comes in: outputs, the folder of the site, the collection's folder, the record of what was made.
Goes out: `Published`, with what was written and removed. What is not as it was is made, all of it
aside before the first file of the site is touched; files that are not in the last manifest are
other people's, and stay as they are.
Must not know: what an output shows.
"""

from __future__ import annotations

import errno
import hashlib
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from msgspec import Struct

from backissues import filenames, urls
from backissues.codes import diagnose
from backissues.filenames import name_of
from backissues.files import digest_of
from backissues.model import Diagnostic, Output
from backissues.publish.commit import Step, commit, finish
from backissues.publish.making import Making, Manner, described, make, write_aside
from backissues.publish.manifest import manifest_bytes
from backissues.publish.places import are_public, file_of, folders_of, is_file, is_public
from backissues.publish.standing import Site, StopError
from backissues.publish.unwritable import unwritable
from backissues.publish.workshop import Workshop, workshop
from backissues.record import Record

__all__ = ["Manner", "Published", "publish", "settle"]

# These folders are filled first, in this order; then the others, then the files at the top.
_FIRST = ("static", "media", "sources", "articles")


class Published(Struct, frozen=True, kw_only=True):
    """What became of a build: files of the site, written and removed; an error means none were.

    `made` counts the outputs whose bytes had to be made, `record` is what the next build may know.
    `failure` is the exception behind a P-004 or P-009, for whoever wants its traceback.
    """

    files: int = 0
    made: int = 0
    written: int = 0
    removed: int = 0
    diagnostics: tuple[Diagnostic, ...] = ()
    record: Record = {}
    failure: Exception | None = None


def _nothing() -> tuple[Diagnostic, ...]:
    return ()


def publish(
    outputs: Iterable[Output],
    target: Path,
    sources: Path,
    *,
    promise: Callable[[], tuple[Diagnostic, ...]] = _nothing,
    manner: Manner | None = None,
) -> Published:
    """Make every output that is not as the record says, then bring the site to what they are.

    `promise` is called once, when all is made and nothing stands in the way: the addresses that
    the site is about to have are written down before the site has them, and never in vain. An
    error of it leaves the site as it was.
    """
    # Whole paths: diagnostics are shown beside those of the collection, whose paths are its own.
    target = target.absolute()

    def work() -> Published:
        _refuse_nesting(target, sources)
        _refuse_a_file(target)
        planned = _plan(outputs, target)
        with workshop(target) as shop:
            said = finish(target, shop)
            how = manner or Manner()
            site = Site(target, how.record)
            made = make(planned, site, shop, manner=how)
            site.refuse_others_work(made.manifest, made.changed)
            said += (*made.diagnostics, *_promised(promise))
            return _commit(made, said, site=site, shop=shop)

    return _reported(work, target)


def settle(target: Path) -> Published:
    """End what a build began that was cut off, and make nothing: for one that comes to nothing."""
    target = target.absolute()

    def work() -> Published:
        with workshop(target) as shop:
            return Published(diagnostics=finish(target, shop))

    return _reported(work, target) if filenames.has_workshop(target) else Published()


def _reported(work: Callable[[], Published], target: Path) -> Published:
    """Do some work, and report whatever stops it."""
    try:
        return work()
    except StopError as stop:
        cause = stop.__cause__
        failure = cause if isinstance(cause, Exception) else None
        return Published(diagnostics=stop.found, failure=failure)
    except OSError as error:
        found = unwritable(Path(error.filename or target), error)
        return Published(diagnostics=(found,), failure=error)


def _promised(promise: Callable[[], tuple[Diagnostic, ...]]) -> tuple[Diagnostic, ...]:
    """Write the promise down; where it cannot be kept, stop."""
    said = promise()
    if any(one.level == "error" for one in said):
        raise StopError(*said)
    return said


def _refuse_nesting(target: Path, sources: Path) -> None:
    site, collection = target.resolve(), sources.resolve()
    if site.is_relative_to(collection) or collection.is_relative_to(site):
        raise StopError(diagnose("P-002", str(target)))


def _refuse_a_file(target: Path) -> None:
    if target.exists() and not target.is_dir():
        raise StopError(unwritable(target, NotADirectoryError(errno.ENOTDIR, "it is not a folder")))


# --- planning ------------------------------------------------------------------------------------


def _plan(outputs: Iterable[Output], target: Path) -> list[Output]:
    """Gather the outputs, and report all paths that two of them want together."""
    try:
        planned = list(outputs)
    except Exception as error:  # outputs come from templates and themes, which may raise anything
        raise StopError(diagnose("P-009", str(target), why=described(error))) from error
    paths = [output.path for output in planned]
    if are_public(paths) and urls.MANIFEST not in paths and urls.are_apart(paths):
        return planned
    registry = urls.Registry()
    found: list[Diagnostic] = []
    for output in planned:
        path = output.path
        if not is_public(path) or path == urls.MANIFEST:
            found.append(diagnose("P-009", str(target / path), why="that is no public path"))
        elif (other := registry.claim(path, path)) is not None:
            found.append(diagnose("P-001", str(target / path), address=path, other=other))
    if found:
        raise StopError(*found)
    return planned


# --- committing ----------------------------------------------------------------------------------


def _commit(made: Making, said: tuple[Diagnostic, ...], *, site: Site, shop: Workshop) -> Published:
    """Move what changed into place, remove what belongs to no page any more, manifest last."""
    manifest, changed = made.manifest, made.changed
    stale = sorted(site.manifest.keys() - manifest.keys())
    renamed = _renamed(stale, manifest, site)
    gone = [path for path in stale if path not in renamed and site.is_ours(path)]
    # A file that another hand changed is theirs now; one that is gone is no loss.
    ours = {*gone, *renamed}
    kept = [path for path in stale if path not in ours and file_of(site.target, path).exists()]
    blocking = _blocking(gone, changed)
    steps = [Step(path, old=site.manifest[path]) for path in sorted(blocking)]
    steps += sorted((_placed(path, manifest[path], site) for path in changed), key=_turn)
    rest = sorted(gone, key=_rank, reverse=True)
    steps += [Step(path, old=site.manifest[path]) for path in rest if path not in blocking]
    data = manifest_bytes(manifest)
    sha256 = hashlib.sha256(data).hexdigest()
    if not site.holds(urls.MANIFEST, data, sha256):
        write_aside(shop, urls.MANIFEST, data, site=site)
        steps.append(_placed(urls.MANIFEST, sha256, site))
    if steps:
        site.target.mkdir(exist_ok=True)
        commit(steps, site.target, shop)
    left = tuple(diagnose("P-012", str(site.target / path)) for path in kept)
    return Published(
        files=len(manifest),
        made=made.count,
        written=len(changed),
        removed=len(gone),
        diagnostics=(*said, *left),
        record=made.record(site),
    )


def _placed(path: str, digest: str, site: Site) -> Step:
    """Make the step that puts a file into its place, where an old one may stand."""
    name = name_of(site.target, path)
    old = site.manifest.get(path) or digest_of(name) if is_file(name) else ""
    return Step(path, new=digest, old=old)


def _renamed(stale: Iterable[str], manifest: Mapping[str, str], site: Site) -> set[str]:
    """Return the paths of old that are new ones to this disk, which folds case or Unicode forms."""
    by_fold = {urls.fold(path): path for path in manifest} if stale else {}
    pairs = ((path, by_fold.get(urls.fold(path))) for path in stale)
    return {path for path, other in pairs if other and site.is_one_file(path, other)}


def _blocking(gone: list[str], changed: list[str]) -> set[str]:
    """Return the files that must go first: a folder takes their place, or they are in a file's."""
    folders = {folder for path in changed for folder in folders_of(path)}
    files = set(changed)
    return {path for path in gone if path in folders or files.intersection(folders_of(path))}


def _turn(step: Step) -> tuple[bool, int, str]:
    """Order files so that no page leads to one that is not there yet.

    Those that are new come first: nobody is led to them, until the files change that others know.
    An article and the page of its first tag lead to each other, so that rank alone is not enough.
    """
    return bool(step.old), *_rank(step.path)


def _rank(path: str) -> tuple[int, str]:
    """Rank a file by what leads to it: what articles show comes first, what is at the top last."""
    top, _, rest = path.partition("/")
    if not rest:
        return len(_FIRST) + 1, path
    return (_FIRST.index(top) if top in _FIRST else len(_FIRST)), path
