"""Kinds turn the facts of a document into an article; each is a file of this folder.

Comes in: `Facts`. Goes out: a verdict from every kind, and the composition of the best.
Must not know: readers, settings, templates, files. A kind has `recognise(facts) -> Verdict` and
`compose(facts) -> Composition`, and knows no other kind; its name is its file's.
"""

from __future__ import annotations

import pkgutil
from functools import cache
from importlib import import_module
from typing import Protocol

from backissues.fields.composition import Composition
from backissues.fields.facts import Facts
from backissues.model import Verdict


class Kind(Protocol):
    """What a file of this folder offers."""

    def recognise(self, facts: Facts) -> Verdict:
        """Say how much speaks for this kind."""
        ...

    def compose(self, facts: Facts) -> Composition:
        """Build the body and the fields of an article of this kind."""
        ...


@cache
def kinds() -> dict[str, Kind]:
    """Find every kind of this folder, by its name."""
    return {
        module.name: import_module(f"{__name__}.{module.name}")
        for module in pkgutil.iter_modules(__path__)
    }


def recognise(facts: Facts) -> tuple[Verdict, ...]:
    """Ask every kind; best first, and by name where scores are equal."""
    verdicts = [kind.recognise(facts) for kind in kinds().values()]
    return tuple(sorted(verdicts, key=lambda verdict: (-verdict.score, verdict.kind)))
