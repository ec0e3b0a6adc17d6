"""`build`, where there is something to do: once, or whenever the collection changes.

Comes in: arguments, the collection as it was found. Goes out: an exit status.
Must not know: how any step of a build is done.
"""

from __future__ import annotations

import argparse
import sys
import time

from backissues import settings
from backissues.cache.standstill import View
from backissues.rebuild import Order, rebuild
from backissues.verbs.building import means_of, tell_build
from backissues.verbs.saying import WRONG_USE


def run(arguments: argparse.Namespace, view: View | None, *, started: float) -> int:
    """Build the site of a collection, once or whenever it changes."""
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
    if arguments.watch:
        from backissues.verbs.keeping import keep_building  # noqa: PLC0415 - for those who watch

        return keep_building(arguments, order)
    means = means_of(arguments, view)
    done = rebuild(order, means)
    seconds = time.monotonic() - started
    return tell_build(arguments, done, means, place=arguments.target, seconds=seconds)
