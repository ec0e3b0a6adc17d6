"""Tells people, or programs, the problems that a verb found, and what status they ask for.

Comes in: diagnostics, arguments. Goes out: text on standard output and error, an exit status.
Must not know: what the problems are about.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Sequence

from backissues import report
from backissues.codes import NEWS
from backissues.collection import line
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
                line_of=lambda path, number: line(arguments.collection, path, number),
                colour=shows_colours(sys.stderr),
            )
        )
    return status_of(found, strict=arguments.strict)


def status_of(found: Sequence[Diagnostic], *, strict: bool) -> int:
    """Return the exit status that problems ask for."""
    if any(one.code in USAGE for one in found):
        return WRONG_USE
    return PROBLEMS if serious(found, strict=strict) else CLEAN


def serious(found: Iterable[Diagnostic], *, strict: bool) -> list[Diagnostic]:
    """Return the problems that a build must not have."""
    levels = {"error", "warning"} if strict else {"error"}
    return [one for one in found if one.level in levels]
