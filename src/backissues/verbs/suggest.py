"""`suggest`: lists the names that recur in a collection and are not in its vocabulary yet.

Comes in: arguments. Goes out: an exit status, and entries to paste into `tags.yml`.
Must not know: what makes a name.
"""

from __future__ import annotations

import argparse
import sys

from backissues import reading, site, suggest
from backissues.suggest import paste
from backissues.text.lookup import make_lookup
from backissues.verbs.problems import USAGE, tell
from backissues.verbs.saying import CLEAN, fill_in, near


def run(arguments: argparse.Namespace) -> int:
    """List the names that recur in a collection."""
    fill_in(arguments)
    collection = site.open_collection(arguments.collection)
    if any(found.code in USAGE for found in collection.diagnostics):
        return tell(arguments, collection.diagnostics)
    counted = suggest.Counted()
    documents, holds = collection.survey.documents, collection.holdings
    for outcome, _ in reading.outcomes(documents, collection.vocabulary, holds=holds):
        if outcome.article is not None:
            counted.add(outcome.article, outcome.lines)
    found = counted.suggestions(make_lookup(collection.vocabulary))
    if arguments.json:
        sys.stdout.write(paste.as_json(found))
    else:
        sys.stdout.write(paste.as_yaml(found, folder=near(arguments.collection)))
    return CLEAN
