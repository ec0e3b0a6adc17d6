"""Holds a build to what was promised: by the ledger, and by the site that is published already.

Comes in: the ledger's rows, what the collection holds, the folder of the site. Goes out: documents
that are only out of reach, reasons why others are gone, and a diagnostic for each broken promise.
Must not know: what stands in a document or on a page. Nothing here writes.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path, PurePosixPath

from backissues import ledger, sidecars, urls
from backissues.codes import diagnose
from backissues.collection import Survey
from backissues.ledger import Assignment, Candidate, Standing
from backissues.model import Diagnostic, Level, Row
from backissues.publish.manifest import read_manifest
from backissues.publish.places import file_of

# A diagnostic names so many documents of a longer list.
_NAMED = 5

_RESTORE = "restore permalinks.tsv from your history or a backup"
_COPY = ", or copy it from {copy}"
_GIVE_UP = "; to give addresses up for good, delete their pages from the site"
_ORDER = "put the lines back in the order of {copy}, and new ones behind them"


# --- documents that are not there ----------------------------------------------------------------


def reasons(found: Survey, rows: Iterable[Row]) -> tuple[dict[str, str], tuple[Diagnostic, ...]]:
    """Read the sidecars whose document is gone: those that withdraw it, and what is amiss."""
    said: dict[str, str] = {}
    problems: dict[str, tuple[Diagnostic, ...]] = {}
    for row in rows if found.lone else ():
        beside = _sidecar(row)
        if beside in found.lone:
            sidecar = sidecars.load_sidecar(found.lone[beside], beside)
            if sidecars.withholds(sidecar):
                problems[beside] = sidecar.diagnostics
                said[row.path] = sidecars.reason(sidecar)
    alone = [one for one in found.diagnostics if one.code == "S-011" and one.path not in problems]
    return said, (*alone, *(one for several in problems.values() for one in several))


def _sidecar(row: Row) -> str:
    return str(PurePosixPath(row.path).with_suffix(sidecars.SUFFIX))


def out_of_reach(found: Survey, rows: Iterable[Row]) -> Iterator[Candidate]:
    """Yield the documents of the ledger that an error of the listing keeps from us today."""
    broken = [one.path for one in found.diagnostics if one.level == "error"]
    listed = {one.path for one in found.documents}
    for row in rows:
        lost = any(row.path == path or row.path.startswith(f"{path}/") for path in broken)
        if lost and row.path not in listed:
            yield Candidate(path=row.path, standing="faulty")


def gone(assigned: Assignment) -> Iterator[Diagnostic]:
    """Report the documents that were promised an address, and that nobody took off the site."""
    for row in assigned.gone:
        yield diagnose("P-013", row.path, address=row.address, sidecar=_sidecar(row))


# --- a ledger that must not change ---------------------------------------------------------------


def frozen(rows: Iterable[Row], assigned: Assignment) -> Iterator[Diagnostic]:
    """Say which rows a build would change; the first few are enough to know what happened."""
    changes = ledger.changes(rows, assigned.rows)
    if changes:
        told = "; ".join(f"{word}: {_some(paths)}" for word, paths in changes.items())
        count = len({path for paths in changes.values() for path in paths})
        yield diagnose("P-008", ledger.FILE, count=count, changes=told)


def _some(names: Sequence[str]) -> str:
    return ", ".join(names[:_NAMED]) + (" …" if len(names) > _NAMED else "")


# --- a ledger that was lost ----------------------------------------------------------------------


def kept(
    rows: Iterable[Row], assigned: Assignment, collection: Path, *, target: Path
) -> Iterator[Diagnostic]:
    """Say which promises of the site in `target` would break, if it is this collection's own.

    A collection that nobody can write to has no ledger, and is built all the same.
    """
    site = _standing(target)
    if site is None:
        return
    if not site.is_of(assigned):
        if lost := site.lost(assigned):
            yield diagnose("P-042", "", site=str(target), count=len(lost), lost=_some(lost))
        return
    copy = str(target / urls.LEDGER) if site.rows else ""
    lost, renewed = site.lost(assigned), site.renewed(assigned)
    if lost or renewed:
        why = f"it lacks {len(lost)} addresses of the site in {target}: {_some(lost)}"
        if not lost:
            why = f"it lacks lines of the site in {target}: {_some(renewed)}"
        if not rows:
            why = f"there is none, though the site in {target} was built with one"
        advice = _RESTORE + _COPY.format(copy=copy) * bool(copy) + _GIVE_UP * bool(lost)
        level: Level = "error" if os.access(collection, os.W_OK) else "warning"
        yield diagnose("P-037", ledger.FILE, level=level, why=why, advice=advice)
    elif misplaced := site.misplaced(assigned):
        advice = _ORDER.format(copy=copy)
        yield diagnose("P-038", ledger.FILE, document=misplaced.path, advice=advice)


def _standing(target: Path) -> Standing | None:
    """Look at the site that is there, if there is one."""
    manifest = read_manifest(target)
    if manifest is None:
        return None
    copy: tuple[Row, ...] = ()
    if urls.LEDGER in manifest:
        try:
            copy, _ = ledger.read(file_of(target, urls.LEDGER).read_bytes())
        except OSError:
            copy = ()
    names = _names(file_of(target, urls.ARTICLES))
    pages = {f"{urls.ARTICLES}/{name}" for name in names if name.endswith(".html")}
    here = manifest.keys() & pages
    sources = urls.source_bytes("")
    sums = {digest for path, digest in manifest.items() if path.startswith(sources)}
    return Standing(addresses=frozenset(here), sums=frozenset(sums), rows=copy)


def _names(folder: Path) -> frozenset[str]:
    """Return what lies in a folder: to look for 10,000 files takes ten times as long."""
    try:
        return frozenset(one.name for one in os.scandir(folder))
    except OSError:
        return frozenset()
