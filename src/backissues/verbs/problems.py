"""Tells people, or programs, the problems that a verb found, their status, and the sum of it all.

Comes in: diagnostics, figures, arguments. Goes out: text on standard output and error, an exit
status.
Must not know: what the problems are about.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import NamedTuple

from backissues import report
from backissues.codes import NEWS
from backissues.model import Diagnostic
from backissues.verbs.saying import CLEAN, PROBLEMS, WRONG_USE, near, shows_colours

# Problems of what was asked for, not of what was found.
USAGE = frozenset({"S-008", "P-002", "P-003", "P-021"})


def tell(arguments: argparse.Namespace, found: Sequence[Diagnostic], *, notes: bool = False) -> int:
    """Print problems and return the exit status that they ask for."""
    folder = near(arguments.collection)
    if arguments.json:
        sys.stdout.write(report.as_json(found, folder=folder))
    else:
        shown = [one for one in found if notes or one.level != "note" or one.code in NEWS]
        sys.stderr.write(
            report.as_text(
                shown,
                folder=folder,
                line_of=partial(_line, arguments.collection),
                colour=shows_colours(sys.stderr),
            )
        )
    return status_of(found, strict=arguments.strict)


def _line(folder: Path, path: str, number: int) -> str:
    """Look a line up; who lists collections is loaded when a line is asked for."""
    line: str = import_module("backissues.collection").line(folder, path, number)
    return line


def status_of(found: Sequence[Diagnostic], *, strict: bool) -> int:
    """Return the exit status that problems ask for."""
    if any(one.code in USAGE for one in found):
        return WRONG_USE
    return PROBLEMS if serious(found, strict=strict) else CLEAN


def serious(found: Iterable[Diagnostic], *, strict: bool) -> list[Diagnostic]:
    """Return the problems that a build must not have."""
    levels = {"error", "warning"} if strict else {"error"}
    return [one for one in found if one.level in levels]


class Figures(NamedTuple):
    """What a build did: how many documents and files there are, what it changed, how long it took.

    `place` is the folder whose home page is to be opened.
    """

    documents: int
    files: int
    seconds: float
    written: int = 0
    removed: int = 0
    place: Path | None = None


def sum_up(
    arguments: argparse.Namespace, figures: Figures, found: Sequence[Diagnostic], *, status: int
) -> None:
    """Say in one line what a build did, and where its site is to be opened."""
    documents, files, seconds, written, removed, place = figures
    if arguments.json:
        said = {"documents": documents, "pages": files, "written": written, "removed": removed}
        _say_sums(said, seconds, status)
    elif not arguments.quiet:
        done = f"{report.counted(files, 'file')} ({written} written, {removed} removed)"
        print(
            report.summary(documents=documents, done=done, diagnostics=found, seconds=seconds),
            flush=True,
        )
        if files and place is not None:
            print(f"open {near(place)}/index.html", flush=True)


def sum_up_check(
    arguments: argparse.Namespace,
    found: Sequence[Diagnostic],
    *,
    documents: int,
    seconds: float,
    status: int,
) -> None:
    """Say in one line how much was checked, and how many problems there are."""
    if arguments.json:
        _say_sums({"documents": documents}, seconds, status)
    elif not arguments.quiet:
        print(report.summary(documents=documents, diagnostics=found, seconds=seconds), flush=True)


def _say_sums(said: Mapping[str, int], seconds: float, status: int) -> None:
    """Say sums to a program."""
    print(json.dumps({"summary": {**said, "seconds": seconds}, "status": status}), flush=True)
