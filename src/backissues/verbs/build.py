"""`build`: makes the site of a collection, and says in one line what was done.

Comes in: arguments. Goes out: an exit status. Must not know: how any step of a build is done.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import time
import traceback
from datetime import UTC, datetime

from backissues import report, settings
from backissues.cache.store import file_for
from backissues.rebuild import Order, rebuild
from backissues.site import Means
from backissues.verbs.problems import tell
from backissues.verbs.saying import WRONG_USE, Bar, fill_in, near


def today() -> str:
    """Return the day in UTC: SOURCE_DATE_EPOCH's where it is set, else the clock's."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    moment = datetime.fromtimestamp(int(epoch), UTC) if epoch.isdecimal() else datetime.now(UTC)
    return moment.date().isoformat()


def run(arguments: argparse.Namespace) -> int:
    """Build the site of a collection."""
    started = time.monotonic()
    fill_in(arguments)
    address = "" if arguments.base_url is None else settings.base_url(arguments.base_url)
    if address is None:
        print("backissues: --base-url must begin with http:// or https://", file=sys.stderr)
        return WRONG_USE
    order = Order(
        folder=arguments.collection,
        target=arguments.target,
        base_url=address,
        frozen=arguments.frozen,
    )
    means = Means(
        today=today(),
        jobs=arguments.jobs,
        cache=file_for(arguments.collection),
        progress=Bar(arguments),
    )
    done = rebuild(order, means)
    if any(found.code == "S-008" for found in done.diagnostics):
        return tell(arguments, done.diagnostics)
    status = tell(arguments, done.diagnostics)
    if arguments.timings:
        print("\n".join(means.timings.lines()), file=sys.stderr)
    if done.published.failure is not None and arguments.debug:
        traceback.print_exception(done.published.failure)
    figures = {
        "documents": done.documents,
        "pages": done.published.files,
        "written": done.published.written,
        "removed": done.published.removed,
        "seconds": time.monotonic() - started,
    }
    if arguments.json:
        print(json.dumps({"summary": figures, "status": status}))
    elif not arguments.quiet:
        print(
            report.summary(
                documents=done.documents,
                pages=done.published.files,
                written=done.published.written,
                removed=done.published.removed,
                diagnostics=done.diagnostics,
                seconds=figures["seconds"],
            )
        )
        if done.published.files:
            print(f"open {near(arguments.target)}/index.html")
    return status
