"""What every verb says, and where: which folder is meant, how far the work is, in which colours.

Comes in: arguments. Goes out: folders, words, a bar on standard error.
Must not know: how anything is done; and it is loaded by verbs that have next to nothing to do.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from pathlib import Path
from typing import TextIO

from backissues import filenames

CLEAN, PROBLEMS, WRONG_USE = 0, 1, 2
# A build shorter than this needs no bar.
_PATIENCE = 1.0
_BAR = 30


def fill_in(arguments: argparse.Namespace) -> None:
    """Fill in the folders that were not named: `site` lies beside the default collection only."""
    home = arguments.home if arguments.collection is None else Path()
    arguments.collection = arguments.collection or home / "seeds"
    arguments.target = arguments.target or home / "site"


def near(folder: Path) -> str:
    """Write a folder as it lies from here, where it lies below; else whole."""
    try:
        below = folder.resolve().relative_to(Path.cwd()).as_posix()
    except ValueError:
        below = str(folder)
    return filenames.shown(below)


def shows_colours(stream: TextIO) -> bool:
    """Tell whether a stream is a terminal whose owner has nothing against colours."""
    refused = os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb"
    return stream.isatty() and not refused


class Bar:
    """A bar on a terminal when the work takes long; nothing elsewhere."""

    def __init__(self, arguments: argparse.Namespace) -> None:
        self._shown = sys.stderr.isatty() and not (arguments.quiet or arguments.json)
        self._started = time.monotonic()
        self._drawn = 0.0

    def __call__(self, verb: str, done: int, total: int) -> None:
        """Draw how far the work is, at most ten times a second."""
        now = time.monotonic()
        if not self._shown or now - self._started < _PATIENCE:
            return
        if done < total and now - self._drawn < 0.1:
            return
        self._drawn = now
        filled = _BAR * done // max(total, 1)
        end = "\r\x1b[K" if done >= total else ""
        bar = "█" * filled + "░" * (_BAR - filled)
        sys.stderr.write(f"\r{verb} {bar} {done}/{total}{end}")
        sys.stderr.flush()
