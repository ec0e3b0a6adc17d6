"""`build`: makes the site of a collection, and says in one line what was done.

Comes in: arguments. Goes out: an exit status. Where nothing changed since the last build, it says
what that one said, and loads nothing of what builds.
Must not know: how any step of a build is done.
"""

from __future__ import annotations

import argparse
import sys
import time
from importlib import import_module

from backissues.cache.standstill import look_around, unchanged
from backissues.cache.store import file_for
from backissues.verbs.problems import Figures, sum_up, tell
from backissues.verbs.saying import fill_in


def run(arguments: argparse.Namespace) -> int:
    """Build the site of a collection, once or whenever it changes."""
    started = time.monotonic()
    fill_in(arguments)
    folder, target = arguments.collection, arguments.target
    view = told = None
    if not arguments.watch:
        view = look_around(folder, str(arguments.base_url), str(arguments.frozen))
        told = unchanged(file_for(folder), folder, target, view.scene)
    if told is None:
        making = import_module("backissues.verbs.making")
        done: int = making.run(arguments, view, started=started)
        return done
    status = tell(arguments, told.diagnostics)
    seconds = time.monotonic() - started
    if arguments.timings:
        print(f"looking around, and nothing changed: {seconds:.3f} s", file=sys.stderr)
    figures = Figures(told.documents, told.files, seconds, place=target)
    sum_up(arguments, figures, told.diagnostics, status=status)
    return status
