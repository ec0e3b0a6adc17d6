"""Brings a site from one state to the next as a whole, whenever the machine stops.

Comes in: steps, and the files that were made aside. Goes out: the site, changed; or as it was.
All new files are on the disk, and then the journal, before the first one moves. A build that was
cut off leaves its journal: the next one finishes the steps, or takes them back where it must.
Must not know: what the files are. Every step may be done twice.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Sequence
from pathlib import Path

import msgspec
from msgspec import Struct

from backissues.codes import diagnose
from backissues.filenames import name_of
from backissues.files import digest_of
from backissues.model import Diagnostic
from backissues.pool import wait_for
from backissues.publish.handling import drop_empty, keep, move, prune
from backissues.publish.places import file_of, is_file, is_plain, look
from backissues.publish.standing import StopError
from backissues.publish.unwritable import unwritable
from backissues.publish.workshop import Workshop

# So many files are flushed one by one; for more, the whole system is (some 0.1 s).
_FEW = 300


class Step(Struct, frozen=True):
    """One file that changes: its path, the sum that it will have and had; none means no file."""

    path: str
    new: str = ""
    old: str = ""


def commit(steps: Sequence[Step], target: Path, shop: Workshop) -> None:
    """Do all steps in order; if one fails, take back those before it."""
    _settle([name_of(shop.new, step.path) for step in steps if step.new])
    shop.old.mkdir(exist_ok=True)
    _write_durably(shop.journal, msgspec.json.encode(steps))
    _do_all(steps, target, shop)


def finish(target: Path, shop: Workshop) -> tuple[Diagnostic, ...]:
    """Finish what a build began that was cut off, or take it back where a file of it is lost."""
    try:
        steps = msgspec.json.decode(shop.journal.read_bytes(), type=tuple[Step, ...])
    except (FileNotFoundError, msgspec.MsgspecError):  # it was cut off before the first step
        shop.clear()
        return ()
    _refuse_others_work(steps, target)
    whole = all(_is_at_hand(step, target, shop) for step in steps)
    if whole and not shop.undoing.exists():
        shop.old.mkdir(exist_ok=True)
        _do_all(steps, target, shop)
        what = "finished"
    else:
        _undo(steps, target, shop)
        what = "taken back"
    shop.clear()
    return (diagnose("P-019", str(target), what=what),)


def _is_at_hand(step: Step, target: Path, shop: Workshop) -> bool:
    """Tell whether a step is done, or can be."""
    if not step.new or file_of(shop.new, step.path).exists():
        return True
    return is_plain(target, step.path) and digest_of(file_of(target, step.path)) == step.new


def _refuse_others_work(steps: Sequence[Step], target: Path) -> None:
    """Stop where another hand changed a file between the build that was cut off and this one."""
    for step in steps:
        file = file_of(target, step.path)
        if file.is_file() and digest_of(file) not in {step.new, step.old}:
            raise StopError(diagnose("P-011", str(file)))


def _do_all(steps: Sequence[Step], target: Path, shop: Workshop) -> None:
    for place, step in enumerate(steps):
        try:
            _do(step, target, shop, number=place)
        except BaseException as error:  # an interrupt is no reason to leave half a site either
            shop.undoing.touch()
            _undo(steps[: place + 1], target, shop)
            if isinstance(error, OSError):
                raise StopError(unwritable(target / step.path, error)) from error
            raise
    with contextlib.suppress(OSError):  # then the next build finds every step done
        shop.journal.unlink()


def _do(step: Step, target: Path, shop: Workshop, *, number: int) -> None:
    """Put a new file into its place, or take an old one away; the old one is kept aside."""
    name, kept = name_of(target, step.path), name_of(shop.old, str(number))
    fresh = name_of(shop.new, step.path)
    is_done = step.new and look(fresh) is None
    if is_done:
        return
    if step.old and is_file(name):
        keep(name, kept)
    if step.new:
        move(fresh, name)
    elif is_file(name):  # a folder may stand there when this is done a second time
        file = Path(name)
        file.unlink()
        prune(file.parent, below=target)


def _undo(steps: Sequence[Step], target: Path, shop: Workshop) -> None:
    """Put everything back, the last step first; what cannot be stays for the next build."""
    failed: list[tuple[Step, OSError]] = []
    for number in reversed(range(len(steps))):
        step, kept = steps[number], shop.old / str(number)
        file = file_of(target, step.path)
        try:
            if kept.exists():
                file.parent.mkdir(parents=True, exist_ok=True)
                drop_empty(file)
                kept.replace(file)
            elif step.new and not step.old:
                if not file_of(shop.new, step.path).exists():
                    file.unlink(missing_ok=True)
                prune(file.parent, below=target)  # a folder may stand where a file must again
        except OSError as error:
            failed.append((step, error))
    if failed:
        left, cause = failed[0]
        why = cause.strerror or str(cause)
        raise StopError(diagnose("P-020", str(target / left.path), why=why)) from cause
    shop.journal.unlink()


# --- the disk ------------------------------------------------------------------------------------


def _settle(files: Sequence[str]) -> None:
    """Wait until files are on the disk: a journal must not promise what a power cut takes."""
    if len(files) > _FEW and hasattr(os, "sync"):
        os.sync()
        return
    wait_for(_flush, files)


def _flush(file: str) -> None:
    with Path(file).open("rb+") as stream:
        os.fsync(stream.fileno())


def _write_durably(file: Path, data: bytes) -> None:
    """Write a file that is there as a whole or not at all."""
    fresh = file.with_suffix(".new")
    with fresh.open("wb") as stream:
        stream.write(data)
        stream.flush()
        os.fsync(stream.fileno())
    fresh.replace(file)
    with contextlib.suppress(OSError):  # Windows opens no folder
        folder = os.open(file.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)
