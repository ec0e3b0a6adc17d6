"""Checks a published folder, or a copy of one, against its `manifest-sha256.txt`.

Comes in: a folder. Goes out: what became of each file, diagnostics, and both as text or JSON.
Must not know: what the files are, how sites are built, where the text is printed. It opens no
file outside the folder, and writes none.
"""

from __future__ import annotations

import json
import os
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Literal, TypeAlias

from msgspec import Struct

from backissues import filenames, urls
from backissues.codes import diagnose
from backissues.files import digest_of
from backissues.model import Diagnostic
from backissues.publish.manifest import Manifest, parse_manifest

State: TypeAlias = Literal["ok", "changed", "missing", "renamed", "unreadable", "foreign"]
STATES: tuple[State, ...] = ("ok", "changed", "missing", "renamed", "unreadable", "foreign")
Progress: TypeAlias = Callable[[str, int, int], None]

# People are shown so many files of each code: of a copy half of which is missing, the first ones
# tell what happened.
_NAMED = 20
_CODES = {
    "changed": "P-022",
    "missing": "P-023",
    "renamed": "P-024",
    "unreadable": "P-025",
    "foreign": "P-026",
}


class Checked(Struct, frozen=True, kw_only=True):
    """One file: its path in the manifest, and what became of it.

    `detail` is the sum of one that was changed, the name of one that was renamed, the reason why
    one cannot be read.
    """

    path: str
    state: State
    detail: str = ""


class Verified(Struct, frozen=True, kw_only=True):
    """Every file of the manifest and every other one of the folder; what the manifest lacks."""

    files: tuple[Checked, ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()

    def counts(self) -> dict[State, int]:
        """Count the files of each state."""
        found = Counter(file.state for file in self.files)
        return {state: found[state] for state in STATES}


def verify(folder: Path, *, progress: Progress) -> Verified:
    """Check every file of a folder; without a manifest there is nothing to check it against."""
    if not folder.is_dir():
        return Verified(diagnostics=(diagnose("P-021", "", why="there is no such folder"),))
    try:
        data = (folder / urls.MANIFEST).read_bytes()
    except OSError as error:
        why = error.strerror or str(error)
        return Verified(diagnostics=(diagnose("P-021", urls.MANIFEST, why=why),))
    manifest = parse_manifest(data)
    files = tuple(_checked(folder, manifest, progress))
    told = [
        diagnose(_CODES[file.state], file.path, detail=file.detail)
        for file in files
        if file.state != "ok"
    ]
    return Verified(files=files, diagnostics=(*_faults(manifest), *told))


def _faults(manifest: Manifest) -> Iterator[Diagnostic]:
    """Say what is wrong with the manifest itself."""
    for number, why in manifest.faults:
        yield diagnose("P-027", urls.MANIFEST, number, why=why)
    if not manifest.is_whole:
        yield diagnose("P-028", urls.MANIFEST, count=len(manifest.sums))


def _checked(folder: Path, manifest: Manifest, progress: Progress) -> Iterator[Checked]:
    """Check the files of the manifest, then name the others."""
    present = {filenames.shown(path): path for path in _files(folder)}
    others: dict[str, list[str]] = {}
    for name in present:
        if name not in manifest.sums and name != urls.MANIFEST:
            others.setdefault(urls.fold(name), []).append(name)
    taken: set[str] = set()
    for number, (path, digest) in enumerate(manifest.sums.items(), 1):
        progress("checking", number, len(manifest.sums))
        if path in present:
            yield _state(folder, path, present[path], digest)
            continue
        alike = [name for name in others.get(urls.fold(path), ()) if name not in taken]
        same = [name for name in alike if _state(folder, path, present[name], digest).state == "ok"]
        if same:
            taken.add(same[0])
            yield Checked(path=path, state="renamed", detail=same[0])
        else:
            yield _absent(folder, path)
    for name in sorted(name for names in others.values() for name in names if name not in taken):
        yield Checked(path=name, state="foreign")


def _files(folder: Path) -> Iterator[str]:
    """Yield the path of every file below a folder, as this machine names it, links included."""
    for place, _, names in os.walk(folder):
        below = Path(place).relative_to(folder).as_posix()
        for name in names:
            yield name if below == "." else f"{below}/{name}"


def _state(folder: Path, path: str, name: str, digest: str) -> Checked:
    """Compare a file with its sum; it is read piece by piece, however large it is."""
    file = folder / name
    try:
        if not file.resolve(strict=True).is_relative_to(folder.resolve()):
            return _unreadable(path, "a link leads out of the folder")
        if not file.is_file():
            return _unreadable(path, "it is no ordinary file")
        found = digest_of(file)
    except OSError as error:
        return _unreadable(path, error.strerror or str(error))
    except RuntimeError:
        return _unreadable(path, "the link leads back to itself")
    if found != digest:
        return Checked(path=path, state="changed", detail=found)
    return Checked(path=path, state="ok")


def _unreadable(path: str, why: str) -> Checked:
    return Checked(path=path, state="unreadable", detail=why)


def _absent(folder: Path, path: str) -> Checked:
    """Say of a file that was not found whether it is gone, or out of reach."""
    place = folder / filenames.native(path)
    if place.is_dir():
        return _unreadable(path, "a folder stands in its place")
    if any(parent.is_symlink() for parent in place.parents if parent.is_relative_to(folder)):
        return _unreadable(path, "a link to another folder stands in its way")
    return Checked(path=path, state="missing")


# --- telling -------------------------------------------------------------------------------------


def first_of_each(found: Iterable[Diagnostic]) -> list[Diagnostic]:
    """Choose the diagnostics that people are shown: the first ones of each code."""
    seen: Counter[str] = Counter()
    chosen: list[Diagnostic] = []
    for one in found:
        seen[one.code] += 1
        if seen[one.code] <= _NAMED:
            chosen.append(one)
    return chosen


def summary(done: Verified) -> str:
    """Return the last line for people: how many files are in which state."""
    counts = done.counts()
    others = counts.pop("foreign")
    total = sum(counts.values())
    states = ", ".join(f"{count} {state}" for state, count in counts.items() if count)
    told = f"{total} file{'' if total == 1 else 's'} in the list" + (
        f": {states}" if states else ""
    )
    told += f"; {others} not in it" if others else ""
    unnamed = len(done.diagnostics) - len(first_of_each(done.diagnostics))
    return told + (f" ({unnamed} more than are named here; --json names all)" if unnamed else "")


def as_json(done: Verified, *, status: int) -> str:
    """Return each file as one line of JSON, then what is wrong with the list, then the sums."""
    lines: list[dict[str, object]] = [
        {"path": file.path, "state": file.state, "detail": file.detail or None}
        for file in done.files
    ]
    lines += [
        {"code": one.code, "line": one.line, "message": one.message}
        for one in done.diagnostics
        if one.code not in _CODES.values()
    ]
    lines.append({"summary": done.counts(), "status": status})
    return "".join(f"{json.dumps(line, ensure_ascii=False)}\n" for line in lines)
