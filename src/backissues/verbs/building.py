"""Tells what a build did: what `build`, `build --watch` and `serve` have to say alike.

Comes in: a `Build`. Goes out: problems and a summary on the terminal, an exit status.
Must not know: how any step of a build is done.
"""

from __future__ import annotations

import argparse
import os
import sys
import traceback
from collections.abc import Collection
from datetime import UTC, datetime
from pathlib import Path

from backissues.cache.standstill import View
from backissues.cache.store import file_for
from backissues.site import Build, Means
from backissues.verbs.problems import Figures, status_of, sum_up, tell
from backissues.verbs.saying import Bar


def today() -> str:
    """Return the day in UTC: SOURCE_DATE_EPOCH's where it is set, else the clock's."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    moment = datetime.fromtimestamp(int(epoch), UTC) if epoch.isdecimal() else datetime.now(UTC)
    return moment.date().isoformat()


def means_of(arguments: argparse.Namespace, view: View | None = None) -> Means:
    """Return the means of one build, begun now."""
    return Means(
        today=today(),
        view=view,
        jobs=arguments.jobs,
        cache=file_for(arguments.collection),
        progress=Bar(arguments),
    )


def tell_build(  # noqa: PLR0913 - a build, with what it was done, and how it is told
    arguments: argparse.Namespace,
    done: Build,
    means: Means,
    *,
    place: Path | None,
    seconds: float,
    known: Collection[str] = (),
) -> int:
    """Tell problems and what was done, and return the exit status that they ask for.

    `place` is the folder whose home page is to be opened. Problems that stop nothing, and are
    `known` by their `repr` since the build before, are counted and not told again.
    """
    news = [one for one in done.diagnostics if one.level == "error" or repr(one) not in known]
    tell(arguments, news)
    status = status_of(done.diagnostics, strict=arguments.strict)
    if any(one.code == "S-008" for one in done.diagnostics):
        return status
    if arguments.timings:
        print("\n".join(means.timings.lines()), file=sys.stderr)
    if done.published.failure is not None and arguments.debug:
        traceback.print_exception(done.published.failure)
    published = done.published
    figures = Figures(
        documents=done.documents,
        files=published.files,
        seconds=seconds,
        written=published.written,
        removed=published.removed,
        place=place,
    )
    sum_up(arguments, figures, done.diagnostics, status=status)
    return status
