"""Builds a site whenever its collection changes, until somebody ends it: `build --watch`, `serve`.

Comes in: an `Order`. Goes out: what each build has to say, on the terminal and to whoever listens.
Must not know: how changes are noticed, how a build is done. Between two builds nothing is held: no
lock, no open file. A build that fails for any reason is told, and the next change is awaited.
"""

from __future__ import annotations

import argparse
import sys
import time
import traceback
from collections.abc import Callable, Iterable
from pathlib import Path

from msgspec.structs import replace

from backissues import assets, ledger, report, theme
from backissues.collection import line
from backissues.model import Diagnostic
from backissues.outputs.render import forget
from backissues.rebuild import Order, rebuild
from backissues.serving.watching import Watch
from backissues.site import Build, Means
from backissues.terminal import harmless
from backissues.verbs.building import means_of, tell_build
from backissues.verbs.problems import serious
from backissues.verbs.saying import CLEAN, WRONG_USE, near

# Told after each build: what it did, None where it broke off; and what is wrong, as text.
Listener = Callable[[Build | None, str], None]

# Seconds between two questions whether another build is done.
_PATIENCE = 1.0
# Seconds in which whoever saves a file may end it.
_SAVED = 0.05
# A burst of changes is told by the names of so many files.
_NAMED = 3


def _nobody(_: Build | None, __: str) -> None:
    """Listen to nothing."""


def keep_building(arguments: argparse.Namespace, order: Order, listener: Listener = _nobody) -> int:
    """Build now and after each change; return the exit status when interrupted while waiting."""
    keeper = _Keeper(arguments, replace(order, one_of_many=True), listener)
    folder = order.folder.absolute()
    watch = Watch((folder, assets.templates(), assets.static()))
    if keeper.build() == WRONG_USE:
        return WRONG_USE  # of a command that was mistyped, nothing is to be awaited
    try:
        while True:
            # The ledger that a build has written is no change of the collection.
            watch.accept(folder / ledger.FILE)
            keeper.build_again(watch.wait())
    except KeyboardInterrupt:
        if keeper.is_at_work:
            raise
        return CLEAN


class _Keeper:
    """Builds again and again; knows what was told already."""

    def __init__(self, arguments: argparse.Namespace, order: Order, listener: Listener) -> None:
        self._arguments = arguments
        self._order = order
        self._listener = listener
        self._told: frozenset[str] = frozenset()
        self._is_begun = False
        self.is_at_work = False

    def build_again(self, changed: Iterable[str]) -> None:
        """Say what changed, and build."""
        paths = sorted(map(Path, changed))
        homes = (assets.templates(), self._order.folder.absolute() / theme.TEMPLATES)
        if any(path.is_relative_to(home) for path in paths for home in homes):
            forget()
        if not (self._arguments.quiet or self._arguments.json):
            names = ", ".join(harmless(near(path)) for path in paths[:_NAMED])
            more = f" and {len(paths) - _NAMED} more" if len(paths) > _NAMED else ""
            print(f"\nchanged: {names}{more}", flush=True)
        self.build()

    def build(self) -> int:
        """Build, tell it, and return the exit status that it would have alone."""
        started = time.monotonic()
        try:
            done, means = self._patiently()
        except Exception as error:  # noqa: BLE001 - whatever it is, the next save may mend it
            self.is_at_work = False
            problem = f"{type(error).__name__}: {error}"
            print(f"backissues: {problem}", file=sys.stderr)
            if self._arguments.debug:
                traceback.print_exc()
            self._listener(None, problem)
            return CLEAN
        if self._order.granted is not None and done.rows:
            self._order = replace(self._order, granted=done.rows)
        status = tell_build(
            self._arguments,
            done,
            means,
            place=None,
            seconds=time.monotonic() - started,
            known=self._told,
        )
        told = frozenset(map(repr, done.diagnostics))
        # A build that was left out read no document: what it says nothing of is not mended.
        self._told = told if done.rows else self._told | told
        if status != WRONG_USE or self._is_begun:
            self._is_begun = True
            self._listener(done, self._in_words(done.diagnostics))
        return status

    def _patiently(self) -> tuple[Build, Means]:
        """Build; again where files change meanwhile, or another process builds this site."""
        waiting = False
        while True:
            means = means_of(self._arguments)
            self.is_at_work = True
            done = rebuild(self._order, means)
            self.is_at_work = False
            if any(one.code == "P-041" for one in done.diagnostics):
                time.sleep(_SAVED)
                continue
            busy = [one for one in done.diagnostics if one.code == "P-018"]
            if not busy:
                return done, means
            if not waiting:
                print(f"waiting: {busy[0].message}", file=sys.stderr, flush=True)
                waiting = True
            time.sleep(_PATIENCE)

    def _in_words(self, found: Iterable[Diagnostic]) -> str:
        """Return what is wrong as the terminal shows it, less the colours."""
        folder = self._order.folder
        return report.as_text(
            serious(found, strict=self._arguments.strict),
            folder=near(folder),
            line_of=lambda path, number: line(folder, path, number),
        )
