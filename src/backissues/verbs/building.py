"""Tells what a build did: what `build`, `build --watch` and `serve` have to say alike.

Comes in: a `Build`. Goes out: problems and a summary on the terminal, an exit status.
Must not know: how any step of a build is done.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import traceback
from collections.abc import Collection
from datetime import UTC, datetime
from pathlib import Path

from backissues import report
from backissues.cache.store import file_for
from backissues.site import Build, Means
from backissues.verbs.problems import status_of, tell
from backissues.verbs.saying import Bar, near


def today() -> str:
    """Return the day in UTC: SOURCE_DATE_EPOCH's where it is set, else the clock's."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    moment = datetime.fromtimestamp(int(epoch), UTC) if epoch.isdecimal() else datetime.now(UTC)
    return moment.date().isoformat()


def means_of(arguments: argparse.Namespace) -> Means:
    """Return the means of one build, begun now."""
    return Means(
        today=today(),
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
    figures = {
        "documents": done.documents,
        "pages": done.published.files,
        "written": done.published.written,
        "removed": done.published.removed,
        "seconds": seconds,
    }
    if arguments.json:
        print(json.dumps({"summary": figures, "status": status}), flush=True)
    elif not arguments.quiet:
        print(
            report.summary(
                documents=done.documents,
                pages=done.published.files,
                written=done.published.written,
                removed=done.published.removed,
                diagnostics=done.diagnostics,
                seconds=seconds,
            ),
            flush=True,
        )
        if done.published.files and place is not None:
            print(f"open {near(place)}/index.html", flush=True)
    return status
