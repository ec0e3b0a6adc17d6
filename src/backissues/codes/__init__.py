"""The one table of diagnostic codes, and the way to make a diagnostic from it.

Comes in: a code, a place, the values that fill its sentence. Goes out: a `Diagnostic`.
Must not know: any room but `model`. A code never changes its meaning; a retired one is not reused.
Families: S source, K kind, F field, L link, A access, P publish, X internal.
"""

from __future__ import annotations

from backissues.codes.code import Code
from backissues.codes.publishing import PUBLISHING
from backissues.codes.sources import SOURCES
from backissues.codes.texts import TEXTS
from backissues.model import Diagnostic, Level


class FaultError(Exception):
    """What ends a build though nothing of ours is broken; its one argument says what to mend."""

    def __init__(self, found: Diagnostic) -> None:
        super().__init__(found)
        self.found = found


CODES: dict[str, Code] = {**SOURCES, **TEXTS, **PUBLISHING}


# Notes that a build tells its keeper, who may have to say otherwise.
NEWS = frozenset({"P-031", "P-032"})


# A line of 5 MB is told by its beginning; every article carries its diagnostics.
_LONGEST_EXCERPT = 300

# Notes that a reader wants all the same: why a count is as it is.
_TOLD = frozenset({"K-007"})


def is_remark(found: Diagnostic) -> bool:
    """Tell whether a page says this of its capture; other notes are the editor's business."""
    return found.level != "note" or found.code in _TOLD


def diagnose(  # noqa: PLR0913 - a place has four parts, and all but two are keywords
    code: str,
    path: str,
    line: int | None = None,
    *,
    column: int | None = None,
    excerpt: str = "",
    level: Level | None = None,
    **values: object,
) -> Diagnostic:
    """Make a diagnostic; `KeyError` if the code or a value that its sentence needs is missing."""
    entry = CODES[code]
    texts = {name: str(value) for name, value in values.items()}
    return Diagnostic(
        code=code,
        level=level or entry.level,
        path=path,
        line=line,
        column=column,
        message=entry.message.format(**texts),
        excerpt=excerpt[: max(_LONGEST_EXCERPT, column or 0)],
        hint=entry.hint.format(**texts),
        values=texts,
    )
