"""`check`: reports every problem of a collection, and writes nothing.

Comes in: arguments. Goes out: an exit status. Must not know: how a document is read.
"""

from __future__ import annotations

import argparse
import time

from backissues import reading, settings, site
from backissues.outputs import proofing
from backissues.verbs.problems import sum_up_check, tell
from backissues.verbs.saying import WRONG_USE, fill_in


def run(arguments: argparse.Namespace) -> int:
    """Report every problem of a collection."""
    started = time.monotonic()
    fill_in(arguments)
    collection = site.open_collection(arguments.collection)
    found = [*collection.diagnostics, *proofing.proof(collection.settings)]
    documents, holds = collection.survey.documents, collection.holdings
    for outcome, sidecar in reading.outcomes(documents, collection.vocabulary, holds=holds):
        found += reading.problems_of(outcome, sidecar)
    # Without a folder, or with settings that cannot be read, nobody knows which address they give.
    if not {one.path for one in found if one.level == "error"} & {"", settings.FILE}:
        found += settings.left_out(collection.settings, collection.folder)
    status = tell(arguments, found, notes=True)
    if status != WRONG_USE:
        seconds = time.monotonic() - started
        sum_up_check(arguments, found, documents=len(documents), seconds=seconds, status=status)
    return status
