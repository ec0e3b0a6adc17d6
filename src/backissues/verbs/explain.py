"""`explain`: says how documents were read.

Comes in: arguments. Goes out: an exit status, and a page or a JSON object a document.
Must not know: how a document is read.
"""

from __future__ import annotations

import argparse
import shutil
import sys

from backissues import explain
from backissues.terminal import Look
from backissues.verbs.saying import CLEAN, PROBLEMS, WRONG_USE, shows_colours

# The columns of a page that goes to no terminal, and the fewest that a page can be set in.
_A_PAGE, _NARROWEST = 100, 60


def run(arguments: argparse.Namespace) -> int:
    """Say how documents were read."""
    status = CLEAN
    try:
        for told in explain.read_paths(arguments.paths):
            if arguments.json:
                sys.stdout.write(explain.as_json(told))
            else:
                text = explain.as_text(told, look=_look(), lines=arguments.lines)
                sys.stdout.write(text + "\n")
            if not told.is_sound:
                status = PROBLEMS
    except explain.NoDocumentError as missing:
        print(f"backissues: there is no document at {missing}", file=sys.stderr)
        return WRONG_USE
    return status


def _look() -> Look:
    """Ask how wide and colourful standard output is; a file or a pipe is taken for wide enough."""
    width = shutil.get_terminal_size((_A_PAGE, 24)).columns
    return Look(width=max(_NARROWEST, width), colour=shows_colours(sys.stdout))
