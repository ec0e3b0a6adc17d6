"""`check`: reports every problem of a collection, and writes nothing.

Comes in: arguments. Goes out: an exit status. Must not know: how a document is read.
"""

from __future__ import annotations

import argparse

from backissues import reading, site
from backissues.verbs.problems import tell
from backissues.verbs.saying import fill_in


def run(arguments: argparse.Namespace) -> int:
    """Report every problem of a collection."""
    fill_in(arguments)
    collection = site.open_collection(arguments.collection)
    found = [*collection.diagnostics]
    documents, holds = collection.survey.documents, collection.holdings
    for outcome, sidecar in reading.outcomes(documents, collection.vocabulary, holds=holds):
        found += reading.problems_of(outcome, sidecar)
    return tell(arguments, found, notes=True)
